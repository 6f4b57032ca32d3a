package org.shouwang.rollcall;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Whether a member is expected on a day, by which rule, in which shift and window. A day belongs to
 * the park's time zone. What a unit's own pattern doesn't say: staff come Monday to Friday, shift
 * teams every day.
 *
 * <p>The window of a day is the local day. That of a shift over midnight starts two hours before
 * it, within its day, and ends two hours after it, at noon of the next day at the latest: what
 * shows somebody for a whole day counts from that noon on, so that it never reaches back into the
 * night before.
 */
final class ExpectedRules {

  /** How long before and after a shift over midnight a fact still counts for it. */
  static final Duration MARGIN = Duration.ofHours(2);

  private static final Pattern OFFICE =
      new Pattern.Week(EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY));
  private static final Pattern EVERY_DAY = new Pattern.EveryDay();

  private final ZoneId zone;

  ExpectedRules(ZoneId zone) {
    this.zone = zone;
  }

  /**
   * What else a day's expectation depends on.
   *
   * @param pattern of the member's unit or the nearest above that has one; null: none has
   * @param list the enterprise's list that covers the member's unit; null: none was filed
   * @param residentEvery days between two turns of a household, from the edition
   */
  record Given(@Nullable Pattern pattern, @Nullable Set<UUID> list, int residentEvery) {}

  Optional<Expectation> expected(Member member, LocalDate day, Given given) {
    if (member.family() == Family.NOBODY) {
      return Optional.empty();
    }
    if (member.livesIn()) {
      return wholeDay(ExpectedBy.LIVING_IN, day);
    }
    return switch (member.family()) {
      case STAFF -> byPattern(pattern(member, given), day);
      case BUILDERS -> onRoster(given, day);
      case ENTERPRISE -> onList(member, given, day);
      case RESIDENTS -> inTurn(member, given, day);
      case NOBODY -> Optional.empty();
    };
  }

  private static Pattern pattern(Member member, Given given) {
    if (given.pattern() != null) {
      return given.pattern();
    }
    return member.unitKind().equals("shift_team") ? EVERY_DAY : OFFICE;
  }

  private Optional<Expectation> byPattern(Pattern pattern, LocalDate day) {
    return switch (pattern) {
      case Pattern.EveryDay every -> wholeDay(ExpectedBy.EVERY_DAY, day);
      case Pattern.Week week ->
          week.days().contains(day.getDayOfWeek())
              ? wholeDay(ExpectedBy.WORKING_DAY, day)
              : Optional.empty();
      case Pattern.Cycle cycle -> inShift(cycle, day);
      case Pattern.Frequency frequency -> wholeDay(ExpectedBy.EVERY_DAY, day);
    };
  }

  private Optional<Expectation> inShift(Pattern.Cycle cycle, LocalDate day) {
    String turn = cycle.turn(day);
    Pattern.Shift shift = cycle.shifts().get(turn);
    if (shift == null) {
      return Optional.empty(); // rest
    }
    if (!shift.overMidnight()) {
      return Optional.of(
          new Expectation(ExpectedBy.SHIFT, turn, start(day), start(day.plusDays(1))));
    }
    Instant from = day.atTime(shift.from()).atZone(zone).toInstant().minus(MARGIN);
    Instant until = day.plusDays(1).atTime(shift.until()).atZone(zone).toInstant().plus(MARGIN);
    Instant noon = day.plusDays(1).atTime(LocalTime.NOON).atZone(zone).toInstant();
    return Optional.of(
        new Expectation(
            ExpectedBy.SHIFT,
            turn,
            from.isBefore(start(day)) ? start(day) : from,
            until.isAfter(noon) ? noon : until));
  }

  /** A project may rest too, if somebody says so. */
  private Optional<Expectation> onRoster(Given given, LocalDate day) {
    return given.pattern() == null
        ? wholeDay(ExpectedBy.PROJECT_ROSTER, day)
        : byPattern(given.pattern(), day);
  }

  private Optional<Expectation> onList(Member member, Given given, LocalDate day) {
    Set<UUID> list = given.list();
    if (list != null) {
      return list.contains(member.person())
          ? wholeDay(ExpectedBy.ENTERPRISE_LIST, day)
          : Optional.empty();
    }
    return given.pattern() == null
        ? wholeDay(ExpectedBy.ENTERPRISE_MEMBERS, day)
        : byPattern(given.pattern(), day);
  }

  /** A household has its turn together; without an anchor the households spread over the days. */
  private Optional<Expectation> inTurn(Member member, Given given, LocalDate day) {
    int every = Math.max(1, given.residentEvery());
    LocalDate anchor = given.pattern() instanceof Pattern.Frequency f ? f.anchor() : null;
    UUID together = member.household() == null ? member.person() : member.household();
    long turn =
        anchor == null
            ? day.toEpochDay() + Math.floorMod(together.hashCode(), every)
            : day.toEpochDay() - anchor.toEpochDay();
    return Math.floorMod(turn, (long) every) == 0
        ? wholeDay(ExpectedBy.RESIDENT_TURN, day)
        : Optional.empty();
  }

  private Optional<Expectation> wholeDay(ExpectedBy rule, LocalDate day) {
    return Optional.of(new Expectation(rule, null, start(day), start(day.plusDays(1))));
  }

  private Instant start(LocalDate day) {
    return day.atStartOfDay(zone).toInstant();
  }
}
