package org.shouwang.screening;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.shouwang.IntegrationTest;
import org.shouwang.capture.Arrivals;
import org.shouwang.clock.WorldClock;
import org.shouwang.security.Browser;
import org.shouwang.security.Browser.Answer;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** A starred trip card against a declaration of no journey: put before a person, once. */
class TripCardsIntegrationTests extends IntegrationTest {

  /** Before any area of other tests was listed. */
  private static final Instant MORNING = Instant.parse("2021-11-20T00:30:00Z");

  @Autowired JdbcClient jdbc;
  @Autowired WorldClock world;
  @Autowired Arrivals arrivals;
  @Autowired TripCardFollower follower;
  @LocalServerPort int port;

  private Duration offset = Duration.ZERO;
  private Browser command;
  private UUID unit;
  private UUID gate;

  @BeforeEach
  void park() {
    offset = world.offset();
    world.set(MORNING, 1);
    command = Browser.signedIn(port, "command");
    unit = UUID.randomUUID();
    jdbc.sql(
            "insert into people.unit (id, code, name, kind, path) values (?, ?, ?, 'department', 'x')")
        .params(unit, unit.toString(), "车间" + unit)
        .update();
    gate = UUID.randomUUID();
    jdbc.sql(
            "insert into people.place (id, code, name, kind, level) values (?, ?, '北门', 'gate', 'none')")
        .params(gate, gate.toString())
        .update();
  }

  @AfterEach
  void goBack() {
    world.set(Instant.now().plus(offset), 1);
  }

  private UUID person() {
    UUID id = UUID.randomUUID();
    jdbc.sql(
            """
            insert into people.person (id, name, kind, class_of_person, unit_id)
            values (?, '张小四', 'employee', 'shift_worker', ?)
            """)
        .params(id, unit)
        .update();
    return id;
  }

  private void recorded(Map<String, Object> given, String type, UUID person) {
    Map<String, Object> fact = new HashMap<>(given);
    fact.put("id", UuidCreator.getTimeOrderedEpoch());
    fact.put("type", type);
    fact.put("at", world.now());
    fact.put("sent", world.now());
    fact.put("person", Map.of("id", person));
    JsonNode receipt = receipt(fact);
    for (int i = 0; i < 200 && receipt.toString().contains("gates.place_unknown"); i++) {
      LockSupport.parkNanos(50_000_000); // gates look for new places now and then
      receipt = receipt(fact);
    }
    assertThat(receipt.path("status").asString()).as(receipt.toString()).isEqualTo("recorded");
  }

  private JsonNode receipt(Map<String, Object> fact) {
    Answer answer = command.post("/api/v1/facts", fact);
    JsonNode receipts = answer.json().path("receipts");
    return receipts.isArray() ? receipts.get(0) : answer.json();
  }

  private void passes(UUID person, String card) {
    recorded(
        Map.of(
            "place",
            gate,
            "data",
            Map.of(
                "direction",
                "in",
                "colour",
                "green",
                "temperatures",
                List.of(36.5),
                "tripCard",
                card)),
        "gates.pass",
        person);
    follow();
  }

  /** The schedule may be at it: both together have taken all that was recorded. */
  private void follow() {
    follower.follow();
    arrivals.settle();
  }

  private void declares(UUID person, List<Map<String, Object>> stays) {
    recorded(
        Map.of("data", Map.of("contact", false, "stays", stays)), "screening.declaration", person);
  }

  private static Map<String, Object> stay(String place, String from, String until) {
    return Map.of("place", place, "from", from, "until", until);
  }

  private List<JsonNode> hits(UUID person) {
    return command
        .get("/api/v1/screening/hits?limit=500")
        .json()
        .path("items")
        .valueStream()
        .filter(it -> it.at("/person/id").asString().equals(person.toString()))
        .toList();
  }

  private void onlyTheCard(UUID person) {
    assertThat(hits(person))
        .singleElement()
        .satisfies(hit -> {
          assertThat(hit.path("kind").asString()).isEqualTo("contradiction");
          assertThat(hit.path("reason").asString()).isEqualTo("trip_card");
          assertThat(hit.path("state").asString()).isEqualTo("open");
        });
  }

  @Test
  void aStarAfterADeclarationOfNoJourneyIsPutBeforeAPersonOnce() {
    UUID silent = person();
    UUID around = person();
    UUID told = person();
    UUID clear = person();
    UUID never = person();
    declares(silent, List.of());
    declares(around, List.of(stay("甘肃省兰州新区中川镇", "2021-11-15", "2021-11-16")));
    declares(told, List.of(stay("陕西省西安市", "2021-11-10", "2021-11-12")));
    declares(clear, List.of());
    world.set(MORNING.plus(Duration.ofHours(2)), 1);
    passes(silent, "starred");
    passes(silent, "risk");
    passes(around, "starred");
    passes(told, "starred");
    passes(clear, "clear");
    passes(never, "starred");
    onlyTheCard(silent);
    onlyTheCard(around);
    assertThat(hits(told)).as("the card shows what was declared").isEmpty();
    assertThat(hits(clear)).isEmpty();
    assertThat(hits(never)).as("nothing was declared").isEmpty();
    assertThat(command.get("/api/v1/status/persons/" + silent).json().path("level").asString())
        .as("a person judges; the gate's own rule says what happens there")
        .isEqualTo("free");
    assertThat(
            jdbc.sql(
                    "select state from duties.duty where kind = 'screening.follow_up' and subject_id = ?")
                .param(silent)
                .query(String.class)
                .list())
        .containsExactly("open");
  }

  @Test
  void aDeclarationOfNoJourneyAfterAStarIsPutBeforeAPerson() {
    UUID person = person();
    UUID longAgo = person();
    passes(longAgo, "starred");
    world.set(MORNING.plus(Duration.ofDays(14)), 1);
    passes(person, "starred");
    world.set(MORNING.plus(Duration.ofDays(15)), 1);
    declares(person, List.of());
    declares(longAgo, List.of());
    onlyTheCard(person);
    assertThat(hits(longAgo)).as("the card was older than it looks back").isEmpty();
  }

  @Test
  void whileThereIsARiskAreaInTheParksOwnCityAStarSaysNothing() {
    UUID person = person();
    declares(person, List.of());
    JsonNode area =
        command
            .post(
                "/api/v1/screening/areas",
                Map.of(
                    "name", "甘肃省兰州市城关区试验街道" + UUID.randomUUID().toString().substring(0, 8),
                    "level", "medium",
                    "zone", "none",
                    "document", "通告 1 号"))
            .json();
    world.set(MORNING.plus(Duration.ofHours(1)), 1);
    passes(person, "starred");
    assertThat(hits(person)).isEmpty();
    passes(person, "risk");
    onlyTheCard(person);
    jdbc.sql(
            "update screening.area_level set from_at = '2021-01-01', until_at = '2021-01-02' where area_id in (select area_id from screening.area_level where id = ?::uuid)")
        .param(area.path("id").asString())
        .update();
  }
}
