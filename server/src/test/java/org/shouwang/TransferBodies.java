package org.shouwang;

import static org.shouwang.RightBodies.fields;

import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Right bodies for transfers, and the one they speak of. */
final class TransferBodies {

  private final JdbcClient jdbc;
  private final UUID person;
  private final UUID other;

  TransferBodies(JdbcClient jdbc, UUID person, UUID other) {
    this.jdbc = jdbc;
    this.person = person;
    this.other = other;
  }

  void add(Map<String, Map<String, String>> bodies, Map<String, String> ids) {
    UUID id = UUID.randomUUID();
    jdbc.sql(
            """
            insert into transfers.transfer (id, person_id, to_place, asked_at, asked_by, state)
            values (?, ?, 'x', now(), 'x', 'waiting')
            """)
        .params(id, person)
        .update();
    ids.put("/transfers", id.toString());
    bodies.put(
        "POST /api/v1/transfers",
        fields(
            "id",
            "\"" + UUID.randomUUID() + "\"",
            "personId",
            "\"" + other + "\"",
            "from",
            "\"x\"",
            "to",
            "\"x\"",
            "roomId",
            "null",
            "dueAt",
            "null",
            "note",
            "\"x\""));
    bodies.put(
        "POST /api/v1/transfers/{id}/pick-up",
        fields("at", "null", "officer", "\"x\"", "vehicle", "\"x\"", "version", "1"));
    bodies.put(
        "POST /api/v1/transfers/{id}/arrive",
        fields("at", "null", "roomId", "null", "to", "null", "version", "2"));
    bodies.put("POST /api/v1/transfers/{id}/cancel", fields("reason", "\"x\"", "version", "1"));
    bodies.put("POST /api/v1/transfers/{id}/phone", fields("purpose", "\"转运\""));
  }
}
