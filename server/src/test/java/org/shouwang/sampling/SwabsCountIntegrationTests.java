package org.shouwang.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shouwang.sampling.RoundPark.at;
import static org.shouwang.sampling.RoundPark.coverage;
import static org.shouwang.sampling.RoundPark.opened;
import static org.shouwang.sampling.RoundPark.planned;
import static org.shouwang.sampling.RoundPark.version;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.shouwang.IntegrationTest;
import org.shouwang.audit.Actor;
import org.shouwang.clock.WorldClock;
import org.shouwang.duties.Duties;
import org.shouwang.duties.DutyState;
import org.shouwang.security.Browser;
import org.shouwang.security.Browser.Answer;
import org.shouwang.status.EvidenceKind;
import org.shouwang.status.NewEvidence;
import org.shouwang.status.ParkStatus;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** From the swab at the point to coverage, duty, calendar and status, through the one door. */
class SwabsCountIntegrationTests extends IntegrationTest {

  private static final LocalDate DAY = LocalDate.parse("2021-11-09");

  @LocalServerPort int port;
  @Autowired RoundClock clock;
  @Autowired Duties duties;
  @Autowired ParkStatus status;
  @Autowired WorldClock world;
  @Autowired JdbcClient jdbc;

  private Duration offset = Duration.ZERO;
  private RoundPark park;
  private UUID point;
  private UUID cook;
  private UUID other;
  private UUID round;
  private Browser manager;
  private Browser device;

  @BeforeEach
  void aRound() {
    offset = world.offset();
    world.set(at(DAY, "06:00"), 0);
    park = new RoundPark(jdbc);
    UUID team = park.unit("shift_team", park.group);
    cook = park.person(team, "食堂厨师", DAY.minusDays(9), DAY.plusDays(9));
    other = park.person(team, "电工", DAY.minusDays(9), DAY.plusDays(9));
    point = park.place("sampling_point");
    manager = park.account(port, "sampling_lead", null);
    device = park.account(port, "medic", null);
    round = opened(manager, planned(at(DAY, "07:00"), at(DAY, "20:00"), List.of(park.group)));
  }

  @AfterEach
  void goBack() {
    park.quiet();
    world.set(Instant.now().plus(offset), 1);
  }

  private UUID hand(String type, UUID person, Instant when, Map<String, Object> data) {
    UUID id = UuidCreator.getTimeOrderedEpoch();
    Answer answer =
        device.post(
            "/api/v1/facts",
            Map.of(
                "id", id,
                "type", type,
                "at", when.toString(),
                "place", point,
                "person", Map.of("id", person),
                "data", data));
    assertThat(answer.json().path("status").asString())
        .as(answer.raw().body())
        .isEqualTo("recorded");
    return id;
  }

  private UUID swabbed(UUID person, Instant when, String tube) {
    return hand(
        "sampling.swab",
        person,
        when,
        Map.of("tube", tube, "pool", 10, "purpose", "round", "round", round));
  }

  /** What the device of another point is told. */
  private List<String> conflictsAt(UUID place, UUID id, UUID person, Instant when, String purpose) {
    return device
        .post(
            "/api/v1/facts",
            Map.of(
                "id",
                id,
                "type",
                "sampling.swab",
                "at",
                when.toString(),
                "place",
                place,
                "person",
                Map.of("id", person),
                "data",
                Map.of(
                    "tube",
                    "LAB-2-" + id.toString().substring(24).toUpperCase(Locale.ROOT),
                    "pool",
                    10,
                    "purpose",
                    purpose,
                    "round",
                    round)))
        .json()
        .path("verdict")
        .path("conflicts")
        .valueStream()
        .map(it -> it.asString())
        .toList();
  }

  @Test
  void theSecondPointIsToldAtOnceThatThePersonWasSwabbed() {
    swabbed(cook, at(DAY, "08:00"), "LAB-TWICE-1");
    UUID another = park.place("sampling_point");
    UUID again = UuidCreator.getTimeOrderedEpoch();
    assertThat(conflictsAt(another, again, cook, at(DAY, "09:00"), "round"))
        .containsExactly("same_person_in_round");
    assertThat(conflictsAt(another, again, cook, at(DAY, "09:00"), "round"))
        .as("the receipt says the same again")
        .containsExactly("same_person_in_round");
    assertThat(
            conflictsAt(
                another, UuidCreator.getTimeOrderedEpoch(), cook, at(DAY, "10:00"), "double"))
        .isEmpty();
    assertThat(
            conflictsAt(
                another, UuidCreator.getTimeOrderedEpoch(), other, at(DAY, "09:00"), "round"))
        .isEmpty();
  }

  private List<Integer> figures() {
    var total = coverage(manager, round).path("total");
    return List.of(
        total.path("expected").asInt(),
        total.path("tested").asInt(),
        total.path("exempt").asInt(),
        total.path("missing").asInt());
  }

  private static void until(BooleanSupplier true_) {
    long end = System.nanoTime() + 20_000_000_000L;
    while (!true_.getAsBoolean() && System.nanoTime() < end) {
      try {
        Thread.sleep(50);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
    assertThat(true_.getAsBoolean()).isTrue();
  }

  private DutyState duty(UUID person, int turn) {
    return duties
        .byKeys(MissedRounds.DUTY, List.of(round + ":" + person + ":" + turn))
        .getFirst()
        .state();
  }

  @Test
  void aSwabDischargesTheDutyMovesTheCalendarOnAndUndoneIsMissingAgain() {
    world.set(at(DAY, "16:01"), 0);
    clock.tick();
    assertThat(duty(cook, 0)).isEqualTo(DutyState.OPEN);
    UUID swab =
        swabbed(
            cook,
            at(DAY, "16:01"),
            "LAB-"
                + UUID.randomUUID().toString().substring(0, 8).toUpperCase(java.util.Locale.ROOT));
    assertThat(figures()).containsExactly(2, 1, 0, 1);
    until(() -> duty(cook, 0) == DutyState.DONE);
    until(() -> due().equals(DAY.plusDays(3).toString()));
    hand("sampling.undo", cook, at(DAY, "16:01"), Map.of("swab", swab, "reason", "扫错"));
    assertThat(figures()).containsExactly(2, 0, 0, 2);
    assertThat(duty(cook, 1)).isEqualTo(DutyState.OPEN);
  }

  private String due() {
    for (var each :
        manager.get("/api/v1/sampling/calendar/people?limit=500").json().path("items")) {
      if (each.path("person").asString().equals(cook.toString())) {
        return each.path("dueOn").asString();
      }
    }
    return "";
  }

  @Test
  void forWhoIsInHospitalAnExemptionIsAskedAtOpeningAndAPersonDecides() {
    status.take(
        List.of(
            new NewEvidence(
                UUID.randomUUID(),
                other,
                EvidenceKind.TEST_RESULT,
                Map.of("result", "positive"),
                at(DAY, "06:00"),
                null,
                "test",
                UUID.randomUUID())),
        Actor.SYSTEM);
    UUID next = opened(manager, planned(at(DAY, "07:00"), at(DAY, "20:00"), List.of(park.group)));
    var asked = manager.get("/api/v1/sampling/rounds/" + next + "/exemptions?state=asked").json();
    assertThat(asked.path("items")).hasSize(1);
    assertThat(asked.at("/items/0/person").asString()).isEqualTo(other.toString());
    assertThat(coverage(manager, next).at("/total/missing").asInt()).as("not yet").isEqualTo(2);
    Answer granted =
        manager.post(
            "/api/v1/sampling/exemptions/" + asked.at("/items/0/id").asString() + "/decision",
            Map.of("approved", true));
    assertThat(granted.status()).as(granted.raw().body()).isEqualTo(200);
    assertThat(coverage(manager, next).at("/total/exempt").asInt()).isEqualTo(1);
    assertThat(coverage(manager, next).at("/total/missing").asInt()).isEqualTo(1);
  }

  @Test
  void whoMissedTheRoundIsRestrictedUntilASwabTakenInTimeArrives() {
    world.set(at(DAY, "19:59"), 0);
    Answer closed =
        manager.post(
            "/api/v1/sampling/rounds/" + round + "/close",
            Map.of("version", version(manager, round)));
    assertThat(closed.status()).as(closed.raw().body()).isEqualTo(200);
    assertThat(status.restricted(List.of(other), world.now())).containsKey(other);
    swabbed(
        other,
        at(DAY, "09:00"),
        "LAB-" + UUID.randomUUID().toString().substring(0, 8).toUpperCase(java.util.Locale.ROOT));
    assertThat(figures()).containsExactly(2, 1, 0, 1);
    assertThat(status.restricted(List.of(other), world.now())).doesNotContainKey(other);
    assertThat(status.restricted(List.of(cook), world.now())).containsKey(cook);
  }
}
