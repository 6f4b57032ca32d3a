package org.shouwang.people;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Dates as the field writes them: 1985年3月2日, 1985.3.2, 1985/03/02, 19850302, Excel's serial. */
final class FieldDates {

  private static final Pattern PARTS =
      Pattern.compile(
          "(\\d{4})\\s*[年./\\-]\\s*(\\d{1,2})\\s*[月./\\-]\\s*(\\d{1,2})\\s*日?(?:[ T].*)?");
  private static final Pattern DIGITS = Pattern.compile("(\\d{4})(\\d{2})(\\d{2})");
  private static final Pattern SERIAL = Pattern.compile("(\\d{1,6})(?:\\.\\d+)?");
  private static final LocalDate SERIAL_ZERO = LocalDate.of(1899, 12, 30);

  private FieldDates() {}

  static Optional<LocalDate> parse(@Nullable String raw) {
    String text = Texts.plain(raw);
    if (text.startsWith("'")) {
      text = text.substring(1);
    }
    Matcher parts = PARTS.matcher(text);
    if (parts.matches()) {
      return date(parts);
    }
    Matcher digits = DIGITS.matcher(text);
    if (digits.matches()) {
      return date(digits);
    }
    Matcher serial = SERIAL.matcher(text);
    if (serial.matches()) {
      int days = Integer.parseInt(serial.group(1));
      // Excel thinks that 1900 was a leap year: serials before March 1900 are off, and never used
      return days >= 61 && days < 100_000
          ? Optional.of(SERIAL_ZERO.plusDays(days))
          : Optional.empty();
    }
    return Optional.empty();
  }

  private static Optional<LocalDate> date(Matcher found) {
    try {
      return Optional.of(
          LocalDate.of(
              Integer.parseInt(found.group(1)),
              Integer.parseInt(found.group(2)),
              Integer.parseInt(found.group(3))));
    } catch (DateTimeException noSuchDay) {
      return Optional.empty();
    }
  }
}
