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

  /** Kinds of places by their last words, the widest first; 兰州新区 doesn't end at 州. */
  private static final List<String> LEVELS =
      List.of(
          "特别行政区|自治区|省",
          "自治州|地区|盟|市(?!区|场)|州(?!省|市|区|县|新区)",
          "自治县|自治旗|新区|县|旗|(?<!社|小)区",
          "街道|镇|乡",
          "社区|小区|村(?!镇|乡|街道|委会)",
          "社(?!区)|组|号楼|单元");

  private static final Pattern PART =
      Pattern.compile(".+?(?:" + String.join("|", LEVELS) + ")|.+$");

  private static final List<Pattern> KINDS =
      LEVELS.stream().map(ends -> Pattern.compile(".+(?:" + ends + ")$")).toList();

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

  /**
   * How this place, declared by somebody, lies to an area: in it when it names the area's narrowest
   * part and no wider part speaks against it.
   */
  Match in(Region area) {
    Match whole = holds(area, this);
    if (whole != Match.NONE) {
      return whole;
    }
    // somebody who names a wide place only may have been in the area
    return holds(this, area) == Match.NONE ? Match.NONE : Match.PERHAPS;
  }

  /** Whether one's narrowest part is found within the other, as far as both agree. */
  private static Match holds(Region one, Region other) {
    String last = one.last();
    for (int at = other.parts.size() - 1; at >= 0; at--) {
      String part = other.parts.get(at);
      if (same(last, part)) {
        Match wide = agree(one.parts, other.parts.subList(0, at + 1));
        if (wide != Match.NONE) {
          // 甘肃兰州新区 may be 兰州新区, or another that is called like it
          return part.equals(last) ? wide : Match.PERHAPS;
        }
      }
    }
    return Match.NONE;
  }

  /** Whether the parts beside the last speak against each other, kind by kind. */
  private static Match agree(List<String> one, List<String> other) {
    List<String> wide = one.subList(0, one.size() - 1);
    List<String> there = other.subList(0, other.size() - 1);
    int narrowestSame = -1;
    int narrowestOther = -1;
    for (int kind = 0; kind < KINDS.size(); kind++) {
      List<String> mine = ofKind(wide, kind);
      List<String> theirs = ofKind(there, kind);
      if (!mine.isEmpty() && !theirs.isEmpty()) {
        if (mine.stream().anyMatch(each -> theirs.stream().anyMatch(it -> same(each, it)))) {
          narrowestSame = kind;
        } else {
          narrowestOther = kind;
        }
      }
    }
    if (narrowestOther < 0) {
      return Match.INSIDE;
    }
    // the same village of the same town under another county: towns change hands
    return narrowestSame > narrowestOther ? Match.PERHAPS : Match.NONE;
  }

  private static List<String> ofKind(List<String> parts, int kind) {
    return parts.stream().filter(part -> KINDS.get(kind).matcher(part).matches()).toList();
  }

  private static boolean same(String one, String other) {
    return one.equals(other)
        || (Math.min(one.length(), other.length()) > 2
            && (one.endsWith(other) || other.endsWith(one)));
  }
}
