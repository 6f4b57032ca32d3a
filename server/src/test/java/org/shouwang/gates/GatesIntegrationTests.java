package org.shouwang.gates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.shouwang.CallerFixtures;
import org.shouwang.IntegrationTest;
import org.shouwang.capture.Arrived;
import org.shouwang.capture.Fact;
import org.shouwang.capture.FactHandler;
import org.shouwang.capture.FactHandler.Accepted;
import org.shouwang.capture.PersonReference;
import org.shouwang.clock.WorldClock;
import org.shouwang.presence.Level;
import org.shouwang.presence.Sighting;
import org.shouwang.security.Browser;
import org.shouwang.security.Browser.Answer;
import org.shouwang.security.Scope;
import org.shouwang.web.TimeKeys;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** The gates on a real database: passes, holds, alerts, overrides, evacuations, sheets, rosters. */
class GatesIntegrationTests extends IntegrationTest {

  private static final String SCRIPT = "<script>alert(1)</script>'; drop table gates.pass; --";
  private static final String GREEN = "\"direction\":\"in\",\"colour\":\"green\",\"temperatures\":";

  private static final String RED =
      "\"direction\":\"in\",\"colour\":\"red\",\"temperatures\":[36.5]";

  @Autowired GatePasses handler;
  @Autowired GateSightings sightings;
  @Autowired PlaceBook places;
  @Autowired HoldStore holdStore;
  @Autowired JdbcClient jdbc;
  @Autowired TransactionTemplate transaction;
  @Autowired ObjectMapper json;
  @Autowired WorldClock world;
  @Autowired RosterController rosters;
  @Autowired HoldBoard holdBoard;
  @Autowired PassBoard passBoard;
  @LocalServerPort int port;

  private Browser command;
  private Browser guard;
  private UUID zone;
  private UUID gate;
  private UUID room;
  private UUID unit;

  @BeforeEach
  void place() throws InterruptedException {
    command = Browser.signedIn(port, "command");
    guard = Browser.signedIn(port, "guard1");
    zone = place("plant", "plant", null, null);
    gate = place("plant_gate", "none", null, zone);
    room = place("holding_room", "room", gate, null);
    unit = UUID.randomUUID();
    jdbc.sql(
            "insert into people.unit (id, code, name, kind, path) values (?, ?, ?, 'department', 'x')")
        .params(unit, unit.toString(), "单位" + unit)
        .update();
    Thread.sleep(1_050); // the places in memory are a second old at most
  }

  private UUID place(String kind, String level, @Nullable UUID parent, @Nullable UUID enters) {
    UUID id = UUID.randomUUID();
    jdbc.sql(
            """
            insert into people.place (id, code, name, kind, level, parent_id, enters_id)
            values (?, ?, ?, ?, ?, ?::uuid, ?::uuid)
            """)
        .params(java.util.Arrays.asList(id, id.toString(), kind + id, kind, level, parent, enters))
        .update();
    return id;
  }

  private Arrived pass(UUID person, String data) {
    Instant now = world.now().truncatedTo(ChronoUnit.MILLIS);
    return pass(person, now, data);
  }

  private Arrived pass(UUID person, Instant at, String data) {
    Fact fact =
        new Fact(
            UuidCreator.getTimeOrderedEpoch(),
            "gates.pass",
            at,
            null,
            gate,
            new PersonReference.ById(person),
            json.readTree("{" + data + "}"));
    return new Arrived(
        fact,
        at,
        0,
        person,
        false,
        Set.of(),
        CallerFixtures.device(UUID.randomUUID(), gate),
        world.now());
  }

  private VerdictView take(Arrived fact) {
    FactHandler.Judgement judgement = handler.judge(List.of(fact)).getFirst();
    assertThat(judgement).isInstanceOf(Accepted.class);
    Accepted accepted = (Accepted) judgement;
    transaction.executeWithoutResult(status -> handler.record(List.of(accepted)));
    return (VerdictView) Objects.requireNonNull(accepted.verdict());
  }

  private UUID worker() {
    UUID id = UUID.randomUUID();
    jdbc.sql(
            """
            insert into people.person (id, name, kind, class_of_person, unit_id)
            values (?, '张三', 'employee', 'shift_worker', ?)
            """)
        .params(id, unit)
        .update();
    return id;
  }

  private static JsonNode item(Answer answer, UUID id) {
    for (JsonNode each : answer.json().path("items")) {
      if (each.path("id").asString().equals(id.toString())) {
        return each;
      }
    }
    throw new AssertionError(id + " not in " + answer.raw().body());
  }

  @Test
  void a_pass_is_kept_listed_and_seen_by_presence() {
    UUID person = worker();
    Arrived fact = pass(person, GREEN + "[36.5],\"reason\":" + json.writeValueAsString(SCRIPT));
    assertThat(take(fact).action()).isEqualTo("pass");
    JsonNode listed = item(command.get("/api/v1/gates/passes?person=" + person), fact.fact().id());
    assertThat(listed.at("/verdict/action").asString()).isEqualTo("pass");
    assertThat(listed.at("/temperatures/0").asDouble()).isEqualTo(36.5);
    assertThat(listed.at("/person/name").asString()).isEqualTo("张三");
    assertThat(command.get("/api/v1/gates/passes?place=" + gate).json().path("items")).hasSize(1);
    assertThat(
            jdbc.sql("select data from gates.pass where id = ?")
                .param(fact.fact().id())
                .query(String.class)
                .single())
        .contains("<script>");
    assertThat(sightings.sightings(List.of(person), fact.at(), fact.at()))
        .containsExactly(
            new Sighting(
                person,
                fact.at(),
                fact.fact().id(),
                gate,
                zone,
                Level.PLANT,
                Sighting.Direction.IN));
  }

  @Test
  void a_second_fever_opens_one_hold_with_room_and_clock_which_is_received_and_closed() {
    UUID person = worker();
    assertThat(take(pass(person, GREEN + "[37.6,37.5]")).action()).isEqualTo("hold");
    assertThat(sightings.sightings(List.of(person), Instant.EPOCH, world.now())).isEmpty();
    VerdictView again =
        take(
            pass(
                person,
                world.now().plusSeconds(5).truncatedTo(ChronoUnit.MILLIS),
                GREEN + "[36.5]"));
    assertThat(again.reasons())
        .extracting(VerdictView.ReasonView::code)
        .containsExactly("restriction_hold");
    UUID hold =
        jdbc.sql("select id from gates.hold where person_id = ?")
            .param(person)
            .query(UUID.class)
            .single();
    JsonNode listed = item(command.get("/api/v1/gates/holds?state=open"), hold);
    assertThat(listed.at("/holdingRoom/id").asString()).isEqualTo(room.toString());
    assertThat(listed.at("/reasons/0").asString()).isEqualTo("temperature");
    String path = "/api/v1/gates/holds/" + hold;
    Map<String, String> received = Map.of("receiver", "李护士");
    assertThat(guard.post(path + "/receive", received).status()).isEqualTo(403);
    assertThat(command.post(path + "/receive", received).json().path("state").asString())
        .isEqualTo("received");
    Map<String, String> closed = Map.of("outcome", "handed_over", "note", SCRIPT);
    assertThat(command.post(path + "/close", closed).json().path("note").asString())
        .isEqualTo(SCRIPT);
    assertThat(command.post(path + "/close", closed).code()).isEqualTo("gates.state_moved");
    assertThat(command.post(path + "/close", Map.of("outcome", "gone", "note", "x")).code())
        .isEqualTo("gates.outcome_unknown");
  }

  @Test
  void a_hold_past_its_time_opens_one_alert() {
    UUID person = worker();
    take(pass(person, world.now().minus(2, ChronoUnit.HOURS), GREEN + "[37.6,37.5]"));
    holdStore.raiseOverdue(world.now());
    holdStore.raiseOverdue(world.now());
    assertThat(alerts(person)).containsExactly("hold_overdue");
  }

  @Test
  void a_verdict_that_differs_from_the_devices_opens_an_alert_which_is_closed_with_a_note() {
    UUID person = worker();
    String device = ",\"device\":{\"action\":\"pass\",\"reasons\":[],\"edition\":\"old\"}";
    assertThat(take(pass(person, RED + device)).differs()).isTrue();
    assertThat(alerts(person)).containsExactly("verdict_differs");
    UUID alert =
        jdbc.sql("select id from gates.alert where person_id = ?")
            .param(person)
            .query(UUID.class)
            .single();
    JsonNode listed = item(command.get("/api/v1/gates/alerts?state=open"), alert);
    assertThat(listed.at("/detail/server").asString()).isEqualTo("deny");
    String path = "/api/v1/gates/alerts/" + alert + "/close";
    assertThat(guard.post(path, Map.of("note", "x")).status()).isEqualTo(403);
    assertThat(command.post(path, Map.of("note", SCRIPT)).json().path("note").asString())
        .isEqualTo(SCRIPT);
  }

  private List<String> alerts(UUID person) {
    return jdbc.sql("select kind from gates.alert where person_id = ?")
        .param(person)
        .query(String.class)
        .list();
  }

  @Test
  void an_override_lifts_what_it_names_until_it_is_ended_and_never_red() {
    UUID person = worker();
    assertThat(command.post("/api/v1/gates/overrides", giving(person, "colour_red")).code())
        .isEqualTo("gates.reason_not_liftable");
    assertThat(guard.post("/api/v1/gates/overrides", giving(person, "colour_yellow")).status())
        .isEqualTo(403);
    Answer given = command.post("/api/v1/gates/overrides", giving(person, "colour_yellow"));
    assertThat(given.json().path("reason").asString()).isEqualTo(SCRIPT);
    String yellow = "\"direction\":\"in\",\"colour\":\"yellow\",\"temperatures\":[36.5]";
    VerdictView verdict = take(pass(person, world.now().plusSeconds(1), yellow));
    assertThat(verdict.action()).isEqualTo("pass");
    assertThat(verdict.reasons())
        .extracting(VerdictView.ReasonView::code)
        .containsExactly("colour_yellow", "override_in_force");
    assertThat(command.get("/api/v1/gates/overrides").json().path("items").isEmpty()).isFalse();
    String end = "/api/v1/gates/overrides/" + given.json().path("id").asString() + "/end";
    assertThat(guard.post(end, Map.of()).status()).isEqualTo(403);
    assertThat(command.post(end, Map.of()).status()).isEqualTo(200);
    assertThat(take(pass(person, world.now().plusSeconds(2), yellow)).action()).isEqualTo("hold");
  }

  private Map<String, Object> giving(UUID person, String code) {
    return Map.of(
        "personId",
        person,
        "reasons",
        List.of(code),
        "reason",
        SCRIPT,
        "until",
        world.now().plusSeconds(3_600).toString());
  }

  @Test
  void an_evacuation_opens_the_gates_of_its_zone_until_it_ends() {
    Map<String, Object> body = Map.of("zoneId", zone, "kind", "drill", "reason", "演练");
    assertThat(guard.post("/api/v1/gates/evacuations", body).status()).isEqualTo(403);
    Answer started = command.post("/api/v1/gates/evacuations", body);
    assertThat(started.status()).isEqualTo(200);
    assertThat(command.post("/api/v1/gates/evacuations", body).code())
        .isEqualTo("gates.evacuation_open");
    assertThat(take(pass(worker(), world.now().plusSeconds(1), RED)).action()).isEqualTo("pass");
    String path = "/api/v1/gates/evacuations/" + started.json().path("id").asString();
    assertThat(command.get(path + "/list").json().path("zones").isArray()).isTrue();
    assertThat(guard.get(path + "/list").status()).isEqualTo(403);
    assertThat(command.post(path + "/end", Map.of()).status()).isEqualTo(200);
    assertThat(take(pass(worker(), world.now().plusSeconds(2), RED)).action()).isEqualTo("deny");
  }

  @Test
  void a_sheet_line_is_entered_once_and_a_retry_is_no_second_entry() {
    Answer printed = command.get("/api/v1/gates/" + gate + "/sheet?count=1");
    assertThat(printed.status()).isEqualTo(200);
    String sheet = ",\"sheet\":\"" + printed.json().at("/sheets/0/lines/0").asString() + "\"";
    Arrived first = pass(worker(), GREEN + "[36.5]" + sheet);
    take(first);
    assertThat(handler.judge(List.of(first)).getFirst()).isInstanceOf(Accepted.class);
    assertThat(rejection(pass(worker(), GREEN + "[36.5]" + sheet)))
        .isEqualTo("gates.sheet_line_used");
    assertThat(rejection(pass(worker(), GREEN + "[36.5],\"sheet\":\"nope-1\"")))
        .isEqualTo("gates.sheet_unknown");
  }

  @Test
  void data_of_a_wrong_kind_is_rejected_by_name() {
    assertThat(rejection(pass(worker(), "\"direction\":\"sideways\"")))
        .isEqualTo("gates.field_wrong");
    assertThat(rejection(pass(worker(), "\"direction\":\"in\",\"temperatures\":[\"hot\"]")))
        .isEqualTo("gates.field_wrong");
  }

  private String rejection(Arrived fact) {
    return ((FactHandler.Rejected) handler.judge(List.of(fact)).getFirst()).reason().code();
  }

  @Test
  void a_device_gets_the_roster_of_its_place_and_an_account_none() {
    jdbc.sql("insert into people.place_unit (place_id, unit_id) values (?, ?)")
        .params(gate, unit)
        .update();
    RosterController.Sheet sheet =
        Objects.requireNonNull(
            rosters.roster(CallerFixtures.device(UUID.randomUUID(), gate)).getBody());
    assertThat(Objects.requireNonNull(sheet.place().holdingRoom()).id()).isEqualTo(room);
    assertThat(sheet.rules()).containsKey("gate.temperature.limit");
    assertThat(sheet.rules().get("screening.lookback_days"))
        .as("how far back the device asks who declares")
        .isInstanceOf(Number.class);
    assertThat(sheet.hashKey()).hasSize(32);
    assertThat(guard.get("/api/v1/field/roster").code()).isEqualTo("gates.device_only");
  }

  @Test
  void a_unit_lead_sees_the_passes_and_holds_of_their_units_only() {
    UUID person = worker();
    take(pass(person, GREEN + "[37.6,37.5]"));
    PassBoard.Wanted passes =
        new PassBoard.Wanted(
            null,
            person,
            null,
            null,
            Instant.EPOCH,
            world.now().plusSeconds(60),
            TimeKeys.LAST,
            10);
    UUID hold =
        jdbc.sql("select id from gates.hold where person_id = ?")
            .param(person)
            .query(UUID.class)
            .single();
    Scope own = new Scope(false, Set.of(unit));
    Scope other = new Scope(false, Set.of(UUID.randomUUID()));
    assertThat(passBoard.passes(passes, own)).hasSize(1);
    assertThat(passBoard.passes(passes, other)).isEmpty();
    assertThat(holdBoard.holds(HoldBoard.Wanted.one(hold), own)).hasSize(1);
    assertThat(holdBoard.holds(HoldBoard.Wanted.one(hold), other)).isEmpty();
  }

  @Test
  void the_overview_counts_and_guards_may_not_watch() throws InterruptedException {
    take(pass(worker(), GREEN + "[36.5]"));
    Thread.sleep(1_000);
    Answer overview = command.get("/api/v1/gates/overview");
    assertThat(overview.status()).isEqualTo(200);
    assertThat(overview.json().path("gates").findValuesAsString("placeId"))
        .contains(gate.toString());
    assertThat(overview.json().at("/today/in").asLong()).isPositive();
    assertThat(command.get("/api/v1/gates/inside").status()).isEqualTo(200);
    assertThat(command.get("/api/v1/gates/inside?q=张").status()).isEqualTo(200);
    for (String path : List.of("overview", "passes", "holds", "alerts", "inside", "overrides")) {
      assertThat(guard.get("/api/v1/gates/" + path).status()).isEqualTo(403);
    }
  }

  @Test
  void passes_cannot_be_changed_by_the_application() {
    assertThatThrownBy(() -> jdbc.sql("update gates.pass set action = 'pass'").update())
        .rootCause()
        .hasMessageContaining("permission denied");
  }
}
