package org.shouwang.presence;

import java.time.Instant;
import java.time.LocalDate;
import org.shouwang.clock.WorldClock;

/** The park's local days. */
final class Days {

  private Days() {}

  static LocalDate of(Instant instant) {
    return LocalDate.ofInstant(instant, WorldClock.ZONE);
  }
}
