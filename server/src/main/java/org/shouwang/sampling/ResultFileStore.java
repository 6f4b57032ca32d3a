package org.shouwang.sampling;

import static org.shouwang.storage.Columns.texts;
import static org.shouwang.storage.Columns.time;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.security.Caller;
import org.shouwang.web.TimeKeys;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Files of results and the rows of them that were not taken. */
@Repository
class ResultFileStore {

  private static final Duration LONGEST = Duration.ofHours(1);

  private static final String BEGIN =
      """
      insert into sampling.result_file (id, file_name, sha256, state, started_at, by_id, by_name)
      values (:id, :name, :sha, 'reading', :at, :by, :byName)
      """;

  private static final String PROGRESS =
      """
      update sampling.result_file set rows = rows + :rows, accepted = accepted + :accepted,
        known = known + :known, problems = problems + :problems, rejected = rejected + :rejected
      where id = :id
      """;

  private static final String ROWS =
      """
      insert into sampling.result_file_row (file_id, row, tube, field, value, code)
      select :file, row, tube, field, value, code
      from unnest(:rows::int[], :tubes::text[], :fields::text[], :values::text[], :codes::text[])
        as t(row, tube, field, value, code)
      on conflict do nothing
      """;

  private static final String FINISH =
      """
      update sampling.result_file set state = :state, failure = :failure, ended_at = :at
      where id = :id and state = 'reading'
      """;

  private static final String ABANDON =
      """
      update sampling.result_file set state = 'cut', failure = 'sampling.file_cut_off',
        ended_at = :at
      where state = 'reading' and started_at < :before
      """;

  private static final String LIST =
      """
      select * from sampling.result_file
      where (:only::uuid is null or id = :only::uuid)
        and (started_at, id) < (:before::timestamptz, :beforeId::uuid)
      order by started_at desc, id desc limit :limit
      """;

  private static final String SHOWN =
      """
      select row, tube, field, value, code from sampling.result_file_row
      where file_id = :file and row > :after order by row limit :limit
      """;

  private final JdbcClient jdbc;

  ResultFileStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** A file. */
  record File(
      UUID id,
      String name,
      String state,
      @Nullable String failure,
      int rows,
      int accepted,
      int known,
      int problems,
      int rejected,
      Instant startedAt,
      @Nullable Instant endedAt,
      String by) {}

  /** A row that was not taken. */
  record Row(int row, String tube, String field, String value, String code) {}

  void begin(UUID id, String name, String sha, Caller by, Instant at) {
    jdbc.sql(BEGIN)
        .param("id", id)
        .param("name", name.length() > 120 ? name.substring(0, 120) : name)
        .param("sha", sha)
        .param("at", time(at))
        .param("by", by.id())
        .param("byName", by.name())
        .update();
  }

  void progress(UUID id, int rows, int accepted, int known, int problems, int rejected) {
    jdbc.sql(PROGRESS)
        .param("id", id)
        .param("rows", rows)
        .param("accepted", accepted)
        .param("known", known)
        .param("problems", problems)
        .param("rejected", rejected)
        .update();
  }

  void rows(UUID file, List<Row> rows) {
    if (!rows.isEmpty()) {
      jdbc.sql(ROWS)
          .param("file", file)
          .param("rows", texts(rows, Row::row))
          .param("tubes", texts(rows, Row::tube))
          .param("fields", texts(rows, Row::field))
          .param("values", texts(rows, Row::value))
          .param("codes", texts(rows, Row::code))
          .update();
    }
  }

  void finish(UUID id, String state, @Nullable String failure, Instant at) {
    jdbc.sql(FINISH)
        .param("id", id)
        .param("state", state)
        .param("failure", failure)
        .param("at", time(at))
        .update();
  }

  void abandon(Instant now) {
    jdbc.sql(ABANDON).param("at", time(now)).param("before", time(now.minus(LONGEST))).update();
  }

  Optional<File> find(UUID id) {
    return list(id, TimeKeys.NEWEST, 1).stream().findFirst();
  }

  List<File> list(@Nullable UUID only, TimeKeys before, int limit) {
    return jdbc.sql(LIST)
        .param("only", only)
        .param("before", time(before.at()))
        .param("beforeId", before.id())
        .param("limit", limit)
        .query((row, n) ->
            new File(
                row.getObject("id", UUID.class),
                row.getString("file_name"),
                row.getString("state"),
                row.getString("failure"),
                row.getInt("rows"),
                row.getInt("accepted"),
                row.getInt("known"),
                row.getInt("problems"),
                row.getInt("rejected"),
                row.getTimestamp("started_at").toInstant(),
                TubeStore.instant(row, "ended_at"),
                row.getString("by_name")))
        .list();
  }

  List<Row> shown(UUID file, int after, int limit) {
    return jdbc.sql(SHOWN)
        .param("file", file)
        .param("after", after)
        .param("limit", limit)
        .query((row, n) ->
            new Row(
                row.getInt("row"),
                row.getString("tube"),
                row.getString("field"),
                row.getString("value"),
                row.getString("code")))
        .list();
  }
}
