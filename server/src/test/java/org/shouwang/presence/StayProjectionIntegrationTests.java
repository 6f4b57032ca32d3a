package org.shouwang.presence;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.shouwang.IntegrationTest;
import org.shouwang.capture.Arrival;
import org.shouwang.clock.WorldClock;
import org.shouwang.presence.Pieces.Piece;
import org.shouwang.presence.Sighting.Direction;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.event.ApplicationEvents;
import org.springframework.test.context.event.RecordApplicationEvents;
import org.springframework.transaction.support.TransactionTemplate;

@RecordApplicationEvents
class StayProjectionIntegrationTests extends IntegrationTest {

  /** Far ahead of the other tests' time, so that nothing of theirs is in the way. */
  private static final Instant SIX = Instant.parse("2031-03-07T22:00:00Z");

  private static final LocalDate DAY = LocalDate.parse("2031-03-08");

  @Autowired StayProjection projection;
  @Autowired StayBoard board;
  @Autowired StayStore store;
  @Autowired StayRules rules;
  @Autowired Presence presence;
  @Autowired RememberedSightings source;
  @Autowired WorldClock world;
  @Autowired TransactionTemplate transaction;
  @Autowired JdbcClient jdbc;
  @Autowired ApplicationEvents events;

  private Duration offset = Duration.ZERO;
  private UUID park = UUID.randomUUID();
  private UUID plant = UUID.randomUUID();
  private UUID otherPlant = UUID.randomUUID();
  private final UUID person = UUID.randomUUID();

  @BeforeEach
  void standStillInTheFuture() {
    offset = world.offset();
    park = place("park", null);
    plant = place("plant", park);
    otherPlant = place("plant", park);
    clock(SIX.plus(Duration.ofHours(4)));
  }

  @AfterEach
  void goBack() {
    world.set(Instant.now().plus(offset), 1);
  }

  @Test
  void whoWentInIsInsideAndCounted() {
    arrive(in(person, 0, park), in(person, 10, plant));
    assertThat(presence.insideOf(List.of(person)))
        .extracting(Inside::level)
        .containsExactlyInAnyOrder(Level.PARK, Level.PLANT);
    assertThat(count(park)).isEqualTo(1);
    arrive(out(person, 60, park));
    assertThat(presence.insideOf(List.of(person))).isEmpty();
    assertThat(count(park)).isZero();
    assertThat(presence.stays(person, DAY, DAY, 10)).hasSize(2);
    assertEqualsRefold(person);
  }

  @Test
  void theSameArrivalDeliveredAgainChangesNothing() {
    Sighting in = in(person, 0, park);
    Sighting out = out(person, 5, plant);
    arrive(in, out);
    List<Piece> before = pieces(person);
    int disputed = disputed(person).size();
    arrive(in, out);
    arrive(out);
    assertThat(pieces(person)).isEqualTo(before);
    assertThat(disputed(person)).hasSize(disputed).hasSize(1);
    assertThat(events.stream(StaysDisputed.class)).hasSize(1);
  }

  @Test
  void aFactThatComesHoursLateTakesItsPlace() {
    arrive(in(person, 0, park));
    arrive(in(person, 120, otherPlant));
    assertThat(disputed(person)).isEmpty();
    Sighting late = in(person, 30, plant);
    arrive(late);
    assertThat(disputed(person)).hasSize(1);
    arrive(out(person, 90, plant));
    assertThat(disputed(person)).as("the exit came too: nothing is disputed any more").isEmpty();
    assertThat(pieces(person)).hasSize(3);
    assertEqualsRefold(person);
  }

  @Test
  void aLateFactAcrossMidnightCorrectsBothDays() {
    Instant evening = SIX.plus(Duration.ofHours(17)); // 23:00
    arrive(seen(person, evening, Direction.IN, park));
    clock(SIX.plus(Duration.ofHours(20)));
    cutAtMidnight();
    assertThat(board.pieces(List.of(person), DAY.plusDays(1))).hasSize(1);
    arrive(seen(person, evening.plus(Duration.ofMinutes(30)), Direction.OUT, park));
    assertThat(board.pieces(List.of(person), DAY.plusDays(1))).isEmpty();
    assertThat(board.pieces(List.of(person), DAY))
        .singleElement()
        .extracting(Piece::until)
        .isEqualTo(evening.plus(Duration.ofMinutes(30)));
    assertEqualsRefold(person);
  }

  @Test
  void anOpenStayIsCutWhenMidnightPasses() {
    arrive(seen(person, SIX.plus(Duration.ofHours(17)), Direction.IN, park));
    clock(SIX.plus(Duration.ofHours(19)));
    cutAtMidnight();
    assertThat(board.pieces(List.of(person), DAY).getFirst().until())
        .isEqualTo(Instant.parse("2031-03-08T16:00:00Z"));
    assertThat(board.pieces(List.of(person), DAY.plusDays(1)).getFirst().until()).isNull();
    assertThat(presence.stays(person, DAY, DAY.plusDays(1), 5)).hasSize(1);
    assertThat(count(park)).isEqualTo(1);
    Instant morning = SIX.plus(Duration.ofHours(19));
    arrive(seen(person, morning, Direction.OUT, park));
    assertThat(presence.stays(person, DAY, DAY, 5))
        .as("the whole stay, whatever day of it is asked for")
        .singleElement()
        .satisfies(stay -> {
          assertThat(stay.until()).isEqualTo(morning);
          assertThat(stay.ending()).isEqualTo(Ending.LEFT);
        });
    assertThat(presence.stays(person, DAY.plusDays(2), DAY.plusDays(3), 5)).isEmpty();
    assertEqualsRefold(person);
  }

  @Test
  void aForgottenExitIsPresumedAndALateFactBeforeItStillCounts() {
    arrive(in(person, 0, park));
    clock(SIX.plus(rules.park()).plusSeconds(60));
    cutAtMidnight();
    assertThat(presence.insideOf(List.of(person))).isEmpty();
    assertThat(count(park)).isZero();
    assertThat(presence.stays(person, DAY, DAY.plusDays(3), 5))
        .extracting(Stay::ending)
        .containsExactly(Ending.PRESUMED);
    arrive(out(person, 600, park));
    assertThat(presence.stays(person, DAY, DAY.plusDays(3), 5))
        .extracting(Stay::ending)
        .containsExactly(Ending.LEFT);
    assertThat(disputed(person)).isEmpty();
    assertEqualsRefold(person);
  }

  @Test
  void goingInElsewhereIsDisputedAndTold() {
    arrive(in(person, 0, plant));
    arrive(in(person, 30, otherPlant));
    assertThat(disputed(person))
        .singleElement()
        .extracting(DisputedStay::kind)
        .isEqualTo(DisputedStay.Kind.IN_ELSEWHERE);
    assertThat(events.stream(StaysDisputed.class).flatMap(it -> it.stays().stream()))
        .extracting(DisputedStay::person)
        .containsExactly(person);
    assertEqualsRefold(person);
  }

  @Test
  void aChangedAnswerOfASourceIsFoldedOnRequest() {
    Sighting wrong = in(person, 0, park);
    arrive(wrong);
    source.forget(wrong);
    presence.refold(List.of(person), wrong.at());
    transaction.executeWithoutResult(status -> projection.refoldRequested(1_000));
    assertThat(presence.insideOf(List.of(person))).isEmpty();
    assertThat(pieces(person)).isEmpty();
  }

  @Test
  void anyOrderOfArrivalGivesWhatARefoldGives() {
    Random random = new Random(20220308);
    List<UUID> persons = new ArrayList<>();
    List<Sighting> facts = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      UUID one = UUID.randomUUID();
      persons.add(one);
      for (int n = 0; n < 8; n++) {
        facts.add(
            seen(
                one,
                SIX.plus(Duration.ofMinutes(random.nextInt(2_400))),
                random.nextBoolean() ? Direction.IN : Direction.OUT,
                List.of(park, plant, otherPlant).get(random.nextInt(3))));
      }
    }
    clock(SIX.plus(Duration.ofHours(41)));
    Collections.shuffle(facts, random);
    for (int i = 0; i < facts.size(); i += 40) {
      arrive(facts.subList(i, i + 40).toArray(Sighting[]::new));
    }
    persons.forEach(this::assertEqualsRefold);
    long inside = presence.insideOf(persons).stream().filter(it -> it.zone().equals(park)).count();
    assertThat(count(park)).isEqualTo(inside);
  }

  @Test
  void whoIsInsideIsPagedByKeyLatestFirst() {
    for (int i = 0; i < 5; i++) {
      arrive(in(UUID.randomUUID(), i, park));
    }
    var first = presence.inside(park, null, 3);
    var second = presence.inside(park, first.next(), 3);
    assertThat(first.items()).hasSize(3);
    assertThat(second.items()).hasSize(2);
    assertThat(second.next()).isNull();
    assertThat(first.items().getFirst().since()).isEqualTo(SIX.plus(Duration.ofMinutes(4)));
    Set<UUID> all = new HashSet<>();
    first.items().forEach(it -> all.add(it.person()));
    second.items().forEach(it -> all.add(it.person()));
    assertThat(all).hasSize(5);
  }

  private void cutAtMidnight() {
    transaction.executeWithoutResult(status -> projection.tend(10_000));
  }

  private void clock(Instant instant) {
    world.set(instant, 0);
  }

  private UUID place(String level, UUID parent) {
    UUID id = UUID.randomUUID();
    jdbc.sql(
            """
            insert into people.place (id, code, name, kind, parent_id, level)
            values (:id, :code, :code, :kind, :parent, :level)
            """)
        .param("id", id)
        .param("code", "T-" + id.toString().substring(0, 13))
        .param("kind", level)
        .param("parent", parent)
        .param("level", level)
        .update();
    return id;
  }

  private Sighting in(UUID who, int minute, UUID zone) {
    return seen(who, SIX.plus(Duration.ofMinutes(minute)), Direction.IN, zone);
  }

  private Sighting out(UUID who, int minute, UUID zone) {
    return seen(who, SIX.plus(Duration.ofMinutes(minute)), Direction.OUT, zone);
  }

  private Sighting seen(UUID who, Instant at, Direction direction, UUID zone) {
    return new Sighting(
        who,
        at,
        UuidCreator.getTimeOrderedEpoch(),
        zone,
        zone,
        zone.equals(park) ? Level.PARK : Level.PLANT,
        direction);
  }

  private void arrive(Sighting... sightings) {
    Arrays.stream(sightings).forEach(source::remember);
    Arrival arrival =
        new Arrival(
            RememberedSightings.TYPE,
            world.now(),
            Arrays.stream(sightings).map(Sighting::factId).toList(),
            Arrays.stream(sightings).map(Sighting::person).toList(),
            Arrays.stream(sightings).map(Sighting::at).toList(),
            Arrays.stream(sightings).map(Sighting::place).toList());
    transaction.executeWithoutResult(status -> projection.fold(List.of(arrival)));
  }

  private long count(UUID zone) {
    return presence.zones().stream()
        .filter(it -> it.zone().equals(zone))
        .mapToLong(ZoneCount::people)
        .sum();
  }

  private List<DisputedStay> disputed(UUID who) {
    return presence.disputed(who, null, 100).items();
  }

  private List<Piece> pieces(UUID who) {
    List<Piece> pieces = new ArrayList<>();
    for (int i = -1; i < 5; i++) {
      pieces.addAll(board.pieces(List.of(who), DAY.plusDays(i)));
    }
    pieces.sort(
        java.util.Comparator.comparing(Piece::from).thenComparing(piece -> piece.stay().level()));
    return pieces;
  }

  private void assertEqualsRefold(UUID who) {
    StayFold.Folded folded =
        StayFold.fold(
            who,
            List.of(),
            source.sightings(List.of(who), Instant.EPOCH, Sightings.END),
            world.now(),
            rules,
            store.zones());
    List<String> wanted =
        Pieces.of(who, folded, world.today()).stream()
            .map(StayProjectionIntegrationTests::words)
            .sorted()
            .toList();
    assertThat(pieces(who).stream().map(StayProjectionIntegrationTests::words).sorted())
        .containsExactlyElementsOf(wanted);
    assertThat(store.open(List.of(who)).getOrDefault(who, List.of()).stream().map(it -> it.stay()))
        .containsExactlyInAnyOrderElementsOf(folded.open());
    assertThat(disputed(who)).containsExactlyInAnyOrderElementsOf(folded.disputed());
  }

  private static String words(Piece piece) {
    Stay stay = piece.stay();
    return "%s %s %s %s..%s since %s %s by %s/%s implied %s"
        .formatted(
            stay.level(),
            stay.zone(),
            piece.day(),
            piece.from(),
            piece.until(),
            stay.since(),
            stay.ending(),
            stay.enteredBy(),
            stay.leftBy(),
            stay.implied());
  }
}
