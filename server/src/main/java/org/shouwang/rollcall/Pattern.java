package org.shouwang.rollcall;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** When the people of a unit are expected. */
sealed interface Pattern {

  /** Name in JSON and the database. */
  String kind();

  /** Every day. */
  record EveryDay() implements Pattern {
    @Override
    public String kind() {
      return "every_day";
    }
  }

  /**
   * On some days of the week.
   *
   * @param days not empty
   */
  record Week(Set<DayOfWeek> days) implements Pattern {
    @Override
    public String kind() {
      return "week";
    }
  }

  /**
   * A cycle of turns, one a day: 四班三倒, 两班倒. A turn that names no shift is rest.
   *
   * @param anchor day of the first turn
   * @param turns names of shifts or of rest, in their order
   * @param shifts times of the named shifts
   */
  record Cycle(LocalDate anchor, List<String> turns, Map<String, Shift> shifts) implements Pattern {
    @Override
    public String kind() {
      return "cycle";
    }

    String turn(LocalDate day) {
      long days = day.toEpochDay() - anchor.toEpochDay();
      return turns.get((int) Math.floorMod(days, (long) turns.size()));
    }
  }

  /**
   * Residents at the edition's frequency.
   *
   * @param anchor all on this day and every so many days from it; null: spread over the days
   */
  record Frequency(@Nullable LocalDate anchor) implements Pattern {
    @Override
    public String kind() {
      return "frequency";
    }
  }

  /**
   * Times of a shift, local.
   *
   * @param until not after {@code from}: on the next day
   */
  record Shift(LocalTime from, LocalTime until) {

    boolean overMidnight() {
      return !until.isAfter(from);
    }
  }
}
