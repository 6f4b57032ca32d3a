package org.shouwang.isolation;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.shouwang.IntegrationTest;
import org.shouwang.audit.Actor;
import org.shouwang.cases.ContactsClassed;
import org.shouwang.clock.WorldClock;
import org.shouwang.security.Browser;
import org.shouwang.security.Browser.Answer;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

/** A unit, an isolation site and people whom the authority classifies, under the 8th edition. */
abstract class IsolationPark extends IntegrationTest {

  /** The 8th edition is in force: 14 days, tests on days 1, 4, 7 and 14, the last one double. */
  static final Instant NOON = Instant.parse("2022-03-10T04:00:00Z");

  static final LocalDate EXPOSED = LocalDate.parse("2022-02-24");
  static final LocalDate FIRST = EXPOSED.plusDays(1);
  static final LocalDate LAST = LocalDate.parse("2022-03-10");

  @Autowired JdbcClient jdbc;
  @Autowired WorldClock world;
  @Autowired TransactionTemplate transaction;
  @Autowired ApplicationEventPublisher events;
  @LocalServerPort int port;

  private Duration offset = Duration.ZERO;
  Browser liaison;
  UUID unit;
  UUID room;
  UUID caseId;

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

  UUID place(String kind, @Nullable UUID parent) {
    UUID id = UUID.randomUUID();
    jdbc.sql(
            "insert into people.place (id, code, name, kind, level, parent_id) values (?, ?, ?, ?, 'none', ?::uuid)")
        .params(Arrays.asList(id, id.toString(), "地点" + id, kind, parent))
        .update();
    return id;
  }

  UUID household() {
    UUID id = UUID.randomUUID();
    jdbc.sql("insert into people.household (id, unit_id, code) values (?, ?, ?)")
        .params(id, unit, id.toString())
        .update();
    return id;
  }

  UUID person(@Nullable UUID household) {
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

  JsonNode classed(UUID person, boolean close) {
    return classed(person, close, EXPOSED.atTime(12, 0).atZone(WorldClock.ZONE).toInstant());
  }

  JsonNode classed(UUID person, boolean close, Instant lastExposure) {
    return classed(person, close, lastExposure, "covid-19");
  }

  JsonNode classed(UUID person, boolean close, Instant lastExposure, String disease) {
    transaction.executeWithoutResult(status ->
        events.publishEvent(
            new ContactsClassed(
                List.of(
                    new ContactsClassed.Classed(
                        caseId, disease, person, unit, close, null, lastExposure, "疾控〔2022〕9号")),
                Actor.SYSTEM,
                UUID.randomUUID())));
    String id =
        jdbc.sql(
                """
                select id from isolation.isolation_order
                where person_id = ? and disease = ? and ended_at is null
                """)
            .params(person, disease)
            .query(String.class)
            .single();
    return liaison.get("/api/v1/isolation/orders/" + id).json();
  }

  static Map<String, Object> order(String place, @Nullable UUID room, JsonNode proposed) {
    Map<String, Object> body = new HashMap<>();
    body.put("isolatedOn", FIRST.toString());
    body.put("place", place);
    body.put("roomId", room);
    body.put("document", "隔离〔2022〕1号");
    body.put("version", proposed.path("version").asInt());
    return body;
  }

  Answer ordered(JsonNode proposed, String place, @Nullable UUID room) {
    return liaison.post(
        "/api/v1/isolation/orders/" + id(proposed) + "/order", order(place, room, proposed));
  }

  Answer release(JsonNode order, @Nullable String despite) {
    Map<String, Object> body = new HashMap<>();
    body.put("document", "解除〔2022〕1号");
    body.put("despite", despite);
    body.put("version", get(order).path("version").asInt());
    return liaison.post("/api/v1/isolation/orders/" + id(order) + "/release", body);
  }

  /** An account of the whole park with one role. */
  Browser as(String role) {
    UUID account = UUID.randomUUID();
    jdbc.sql(
            """
            insert into security.account (id, username, username_key, display_name, roles, everywhere,
              units, language, password_hash, must_change_password, made_at, demo)
            select ?, ?, lower(?), '甲', array[?], true, '{}', 'zh-CN', password_hash,
              false, now(), demo
            from security.account where username = 'command'
            """)
        .params(account, "w-" + account, "w-" + account, role)
        .update();
    return Browser.signedIn(port, "w-" + account);
  }

  JsonNode get(JsonNode order) {
    return liaison.get("/api/v1/isolation/orders/" + id(order)).json();
  }

  static String id(JsonNode order) {
    return order.path("id").asString();
  }

  static List<String> missing(JsonNode order) {
    return order.path("missing").valueStream().map(it -> it.path("cause").asString()).toList();
  }

  void swab(UUID person, LocalDate day, String result) {
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

  JsonNode now(UUID person) {
    return Browser.signedIn(port, "command").get("/api/v1/status/persons/" + person).json();
  }

  String level(UUID person) {
    return now(person).path("level").asString();
  }

  List<String> duties(String kind, UUID person) {
    return jdbc.sql(
            """
            select case state when 'waiting' then 'open' else state end from duties.duty
            where kind = ? and subject_id = ?
            """)
        .params(kind, person)
        .query(String.class)
        .list();
  }

  List<String> openDuties(String kind, UUID person) {
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
