package org.shouwang;

import static org.shouwang.RightBodies.fields;

import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Right bodies for orders of isolation, and the order they speak of. */
final class OrderBodies {

  private final JdbcClient jdbc;
  private final UUID person;

  OrderBodies(JdbcClient jdbc, UUID person) {
    this.jdbc = jdbc;
    this.person = person;
  }

  void add(Map<String, Map<String, String>> bodies, Map<String, String> ids) {
    UUID id = UUID.randomUUID();
    jdbc.sql(
            """
            insert into isolation.isolation_order (id, person_id, disease, class, last_exposure, state,
              proposed_at)
            values (?, ?, 'covid-19', 'close', current_date, 'proposed', now())
            """)
        .params(id, person)
        .update();
    ids.put("/isolation/orders", id.toString());
    bodies.put(
        "POST /api/v1/isolation/orders/{id}/order",
        fields(
            "lastExposure",
            "null",
            "isolatedOn",
            "\"" + java.time.LocalDate.now(java.time.ZoneOffset.UTC).plusDays(1) + "\"",
            "place",
            "\"home\"",
            "roomId",
            "null",
            "dependent",
            "false",
            "carerId",
            "null",
            "document",
            "\"x\"",
            "version",
            "1"));
    bodies.put(
        "POST /api/v1/isolation/orders/{id}/move",
        fields(
            "place",
            "\"home\"",
            "roomId",
            "null",
            "dependent",
            "false",
            "carerId",
            "null",
            "at",
            "\"" + java.time.Instant.now().minusSeconds(60) + "\"",
            "version",
            "1"));
    bodies.put(
        "POST /api/v1/isolation/orders/{id}/release",
        fields("document", "\"x\"", "despite", "null", "version", "1"));
    bodies.put(
        "POST /api/v1/isolation/orders/{id}/readings",
        fields(
            "id",
            "\"" + UUID.randomUUID() + "\"",
            "at",
            "null",
            "state",
            "\"seen_well\"",
            "temperature",
            "36.5",
            "symptoms",
            "[]",
            "how",
            "\"phone\"",
            "note",
            "\"x\""));
    bodies.put("POST /api/v1/isolation/orders/{id}/phone", fields("purpose", "\"随访\""));
    bodies.put(
        "POST /api/v1/isolation/orders/{id}/checks",
        fields(
            "id",
            "\"" + UUID.randomUUID() + "\"",
            "at",
            "null",
            "doctor",
            "\"x\"",
            "outcome",
            "\"stays\"",
            "note",
            "\"x\""));
    bodies.put(
        "POST /api/v1/isolation/orders/{id}/worker", fields("personId", "\"" + person + "\""));
    bodies.put(
        "POST /api/v1/isolation/orders/release",
        fields("document", "\"x\"", "ids", "[\"" + UUID.randomUUID() + "\"]"));
    bodies.put("POST /api/v1/isolation/orders/{id}/withdraw", fields("reason", "\"x\""));
    bodies.put(
        "POST /api/v1/reports/orders/notices.pdf",
        fields(
            "kind",
            "\"order\"",
            "ids",
            "[\"" + id + "\"]",
            "purpose",
            "\"x\"",
            "language",
            "\"zh\""));
    bodies.put(
        "POST /api/v1/isolation/orders/{id}/notices/{notice}/destroy", fields("reason", "\"x\""));
  }
}
