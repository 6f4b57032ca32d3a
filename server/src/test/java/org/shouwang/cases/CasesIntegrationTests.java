package org.shouwang.cases;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.shouwang.IntegrationTest;
import org.shouwang.audit.Actor;
import org.shouwang.clock.WorldClock;
import org.shouwang.policy.HoursForTests;
import org.shouwang.presence.StayRows;
import org.shouwang.sampling.FindingsWithdrawn;
import org.shouwang.sampling.PositivesFound;
import org.shouwang.security.Browser;
import org.shouwang.security.Browser.Answer;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

/** From a case to its contacts, what is decided of them, and everything taken back. */
class CasesIntegrationTests extends IntegrationTest {

  /** The 8th edition is in force. */
  private static final Instant NOON = Instant.parse("2022-03-10T04:00:00Z");

  @Autowired JdbcClient jdbc;
  @Autowired WorldClock world;
  @Autowired TransactionTemplate transaction;
  @Autowired ApplicationEventPublisher events;
  @Autowired HoursForTests hours;
  @LocalServerPort int port;

  private Duration offset = Duration.ZERO;
  private Browser command;
  private StayRows stays;
  private UUID unit;
  private UUID otherUnit;
  private UUID canteen;
  private UUID sick;

  @BeforeEach
  void park() {
    offset = world.offset();
    world.set(NOON, 1);
    command = Browser.signedIn(port, "command");
    stays = new StayRows(jdbc);
    unit = unit();
    otherUnit = unit();
    canteen = place("canteen", "room");
    sick = person(unit, null);
  }

  @AfterEach
  void goBack() {
    world.set(Instant.now().plus(offset), 1);
  }

  // ── finding ────────────────────────────────────────────────────────────────────────────────────

  @Test
  void whoWasNearByAnyRecordIsACandidateWithItsEvidenceAndAskedToBeDecided() {
    UUID room = place("room", "room");
    UUID bus = place("shift_bus", "none");
    UUID plant = place("plant", "plant");
    UUID home = household();
    sick = person(unit, home);
    UUID eater = person(otherUnit, null);
    UUID passer = person(otherUnit, null);
    UUID roommate = person(otherUnit, null);
    UUID rider = person(otherUnit, null);
    UUID teamMate = person(unit, null);
    UUID plantStranger = person(otherUnit, null);
    UUID wife = person(otherUnit, home);
    UUID queued = person(otherUnit, null);
    UUID longAgo = person(otherUnit, null);
    stays.room(sick, canteen, hours(-30), hours(-29));
    stays.room(eater, canteen, hours(-29).minusSeconds(900), hours(-28));
    stays.room(passer, canteen, hours(-29).minusSeconds(300), hours(-28));
    stays.room(sick, room, hours(-20), hours(-18));
    stays.room(roommate, room, hours(-21), hours(-19));
    stays.aboard(sick, place("park", "park"), bus, hours(-10), hours(-2));
    stays.aboard(rider, parkOf(sick), bus, hours(-10).plusSeconds(600), hours(-2));
    stays.plant(sick, plant, hours(-9), hours(-3));
    stays.plant(teamMate, plant, hours(-9), hours(-3));
    stays.plant(plantStranger, plant, hours(-9), hours(-3));
    stays.room(sick, canteen, hours(-24 * 5), hours(-24 * 5 + 2));
    stays.room(longAgo, canteen, hours(-24 * 5), hours(-24 * 5 + 2));
    inOneTube(sick, queued);

    JsonNode file = opened(sick, hours(-4));
    Map<UUID, JsonNode> contacts = traced(file);

    assertThat(contacts.keySet())
        .containsExactlyInAnyOrder(eater, roommate, rider, teamMate, wife, queued);
    assertThat(contacts.get(eater).path("proposed").asString()).isEqualTo("close");
    assertThat(contacts.get(eater).path("minutes").asLong()).isEqualTo(15);
    assertThat(contacts.get(queued).path("proposed").asString()).isEqualTo("general");
    assertThat(contacts.values())
        .allSatisfy(it -> {
          assertThat(it.path("state").asString()).isEqualTo("candidate");
          assertThat(it.path("degree").asInt()).isEqualTo(1);
        });
    assertThat(kinds(file, wife)).containsExactly("household");
    assertThat(kinds(file, rider)).containsExactly("ride");
    assertThat(kinds(file, queued)).containsExactly("tube");
    for (UUID contact : contacts.keySet()) {
      assertThat(standing(contact)).isEqualTo(List.of("candidate"));
      assertThat(level(contact)).isEqualTo("watched");
    }
    assertThat(duties("cases.decide", file)).isEqualTo(List.of("open"));
    assertThat(
            jdbc.sql("select count(*) from channels.message where link = ? and text = ?")
                .params("/cases/" + id(file), "cases.candidates")
                .query(Integer.class)
                .single())
        .isEqualTo(1);
  }

  @Test
  void tracingAgainChangesNothingAndALateFactMakesAContactLate() {
    UUID eater = person(unit, null);
    UUID late = person(unit, null);
    stays.room(sick, canteen, hours(-30), hours(-29));
    stays.room(eater, canteen, hours(-30), hours(-29));
    JsonNode file = opened(sick, hours(-4));
    traced(file);
    List<String> before = standing(eater);
    traced(file);
    assertThat(standing(eater)).isEqualTo(before);
    decide(file, List.of(eater), "close", "疾控〔2022〕1号");
    stays.room(late, canteen, hours(-30), hours(-29));
    Map<UUID, JsonNode> contacts = traced(file);
    assertThat(contacts.get(late).path("state").asString()).isEqualTo("candidate");
    assertThat(contacts.get(eater).path("state").asString())
        .as("what was decided stays")
        .isEqualTo("close");
    assertThat(duties("cases.decide", file))
        .as("the first was done, the late one is to be decided anew")
        .containsExactlyInAnyOrder("done", "open");
  }

  @Test
  void aCandidateWhoseStayWasCorrectedLapsesAndIsFreeAndComesBackWhenFoundAgain() {
    UUID eater = person(unit, null);
    stays.room(sick, canteen, hours(-30), hours(-29));
    stays.room(eater, canteen, hours(-30), hours(-29));
    JsonNode file = opened(sick, hours(-4));
    traced(file);
    assertThat(level(eater)).isEqualTo("watched");
    jdbc.sql("delete from presence.stay where person_id = ?").param(eater).update();
    assertThat(traced(file).get(eater).path("state").asString()).isEqualTo("lapsed");
    assertThat(level(eater)).isEqualTo("free");
    stays.room(eater, canteen, hours(-30), hours(-29));
    assertThat(traced(file).get(eater).path("state").asString()).isEqualTo("candidate");
    assertThat(level(eater)).isEqualTo("watched");
  }

  @Test
  void contactsOfACloseContactAreFoundOnceItIsOneAndNotBefore() {
    UUID close = person(unit, null);
    UUID second = person(otherUnit, null);
    UUID room = place("room", "room");
    stays.room(sick, canteen, hours(-30), hours(-29));
    stays.room(close, canteen, hours(-30), hours(-29));
    stays.room(close, room, hours(-10), hours(-9));
    stays.room(second, room, hours(-10), hours(-9));
    JsonNode file = opened(sick, hours(-4));
    assertThat(traced(file)).containsOnlyKeys(close);
    decide(file, List.of(close), "close", "疾控〔2022〕2号");
    JsonNode found = traced(file).get(second);
    assertThat(found.path("degree").asInt()).isEqualTo(2);
    assertThat(found.path("via").path("id").asString()).isEqualTo(close.toString());
    assertThat(found.path("proposed").asString()).isEqualTo("secondary");
    stays.room(second, canteen, hours(-30), hours(-29));
    JsonNode nearer = traced(file).get(second);
    assertThat(nearer.path("degree").asInt()).isEqualTo(1);
    assertThat(nearer.hasNonNull("via")).isFalse();
  }

  @Test
  void nothingCountsAfterThePersonWasTakenAwayNorBeforeTheLookBack() {
    UUID before = person(unit, null);
    UUID after = person(unit, null);
    stays.room(sick, canteen, hours(-80), hours(-79));
    stays.room(before, canteen, hours(-80), hours(-79));
    stays.room(sick, canteen, hours(-3), hours(-1));
    stays.room(after, canteen, hours(-3), hours(-1));
    JsonNode file = opened(sick, hours(-4));
    assertThat(traced(file)).as("two days before the swab").containsOnlyKeys(after);
    JsonNode changed =
        command
            .put(
                "/api/v1/cases/" + id(file),
                Map.of(
                    "classification", "confirmed",
                    "document", "疾控〔2022〕3号",
                    "onset", "2022-03-09",
                    "controlledAt", hours(-3).toString(),
                    "version", 1))
            .json();
    assertThat(changed.path("version").asInt()).isEqualTo(2);
    Map<UUID, JsonNode> contacts = traced(file);
    assertThat(contacts.get(before).path("state").asString())
        .as("the onset was a day before the swab")
        .isEqualTo("candidate");
    assertThat(contacts.get(after).path("state").asString()).isEqualTo("lapsed");
    assertThat(duties("cases.investigate", file)).isEqualTo(List.of("done"));
  }

  @Test
  void anInterviewAddsWhoWasNotRecordedAnywhere() {
    UUID friend = person(otherUnit, null);
    JsonNode file = opened(sick, hours(-4));
    assertThat(traced(file)).isEmpty();
    Answer answer =
        command.post(
            "/api/v1/cases/" + id(file) + "/contacts",
            Map.of(
                "personId",
                friend,
                "placeId",
                canteen,
                "from",
                hours(-20).toString(),
                "until",
                hours(-19).toString(),
                "proposed",
                "close",
                "note",
                "同桌吃饭"));
    assertThat(answer.status()).isEqualTo(200);
    JsonNode contact = traced(file).get(friend);
    assertThat(contact.path("source").asString()).isEqualTo("interview");
    assertThat(contact.path("minutes").asLong()).isEqualTo(60);
    assertThat(level(friend)).isEqualTo("watched");
    assertThat(kinds(file, friend)).containsExactly("interview");
    assertThat(duties("cases.decide", file)).isEqualTo(List.of("open"));
  }

  // ── deciding ───────────────────────────────────────────────────────────────────────────────────

  @Test
  void aDecisionThatRestrictsNamesTheAuthoritysDocumentAndCountsFromTheLastExposure() {
    UUID eater = person(unit, null);
    stays.room(sick, canteen, hours(-30), hours(-29));
    stays.room(eater, canteen, hours(-30), hours(-29));
    JsonNode file = opened(sick, hours(-4));
    traced(file);
    Answer without = decide(file, List.of(eater), "close", null);
    assertThat(without.status()).isEqualTo(422);
    assertThat(without.code()).isEqualTo("cases.document_missing");
    assertThat(level(eater)).isEqualTo("watched");
    assertThat(decide(file, List.of(eater), "close", "疾控〔2022〕4号").json().path("decided").asInt())
        .isEqualTo(1);
    assertThat(level(eater)).isIn("held", "barred");
    assertThat(
            jdbc.sql(
                    """
                    select detail::jsonb ->> 'lastExposure' from status.evidence
                    where person_id = ? and detail::jsonb ->> 'class' = 'close'
                    """)
                .param(eater)
                .query(String.class)
                .single())
        .isEqualTo(hours(-29).toString());
    assertThat(duties("cases.decide", file)).isEqualTo(List.of("done"));
    decide(file, List.of(eater), "general", null);
    assertThat(level(eater)).as("downgraded").isEqualTo("watched");
    decide(file, List.of(eater), "dropped", null);
    assertThat(level(eater)).as("dropped").isEqualTo("free");
    JsonNode contact = command.get("/api/v1/cases/" + id(file) + "/contacts/" + eater).json();
    assertThat(contact.path("contact").path("state").asString())
        .as("and stays visible")
        .isEqualTo("dropped");
    assertThat(contact.path("decisions"))
        .extracting(it -> it.path("was").asString() + "→" + it.path("became").asString())
        .containsExactly("general→dropped", "close→general", "candidate→close");
  }

  @Test
  void ofTwoWhoDecideAtOnceOneIsToldThatTheOtherWasFirst() throws Exception {
    List<UUID> people = new ArrayList<>();
    stays.room(sick, canteen, hours(-30), hours(-29));
    for (int i = 0; i < 20; i++) {
      UUID person = person(unit, null);
      people.add(person);
      stays.room(person, canteen, hours(-30), hours(-29));
    }
    JsonNode file = opened(sick, hours(-4));
    List<Map<String, Object>> seen = seen(traced(file), people);
    Browser other = within(unit, "investigator");
    Callable<Answer> close = () -> decide(command, file, seen, "close", "疾控〔2022〕5号");
    Callable<Answer> drop = () -> decide(other, file, seen, "dropped", null);
    try (ExecutorService both = Executors.newFixedThreadPool(2)) {
      List<Future<Answer>> answers = both.invokeAll(List.of(close, drop));
      int decided = 0;
      int left = 0;
      for (Future<Answer> answer : answers) {
        JsonNode outcome = answer.get().json();
        decided += outcome.path("decided").asInt();
        left += outcome.path("left").size();
        outcome
            .path("left")
            .forEach(it -> assertThat(it.path("code").asString()).isEqualTo("cases.contact_moved"));
      }
      assertThat(decided).isEqualTo(20);
      assertThat(left).isEqualTo(20);
    }
    Set<String> states =
        Set.copyOf(traced(file).values().stream().map(it -> it.path("state").asString()).toList());
    assertThat(states).as("all by the same of the two").hasSize(1);
  }

  @Test
  void aWithdrawnCaseUnwindsTwoHundredHoldsAndTellsThem() {
    List<UUID> people = new ArrayList<>();
    stays.room(sick, canteen, hours(-30), hours(-29));
    for (int i = 0; i < 200; i++) {
      UUID person = person(unit, null);
      people.add(person);
      stays.room(person, canteen, hours(-30), hours(-29));
    }
    JsonNode file = opened(sick, hours(-4));
    traced(file);
    decide(file, people.subList(0, 150), "close", "疾控〔2022〕6号");
    assertThat(restricted(people)).isEqualTo(200);
    Answer answer =
        command.post("/api/v1/cases/" + id(file) + "/withdraw", Map.of("reason", "复核阴性"));
    assertThat(answer.json().path("state").asString()).isEqualTo("withdrawn");
    assertThat(answer.json().path("contacts").path("withdrawn").asInt()).isEqualTo(200);
    assertThat(restricted(people)).isZero();
    assertThat(duties("cases.report", file)).isEqualTo(List.of("waived"));
    assertThat(
            jdbc.sql(
                    """
                    select count(distinct to_id) from channels.message
                    where text = 'status.told.free' and to_id = ?
                    """)
                .param(unit)
                .query(Integer.class)
                .single())
        .isEqualTo(1);
    assertThat(command.post("/api/v1/cases/" + id(file) + "/trace", Map.of()).code())
        .isEqualTo("cases.ended");
  }

  @Test
  void whoIsAContactOfTwoCasesStaysIsolatedWhenOneIsWithdrawn() {
    UUID eater = person(unit, null);
    UUID alsoSick = person(unit, null);
    for (UUID each : List.of(sick, alsoSick, eater)) {
      stays.room(each, canteen, hours(-30), hours(-29));
    }
    JsonNode first = opened(sick, hours(-4));
    JsonNode second = opened(alsoSick, hours(-4));
    decide(first, List.of(eater), "close", "疾控〔2022〕8号");
    decide(second, List.of(eater), "close", "疾控〔2022〕9号");
    command.post("/api/v1/cases/" + id(first) + "/withdraw", Map.of("reason", "复核阴性"));
    assertThat(orders(eater)).containsExactly("proposed");
    assertThat(level(eater)).isEqualTo("barred");
    command.post("/api/v1/cases/" + id(second) + "/withdraw", Map.of("reason", "复核阴性"));
    assertThat(orders(eater)).containsExactly("withdrawn");
    assertThat(level(eater)).isEqualTo("free");
  }

  private List<String> orders(UUID person) {
    return jdbc.sql("select state from isolation.isolation_order where person_id = ?")
        .param(person)
        .query(String.class)
        .list();
  }

  // ── by a swab ──────────────────────────────────────────────────────────────────────────────────

  @Test
  void aPositiveSwabOpensOneCaseAndItsCorrectionWithdrawsItUnlessTheAuthorityHasClassified() {
    UUID evidence = UUID.randomUUID();
    UUID eater = person(unit, null);
    stays.room(sick, canteen, hours(-30), hours(-29));
    stays.room(eater, canteen, hours(-30), hours(-29));
    positive(sick, evidence, hours(-6));
    assertThat(level(eater)).as("found as soon as the result is in").isEqualTo("watched");
    positive(sick, UUID.randomUUID(), hours(-8));
    JsonNode file = openOf(sick);
    assertThat(file.path("bySwab").asBoolean()).isTrue();
    assertThat(Instant.parse(file.path("sampledAt").asString()))
        .as("the earlier of both")
        .isEqualTo(hours(-8));
    assertThat(duties("cases.report", file)).isEqualTo(List.of("open"));
    withdrawn(evidence);
    assertThat(state(file)).isEqualTo("withdrawn");
    assertThat(level(eater)).isEqualTo("free");

    UUID again = UUID.randomUUID();
    positive(sick, again, hours(-3));
    JsonNode second = openOf(sick);
    assertThat(id(second)).isNotEqualTo(id(file));
    command.put(
        "/api/v1/cases/" + id(second),
        Map.of(
            "classification",
            "asymptomatic",
            "document",
            "疾控〔2022〕7号",
            "sampledAt",
            hours(-3).toString(),
            "version",
            1));
    withdrawn(again);
    assertThat(state(second)).as("the authority has classified").isEqualTo("open");
  }

  @Test
  void whoHasACaseByHandIsKeptOutUntilRecoveredAndThenMonitored() {
    JsonNode file = opened(sick, hours(-4));
    assertThat(level(sick)).isEqualTo("barred");
    command.post(
        "/api/v1/cases/" + id(file) + "/close",
        Map.of("outcome", "recovered", "reason", "出院〔2022〕1号"));
    assertThat(level(sick)).as("fourteen days by the 8th treatment plan").isEqualTo("test_first");
    assertThat(
            Instant.parse(
                command.get("/api/v1/status/persons/" + sick).json().path("until").asString()))
        .isEqualTo(Instant.parse("2022-03-24T16:00:00Z"));
    UUID other = person(unit, null);
    JsonNode none = opened(other, hours(-4));
    command.post("/api/v1/cases/" + id(none) + "/withdraw", Map.of("reason", "误报"));
    assertThat(level(other)).isEqualTo("free");
  }

  // ── who may ────────────────────────────────────────────────────────────────────────────────────

  @Test
  void onlyWhoWorksOnCasesSeesThemAndOnlyThoseOfTheirUnits() {
    JsonNode file = opened(sick, hours(-4));
    String path = "/api/v1/cases/" + id(file);
    for (String account :
        List.of("lead", "guard1", "gatelead", "sampling", "lab", "auditor", "admin")) {
      Browser browser = Browser.signedIn(port, account);
      for (String each : List.of("/api/v1/cases", path, path + "/contacts")) {
        assertThat(browser.get(each).status()).as("%s of %s", each, account).isEqualTo(403);
      }
    }
    assertThat(within(unit, "investigator").get(path).status()).isEqualTo(200);
    assertThat(within(otherUnit, "investigator").get(path).code()).isEqualTo("cases.unknown");
    Browser liaison = Browser.signedIn(port, "liaison");
    assertThat(liaison.get(path).status()).isEqualTo(200);
    assertThat(liaison.post(path + "/withdraw", Map.of("reason", "x")).status()).isEqualTo(403);
    assertThat(
            jdbc.sql(
                    "select count(*) from audit.entry where action = 'cases.file_read' and subject = ?")
                .param("case:" + id(file))
                .query(Integer.class)
                .single())
        .as("two looked into the file")
        .isEqualTo(2);
  }

  @Test
  void theSameIdOpensOnceAndAPersonHasOneOpenCase() {
    JsonNode file = opened(sick, hours(-4));
    Map<String, Object> again = new HashMap<>();
    again.put("id", id(file));
    again.put("personId", sick);
    assertThat(command.post("/api/v1/cases", again).json().path("number"))
        .isEqualTo(file.path("number"));
    again.put("id", UUID.randomUUID());
    assertThat(command.post("/api/v1/cases", again).code()).isEqualTo("cases.open_already");
    assertThat(
            command
                .put(
                    "/api/v1/cases/" + id(file),
                    Map.of("classification", "suspected", "version", 7))
                .code())
        .isEqualTo("cases.moved");
  }

  // ── what the tests stand on ────────────────────────────────────────────────────────────────────

  private static Instant hours(int hours) {
    return NOON.plus(Duration.ofHours(hours));
  }

  private UUID unit() {
    UUID id = UUID.randomUUID();
    jdbc.sql(
            "insert into people.unit (id, code, name, kind, path) values (?, ?, ?, 'department', 'x')")
        .params(id, id.toString(), "单位" + id)
        .update();
    jdbc.sql(
            "insert into people.unit_closure (ancestor_id, descendant_id, distance) values (?, ?, 0)")
        .params(id, id)
        .update();
    return id;
  }

  private UUID place(String kind, String level) {
    UUID id = UUID.randomUUID();
    jdbc.sql("insert into people.place (id, code, name, kind, level) values (?, ?, ?, ?, ?)")
        .params(id, id.toString(), "地点" + id, kind, level)
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

  private UUID person(UUID unit, @Nullable UUID household) {
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

  private UUID parkOf(UUID person) {
    return jdbc.sql("select zone_id from presence.stay where person_id = ? and level = 'park'")
        .param(person)
        .query(UUID.class)
        .single();
  }

  private void inOneTube(UUID... people) {
    String tube = "T" + UUID.randomUUID();
    for (UUID person : people) {
      jdbc.sql(
              """
              insert into sampling.swab (tube, at, id, recorded_at, skew_ms, person_id, place_id,
                pool, purpose, taken_by, data)
              values (?, ?::timestamptz, ?, now(), 0, ?, ?, 10, 'round', 'x', '{}')
              """)
          .params(tube, hours(-4).toString(), UUID.randomUUID(), person, canteen)
          .update();
    }
  }

  private JsonNode opened(UUID person, Instant sampled) {
    Answer answer =
        command.post(
            "/api/v1/cases",
            Map.of("id", UUID.randomUUID(), "personId", person, "sampledAt", sampled.toString()));
    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    return answer.json();
  }

  private static String id(JsonNode file) {
    return file.path("id").asString();
  }

  private Map<UUID, JsonNode> traced(JsonNode file) {
    Answer answer = command.post("/api/v1/cases/" + id(file) + "/trace", Map.of());
    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    Map<UUID, JsonNode> contacts = new HashMap<>();
    command
        .get("/api/v1/cases/" + id(file) + "/contacts?limit=500")
        .json()
        .path("items")
        .forEach(it -> contacts.put(UUID.fromString(it.path("person").path("id").asString()), it));
    return contacts;
  }

  private List<String> kinds(JsonNode file, UUID person) {
    List<String> kinds = new ArrayList<>();
    command
        .get("/api/v1/cases/" + id(file) + "/contacts/" + person)
        .json()
        .path("exposures")
        .forEach(it -> kinds.add(it.path("kind").asString()));
    return kinds;
  }

  private static List<Map<String, Object>> seen(Map<UUID, JsonNode> contacts, List<UUID> people) {
    return people.stream()
        .map(it ->
            Map.<String, Object>of(
                "personId", it, "version", contacts.get(it).path("version").asInt()))
        .toList();
  }

  private Answer decide(
      JsonNode file, List<UUID> people, String became, @Nullable String document) {
    return decide(command, file, seen(traced(file), people), became, document);
  }

  private static Answer decide(
      Browser who,
      JsonNode file,
      List<Map<String, Object>> seen,
      String became,
      @Nullable String document) {
    Map<String, Object> body = new HashMap<>();
    body.put("contacts", seen);
    body.put("became", became);
    body.put("reason", "疾控判定");
    if (document != null) {
      body.put("document", document);
    }
    return who.post("/api/v1/cases/" + id(file) + "/decisions", body);
  }

  private List<String> standing(UUID person) {
    return jdbc.sql(
            """
            select detail::jsonb ->> 'class' from status.evidence e
            where person_id = ? and kind = 'contact_class'
              and not exists (select from status.withdrawal w where w.evidence_id = e.id)
            """)
        .param(person)
        .query(String.class)
        .list();
  }

  private String level(UUID person) {
    return command.get("/api/v1/status/persons/" + person).json().path("level").asString();
  }

  private int restricted(List<UUID> people) {
    int count = 0;
    for (UUID person : people) {
      count += level(person).equals("free") ? 0 : 1;
    }
    return count;
  }

  private List<String> duties(String kind, JsonNode file) {
    return jdbc.sql(
            """
            select case state when 'waiting' then 'open' else state end from duties.duty
            where kind = ? and subject_id = ?::uuid
            """)
        .params(kind, id(file))
        .query(String.class)
        .list();
  }

  private void positive(UUID person, UUID evidence, Instant sampled) {
    positive(person, evidence, sampled, "covid-19");
  }

  private void positive(UUID person, UUID evidence, Instant sampled, String disease) {
    transaction.executeWithoutResult(status ->
        events.publishEvent(
            new PositivesFound(
                List.of(
                    new PositivesFound.Positive(
                        evidence, person, "T1", UUID.randomUUID(), sampled, world.now(), disease)),
                Actor.SYSTEM)));
  }

  @Test
  void aCaseOpenedByHandIsProposedAsConfirmedWhenAPositiveComesLater() {
    Answer answer =
        command.post(
            "/api/v1/cases",
            Map.of(
                "id",
                UUID.randomUUID(),
                "personId",
                sick,
                "disease",
                "norovirus",
                "onset",
                "2022-03-09",
                "signs",
                Map.of("diarrhoea_24h", 4)));
    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    String path = "/api/v1/cases/" + id(answer.json());
    assertThat(command.get(path).json().path("proposed").asString()).isEqualTo("suspected");
    UUID specimen = UUID.randomUUID();
    positive(sick, specimen, hours(-1), "covid-19");
    assertThat(command.get(path).json().path("proposed").asString())
        .as("of another disease")
        .isEqualTo("suspected");
    UUID own = UUID.randomUUID();
    positive(sick, own, hours(-1), "norovirus");
    assertThat(command.get(path).json().path("proposed").asString()).isEqualTo("confirmed");
    assertThat(command.get(path).json().path("bySwab").asBoolean()).isFalse();
    withdrawn(own);
    JsonNode after = command.get(path).json();
    assertThat(after.path("proposed").asString()).isEqualTo("suspected");
    assertThat(after.path("state").asString()).as("it was opened by hand").isEqualTo("open");
  }

  @Test
  void howLongACaseIsTracedAnewIsARuleOfItsDisease() {
    hours.lay();
    world.set(HoursForTests.THEN, 0);
    Map<String, Object> body = new HashMap<>();
    body.put("id", UUID.randomUUID());
    body.put("personId", sick);
    body.put("disease", "norovirus");
    body.put("sampledAt", HoursForTests.THEN.minusSeconds(3_600 * 5).toString());
    body.put("controlledAt", HoursForTests.THEN.minusSeconds(3_600 * 2).toString());
    JsonNode file = command.post("/api/v1/cases", body).json();
    body.put("id", UUID.randomUUID());
    body.put("personId", person(unit, null));
    body.put("disease", "covid-19");
    JsonNode other = command.post("/api/v1/cases", body).json();
    String traced = tracedAt(file);
    String before = tracedAt(other);
    world.set(HoursForTests.THEN.plusSeconds(120), 0);
    for (int i = 0; i < 100 && tracedAt(other).equals(before); i++) {
      world.set(HoursForTests.THEN.plusSeconds(120 + i), 0);
    }
    assertThat(tracedAt(other)).as("something can still come").isNotEqualTo(before);
    assertThat(tracedAt(file)).as("nothing comes after an hour").isEqualTo(traced);
  }

  private String tracedAt(JsonNode file) {
    return command.get("/api/v1/cases/" + id(file)).json().path("tracedAt").asString("");
  }

  private void withdrawn(UUID evidence) {
    transaction.executeWithoutResult(status ->
        events.publishEvent(
            new FindingsWithdrawn(List.of(evidence), "改判", Actor.SYSTEM, UUID.randomUUID())));
  }

  private JsonNode openOf(UUID person) {
    String id =
        jdbc.sql("select id from cases.case_file where person_id = ? and state = 'open'")
            .param(person)
            .query(String.class)
            .single();
    return command.get("/api/v1/cases/" + id).json();
  }

  private String state(JsonNode file) {
    return command.get("/api/v1/cases/" + id(file)).json().path("state").asString();
  }

  private Browser within(UUID unit, String role) {
    UUID id = UUID.randomUUID();
    String name = role + "-" + id;
    jdbc.sql(
            """
            insert into security.account (id, username, username_key, display_name, roles, everywhere,
              units, language, password_hash, must_change_password, made_at, demo)
            select ?, ?, lower(?), '甲', array[?], false, array[?]::uuid[], 'zh-CN', password_hash,
              false, now(), demo
            from security.account where username = 'command'
            """)
        .params(id, name, name, role, unit)
        .update();
    return Browser.signedIn(port, name);
  }
}
