package org.shouwang.linelists;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.shouwang.clock.WorldClock;

/** Values as people read them, in the park's own time. */
final class Shown {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(WorldClock.ZONE);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("yyyy-MM-dd", Locale.ROOT).withZone(WorldClock.ZONE);

  private Shown() {}

  static String of(Object value) {
    return value instanceof Instant at ? time(at) : String.valueOf(value);
  }

  static String time(Instant at) {
    return TIME.format(at);
  }

  static String day(Instant at) {
    return DAY.format(at);
  }
}
