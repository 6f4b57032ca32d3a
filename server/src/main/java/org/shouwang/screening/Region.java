package org.shouwang.screening;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place by its parts, the widest first: 甘肃省 · 兰州新区 · 秦川镇 · 五道岘村. Whoever declares one may leave
 * out the wide parts or the narrow ones.
 *
 * @param parts never empty
 */
record Region(List<String> parts) {

  /** How a declared place lies to an area. */
  enum Match {
    /** In it. */
    INSIDE,
    /** Declared less closely than the area is drawn: perhaps in it. */
    PERHAPS,
    /** Elsewhere. */
    NONE
  }

  private static final String ENDS =
      "特别行政区|自治区|自治州|自治县|自治旗|新区|社区|小区|街道|地区|省|市|盟|州|县|区|旗|镇|乡|村|社|组|号楼|单元";

  /** The shortest text that ends as a part does; 兰州市 doesn't end at 州. */
  private static final Pattern PART = Pattern.compile(".+?(?:" + ENDS + ")(?!" + ENDS + ")|.+$");

  private static final Pattern BETWEEN = Pattern.compile("[\\s/·>、，,;；\\-—]+");

  /** Reads a place as somebody wrote it. */
  static Region of(String text) {
    List<String> parts = new ArrayList<>();
    for (String word : BETWEEN.split(text.strip())) {
      Matcher part = PART.matcher(word);
      while (part.find()) {
        parts.add(part.group());
      }
    }
    return new Region(parts.isEmpty() ? List.of(text.strip()) : List.copyOf(parts));
  }

  String last() {
    return parts.getLast();
  }

  /** How this place, declared by somebody, lies to an area. */
  Match in(Region area) {
    if (endsAt(area, this)) {
      return Match.INSIDE;
    }
    return endsAt(this, area) ? Match.PERHAPS : Match.NONE;
  }

  /** Whether the whole of one is found within the other, as far as both say. */
  private static boolean endsAt(Region one, Region other) {
    for (int end = other.parts.size() - 1; end >= 0; end--) {
      if (agree(one.parts, other.parts, end)) {
        return true;
      }
    }
    return false;
  }

  private static boolean agree(List<String> one, List<String> other, int end) {
    int i = one.size() - 1;
    int j = end;
    while (i >= 0 && j >= 0) {
      if (!one.get(i).equals(other.get(j))) {
        return false;
      }
      i--;
      j--;
    }
    return true;
  }
}
