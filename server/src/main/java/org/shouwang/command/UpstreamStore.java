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

/** Directives from above. */
@Repository
class UpstreamStore {

  private static final String TAKE_IN =
      """
      insert into command.upstream (id, number, issuer, title, body, file_id, received_at, unit_id,
        state)
      values (:id, :number, :issuer, :title, :body, :file::uuid, :received, :unit, 'open')
      on conflict (issuer, number) do nothing
      """;

  private static final String ANSWER =
      """
      update command.upstream
      set state = 'answered', answer = :answer, answer_file_id = :file::uuid, answered_at = :now,
          answered_by = :by, answered_for = :for::text
      where id = :id and state = 'open'
      """;

  private static final String LIST =
      UnitBoard.SEEN
          + """
          select * from command.upstream u
          where (u.received_at, u.id) < (:before::timestamptz, :beforeId::uuid)
            and (:only::uuid is null or u.id = :only::uuid)
            and (:state::text is null or u.state = :state::text)
            and (:all or exists (
              select from command.directive d join command.task t on t.directive_id = d.id
              where d.upstream_id = u.id and t.unit_id in (select id from seen)))
          order by u.received_at desc, u.id desc
          limit :limit
          """;

  private final JdbcClient jdbc;

  UpstreamStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** A requirement as kept. */
  record Row(
      UUID id,
      String number,
      String issuer,
      String title,
      String body,
      @Nullable UUID file,
      Instant receivedAt,
      UUID unit,
      String state,
      @Nullable String answer,
      @Nullable UUID answerFile,
      @Nullable Instant answeredAt,
      @Nullable Signed answeredBy) {}

  /**
   * Takes one in.
   *
   * @return false when its issuer's number is there already
   */
  boolean takeIn(Row row) {
    return jdbc.sql(TAKE_IN)
            .param("id", row.id())
            .param("number", row.number())
            .param("issuer", row.issuer())
            .param("title", row.title())
            .param("body", row.body())
            .param("file", row.file())
            .param("received", time(row.receivedAt()))
            .param("unit", row.unit())
            .update()
        == 1;
  }

  boolean answer(UUID id, String text, @Nullable UUID file, Signed by, Instant now) {
    return jdbc.sql(ANSWER)
            .param("id", id)
            .param("answer", text)
            .param("file", file)
            .param("now", time(now))
            .param("by", by.name())
            .param("for", by.onBehalfOf())
            .update()
        == 1;
  }

  Optional<Row> find(UUID id, Sight sight) {
    return list(TimeKeys.of(null), id, null, sight, 1).stream().findFirst();
  }

  List<Row> list(TimeKeys before, @Nullable String state, Sight sight, int limit) {
    return list(before, null, state, sight, limit);
  }

  private List<Row> list(
      TimeKeys before, @Nullable UUID only, @Nullable String state, Sight sight, int limit) {
    return jdbc.sql(LIST)
        .param("before", time(before.at()))
        .param("beforeId", before.id())
        .param("only", only)
        .param("state", state)
        .param("all", sight.all())
        .param("tops", texts(sight.tops(), id -> id))
        .param("limit", limit)
        .query((row, n) -> row(row))
        .list();
  }

  private static Row row(ResultSet row) throws SQLException {
    return new Row(
        row.getObject("id", UUID.class),
        row.getString("number"),
        row.getString("issuer"),
        row.getString("title"),
        row.getString("body"),
        row.getObject("file_id", UUID.class),
        row.getTimestamp("received_at").toInstant(),
        row.getObject("unit_id", UUID.class),
        row.getString("state"),
        row.getString("answer"),
        row.getObject("answer_file_id", UUID.class),
        instant(row, "answered_at"),
        Signed.of(row.getString("answered_by"), row.getString("answered_for")));
  }

  static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    java.sql.Timestamp at = row.getTimestamp(column);
    return at == null ? null : at.toInstant();
  }
}
