package org.shouwang.people;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import net.sourceforge.pinyin4j.PinyinHelper;

/** The first letters of a name's syllables, as people type them; surnames read as surnames. */
final class PinyinInitials {

  /** Surnames that are read otherwise than the same character in a word. */
  private static final Map<String, String> SURNAMES =
      Map.ofEntries(
          Map.entry("单", "s"),
          Map.entry("曾", "z"),
          Map.entry("仇", "q"),
          Map.entry("解", "x"),
          Map.entry("查", "z"),
          Map.entry("盖", "g"),
          Map.entry("乐", "y"),
          Map.entry("区", "o"),
          Map.entry("朴", "p"),
          Map.entry("覃", "q"),
          Map.entry("翟", "z"),
          Map.entry("冼", "x"),
          Map.entry("缪", "m"),
          Map.entry("宁", "n"),
          Map.entry("种", "c"),
          Map.entry("繁", "p"),
          Map.entry("秘", "b"),
          Map.entry("折", "s"),
          Map.entry("员", "y"),
          Map.entry("祭", "z"),
          Map.entry("长孙", "zs"),
          Map.entry("尉迟", "yc"),
          Map.entry("万俟", "mq"),
          Map.entry("澹台", "tt"),
          Map.entry("宿", "s"),
          Map.entry("召", "s"));

  private static final int CACHED = 0x10000;
  private static final char[] FIRST = new char[CACHED];

  private PinyinInitials() {}

  /** All ways to read the name, the surname's own reading first; never more than two. */
  static List<String> of(String name) {
    Set<String> all = new LinkedHashSet<>();
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char letter = letter(name.charAt(i));
      if (letter != 0) {
        plain.append(letter);
      }
    }
    String usual = plain.toString();
    for (int length = Math.min(2, name.length()); length >= 1; length--) {
      String surname = SURNAMES.get(name.substring(0, length));
      if (surname != null && usual.length() >= length) {
        all.add(surname + usual.substring(length));
        break;
      }
    }
    all.add(usual);
    return List.copyOf(all);
  }

  private static char letter(char c) {
    if (c < 128) {
      return Character.isLetterOrDigit(c)
          ? String.valueOf(c).toLowerCase(Locale.ROOT).charAt(0)
          : 0;
    }
    char cached = FIRST[c];
    if (cached == 0) {
      String[] readings = PinyinHelper.toHanyuPinyinStringArray(c);
      cached = readings == null || readings.length == 0 ? '\1' : readings[0].charAt(0);
      FIRST[c] = cached;
    }
    return cached == '\1' ? 0 : cached;
  }
}
