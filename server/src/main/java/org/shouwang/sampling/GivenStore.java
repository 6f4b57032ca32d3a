package org.shouwang.sampling;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.shouwang.storage.Columns.texts;
import static org.shouwang.storage.Columns.time;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What was handed to the status, so that a correction can take it back. */
@Repository
class GivenStore {

  private static final String INSERT =
      """
      insert into sampling.given (evidence_id, person_id, tube, result_id, kind, value, step,
        sampled_at, reported_at, disease)
      select * from unnest(:ids::uuid[], :persons::uuid[], :tubes::text[], :results::uuid[],
        :kinds::text[], :values::text[], :steps::text[], :sampled::timestamptz[],
        :reported::timestamptz[], :diseases::text[])
      on conflict do nothing
      """;

  private static final String OF_PERSONS =
      """
      select * from sampling.given
      where person_id = any(:persons::uuid[]) and withdrawn_at is null
      """;

  private static final String OF_RESULT =
      "select * from sampling.given where result_id = :result and withdrawn_at is null";

  /**
   * What results had ended, as far as it would stand without them: its own result is in force and
   * its person still in the tube. Another negative swab alone may end it as well, unless it is of a
   * specimen, for another disease.
   */
  private static final String TAKEN_BY =
      """
      select g.*, other.id as other
      from sampling.given g
      join sampling.result r on r.tube = g.tube and r.id = g.result_id and r.superseded_by is null
      left join lateral (
        select o.id
        from sampling.swab s
        join sampling.tube t on t.code = s.tube and t.size = 1 and t.live = 1
        join sampling.result o on o.tube = s.tube and o.superseded_by is null
        where g.disease is null
          and s.person_id = g.person_id and s.at > g.sampled_at and s.tube <> g.tube
          and o.value = 'negative' and o.id <> all(:results::uuid[])
          and not exists (select from sampling.swab_end e where e.swab_id = s.id)
        order by o.reported_at limit 1) other on true
      where g.withdrawn_by = any(:results::uuid[])
        and exists (select from (
                      select id, tube, person_id, at from sampling.swab
                      where g.disease is null and tube = g.tube
                      union all
                      select id, tube, person_id, at from sampling.specimen
                      where g.disease is not null and tube = g.tube) s
                    where s.person_id = g.person_id and s.at = g.sampled_at
                      and not exists (select from sampling.swab_end e where e.swab_id = s.id))
      order by g.evidence_id
      """;

  private static final String TAKEN_INSTEAD =
      """
      update sampling.given g set withdrawn_by = n.other
      from unnest(:ids::uuid[], :others::uuid[]) as n(id, other)
      where g.evidence_id = n.id
      """;

  private static final String REVIVED =
      "update sampling.given set withdrawn_by = :act where evidence_id = any(:ids::uuid[])";

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
   * @param disease that was tested for; null: the principal one
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
      Instant reportedAt,
      @Nullable String disease) {

    /** The same once more, under an id of its own. */
    Given again(UUID act) {
      UUID anew = UUID.nameUUIDFromBytes((id + "|" + act).getBytes(UTF_8));
      return new Given(
          anew, person, tube, result, pool, value, step, sampledAt, reportedAt, disease);
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
        .param("diseases", texts(given, Given::disease))
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

  /**
   * Evidence that a result had ended.
   *
   * @param other another result that ends it as well
   */
  record Taken(Given given, @Nullable UUID other) {}

  /** What results had ended and would stand without them. */
  List<Taken> takenBy(Collection<UUID> results) {
    return results.isEmpty()
        ? List.of()
        : jdbc.sql(TAKEN_BY)
            .param("results", texts(results, it -> it))
            .query((row, n) -> new Taken(given(row), row.getObject("other", UUID.class)))
            .list();
  }

  /** Another result ends these now. */
  void takenInstead(List<Taken> taken) {
    if (!taken.isEmpty()) {
      jdbc.sql(TAKEN_INSTEAD)
          .param("ids", texts(taken, it -> it.given().id()))
          .param("others", texts(taken, Taken::other))
          .update();
    }
  }

  /** These stand again under other ids: no result holds them down any longer. */
  void revived(Collection<UUID> ids, UUID act) {
    if (!ids.isEmpty()) {
      jdbc.sql(REVIVED).param("ids", texts(ids, it -> it)).param("act", act).update();
    }
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
        row.getTimestamp("reported_at").toInstant(),
        row.getString("disease"));
  }
}
