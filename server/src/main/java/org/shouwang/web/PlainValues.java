package org.shouwang.web;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Values as requests may bring them: what neither the database nor the calendar's arithmetic could
 * take is refused where it comes in, by its name, instead of failing somewhere below.
 */
public final class PlainValues {

  /** The years that ISO 8601 writes with four digits. */
  private static final int LAST_YEAR = 9_999;

  private static final int UUID_LENGTH = 36;

  /**
   * Eleven digits or more, perhaps in groups, perhaps with an X: a phone or a document has them.
   */
  private static final Pattern PERSONAL_NUMBER =
      Pattern.compile("(\\p{Nd}{3})(?:[ -]?\\p{Nd}){6,}[ -]?(\\p{Nd}[\\p{Nd}XxＸｘ])");

  private static final Instant FIRST = Instant.parse("0001-01-02T00:00:00Z");
  private static final Instant END = Instant.parse("9999-12-31T00:00:00Z");

  private PlainValues() {}

  /**
   * Whether a text can be kept as it is: PostgreSQL takes no NUL, and half of a surrogate pair
   * would silently become a question mark.
   */
  public static boolean isText(CharSequence text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\0' || Character.isLowSurrogate(c)) {
        return false;
      }
      if (Character.isHighSurrogate(c)) {
        i++;
        if (i == text.length() || !Character.isLowSurrogate(text.charAt(i))) {
          return false;
        }
      }
    }
    return true;
  }

  /**
   * A value at fault as an error may show it. It may be an ID number in the wrong field, or what
   * can't be written as UTF-8; errors travel to screens, files and logs.
   *
   * @param most characters of it
   */
  public static String shown(CharSequence value, int most) {
    boolean cut = value.length() > most;
    // a number that the cut would halve is seen whole here, and so not shown by half
    String text = value.subSequence(0, Math.min(most + 40, value.length())).toString();
    String plain = PERSONAL_NUMBER.matcher(replaced(text)).replaceAll("$1******$2");
    return cut ? replaced(plain.substring(0, Math.min(most, plain.length()))) + "…" : plain;
  }

  private static String replaced(String text) {
    if (isText(text)) {
      return text;
    }
    return text.codePoints()
        .map(point -> point == 0 || (point >= 0xD800 && point <= 0xDFFF) ? '\ufffd' : point)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  /**
   * An instant of the years 1 to 9999.
   *
   * @param text as in {@code 2022-03-08T06:00:00Z} or with an offset
   * @throws DateTimeException when it is none
   */
  public static Instant instant(String text) {
    Instant instant =
        text.endsWith("Z") ? Instant.parse(text) : OffsetDateTime.parse(text).toInstant();
    long seconds = instant.getEpochSecond();
    if (seconds < FIRST.getEpochSecond() || seconds >= END.getEpochSecond()) {
      throw new DateTimeException("outside the years 1 to 9999");
    }
    return instant;
  }

  /**
   * A day of the years 1 to 9999.
   *
   * @throws DateTimeException when it is none
   */
  public static LocalDate day(String text) {
    LocalDate day = LocalDate.parse(text);
    if (day.getYear() < 1 || day.getYear() > LAST_YEAR) {
      throw new DateTimeException("outside the years 1 to 9999");
    }
    return day;
  }

  /**
   * A UUID in its one full form; Java also takes {@code 1-1-1-1-1}.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static UUID uuid(String text) {
    if (text.length() != UUID_LENGTH) {
      throw new IllegalArgumentException("not a UUID of 36 characters");
    }
    return UUID.fromString(text);
  }

  /** A cell that a spreadsheet would run as a formula, made inert by an apostrophe. */
  public static String inert(String cell) {
    if (cell.isEmpty()) {
      return cell;
    }
    char first = cell.charAt(0);
    boolean runs = "=+-@\t\r\n＝＋－＠".indexOf(first) >= 0;
    return runs ? "'" + cell : cell;
  }
}
