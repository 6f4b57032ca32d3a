package org.shouwang;

import static org.shouwang.RightBodies.fields;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import org.shouwang.security.Browser;

/** Right bodies for cases and contacts, and the case they speak of. */
final class CaseBodies {

  private final Browser browser;
  private final UUID person;
  private final UUID other;

  CaseBodies(Browser browser, UUID person, UUID other) {
    this.browser = browser;
    this.person = person;
    this.other = other;
  }

  void add(Map<String, Map<String, String>> bodies, Map<String, String> ids) {
    UUID id = UUID.randomUUID();
    browser.post("/api/v1/cases", Map.of("id", id, "personId", person));
    ids.put("/cases", id.toString());
    String hourAgo = "\"" + Instant.now().minus(1, ChronoUnit.HOURS) + "\"";
    bodies.put(
        "POST /api/v1/cases",
        fields(
            "id",
            "\"" + id + "\"",
            "personId",
            "\"" + person + "\"",
            "disease",
            "\"covid-19\"",
            "onset",
            "null",
            "sampledAt",
            hourAgo,
            "symptoms",
            "\"x\"",
            "signs",
            "{\"fever\": 1}",
            "symptomsEndedAt",
            "null",
            "controlledAt",
            "null"));
    bodies.put(
        "PUT /api/v1/cases/{id}",
        fields(
            "classification",
            "\"suspected\"",
            "document",
            "\"x\"",
            "onset",
            "null",
            "sampledAt",
            hourAgo,
            "symptoms",
            "\"x\"",
            "signs",
            "{\"fever\": 1}",
            "symptomsEndedAt",
            "null",
            "controlledAt",
            "null",
            "version",
            "1"));
    bodies.put(
        "POST /api/v1/cases/{id}/itinerary",
        fields(
            "id",
            "\"" + UUID.randomUUID() + "\"",
            "from",
            hourAgo,
            "until",
            "null",
            "placeId",
            "null",
            "where",
            "\"x\"",
            "transport",
            "\"x\"",
            "source",
            "\"interview\"",
            "note",
            "\"x\""));
    bodies.put("POST /api/v1/cases/{id}/itinerary/{stop}/strike", fields("reason", "\"x\""));
    bodies.put("POST /api/v1/cases/{id}/report", fields("to", "\"x\""));
    bodies.put(
        "POST /api/v1/cases/{id}/close",
        fields("outcome", "\"recovered\"", "reason", "\"x\"", "despite", "null"));
    bodies.put("POST /api/v1/cases/{id}/withdraw", fields("reason", "\"x\""));
    bodies.put(
        "POST /api/v1/cases/{id}/contacts",
        fields(
            "personId",
            "\"" + other + "\"",
            "placeId",
            "null",
            "from",
            hourAgo,
            "until",
            "null",
            "proposed",
            "\"close\"",
            "note",
            "\"x\""));
    bodies.put(
        "POST /api/v1/cases/{id}/decisions",
        fields(
            "contacts",
            "[{\"personId\":\"" + other + "\",\"version\":1}]",
            "became",
            "\"general\"",
            "document",
            "\"x\"",
            "reason",
            "\"x\""));
  }
}
