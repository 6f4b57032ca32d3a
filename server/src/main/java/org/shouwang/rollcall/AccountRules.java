package org.shouwang.rollcall;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Since when and until when an account holds. What is said of days counts from noon of the first to
 * the end of the last, so that a leave from Tuesday on doesn't account for Monday's night shift.
 */
final class AccountRules {

  private AccountRules() {}

  /** A stretch of time, both ends within. */
  record Span(Instant from, Instant until) {}

  /**
   * The stretch.
   *
   * @param first first day said; null: none
   * @param last last day said; null: the first
   */
  static Span span(
      How how, Instant at, @Nullable LocalDate first, @Nullable LocalDate last, ZoneId zone) {
    if (first == null && last == null && how.isMoment()) {
      return new Span(at, at);
    }
    LocalDate from = first == null ? at.atZone(zone).toLocalDate() : first;
    LocalDate until = last == null ? from : last;
    return new Span(
        from.atTime(LocalTime.NOON).atZone(zone).toInstant(),
        until.plusDays(1).atStartOfDay(zone).toInstant().minus(1, ChronoUnit.MICROS));
  }
}
