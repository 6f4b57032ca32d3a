package org.shouwang.sampling;

import static org.shouwang.storage.Columns.texts;
import static org.shouwang.storage.Columns.time;

import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.shouwang.sampling.Sampling.Count;
import org.shouwang.security.Scope;
import org.shouwang.web.TimeKeys;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What the reports count of sampling. A swab that was undone or judged away counts nowhere. */
@Repository
class AccountBoard {

  private static final String SCOPE =
      """
      with recursive scope as (
        select id from people.unit_ref where id = any(:units::uuid[])
        union
        select u.id from people.unit_ref u join scope s on u.parent_id = s.id
      ),
      """;

  private static final String LIVE =
      """
      swab as (
        select s.* from sampling.swab s
        where s.at >= :from and s.at < :to
          and (:everywhere or s.unit_id in (select id from scope))
          and not exists (select from sampling.swab_end e where e.swab_id = s.id)
      ),
      """;

  /** The round of a day is the newest that had opened by its end. */
  private static final String ROUND =
      """
      round as (
        select id from sampling.round where state in ('opened', 'closed') and opens_at < :to
        order by opens_at desc limit 1
      ),
      missing as (
        select e.* from sampling.expected e
        where e.round_id = (select id from round) and e.state = 'missing'
          and (:everywhere or e.unit_id in (select id from scope))
      ),
      alarming as (
        select distinct t.* from sampling.tube t
        where t.first_at >= :from and t.first_at < :to
          and (t.screening in ('positive', 'grey') or t.confirmation = 'positive')
          and (:everywhere or exists (
            select from sampling.swab s where s.tube = t.code and s.unit_id in (select id from scope)))
      )
      """;

  private static final String COUNTS =
      SCOPE
          + LIVE
          + ROUND
          + """
          select (select count(*) from swab) as person_times,
                 (select count(*) from missing) as missing,
                 (select count(*) from alarming) as alarming_tubes
          """;

  private static final String TOTAL = SCOPE + LIVE + "last as (select 1) select count(*) from swab";

  private static final String SWABS =
      SCOPE
          + LIVE
          + """
          page as (
            select * from swab where (at, id) < (:before::timestamptz, :beforeId::uuid)
            order by at desc, id desc limit :limit)
          select p.id, p.at, p.person_id, p.place_id, p.tube as what from page p
          order by p.at desc, p.id desc
          """;

  private static final String MISSING =
      SCOPE
          + LIVE
          + ROUND
          + """
          select e.person_id as id, coalesce(e.added_at, :from) as at, e.person_id,
                 null::uuid as place_id, '' as what
          from missing e where e.person_id < :beforeId::uuid
          order by e.person_id desc limit :limit
          """;

  private static final String ALARMING =
      SCOPE
          + LIVE
          + ROUND
          + """
          select md5(t.code)::uuid as id, t.first_at as at, null::uuid as person_id, t.place_id,
                 t.code as what
          from alarming t
          where (t.first_at, md5(t.code)::uuid) < (:before::timestamptz, :beforeId::uuid)
          order by t.first_at desc, md5(t.code)::uuid desc limit :limit
          """;

  private static final String MISSING_BY_UNIT =
      SCOPE + LIVE + ROUND + "select unit_id, count(*) as people from missing group by unit_id";

  private final JdbcClient jdbc;

  AccountBoard(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  Map<Count, Long> counts(Instant from, Instant to, Scope scope) {
    Map<Count, Long> counts = new EnumMap<>(Count.class);
    bounded(COUNTS, from, to, scope)
        .query(row -> {
          counts.put(Count.PERSON_TIMES, row.getLong("person_times"));
          counts.put(Count.MISSING, row.getLong("missing"));
          counts.put(Count.ALARMING_TUBES, row.getLong("alarming_tubes"));
        });
    return counts;
  }

  long total(Instant from, Instant to, Scope scope) {
    return bounded(TOTAL, from, to, scope).query(Long.class).single();
  }

  List<Sampling.Line> lines(
      Count count, Instant from, Instant to, Scope scope, TimeKeys before, int limit) {
    String sql =
        switch (count) {
          case PERSON_TIMES, PERSON_TIMES_TO_DATE -> SWABS;
          case MISSING -> MISSING;
          case ALARMING_TUBES -> ALARMING;
        };
    return bounded(sql, from, to, scope)
        .param("before", time(before.at()))
        .param("beforeId", before.id())
        .param("limit", limit)
        .query((row, n) ->
            new Sampling.Line(
                row.getObject("id", UUID.class),
                row.getTimestamp("at").toInstant(),
                row.getObject("person_id", UUID.class),
                row.getObject("place_id", UUID.class),
                row.getString("what")))
        .list();
  }

  Map<UUID, Long> missingByUnit(Instant from, Instant to, Scope scope) {
    Map<UUID, Long> counts = new HashMap<>();
    bounded(MISSING_BY_UNIT, from, to, scope)
        .query(row -> {
          counts.put(row.getObject("unit_id", UUID.class), row.getLong("people"));
        });
    return counts;
  }

  private JdbcClient.StatementSpec bounded(String sql, Instant from, Instant to, Scope scope) {
    return jdbc.sql(sql)
        .param("units", texts(scope.units(), it -> it))
        .param("everywhere", scope.everywhere())
        .param("from", time(from))
        .param("to", time(to));
  }
}
