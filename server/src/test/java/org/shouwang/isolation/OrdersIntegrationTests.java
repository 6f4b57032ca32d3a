package org.shouwang.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.shouwang.IntegrationTest;
import org.shouwang.audit.Actor;
import org.shouwang.cases.ContactsClassed;
import org.shouwang.cases.ContactsFreed;
import org.shouwang.clock.WorldClock;
import org.shouwang.sampling.PositivesFound;
import org.shouwang.security.Browser;
import org.shouwang.security.Browser.Answer;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

/** From the authority's class to its release: orders, rooms, tests, what is missing. */
class OrdersIntegrationTests extends IntegrationTest {

  /** The 8th edition is in force: 14 days, tests on days 1, 4, 7 and 14, the last one double. */
  private static final Instant NOON = Instant.parse("2022-03-10T04:00:00Z");

  private static final LocalDate EXPOSED = LocalDate.parse("2022-02-24");
  private static final LocalDate FIRST = EXPOSED.plusDays(1);
  private static final LocalDate LAST = LocalDate.parse("2022-03-10");

  @Autowired JdbcClient jdbc;
  @Autowired WorldClock world;
  @Autowired TransactionTemplate transaction;
  @Autowired ApplicationEventPublisher events;
  @LocalServerPort int port;

  private Duration offset = Duration.ZERO;
  private Browser liaison;
  private UUID unit;
  private UUID room;
  private UUID caseId;

  @BeforeEach
  void park() {
    offset = world.offset();
    world.set(NOON, 1);
    liaison = Browser.signedIn(port, "liaison");
    caseId = UUID.randomUUID();
    unit = UUID.randomUUID();
    jdbc.sql(
            "insert into people.unit (id, code, name, kind, path) values (?, ?, ?, 'department', 'x')")
        .params(unit, unit.toString(), "单位" + unit)
        .update();
    room = place("room", place("isolation_site", null));
  }

  @AfterEach
  void goBack() {
    world.set(Instant.now().plus(offset), 1);
  }

  // ── from class to release ──────────────────────────────────────────────────────────────────────

  @Test
  void whoIsClassedIsProposedAndTheOrderIsolatesPlansTestsAndAsksForTheRelease() {
    UUID person = person(null);
    JsonNode proposed = classed(person, true);
    assertThat(proposed.path("state").asString()).isEqualTo("proposed");
    assertThat(proposed.path("basis").asString()).isEqualTo("疾控〔2022〕9号");
    assertThat(duties("isolation.order", person)).containsExactly("open");

    JsonNode order = ordered(proposed, "central", room).json();
    assertThat(order.path("state").asString()).isEqualTo("ordered");
    assertThat(order.path("untilOn").asString()).isEqualTo(LAST.toString());
    assertThat(order.path("tests"))
        .extracting(it -> it.path("on").asString())
        .startsWith("2022-02-25", "2022-02-28", "2022-03-03", "2022-03-10");
    assertThat(missing(order))
        .containsExactly(
            "TEST_MISSING", "TEST_MISSING", "TEST_MISSING", "TEST_BEFORE_RELEASE_MISSING");
    assertThat(level(person)).isEqualTo("barred");
    assertThat(duties("isolation.order", person)).containsExactly("done");
    assertThat(duties("isolation.test", person)).hasSize(4);
    assertThat(duties("isolation.release", person)).hasSize(1);
    assertThat(ordered(proposed, "central", room).code()).isEqualTo("isolation.state_moved");
  }

  @Test
  void theReleaseNamesWhatIsMissingAndAfterItTheEditionsMonitoringGoesOn() {
    UUID person = person(null);
    JsonNode order = ordered(classed(person, true), "home", null).json();
    Answer early = release(order, null);
    assertThat(early.status()).isEqualTo(409);
    assertThat(early.code()).isEqualTo("isolation.not_yet");
    assertThat(early.json().path("detail").asString()).contains("test_before_release_missing");
    assertThat(level(person)).isEqualTo("barred");
    for (LocalDate day : List.of(FIRST, FIRST.plusDays(3), FIRST.plusDays(6), LAST)) {
      swab(person, day, "negative");
    }
    assertThat(missing(get(order)))
        .as("one swab on the last day")
        .containsExactly("SECOND_SWAB_MISSING");
    swab(person, LAST, "negative");
    JsonNode ready = get(order);
    assertThat(missing(ready)).isEmpty();
    assertThat(ready.path("releasable").asString()).isEqualTo(LAST.toString());
    JsonNode released = release(order, null).json();
    assertThat(released.path("state").asString()).isEqualTo("released");
    assertThat(level(person)).as("seven days of monitoring at home").isEqualTo("test_first");
    assertThat(Instant.parse(now(person).path("until").asString()))
        .isEqualTo(Instant.parse("2022-03-17T16:00:00Z"));
    assertThat(duties("isolation.release", person)).containsExactly("done");
  }

  @Test
  void theAuthorityMayReleaseAllTheSameWithAReasonThatIsKept() {
    UUID person = person(null);
    JsonNode order = ordered(classed(person, true), "home", null).json();
    JsonNode released = release(order, "疾控现场评估后同意").json();
    assertThat(released.path("state").asString()).isEqualTo("released");
    assertThat(released.path("why").asString()).isEqualTo("疾控现场评估后同意");
  }

  @Test
  void aLaterExposureOrANearerClassChangesAnOpenOrderAndItsTests() {
    UUID person = person(null);
    JsonNode proposed = classed(person, false);
    assertThat(proposed.path("kind").asString()).isEqualTo("secondary");
    Map<String, Object> body = order("home", null, proposed);
    body.put("lastExposure", "2022-03-08");
    body.put("isolatedOn", "2022-03-09");
    JsonNode order =
        liaison.post("/api/v1/isolation/orders/" + id(proposed) + "/order", body).json();
    assertThat(order.path("untilOn").asString()).as("seven days").isEqualTo("2022-03-15");
    classed(person, true, Instant.parse("2022-03-09T04:00:00Z"));
    JsonNode changed = get(order);
    assertThat(changed.path("kind").asString()).isEqualTo("close");
    assertThat(changed.path("untilOn").asString())
        .as("fourteen, a day later")
        .isEqualTo("2022-03-23");
    assertThat(openDuties("isolation.test", person))
        .containsExactly("2022-03-09", "2022-03-12", "2022-03-15", "2022-03-22", "2022-03-23");
  }

  @Test
  void anEditionThatManagesNobodyProposesNothing() {
    world.set(Instant.parse("2023-02-01T04:00:00Z"), 1);
    UUID person = person(null);
    transaction.executeWithoutResult(status ->
        events.publishEvent(
            new ContactsClassed(
                List.of(
                    new ContactsClassed.Classed(
                        caseId, person, unit, true, null, world.now(), "x")),
                Actor.SYSTEM,
                UUID.randomUUID())));
    assertThat(
            jdbc.sql("select count(*) from isolation.isolation_order where person_id = ?")
                .param(person)
                .query(Integer.class)
                .single())
        .isZero();
  }

  // ── what ends it otherwise ─────────────────────────────────────────────────────────────────────

  @Test
  void whatFreesAContactWithdrawsTheOrderAndEverythingThatFollowed() {
    UUID person = person(null);
    UUID ofAnotherCase = person(null);
    JsonNode order = ordered(classed(person, true), "home", null).json();
    UUID mine = caseId;
    caseId = UUID.randomUUID();
    JsonNode other = ordered(classed(ofAnotherCase, true), "home", null).json();
    transaction.executeWithoutResult(status ->
        events.publishEvent(
            new ContactsFreed(
                mine, Set.of(person, ofAnotherCase), "病例撤销", Actor.SYSTEM, UUID.randomUUID())));
    assertThat(get(order).path("state").asString()).isEqualTo("withdrawn");
    assertThat(level(person)).isEqualTo("free");
    assertThat(openDuties("isolation.test", person)).isEmpty();
    assertThat(get(other).path("state").asString()).isEqualTo("ordered");
    assertThat(level(ofAnotherCase)).isEqualTo("barred");
  }

  @Test
  void aContactWhoseOwnSwabIsPositiveIsACaseAndNoContactAnyMore() {
    UUID person = person(null);
    JsonNode order = ordered(classed(person, true), "home", null).json();
    transaction.executeWithoutResult(status ->
        events.publishEvent(
            new PositivesFound(
                List.of(
                    new PositivesFound.Positive(
                        UUID.randomUUID(), person, "T", UUID.randomUUID(), NOON, NOON)),
                Actor.SYSTEM)));
    assertThat(get(order).path("state").asString()).isEqualTo("ended");
    assertThat(openDuties("isolation.test", person)).isEmpty();
    assertThat(
            jdbc.sql("select count(*) from cases.case_file where person_id = ? and state = 'open'")
                .param(person)
                .query(Integer.class)
                .single())
        .isEqualTo(1);
  }

  // ── rooms ──────────────────────────────────────────────────────────────────────────────────────

  @Test
  void aRoomHoldsOnePersonOrOneHouseholdAlsoWhenTwoAskAtOnce() throws Exception {
    UUID home = household();
    List<JsonNode> strangers = List.of(classed(person(null), true), classed(person(null), true));
    try (ExecutorService both = Executors.newFixedThreadPool(2)) {
      List<Future<Answer>> answers =
          both.invokeAll(
              strangers.stream()
                  .map(it ->
                      (java.util.concurrent.Callable<Answer>) () -> ordered(it, "central", room))
                  .toList());
      List<Integer> states = List.of(answers.get(0).get().status(), answers.get(1).get().status());
      assertThat(states).containsExactlyInAnyOrder(200, 409);
    }
    UUID second = place("room", place("isolation_site", null));
    assertThat(ordered(classed(person(home), true), "central", second).status()).isEqualTo(200);
    assertThat(ordered(classed(person(home), true), "central", second).status())
        .as("of the same household")
        .isEqualTo(200);
    Answer full = ordered(classed(person(null), true), "central", second);
    assertThat(full.code()).isEqualTo("isolation.room_taken");
    assertThat(liaison.get("/api/v1/isolation/orders/rooms").json())
        .filteredOn(it -> it.path("id").asString().equals(second.toString()))
        .extracting(it -> it.path("people").asInt())
        .containsExactly(2);
  }

  @Test
  void aPersonIsMovedAndTheirArrivalKept() {
    UUID person = person(null);
    JsonNode order = ordered(classed(person, true), "home", null).json();
    Map<String, Object> body = new HashMap<>();
    body.put("place", "central");
    body.put("roomId", room);
    body.put("at", NOON.minusSeconds(600).toString());
    body.put("version", order.path("version").asInt());
    String path = "/api/v1/isolation/orders/" + id(order) + "/move";
    JsonNode moved = liaison.post(path, body).json();
    assertThat(moved.path("roomId").asString()).isEqualTo(room.toString());
    assertThat(Instant.parse(moved.path("arrivedAt").asString())).isEqualTo(NOON.minusSeconds(600));
    assertThat(liaison.post(path, body).code())
        .as("the same version again")
        .isEqualTo("isolation.moved");
  }

  // ── who may ────────────────────────────────────────────────────────────────────────────────────

  @Test
  void theLeadOfASiteSeesOrdersButNoCasesAndALeadOfAUnitNeither() {
    JsonNode order = classed(person(null), true);
    Browser site = Browser.signedIn(port, "isolation");
    assertThat(site.get("/api/v1/isolation/orders/" + id(order)).status()).isEqualTo(200);
    assertThat(site.get("/api/v1/cases").status()).isEqualTo(403);
    for (String account : List.of("lead", "guard1", "lab", "auditor")) {
      assertThat(Browser.signedIn(port, account).get("/api/v1/isolation/orders").status())
          .as(account)
          .isEqualTo(403);
    }
  }

  // ── what the tests stand on ────────────────────────────────────────────────────────────────────

  private UUID place(String kind, @Nullable UUID parent) {
    UUID id = UUID.randomUUID();
    jdbc.sql(
            "insert into people.place (id, code, name, kind, level, parent_id) values (?, ?, ?, ?, 'none', ?::uuid)")
        .params(Arrays.asList(id, id.toString(), "地点" + id, kind, parent))
        .update();
    return id;
  }

  private UUID household() {
    UUID id = UUID.randomUUID();
    jdbc.sql("insert into people.household (id, unit_id, code) values (?, ?, ?)")
        .params(id, unit, id.toString())
        .update();
    return id;
  }

  private UUID person(@Nullable UUID household) {
    UUID id = UUID.randomUUID();
    jdbc.sql(
            """
            insert into people.person (id, name, kind, class_of_person, unit_id, household_id)
            values (?, '张小三', 'employee', 'shift_worker', ?, ?::uuid)
            """)
        .params(Arrays.asList(id, unit, household))
        .update();
    return id;
  }

  private JsonNode classed(UUID person, boolean close) {
    return classed(person, close, EXPOSED.atTime(12, 0).atZone(WorldClock.ZONE).toInstant());
  }

  private JsonNode classed(UUID person, boolean close, Instant lastExposure) {
    transaction.executeWithoutResult(status ->
        events.publishEvent(
            new ContactsClassed(
                List.of(
                    new ContactsClassed.Classed(
                        caseId, person, unit, close, null, lastExposure, "疾控〔2022〕9号")),
                Actor.SYSTEM,
                UUID.randomUUID())));
    String id =
        jdbc.sql(
                "select id from isolation.isolation_order where person_id = ? and ended_at is null")
            .param(person)
            .query(String.class)
            .single();
    return liaison.get("/api/v1/isolation/orders/" + id).json();
  }

  private static Map<String, Object> order(String place, @Nullable UUID room, JsonNode proposed) {
    Map<String, Object> body = new HashMap<>();
    body.put("isolatedOn", FIRST.toString());
    body.put("place", place);
    body.put("roomId", room);
    body.put("document", "隔离〔2022〕1号");
    body.put("version", proposed.path("version").asInt());
    return body;
  }

  private Answer ordered(JsonNode proposed, String place, @Nullable UUID room) {
    return liaison.post(
        "/api/v1/isolation/orders/" + id(proposed) + "/order", order(place, room, proposed));
  }

  private Answer release(JsonNode order, @Nullable String despite) {
    Map<String, Object> body = new HashMap<>();
    body.put("document", "解除〔2022〕1号");
    body.put("despite", despite);
    body.put("version", get(order).path("version").asInt());
    return liaison.post("/api/v1/isolation/orders/" + id(order) + "/release", body);
  }

  private JsonNode get(JsonNode order) {
    return liaison.get("/api/v1/isolation/orders/" + id(order)).json();
  }

  private static String id(JsonNode order) {
    return order.path("id").asString();
  }

  private static List<String> missing(JsonNode order) {
    return order.path("missing").valueStream().map(it -> it.path("cause").asString()).toList();
  }

  private void swab(UUID person, LocalDate day, String result) {
    String tube = "T" + UUID.randomUUID();
    jdbc.sql(
            """
            insert into sampling.swab (tube, at, id, recorded_at, skew_ms, person_id, place_id, pool,
              purpose, taken_by, data)
            values (?, ?::timestamptz, ?, now(), 0, ?, ?, 1, 'round', 'x', '{}')
            """)
        .params(
            tube,
            day.atTime(9, 0).atZone(WorldClock.ZONE).toInstant().toString(),
            UUID.randomUUID(),
            person,
            room)
        .update();
    jdbc.sql(
            """
            insert into sampling.tube (code, first_at, state, size, live, screening)
            values (?, ?::timestamptz, ?, 1, 1, ?)
            """)
        .params(tube, day + "T01:00:00Z", result, result)
        .update();
  }

  private JsonNode now(UUID person) {
    return Browser.signedIn(port, "command").get("/api/v1/status/persons/" + person).json();
  }

  private String level(UUID person) {
    return now(person).path("level").asString();
  }

  private List<String> duties(String kind, UUID person) {
    return jdbc.sql(
            """
            select case state when 'waiting' then 'open' else state end from duties.duty
            where kind = ? and subject_id = ?
            """)
        .params(kind, person)
        .query(String.class)
        .list();
  }

  private List<String> openDuties(String kind, UUID person) {
    return jdbc.sql(
            """
            select day::text from duties.duty
            where kind = ? and subject_id = ? and state in ('waiting', 'open', 'late') order by day
            """)
        .params(kind, person)
        .query(String.class)
        .list();
  }
}
