package org.shouwang.linelists;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.shouwang.clock.WorldClock;

/**
 * Days and times as files write them: 2022-03-08, 2022年3月8日, 20220308, ISO 8601 with or without a
 * time, Excel's serial, and 8/3/2022 in the one order or the other. Pure.
 */
final class FileDays {

  private static final Pattern YEAR_FIRST =
      Pattern.compile("(\\d{4})\\s*[年./\\-]\\s*(\\d{1,2})\\s*[月./\\-]\\s*(\\d{1,2})\\s*日?(.*)");
  private static final Pattern DIGITS = Pattern.compile("(\\d{4})(\\d{2})(\\d{2})()");
  private static final Pattern YEAR_LAST =
      Pattern.compile("(\\d{1,2})([./\\-])(\\d{1,2})\\2(\\d{4})(.*)");
  private static final Pattern TIME =
      Pattern.compile(
          "[T\\s,]*(\\d{1,2})[:.时](\\d{2})(?:[:.分](\\d{2})(?:[.,]\\d+)?秒?)?分?\\s*([AaPp][Mm])?\\s*(Z|[+-]\\d{2}:?\\d{2})?");
  private static final Pattern SERIAL = Pattern.compile("(\\d{5})(\\.\\d+)?");
  private static final LocalDate SERIAL_ZERO = LocalDate.of(1899, 12, 30);

  private FileDays() {}

  /**
   * What a cell says.
   *
   * @param at null: only the day is known
   */
  record Moment(LocalDate day, @Nullable Instant at) {

    /** The time, or the beginning of the day. */
    Instant from() {
      return at == null ? day.atStartOfDay(WorldClock.ZONE).toInstant() : at;
    }
  }

  /** What was read, or the code of why nothing was. */
  record Read(@Nullable Moment moment, @Nullable String problem) {
    private static Read of(LocalDate day, @Nullable Instant at) {
      return new Read(new Moment(day, at), null);
    }

    private static Read wrong(String code) {
      return new Read(null, code);
    }
  }

  /** What a value says of the order of its file: AUTO when it says nothing. */
  static DayOrder told(String raw) {
    Matcher last = YEAR_LAST.matcher(plain(raw));
    if (!last.matches() || last.group(2).equals(".")) {
      return DayOrder.AUTO;
    }
    int first = Integer.parseInt(last.group(1));
    int second = Integer.parseInt(last.group(3));
    if (first > 12 && second <= 12) {
      return DayOrder.DAY_FIRST;
    }
    return second > 12 && first <= 12 ? DayOrder.MONTH_FIRST : DayOrder.AUTO;
  }

  static Read read(String raw, DayOrder order) {
    String text = plain(raw);
    try {
      Matcher year = YEAR_FIRST.matcher(text);
      if (year.matches()) {
        return with(day(year.group(1), year.group(2), year.group(3)), year.group(4));
      }
      Matcher digits = DIGITS.matcher(text);
      if (digits.matches()) {
        return with(day(digits.group(1), digits.group(2), digits.group(3)), "");
      }
      Matcher last = YEAR_LAST.matcher(text);
      if (last.matches()) {
        return yearLast(last, order);
      }
      Matcher serial = SERIAL.matcher(text);
      if (serial.matches()) {
        return serial(serial);
      }
    } catch (DateTimeException | NumberFormatException noSuchDay) {
      return Read.wrong("linelists.date_wrong");
    }
    return Read.wrong("linelists.date_wrong");
  }

  private static Read yearLast(Matcher found, DayOrder order) {
    String first = found.group(1);
    String second = found.group(3);
    boolean same = Integer.parseInt(first) == Integer.parseInt(second);
    DayOrder chosen =
        found.group(2).equals(".") || (order == DayOrder.AUTO && same)
            ? DayOrder.DAY_FIRST // who writes dots writes the day first
            : order;
    return switch (chosen) {
      case DAY_FIRST -> with(day(found.group(4), second, first), found.group(5));
      case MONTH_FIRST -> with(day(found.group(4), first, second), found.group(5));
      case AUTO -> Read.wrong("linelists.date_ambiguous");
    };
  }

  private static Read serial(Matcher found) {
    LocalDate day = SERIAL_ZERO.plusDays(Integer.parseInt(found.group(1)));
    if (day.getYear() < 1900 || day.getYear() > 2100) {
      return Read.wrong("linelists.date_wrong");
    }
    if (found.group(2) == null) {
      return Read.of(day, null);
    }
    long seconds = Math.round(Double.parseDouble("0" + found.group(2)) * 86_400);
    return Read.of(day, day.atStartOfDay(WorldClock.ZONE).toInstant().plusSeconds(seconds));
  }

  private static LocalDate day(String year, String month, String day) {
    return LocalDate.of(Integer.parseInt(year), Integer.parseInt(month), Integer.parseInt(day));
  }

  private static Read with(LocalDate day, String rest) {
    if (rest.isBlank()) {
      return Read.of(day, null);
    }
    Matcher time = TIME.matcher(rest);
    if (!time.matches()) {
      return Read.wrong("linelists.date_wrong");
    }
    LocalTime at =
        LocalTime.of(
            hour(Integer.parseInt(time.group(1)), time.group(4)),
            Integer.parseInt(time.group(2)),
            time.group(3) == null ? 0 : Integer.parseInt(time.group(3)));
    String zone = time.group(5);
    if (zone == null) {
      return Read.of(day, day.atTime(at).atZone(WorldClock.ZONE).toInstant());
    }
    ZoneOffset offset = ZoneOffset.of(zone);
    if (offset.equals(ZoneOffset.UTC) && at.equals(LocalTime.MIDNIGHT)) {
      return Read.of(day, null); // how Go.Data writes a day
    }
    Instant instant = day.atTime(at).toInstant(offset).truncatedTo(ChronoUnit.SECONDS);
    return Read.of(instant.atZone(WorldClock.ZONE).toLocalDate(), instant);
  }

  private static int hour(int hour, @Nullable String half) {
    if (half == null) {
      return hour;
    }
    if (hour < 1 || hour > 12) {
      throw new DateTimeException("no such hour of half a day");
    }
    boolean afternoon = half.toLowerCase(Locale.ROOT).equals("pm");
    return hour % 12 + (afternoon ? 12 : 0);
  }

  private static String plain(String raw) {
    String text = raw.replace('\u00a0', ' ').replace('\u3000', ' ').strip();
    return text.startsWith("'") ? text.substring(1) : text;
  }
}
