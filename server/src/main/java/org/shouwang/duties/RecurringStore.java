package org.shouwang.duties;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.security.Scope;
import org.shouwang.storage.Columns;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Repository;

/** Plans of duties that come again. */
@Repository
class RecurringStore {

  private static final String COLUMNS =
      """
      select r.id, r.title, r.unit_id, r.holder_kind, r.holder_id, r.weekdays, r.opens, r.due,
             r.ladder, r.first_day, r.last_day, r.made_until
      from duties.recurring r
      where (:everywhere or r.unit_id in (
              select mine.descendant_id from people.unit_closure_ref mine
              where mine.ancestor_id = any (:units::uuid[])))
      """;

  private static final String LIST =
      COLUMNS
          + """
            and (:stopped or r.last_day is null or r.last_day >= :today)
            and (:before::uuid is null or r.id < :before::uuid)
          order by r.id desc limit :limit
          """;

  private static final String ONE = COLUMNS + "and r.id = :id";

  private static final String INSERT =
      """
      insert into duties.recurring (id, kind, unit_id, holder_kind, holder_id, subject_kind,
        subject_id, title, weekdays, opens, due, ladder, first_day, last_day, cause)
      values (:id, 'duties.recurring', :unit, :holderKind, :holder, 'unit', :unit, :title,
        :weekdays::int[], :opens, :due, :ladder, :first, :last, :cause)
      """;

  /** It only ever ends sooner; a plan that has begun ends no earlier than its first day. */
  private static final String STOP =
      """
      update duties.recurring set last_day = greatest(first_day, :last::date)
      where id = :id and (last_day is null or last_day > greatest(first_day, :last::date))
      """;

  private static final String LADDERS = "select distinct ladder from duties.ladder_step order by 1";

  private final JdbcClient jdbc;

  RecurringStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * A plan.
   *
   * @param weekdays 1 Monday … 7 Sunday
   * @param opens start of its window on each of its days, the park's local time
   * @param due end of its window on the same day
   * @param ladder null: nobody is reminded
   * @param lastDay null: no end
   * @param madeUntil its duties exist up to this day; null: none yet
   */
  record Plan(
      UUID id,
      String title,
      UUID unit,
      Party holder,
      List<Integer> weekdays,
      LocalTime opens,
      LocalTime due,
      @Nullable String ladder,
      LocalDate firstDay,
      @Nullable LocalDate lastDay,
      @Nullable LocalDate madeUntil) {}

  List<Plan> list(Scope scope, boolean stopped, LocalDate today, @Nullable UUID before, int limit) {
    return scoped(LIST, scope)
        .param("stopped", stopped)
        .param("today", today)
        .param("before", before)
        .param("limit", limit)
        .query((row, n) -> plan(row))
        .list();
  }

  Optional<Plan> find(UUID id, Scope scope) {
    return scoped(ONE, scope).param("id", id).query((row, n) -> plan(row)).optional();
  }

  void insert(Plan plan, UUID cause) {
    jdbc.sql(INSERT)
        .param("id", plan.id())
        .param("unit", plan.unit())
        .param("holderKind", plan.holder().kind().key())
        .param("holder", plan.holder().id())
        .param("title", plan.title())
        .param("weekdays", new SqlArrayValue("int4", plan.weekdays().toArray()))
        .param("opens", plan.opens())
        .param("due", plan.due())
        .param("ladder", plan.ladder())
        .param("first", plan.firstDay())
        .param("last", plan.lastDay(), Types.DATE)
        .param("cause", cause)
        .update();
  }

  boolean stop(UUID id, LocalDate last) {
    return jdbc.sql(STOP).param("id", id).param("last", last).update() == 1;
  }

  List<String> ladders() {
    return jdbc.sql(LADDERS).query(String.class).list();
  }

  private JdbcClient.StatementSpec scoped(String sql, Scope scope) {
    return jdbc.sql(sql)
        .param("everywhere", scope.everywhere())
        .param("units", Columns.texts(scope.units(), id -> id));
  }

  private static Plan plan(ResultSet row) throws SQLException {
    return new Plan(
        row.getObject("id", UUID.class),
        row.getString("title"),
        row.getObject("unit_id", UUID.class),
        Party.of(row.getString("holder_kind"), row.getObject("holder_id", UUID.class)),
        Arrays.asList((Integer[]) row.getArray("weekdays").getArray()),
        row.getObject("opens", LocalTime.class),
        row.getObject("due", LocalTime.class),
        row.getString("ladder"),
        row.getObject("first_day", LocalDate.class),
        row.getObject("last_day", LocalDate.class),
        row.getObject("made_until", LocalDate.class));
  }
}
