package org.shouwang.own;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.shouwang.IntegrationTest;
import org.shouwang.clock.WorldClock;
import org.shouwang.security.Browser;
import org.shouwang.security.Browser.Answer;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A unit with people in isolation, and their phones. */
abstract class OwnPark extends IntegrationTest {

  static final String PAGE = "/api/v1/own/page";

  static final Instant EIGHT = Instant.parse("2022-03-10T00:00:00Z"); // 08:00

  @Autowired JdbcClient jdbc;
  @Autowired WorldClock world;
  @LocalServerPort int port;

  Browser liaison;
  UUID unit;
  private Duration offset = Duration.ZERO;

  @BeforeEach
  void park() {
    offset = world.offset();
    world.set(EIGHT, 1);
    liaison = Browser.signedIn(port, "liaison");
    unit = unit();
  }

  @AfterEach
  void goBack() {
    world.set(Instant.now().plus(offset), 1);
  }

  UUID unit() {
    UUID id = UUID.randomUUID();
    jdbc.sql(
            "insert into people.unit (id, code, name, kind, path) values (?, ?, ?, 'department', 'x')")
        .params(id, id.toString(), "单位" + id)
        .update();
    jdbc.sql("insert into people.unit_closure values (?, ?, 0)").params(id, id).update();
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

  /** An order in force, full of what its person need not be shown. */
  UUID isolated(UUID person, @Nullable UUID worker) {
    UUID id = UUID.randomUUID();
    jdbc.sql(
            """
            insert into isolation.isolation_order (id, person_id, unit_id, disease, class, case_id,
              basis, last_exposure, isolated_on, place, document, rules_of, until_on, state,
              proposed_at, ordered_at, worker_id)
            values (?, ?, ?, 'covid-19', 'close', ?, '机密判定', '2022-03-05', '2022-03-06', 'home',
              '机密告知书', '2022-03-06T00:00:00Z', '2022-03-19', 'ordered', '2022-03-06T00:00:00Z',
              '2022-03-06T00:00:00Z', ?::uuid)
            """)
        .params(Arrays.asList(id, person, unit, UUID.randomUUID(), worker))
        .update();
    return id;
  }

  Answer make(Browser browser, UUID person, String purpose, @Nullable Integer days) {
    Map<String, Object> body = new HashMap<>();
    body.put("personId", person);
    body.put("purpose", purpose);
    body.put("days", days);
    return browser.post("/api/v1/own/links", body);
  }

  String token(UUID person, String purpose) {
    return make(liaison, person, purpose, null).json().path("token").asString();
  }

  /** A phone that nobody is signed in on. */
  Browser phone() {
    Browser phone = new Browser(port);
    phone.get("/api/v1/session");
    return phone;
  }

  /** What the page answers to whoever has this. */
  static Answer open(Browser browser, String token) {
    return browser.post(PAGE, Map.of("token", token));
  }

  /** Hands something in on the page. */
  Answer send(String token, String what, Map<String, Object> body) {
    Map<String, Object> all = new HashMap<>(body);
    all.put("token", token);
    return phone().post(PAGE + "/" + what, all);
  }

  static Map<String, Object> reading(
      UUID id, @Nullable Double temperature, List<String> symptoms, @Nullable UUID corrects) {
    Map<String, Object> body = new HashMap<>();
    body.put("id", id);
    body.put("temperature", temperature);
    body.put("symptoms", symptoms);
    body.put("corrects", corrects);
    return body;
  }

  Answer handIn(String token, Map<String, Object> body) {
    return send(token, "readings", body);
  }

  Answer need(String token, UUID id, String kind, @Nullable String text) {
    Map<String, Object> body = new HashMap<>();
    body.put("id", id);
    body.put("kind", kind);
    body.put("text", text);
    return send(token, "needs", body);
  }

  Answer release(UUID order) {
    return liaison.post(
        "/api/v1/isolation/orders/" + order + "/release",
        Map.of("document", "解除1号", "despite", "试", "version", version(order)));
  }

  private int version(UUID order) {
    return liaison.get("/api/v1/isolation/orders/" + order).json().path("version").asInt();
  }

  /** A browser of somebody with a role, within a unit. */
  Browser as(String role, UUID within) {
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
        .params(id, name, name, role, within)
        .update();
    return Browser.signedIn(port, name);
  }

  List<String> duties(String kind, UUID person) {
    return jdbc.sql(
            """
            select case state when 'waiting' then 'open' else state end from duties.duty
            where kind = ? and subject_id = ? and state <> 'passed_on' order by due_at
            """)
        .params(kind, person)
        .query(String.class)
        .list();
  }
}
