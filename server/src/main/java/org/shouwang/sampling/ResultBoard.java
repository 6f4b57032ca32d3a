package org.shouwang.sampling;

import static org.shouwang.storage.Columns.time;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.security.Caller;
import org.shouwang.web.TimeKeys;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Results that wait: typed ones for a second person, contradicting ones for a judgement. */
@Repository
class ResultBoard {

  private static final String PROBLEMS =
      """
      select * from sampling.result_problem
      where (opened_at, id) < (:before::timestamptz, :beforeId::uuid)
        and (:state::text is null or state = :state)
      order by opened_at desc, id desc limit :limit
      """;

  private static final String ENTRIES =
      """
      select * from sampling.result_entry
      where (entered_at, id) < (:before::timestamptz, :beforeId::uuid)
        and (:state::text is null or state = :state) and (:only::uuid is null or id = :only::uuid)
      order by entered_at desc, id desc limit :limit
      """;

  private static final String ENTER =
      """
      insert into sampling.result_entry (id, tube, step, value, reported_at, laboratory,
        entered_at, entered_by, entered_name, state)
      values (:id, :tube, :step, :value, :reported, :laboratory, :now, :by, :byName, 'waiting')
      """;

  private static final String CLOSE =
      """
      update sampling.result_entry set state = :state, closed_at = :now, closed_by = :by,
        closed_name = :byName, reason = :reason
      where id = :id and state = 'waiting'
      """;

  private final JdbcClient jdbc;

  ResultBoard(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** A result that contradicts. */
  record ProblemLine(
      UUID id,
      String code,
      String tube,
      String step,
      String value,
      Instant reportedAt,
      @Nullable String laboratory,
      String source,
      @Nullable Integer row,
      String by,
      Instant openedAt,
      String state,
      @Nullable String reason,
      @Nullable Instant closedAt,
      @Nullable String closedBy) {}

  /** A typed result. */
  record EntryLine(
      UUID id,
      String tube,
      String step,
      String value,
      Instant reportedAt,
      @Nullable String laboratory,
      Instant enteredAt,
      UUID enteredById,
      String enteredBy,
      String state,
      @Nullable Instant closedAt,
      @Nullable String closedBy,
      @Nullable String reason) {}

  List<ProblemLine> problems(@Nullable String state, TimeKeys before, int limit) {
    return jdbc.sql(PROBLEMS)
        .param("before", time(before.at()))
        .param("beforeId", before.id())
        .param("state", state)
        .param("limit", limit)
        .query((row, n) ->
            new ProblemLine(
                row.getObject("id", UUID.class),
                row.getString("code"),
                row.getString("tube"),
                row.getString("step"),
                row.getString("value"),
                row.getTimestamp("reported_at").toInstant(),
                row.getString("laboratory"),
                row.getString("source"),
                row.getObject("row", Integer.class),
                row.getString("by_name"),
                row.getTimestamp("opened_at").toInstant(),
                row.getString("state"),
                row.getString("reason"),
                TubeStore.instant(row, "closed_at"),
                row.getString("closed_by")))
        .list();
  }

  List<EntryLine> entries(@Nullable String state, TimeKeys before, int limit) {
    return entries(state, null, before, limit);
  }

  Optional<EntryLine> entry(UUID id) {
    return entries(null, id, TimeKeys.NEWEST, 1).stream().findFirst();
  }

  private List<EntryLine> entries(
      @Nullable String state, @Nullable UUID only, TimeKeys before, int limit) {
    return jdbc.sql(ENTRIES)
        .param("before", time(before.at()))
        .param("beforeId", before.id())
        .param("state", state)
        .param("only", only)
        .param("limit", limit)
        .query((row, n) ->
            new EntryLine(
                row.getObject("id", UUID.class),
                row.getString("tube"),
                row.getString("step"),
                row.getString("value"),
                row.getTimestamp("reported_at").toInstant(),
                row.getString("laboratory"),
                row.getTimestamp("entered_at").toInstant(),
                row.getObject("entered_by", UUID.class),
                row.getString("entered_name"),
                row.getString("state"),
                TubeStore.instant(row, "closed_at"),
                row.getString("closed_name"),
                row.getString("reason")))
        .list();
  }

  void enter(NewResult result, Caller by, Instant now) {
    jdbc.sql(ENTER)
        .param("id", result.id())
        .param("tube", result.tube())
        .param("step", result.step().key())
        .param("value", result.value().key())
        .param("reported", time(result.reportedAt()))
        .param("laboratory", result.laboratory())
        .param("now", time(now))
        .param("by", by.id())
        .param("byName", by.name())
        .update();
  }

  boolean close(UUID id, String state, @Nullable String reason, Caller by, Instant now) {
    return jdbc.sql(CLOSE)
            .param("id", id)
            .param("state", state)
            .param("reason", reason)
            .param("by", by.id())
            .param("byName", by.name())
            .param("now", time(now))
            .update()
        == 1;
  }
}
