package org.shouwang;

import static org.shouwang.RightBodies.fields;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.shouwang.security.Browser;

/** Right bodies for enquiry letters, and the letter they speak of. */
final class LetterBodies {

  private final Browser browser;

  LetterBodies(Browser browser) {
    this.browser = browser;
  }

  void add(Map<String, Map<String, String>> bodies, Map<String, String> ids) {
    UUID id = UUID.randomUUID();
    Instant due = Instant.now().plus(1, ChronoUnit.DAYS);
    browser.post(
        "/api/v1/enquiries",
        Map.of(
            "id",
            id,
            "number",
            id,
            "sender",
            "x",
            "dueAt",
            due,
            "question",
            "x",
            "asked",
            List.of(Map.of("name", "甲"))));
    ids.put("/enquiries", id.toString());
    bodies.put(
        "POST /api/v1/enquiries",
        fields(
            "id",
            "\"" + id + "\"",
            "number",
            "\"" + id + "\"",
            "sender",
            "\"x\"",
            "receivedAt",
            "null",
            "dueAt",
            "\"" + due + "\"",
            "question",
            "\"x\"",
            "asked",
            "[{\"name\":\"甲\",\"document\":null,\"phone\":null,\"hint\":null}]"));
    bodies.put(
        "POST /api/v1/enquiries/{id}/asked/{line}",
        fields("outcome", "\"not_known\"", "personId", "null", "note", "\"x\""));
    bodies.put(
        "POST /api/v1/enquiries/{id}/answer", fields("answer", "\"x\"", "document", "\"x\""));
    bodies.put("POST /api/v1/enquiries/{id}/withdraw", fields("reason", "\"x\""));
  }
}
