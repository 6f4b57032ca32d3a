package org.shouwang.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.shouwang.IntegrationTest;
import org.shouwang.audit.Actor;
import org.shouwang.clock.WorldClock;
import org.shouwang.policy.SwitchesForTests;
import org.shouwang.security.Browser;
import org.shouwang.security.Browser.Answer;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Going over to other rules: what the preview said is what comes, for everybody there is. */
class EditionSwitchIntegrationTests extends IntegrationTest {

  @Autowired ParkStatus status;
  @Autowired StatusStore store;
  @Autowired Rejudging rejudging;
  @Autowired WorldClock world;
  @Autowired JdbcClient jdbc;
  @Autowired SwitchesForTests switches;
  @LocalServerPort int port;

  private Duration offset = Duration.ZERO;
  private Browser command;
  private StatusPark park;

  @BeforeEach
  void park() {
    offset = world.offset();
    command = Browser.signedIn(port, "command");
    park = new StatusPark(jdbc, port);
  }

  @AfterEach
  void goBack() {
    switches.callOff();
    judgeAll();
    world.set(Instant.now().plus(offset), 1);
  }

  /** Another thread may have the turn. */
  private void judgeAll() {
    for (int i = 0; i < 600; i++) {
      rejudging.some();
      String judged = jdbc.sql("select editions from status.judged").query(String.class).single();
      if (judged.equals(rejudging.digest())) {
        return;
      }
      java.util.concurrent.locks.LockSupport.parkNanos(50_000_000);
    }
    throw new AssertionError("judging anew doesn't end");
  }

  private static Instant day(String day) {
    return LocalDate.parse(day).atStartOfDay(WorldClock.ZONE).toInstant();
  }

  /** Somebody whom the authority classified on the day after the exposure. */
  private UUID contact(String kind, String exposed) {
    UUID person = park.worker(park.unit, "接触者");
    give(
        person,
        EvidenceKind.CONTACT_CLASS,
        day(exposed).plus(Duration.ofHours(33)),
        Map.of("class", kind, "lastExposure", exposed));
    return person;
  }

  private void give(UUID person, EvidenceKind kind, Instant at, Map<String, String> detail) {
    status.take(List.of(StatusPark.evidence(person, kind, at, detail)), Actor.SYSTEM);
  }

  private JsonNode preview(Instant at, String rulesOf) throws InterruptedException {
    return preview(Map.of("at", at, "rulesOf", rulesOf));
  }

  private JsonNode preview(Map<String, Object> asked) throws InterruptedException {
    Answer begun = command.post("/api/v1/status/previews", asked);
    assertThat(begun.status()).as(begun.raw().body()).isEqualTo(202);
    String path = "/api/v1/status/previews/" + begun.json().path("id").asString();
    for (int i = 0; i < 300; i++) {
      JsonNode seen = command.get(path).json();
      if (!seen.path("state").asString().equals("running")) {
        assertThat(seen.path("state").asString()).isEqualTo("done");
        return seen;
      }
      Thread.sleep(50);
    }
    throw new AssertionError("the preview doesn't end");
  }

  private Map<UUID, JsonNode> changes(JsonNode preview) {
    Map<UUID, JsonNode> changes = new HashMap<>();
    String path = "/api/v1/status/previews/" + preview.path("id").asString() + "/changes?limit=100";
    String after = "";
    while (true) {
      JsonNode page = command.get(path + after).json();
      for (JsonNode each : page.path("items")) {
        changes.put(UUID.fromString(each.at("/person/id").asString()), each);
      }
      if (page.path("next").asString("").isEmpty()) {
        return changes;
      }
      after = "&after=" + page.path("next").asString();
    }
  }

  private Answer decide(Instant at, String rulesOf) {
    return command.post(
        "/api/v1/policy/switches",
        Map.of("at", at, "rulesOf", rulesOf, "document", "联防联控〔2022〕71号"));
  }

  /** What stands at an instant, as the histories say, for everybody. */
  private Map<UUID, SwitchChange.Side> standing(Instant at) {
    List<UUID> persons = jdbc.sql("select person_id from status.person").query(UUID.class).list();
    Map<UUID, SwitchChange.Side> sides = new HashMap<>();
    Map<UUID, List<StatusStore.Row>> known = store.known(persons);
    persons.forEach(person ->
        sides.put(
            person,
            SwitchChange.Side.at(
                at, known.getOrDefault(person, List.of()).stream().map(store::span).toList())));
    return sides;
  }

  /** How much is known of each person. */
  private Map<UUID, Long> evidence() {
    Map<UUID, Long> known = new HashMap<>();
    jdbc.sql(
            """
            select person_id, sum(n) as n from (
              select person_id, count(*) as n from status.evidence group by 1
              union all select person_id, count(*) from status.withdrawal group by 1) t
            group by 1
            """)
        .query(row -> {
          known.put(row.getObject(1, UUID.class), row.getLong(2));
        });
    return known;
  }

  /** Previews, decides, and holds the one against the other. Returns the preview's changes. */
  private Map<UUID, JsonNode> goOver(Instant at, String rulesOf) throws InterruptedException {
    judgeAll();
    Map<UUID, Long> known = evidence();
    Map<UUID, JsonNode> said = changes(preview(at, rulesOf));
    Map<UUID, SwitchChange.Side> before = standing(at);
    assertThat(decide(at, rulesOf).status()).isEqualTo(201);
    judgeAll();
    Map<UUID, SwitchChange.Side> after = standing(at);
    assertThat(said).isNotEmpty();
    // clocks of other modules go on: of whom something new has come to be known nothing was said
    Map<UUID, Long> since = evidence();
    after.keySet().removeIf(person -> !Objects.equals(known.get(person), since.get(person)));
    assertThat(after.size()).as("nearly all are compared").isGreaterThan(since.size() / 2);
    after.forEach((person, side) -> {
      JsonNode change = said.get(person);
      SwitchChange.Side was = before.get(person);
      if (change == null) {
        assertThat(side.level()).as("nobody else changes").isEqualTo(was.level());
        assertThat(side.until()).isEqualTo(was.until());
        assertThat(side.free()).isEqualTo(was.free());
        assertThat(side.label()).isEqualTo(was.label());
      } else {
        assertThat(shown(change.path("from"))).isEqualTo(was);
        assertThat(shown(change.path("to"))).isEqualTo(side);
      }
    });
    return said;
  }

  private static SwitchChange.Side shown(JsonNode side) {
    return new SwitchChange.Side(
        CurrentStore.level(side.path("level").asString()),
        text(side, "label"),
        text(side, "rule"),
        time(side, "until"),
        time(side, "free"));
  }

  private static @org.jspecify.annotations.Nullable String text(JsonNode side, String field) {
    return side.path(field).isMissingNode() ? null : side.path(field).asString();
  }

  private static @org.jspecify.annotations.Nullable Instant time(JsonNode side, String field) {
    String text = text(side, field);
    return text == null ? null : Instant.parse(text);
  }

  private static String how(Map<UUID, JsonNode> said, UUID person) {
    JsonNode change = said.get(person);
    return change == null
        ? "same"
        : change.path("kind").asString()
            + " "
            + change.at("/from/level").asString()
            + ">"
            + change.at("/to/level").asString();
  }

  private JsonNode now(UUID person) {
    return command.get("/api/v1/status/persons/" + person).json();
  }

  @Test
  void fromTheEighthEditionToClassBTheCommitDoesWhatThePreviewSaid() throws Exception {
    Instant ninth = day("2022-06-28");
    world.set(ninth.minus(Duration.ofHours(10)), 1);
    UUID yesterday = contact("close", "2022-06-20");
    UUID middle = contact("close", "2022-06-25");
    UUID longOver = contact("close", "2022-06-14");
    UUID secondary = contact("secondary", "2022-06-24");
    UUID tube = park.worker(park.unit, "混管");
    give(tube, EvidenceKind.POOL_RESULT, ninth.minusSeconds(90_000), Map.of("result", "positive"));
    UUID released = contact("close", "2022-06-22");
    give(released, EvidenceKind.RELEASE, ninth.minusSeconds(60_000), Map.of());

    Map<UUID, JsonNode> said = goOver(ninth, "2022-06-28");
    assertThat(how(said, yesterday)).isEqualTo("eased barred>test_first");
    assertThat(how(said, middle)).isEqualTo("shortened barred>barred");
    assertThat(how(said, longOver)).isEqualTo("freed barred>free");
    assertThat(how(said, secondary)).isEqualTo("same");
    assertThat(how(said, tube)).isEqualTo("same");
    assertThat(how(said, released)).isEqualTo("same");
    assertThat(said.get(middle).at("/to/until").asString()).isEqualTo("2022-07-02T16:00:00Z");
    assertThat(said.get(middle).at("/to/free").asString()).isEqualTo("2022-07-05T16:00:00Z");
    assertThat(now(longOver).path("level").asString())
        .as("not before its time")
        .isEqualTo("barred");

    world.set(ninth.plusSeconds(1), 1);
    assertThat(now(longOver).path("level").asString()).isEqualTo("free");
    assertThat(now(yesterday).path("level").asString()).isEqualTo("test_first");
    assertThat(now(middle).path("until").asString()).isEqualTo("2022-07-02T16:00:00Z");
    JsonNode past = command.get("/api/v1/status/persons/" + longOver + "/history").json();
    assertThat(past.toString()).as("what was stays").contains("\"level\":\"barred\"");
    JsonNode why = command.get("/api/v1/status/persons/" + middle + "/history").json();
    assertThat(why.findValues("edition").toString()).contains("第九版").contains("第八版");

    Instant twenty = day("2022-11-11");
    world.set(twenty.minus(Duration.ofHours(10)), 1);
    UUID close = contact("close", "2022-11-06");
    UUID ofClose = contact("secondary", "2022-11-07");
    said = goOver(twenty, "2022-11-11");
    assertThat(how(said, close)).isEqualTo("lengthened barred>barred");
    assertThat(how(said, ofClose)).isEqualTo("freed barred>free");

    Instant ten = day("2022-12-07");
    world.set(ten.minus(Duration.ofHours(10)), 1);
    UUID atHome = contact("close", "2022-12-03");
    UUID over = contact("close", "2022-11-30");
    said = goOver(ten, "2022-12-07");
    assertThat(how(said, atHome)).isEqualTo("shortened barred>barred");
    assertThat(how(said, over)).isEqualTo("freed barred>free");

    Instant classB = day("2023-01-08");
    world.set(classB.minus(Duration.ofHours(10)), 1);
    UUID last = contact("close", "2023-01-05");
    said = goOver(classB, "2023-01-08");
    assertThat(how(said, last)).isEqualTo("freed barred>free");
    world.set(classB.plusSeconds(1), 1);
    assertThat(now(last).path("level").asString()).isEqualTo("free");
  }

  @Test
  void aSwitchThatIsCalledOffLeavesNothingBehind() throws Exception {
    Instant at = Instant.parse("2022-03-10T16:00:00Z");
    world.set(at.minus(Duration.ofHours(5)), 1);
    UUID person = contact("close", "2022-03-03");
    Map<UUID, JsonNode> said = goOver(at, "2022-06-28");
    assertThat(how(said, person)).isEqualTo("eased barred>test_first");
    String id = command.get("/api/v1/policy/switches").json().get(0).path("id").asString();
    assertThat(command.delete("/api/v1/policy/switches/" + id).status()).isEqualTo(204);
    assertThat(command.delete("/api/v1/policy/switches/" + id).code())
        .isEqualTo("policy.switch_over");
    judgeAll();
    world.set(at.plusSeconds(1), 1);
    assertThat(now(person).path("level").asString()).isEqualTo("barred");
    assertThat(now(person).path("until").asString()).isEqualTo("2022-03-17T16:00:00Z");
  }

  @Test
  void rulesTakenOverEarlyJudgeWhatBeginsAfterwards() {
    Instant at = Instant.parse("2022-03-10T16:00:00Z");
    world.set(at.minusSeconds(60), 1);
    assertThat(decide(at, "2022-06-28").status()).isEqualTo(201);
    world.set(at.plus(Duration.ofHours(12)), 1);
    UUID person = park.worker(park.unit, "新密接");
    give(
        person,
        EvidenceKind.CONTACT_CLASS,
        at.plus(Duration.ofHours(11)),
        Map.of("class", "close", "lastExposure", "2022-03-10"));
    assertThat(now(person).path("until").asString()).isEqualTo("2022-03-17T16:00:00Z");
  }

  @Test
  void aSwitchOfOneDiseaseLeavesWhoIsRestrictedForAnother() throws Exception {
    Instant at = Instant.parse("2022-03-10T16:00:00Z");
    world.set(at.minus(Duration.ofHours(5)), 1);
    UUID person = contact("close", "2022-03-03");
    judgeAll();
    Map<String, Object> other =
        Map.of("at", at, "rulesOf", "2022-06-28", "disease", "norovirus", "document", "71号");
    JsonNode nobody = preview(Map.of("at", at, "rulesOf", "2022-06-28", "disease", "norovirus"));
    assertThat(nobody.path("disease").asString()).isEqualTo("norovirus");
    assertThat(changes(nobody)).doesNotContainKey(person);
    Answer decided = command.post("/api/v1/policy/switches", other);
    assertThat(decided.status()).as(decided.raw().body()).isEqualTo(201);
    assertThat(decided.json().path("disease").asString()).isEqualTo("norovirus");
    assertThat(decided.json().path("from").asString())
        .as("its own rules are kept, not those of the principal disease")
        .isNotEqualTo(command.get("/api/v1/policy/in-force?at=" + at).json().path("id").asString());
    judgeAll();
    world.set(at.plusSeconds(1), 1);
    assertThat(now(person).path("until").asString()).isEqualTo("2022-03-17T16:00:00Z");

    Instant later = at.plus(Duration.ofHours(1));
    JsonNode own = preview(Map.of("at", later, "rulesOf", "2022-06-28", "disease", "covid-19"));
    assertThat(how(changes(own), person)).isEqualTo("eased barred>test_first");

    Answer unknown =
        command.post(
            "/api/v1/policy/switches",
            Map.of("at", later, "rulesOf", "2022-06-28", "disease", "plague", "document", "x"));
    assertThat(unknown.status()).isEqualTo(422);
    assertThat(unknown.code()).isEqualTo("policy.disease_unknown");
    assertThat(unknown.json().path("detail").asString()).contains("norovirus");
  }

  @Test
  void ofTwoSwitchesAtTheSameMomentTheLaterDecisionCounts() {
    Instant at = Instant.parse("2022-03-10T16:00:00Z");
    world.set(at.minusSeconds(60), 1);
    assertThat(decide(at, "2022-06-28").status()).isEqualTo(201);
    assertThat(decide(at, "2022-03-11").status()).isEqualTo(201);
    Answer then = command.get("/api/v1/policy/in-force?at=" + at);
    assertThat(then.json().path("layers").toString()).contains("第八版").doesNotContain("第九版");
  }

  @Test
  void nobodyButTheCommandSeesOrDecidesASwitchAndBadOnesAreRefused() {
    world.set(Instant.parse("2022-03-10T04:00:00Z"), 1);
    for (String other : List.of("admin", "guard1", "investigator")) {
      Browser browser = Browser.signedIn(port, other);
      assertThat(browser.post("/api/v1/status/previews", Map.of()).status()).isEqualTo(403);
      assertThat(browser.post("/api/v1/policy/switches", Map.of("document", "x")).status())
          .isEqualTo(403);
    }
    Answer past = decide(Instant.parse("2022-03-09T04:00:00Z"), "2022-06-28");
    assertThat(past.code()).isEqualTo("policy.switch_in_the_past");
    Answer backwards = decide(Instant.parse("2022-06-28T04:00:00Z"), "2022-03-10");
    assertThat(backwards.code()).isEqualTo("policy.switch_backwards");
    Answer nothing = command.post("/api/v1/policy/switches", Map.of("at", "2022-06-28T04:00:00Z"));
    assertThat(nothing.code()).isEqualTo("policy.field_missing");
    assertThat(nothing.json().path("field").asString()).isEqualTo("document");
    assertThat(command.get("/api/v1/status/previews/" + UUID.randomUUID()).code())
        .isEqualTo("status.preview_unknown");
  }
}
