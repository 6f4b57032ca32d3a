package org.shouwang.command;

import static org.shouwang.storage.Columns.texts;
import static org.shouwang.storage.Columns.time;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.web.TimeKeys;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads notices: those for a unit that the reader sees. */
@Repository
class NoticeBoard {

  private static final String LIST =
      UnitBoard.SEEN
          + """
          select n.*, c.total, c.read, c.replied
          from command.notice n
          cross join lateral (
            select count(*) as total, count(read_at) as read, count(replied_at) as replied
            from command.notice_unit u
            where u.notice_id = n.id and (:all or u.unit_id in (select id from seen))) c
          where (n.sent_at, n.id) < (:before::timestamptz, :beforeId::uuid)
            and (:only::uuid is null or n.id = :only::uuid)
            and c.total > 0
          order by n.sent_at desc, n.id desc
          limit :limit
          """;

  private static final String UNITS =
      UnitBoard.SEEN
          + """
          select u.*, r.name, r.path from command.notice_unit u
          left join people.unit_ref r on r.id = u.unit_id
          where u.notice_id = :id and (:all or u.unit_id in (select id from seen))
          order by (u.replied_at is not null), (u.read_at is not null), r.path
          """;

  private static final String RECEIPTS =
      UnitBoard.SEEN
          + """
          select edition, unit_id, account_id, account_name, for_name, at from command.receipt
          where notice_id = :id and (:all or unit_id in (select id from seen))
          order by at
          limit 5000
          """;

  private static final String EDITIONS =
      "select * from command.notice_edition where notice_id = :id order by edition desc limit 100";

  private static final String FEEDBACK =
      UnitBoard.SEEN
          + """
          select f.*, r.name, r.path, d.id as directive_id
          from command.feedback f
          left join people.unit_ref r on r.id = f.unit_id
          left join command.directive d on d.feedback_id = f.id
          where (:id::uuid is null or f.notice_id = :id::uuid)
            and (:only::uuid is null or f.id = :only::uuid)
            and (:all or f.unit_id in (select id from seen))
          order by f.at desc, f.id desc
          limit 1000
          """;

  private final JdbcClient jdbc;

  NoticeBoard(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** A notice with how many of the units that the reader sees have read and replied. */
  record Row(
      UUID id,
      int edition,
      String title,
      String body,
      String asks,
      Instant sentAt,
      Signed sentBy,
      long total,
      long read,
      long replied) {}

  /** How far a unit is. */
  record UnitRow(
      Named unit,
      @Nullable Instant readAt,
      @Nullable Instant repliedAt,
      @Nullable Instant chasedAt,
      int chases) {}

  /** Who read which edition for which unit. */
  record Receipt(int edition, UUID unitId, UUID accountId, Signed by, Instant at) {}

  /** What a notice said. */
  record Edition(int edition, String title, String text, Instant at, Signed by) {}

  /**
   * What a unit answered.
   *
   * @param directiveId the directive that was made from it
   */
  record Feedback(
      UUID id,
      UUID noticeId,
      int edition,
      Named unit,
      String text,
      Instant at,
      Signed by,
      @Nullable UUID directiveId) {}

  List<Row> list(TimeKeys before, Sight sight, int limit) {
    return list(before, null, sight, limit);
  }

  Optional<Row> find(UUID id, Sight sight) {
    return list(TimeKeys.of(null), id, sight, 1).stream().findFirst();
  }

  private List<Row> list(TimeKeys before, @Nullable UUID only, Sight sight, int limit) {
    return seen(LIST, sight)
        .param("before", time(before.at()))
        .param("beforeId", before.id())
        .param("only", only)
        .param("limit", limit)
        .query((row, n) -> row(row))
        .list();
  }

  List<UnitRow> units(UUID id, Sight sight) {
    return seen(UNITS, sight)
        .param("id", id)
        .query((row, n) ->
            new UnitRow(
                unit(row),
                UpstreamStore.instant(row, "read_at"),
                UpstreamStore.instant(row, "replied_at"),
                UpstreamStore.instant(row, "chased_at"),
                row.getInt("chases")))
        .list();
  }

  List<Receipt> receipts(UUID id, Sight sight) {
    return seen(RECEIPTS, sight)
        .param("id", id)
        .query((row, n) ->
            new Receipt(
                row.getInt("edition"),
                row.getObject("unit_id", UUID.class),
                row.getObject("account_id", UUID.class),
                new Signed(row.getString("account_name"), row.getString("for_name")),
                row.getTimestamp("at").toInstant()))
        .list();
  }

  List<Edition> editions(UUID id) {
    return jdbc.sql(EDITIONS)
        .param("id", id)
        .query((row, n) ->
            new Edition(
                row.getInt("edition"),
                row.getString("title"),
                row.getString("body"),
                row.getTimestamp("at").toInstant(),
                new Signed(row.getString("by_name"), row.getString("for_name"))))
        .list();
  }

  List<Feedback> feedback(UUID notice, Sight sight) {
    return feedback(notice, null, sight);
  }

  Optional<Feedback> oneFeedback(UUID id, Sight sight) {
    return feedback(null, id, sight).stream().findFirst();
  }

  private List<Feedback> feedback(@Nullable UUID notice, @Nullable UUID only, Sight sight) {
    return seen(FEEDBACK, sight)
        .param("id", notice)
        .param("only", only)
        .query((row, n) ->
            new Feedback(
                row.getObject("id", UUID.class),
                row.getObject("notice_id", UUID.class),
                row.getInt("edition"),
                unit(row),
                row.getString("body"),
                row.getTimestamp("at").toInstant(),
                new Signed(row.getString("by_name"), row.getString("for_name")),
                row.getObject("directive_id", UUID.class)))
        .list();
  }

  private JdbcClient.StatementSpec seen(String sql, Sight sight) {
    return jdbc.sql(sql).param("all", sight.all()).param("tops", texts(sight.tops(), id -> id));
  }

  private static Named unit(ResultSet row) throws SQLException {
    String name = row.getString("name");
    String path = row.getString("path");
    return new Named(
        row.getObject("unit_id", UUID.class), name == null ? "" : name, path == null ? "" : path);
  }

  private static Row row(ResultSet row) throws SQLException {
    return new Row(
        row.getObject("id", UUID.class),
        row.getInt("edition"),
        row.getString("title"),
        row.getString("body"),
        row.getString("asks"),
        row.getTimestamp("sent_at").toInstant(),
        new Signed(row.getString("sent_by"), row.getString("sent_for")),
        row.getLong("total"),
        row.getLong("read"),
        row.getLong("replied"));
  }
}
