package org.shouwang;

import static org.shouwang.RightBodies.fields;

import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Right bodies for the endpoints of tubes and results, and the rows they speak of. */
final class TubeBodies {

  private final String api = "/api/v1/sampling/";
  private final JdbcClient jdbc;

  TubeBodies(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void add(Map<String, Map<String, String>> bodies, Map<String, String> ids) {
    ids.put("/conflicts", conflict().toString());
    ids.put("/entries", entry().toString());
    ids.put("/problems", problem().toString());
    bodies.put(
        "POST " + api + "conflicts/{id}/resolve",
        fields("outcome", "\"keep\"", "reason", "\"x\"", "counts", "[]"));
    bodies.put(
        "POST " + api + "results",
        fields(
            "tube",
            "\"LAB-0001\"",
            "step",
            "\"screening\"",
            "result",
            "\"negative\"",
            "reportedAt",
            "\"2022-03-08T06:00:00Z\"",
            "laboratory",
            "\"x\""));
    bodies.put(
        "POST " + api + "tubes/{code}/reports",
        fields("to", "\"x\"", "at", "\"2022-03-08T06:00:00Z\"", "note", "\"x\""));
    bodies.put("POST " + api + "labels", fields("count", "2"));
    bodies.put("POST " + api + "results/entries/{id}/reject", fields("reason", "\"x\""));
    bodies.put("POST " + api + "results/problems/{id}/take", fields("reason", "\"x\""));
    bodies.put("POST " + api + "results/problems/{id}/dismiss", fields("reason", "\"x\""));
  }

  private UUID conflict() {
    UUID id = UUID.randomUUID();
    jdbc.sql(
            """
            insert into sampling.conflict (id, key, kind, tube, swabs, opened_at, state)
            values (?, ?, 'seal_count', 'LAB-0001', '{}', now(), 'open')
            """)
        .params(id, id.toString())
        .update();
    return id;
  }

  private UUID entry() {
    UUID id = UUID.randomUUID();
    jdbc.sql(
            """
            insert into sampling.result_entry (id, tube, step, value, reported_at, entered_at,
              entered_by, entered_name, state)
            values (?, 'LAB-0001', 'screening', 'negative', now(), now(), ?, '甲', 'waiting')
            """)
        .params(id, UUID.randomUUID())
        .update();
    return id;
  }

  private UUID problem() {
    UUID id = UUID.randomUUID();
    jdbc.sql(
            """
            insert into sampling.result_problem (id, key, code, tube, step, value, reported_at,
              source, by_name, opened_at, state)
            values (?, ?, 'sampling.tube_unknown', 'LAB-0001', 'screening', 'negative', now(),
              'hand', '甲', now(), 'open')
            """)
        .params(id, id.toString())
        .update();
    return id;
  }
}
