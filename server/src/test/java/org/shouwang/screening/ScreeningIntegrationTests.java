package org.shouwang.screening;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.shouwang.IntegrationTest;
import org.shouwang.clock.WorldClock;
import org.shouwang.security.Browser;
import org.shouwang.security.Browser.Answer;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Declarations against risk areas and the other way round, and who lives where it is sealed. */
class ScreeningIntegrationTests extends IntegrationTest {

  private static final Instant NOON = Instant.parse("2022-03-11T04:00:00Z");

  @Autowired JdbcClient jdbc;
  @Autowired WorldClock world;
  @LocalServerPort int port;

  private Duration offset = Duration.ZERO;
  private Browser command;
  private UUID unit;

  /** A town and a village of its own for each test. */
  private String town;

  private String village;

  @BeforeEach
  void park() {
    offset = world.offset();
    world.set(NOON, 1);
    command = Browser.signedIn(port, "command");
    unit = unit();
    String own = UUID.randomUUID().toString().replace("-", "").substring(0, 12);
    town = "试" + own + "镇";
    village = "试" + own + "村";
  }

  @AfterEach
  void goBack() {
    world.set(Instant.now().plus(offset), 1);
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

  private UUID person(@Nullable String home, @Nullable String post) {
    UUID id = UUID.randomUUID();
    jdbc.sql(
            """
            insert into people.person (id, name, kind, class_of_person, unit_id, home, post)
            values (?, '王旅客', 'employee', 'shift_worker', ?, ?, ?)
            """)
        .params(Arrays.asList(id, unit, home, post))
        .update();
    return id;
  }

  private UUID person() {
    return person(null, null);
  }

  private static Map<String, Object> stay(String place, String from, String until) {
    return Map.of("place", place, "from", from, "until", until);
  }

  private Answer declare(Browser who, UUID person, boolean contact, List<?> stays) {
    Map<String, Object> data = new HashMap<>();
    data.put("contact", contact);
    data.put("stays", stays);
    Map<String, Object> fact = new HashMap<>();
    fact.put("id", UuidCreator.getTimeOrderedEpoch());
    fact.put("type", "screening.declaration");
    fact.put("at", world.now());
    fact.put("sent", world.now());
    fact.put("person", Map.of("id", person));
    fact.put("data", data);
    return who.post("/api/v1/facts", fact);
  }

  private void declared(UUID person, Map<?, ?>... stays) {
    JsonNode receipt = receipt(declare(command, person, false, List.of(stays)));
    assertThat(receipt.path("status").asString()).as(receipt.toString()).isEqualTo("recorded");
  }

  private static JsonNode receipt(Answer answer) {
    JsonNode receipts = answer.json().path("receipts");
    return receipts.isArray() ? receipts.get(0) : answer.json();
  }

  private Answer list(String level, String zone) {
    return command.post(
        "/api/v1/screening/areas",
        Map.of(
            "name",
            "甘肃省兰州新区" + town + village,
            "level",
            level,
            "zone",
            zone,
            "document",
            "新区通告〔2022〕3号"));
  }

  private JsonNode listed(String level, String zone) {
    Answer answer = list(level, zone);
    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(201);
    return answer.json();
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

  private Answer judge(JsonNode hit, String verdict) {
    return command.post(
        "/api/v1/screening/hits/" + hit.path("id").asString() + "/judge",
        Map.of("verdict", verdict, "note", "电话核实"));
  }

  private JsonNode now(UUID person) {
    return command.get("/api/v1/status/persons/" + person).json();
  }

  private String level(UUID person) {
    return now(person).path("level").asString();
  }

  private List<String> duties(String kind, UUID person) {
    return jdbc.sql("select state from duties.duty where kind = ? and subject_id = ?")
        .params(kind, person)
        .query(String.class)
        .list();
  }

  // ── both ways ──────────────────────────────────────────────────────────────────────────────────

  @Test
  void anAreaFindsWhoDeclaredAStayThereBefore() {
    UUID there = person();
    UUID elsewhere = person();
    UUID longAgo = person();
    UUID nowhere = person();
    declared(there, stay(town + village, "2022-03-06", "2022-03-08"));
    declared(elsewhere, stay("陕西省西安市", "2022-03-06", "2022-03-08"));
    declared(longAgo, stay(town + village, "2022-02-10", "2022-02-20"));
    declared(nowhere);
    assertThat(level(there)).isEqualTo("free");

    JsonNode area = listed("high", "none");
    assertThat(area.path("hits").path("open").asInt()).isOne();
    assertThat(hits(there))
        .singleElement()
        .satisfies(hit -> {
          assertThat(hit.path("kind").asString()).isEqualTo("stay");
          assertThat(hit.path("certain").asBoolean()).isTrue();
          assertThat(hit.at("/stay/until").asString()).isEqualTo("2022-03-08");
          assertThat(hit.path("area").asString()).endsWith(village);
        });
    assertThat(level(there)).isEqualTo("held");
    assertThat(now(there).path("until").asString())
        .as("14 days from the last day there, the day after it being the first")
        .isEqualTo("2022-03-22T16:00:00Z");
    assertThat(duties("screening.follow_up", there)).containsExactly("open");
    for (UUID other : List.of(elsewhere, longAgo, nowhere)) {
      assertThat(hits(other)).isEmpty();
      assertThat(level(other)).isEqualTo("free");
    }
  }

  @Test
  void aDeclarationFindsTheAreasThatAreListed() {
    listed("medium", "none");
    UUID there = person();
    declared(there, stay("甘肃省兰州新区" + town + village + "二社", "2022-03-09", "2022-03-10"));
    assertThat(hits(there)).hasSize(1);
    assertThat(level(there)).isEqualTo("test_first");
  }

  @Test
  void aHigherLevelFindsThemAgain() {
    UUID there = person();
    declared(there, stay(town + village, "2022-03-06", "2022-03-08"));
    listed("medium", "none");
    assertThat(level(there)).isEqualTo("test_first");
    world.set(NOON.plusSeconds(60), 1);
    listed("high", "none");
    assertThat(level(there)).isEqualTo("held");
    assertThat(hits(there)).hasSize(2);
    Answer again = list("high", "none");
    assertThat(again.code()).isEqualTo("screening.level_same");
  }

  @Test
  void whoDeclaresLessCloselyThanTheAreaIsAskedBeforeAnythingFollows() {
    listed("high", "none");
    UUID perhaps = person();
    declared(perhaps, stay("甘肃省兰州新区" + town, "2022-03-09", "2022-03-10"));
    JsonNode hit =
        hits(perhaps).stream()
            .filter(it -> it.path("area").asString().endsWith(village))
            .findFirst()
            .orElseThrow();
    assertThat(hit.path("certain").asBoolean()).isFalse();
    assertThat(level(perhaps)).isEqualTo("free");
    assertThat(judge(hit, "confirmed").status()).isEqualTo(200);
    assertThat(level(perhaps)).isEqualTo("held");
    assertThat(judge(hit, "dismissed").code()).isEqualTo("screening.hit_judged");
  }

  @Test
  void whatIsDismissedIsUnwoundAndItsDutyDone() {
    UUID there = person();
    declared(there, stay(town + village, "2022-03-06", "2022-03-08"));
    listed("high", "none");
    Answer noNote =
        command.post(
            "/api/v1/screening/hits/" + hits(there).getFirst().path("id").asString() + "/judge",
            Map.of("verdict", "dismissed"));
    assertThat(noNote.code()).isEqualTo("screening.field_missing");
    assertThat(judge(hits(there).getFirst(), "dismissed").status()).isEqualTo(200);
    assertThat(level(there)).isEqualTo("free");
    assertThat(duties("screening.follow_up", there)).containsExactly("done");
  }

  @Test
  void aDeclaredContactIsLookedIntoAndLeadsToNothingByItself() {
    UUID person = person();
    declare(command, person, true, List.of());
    assertThat(hits(person))
        .singleElement()
        .satisfies(hit -> assertThat(hit.path("kind").asString()).isEqualTo("contact"));
    assertThat(level(person)).isEqualTo("free");
    assertThat(duties("screening.follow_up", person)).containsExactly("open");
  }

  @Test
  void whoDeclaresToHaveBeenElsewhereWhileAtTheGateIsPutBeforeAPerson() {
    UUID person = person();
    UUID near = person();
    for (UUID each : List.of(person, near)) {
      jdbc.sql(
              """
              insert into presence.stay (person_id, level, day, during, zone_id, since, via_id,
                entered_by, ending, implied)
              select ?, 'park', '2022-03-07', tstzrange(begun, '2022-03-07 17:00+08'), zone, begun,
                     zone, gen_random_uuid(), 'left', false
              from (select '2022-03-07 08:00+08'::timestamptz, ?::uuid) s (begun, zone)
              """)
          .params(each, UUID.randomUUID())
          .update();
    }
    declared(person, stay("陕西省西安市", "2022-03-05", "2022-03-09"));
    declared(near, stay("甘肃省兰州新区中川镇", "2022-03-05", "2022-03-09"));
    assertThat(hits(person))
        .singleElement()
        .satisfies(hit -> {
          assertThat(hit.path("kind").asString()).isEqualTo("contradiction");
          assertThat(hit.path("reason").asString()).isEqualTo("present");
          assertThat(hit.at("/stay/place").asString()).isEqualTo("陕西省西安市");
        });
    assertThat(level(person)).as("a person judges").isEqualTo("free");
    assertThat(duties("screening.follow_up", person)).containsExactly("open");
    assertThat(hits(near)).as("lives around the park").isEmpty();
  }

  @Test
  void ofTwoDeclarationsThatDifferOneIsPutBeforeAPersonWhicheverCameFirst() {
    UUID hid = person();
    declared(hid);
    assertThat(hits(hid)).isEmpty();
    world.set(NOON.plusSeconds(60), 1);
    declared(hid, stay("陕西省西安市", "2022-03-05", "2022-03-06"));
    assertThat(hits(hid))
        .singleElement()
        .satisfies(hit -> assertThat(hit.path("reason").asString()).isEqualTo("differs"));

    UUID forgot = person();
    declared(forgot, stay("陕西省西安市", "2022-03-05", "2022-03-06"));
    world.set(NOON.plusSeconds(120), 1);
    declared(forgot);
    assertThat(hits(forgot)).hasSize(1);
    declared(forgot, stay("陕西省西安市", "2022-03-05", "2022-03-06"));
    assertThat(hits(forgot)).as("each stay that is denied, once").hasSize(2);
  }

  // ── homes ──────────────────────────────────────────────────────────────────────────────────────

  @Test
  void aSealedAreaFindsWhoLivesThereKeyPostsFirstAndLiftingItFreesThem() {
    jdbc.sql("insert into people.post (id, unit_id, name, key_post) values (?, ?, '司炉班长', true)")
        .params(UUID.randomUUID(), unit)
        .update();
    UUID resident = person(town + village + "一社12号", null);
    UUID worker = person(town + village + "二社", "操作工");
    UUID key = person("甘肃省兰州新区" + town + village, "司炉班长");
    UUID elsewhere = person(town + "另一村", "操作工");

    JsonNode area = listed("high", "sealed");
    for (UUID each : List.of(resident, worker, key)) {
      assertThat(level(each)).isEqualTo("held");
    }
    assertThat(level(elsewhere)).isEqualTo("free");
    assertThat(duties("screening.replace", key)).containsExactly("open");
    assertThat(duties("screening.replace", worker)).isEmpty();
    JsonNode residents =
        command.get("/api/v1/screening/areas/" + area.path("id").asString() + "/residents").json();
    assertThat(residents.path("total").asInt()).isEqualTo(3);
    assertThat(residents.path("keyPosts").asInt()).isOne();
    assertThat(residents.path("people").valueStream().map(it -> it.path("id").asString()))
        .containsExactly(key.toString(), worker.toString(), resident.toString());

    world.set(NOON.plusSeconds(3_600), 1);
    JsonNode down = listed("medium", "precaution");
    assertThat(level(worker)).isEqualTo("watched");
    assertThat(duties("screening.replace", key))
        .as("they can come to work")
        .containsExactly("waived");
    world.set(NOON.plusSeconds(7_200), 1);
    String lift = "/api/v1/screening/areas/" + down.path("id").asString() + "/lift";
    assertThat(command.post(lift, Map.of("document", "新区通告〔2022〕9号")).status()).isEqualTo(200);
    for (UUID each : List.of(resident, worker, key)) {
      assertThat(level(each)).isEqualTo("free");
    }
    assertThat(command.post(lift, Map.of("document", "x")).code())
        .isEqualTo("screening.level_over");
  }

  @Test
  void ofTwoAreasTheStricterHoldsAndLiftingTheMilderFreesNobody() {
    UUID resident = person("甘肃省兰州新区" + town + village, "操作工");
    JsonNode sealed = listed("high", "sealed");
    world.set(NOON.plusSeconds(60), 1);
    JsonNode around =
        command
            .post(
                "/api/v1/screening/areas",
                Map.of(
                    "name", "甘肃省兰州新区" + town,
                    "level", "low",
                    "zone", "precaution",
                    "document", "新区通告〔2022〕4号"))
            .json();
    assertThat(level(resident)).as("the village is still sealed").isEqualTo("held");
    world.set(NOON.plusSeconds(120), 1);
    lift(around);
    assertThat(level(resident)).isEqualTo("held");
    world.set(NOON.plusSeconds(180), 1);
    lift(sealed);
    assertThat(level(resident)).isEqualTo("free");
  }

  private void lift(JsonNode area) {
    String path = "/api/v1/screening/areas/" + area.path("id").asString() + "/lift";
    assertThat(command.post(path, Map.of("document", "解除")).status()).isEqualTo(200);
  }

  @Test
  void aHomeThatIsNotThereAnyMoreIsDismissedAndNothingOfEarlierLevelsIsLeft() {
    UUID gone = person(town + village + "三社", null);
    listed("high", "sealed");
    world.set(NOON.plusSeconds(60), 1);
    listed("medium", "precaution");
    assertThat(level(gone)).isEqualTo("watched");
    JsonNode now =
        hits(gone).stream()
            .filter(it -> it.path("state").asString().equals("confirmed"))
            .findFirst()
            .orElseThrow();
    assertThat(judge(now, "dismissed").status()).isEqualTo(200);
    assertThat(level(gone)).isEqualTo("free");
  }

  @Test
  void whoIsIsolatedStaysAwayFromDutiesWhenTheHomeIsOpenAgain() {
    UUID both = person(town + village, null);
    JsonNode area = listed("high", "sealed");
    jdbc.sql(
            """
            insert into duties.absence (person_id, during, reason, id, made_at)
            values (?, tstzrange(?::timestamptz, null), 'quarantine', gen_random_uuid(), now())
            """)
        .params(both, NOON.minusSeconds(60).toString())
        .update();
    world.set(NOON.plusSeconds(60), 1);
    lift(area);
    assertThat(
            jdbc.sql("select reason from duties.absence where person_id = ? and upper_inf(during)")
                .param(both)
                .query(String.class)
                .list())
        .containsExactly("quarantine");
  }

  // ── who may, what is refused, what happens at once ─────────────────────────────────────────────

  @Test
  void aLeadSeesAndJudgesTheOwnUnitAndListsNoAreas() {
    UUID there = person();
    declared(there, stay(town + village, "2022-03-06", "2022-03-08"));
    listed("high", "none");
    JsonNode hit = hits(there).getFirst();
    Browser own = lead(unit);
    Browser other = lead(unit());
    assertThat(own.get("/api/v1/screening/hits").json().path("items").toString())
        .contains(there.toString());
    assertThat(other.get("/api/v1/screening/hits").json().path("items").toString())
        .doesNotContain(there.toString());
    String path = "/api/v1/screening/hits/" + hit.path("id").asString() + "/judge";
    assertThat(other.post(path, Map.of("verdict", "confirmed")).code())
        .isEqualTo("screening.hit_unknown");
    assertThat(receipt(declare(other, there, false, List.of())).toString())
        .contains("screening.person_unknown");
    assertThat(own.post(path, Map.of("verdict", "confirmed")).status()).isEqualTo(200);
    assertThat(
            own.post(
                    "/api/v1/screening/areas",
                    Map.of("name", "x", "level", "high", "zone", "none", "document", "x"))
                .status())
        .isEqualTo(403);
    assertThat(Browser.signedIn(port, "guard1").get("/api/v1/screening/hits").status())
        .isEqualTo(403);
  }

  private Browser lead(UUID of) {
    UUID id = UUID.randomUUID();
    String name = "lead-" + id;
    jdbc.sql(
            """
            insert into security.account (id, username, username_key, display_name, roles, everywhere,
              units, language, password_hash, must_change_password, made_at, demo)
            select ?, ?, lower(?), '甲', array['unit_lead'], false, array[?]::uuid[], 'zh-CN',
              password_hash, false, now(), demo
            from security.account where username = 'command'
            """)
        .params(id, name, name, of)
        .update();
    return Browser.signedIn(port, name);
  }

  @Test
  void badDeclarationsAreRefusedByTheirField() {
    UUID person = person();
    Map<String, List<?>> bad = new HashMap<>();
    bad.put("data.stays[0].place", List.of(Map.of("from", "2022-03-01", "until", "2022-03-02")));
    bad.put("data.stays[0].until", List.of(stay("甲村", "2022-03-05", "2022-03-02")));
    bad.put(
        "data.stays[1].from",
        List.of(stay("甲村", "2022-03-01", "2022-03-02"), stay("乙村", "2021-03-01", "2022-03-02")));
    bad.put("data.stays[0].from", List.of(stay("甲村", "2022-02-30", "2022-03-02")));
    bad.forEach((field, stays) -> {
      JsonNode receipt = receipt(declare(command, person, false, stays));
      assertThat(receipt.toString()).as(field).contains("rejected").contains(field);
    });
    assertThat(
            jdbc.sql("select count(*) from screening.declaration where person_id = ?")
                .param(person)
                .query(Long.class)
                .single())
        .isZero();
  }

  @Test
  void anAreaListedWhileDeclarationsComeInMissesNobody() throws Exception {
    int many = 24;
    UUID[] persons = new UUID[many];
    for (int i = 0; i < many; i++) {
      persons[i] = person();
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(6)) {
      Future<?>[] sent = new Future<?>[many];
      for (int i = 0; i < many; i++) {
        UUID person = persons[i];
        sent[i] =
            threads.submit(
                () -> declared(person, stay(town + village, "2022-03-06", "2022-03-08")));
      }
      Future<?> area = threads.submit(() -> listed("high", "none"));
      for (Future<?> each : sent) {
        each.get();
      }
      area.get();
    }
    for (UUID person : persons) {
      assertThat(hits(person)).as("found once, by the one or the other").hasSize(1);
      assertThat(level(person)).isEqualTo("held");
    }
  }
}
