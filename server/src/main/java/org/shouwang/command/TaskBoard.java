package org.shouwang.command;

import static org.shouwang.storage.Columns.texts;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads tasks: those of the units a reader sees. */
@Repository
class TaskBoard {

  /** Most tasks on a page: as many as may be asked of the duties at once. */
  static final int MOST = 5_000;

  private static final String COLUMNS =
      """
      select t.*, d.title, p.unit_id as parent_unit, b.total, b.acknowledged, b.reported, b.accepted
      from command.task t
      join command.directive d on d.id = t.directive_id
      left join command.task p on p.id = t.parent_id
      left join lateral (
        select count(*) as total,
               count(*) filter (where c.state <> 'issued') as acknowledged,
               count(*) filter (where c.state = 'reported') as reported,
               count(*) filter (where c.state = 'accepted') as accepted
        from command.task c where c.parent_id = t.id) b on true
      """;

  private static final String ONE =
      UnitBoard.SEEN
          + COLUMNS
          + "where t.id = :id and (:all or t.unit_id in (select id from seen))";

  private static final String OF_DIRECTIVE =
      UnitBoard.SEEN
          + COLUMNS
          + """
          where t.directive_id = :directive and (:all or t.unit_id in (select id from seen))
          order by t.made_at, t.id
          limit :limit
          """;

  private static final String PENDING =
      UnitBoard.SEEN
          + COLUMNS
          + """
          where t.state = any(:states::text[]) and (:all or t.unit_id in (select id from seen))
            and (:unit::uuid is null or t.unit_id in (
              select descendant_id from people.unit_closure_ref where ancestor_id = :unit::uuid))
          order by t.made_at, t.id
          limit :limit
          """;

  private final JdbcClient jdbc;

  TaskBoard(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  Optional<TaskRow> one(UUID id, Sight sight) {
    return seen(ONE, sight).param("id", id).query((row, n) -> row(row)).optional();
  }

  List<TaskRow> ofDirective(UUID directive, Sight sight) {
    return seen(OF_DIRECTIVE, sight)
        .param("directive", directive)
        .param("limit", MOST)
        .query((row, n) -> row(row))
        .list();
  }

  /**
   * Tasks that wait for somebody, oldest first.
   *
   * @param unit only of this unit and those below it; null: all that the reader sees
   */
  List<TaskRow> pending(List<TaskState> states, @Nullable UUID unit, Sight sight) {
    return seen(PENDING, sight)
        .param("states", texts(states, TaskState::key))
        .param("unit", unit)
        .param("limit", MOST)
        .query((row, n) -> row(row))
        .list();
  }

  private JdbcClient.StatementSpec seen(String sql, Sight sight) {
    return jdbc.sql(sql).param("all", sight.all()).param("tops", texts(sight.tops(), id -> id));
  }

  private static TaskRow row(ResultSet row) throws SQLException {
    return new TaskRow(
        row.getObject("id", UUID.class),
        row.getObject("directive_id", UUID.class),
        row.getString("title"),
        row.getObject("parent_id", UUID.class),
        row.getObject("parent_unit", UUID.class),
        row.getObject("unit_id", UUID.class),
        row.getString("body"),
        row.getString("evidence"),
        row.getBoolean("file_needed"),
        TaskState.of(row.getString("state")),
        row.getInt("round"),
        row.getInt("percent"),
        row.getTimestamp("made_at").toInstant(),
        UpstreamStore.instant(row, "acknowledged_at"),
        Signed.of(row.getString("acknowledged_by"), row.getString("acknowledged_for")),
        row.getTimestamp("state_at").toInstant(),
        new TaskRow.Below(
            row.getLong("total"),
            row.getLong("acknowledged"),
            row.getLong("reported"),
            row.getLong("accepted")));
  }
}
