package org.shouwang.people;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.shouwang.web.PlainValues;

/** Text as the field types it, made plain: full-width signs, odd spaces, Excel's apostrophe. */
final class Texts {

  private Texts() {}

  /** Full-width to half-width, odd spaces to one plain space, the ends trimmed. */
  static String plain(@Nullable String raw) {
    if (raw == null || raw.isEmpty()) {
      return "";
    }
    StringBuilder out = new StringBuilder(raw.length());
    boolean space = false;
    for (int i = 0; i < raw.length(); i++) {
      char c = halfWidth(raw.charAt(i));
      if (isIgnored(c)) {
        continue;
      }
      if (Character.isWhitespace(c) || c == '\u00a0') {
        space = out.length() > 0;
        continue;
      }
      if (space) {
        out.append(' ');
        space = false;
      }
      out.append(c);
    }
    return out.toString();
  }

  /** A number or code: plain, without any space, quote or leading apostrophe, in capitals. */
  static String code(@Nullable String raw) {
    String plain = plain(raw);
    StringBuilder out = new StringBuilder(plain.length());
    for (int i = 0; i < plain.length(); i++) {
      char c = plain.charAt(i);
      if (c != ' ' && c != '\'' && c != '"' && c != '`' && c != '‘' && c != '’') {
        out.append(c);
      }
    }
    return out.toString().toUpperCase(Locale.ROOT);
  }

  /** A person's name: plain, spaces inside Chinese names taken out, dots of one kind. */
  static String name(@Nullable String raw) {
    String plain = plain(raw).replace('•', '·').replace('‧', '·').replace('・', '·');
    if (plain.startsWith("'")) {
      plain = plain.substring(1);
    }
    if (plain.indexOf(' ') < 0 || !plain.codePoints().anyMatch(Texts::isChinese)) {
      return plain;
    }
    StringBuilder out = new StringBuilder(plain.length());
    for (int i = 0; i < plain.length(); i++) {
      boolean between =
          plain.charAt(i) == ' '
              && isChinese(plain.charAt(i - 1))
              && isChinese(plain.charAt(i + 1));
      if (!between) {
        out.append(plain.charAt(i));
      }
    }
    return out.toString();
  }

  /** True for a Han character. */
  static boolean isChinese(int c) {
    return Character.UnicodeScript.of(c) == Character.UnicodeScript.HAN;
  }

  /** A cell that a spreadsheet would run as a formula, made inert by an apostrophe. */
  static String inert(String cell) {
    return PlainValues.inert(cell);
  }

  private static boolean isIgnored(char c) {
    return (Character.isISOControl(c) && !Character.isWhitespace(c))
        || c == '\u200b'
        || c == '\ufeff'
        || c == '\u200e'
        || c == '\u200f'
        || c == '\u202c'
        || c == '\u202d';
  }

  private static char halfWidth(char c) {
    if (c >= '！' && c <= '～') {
      return (char) (c - 0xFEE0);
    }
    return c == '\u3000' ? ' ' : c;
  }
}
