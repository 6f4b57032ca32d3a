package org.shouwang.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.shouwang.audit.Actor;
import org.shouwang.policy.HoursForTests;
import org.shouwang.sampling.PositivesFound;
import org.shouwang.security.Browser;
import org.shouwang.security.Browser.Answer;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** One named worker a person, two visits a day, and what happens when somebody is unwell or out. */
class FollowUpIntegrationTests extends IsolationPark {

  private static final Instant SEVEN = Instant.parse("2022-03-09T23:00:00Z"); // 07:00

  @Autowired FollowUp followUp;
  @Autowired HoursForTests hours;

  @Test
  void whoComesIntoIsolationHasTheWorkerWithTheFewestAndTwoVisitsADay() {
    UUID busy = worker();
    UUID idle = worker();
    world.set(SEVEN, 1);
    UUID first = person(null);
    JsonNode one = ordered(classed(first, true), "home", null).json();
    UUID taken = UUID.fromString(get(one).path("worker").path("id").asString());
    assertThat(taken).isIn(busy, idle);
    UUID second = person(null);
    JsonNode other = ordered(classed(second, true), "home", null).json();
    assertThat(get(other).path("worker").path("id").asString())
        .isEqualTo((taken.equals(busy) ? idle : busy).toString());
    visits();
    assertThat(holders(first))
        .containsExactly("morning person " + taken, "evening person " + taken);
    visits();
    assertThat(holders(first)).as("made once").hasSize(2);
    world.set(SEVEN.plusSeconds(86_400), 1);
    visits();
    assertThat(holders(first)).as("and again the next day").hasSize(4);
  }

  @Test
  void aReadingEndsItsHalfOfTheDayOnceAndOneThatSawNobodyDoesnt() {
    world.set(SEVEN, 1);
    UUID person = person(null);
    JsonNode order = ordered(classed(person, true), "home", null).json();
    visits();
    moveTo(SEVEN, person, "open");
    UUID id = UUID.randomUUID();
    assertThat(reading(order, UUID.randomUUID(), "not_attempted", null, List.of()).status())
        .isEqualTo(200);
    assertThat(states(person)).containsExactly("open", "waiting");
    Answer seen = reading(order, id, "seen_well", 36.4, List.of());
    assertThat(seen.json().path("state").asString()).isEqualTo("seen_well");
    assertThat(reading(order, id, "seen_well", 36.4, List.of()).status()).isEqualTo(200);
    assertThat(states(person)).containsExactly("done", "waiting");
    assertThat(liaison.get("/api/v1/isolation/orders/" + id(order) + "/readings").json())
        .hasSize(2);
    assertThat(get(order).path("today").path("morning").asString()).isEqualTo("seen_well");
    assertThat(get(order).path("today").path("evening").asString()).isEqualTo("to_come");
  }

  @Test
  void aMissedMorningIsLateWithinTheHour() {
    world.set(SEVEN, 1);
    UUID person = person(null);
    JsonNode order = ordered(classed(person, true), "home", null).json();
    visits();
    moveTo(SEVEN.plusSeconds(3 * 3_600 + 60), person, "late"); // 10:01
    assertThat(states(person)).containsExactly("late", "waiting");
    assertThat(get(order).path("today").path("morning").asString()).isEqualTo("missed");
    JsonNode late = ordered(classed(person(null), true), "home", null).json();
    assertThat(get(late).path("today").has("morning")).as("came after it was over").isFalse();
  }

  @Test
  void aFeverIsToldAtOnceAndMustBeActedUpon() {
    world.set(SEVEN, 1);
    UUID person = person(null);
    JsonNode order = ordered(classed(person, true), "home", null).json();
    Answer hot = reading(order, UUID.randomUUID(), "seen_well", 37.8, List.of());
    assertThat(hot.json().path("state").asString())
        .as("whatever was ticked: 37.8 is a fever")
        .isEqualTo("seen_unwell");
    assertThat(duties("isolation.unwell", person)).containsExactly("open");
    assertThat(
            jdbc.sql(
                    "select count(*) from status.evidence where person_id = ? and kind = 'symptoms'")
                .param(person)
                .query(Integer.class)
                .single())
        .isEqualTo(1);
    assertThat(reading(order, UUID.randomUUID(), "seen_well", 60.0, List.of()).code())
        .isEqualTo("isolation.temperature_wrong");
    assertThat(reading(order, UUID.randomUUID(), "seen_well", 36.5, List.of("x")).code())
        .isEqualTo("isolation.not_a_choice");
  }

  @Test
  void untilWhenVisitsAreMadeAndFeversActedUponIsARuleOfTheOrdersDisease() {
    hours.lay();
    world.set(HoursForTests.THEN, 0);
    UUID person = person(null);
    JsonNode proposed = classed(person, true, HoursForTests.THEN.minusSeconds(86_400), "norovirus");
    Map<String, Object> body = order("home", null, proposed);
    body.put("isolatedOn", "2029-01-10");
    Answer filed = liaison.post("/api/v1/isolation/orders/" + id(proposed) + "/order", body);
    assertThat(filed.status()).as(filed.raw().body()).isEqualTo(200);
    visits();
    assertThat(dues("isolation.visit", person))
        .as("08:00 by the edition of norovirus, and what holds for any")
        .containsExactly(
            HoursForTests.THEN.plusSeconds(3_600), HoursForTests.THEN.plusSeconds(13 * 3_600));
    reading(filed.json(), UUID.randomUUID(), "seen_well", 38.1, List.of());
    assertThat(dues("isolation.unwell", person))
        .containsExactly(HoursForTests.THEN.plusSeconds(5 * 3_600));
    world.set(HoursForTests.THEN.plusSeconds(2 * 3_600), 0);
    UUID late = person(null);
    JsonNode other = classed(late, true, HoursForTests.THEN.minusSeconds(86_400), "norovirus");
    body.put("version", other.path("version").asInt());
    JsonNode order = liaison.post("/api/v1/isolation/orders/" + id(other) + "/order", body).json();
    assertThat(get(order).path("today").has("morning")).as("it was over at 08:00").isFalse();
  }

  private List<Instant> dues(String kind, UUID person) {
    return jdbc.sql("select due_at from duties.duty where kind = ? and subject_id = ? order by 1")
        .params(kind, person)
        .query((row, n) -> row.getTimestamp(1).toInstant())
        .list();
  }

  @Test
  void aDoctorsLookAnswersWhatWasFoundBeforeItAndNothingLater() {
    world.set(SEVEN, 1);
    UUID person = person(null);
    JsonNode order = ordered(classed(person, true), "home", null).json();
    reading(order, UUID.randomUUID(), "seen_well", 37.8, List.of());
    world.set(SEVEN.plusSeconds(3_600), 1);
    String path = "/api/v1/isolation/orders/" + id(order) + "/checks";
    Map<String, Object> look =
        Map.of(
            "id", UUID.randomUUID(),
            "at", SEVEN.plusSeconds(1_800).toString(),
            "doctor", "王医生",
            "outcome", "stays",
            "note", "对症处理");
    reading(order, UUID.randomUUID(), "seen_well", 38.4, List.of());
    assertThat(duties("isolation.unwell", person)).containsExactly("open", "open");
    Answer seen = liaison.post(path, look);
    assertThat(seen.status()).as(seen.toString()).isEqualTo(200);
    assertThat(liaison.post(path, look).json()).as("a retry").hasSize(1);
    assertThat(duties("isolation.unwell", person))
        .as("the second finding came after it")
        .containsExactlyInAnyOrder("done", "open");
    assertThat(
            jdbc.sql(
                    """
                    select e.action from duties.duty d join audit.entry e on e.id = d.evidence
                    where d.kind = 'isolation.unwell' and d.subject_id = ? and d.state = 'done'
                    """)
                .param(person)
                .query(String.class)
                .single())
        .as("the look is the evidence")
        .isEqualTo("isolation.checked");
    liaison.post(path, Map.of("id", UUID.randomUUID(), "doctor", "王医生", "outcome", "to_hospital"));
    assertThat(duties("isolation.unwell", person)).containsExactly("done", "done");
    assertThat(liaison.get(path).json())
        .extracting(it -> it.path("outcome").asString())
        .containsExactly("to_hospital", "stays");
    assertThat(liaison.post(path, Map.of("id", UUID.randomUUID(), "outcome", "stays")).code())
        .isEqualTo("isolation.field_missing");
    assertThat(
            liaison
                .post(path, Map.of("id", UUID.randomUUID(), "doctor", "王", "outcome", "x"))
                .code())
        .isEqualTo("isolation.not_a_choice");
  }

  @Test
  void becomingACaseAnswersThatSomebodyWasUnwell() {
    world.set(SEVEN, 1);
    UUID person = person(null);
    JsonNode order = ordered(classed(person, true), "home", null).json();
    reading(order, UUID.randomUUID(), "seen_well", 37.8, List.of());
    transaction.executeWithoutResult(status ->
        events.publishEvent(
            new PositivesFound(
                List.of(
                    new PositivesFound.Positive(
                        UUID.randomUUID(),
                        person,
                        "T1",
                        UUID.randomUUID(),
                        SEVEN,
                        world.now(),
                        "covid-19")),
                Actor.SYSTEM)));
    assertThat(duties("isolation.unwell", person)).containsExactly("done");
  }

  @Test
  void whoWasMissedStaysMissedWhenTheOrderEnds() {
    world.set(SEVEN, 1);
    UUID person = person(null);
    JsonNode order = ordered(classed(person, true), "home", null).json();
    visits();
    moveTo(SEVEN.plusSeconds(3 * 3_600 + 60), person, "late"); // 10:01
    assertThat(release(order, "疾控现场评估后同意").status()).isEqualTo(200);
    assertThat(states(person)).containsExactly("late", "waived");
  }

  @Test
  void whoLooksAfterPeopleOrRunsTheSiteRecordsADoctorsLookAndNobodyElse() {
    JsonNode order = ordered(classed(person(null), true), "home", null).json();
    String path = "/api/v1/isolation/orders/" + id(order) + "/checks";
    for (String role : List.of("follow_up_worker", "isolation_lead", "cdc_liaison", "command")) {
      assertThat(as(role).post(path, check()).status()).as(role).isEqualTo(200);
      assertThat(as(role).get(path).status()).as(role).isEqualTo(200);
    }
    Browser investigator = as("investigator");
    assertThat(investigator.get(path).status()).isEqualTo(200);
    assertThat(investigator.post(path, check()).status()).as("looks only").isEqualTo(403);
    for (String role : List.of("unit_lead", "guard", "gate_lead", "laboratory", "auditor")) {
      assertThat(as(role).get(path).status()).as(role).isEqualTo(403);
      assertThat(as(role).post(path, check()).status()).as(role).isEqualTo(403);
    }
  }

  private static Map<String, Object> check() {
    return Map.of("id", UUID.randomUUID(), "doctor", "王医生", "outcome", "tested");
  }

  @Test
  void aWorkerWhoIsIsolatedIsReplacedInTheSameCommitAndOneCanBeNamed() {
    UUID first = worker();
    world.set(SEVEN, 1);
    UUID person = person(null);
    JsonNode order = ordered(classed(person, true), "home", null).json();
    visits();
    UUID second = worker();
    ordered(classed(first, true), "home", null);
    assertThat(get(order).path("worker").path("id").asString()).isEqualTo(second.toString());
    assertThat(holders(person))
        .containsExactly("morning person " + second, "evening person " + second);
    UUID third = person(null);
    liaison.post("/api/v1/isolation/orders/" + id(order) + "/worker", Map.of("personId", third));
    assertThat(holders(person))
        .containsExactly("morning person " + third, "evening person " + third);
  }

  @Test
  void aFollowUpWorkerRecordsReadingsAndDecidesNothing() {
    JsonNode order = ordered(classed(person(null), true), "home", null).json();
    Browser worker = as("follow_up_worker");
    String path = "/api/v1/isolation/orders/" + id(order);
    assertThat(worker.get(path).status()).isEqualTo(200);
    assertThat(worker.get("/api/v1/policy/diseases").json())
        .as("what the disease of the order is called")
        .isNotEmpty();
    assertThat(worker.get("/api/v1/policy/in-force").status()).isEqualTo(403);
    assertThat(
            worker
                .post(path + "/readings", finding(UUID.randomUUID(), "seen_well", 36.6, List.of()))
                .status())
        .isEqualTo(200);
    assertThat(worker.post(path + "/release", Map.of("document", "x", "version", 1)).status())
        .isEqualTo(403);
    assertThat(worker.get("/api/v1/cases").status()).isEqualTo(403);
  }

  /** Those of other tests look after nobody here. */
  @BeforeEach
  void nobodyElse() {
    jdbc.sql("update people.person_role set until = '2022-01-02' where role = '对接专人'").update();
  }

  /** Setting the clock moves the duties, unless somebody else is just moving them. */
  private void moveTo(Instant at, UUID person, String wanted) {
    for (int i = 0; i < 50 && !states(person).contains(wanted); i++) {
      world.set(at, 1);
    }
  }

  private UUID worker() {
    UUID id = person(null);
    jdbc.sql(
            "insert into people.person_role (person_id, role, since) values (?, '对接专人', '2022-01-01')")
        .param(id)
        .update();
    return id;
  }

  private void visits() {
    int made;
    do {
      made = followUp.makeVisits(1_000);
    } while (made > 0);
  }

  private static Map<String, Object> finding(
      UUID id, String state, @Nullable Double temperature, List<String> symptoms) {
    Map<String, Object> body = new HashMap<>();
    body.put("id", id);
    body.put("state", state);
    body.put("temperature", temperature);
    body.put("symptoms", symptoms);
    body.put("how", "phone");
    return body;
  }

  private Answer reading(
      JsonNode order, UUID id, String state, @Nullable Double temperature, List<String> symptoms) {
    return liaison.post(
        "/api/v1/isolation/orders/" + id(order) + "/readings",
        finding(id, state, temperature, symptoms));
  }

  private List<String> states(UUID person) {
    return jdbc.sql(
            """
            select state from duties.duty
            where kind = 'isolation.visit' and subject_id = ? order by day, due_at
            """)
        .param(person)
        .query(String.class)
        .list();
  }

  private List<String> holders(UUID person) {
    return jdbc.sql(
            """
            select split_part(key, ':', 2) || ' ' || holder_kind || ' ' || holder_id from duties.duty
            where kind = 'isolation.visit' and subject_id = ? and state <> 'passed_on'
            order by day, due_at
            """)
        .param(person)
        .query(String.class)
        .list();
  }
}
