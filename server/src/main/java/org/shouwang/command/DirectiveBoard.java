package org.shouwang.command;

import static org.shouwang.storage.Columns.texts;
import static org.shouwang.storage.Columns.time;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.web.TimeKeys;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads directives: those with a task for a unit that the reader sees. */
@Repository
class DirectiveBoard {

  private static final String LIST =
      UnitBoard.SEEN
          + """
          select d.*, u.number, u.issuer, u.title as upstream_title, u.body as upstream_body,
                 u.file_id as upstream_file
          from command.directive d left join command.upstream u on u.id = d.upstream_id
          where (d.issued_at, d.id) < (:before::timestamptz, :beforeId::uuid)
            and (:only::uuid is null or d.id = :only::uuid)
            and (:upstream::uuid is null or d.upstream_id = :upstream::uuid)
            and (:text = '' or strpos(lower(d.title), lower(:text)) > 0)
            and (:all or exists (
              select from command.task t
              where t.directive_id = d.id and t.unit_id in (select id from seen)))
          order by d.issued_at desc, d.id desc
          limit :limit
          """;

  private static final String COUNTS =
      UnitBoard.SEEN
          + """
          select directive_id, count(*) as total,
                 count(*) filter (where state <> 'issued') as acknowledged,
                 count(*) filter (where state = 'reported') as reported,
                 count(*) filter (where state = 'accepted') as accepted
          from command.task
          where directive_id = any(:ids::uuid[]) and (:all or unit_id in (select id from seen))
          group by directive_id
          """;

  private static final String OPEN =
      UnitBoard.SEEN
          + """
          select directive_id, id, round from command.task
          where directive_id = any(:ids::uuid[]) and (:all or unit_id in (select id from seen))
            and state in ('issued', 'acknowledged', 'returned')
          limit :limit
          """;

  private static final String OF_FEEDBACK =
      "select title from command.directive where feedback_id = :feedback";

  private final JdbcClient jdbc;

  DirectiveBoard(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** What it answers to, from above. */
  record From(
      UUID id, String number, String issuer, String title, String text, @Nullable UUID fileId) {}

  /** A directive as kept. */
  record Row(
      UUID id,
      String title,
      String body,
      Instant issuedAt,
      Signed issuedBy,
      @Nullable From upstream,
      @Nullable UUID feedback) {}

  /** Its tasks by how far they are, of those the reader sees. */
  record Counts(long total, long acknowledged, long reported, long accepted) {}

  /** Which ones. */
  record Wanted(
      TimeKeys before, @Nullable UUID only, @Nullable UUID upstream, String text, int limit) {

    static Wanted one(UUID id) {
      return new Wanted(TimeKeys.of(null), id, null, "", 1);
    }
  }

  List<Row> list(Wanted wanted, Sight sight) {
    return seen(LIST, sight)
        .param("before", time(wanted.before().at()))
        .param("beforeId", wanted.before().id())
        .param("only", wanted.only())
        .param("upstream", wanted.upstream())
        .param("text", wanted.text())
        .param("limit", wanted.limit())
        .query((row, n) -> row(row))
        .list();
  }

  Map<UUID, Counts> counts(Collection<UUID> ids, Sight sight) {
    Map<UUID, Counts> counts = new HashMap<>();
    seen(COUNTS, sight)
        .param("ids", texts(ids, id -> id))
        .query((ResultSet row) -> {
          counts.put(
              row.getObject("directive_id", UUID.class),
              new Counts(
                  row.getLong("total"),
                  row.getLong("acknowledged"),
                  row.getLong("reported"),
                  row.getLong("accepted")));
        });
    return counts;
  }

  /** Keys of the duties of open tasks, with their directive. */
  Map<String, UUID> openDuties(Collection<UUID> ids, Sight sight, int limit) {
    Map<String, UUID> keys = new HashMap<>();
    seen(OPEN, sight)
        .param("ids", texts(ids, id -> id))
        .param("limit", limit)
        .query((ResultSet row) -> {
          keys.put(
              TaskRow.dutyKey(row.getObject("id", UUID.class), row.getInt("round")),
              row.getObject("directive_id", UUID.class));
        });
    return keys;
  }

  /** Title of the directive that was made from feedback. */
  Optional<String> ofFeedback(UUID feedback) {
    return jdbc.sql(OF_FEEDBACK).param("feedback", feedback).query(String.class).optional();
  }

  private JdbcClient.StatementSpec seen(String sql, Sight sight) {
    return jdbc.sql(sql).param("all", sight.all()).param("tops", texts(sight.tops(), id -> id));
  }

  private static Row row(ResultSet row) throws SQLException {
    UUID upstream = row.getObject("upstream_id", UUID.class);
    return new Row(
        row.getObject("id", UUID.class),
        row.getString("title"),
        row.getString("body"),
        row.getTimestamp("issued_at").toInstant(),
        new Signed(row.getString("issued_by"), row.getString("issued_for")),
        upstream == null
            ? null
            : new From(
                upstream,
                row.getString("number"),
                row.getString("issuer"),
                row.getString("upstream_title"),
                row.getString("upstream_body"),
                row.getObject("upstream_file", UUID.class)),
        row.getObject("feedback_id", UUID.class));
  }
}
