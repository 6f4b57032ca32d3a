package org.shouwang.sampling;

import static org.shouwang.storage.Columns.texts;
import static org.shouwang.storage.Columns.time;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Finds whose swabs are in somebody's tubes. */
@Repository
class SharedTubesBoard {

  /** A tube is filled within a day: its partitions are few. */
  private static final String MATES =
      """
      with asked as (
        select * from unnest(:persons::uuid[], :froms::timestamptz[], :untils::timestamptz[])
          as a (person, span_from, span_until)
      ),
      own as materialized (
        select a.person, s.tube, s.at from asked a cross join lateral (
          select tube, at, id from sampling.swab
          where person_id = a.person and at >= a.span_from and at < a.span_until
          offset 0) s
        where not exists (select from sampling.swab_end e where e.swab_id = s.id)
      )
      select o.person as of, m.person_id, o.tube, (array_agg(m.place_id order by m.at))[1] as place,
             min(least(o.at, m.at)) as from_at, max(greatest(o.at, m.at)) as until_at
      from own o cross join lateral (
        select id, person_id, place_id, at from sampling.swab
        where tube = o.tube and person_id <> o.person
          and at between o.at - interval '1 day' and o.at + interval '1 day'
        offset 0) m
      where not exists (select from sampling.swab_end e where e.swab_id = m.id)
      group by o.person, m.person_id, o.tube
      """;

  /** The confirmation goes before the screening. */
  private static final String OWN =
      """
      select s.person_id, s.at, s.tube, s.disease,
             case
               when coalesce(t.confirmation, t.screening) = 'negative' then 'NEGATIVE'
               when coalesce(t.confirmation, t.screening) = 'positive' and t.size = 1 and t.live = 1 then 'POSITIVE'
               else 'OPEN' end as result
      from unnest(:persons::uuid[]) as asked (person)
      cross join lateral (
        (select person_id, at, tube, id, null::text as disease from sampling.swab
         where person_id = asked.person and at >= :since
         offset 0)
        union all
        select person_id, at, tube, id, disease from sampling.specimen
        where person_id = asked.person and at >= :since) s
      left join sampling.tube t on t.code = s.tube
      where not exists (select from sampling.swab_end e where e.swab_id = s.id)
      order by s.at
      """;

  private final JdbcClient jdbc;

  SharedTubesBoard(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  List<SharedTube> mates(Collection<Sampling.Wanted> wanted) {
    return jdbc.sql(MATES)
        .param("persons", texts(wanted, Sampling.Wanted::person))
        .param("froms", texts(wanted, Sampling.Wanted::from))
        .param("untils", texts(wanted, Sampling.Wanted::until))
        .query((row, n) ->
            new SharedTube(
                row.getObject("of", UUID.class),
                row.getObject("person_id", UUID.class),
                row.getString("tube"),
                row.getObject("place", UUID.class),
                row.getTimestamp("from_at").toInstant(),
                row.getTimestamp("until_at").toInstant()))
        .list();
  }

  /**
   * A swab or specimen of one's own.
   *
   * @param disease null: the principal one
   */
  record Own(
      UUID person, Instant at, String tube, Sampling.Outcome result, @Nullable String disease) {}

  List<Own> swabs(Collection<UUID> persons, Instant since) {
    return jdbc.sql(OWN)
        .param("persons", texts(persons, it -> it))
        .param("since", time(since))
        .query((row, n) ->
            new Own(
                row.getObject("person_id", UUID.class),
                row.getTimestamp("at").toInstant(),
                row.getString("tube"),
                Sampling.Outcome.valueOf(row.getString("result")),
                row.getString("disease")))
        .list();
  }
}
