package org.shouwang.sampling;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.clock.WorldClock;
import org.shouwang.security.Browser;
import org.shouwang.security.Browser.Answer;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** A park of a test's own: units, people, sampling points, leads, devices. */
final class RoundPark {

  private final JdbcClient jdbc;
  final UUID group;

  RoundPark(JdbcClient jdbc) {
    this.jdbc = jdbc;
    group = unit("group", null);
  }

  UUID unit(String kind, @Nullable UUID parent) {
    UUID id = UUID.randomUUID();
    jdbc.sql(
            """
            insert into people.unit (id, code, name, kind, parent_id, path)
            values (:id, :code, :name, :kind, :parent,
                    coalesce((select path || ' / ' from people.unit where id = :parent), '') || :name)
            """)
        .param("id", id)
        .param("code", id.toString())
        .param("name", kind + id)
        .param("kind", kind)
        .param("parent", parent)
        .update();
    jdbc.sql(
            """
            insert into people.unit_closure (ancestor_id, descendant_id, distance)
            select :id, :id, 0
            union all
            select ancestor_id, :id, distance + 1 from people.unit_closure
            where descendant_id = :parent
            """)
        .param("id", id)
        .param("parent", parent)
        .update();
    return id;
  }

  UUID person(UUID unit, String post, LocalDate from, LocalDate until) {
    return person(unit, post, from, until, null, null);
  }

  UUID person(
      UUID unit,
      String post,
      LocalDate from,
      LocalDate until,
      @Nullable LocalDate born,
      @Nullable UUID household) {
    UUID id = UUID.randomUUID();
    jdbc.sql(
            """
            insert into people.person (id, name, kind, class_of_person, unit_id, post, birth_date,
              household_id)
            values (?, ?, 'employee', 'shift_worker', ?, ?, ?, ?)
            """)
        .params(id, "人" + id.toString().substring(0, 6), unit, post, born, household)
        .update();
    jdbc.sql(
            """
            insert into people.membership (person_id, unit_id, post, class_of_person, during)
            values (?, ?, ?, 'shift_worker', daterange(?::date, ?::date))
            """)
        .params(id, unit, post, from, until)
        .update();
    return id;
  }

  /** Somebody no unit knows. */
  UUID stranger() {
    UUID id = UUID.randomUUID();
    jdbc.sql(
            """
            insert into people.person (id, name, kind, class_of_person, provisional)
            values (?, '生人', 'visitor', 'visitor', true)
            """)
        .param(id)
        .update();
    return id;
  }

  UUID household(UUID unit) {
    UUID id = UUID.randomUUID();
    jdbc.sql("insert into people.household (id, unit_id, code) values (?, ?, ?)")
        .params(id, unit, id.toString())
        .update();
    return id;
  }

  UUID place(String kind) {
    UUID id = UUID.randomUUID();
    jdbc.sql("insert into people.place (id, code, name, kind, level) values (?, ?, ?, ?, 'none')")
        .params(id, id.toString(), kind + id.toString().substring(0, 8), kind)
        .update();
    return id;
  }

  void assign(UUID place, UUID unit) {
    jdbc.sql("insert into people.place_unit (place_id, unit_id) values (?, ?)")
        .params(place, unit)
        .update();
  }

  /** Somebody signed in with a role over some units. */
  Browser account(int port, String role, @Nullable UUID unit) {
    String name = role.replace('_', '-') + "-" + UUID.randomUUID();
    jdbc.sql(
            """
            insert into security.account (id, username, username_key, display_name, roles,
              everywhere, units, language, password_hash, must_change_password, made_at, demo)
            select gen_random_uuid(), :name, :name, :name, array[:role], :unit::uuid is null,
              case when :unit::uuid is null then '{}'::uuid[] else array[:unit::uuid] end, 'zh-CN',
              password_hash, false, now(), demo
            from security.account where username = 'command'
            """)
        .param("name", name)
        .param("role", role)
        .param("unit", unit)
        .update();
    return Browser.signedIn(port, name);
  }

  Browser device(int port, UUID place) {
    UUID device = UUID.randomUUID();
    String token = "token-of-" + device;
    jdbc.sql(
            """
            insert into security.device (id, name, place, state, made_at)
            values (?, '机', ?, 'active', now())
            """)
        .params(device, place)
        .update();
    jdbc.sql(
            """
            insert into security.device_token (token_hash, device, public_key, made_at)
            values (sha256(convert_to(?, 'UTF8')), ?, '\\x00', now())
            """)
        .params(token, device)
        .update();
    return Browser.device(port, token);
  }

  static Map<String, Object> planned(Instant opens, Instant closes, List<UUID> units) {
    Map<String, Object> body = new HashMap<>();
    body.put("name", "第一轮");
    body.put("opensAt", opens.toString());
    body.put("closesAt", closes.toString());
    body.put("units", units);
    return body;
  }

  /** A round that was planned and opened. */
  static UUID opened(Browser manager, Map<String, Object> body) {
    Answer made = manager.post("/api/v1/sampling/rounds", body);
    if (made.status() != 200) {
      throw new AssertionError(made.raw().body());
    }
    UUID id = UUID.fromString(made.json().path("id").asString());
    Answer opened =
        manager.post(
            "/api/v1/sampling/rounds/" + id + "/open",
            Map.of("version", made.json().path("version").asInt()));
    if (opened.status() != 200) {
      throw new AssertionError(opened.raw().body());
    }
    return id;
  }

  static int version(Browser browser, UUID round) {
    return browser.get("/api/v1/sampling/rounds/" + round).json().path("version").asInt();
  }

  static JsonNode coverage(Browser browser, UUID round) {
    return browser.get("/api/v1/sampling/rounds/" + round + "/coverage").json();
  }

  static Tested swab(UUID person, Instant at, UUID place, @Nullable UUID round) {
    return new Tested(person, UUID.randomUUID(), at, place, null, round);
  }

  static Instant at(LocalDate day, String time) {
    return day.atTime(LocalTime.parse(time)).atZone(WorldClock.ZONE).toInstant();
  }

  /** What a test leaves pending must not climb in another one's time. */
  void quiet() {
    jdbc.sql(
            """
            update duties.duty set state = 'waived', next_at = null
            where kind like 'sampling.%' and state in ('waiting', 'open', 'late')
              and unit_id in (select descendant_id from people.unit_closure where ancestor_id = ?)
            """)
        .param(group)
        .update();
    jdbc.sql(
            """
            update sampling.round
            set state = 'closed', opens_at = '1990-01-01', closes_at = '1990-01-02',
                closed_at = '1990-01-02', closed_name = 'x'
            where state <> 'draft'
            """)
        .update();
  }
}
