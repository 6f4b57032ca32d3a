package org.shouwang;

import static org.shouwang.RightBodies.fields;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.shouwang.security.Browser;
import org.shouwang.security.Browser.Answer;

/** Right bodies for the endpoints of command, and the rows they speak of. */
final class CommandBodies {

  private final String api = "/api/v1/command/";
  private final Browser browser;
  private final String unit;
  private final UUID account;

  CommandBodies(Browser browser, String unit, UUID account) {
    this.browser = browser;
    this.unit = unit;
    this.account = account;
  }

  void add(Map<String, Map<String, String>> bodies, Map<String, String> ids) {
    String due = Instant.now().plusSeconds(86_400).toString();
    String dueText = "\"" + due + "\"";
    String units = "[\"" + unit + "\"]";
    Map<String, Object> said = Map.of("title", "x", "text", "x", "dueAt", due);
    Map<String, Object> from = new LinkedHashMap<>(said);
    from.putAll(Map.of("number", "n-" + unit, "issuer", "x", "unitId", unit));
    ids.put("/upstream", browser.post(api + "upstream", from).json().path("id").asString());
    Map<String, Object> directive = new LinkedHashMap<>(said);
    directive.putAll(Map.of("units", List.of(unit), "evidence", "x"));
    Answer issued = browser.post(api + "directives", directive);
    ids.put("/directives", issued.json().at("/directive/id").asString());
    ids.put("/tasks", issued.json().at("/tasks/0/id").asString());
    Map<String, Object> notice = new LinkedHashMap<>(said);
    notice.put("units", List.of(unit));
    String sent = browser.post(api + "notices", notice).json().at("/notice/id").asString();
    ids.put("/notices", sent);
    Answer replied =
        browser.post(api + "notices/" + sent + "/feedback", Map.of("unitId", unit, "text", "x"));
    ids.put("/feedback", replied.json().at("/feedback/0/id").asString());
    ids.put("/deputies", account.toString());
    String self = "null";
    bodies.put(
        "POST " + api + "upstream",
        fields(
            "number",
            "\"m\"",
            "issuer",
            "\"x\"",
            "title",
            "\"x\"",
            "text",
            "\"x\"",
            "fileId",
            "null",
            "receivedAt",
            "null",
            "dueAt",
            dueText,
            "unitId",
            "null",
            "onBehalfOf",
            self));
    bodies.put(
        "POST " + api + "upstream/{id}/answer",
        fields("text", "\"x\"", "fileId", "null", "onBehalfOf", self));
    bodies.put(
        "POST " + api + "directives",
        fields(
            "title",
            "\"x\"",
            "text",
            "\"x\"",
            "upstreamId",
            "null",
            "units",
            units,
            "dueAt",
            dueText,
            "evidence",
            "\"x\"",
            "fileNeeded",
            "false",
            "special",
            "[{\"unitId\":\"" + unit + "\",\"evidence\":\"y\"}]",
            "onBehalfOf",
            self));
    String task = "POST " + api + "tasks/{id}/";
    bodies.put(task + "acknowledge", fields("onBehalfOf", self));
    bodies.put(
        task + "split",
        fields(
            "units",
            units,
            "text",
            "null",
            "evidence",
            "null",
            "fileNeeded",
            "null",
            "dueAt",
            dueText,
            "onBehalfOf",
            self));
    Map<String, String> report =
        fields("text", "\"x\"", "percent", "5", "fileId", "null", "onBehalfOf", self);
    bodies.put(task + "progress", report);
    bodies.put(task + "done", report);
    bodies.put(task + "return", fields("reason", "\"x\"", "dueAt", dueText, "onBehalfOf", self));
    bodies.put(task + "accept", fields("note", "\"x\"", "onBehalfOf", self));
    bodies.put(
        "POST " + api + "notices",
        fields(
            "title",
            "\"x\"",
            "text",
            "\"x\"",
            "asks",
            "\"read\"",
            "units",
            units,
            "dueAt",
            dueText,
            "onBehalfOf",
            self));
    bodies.put(
        "PUT " + api + "notices/{id}",
        fields("title", "\"x\"", "text", "\"y\"", "dueAt", dueText, "onBehalfOf", self));
    String one = "POST " + api + "notices/{id}/";
    bodies.put(one + "read", fields("unitIds", units, "onBehalfOf", self));
    bodies.put(
        one + "feedback",
        fields("unitId", "\"" + unit + "\"", "text", "\"x\"", "onBehalfOf", self));
    bodies.put(one + "chase", fields("units", units, "onBehalfOf", self));
    bodies.put(
        "POST " + api + "feedback/{id}/task",
        fields(
            "title",
            "null",
            "text",
            "null",
            "units",
            units,
            "dueAt",
            dueText,
            "evidence",
            "null",
            "fileNeeded",
            "null",
            "onBehalfOf",
            self));
    bodies.put(
        "PUT " + api + "deputies/{id}",
        fields("deputyId", "\"" + account + "\"", "from", "null", "until", dueText));
  }
}
