package org.shouwang.rollcall;

import static org.shouwang.storage.Columns.texts;
import static org.shouwang.storage.Columns.time;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.rollcall.DayPlan.Expected;
import org.shouwang.rollcall.DayPlan.State;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Who is expected: reads memberships and writes the list of a day, many at a time. */
@Repository
class ExpectedStore {

  /** One instance at a time. */
  private static final String LOCK = "select pg_advisory_xact_lock(hashtext('rollcall.open'))";

  private static final String UNITS =
      "select id, name, kind, parent_id, path from people.unit_ref order by path";

  private static final String MEMBERS =
      """
      select m.person_id, m.unit_id, m.post, h.household_id, r.roles
      from people.membership_ref m
      left join people.household_ref h on h.person_id = m.person_id
      left join lateral (
        select array_agg(role) as roles from people.person_role_ref r
        where r.person_id = m.person_id and r.since <= :day::date
          and (r.until is null or r.until > :day::date)) r on true
      where m.during @> :day::date and m.person_id > :after::uuid
      order by m.person_id limit :limit
      """;

  private static final String KEPT =
      """
      select person_id, day, unit_id, rule, shift, from_at, until_at, turn, state
      from rollcall.expected
      where day = :day and person_id > :after::uuid and person_id <= :last::uuid
      """;

  private static final String ADD =
      """
      insert into rollcall.expected (person_id, day, unit_id, rule, shift, from_at, until_at, turn,
                                     state, state_at)
      select person, day, unit, rule, shift, from_at, until_at, 0, 'missing', :now
      from unnest(:persons::uuid[], :days::date[], :units::uuid[], :rules::text[], :shifts::text[],
                  :froms::timestamptz[], :untils::timestamptz[])
        as e (person, day, unit, rule, shift, from_at, until_at)
      on conflict do nothing
      """;

  /** Who was accounted for or let off stays so; for the others a new duty is made. */
  private static final String MOVE =
      """
      update rollcall.expected e
      set unit_id = m.unit, rule = m.rule, shift = m.shift, from_at = m.from_at,
          until_at = m.until_at, state_at = :now,
          turn = e.turn + case when e.state = 'accounted' or m.was = 'exempt' then 0 else 1 end,
          state = case when e.state = 'accounted' or m.was = 'exempt' then e.state else 'missing' end
      from unnest(:persons::uuid[], :days::date[], :units::uuid[], :rules::text[], :shifts::text[],
                  :froms::timestamptz[], :untils::timestamptz[], :states::text[])
        as m (person, day, unit, rule, shift, from_at, until_at, was)
      where e.person_id = m.person and e.day = m.day
      returning e.person_id, e.turn, e.state
      """;

  private static final String WITHDRAW =
      """
      update rollcall.expected e set state = 'withdrawn', state_at = :now
      from unnest(:persons::uuid[], :days::date[]) as w (person, day)
      where e.person_id = w.person and e.day = w.day
      """;

  private static final String FOLLOW =
      """
      update rollcall.expected e set state = c.state, state_at = :now
      from unnest(:persons::uuid[], :days::date[], :turns::smallint[], :states::text[])
        as c (person, day, turn, state)
      where e.person_id = c.person and e.day = c.day and e.turn = c.turn and e.state = 'missing'
      """;

  private static final String OPENED =
      "select opened_at, refreshed_at from rollcall.opened where day = :day";

  private static final String NEWEST = "select max(day) from rollcall.opened where day <= :day";

  private static final String OPEN =
      """
      insert into rollcall.opened as known (day, opened_at, refreshed_at) values (:day, :now, :now)
      on conflict (day) do update set refreshed_at = excluded.refreshed_at
      """;

  private final JdbcClient jdbc;

  ExpectedStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void lock() {
    jdbc.sql(LOCK).query((row, n) -> true).single();
  }

  Units units() {
    return new Units(
        jdbc.sql(UNITS)
            .query((row, n) ->
                new Units.Unit(
                    uuid(row, "id"),
                    row.getString("name"),
                    row.getString("kind"),
                    row.getObject("parent_id", UUID.class),
                    row.getString("path")))
            .list());
  }

  /** Members of all units on a day, in the order of their ids. */
  List<Member> members(LocalDate day, UUID after, int limit, Units units) {
    return jdbc.sql(MEMBERS)
        .param("day", day)
        .param("after", after)
        .param("limit", limit)
        .query((row, n) -> {
          UUID unit = uuid(row, "unit_id");
          Units.Unit known = units.get(unit);
          return new Member(
              uuid(row, "person_id"),
              unit,
              units.family(unit),
              known == null ? "" : known.kind(),
              row.getString("post"),
              roles(row),
              row.getObject("household_id", UUID.class));
        })
        .list();
  }

  private static Set<String> roles(ResultSet row) throws SQLException {
    java.sql.Array roles = row.getArray("roles");
    return roles == null ? Set.of() : new HashSet<>(Arrays.asList((String[]) roles.getArray()));
  }

  /** Who is on the list of a day, of the persons after one and up to another. */
  List<Expected> kept(LocalDate day, UUID after, UUID last) {
    return jdbc.sql(KEPT)
        .param("day", day)
        .param("after", after)
        .param("last", last)
        .query((row, n) ->
            new Expected(
                day,
                uuid(row, "person_id"),
                uuid(row, "unit_id"),
                null,
                new Expectation(
                    ExpectedBy.valueOf(row.getString("rule").toUpperCase(java.util.Locale.ROOT)),
                    row.getString("shift"),
                    row.getTimestamp("from_at").toInstant(),
                    row.getTimestamp("until_at").toInstant()),
                row.getInt("turn"),
                State.of(row.getString("state"))))
        .list();
  }

  void add(List<Expected> rows, Instant now) {
    if (!rows.isEmpty()) {
      described(ADD, rows, now).update();
    }
  }

  /** Moves rows. Returns those for whom a new duty is to be made. */
  List<Expected> move(List<Expected> rows, Instant now) {
    if (rows.isEmpty()) {
      return List.of();
    }
    Map<UUID, Expected> byPerson = new HashMap<>();
    rows.forEach(row -> byPerson.put(row.person(), row));
    return described(MOVE, rows, now)
        .param("states", texts(rows, row -> row.state().key()))
        .query((row, n) ->
            Objects.requireNonNull(byPerson.get(uuid(row, "person_id")))
                .in(State.of(row.getString("state")), row.getInt("turn")))
        .list()
        .stream()
        .filter(row -> row.state() == State.MISSING)
        .toList();
  }

  void withdraw(List<Expected> rows, Instant now) {
    if (!rows.isEmpty()) {
      jdbc.sql(WITHDRAW)
          .param("persons", texts(rows, Expected::person))
          .param("days", texts(rows, Expected::day))
          .param("now", time(now))
          .update();
    }
  }

  /** What became of a person's duty. */
  record Followed(UUID person, LocalDate day, int turn, State state) {}

  void follow(Collection<Followed> rows, Instant now) {
    jdbc.sql(FOLLOW)
        .param("persons", texts(rows, Followed::person))
        .param("days", texts(rows, Followed::day))
        .param("turns", texts(rows, Followed::turn))
        .param("states", texts(rows, row -> row.state().key()))
        .param("now", time(now))
        .update();
  }

  /** When a day was opened and last gone through. */
  record Opened(Instant openedAt, Instant refreshedAt) {}

  Optional<Opened> opened(LocalDate day) {
    return jdbc.sql(OPENED)
        .param("day", day)
        .query((row, n) ->
            new Opened(
                row.getTimestamp("opened_at").toInstant(),
                row.getTimestamp("refreshed_at").toInstant()))
        .optional();
  }

  /** The newest day not after this one that was opened. */
  @Nullable LocalDate newest(LocalDate day) {
    return jdbc.sql(NEWEST)
        .param("day", day)
        .query((row, n) -> Optional.ofNullable(row.getObject(1, LocalDate.class)))
        .single()
        .orElse(null);
  }

  void open(LocalDate day, Instant now) {
    jdbc.sql(OPEN).param("day", day).param("now", time(now)).update();
  }

  private JdbcClient.StatementSpec described(String sql, List<Expected> rows, Instant now) {
    return jdbc.sql(sql)
        .param("persons", texts(rows, Expected::person))
        .param("days", texts(rows, Expected::day))
        .param("units", texts(rows, Expected::unit))
        .param("rules", texts(rows, row -> row.expectation().rule().key()))
        .param("shifts", texts(rows, row -> row.expectation().shift()))
        .param("froms", texts(rows, row -> row.expectation().from()))
        .param("untils", texts(rows, row -> row.expectation().until()))
        .param("now", time(now));
  }

  private static UUID uuid(ResultSet row, String column) throws SQLException {
    return row.getObject(column, UUID.class);
  }
}
