package org.shouwang.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.shouwang.clock.WorldClock;

class RoundPlansUnitTests {

  private static final LocalDate DAY = LocalDate.parse("2022-03-08");
  private static final Instant OPENS = DAY.atTime(7, 0).atZone(WorldClock.ZONE).toInstant();
  private static final Instant CLOSES = OPENS.plus(Duration.ofDays(13));
  private static final UUID A = new UUID(1, 1);
  private static final UUID B = new UUID(1, 2);

  private static SlotRules.Desk desk(UUID place, int perHour) {
    return new SlotRules.Desk(place, LocalTime.of(8, 0), LocalTime.of(20, 0), perHour);
  }

  // ── slots ──────────────────────────────────────────────────────────────────────────────────────

  @Property(tries = 200)
  void everyPartyHasOneSlotWithinHoursAndNoneAtAPointOverlap(
      @ForAll @Size(min = 1, max = 40) List<@IntRange(min = 1, max = 900) Integer> sizes,
      @ForAll @IntRange(min = 30, max = 600) int rate) {
    List<SlotRules.Party> parties = new ArrayList<>();
    for (int i = 0; i < sizes.size(); i++) {
      parties.add(new SlotRules.Party(new UUID(2, i), Math.min(sizes.get(i), rate * 8)));
    }
    List<SlotRules.Given> slots =
        SlotRules.plan(
            parties, List.of(desk(A, rate), desk(B, 2 * rate)), OPENS, CLOSES, WorldClock.ZONE);
    assertThat(slots.stream().map(SlotRules.Given::unit))
        .containsExactlyInAnyOrderElementsOf(parties.stream().map(SlotRules.Party::unit).toList());
    for (UUID place : List.of(A, B)) {
      Instant free = OPENS;
      for (SlotRules.Given slot :
          slots.stream()
              .filter(it -> it.place().equals(place) && it.until().isBefore(CLOSES))
              .sorted(Comparator.comparing(SlotRules.Given::from))
              .toList()) {
        assertThat(slot.from()).isAfterOrEqualTo(free);
        LocalTime from = slot.from().atZone(WorldClock.ZONE).toLocalTime();
        LocalTime until = slot.until().atZone(WorldClock.ZONE).toLocalTime();
        assertThat(from).isAfterOrEqualTo(LocalTime.of(8, 0));
        assertThat(until).isBeforeOrEqualTo(LocalTime.of(20, 0)).isAfter(from);
        free = slot.until();
      }
    }
  }

  @Test
  void whatDoesNotFitIsShownAtTheEndInsteadOfLeftOut() {
    List<SlotRules.Given> slots =
        SlotRules.plan(
            List.of(new SlotRules.Party(A, 600), new SlotRules.Party(B, 500)),
            List.of(desk(A, 100)),
            OPENS,
            OPENS.plus(Duration.ofHours(8)),
            WorldClock.ZONE);
    assertThat(slots).hasSize(2);
    assertThat(slots.getLast().until()).isEqualTo(OPENS.plus(Duration.ofHours(8)));
    assertThat(SlotRules.plan(List.of(), List.of(), OPENS, CLOSES, WorldClock.ZONE)).isEmpty();
  }

  // ── load ───────────────────────────────────────────────────────────────────────────────────────

  private static LoadRules.Coming coming(UUID place, int fromMinutes, int minutes, long people) {
    return new LoadRules.Coming(
        UUID.randomUUID(),
        UUID.randomUUID(),
        place,
        OPENS.plus(Duration.ofMinutes(fromMinutes)),
        OPENS.plus(Duration.ofMinutes(fromMinutes + minutes)),
        people);
  }

  @Test
  void aQueueIsWhoCameAndIsNotDoneUnlessTheDeviceSaysOtherwise() {
    List<LoadRules.Coming> slots = List.of(coming(A, 0, 60, 120));
    Instant now = OPENS.plus(Duration.ofMinutes(30));
    LoadRules.Load reckoned =
        LoadRules.load(new LoadRules.Standing(A, true, 60, 0, 20, null), slots, now);
    assertThat(reckoned.queue()).isEqualTo(40); // 60 came, 20 done
    assertThat(reckoned.ahead()).isEqualTo(70); // 60 more come, 30 are done
    assertThat(reckoned.waitMinutes()).isEqualTo(40);
    LoadRules.Load told = LoadRules.load(new LoadRules.Standing(A, true, 60, 0, 20, 5), slots, now);
    assertThat(told.queue()).isEqualTo(5);
    assertThat(told.told()).isTrue();
  }

  @Test
  void aShiftIsProposedBeforeTheQueueIsThereAndNotWhenItWouldHelpNobody() {
    LoadRules.Standing slow = new LoadRules.Standing(A, true, 60, 0, 0, null);
    LoadRules.Standing free = new LoadRules.Standing(B, true, 300, 0, 0, null);
    LoadRules.Coming first = coming(A, 10, 60, 150);
    LoadRules.Coming later = coming(A, 15, 60, 100);
    List<LoadRules.Coming> slots = List.of(first, later);
    assertThat(LoadRules.shift(List.of(slow, free), slots, OPENS, 30))
        .hasValueSatisfying(shift -> {
          assertThat(shift.slot()).isEqualTo(first.slot());
          assertThat(shift.to()).isEqualTo(B);
          assertThat(shift.waitAfter()).isLessThan(shift.waitBefore());
        });
    assertThat(LoadRules.shift(List.of(slow, free), slots, OPENS, 600)).isEmpty();
    assertThat(LoadRules.shift(List.of(slow), slots, OPENS, 30)).isEmpty();
    LoadRules.Standing closed = new LoadRules.Standing(B, false, 300, 0, 0, null);
    assertThat(LoadRules.shift(List.of(slow, closed), slots, OPENS, 30)).isEmpty();
    LoadRules.Standing full = new LoadRules.Standing(B, true, 60, 0, 0, 500);
    assertThat(LoadRules.shift(List.of(slow, full), slots, OPENS, 30)).isEmpty();
  }

  @Property(tries = 200)
  void noShiftMakesTheWorstWaitLonger(
      @ForAll @Size(min = 1, max = 12) List<@IntRange(min = 1, max = 500) Integer> sizes,
      @ForAll @IntRange(min = 10, max = 600) int rateA,
      @ForAll @IntRange(min = 10, max = 600) int rateB) {
    List<LoadRules.Coming> slots = new ArrayList<>();
    for (int i = 0; i < sizes.size(); i++) {
      slots.add(coming(i % 3 == 0 ? B : A, i * 7, 30, sizes.get(i)));
    }
    LoadRules.shift(
            List.of(
                new LoadRules.Standing(A, true, rateA, 0, 0, null),
                new LoadRules.Standing(B, true, rateB, 0, 0, null)),
            slots,
            OPENS.plus(Duration.ofMinutes(20)),
            1)
        .ifPresent(shift -> {
          assertThat(shift.waitAfter()).isLessThan(shift.waitBefore());
          assertThat(shift.from()).isNotEqualTo(shift.to());
        });
  }

  // ── key groups and the calendar ────────────────────────────────────────────────────────────────

  @Test
  void keyGroupsAreReadFromTheEditionTheMostOftenTestedFirst() {
    Map<String, Object> values = new HashMap<>();
    values.put("testing.key_group.plant.days", 7);
    values.put("testing.key_group.plant.words", List.of("外操"));
    values.put("testing.key_group.front.days", 1);
    values.put("testing.key_group.front.words", List.of("医护"));
    values.put("testing.key_group.front.single", true);
    values.put("testing.key_group.broken.days", 0);
    values.put("testing.key_group.broken.words", List.of("x"));
    values.put("testing.key_group_single", true);
    assertThat(KeyGroupRules.of(values))
        .containsExactly(
            new KeyGroup("front", 1, List.of("医护"), true),
            new KeyGroup("plant", 7, List.of("外操"), false));
  }

  @Test
  void whoIsDueOverdueOrBlockedFollowsFromTheDay() {
    assertThat(CalendarRules.due(DAY, null, 3)).isEqualTo(DAY.plusDays(2));
    assertThat(CalendarRules.due(DAY, DAY.plusDays(1), 3)).isEqualTo(DAY.plusDays(4));
    for (int late = -1; late < 5; late++) {
      LocalDate today = DAY.plusDays(late);
      CalendarRules.Standing standing = CalendarRules.standing(DAY, today, 2);
      assertThat(standing)
          .isEqualTo(
              late < 0
                  ? CalendarRules.Standing.AHEAD
                  : late == 0
                      ? CalendarRules.Standing.DUE
                      : late <= 2
                          ? CalendarRules.Standing.OVERDUE
                          : CalendarRules.Standing.BLOCKED);
      CalendarRules.Days days = CalendarRules.Days.of(standing, today, 2);
      assertThat(days.first() == null || !DAY.isBefore(days.first())).isTrue();
      assertThat(days.last() == null || !DAY.isAfter(days.last())).isTrue();
    }
  }

  @Test
  void sizesOfTubesAreTheEditionsAndOtherSizesAreNotTaken() {
    assertThat(
            RoundRules.pools(
                Map.of("sampling.pool.default", 20, "sampling.pool.key", 7, "other", 5)))
        .isEqualTo(Map.of("default", 20, "key", 1, "isolated", 1, "apart", 1));
  }
}
