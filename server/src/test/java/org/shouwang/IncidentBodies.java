package org.shouwang;

import static org.shouwang.RightBodies.fields;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import org.shouwang.security.Browser;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Right bodies for signals, incidents and reports, and the incident they speak of. */
final class IncidentBodies {

  private final JdbcClient jdbc;
  private final Browser browser;

  IncidentBodies(JdbcClient jdbc, Browser browser) {
    this.jdbc = jdbc;
    this.browser = browser;
  }

  void add(Map<String, Map<String, String>> bodies, Map<String, String> ids) {
    String signal = signal();
    String incident =
        browser
            .post(
                "/api/v1/incidents/signals/" + signal + "/judge", Map.of("as", "open", "why", "x"))
            .json()
            .at("/signal/incident")
            .asString();
    String report =
        jdbc.sql("select id from incidents.report where incident_id = ?::uuid")
            .param(incident)
            .query(String.class)
            .single();
    ids.put("/signals", signal());
    ids.put("/reports", report);
    ids.put("/incidents", incident);
    bodies.put(
        "POST /api/v1/incidents/signals",
        fields(
            "id",
            "\"" + UUID.randomUUID() + "\"",
            "kind",
            "\"call\"",
            "at",
            "\"" + Instant.now().minus(1, ChronoUnit.HOURS) + "\"",
            "caller",
            "\"x\"",
            "what",
            "\"x\""));
    bodies.put(
        "POST /api/v1/incidents/signals/{id}/judge",
        fields("as", "\"dismiss\"", "incidentId", "null", "title", "null", "why", "\"x\""));
    bodies.put(
        "POST /api/v1/incidents/{id}/move",
        fields("became", "\"responding\"", "level", "\"iii\"", "why", "\"x\"", "version", "1"));
    bodies.put(
        "POST /api/v1/incidents/{id}/level",
        fields("level", "\"iii\"", "why", "\"x\"", "version", "1"));
    bodies.put(
        "POST /api/v1/incidents/{id}/steps/{key}",
        fields("state", "\"done\"", "note", "\"x\"", "document", "null"));
    bodies.put("POST /api/v1/incidents/{id}/reports", fields("kind", "\"progress\""));
    bodies.put(
        "PUT /api/v1/incidents/reports/{id}",
        fields("typed", "{\"measures\":\"x\"}", "version", "1"));
    bodies.put(
        "POST /api/v1/incidents/reports/{id}/send",
        fields("to", "\"x\"", "receipt", "\"x\"", "version", "1"));
    bodies.put("POST /api/v1/incidents/reports/{id}/correction", fields("why", "\"x\""));
    bodies.put(
        "POST /api/v1/incidents/readiness",
        fields(
            "id",
            "\"" + UUID.randomUUID() + "\"",
            "item",
            "\"zones\"",
            "ready",
            "true",
            "note",
            "\"x\""));
  }

  private String signal() {
    UUID id = UUID.randomUUID();
    browser.post("/api/v1/incidents/signals", Map.of("id", id, "kind", "call", "what", "来电"));
    return id.toString();
  }
}
