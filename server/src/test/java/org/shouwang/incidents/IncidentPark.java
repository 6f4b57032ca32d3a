package org.shouwang.incidents;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.shouwang.IntegrationTest;
import org.shouwang.audit.Actor;
import org.shouwang.clock.WorldClock;
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

/** A unit with somebody in it, the command, and no incident that other tests left open. */
abstract class IncidentPark extends IntegrationTest {

  static final Instant NOON = Instant.parse("2022-03-10T04:00:00Z");
  static final String INCIDENTS = "/api/v1/incidents";

  @Autowired JdbcClient jdbc;
  @Autowired WorldClock world;
  @Autowired TransactionTemplate transaction;
  @Autowired ApplicationEventPublisher events;
  @LocalServerPort int port;

  private Duration offset = Duration.ZERO;
  Browser command;
  UUID unit;
  UUID sick;

  @BeforeEach
  void park() {
    offset = world.offset();
    world.set(NOON, 1);
    command = Browser.signedIn(port, "command");
    // what other tests left open would take the cases of this one in
    jdbc.sql(
            """
            update incidents.incident set state = 'withdrawn', ended_at = now()
            where ended_at is null
            """)
        .update();
    unit = unit();
    sick = person();
  }

  @AfterEach
  void goBack() {
    world.set(Instant.now().plus(offset), 1);
  }

  static Instant hours(int hours) {
    return NOON.plus(Duration.ofHours(hours));
  }

  UUID unit() {
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

  UUID place() {
    UUID id = UUID.randomUUID();
    jdbc.sql(
            "insert into people.place (id, code, name, kind, level) values (?, ?, ?, 'canteen', 'room')")
        .params(id, id.toString(), "地点" + id)
        .update();
    return id;
  }

  UUID person() {
    UUID id = UUID.randomUUID();
    jdbc.sql(
            """
            insert into people.person (id, name, kind, class_of_person, unit_id)
            values (?, '张小三', 'employee', 'shift_worker', ?)
            """)
        .params(id, unit)
        .update();
    return id;
  }

  void positive(UUID person, UUID evidence) {
    transaction.executeWithoutResult(status ->
        events.publishEvent(
            new PositivesFound(
                List.of(
                    new PositivesFound.Positive(
                        evidence,
                        person,
                        "T1",
                        UUID.randomUUID(),
                        hours(-4),
                        world.now(),
                        "covid-19")),
                Actor.SYSTEM)));
  }

  void withdrawn(UUID evidence) {
    transaction.executeWithoutResult(status ->
        events.publishEvent(
            new FindingsWithdrawn(List.of(evidence), "改判", Actor.SYSTEM, UUID.randomUUID())));
  }

  static JsonNode opened(Browser who, UUID person) {
    Answer answer =
        who.post(
            "/api/v1/cases",
            Map.of("id", UUID.randomUUID(), "personId", person, "sampledAt", hours(-4).toString()));
    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    return answer.json();
  }

  List<JsonNode> open() {
    List<JsonNode> open = new ArrayList<>();
    command.get(INCIDENTS + "?open=true").json().path("items").forEach(open::add);
    return open;
  }

  JsonNode onlyOpen() {
    assertThat(open()).hasSize(1);
    Answer answer = command.get(INCIDENTS + "/" + id(open().getFirst()));
    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    return answer.json();
  }

  static String id(JsonNode node) {
    return node.path("id").asString();
  }

  static List<String> lacks(JsonNode file) {
    List<String> lacks = new ArrayList<>();
    file.path("lacking").forEach(it -> lacks.add(it.path("what").asString()));
    return lacks;
  }

  JsonNode followed(JsonNode incident) {
    return command.get(INCIDENTS + "/" + id(incident) + "/followed?limit=500").json().path("items");
  }

  List<String> actions(JsonNode incident) {
    List<String> actions = new ArrayList<>();
    followed(incident).forEach(it -> actions.add(it.path("action").asString()));
    return actions;
  }

  static JsonNode find(JsonNode all, java.util.function.Predicate<JsonNode> which) {
    for (JsonNode each : all) {
      if (which.test(each)) {
        return each;
      }
    }
    throw new AssertionError("none of " + all);
  }

  static String value(JsonNode view, String key) {
    return find(view.path("fields"), it -> it.path("key").asString().equals(key))
        .path("value")
        .asString();
  }

  static Answer send(Browser who, String report, int version) {
    return who.post(
        INCIDENTS + "/reports/" + report + "/send",
        Map.of("to", "新区卫生健康局", "receipt", "收 1", "version", version));
  }

  Answer type(String report, Map<String, String> typed, int version) {
    return command.put(
        INCIDENTS + "/reports/" + report, Map.of("typed", typed, "version", version));
  }

  void complete(String report) {
    JsonNode view = command.get(INCIDENTS + "/reports/" + report).json();
    if (!view.at("/report/state").asString().equals("draft")) {
      return;
    }
    Map<String, String> typed = new HashMap<>();
    view.path("missing").forEach(it -> typed.put(it.asString(), "x"));
    JsonNode full = type(report, typed, view.path("version").asInt()).json();
    Answer sent = send(command, report, full.path("version").asInt());
    assertThat(sent.status()).as(sent.toString()).isEqualTo(200);
  }

  Answer move(String id, String became, JsonNode file) {
    return command.post(
        INCIDENTS + "/" + id + "/move",
        Map.of("became", became, "why", "指挥部决定", "version", file.at("/incident/version").asInt()));
  }

  Answer end(String id, String key, Map<String, String> body) {
    return command.post(INCIDENTS + "/" + id + "/steps/" + key, body);
  }

  Answer judge(JsonNode signal, Map<String, String> body) {
    return command.post(INCIDENTS + "/signals/" + id(signal) + "/judge", body);
  }

  String duty(String kind, String key) {
    return jdbc.sql(
            """
            select case state when 'waiting' then 'open' else state end from duties.duty
            where kind = ? and key = ? and state <> 'passed_on' order by state_at desc limit 1
            """)
        .params(kind, key)
        .query(String.class)
        .single();
  }

  long count(String sql, Object... values) {
    return jdbc.sql(sql).params(values).query(Long.class).single();
  }

  Browser within(UUID unit, String role) {
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
