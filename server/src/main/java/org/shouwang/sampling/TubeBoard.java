package org.shouwang.sampling;

import static org.shouwang.storage.Columns.texts;
import static org.shouwang.storage.Columns.time;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.sampling.TubeViews.FollowUp;
import org.shouwang.sampling.TubeViews.Named;
import org.shouwang.sampling.TubeViews.ResultLine;
import org.shouwang.sampling.TubeViews.TubeLine;
import org.shouwang.security.Scope;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads tubes within a scope: those that hold somebody of its units. */
@Repository
class TubeBoard {

  static final String SCOPE =
      """
      with recursive scope as (
        select id from people.unit_ref where id = any(:units::uuid[])
        union
        select u.id from people.unit_ref u join scope s on u.parent_id = s.id
      )
      """;

  private static final String WITHIN =
      """
      (:everywhere
       or exists (select from sampling.swab s
         where s.tube = t.code and s.unit_id in (select id from scope))
       or exists (select from sampling.specimen s
         where s.tube = t.code and s.unit_id in (select id from scope)))
      """;

  private static final String LIST =
      SCOPE
          + """
          select t.* from sampling.tube t
          where (t.first_at, t.code) < (:before::timestamptz, :beforeCode)
            and (:states::text[] is null or t.state = any(:states::text[]))
            and (:text::text is null or t.code like :text || '%' or t.box = :text
                 or t.code in (select tube from sampling.swab
                               where person_id = any(:persons::uuid[]))
                 or t.code in (select tube from sampling.specimen
                               where person_id = any(:persons::uuid[])))
            and (not :conflicts or t.conflicts > 0)
            and
          """
          + WITHIN
          + " order by t.first_at desc, t.code desc limit :limit";

  private static final String SEEN =
      SCOPE + "select t.* from sampling.tube t where t.code = :code and " + WITHIN;

  private static final String RESULTS =
      "select * from sampling.result where tube = :tube order by recorded_at, id";

  /** A correction that left the cause behind takes the question back with it. */
  private static final String FOLLOWED =
      """
      select distinct on (r.person_id) r.person_id, n.tube, n.at, t.state, t.size
      from sampling.reswab r
      left join lateral (
        select s.tube, s.at from (
          select id, tube, at, pool, null::text as disease from sampling.swab
          where person_id = r.person_id and at >= r.since
          union all
          select id, tube, at, 1, disease from sampling.specimen
          where person_id = r.person_id and at >= r.since) s
        where s.tube <> r.tube and (s.pool = 1 or not r.alone)
          and s.disease is not distinct from (
            select lost.disease from sampling.specimen lost
            where lost.tube = r.tube and lost.person_id = r.person_id limit 1)
          and not exists (select from sampling.swab_end e where e.swab_id = s.id)
        order by s.at limit 1) n on true
      left join sampling.tube t on t.code = n.tube
      where r.tube = :tube
        and not exists (select from sampling.result old
                        where old.tube = r.tube and old.id = r.cause
                          and old.superseded_by is not null)
      order by r.person_id, r.since
      """;

  private final JdbcClient jdbc;

  TubeBoard(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Which ones, newest first, from before a key.
   *
   * @param states only these; null: all
   * @param text beginning of a code, or a box
   * @param persons or tubes that hold one of these
   */
  record Wanted(
      @Nullable Collection<String> states,
      @Nullable String text,
      List<UUID> persons,
      boolean conflicts,
      Instant before,
      String beforeCode,
      int limit) {}

  List<TubeLine> list(Wanted wanted, Scope scope, Map<UUID, Named> places) {
    return scoped(jdbc.sql(LIST), scope)
        .param("before", time(wanted.before()))
        .param("beforeCode", wanted.beforeCode())
        .param("states", wanted.states() == null ? null : texts(wanted.states(), it -> it))
        .param("text", wanted.text())
        .param("persons", texts(wanted.persons(), it -> it))
        .param("conflicts", wanted.conflicts())
        .param("limit", wanted.limit())
        .query((row, n) -> line(row, places))
        .list();
  }

  java.util.Optional<TubeLine> seen(String code, Scope scope, Map<UUID, Named> places) {
    return scoped(jdbc.sql(SEEN), scope)
        .param("code", code)
        .query((row, n) -> line(row, places))
        .optional();
  }

  static JdbcClient.StatementSpec scoped(JdbcClient.StatementSpec query, Scope scope) {
    return query
        .param("units", texts(scope.units(), it -> it))
        .param("everywhere", scope.everywhere());
  }

  private static TubeLine line(java.sql.ResultSet row, Map<UUID, Named> places)
      throws java.sql.SQLException {
    UUID place = row.getObject("place_id", UUID.class);
    return new TubeLine(
        row.getString("code"),
        row.getString("state"),
        place == null ? null : places.get(place),
        row.getInt("size"),
        row.getInt("live"),
        row.getTimestamp("first_at").toInstant(),
        TubeStore.instant(row, "sealed_at"),
        row.getString("box"),
        TubeStore.instant(row, "received_at"),
        row.getString("problem"),
        row.getString("screening"),
        row.getString("confirmation"),
        row.getInt("conflicts"));
  }

  List<ResultLine> results(String tube) {
    return jdbc.sql(RESULTS)
        .param("tube", tube)
        .query((row, n) ->
            new ResultLine(
                row.getObject("id", UUID.class),
                row.getString("step"),
                row.getString("value"),
                row.getTimestamp("reported_at").toInstant(),
                row.getTimestamp("recorded_at").toInstant(),
                row.getString("laboratory"),
                row.getString("source"),
                row.getString("by_name"),
                row.getObject("superseded_by", UUID.class)))
        .list();
  }

  /** What followed for whom of a tube, by person. */
  Map<UUID, FollowUp> followed(String tube) {
    Map<UUID, FollowUp> followed = new HashMap<>();
    jdbc.sql(FOLLOWED)
        .param("tube", tube)
        .query((java.sql.ResultSet row) -> {
          followed.put(
              row.getObject("person_id", UUID.class),
              new FollowUp(
                  row.getString("tube"),
                  TubeStore.instant(row, "at"),
                  row.getString("state"),
                  row.getObject("size", Integer.class)));
        });
    return followed;
  }
}
