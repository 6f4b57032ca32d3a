package org.shouwang.presence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.shouwang.presence.DisputedStay.Kind;
import org.shouwang.presence.Pieces.Piece;
import org.shouwang.presence.Sighting.Direction;
import org.shouwang.presence.StayFold.Folded;

class StayFoldUnitTests {

  private static final UUID PERSON = new UUID(0x1, 0x1);
  private static final UUID GATE = new UUID(0x2, 0x1);
  private static final UUID PARK = new UUID(0xa, 0x1);
  private static final UUID VILLAGE = new UUID(0xa, 0x2);
  private static final UUID STEAM = new UUID(0xb, 0x1);
  private static final UUID SEWAGE = new UUID(0xb, 0x2);
  private static final UUID ROOM = new UUID(0xc, 0x1);
  private static final Zones ZONES = new Zones(Map.of(STEAM, PARK, SEWAGE, PARK, ROOM, STEAM));
  private static final StayRules RULES =
      new StayRules(
          Duration.ofHours(36), Duration.ofHours(18), Duration.ofHours(14), Duration.ofMinutes(5));
  private static final Instant SIX = Instant.parse("2022-03-07T22:00:00Z");

  private static Sighting at(int minute, Direction direction, UUID zone) {
    return seen(SIX.plus(Duration.ofMinutes(minute)), minute, direction, zone);
  }

  private static Sighting seen(Instant at, int number, Direction direction, UUID zone) {
    Level level =
        zone.equals(ROOM)
            ? Level.ROOM
            : zone.equals(STEAM) || zone.equals(SEWAGE) ? Level.PLANT : Level.PARK;
    return new Sighting(PERSON, at, new UUID(0x7000, number), GATE, zone, level, direction);
  }

  private static Sighting in(int minute, UUID zone) {
    return at(minute, Direction.IN, zone);
  }

  private static Sighting out(int minute, UUID zone) {
    return at(minute, Direction.OUT, zone);
  }

  private static Folded fold(Instant now, Sighting... sightings) {
    return StayFold.fold(PERSON, List.of(), List.of(sightings), now, RULES, ZONES);
  }

  private static Folded fold(Sighting... sightings) {
    return fold(SIX.plus(Duration.ofHours(10)), sightings);
  }

  @Test
  void entryAndExitMakeAStay() {
    Folded folded = fold(in(0, PARK), out(60, PARK));
    assertThat(folded.open()).isEmpty();
    assertThat(folded.closed())
        .singleElement()
        .satisfies(stay -> {
          assertThat(stay.ending()).isEqualTo(Ending.LEFT);
          assertThat(stay.since()).isEqualTo(SIX);
          assertThat(stay.until()).isEqualTo(SIX.plus(Duration.ofHours(1)));
        });
  }

  @Test
  void enteringAPlantImpliesBeingInThePark() {
    Folded folded = fold(in(0, STEAM));
    assertThat(folded.open())
        .extracting(OpenStay::level, OpenStay::zone, OpenStay::implied)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(Level.PARK, PARK, true),
            org.assertj.core.groups.Tuple.tuple(Level.PLANT, STEAM, false));
  }

  @Test
  void leavingTheParkClosesAllWithin() {
    Folded folded = fold(in(0, PARK), in(10, STEAM), in(20, ROOM), out(90, PARK));
    assertThat(folded.open()).isEmpty();
    assertThat(folded.closed())
        .extracting(Stay::level, Stay::ending)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple(Level.PARK, Ending.LEFT),
            org.assertj.core.groups.Tuple.tuple(Level.PLANT, Ending.LEFT_OUTER),
            org.assertj.core.groups.Tuple.tuple(Level.ROOM, Ending.LEFT_OUTER));
  }

  @Test
  void goingInElsewhereDisputesTheEarlierStayAndEndsItThere() {
    Folded folded = fold(in(0, PARK), in(10, STEAM), in(60, SEWAGE));
    assertThat(folded.disputed())
        .singleElement()
        .satisfies(it -> {
          assertThat(it.kind()).isEqualTo(Kind.IN_ELSEWHERE);
          assertThat(it.zone()).isEqualTo(STEAM);
        });
    assertThat(folded.closed())
        .singleElement()
        .satisfies(it -> {
          assertThat(it.ending()).isEqualTo(Ending.FORGOTTEN);
          assertThat(it.until()).isEqualTo(SIX.plus(Duration.ofHours(1)));
        });
    assertThat(folded.open()).extracting(OpenStay::zone).containsExactly(PARK, SEWAGE);
  }

  @Test
  void comingOutWithoutHavingGoneInIsKeptAsDisputed() {
    Folded folded = fold(out(5, PARK));
    assertThat(folded.closed()).isEmpty();
    assertThat(folded.disputed())
        .extracting(DisputedStay::kind)
        .containsExactly(Kind.OUT_WITHOUT_IN);
  }

  @Test
  void comingOutOfAnotherZoneDisputesAndEndsTheOpenStay() {
    Folded folded = fold(in(0, VILLAGE), out(60, PARK));
    assertThat(folded.open()).isEmpty();
    assertThat(folded.disputed())
        .extracting(DisputedStay::kind)
        .containsExactly(Kind.OUT_ELSEWHERE);
    assertThat(folded.closed()).extracting(Stay::ending).containsExactly(Ending.FORGOTTEN);
  }

  @Test
  void anEntryRegisteredTwiceIsOneStay() {
    Folded folded = fold(in(0, PARK), in(2, PARK), out(60, PARK));
    assertThat(folded.closed()).hasSize(1);
    assertThat(folded.disputed()).isEmpty();
  }

  @Test
  void anExitForgottenYesterdayEndsAtTodaysEntryOfTheSameZone() {
    Folded folded = fold(SIX.plus(Duration.ofHours(25)), in(0, PARK), in(24 * 60, PARK));
    assertThat(folded.closed()).extracting(Stay::ending).containsExactly(Ending.FORGOTTEN);
    assertThat(folded.open()).hasSize(1);
  }

  @Test
  void nothingSeenForLongerThanTheRuleIsAPresumedExit() {
    Folded folded = fold(SIX.plus(Duration.ofHours(19)), in(0, PARK), in(10, STEAM));
    assertThat(folded.open()).extracting(OpenStay::level).containsExactly(Level.PARK);
    assertThat(folded.closed())
        .singleElement()
        .satisfies(it -> {
          assertThat(it.ending()).isEqualTo(Ending.PRESUMED);
          assertThat(it.leftBy()).isNull();
          assertThat(it.until()).isEqualTo(SIX.plus(Duration.ofMinutes(10 + 18 * 60)));
        });
  }

  @Test
  void beingSeenOnALevelWithinPutsOffThePresumedExitOfThePark() {
    Folded folded =
        fold(SIX.plus(Duration.ofHours(40)), in(0, PARK), in(20 * 60, STEAM), out(21 * 60, STEAM));
    assertThat(folded.open()).extracting(OpenStay::level).containsExactly(Level.PARK);
  }

  @Test
  void aStayIsCutAtEveryLocalMidnight() {
    Instant evening = Instant.parse("2022-03-08T15:30:00Z"); // 23:30 in the park
    Folded folded =
        fold(
            evening.plus(Duration.ofHours(30)),
            seen(evening, 1, Direction.IN, PARK),
            seen(evening.plus(Duration.ofHours(25)), 2, Direction.OUT, PARK));
    List<Piece> pieces = Pieces.of(PERSON, folded, LocalDate.parse("2022-03-10"));
    assertThat(pieces)
        .extracting(piece -> piece.day().toString())
        .containsExactly("2022-03-08", "2022-03-09", "2022-03-10");
    assertThat(pieces.get(1).from()).isEqualTo(Instant.parse("2022-03-08T16:00:00Z"));
    assertThat(pieces.get(1).until()).isEqualTo(Instant.parse("2022-03-09T16:00:00Z"));
  }

  @Test
  void anOpenStayIsCutUpToToday() {
    Folded folded = fold(SIX.plus(Duration.ofHours(20)), in(0, PARK));
    List<Piece> pieces = Pieces.of(PERSON, folded, LocalDate.parse("2022-03-09"));
    assertThat(pieces).hasSize(2);
    assertThat(pieces.getLast().until()).isNull();
  }

  @Property(tries = 300)
  void orderAndRepetitionChangeNothing(
      @ForAll("days") List<Sighting> sightings, @ForAll long seed) {
    Instant now = SIX.plus(Duration.ofDays(4));
    Folded straight = fold(now, sightings.toArray(Sighting[]::new));
    List<Sighting> shuffled = new ArrayList<>(sightings);
    shuffled.addAll(sightings.subList(0, sightings.size() / 2));
    Collections.shuffle(shuffled, new Random(seed));
    assertThat(fold(now, shuffled.toArray(Sighting[]::new))).isEqualTo(straight);
  }

  @Property(tries = 300)
  void foldingOnGivesTheSameAsFoldingAll(
      @ForAll("days") List<Sighting> sightings, @ForAll int cut) {
    List<Sighting> ordered = sightings.stream().distinct().sorted(StayFold.ORDER).toList();
    int first = ordered.isEmpty() ? 0 : Math.floorMod(cut, ordered.size());
    Instant now = SIX.plus(Duration.ofDays(4));
    Folded all = fold(now, ordered.toArray(Sighting[]::new));
    Instant then = first == 0 ? SIX : ordered.get(first - 1).at();
    Folded head = fold(then, ordered.subList(0, first).toArray(Sighting[]::new));
    Folded tail =
        StayFold.fold(
            PERSON, head.open(), ordered.subList(first, ordered.size()), now, RULES, ZONES);
    List<Stay> closed = new ArrayList<>(head.closed());
    closed.addAll(tail.closed());
    List<DisputedStay> disputed = new ArrayList<>(head.disputed());
    disputed.addAll(tail.disputed());
    assertThat(new HashSet<>(closed)).isEqualTo(new HashSet<>(all.closed()));
    assertThat(tail.open()).isEqualTo(all.open());
    assertThat(disputed).isEqualTo(all.disputed());
  }

  @Property(tries = 300)
  void foldingFromARestartGivesTheSameAsFoldingAll(
      @ForAll("days") List<Sighting> sightings, @ForAll int cut) {
    List<Sighting> ordered = sightings.stream().distinct().sorted(StayFold.ORDER).toList();
    if (ordered.isEmpty()) {
      return;
    }
    Instant moment = ordered.get(Math.floorMod(cut, ordered.size())).at();
    Restart restart = Restart.before(ordered, SIX.minus(Duration.ofDays(9)), moment, RULES);
    if (restart == null) {
      return;
    }
    Instant now = SIX.plus(Duration.ofDays(4));
    Folded all = fold(now, ordered.toArray(Sighting[]::new));
    Folded after = fold(now, ordered.stream().filter(restart::isBefore).toArray(Sighting[]::new));
    Set<Stay> expected = new HashSet<>(all.closed());
    expected.removeIf(stay -> stay.since().isBefore(restart.at()));
    assertThat(new HashSet<>(after.closed())).isEqualTo(expected);
    assertThat(after.open()).isEqualTo(all.open());
  }

  @Property(tries = 300)
  void staysOfALevelNeverOverlap(@ForAll("days") List<Sighting> sightings) {
    Folded folded = fold(SIX.plus(Duration.ofDays(4)), sightings.toArray(Sighting[]::new));
    for (Level level : Level.values()) {
      List<Stay> stays = new ArrayList<>(folded.closed());
      folded.open().forEach(open -> stays.add(open.asStay(PERSON)));
      stays.removeIf(stay -> stay.level() != level);
      stays.sort(java.util.Comparator.comparing(Stay::since));
      for (int i = 1; i < stays.size(); i++) {
        Instant end = stays.get(i - 1).until();
        assertThat(end).isNotNull();
        assertThat(end).isBeforeOrEqualTo(stays.get(i).since());
      }
    }
  }

  @Provide
  static Arbitrary<List<Sighting>> days() {
    Arbitrary<Integer> minutes = Arbitraries.integers().between(0, 3 * 24 * 60);
    Arbitrary<Integer> numbers = Arbitraries.integers().between(1, 1_000_000);
    Arbitrary<UUID> zones = Arbitraries.of(PARK, VILLAGE, STEAM, SEWAGE, ROOM);
    return Combinators.combine(minutes, numbers, Arbitraries.of(Direction.class), zones)
        .as((minute, number, direction, zone) ->
            seen(SIX.plus(Duration.ofMinutes(minute)), number, direction, zone))
        .list()
        .ofMaxSize(14)
        .uniqueElements(Sighting::factId);
  }
}
