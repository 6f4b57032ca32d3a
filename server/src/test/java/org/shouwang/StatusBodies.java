package org.shouwang;

import static org.shouwang.RightBodies.fields;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import org.shouwang.security.Browser;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Right bodies for the status, and the rows they speak of. */
final class StatusBodies {

  private final JdbcClient jdbc;
  private final Browser browser;
  private final UUID person;

  StatusBodies(JdbcClient jdbc, Browser browser, UUID person) {
    this.jdbc = jdbc;
    this.browser = browser;
    this.person = person;
  }

  void add(Map<String, Map<String, String>> bodies, Map<String, String> ids) {
    UUID evidence = UUID.randomUUID();
    jdbc.sql(
            """
            insert into status.evidence (person_id, id, kind, detail, at, source, cause, recorded_at,
              actor_kind, actor_id, actor_name)
            values (?, ?, 'symptoms', '{"symptom":"fever"}', now(), 'test', ?, now(), 'system', ?, '甲')
            """)
        .params(person, evidence, evidence, evidence)
        .update();
    UUID appeal = UUID.randomUUID();
    jdbc.sql(
            """
            insert into status.appeal (id, person_id, evidence, decided_before, level, text, made_at,
              due_at, state)
            values (?, ?, array[?]::uuid[], '{}', 'held', 'x', now(), now(), 'open')
            """)
        .params(appeal, person, evidence)
        .update();
    String until = Instant.now().plus(2, ChronoUnit.DAYS).toString();
    ids.put("/evidence", evidence.toString());
    ids.put("/appeals", appeal.toString());
    ids.put("/persons", person.toString());
    ids.put(
        "/by-hand",
        browser
            .post(
                "/api/v1/status/by-hand",
                Map.of(
                    "personId", person,
                    "level", "held",
                    "reason", "result_pending",
                    "note", "x",
                    "until", until))
            .json()
            .path("id")
            .asString());
    // so far ahead that nothing else is judged otherwise
    String ahead = "\"2050-01-01T00:00:00Z\"";
    bodies.put(
        "POST /api/v1/status/previews", fields("at", ahead, "rulesOf", "null", "disease", "null"));
    bodies.put(
        "POST /api/v1/policy/switches",
        fields(
            "at",
            ahead,
            "rulesOf",
            "null",
            "disease",
            "null",
            "document",
            "\"x\"",
            "note",
            "null"));
    bodies.put("POST /api/v1/status/evidence/{id}/withdraw", fields("reason", "\"x\""));
    bodies.put(
        "POST /api/v1/status/by-hand",
        fields(
            "personId",
            "\"" + person + "\"",
            "level",
            "\"held\"",
            "reason",
            "\"result_pending\"",
            "note",
            "\"x\"",
            "until",
            "\"" + until + "\""));
    bodies.put("POST /api/v1/status/by-hand/{id}/confirm", fields("reason", "\"x\""));
    bodies.put("POST /api/v1/status/by-hand/{id}/refuse", fields("reason", "\"x\""));
    bodies.put(
        "POST /api/v1/status/appeals/{id}/decision",
        fields("accepted", "false", "reason", "\"x\""));
    String token =
        browser
            .post("/api/v1/status/persons/" + person + "/page-key", Map.of())
            .json()
            .path("token")
            .asString();
    bodies.put("POST /api/v1/me/status", fields("token", "\"" + token + "\""));
    bodies.put("POST /api/v1/me/appeals", fields("token", "\"" + token + "\"", "text", "\"x\""));
  }
}
