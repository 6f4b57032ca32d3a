package org.shouwang.sampling;

import static org.shouwang.storage.Columns.texts;
import static org.shouwang.storage.Columns.time;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What was handed to the status, so that a correction can take it back. */
@Repository
class GivenStore {

  private static final String INSERT =
      """
      insert into sampling.given (evidence_id, person_id, tube, result_id, kind, value, step,
        sampled_at, reported_at)
      select * from unnest(:ids::uuid[], :persons::uuid[], :tubes::text[], :results::uuid[],
        :kinds::text[], :values::text[], :steps::text[], :sampled::timestamptz[],
        :reported::timestamptz[])
      on conflict do nothing
      """;

  private static final String OF_PERSONS =
      """
      select * from sampling.given
      where person_id = any(:persons::uuid[]) and withdrawn_at is null
      """;

  private static final String OF_RESULT =
      "select * from sampling.given where result_id = :result and withdrawn_at is null";

  private static final String TAKEN_BY =
      "select * from sampling.given where withdrawn_by = :result";

  private static final String WITHDRAW =
      """
      update sampling.given set withdrawn_at = :now, withdrawn_by = :by
      where evidence_id = any(:ids::uuid[]) and withdrawn_at is null
      """;

  private final JdbcClient jdbc;

  GivenStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Evidence given.
   *
   * @param pool about the tube; else about the person's own test
   */
  record Given(
      UUID id,
      UUID person,
      String tube,
      UUID result,
      boolean pool,
      ResultValue value,
      ResultStep step,
      Instant sampledAt,
      Instant reportedAt) {

    /** The same once more, under an id of its own. */
    Given again(UUID act) {
      UUID anew = Findings.id(tube, person, act);
      return new Given(anew, person, tube, result, pool, value, step, sampledAt, reportedAt);
    }
  }

  void insert(List<Given> given) {
    jdbc.sql(INSERT)
        .param("ids", texts(given, Given::id))
        .param("persons", texts(given, Given::person))
        .param("tubes", texts(given, Given::tube))
        .param("results", texts(given, Given::result))
        .param("kinds", texts(given, it -> it.pool() ? "pool" : "test"))
        .param("values", texts(given, it -> it.value().key()))
        .param("steps", texts(given, it -> it.step().key()))
        .param("sampled", texts(given, Given::sampledAt))
        .param("reported", texts(given, Given::reportedAt))
        .update();
  }

  /** What stands about persons. */
  List<Given> ofPersons(Collection<UUID> persons) {
    return persons.isEmpty()
        ? List.of()
        : list(jdbc.sql(OF_PERSONS).param("persons", texts(persons, it -> it)));
  }

  /** What stands because of a result. */
  List<Given> ofResult(UUID result) {
    return list(jdbc.sql(OF_RESULT).param("result", result));
  }

  /** What a result had ended. */
  List<Given> takenBy(UUID result) {
    return list(jdbc.sql(TAKEN_BY).param("result", result));
  }

  void withdraw(Collection<UUID> ids, UUID by, Instant now) {
    if (!ids.isEmpty()) {
      jdbc.sql(WITHDRAW)
          .param("ids", texts(ids, it -> it))
          .param("by", by)
          .param("now", time(now))
          .update();
    }
  }

  private static List<Given> list(JdbcClient.StatementSpec query) {
    return query.query((row, n) -> given(row)).list();
  }

  private static Given given(ResultSet row) throws SQLException {
    return new Given(
        row.getObject("evidence_id", UUID.class),
        row.getObject("person_id", UUID.class),
        row.getString("tube"),
        row.getObject("result_id", UUID.class),
        row.getString("kind").equals("pool"),
        ResultValue.of(row.getString("value")).orElseThrow(),
        ResultStep.of(row.getString("step")).orElseThrow(),
        row.getTimestamp("sampled_at").toInstant(),
        row.getTimestamp("reported_at").toInstant());
  }
}
