package org.shouwang;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.shouwang.capture.Arrivals;
import org.shouwang.clock.WorldClock;
import org.shouwang.presence.StayRows;
import org.shouwang.security.Browser;
import org.shouwang.security.Browser.Answer;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/**
 * Norovirus in a dormitory while COVID-19 is what the park's control is about: its case definition,
 * contacts, terms, tests and releases come from its own edition, and neither disease's tests or
 * releases touch the other. No line of the code names it.
 */
class NorovirusScenarioTests extends IntegrationTest {

  private static final String NORO = "norovirus";

  /** Noon of the park; the 8th edition of COVID-19 is in force. */
  private static final Instant NOON = Instant.parse("2022-03-10T04:00:00Z");

  @Autowired JdbcClient jdbc;
  @Autowired WorldClock world;
  @Autowired Arrivals arrivals;
  @LocalServerPort int port;

  private Duration offset = Duration.ZERO;
  private Browser command;
  private Browser laboratory;
  private StayRows stays;
  private UUID unit;
  private UUID dormitory;
  private UUID canteen;

  @BeforeEach
  void park() {
    offset = world.offset();
    world.set(NOON, 1);
    command = Browser.signedIn(port, "command");
    laboratory = Browser.signedIn(port, "lab");
    stays = new StayRows(jdbc);
    unit = UUID.randomUUID();
    jdbc.sql(
            "insert into people.unit (id, code, name, kind, path) values (?, ?, ?, 'department', 'x')")
        .params(unit, unit.toString(), "项目部" + unit)
        .update();
    dormitory = place("dormitory");
    canteen = place("canteen");
  }

  @AfterEach
  void goBack() {
    world.set(Instant.now().plus(offset), 1);
  }

  @Test
  void anOutbreakInADormitoryRunsOnItsOwnEdition() {
    UUID sick = person();
    UUID roommate = person();
    UUID eater = person();
    UUID yesterday = person();
    stays.room(sick, dormitory, hours(-4), hours(-1));
    stays.room(roommate, dormitory, hours(-4), hours(-1));
    stays.room(sick, canteen, hours(-6), hours(-5));
    stays.room(eater, canteen, hours(-6), hours(-5));
    stays.room(sick, canteen, hours(-30), hours(-29));
    stays.room(yesterday, canteen, hours(-30), hours(-29));

    // its own case definition
    JsonNode asked = command.get("/api/v1/cases/definition?disease=" + NORO).json();
    assertThat(texts(asked.path("signs"))).contains("vomiting_24h", "diarrhoea_24h");
    JsonNode file = opened(sick, NORO, Map.of("vomiting_24h", 4, "diarrhoea_24h", 0));
    assertThat(file.path("proposed").asString()).isEqualTo("suspected");
    assertThat(level(sick)).isEqualTo("barred");

    // its own contacts: company counts from the day of onset, COVID-19's look-back doesn't hold
    Map<UUID, JsonNode> contacts = traced(file);
    assertThat(contacts.keySet()).containsExactlyInAnyOrder(roommate, eater);
    assertThat(contacts.get(roommate).path("proposed").asString()).isEqualTo("close");
    assertThat(contacts.get(eater).path("proposed").asString()).isEqualTo("general");

    // its own tests: a specimen is positive, and the case is what the laboratory made of it
    String tube = specimen(sick, NORO, "stool");
    result(tube, "positive");
    JsonNode confirmed = command.get("/api/v1/cases/" + id(file)).json();
    assertThat(confirmed.path("sampledAt").asString("")).isNotEmpty();
    assertThat(openCases(sick)).as("the one that was open").containsExactly(NORO);

    // its own terms
    decide(file, contacts.get(roommate), "close");
    JsonNode proposed = openOrder(roommate);
    assertThat(proposed.path("disease").asString()).isEqualTo(NORO);
    JsonNode order = ordered(proposed);
    LocalDate last = LocalDate.parse("2022-03-13");
    assertThat(order.path("untilOn").asString()).isEqualTo(last.toString());
    assertThat(order.path("stays").valueStream().map(it -> it.path("kind").asString()).toList())
        .containsExactly("HOME");
    assertThat(order.path("tests").size()).isEqualTo(1);
    assertThat(level(roommate)).isEqualTo("barred");

    // a swab for COVID-19 is no test for it
    world.set(hours(26), 1);
    swabForCovid(roommate);
    arrivals.settle();
    assertThat(duties("isolation.test", roommate)).containsExactly("open");
    String own = specimen(roommate, NORO, "anal_swab");
    arrivals.settle();
    assertThat(duties("isolation.test", roommate)).containsExactly("done");
    result(own, "negative");
    assertThat(missing(order)).containsExactly("TERM_RUNNING");

    // the last day is over
    world.set(hours(24 * 3 + 6), 1);
    assertThat(missing(order)).isEmpty();
    assertThat(release(order).status()).isEqualTo(200);
    assertThat(level(roommate)).isEqualTo("free");

    // the case is let go by its own rule
    decide(file, traced(file).get(eater), "dropped");
    assertThat(close(file).code()).isEqualTo("cases.recovery_unknown");
    change(file, Map.of("symptomsEndedAt", hours(30).toString()));
    assertThat(close(file).code()).isEqualTo("cases.too_early");
    world.set(hours(30 + 73), 1);
    assertThat(close(file).status()).isEqualTo(200);
    assertThat(level(sick)).isEqualTo("free");
    assertThat(level(eater)).isEqualTo("free");
  }

  @Test
  void whoeverHandlesFoodGoesBackAfterTwoNegativesInARow() {
    UUID cook = person();
    jdbc.sql("update people.person set post = '一食堂厨师' where id = ?").param(cook).update();
    JsonNode file = opened(cook, NORO, Map.of("vomiting_24h", 4));
    world.set(hours(2), 1);
    change(file, Map.of("symptomsEndedAt", hours(1).toString()));
    result(specimen(cook, NORO, "stool"), "negative");
    world.set(hours(1 + 73), 1);
    assertThat(close(file).code()).isEqualTo("cases.negatives_missing");
    JsonNode back = command.get("/api/v1/cases/" + id(file)).json().path("back");
    assertThat(back.path("group").asString()).isEqualTo("food");
    assertThat(back.path("have").asInt()).isEqualTo(1);
    assertThat(back.path("negatives").asInt()).isEqualTo(2);
    // a positive in between begins the row anew
    result(specimen(cook, NORO, "stool"), "positive");
    world.set(hours(1 + 74), 1);
    result(specimen(cook, NORO, "stool"), "negative");
    world.set(hours(1 + 80), 1);
    result(specimen(cook, NORO, "stool"), "negative");
    assertThat(close(file).code()).as("hours apart").isEqualTo("cases.negatives_missing");
    world.set(hours(1 + 99), 1);
    result(specimen(cook, NORO, "stool"), "negative");
    assertThat(command.get("/api/v1/cases/" + id(file)).json().at("/back/have").asInt())
        .isEqualTo(2);
    assertThat(close(file).status()).isEqualTo(200);
    assertThat(level(cook)).isEqualTo("free");
  }

  @Test
  void whoIsIsolatedBecauseOfTwoDiseasesIsFreeWhenBothLetThemGo() {
    UUID covidCase = person();
    UUID noroCase = person();
    UUID both = person();
    stays.room(covidCase, dormitory, hours(-4), hours(-1));
    stays.room(noroCase, dormitory, hours(-4), hours(-1));
    stays.room(both, dormitory, hours(-4), hours(-1));
    JsonNode covid = opened(covidCase, "covid-19", Map.of());
    JsonNode noro = opened(noroCase, NORO, Map.of("vomiting_24h", 3));
    decide(covid, traced(covid).get(both), "close");
    decide(noro, traced(noro).get(both), "close");
    List<JsonNode> orders = openOrders(both);
    assertThat(orders.stream().map(it -> it.path("disease").asString()))
        .containsExactlyInAnyOrder("covid-19", NORO);
    List<JsonNode> filed = orders.stream().map(this::ordered).toList();
    JsonNode ofNoro = of(NORO, filed);
    world.set(hours(24), 1);
    result(specimen(both, NORO, "anal_swab"), "negative");
    world.set(hours(24 * 3 + 6), 1);
    assertThat(release(ofNoro).status()).isEqualTo(200);
    assertThat(level(both)).as("COVID-19 still isolates them").isEqualTo("barred");
    assertThat(
            command
                .get("/api/v1/isolation/orders/" + id(of("covid-19", filed)))
                .json()
                .path("state")
                .asString())
        .isEqualTo("ordered");
    // a specimen that is positive makes a case of its disease, and no order of the other ends
    String tube = specimen(both, NORO, "stool");
    result(tube, "positive");
    assertThat(openCases(both)).containsExactly(NORO);
    assertThat(openOrders(both)).hasSize(1);
  }

  @Test
  void whatCantBeASpecimenIsRefusedByName() {
    UUID person = person();
    assertThat(specimenReceipt(person, "covid-19", "stool", code()).toString())
        .contains("sampling.specimen_of_principal");
    assertThat(specimenReceipt(person, "measles", "stool", code()).toString())
        .contains("data.disease");
    assertThat(specimenReceipt(person, NORO, "hair", code()).toString()).contains("data.kind");
    assertThat(specimenReceipt(person, NORO, "stool", "QC1").toString()).contains("data.tube");
    assertThat(
            command
                .post(
                    "/api/v1/cases",
                    Map.of("id", UUID.randomUUID(), "personId", person, "disease", "measles"))
                .code())
        .isEqualTo("policy.disease_unknown");
  }

  // ── the park ───────────────────────────────────────────────────────────────────────────────────

  private static Instant hours(int hours) {
    return NOON.plus(Duration.ofHours(hours));
  }

  private UUID place(String kind) {
    UUID id = UUID.randomUUID();
    jdbc.sql(
            """
            insert into people.place (id, code, name, kind, level) values (?, ?, ?, ?, 'room')
            """)
        .params(id, id.toString(), "地点" + id, kind)
        .update();
    return id;
  }

  private UUID person() {
    UUID id = UUID.randomUUID();
    jdbc.sql(
            """
            insert into people.person (id, name, kind, class_of_person, unit_id)
            values (?, '张小三', 'builder', 'shift_worker', ?)
            """)
        .params(id, unit)
        .update();
    return id;
  }

  // ── what people do ─────────────────────────────────────────────────────────────────────────────

  private JsonNode opened(UUID person, String disease, Map<String, Integer> signs) {
    return good(
        command.post(
            "/api/v1/cases",
            Map.of(
                "id", UUID.randomUUID(),
                "personId", person,
                "disease", disease,
                "onset", "2022-03-10",
                "signs", signs)));
  }

  private void change(JsonNode file, Map<String, Object> more) {
    JsonNode now = command.get("/api/v1/cases/" + id(file)).json();
    Map<String, Object> body = new HashMap<>();
    body.put("classification", "suspected");
    body.put("onset", "2022-03-10");
    body.put("version", now.path("version").asInt());
    body.putAll(more);
    good(command.put("/api/v1/cases/" + id(file), body));
  }

  private Answer close(JsonNode file) {
    return command.post(
        "/api/v1/cases/" + id(file) + "/close", Map.of("outcome", "recovered", "reason", "痊愈"));
  }

  private Map<UUID, JsonNode> traced(JsonNode file) {
    good(command.post("/api/v1/cases/" + id(file) + "/trace", Map.of()));
    Map<UUID, JsonNode> contacts = new HashMap<>();
    command
        .get("/api/v1/cases/" + id(file) + "/contacts?limit=500")
        .json()
        .path("items")
        .forEach(it -> contacts.put(UUID.fromString(it.path("person").path("id").asString()), it));
    return contacts;
  }

  private void decide(JsonNode file, JsonNode contact, String became) {
    good(
        command.post(
            "/api/v1/cases/" + id(file) + "/decisions",
            Map.of(
                "contacts",
                List.of(
                    Map.of(
                        "personId", contact.path("person").path("id").asString(),
                        "version", contact.path("version").asInt())),
                "became",
                became,
                "document",
                "疾控〔2022〕12号",
                "reason",
                "疾控判定")));
  }

  private List<JsonNode> openOrders(UUID person) {
    return jdbc
        .sql("select id from isolation.isolation_order where person_id = ? and ended_at is null")
        .param(person)
        .query(String.class)
        .list()
        .stream()
        .map(it -> command.get("/api/v1/isolation/orders/" + it).json())
        .toList();
  }

  private JsonNode openOrder(UUID person) {
    List<JsonNode> orders = openOrders(person);
    assertThat(orders).hasSize(1);
    return orders.getFirst();
  }

  private static JsonNode of(String disease, List<JsonNode> orders) {
    return orders.stream()
        .filter(it -> it.path("disease").asString().equals(disease))
        .findFirst()
        .orElseThrow();
  }

  private JsonNode ordered(JsonNode proposed) {
    return good(
        command.post(
            "/api/v1/isolation/orders/" + id(proposed) + "/order",
            Map.of(
                "isolatedOn", "2022-03-11",
                "place", "home",
                "document", "隔离〔2022〕7号",
                "version", proposed.path("version").asInt())));
  }

  private Answer release(JsonNode order) {
    JsonNode now = command.get("/api/v1/isolation/orders/" + id(order)).json();
    return command.post(
        "/api/v1/isolation/orders/" + id(order) + "/release",
        Map.of("document", "解除〔2022〕7号", "version", now.path("version").asInt()));
  }

  private List<String> missing(JsonNode order) {
    List<String> missing = new ArrayList<>();
    command
        .get("/api/v1/isolation/orders/" + id(order))
        .json()
        .path("missing")
        .forEach(it -> missing.add(it.path("cause").asString()));
    return missing;
  }

  // ── what the front line and the laboratory hand in ─────────────────────────────────────────────

  private String code() {
    return "LAB-"
        + UUID.randomUUID().toString().substring(0, 13).toUpperCase(java.util.Locale.ROOT);
  }

  private String specimen(UUID person, String disease, String kind) {
    String tube = code();
    JsonNode receipt = specimenReceipt(person, disease, kind, tube);
    assertThat(receipt.path("status").asString()).as(receipt.toString()).isEqualTo("recorded");
    return tube;
  }

  private JsonNode specimenReceipt(UUID person, String disease, String kind, String tube) {
    Map<String, Object> fact = fact("sampling.specimen");
    fact.put("person", Map.of("id", person));
    fact.put("place", dormitory);
    fact.put("data", Map.of("tube", tube, "disease", disease, "kind", kind));
    return receipt(command.post("/api/v1/facts", fact));
  }

  private void swabForCovid(UUID person) {
    Map<String, Object> fact = fact("sampling.swab");
    fact.put("person", Map.of("id", person));
    fact.put("place", dormitory);
    fact.put("data", Map.of("tube", code(), "pool", 1, "purpose", "own"));
    JsonNode receipt = receipt(command.post("/api/v1/facts", fact));
    assertThat(receipt.path("status").asString()).as(receipt.toString()).isEqualTo("recorded");
  }

  private void result(String tube, String value) {
    Map<String, Object> received = fact("sampling.custody");
    received.put(
        "data", Map.of("step", "received", "tubes", List.of(tube), "to", "实验室", "temperature", 4));
    JsonNode taken = receipt(laboratory.post("/api/v1/facts", received));
    assertThat(taken.path("status").asString()).as(taken.toString()).isEqualTo("recorded");
    Map<String, Object> fact = fact("sampling.result");
    fact.put(
        "data",
        Map.of(
            "tube",
            tube,
            "step",
            "screening",
            "result",
            value,
            "reportedAt",
            world.now().toString()));
    JsonNode receipt = receipt(laboratory.post("/api/v1/facts", fact));
    assertThat(receipt.path("status").asString()).as(receipt.toString()).isEqualTo("recorded");
  }

  private Map<String, Object> fact(String type) {
    Map<String, Object> fact = new HashMap<>();
    fact.put("id", UuidCreator.getTimeOrderedEpoch());
    fact.put("type", type);
    fact.put("at", world.now());
    fact.put("sent", world.now());
    return fact;
  }

  private static JsonNode receipt(Answer answer) {
    JsonNode receipts = answer.json().path("receipts");
    return receipts.isArray() ? receipts.get(0) : answer.json();
  }

  // ── what came of it ────────────────────────────────────────────────────────────────────────────

  private List<String> duties(String kind, UUID person) {
    return jdbc.sql(
            """
            select case state when 'waiting' then 'open' when 'late' then 'open' else state end
            from duties.duty where kind = ? and subject_id = ?
            """)
        .params(kind, person)
        .query(String.class)
        .list();
  }

  private List<String> openCases(UUID person) {
    return jdbc.sql("select disease from cases.case_file where person_id = ? and state = 'open'")
        .param(person)
        .query(String.class)
        .list();
  }

  private String level(UUID person) {
    return command.get("/api/v1/status/persons/" + person).json().path("level").asString();
  }

  private static String id(JsonNode row) {
    return row.path("id").asString();
  }

  private static List<String> texts(JsonNode array) {
    return array.valueStream().map(JsonNode::asString).toList();
  }

  private static JsonNode good(Answer answer) {
    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    return answer.json();
  }
}
