package org.shouwang;

import static org.shouwang.RightBodies.fields;

import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Right bodies for risk areas and hits, and the rows they speak of. */
final class ScreeningBodies {

  private final JdbcClient jdbc;
  private final UUID person;

  ScreeningBodies(JdbcClient jdbc, UUID person) {
    this.jdbc = jdbc;
    this.person = person;
  }

  void add(Map<String, Map<String, String>> bodies, Map<String, String> ids) {
    UUID area = UUID.randomUUID();
    jdbc.sql(
            """
            insert into screening.area (id, name, parts, made_at, made_by)
            values (?, ?, '{甲村}', now(), '甲')
            """)
        .params(area, "甲" + area + "村")
        .update();
    jdbc.sql(
            """
            insert into screening.area_level (id, area_id, level, zone, from_at, document, listed_at,
              listed_by)
            values (?, ?, 'high', 'none', now(), 'x', now(), '甲')
            """)
        .params(area, area)
        .update();
    UUID hit = UUID.randomUUID();
    jdbc.sql(
            """
            insert into screening.hit (id, person_id, kind, level_id, certain, found_at, state)
            values (?, ?, 'home', ?, true, now(), 'open')
            """)
        .params(hit, person, area)
        .update();
    ids.put("/screening/areas", area.toString());
    ids.put("/screening/hits", hit.toString());
    bodies.put(
        "POST /api/v1/screening/areas",
        fields(
            "name",
            "\"没有人住的地方\"",
            "level",
            "\"low\"",
            "zone",
            "\"none\"",
            "from",
            "null",
            "document",
            "\"x\""));
    bodies.put("POST /api/v1/screening/areas/{id}/lift", fields("document", "\"x\""));
    bodies.put(
        "POST /api/v1/screening/hits/{id}/judge",
        fields("verdict", "\"dismissed\"", "note", "\"x\""));
  }
}
