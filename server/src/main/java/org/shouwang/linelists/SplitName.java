package org.shouwang.linelists;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A name as systems want it that know given and family names only.
 *
 * @param given never empty where there is a name
 * @param family empty where none can be told
 */
record SplitName(String given, String family) {

  /** 复姓 that are still borne. */
  private static final Set<String> COMPOUND =
      Set.of(
          "欧阳", "司马", "上官", "诸葛", "皇甫", "尉迟", "公孙", "慕容", "令狐", "东方", "夏侯", "司徒", "端木", "南宫", "长孙",
          "宇文", "轩辕", "闻人", "澹台", "百里");

  static SplitName of(@Nullable String name) {
    String whole = name == null ? "" : name.strip();
    int dot = whole.indexOf('·');
    if (dot > 0) {
      return new SplitName(whole.substring(0, dot), whole.substring(dot + 1));
    }
    int length = whole.codePointCount(0, whole.length());
    boolean chinese =
        !whole.isEmpty()
            && whole
                .codePoints()
                .allMatch(it -> Character.UnicodeScript.of(it) == Character.UnicodeScript.HAN);
    if (chinese && length >= 2 && length <= 5) {
      int cut = length > 2 && COMPOUND.contains(whole.substring(0, 2)) ? 2 : 1;
      return new SplitName(whole.substring(cut), whole.substring(0, cut));
    }
    int space = whole.lastIndexOf(' ');
    return space > 0 && !chinese
        ? new SplitName(whole.substring(0, space), whole.substring(space + 1))
        : new SplitName(whole, "");
  }
}
