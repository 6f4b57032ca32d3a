package org.shouwang.sampling;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** When somebody of a key group is due, and what it means to be late. */
final class CalendarRules {

  private CalendarRules() {}

  /** How somebody stands on a day. */
  enum Standing {
    /** Tested lately enough. */
    AHEAD,
    /** To be tested today. */
    DUE,
    /** Should have been tested. */
    OVERDUE,
    /** So long overdue that the rule keeps them from work. */
    BLOCKED;

    String key() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /**
   * The day of the next test. Who was never tested has a first whole period.
   *
   * @param since first day in the group
   * @param tested local day of the last test
   * @param every days between two tests
   */
  static LocalDate due(LocalDate since, @Nullable LocalDate tested, int every) {
    return tested == null ? since.plusDays(every - 1L) : tested.plusDays(every);
  }

  /**
   * How somebody stands.
   *
   * @param blockAfter days overdue after which they are blocked
   */
  static Standing standing(LocalDate due, LocalDate today, int blockAfter) {
    if (due.isAfter(today)) {
      return Standing.AHEAD;
    }
    if (due.equals(today)) {
      return Standing.DUE;
    }
    return due.plusDays(blockAfter).isBefore(today) ? Standing.BLOCKED : Standing.OVERDUE;
  }

  /** First and last day of being due that a standing means; null: without bound. */
  record Days(@Nullable LocalDate first, @Nullable LocalDate last) {

    static Days of(Standing standing, LocalDate today, int blockAfter) {
      return switch (standing) {
        case AHEAD -> new Days(today.plusDays(1), null);
        case DUE -> new Days(today, today);
        case OVERDUE -> new Days(today.minusDays(blockAfter), today.minusDays(1));
        case BLOCKED -> new Days(null, today.minusDays(blockAfter + 1L));
      };
    }
  }
}
