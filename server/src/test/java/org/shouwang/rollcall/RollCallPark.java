package org.shouwang.rollcall;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.shouwang.clock.WorldClock;
import org.shouwang.security.Browser;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A park of a test's own: units, people, a gate, leads; and facts about them. */
final class RollCallPark {

  private final JdbcClient jdbc;
  final UUID gate = UUID.randomUUID();
  final UUID group;

  RollCallPark(JdbcClient jdbc) {
    this.jdbc = jdbc;
    jdbc.sql(
            "insert into people.place (id, code, name, kind, level) values (?, ?, ?, 'gate', 'none')")
        .params(gate, gate.toString(), "门" + gate)
        .update();
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

  UUID person(UUID unit, LocalDate from, LocalDate until, String... roles) {
    UUID id = UUID.randomUUID();
    jdbc.sql(
            """
            insert into people.person (id, name, kind, class_of_person, unit_id)
            values (?, ?, 'employee', 'shift_worker', ?)
            """)
        .params(id, "人" + id.toString().substring(0, 6), unit)
        .update();
    join(id, unit, from, until);
    for (String role : roles) {
      jdbc.sql("insert into people.person_role (person_id, role, since) values (?, ?, ?)")
          .params(id, role, from)
          .update();
    }
    return id;
  }

  void join(UUID person, UUID unit, LocalDate from, LocalDate until) {
    jdbc.sql(
            """
            insert into people.membership (person_id, unit_id, class_of_person, during)
            values (?, ?, 'shift_worker', daterange(?::date, ?::date))
            """)
        .params(person, unit, from, until)
        .update();
  }

  void leave(UUID person, LocalDate day) {
    jdbc.sql(
            """
            update people.membership set during = daterange(lower(during), ?::date)
            where person_id = ? and during @> ?::date and lower(during) < ?::date
            """)
        .params(day, person, day, day)
        .update();
  }

  void move(UUID person, UUID unit, LocalDate day, LocalDate until) {
    int same =
        jdbc.sql(
                "update people.membership set unit_id = ? where person_id = ? and lower(during) = ?::date")
            .params(unit, person, day)
            .update();
    if (same == 0) {
      leave(person, day);
      join(person, unit, day, until);
    }
    jdbc.sql("update people.person set unit_id = ? where id = ?").params(unit, person).update();
  }

  /** Somebody signed in who leads a unit. */
  Browser lead(int port, UUID unit) {
    UUID id = UUID.randomUUID();
    jdbc.sql(
            """
            insert into security.account (id, username, username_key, display_name, roles,
              everywhere, units, language, password_hash, must_change_password, made_at, demo)
            select :id, :name, :name, '班长', '{unit_lead}', false, array[:unit::uuid], 'zh-CN',
              password_hash, false, now(), demo
            from security.account where username = 'command'
            """)
        .param("id", id)
        .param("name", "lead-" + id)
        .param("unit", unit)
        .update();
    return Browser.signedIn(port, "lead-" + id);
  }

  Map<String, Object> pass(UUID person, Instant at, boolean letIn) {
    return Map.of(
        "id", UuidCreator.getTimeOrderedEpoch(),
        "type", "gates.pass",
        "at", at.toString(),
        "place", gate,
        "person", Map.of("id", person),
        "data", Map.of("direction", "in", "colour", "green", "letIn", letIn));
  }

  static Map<String, Object> account(
      UUID person, Instant at, How how, @Nullable LocalDate from, @Nullable LocalDate until) {
    Map<String, Object> data = new HashMap<>();
    data.put("how", how.key());
    data.put("note", "测试");
    if (from != null) {
      data.put("from", from.toString());
    }
    if (until != null) {
      data.put("until", until.toString());
    }
    return Map.of(
        "id", UuidCreator.getTimeOrderedEpoch(),
        "type", AccountFacts.TYPE,
        "at", at.toString(),
        "person", Map.of("id", person),
        "data", data);
  }

  static Map<String, Object> report(
      UUID unit, LocalDate day, Instant at, boolean zero, Figures figures) {
    return Map.of(
        "id", UuidCreator.getTimeOrderedEpoch(),
        "type", ReportFacts.TYPE,
        "at", at.toString(),
        "data",
            Map.of(
                "unit",
                unit,
                "day",
                day.toString(),
                "zero",
                zero,
                "figures",
                figures,
                "items",
                zero ? List.of() : List.of("一人咳嗽,已就诊"),
                "note",
                "无"));
  }

  static Instant at(LocalDate day, String time) {
    return day.atTime(LocalTime.parse(time)).atZone(WorldClock.ZONE).toInstant();
  }

  static void until(BooleanSupplier true_) {
    long end = System.nanoTime() + 20_000_000_000L;
    while (!true_.getAsBoolean() && System.nanoTime() < end) {
      try {
        Thread.sleep(50);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** What a test leaves pending must not climb in another one's time. */
  void quiet() {
    jdbc.sql(
            """
            update duties.duty set state = 'waived', next_at = null
            where kind like 'rollcall.%' and state in ('waiting', 'open', 'late')
              and unit_id in (select descendant_id from people.unit_closure where ancestor_id = ?)
            """)
        .param(group)
        .update();
  }
}
