package org.shouwang;

import static org.shouwang.RightBodies.fields;

import com.github.f4b6a3.uuid.UuidCreator;
import java.util.Map;
import java.util.UUID;
import org.shouwang.security.Browser;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Right bodies for own pages, with an order, a need and a link for each purpose. */
final class OwnBodies {

  private final JdbcClient jdbc;
  private final Browser browser;
  private final UUID person;
  private final UUID other;

  OwnBodies(JdbcClient jdbc, Browser browser, UUID person, UUID other) {
    this.jdbc = jdbc;
    this.browser = browser;
    this.person = person;
    this.other = other;
  }

  void add(Map<String, Map<String, String>> bodies, Map<String, String> ids) {
    UUID order = UUID.randomUUID();
    jdbc.sql(
            """
            insert into isolation.isolation_order (id, person_id, disease, class, last_exposure,
              isolated_on, place, document, rules_of, until_on, state, proposed_at, ordered_at)
            values (?, ?, 'covid-19', 'close', current_date - 3, current_date - 2, 'home', 'x', now(),
              current_date + 9, 'ordered', now(), now())
            """)
        .params(order, person)
        .update();
    UUID need = UUID.randomUUID();
    jdbc.sql(
            """
            insert into own.need (id, person_id, order_id, kind, text, asked_at, due_at, state)
            values (?, ?, ?, 'other', 'x', now(), now(), 'open')
            """)
        .params(need, person, order)
        .update();
    ids.put("/own/needs", need.toString());
    String followUp = "\"" + link("follow_up") + "\"";
    String declaration = "\"" + link("declaration") + "\"";
    bodies.put("POST /api/v1/own/page", fields("token", followUp));
    // those links stay; somebody else's are made and revoked
    String victim = "\"" + other + "\"";
    bodies.put(
        "POST /api/v1/own/links",
        fields("personId", victim, "purpose", "\"declaration\"", "days", "3"));
    bodies.put(
        "POST /api/v1/own/links/revoke", fields("personId", victim, "purpose", "\"declaration\""));
    bodies.put("POST /api/v1/own/needs/{id}/answer", fields("note", "\"x\""));
    bodies.put(
        "POST /api/v1/own/page/readings",
        fields(
            "token",
            followUp,
            "id",
            "\"" + UUID.randomUUID() + "\"",
            "temperature",
            "36.5",
            "symptoms",
            "[]",
            "note",
            "\"x\"",
            "corrects",
            "null"));
    bodies.put(
        "POST /api/v1/own/page/needs",
        fields(
            "token",
            followUp,
            "id",
            "\"" + UUID.randomUUID() + "\"",
            "kind",
            "\"other\"",
            "text",
            "\"x\""));
    bodies.put(
        "POST /api/v1/own/page/declarations",
        fields(
            "token",
            declaration,
            "id",
            "\"" + UuidCreator.getTimeOrderedEpoch() + "\"",
            "contact",
            "false",
            "note",
            "\"x\"",
            "stays",
            "[]"));
  }

  private String link(String purpose) {
    return browser
        .post("/api/v1/own/links", Map.of("personId", person, "purpose", purpose))
        .json()
        .path("token")
        .asString();
  }
}
