package org.shouwang.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.shouwang.IntegrationTest;
import org.shouwang.clock.WorldClock;
import org.shouwang.security.Browser;
import org.shouwang.security.Browser.Answer;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/**
 * Two companies over HTTP, with their leads. The first has two workshops, the first of which has a
 * team.
 */
abstract class CommandPark extends IntegrationTest {

  static final String API = "/api/v1/command/";

  @Autowired JdbcClient jdbc;
  @Autowired WorldClock world;
  @LocalServerPort int port;

  final String mark = UUID.randomUUID().toString().substring(0, 8);

  Browser command;
  Browser lead;
  Browser otherLead;
  Browser workshopLead;
  UUID company;
  UUID workshop;
  UUID workshop2;
  UUID team;
  UUID other;

  @BeforeEach
  void park() {
    command = Browser.signedIn(port, "command");
    company = unit("甲公司" + mark, "subsidiary", null);
    workshop = unit("一车间", "department", company);
    workshop2 = unit("二车间", "department", company);
    team = unit("一班", "shift_team", workshop);
    other = unit("乙公司" + mark, "subsidiary", null);
    lead = account("lead", "unit_lead", company);
    otherLead = account("other", "unit_lead", other);
    workshopLead = account("shop", "unit_lead", workshop);
  }

  private UUID unit(String name, String kind, @Nullable UUID parent) {
    Map<String, Object> body = new HashMap<>();
    body.put("name", name);
    body.put("kind", kind);
    body.put("parentId", parent);
    Answer answer = command.post("/api/v1/units", body);
    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
    return id(answer.json());
  }

  /** Signs somebody in who leads the units. */
  Browser account(String name, String role, UUID... units) {
    jdbc.sql(
            """
            insert into security.account (id, username, username_key, display_name, roles,
              everywhere, units, language, password_hash, must_change_password, made_at, demo)
            select ?, ?, ?, ?, array[?], ?, ?, 'zh-CN', password_hash, false, now(), demo
            from security.account where username = 'command'
            """)
        .params(
            UUID.randomUUID(),
            name + mark,
            name + mark,
            shown(name),
            role,
            units.length == 0,
            units)
        .update();
    return Browser.signedIn(port, name + mark);
  }

  String shown(String name) {
    return name + "·" + mark;
  }

  UUID accountId(String name) {
    return jdbc.sql("select id from security.account where username = ?")
        .param(name + mark)
        .query(UUID.class)
        .single();
  }

  Instant in(Duration time) {
    return world.now().plus(time);
  }

  static UUID id(JsonNode node) {
    return UUID.fromString(node.path("id").asString());
  }

  static Answer ok(Answer answer) {
    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
    return answer;
  }

  static void refused(Answer answer, int status, String code) {
    assertThat(answer.code()).as(answer.raw().body()).isEqualTo(code);
    assertThat(answer.status()).isEqualTo(status);
  }

  /** A directive to units, which asks for a text. */
  Map<String, Object> directive(UUID... units) {
    Map<String, Object> body = new HashMap<>();
    body.put("title", "全员核酸 " + mark);
    body.put("text", "今日内完成一轮。");
    body.put("units", List.of(units));
    body.put("dueAt", in(Duration.ofHours(6)));
    body.put("evidence", "应检、已检人数");
    body.put("fileNeeded", false);
    return body;
  }

  JsonNode issue(Map<String, Object> body) {
    return ok(command.post(API + "directives", body)).json();
  }

  /** The id of a unit's task in a directive's answer. */
  static UUID task(JsonNode directive, UUID unit) {
    for (JsonNode task : directive.path("tasks")) {
      if (task.at("/unit/id").asString().equals(unit.toString())) {
        return id(task);
      }
    }
    throw new AssertionError("no task of " + unit + " in " + directive);
  }

  Answer act(Browser who, UUID task, String what, Map<String, ?> body) {
    return who.post(API + "tasks/" + task + "/" + what, body);
  }

  JsonNode taskFile(UUID task) {
    return ok(command.get(API + "tasks/" + task)).json();
  }

  /** Uploads a file. */
  Answer upload(Browser who, String name, byte[] content) {
    String edge = "edge" + mark;
    byte[] head =
        ("--"
                + edge
                + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\""
                + name
                + "\"\r\nContent-Type: application/octet-stream\r\n\r\n")
            .getBytes(StandardCharsets.UTF_8);
    byte[] tail = ("\r\n--" + edge + "--\r\n").getBytes(StandardCharsets.UTF_8);
    return who.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + API + "files"))
            .POST(HttpRequest.BodyPublishers.ofByteArrays(List.of(head, content, tail))),
        "multipart/form-data; boundary=" + edge);
  }

  UUID pdf(Browser who) {
    return id(ok(upload(who, "佐证.pdf", "%PDF-1.7 test".getBytes(StandardCharsets.UTF_8))).json());
  }

  static List<String> texts(JsonNode list, String pointer) {
    List<String> texts = new ArrayList<>();
    list.forEach(each -> texts.add(each.at(pointer).asString()));
    return texts;
  }

  /** Messages to a unit with a text, about the page of what they tell of. */
  long told(UUID unit, String text, String link) {
    return jdbc.sql(
            "select count(*) from channels.message where to_kind = 'unit' and to_id = ? and text = ? and link = ?")
        .params(unit, text, link)
        .query(Long.class)
        .single();
  }

  long audited(String action, UUID subject) {
    return jdbc.sql("select count(*) from audit.entry where action = ? and subject like ?")
        .params(action, "%:" + subject)
        .query(Long.class)
        .single();
  }
}
