package org.shouwang.rollcall;

import static org.shouwang.storage.Columns.texts;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.rollcall.DayPlan.State;
import org.shouwang.security.Scope;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads who is expected and where they stand. */
@Repository
class RollCallBoard {

  private static final String COUNTS =
      """
      select unit_id,
             count(*) filter (where state in ('missing', 'accounted')) as expected,
             count(*) filter (where state = 'accounted') as accounted,
             count(*) filter (where state = 'exempt') as exempt
      from rollcall.expected
      where day = :day and state <> 'withdrawn'
      group by unit_id
      """;

  private static final String PEOPLE =
      """
      select e.person_id, e.unit_id, u.name, u.path, e.rule, e.shift, e.from_at, e.until_at, e.turn,
             e.state, e.state_at
      from rollcall.expected e join people.unit_ref u on u.id = e.unit_id
      where e.day = :day and e.state = :state
        and (:unit::uuid is null or e.unit_id in (
              select descendant_id from people.unit_closure_ref where ancestor_id = :unit::uuid))
        and (:everywhere or e.unit_id in (
              select descendant_id from people.unit_closure_ref
              where ancestor_id = any (:units::uuid[])))
        and (:afterPath::text is null
             or (u.path collate "C", e.person_id) > (:afterPath::text collate "C", :after::uuid))
      order by u.path collate "C", e.person_id
      limit :limit
      """;

  private static final String LISTED =
      """
      select e.person_id, e.unit_id, '' as name, '' as path, e.rule, e.shift, e.from_at, e.until_at,
             e.turn, e.state, e.state_at
      from rollcall.expected e
      where e.day = :day and e.state = any (:states::text[])
        and (:everywhere or e.unit_id in (
              select descendant_id from people.unit_closure_ref
              where ancestor_id = any (:units::uuid[])))
        and (:after::uuid is null or (e.person_id, e.turn) > (:after::uuid, :turn::int))
      order by e.person_id, e.turn limit :limit
      """;

  private static final String OF_UNIT =
      """
      select e.person_id, e.unit_id, '' as name, '' as path, e.rule, e.shift, e.from_at, e.until_at,
             e.turn, e.state, e.state_at
      from rollcall.expected e
      where e.unit_id = :unit and e.day = :day and e.state in ('missing', 'accounted')
      """;

  private final JdbcClient jdbc;

  RollCallBoard(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Somebody on the list of a day. */
  record Row(
      UUID person,
      UUID unit,
      String unitName,
      String unitPath,
      String rule,
      @Nullable String shift,
      Instant from,
      Instant until,
      int turn,
      State state,
      Instant stateAt) {

    String dutyKey(LocalDate day) {
      return day + ":" + person + (turn == 0 ? "" : ":" + turn);
    }
  }

  /** Which of them, from behind a key. */
  record Wanted(
      LocalDate day,
      @Nullable UUID unit,
      State state,
      @Nullable String afterPath,
      @Nullable UUID after,
      int limit) {}

  List<RollCall.UnitCount> counts(LocalDate day) {
    return jdbc.sql(COUNTS)
        .param("day", day)
        .query((row, n) ->
            new RollCall.UnitCount(
                row.getObject("unit_id", UUID.class),
                row.getLong("expected"),
                row.getLong("accounted"),
                row.getLong("exempt")))
        .list();
  }

  List<Row> people(Wanted wanted, Scope scope) {
    return jdbc.sql(PEOPLE)
        .param("day", wanted.day())
        .param("state", wanted.state().key())
        .param("unit", wanted.unit())
        .param("everywhere", scope.everywhere())
        .param("units", texts(scope.units(), it -> it))
        .param("afterPath", wanted.afterPath())
        .param("after", wanted.after())
        .param("limit", wanted.limit())
        .query((row, n) -> row(row))
        .list();
  }

  /** Those of a day within a scope, by person and turn. */
  List<Row> listed(
      LocalDate day,
      RollCall.Standing standing,
      Scope scope,
      RollCall.@Nullable ListKey after,
      int limit) {
    List<State> states =
        switch (standing) {
          case EXPECTED -> List.of(State.MISSING, State.ACCOUNTED);
          case ACCOUNTED -> List.of(State.ACCOUNTED);
          case MISSING -> List.of(State.MISSING);
        };
    return jdbc.sql(LISTED)
        .param("day", day)
        .param("states", texts(states, State::key))
        .param("everywhere", scope.everywhere())
        .param("units", texts(scope.units(), it -> it))
        .param("after", after == null ? null : after.person())
        .param("turn", after == null ? null : after.turn())
        .param("limit", limit)
        .query((row, n) -> row(row))
        .list();
  }

  /** All who are expected of a unit itself. */
  List<Row> ofUnit(UUID unit, LocalDate day) {
    return jdbc.sql(OF_UNIT)
        .param("unit", unit)
        .param("day", day)
        .query((row, n) -> row(row))
        .list();
  }

  private static Row row(ResultSet row) throws SQLException {
    return new Row(
        row.getObject("person_id", UUID.class),
        row.getObject("unit_id", UUID.class),
        row.getString("name"),
        row.getString("path"),
        row.getString("rule"),
        row.getString("shift"),
        row.getTimestamp("from_at").toInstant(),
        row.getTimestamp("until_at").toInstant(),
        row.getInt("turn"),
        State.of(row.getString("state")),
        row.getTimestamp("state_at").toInstant());
  }
}
