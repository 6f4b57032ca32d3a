package org.shouwang.sampling;

import static org.shouwang.storage.Columns.texts;
import static org.shouwang.storage.Columns.time;

import com.github.f4b6a3.uuid.UuidCreator;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Writes results and those that contradict. */
@Repository
class ResultStore {

  private static final String INSERT =
      """
      insert into sampling.result (tube, id, step, value, reported_at, recorded_at, laboratory,
        source, source_id, by_name)
      select tube, id, step, value, reported_at, :now, laboratory, source, source_id, by_name
      from unnest(:tubes::text[], :ids::uuid[], :steps::text[], :values::text[],
        :reported::timestamptz[], :laboratories::text[], :sources::text[], :sourceIds::uuid[],
        :names::text[])
        as t(tube, id, step, value, reported_at, laboratory, source, source_id, by_name)
      """;

  private static final String AGAINST =
      """
      insert into sampling.result_problem (id, key, code, tube, step, value, reported_at,
        laboratory, source, source_id, row, by_name, opened_at, state)
      select id, key, code, tube, step, value, reported_at, laboratory, source, source_id, row,
        by_name, :now, 'open'
      from unnest(:ids::uuid[], :keys::text[], :codes::text[], :tubes::text[], :steps::text[],
        :values::text[], :reported::timestamptz[], :laboratories::text[], :sources::text[],
        :sourceIds::uuid[], :rows::int[], :names::text[])
        as t(id, key, code, tube, step, value, reported_at, laboratory, source, source_id, row,
          by_name)
      order by key
      on conflict (key) where state = 'open' do update set code = excluded.code
        where result_problem.code <> excluded.code
      """;

  private static final String WAITING =
      """
      select * from sampling.result_problem
      where tube = any(:tubes::text[]) and state = 'open' and code = any(:codes::text[])
      order by reported_at, id
      """;

  private static final String ONE =
      "select * from sampling.result_problem where id = :id for update";

  private static final String TAKEN =
      """
      update sampling.result_problem set state = 'taken', closed_at = :now
      where id = any(:ids::uuid[]) and state = 'open'
      """;

  private static final String CLOSE =
      """
      update sampling.result_problem set state = :state, reason = :reason, closed_at = :now,
        closed_by = :by, closed_id = :closer
      where id = :id and state = 'open'
      """;

  private static final String SUPERSEDE =
      """
      update sampling.result set superseded_by = :by, superseded_at = :now
      where tube = :tube and step = :step and superseded_by is null
      returning id
      """;

  private static final String CURRENT =
      """
      select * from sampling.result where tube = any(:tubes::text[]) and superseded_by is null
      order by reported_at
      """;

  private final JdbcClient jdbc;

  ResultStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** A result that contradicts. */
  record Problem(UUID id, String code, String state, NewResult result) {}

  void insert(List<NewResult> results, Instant now) {
    columns(jdbc.sql(INSERT), results)
        .param("ids", texts(results, NewResult::id))
        .param("now", time(now))
        .update();
  }

  /** Keeps those that contradict; the same one again changes nothing. */
  void against(List<NewResult> results, List<String> codes, Instant now) {
    List<NewResult> once = new ArrayList<>();
    List<String> why = new ArrayList<>();
    java.util.Set<String> seen = new java.util.HashSet<>();
    for (int i = 0; i < results.size(); i++) {
      if (seen.add(results.get(i).key())) {
        once.add(results.get(i));
        why.add(codes.get(i));
      }
    }
    if (once.isEmpty()) {
      return;
    }
    columns(jdbc.sql(AGAINST), once)
        .param("ids", texts(once, it -> UuidCreator.getTimeOrderedEpoch()))
        .param("keys", texts(once, NewResult::key))
        .param("codes", texts(why, it -> it))
        .param("rows", texts(once, NewResult::row))
        .param("now", time(now))
        .update();
  }

  private static JdbcClient.StatementSpec columns(
      JdbcClient.StatementSpec statement, List<NewResult> results) {
    return statement
        .param("tubes", texts(results, NewResult::tube))
        .param("steps", texts(results, it -> it.step().key()))
        .param("values", texts(results, it -> it.value().key()))
        .param("reported", texts(results, NewResult::reportedAt))
        .param("laboratories", texts(results, NewResult::laboratory))
        .param("sources", texts(results, NewResult::source))
        .param("sourceIds", texts(results, NewResult::sourceId))
        .param("names", texts(results, NewResult::by));
  }

  List<Problem> waiting(Collection<String> tubes) {
    return tubes.isEmpty()
        ? List.of()
        : jdbc.sql(WAITING)
            .param("tubes", texts(tubes, it -> it))
            .param("codes", texts(ResultRules.MAY_CLEAR, it -> it))
            .query((row, n) -> problem(row))
            .list();
  }

  Optional<Problem> problem(UUID id) {
    return jdbc.sql(ONE).param("id", id).query((row, n) -> problem(row)).optional();
  }

  private static Problem problem(ResultSet row) throws SQLException {
    UUID id = row.getObject("id", UUID.class);
    return new Problem(
        id,
        row.getString("code"),
        row.getString("state"),
        result(row, UuidCreator.getTimeOrderedEpoch(), row.getObject("row", Integer.class)));
  }

  private static NewResult result(ResultSet row, UUID id, @Nullable Integer line)
      throws SQLException {
    return new NewResult(
        id,
        row.getString("tube"),
        ResultStep.of(row.getString("step")).orElseThrow(),
        ResultValue.of(row.getString("value")).orElseThrow(),
        row.getTimestamp("reported_at").toInstant(),
        row.getString("laboratory"),
        row.getString("source"),
        row.getObject("source_id", UUID.class),
        line,
        row.getString("by_name"));
  }

  void taken(List<UUID> ids, Instant now) {
    if (!ids.isEmpty()) {
      jdbc.sql(TAKEN).param("ids", texts(ids, it -> it)).param("now", time(now)).update();
    }
  }

  boolean close(
      UUID id, String state, String reason, org.shouwang.security.Caller by, Instant now) {
    return jdbc.sql(CLOSE)
            .param("id", id)
            .param("state", state)
            .param("reason", reason)
            .param("by", by.name())
            .param("closer", by.id())
            .param("now", time(now))
            .update()
        == 1;
  }

  /** Leaves the present result of a tube's step behind; its id, if there was one. */
  Optional<UUID> supersede(String tube, ResultStep step, UUID by, Instant now) {
    return jdbc.sql(SUPERSEDE)
        .param("tube", tube)
        .param("step", step.key())
        .param("by", by)
        .param("now", time(now))
        .query(UUID.class)
        .optional();
  }

  /** Present results of tubes. */
  List<NewResult> current(Collection<String> tubes) {
    return tubes.isEmpty()
        ? List.of()
        : jdbc.sql(CURRENT)
            .param("tubes", texts(tubes, it -> it))
            .query((row, n) -> result(row, row.getObject("id", UUID.class), null))
            .list();
  }
}
