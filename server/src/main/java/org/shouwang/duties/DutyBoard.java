package org.shouwang.duties;

import static org.shouwang.storage.Columns.texts;
import static org.shouwang.storage.Columns.time;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.security.Scope;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads duties: lists, counts, the board of supervision. */
@Repository
class DutyBoard {

  private static final String COLUMNS =
      """
      select holder_id, id, day, key, kind, holder_kind, unit_id, subject_kind, subject_id, title,
             opens_at, due_at, state, state_at, step, group_id, parent_id, evidence, reason, version
      from duties.duty
      """;

  private static final String OF = COLUMNS + "where id = any (:ids::uuid[])";

  private static final String BY_KEYS =
      COLUMNS
          + "where kind = :kind and key = any (:keys::text[]) and state <> 'passed_on' order by key";

  private static final String GROUPS =
      """
      select group_id, state, count(*) as n from duties.duty
      where group_id = any (:groups::uuid[]) and state <> 'passed_on'
      group by group_id, state
      """;

  private static final String CAUSED_BY =
      """
      select cause, kind, count(*) from duties.duty
      where cause = any (:causes::uuid[]) and state <> 'passed_on' group by cause, kind
      """;

  private static final String COUNTS =
      """
      select unit_id, kind, day, state, sum(n) as n from duties.counted
      where day between :first and :last and kind = any (:kinds::text[])
      group by unit_id, kind, day, state having sum(n) <> 0
      """;

  /** Each unit of the scope with its own counts and those of all below it. */
  private static final String SUPERVISION =
      """
      with counted as (
        select unit_id, state, sum(n) as n from duties.counted
        where day between :first and :last and (:kind::text is null or kind = :kind)
        group by unit_id, state),
      rolled as (
        select up.ancestor_id as unit_id,
               sum(n) filter (where state = 'waiting') as waiting,
               sum(n) filter (where state = 'open') as open,
               sum(n) filter (where state = 'late') as late,
               sum(n) filter (where state = 'done') as done,
               sum(n) filter (where state = 'waived') as waived,
               sum(n) filter (where state = 'passed_on') as passed_on
        from counted join people.unit_closure_ref up on up.descendant_id = counted.unit_id
        group by up.ancestor_id)
      select unit.id, unit.name, unit.parent_id, coalesce(waiting, 0) as waiting,
             coalesce(open, 0) as open, coalesce(late, 0) as late, coalesce(done, 0) as done,
             coalesce(waived, 0) as waived, coalesce(passed_on, 0) as passed_on
      from rolled join people.unit_ref unit on unit.id = rolled.unit_id
      where :everywhere or exists (
        select from people.unit_closure_ref mine
        where mine.descendant_id = unit.id and mine.ancestor_id = any (:units::uuid[]))
      order by coalesce(late, 0) desc, unit.code
      """;

  private static final String LIST =
      COLUMNS
          + """
          where day between :first and :last
            and unit_id in (select below.descendant_id from people.unit_closure_ref below
                            where below.ancestor_id = :unit)
            and (:everywhere or unit_id in (
                  select mine.descendant_id from people.unit_closure_ref mine
                  where mine.ancestor_id = any (:units::uuid[])))
            and (:state::text is null or state = :state)
            and (:kind::text is null or kind = :kind)
            and (:group::uuid is null or group_id = :group)
            and (:after::timestamptz is null or (due_at, id) > (:after, :id::uuid))
          order by due_at, id
          limit :limit
          """;

  private static final String OF_DAY =
      COLUMNS
          + """
          where day = :day and state = :state
            and (:everywhere or unit_id in (
                  select mine.descendant_id from people.unit_closure_ref mine
                  where mine.ancestor_id = any (:units::uuid[])))
            and (:after::timestamptz is null or (due_at, id) > (:after, :id::uuid))
          order by due_at, id
          limit :limit
          """;

  private static final String VISIBLE =
      """
      select d.id from duties.duty d
      where d.id = any (:ids::uuid[])
        and (:everywhere or d.unit_id in (
              select mine.descendant_id from people.unit_closure_ref mine
              where mine.ancestor_id = any (:units::uuid[])))
      """;

  private static final String CHANGES =
      """
      select at, was, state, actor_kind, actor_name, why, cause from duties.change
      where duty_id = :id order by at, no
      """;

  private static final String KINDS =
      "select distinct kind from duties.counted where day between :first and :last order by kind";

  private final JdbcClient jdbc;

  DutyBoard(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  List<Duty> of(Collection<UUID> ids) {
    return jdbc.sql(OF).param("ids", texts(ids, id -> id)).query((row, n) -> duty(row)).list();
  }

  List<Duty> byKeys(String kind, Collection<String> keys) {
    return jdbc.sql(BY_KEYS)
        .param("kind", kind)
        .param("keys", texts(keys, key -> key))
        .query((row, n) -> duty(row))
        .list();
  }

  Map<UUID, Map<DutyState, Long>> groups(Collection<UUID> groups) {
    Map<UUID, Map<DutyState, Long>> counts = new HashMap<>();
    jdbc.sql(GROUPS)
        .param("groups", texts(groups, id -> id))
        .query((ResultSet row) -> {
          counts
              .computeIfAbsent(
                  row.getObject("group_id", UUID.class), id -> new EnumMap<>(DutyState.class))
              .put(DutyState.of(row.getString("state")), row.getLong("n"));
        });
    return counts;
  }

  Map<UUID, Map<String, Long>> causedBy(Collection<UUID> causes) {
    Map<UUID, Map<String, Long>> counts = new HashMap<>();
    jdbc.sql(CAUSED_BY)
        .param("causes", texts(causes, id -> id))
        .query((ResultSet row) -> {
          counts
              .computeIfAbsent(row.getObject(1, UUID.class), id -> new HashMap<>())
              .put(row.getString(2), row.getLong(3));
        });
    return counts;
  }

  List<DutyCount> counts(Set<String> kinds, LocalDate first, LocalDate last) {
    return jdbc.sql(COUNTS)
        .param("kinds", texts(kinds, kind -> kind))
        .param("first", first)
        .param("last", last)
        .query((row, n) ->
            new DutyCount(
                row.getObject("unit_id", UUID.class),
                row.getString("kind"),
                row.getObject("day", LocalDate.class),
                DutyState.of(row.getString("state")),
                row.getLong("n")))
        .list();
  }

  List<Duty> ofDay(
      LocalDate day, DutyState state, Scope scope, Duties.@Nullable DayKey after, int limit) {
    return jdbc.sql(OF_DAY)
        .param("day", day)
        .param("state", state.key())
        .param("everywhere", scope.everywhere())
        .param("units", texts(scope.units(), id -> id))
        .param("after", after == null ? null : time(after.at()))
        .param("id", after == null ? null : after.id())
        .param("limit", limit)
        .query((row, n) -> duty(row))
        .list();
  }

  /** What is looked for. */
  record Wanted(
      UUID unit,
      LocalDate first,
      LocalDate last,
      @Nullable String state,
      @Nullable String kind,
      @Nullable UUID group,
      @Nullable Instant after,
      @Nullable UUID afterId,
      int limit) {}

  /** One line of the board of supervision. */
  record Supervised(
      UUID unit,
      String name,
      @Nullable UUID parent,
      long waiting,
      long open,
      long late,
      long done,
      long waived,
      long passedOn) {}

  List<Supervised> supervision(
      LocalDate first, LocalDate last, @Nullable String kind, Scope scope) {
    return jdbc.sql(SUPERVISION)
        .param("first", first)
        .param("last", last)
        .param("kind", kind)
        .param("everywhere", scope.everywhere())
        .param("units", texts(scope.units(), id -> id))
        .query((row, n) ->
            new Supervised(
                row.getObject("id", UUID.class),
                row.getString("name"),
                row.getObject("parent_id", UUID.class),
                row.getLong("waiting"),
                row.getLong("open"),
                row.getLong("late"),
                row.getLong("done"),
                row.getLong("waived"),
                row.getLong("passed_on")))
        .list();
  }

  List<Duty> list(Wanted wanted, Scope scope) {
    return jdbc.sql(LIST)
        .param("unit", wanted.unit())
        .param("first", wanted.first())
        .param("last", wanted.last())
        .param("state", wanted.state())
        .param("kind", wanted.kind())
        .param("group", wanted.group())
        .param("after", wanted.after() == null ? null : time(wanted.after()))
        .param("id", wanted.afterId())
        .param("limit", wanted.limit())
        .param("everywhere", scope.everywhere())
        .param("units", texts(scope.units(), id -> id))
        .query((row, n) -> duty(row))
        .list();
  }

  /** Those of the duties that a scope answers for. */
  Set<UUID> visible(Collection<UUID> ids, Scope scope) {
    return jdbc.sql(VISIBLE)
        .param("ids", texts(ids, id -> id))
        .param("everywhere", scope.everywhere())
        .param("units", texts(scope.units(), id -> id))
        .query(UUID.class)
        .set();
  }

  /** One change of state, as logged. */
  record Logged(
      Instant at,
      String was,
      String state,
      String actorKind,
      String actorName,
      @Nullable String why,
      @Nullable UUID cause) {}

  List<Logged> changes(UUID duty) {
    return jdbc.sql(CHANGES)
        .param("id", duty)
        .query((row, n) ->
            new Logged(
                row.getTimestamp("at").toInstant(),
                row.getString("was"),
                row.getString("state"),
                row.getString("actor_kind"),
                row.getString("actor_name"),
                row.getString("why"),
                row.getObject("cause", UUID.class)))
        .list();
  }

  List<String> kinds(LocalDate first, LocalDate last) {
    return jdbc.sql(KINDS).param("first", first).param("last", last).query(String.class).list();
  }

  private static Duty duty(ResultSet row) throws SQLException {
    return new Duty(
        row.getObject("id", UUID.class),
        row.getString("key"),
        row.getString("kind"),
        Party.of(row.getString("holder_kind"), row.getObject("holder_id", UUID.class)),
        row.getObject("unit_id", UUID.class),
        Party.of(row.getString("subject_kind"), row.getObject("subject_id", UUID.class)),
        row.getString("title"),
        row.getObject("day", LocalDate.class),
        row.getTimestamp("opens_at").toInstant(),
        row.getTimestamp("due_at").toInstant(),
        DutyState.of(row.getString("state")),
        row.getTimestamp("state_at").toInstant(),
        row.getInt("step"),
        row.getObject("group_id", UUID.class),
        row.getObject("parent_id", UUID.class),
        row.getObject("evidence", UUID.class),
        row.getString("reason"),
        row.getInt("version"));
  }
}
