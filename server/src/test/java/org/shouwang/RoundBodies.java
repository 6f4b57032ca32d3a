package org.shouwang;

import static org.shouwang.RightBodies.fields;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Right bodies for rounds, points and slots of sampling, and the rows they speak of. */
final class RoundBodies {

  private static final String API = "/api/v1/sampling/";

  private final JdbcClient jdbc;
  private final String unit;
  private final UUID person;

  RoundBodies(JdbcClient jdbc, String unit, UUID person) {
    this.jdbc = jdbc;
    this.unit = unit;
    this.person = person;
  }

  void add(Map<String, Map<String, String>> bodies, Map<String, String> ids) {
    UUID point = UUID.randomUUID();
    jdbc.sql(
            "insert into people.place (id, code, name, kind, level) values (?, ?, ?, 'sampling_point', 'none')")
        .params(point, point.toString(), "点" + point)
        .update();
    String opens = Instant.now().toString();
    String closes = Instant.now().plusSeconds(36_000).toString();
    String round = round(opens, closes);
    ids.put("/rounds", round);
    ids.put("/points", point.toString());
    ids.put("/exemptions", exemption(round).toString());
    Map<String, String> planned =
        fields(
            "name",
            "\"轮\"",
            "opensAt",
            "\"" + opens + "\"",
            "closesAt",
            "\"" + closes + "\"",
            "everyone",
            "false",
            "units",
            "[]",
            "places",
            "[]",
            "keyGroups",
            "[\"front\"]",
            "persons",
            "[\"" + person + "\"]",
            "documents",
            "[]",
            "pools",
            "{\"default\":10}",
            "points",
            "[]",
            "version",
            "1");
    bodies.put("POST " + API + "rounds", planned);
    bodies.put("PUT " + API + "rounds/{id}", planned);
    bodies.put("POST " + API + "rounds/preview", planned);
    bodies.put("POST " + API + "rounds/{id}/open", fields("version", "0"));
    bodies.put("POST " + API + "rounds/{id}/close", fields("version", "0"));
    bodies.put(
        "POST " + API + "rounds/{id}/people",
        fields("persons", "[\"" + person + "\"]", "reason", "\"x\""));
    bodies.put(
        "POST " + API + "rounds/{id}/exemptions",
        fields("personId", "\"" + person + "\"", "reason", "\"medical\"", "note", "\"x\""));
    bodies.put("POST " + API + "exemptions/{id}/decision", fields("approved", "false"));
    bodies.put(
        "PUT " + API + "rounds/{id}/slots",
        fields(
            "unit",
            "\"" + unit + "\"",
            "building",
            "\"x\"",
            "place",
            "\"" + point + "\"",
            "from",
            "\"" + opens + "\"",
            "until",
            "\"" + closes + "\""));
    bodies.put("POST " + API + "rounds/{id}/teams", fields("name", "\"x\"", "members", "\"x\""));
    bodies.put(
        "PUT " + API + "rounds/{id}/teams/{team}/stops",
        fields("stops", "[{\"person\":\"" + person + "\",\"why\":\"other\"}]"));
    bodies.put(
        "PUT " + API + "points/{id}",
        fields(
            "opens",
            "\"08:00\"",
            "closes",
            "\"20:00\"",
            "desks",
            "[\"1\"]",
            "staff",
            "4",
            "perHour",
            "100",
            "active",
            "true",
            "version",
            "0"));
    bodies.put(
        "POST " + API + "points/shift",
        fields("slot", "\"" + UUID.randomUUID() + "\"", "to", "\"" + point + "\"", "version", "1"));
  }

  /** A round that runs, of one person. */
  private String round(String opens, String closes) {
    UUID id = UUID.randomUUID();
    jdbc.sql(
            """
            insert into sampling.round (id, name, state, opens_at, closes_at, criteria, pools,
              made_by, made_name, made_at, opened_at, opened_name)
            values (?, '轮', 'opened', ?::timestamptz, ?::timestamptz,
              '{"everyone":false,"units":[],"places":[],"keyGroups":[],"persons":[]}',
              '{"default":10}', ?, '甲', now(), now(), '甲')
            """)
        .params(id, opens, closes, person)
        .update();
    jdbc.sql(
            """
            insert into sampling.expected (person_id, round_id, unit_id, place_id, pool_group, pool,
              child, reason, state)
            values (?, ?, ?::uuid, '00000000-0000-0000-0000-000000000000', 'default', 10, false,
              'list', 'missing')
            """)
        .params(person, id, unit)
        .update();
    return id.toString();
  }

  private UUID exemption(String round) {
    UUID id = UUID.randomUUID();
    jdbc.sql(
            """
            insert into sampling.exemption (id, round_id, person_id, reason, state, asked_by,
              asked_name, asked_at)
            values (?, ?::uuid, ?, 'away', 'asked', ?, '甲', now())
            """)
        .params(id, round, person, UUID.randomUUID())
        .update();
    return id;
  }
}
