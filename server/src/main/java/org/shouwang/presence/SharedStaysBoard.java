package org.shouwang.presence;

import static org.shouwang.storage.Columns.texts;
import static org.shouwang.storage.Columns.time;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.shouwang.clock.WorldClock;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Finds who was where somebody was at the same time. */
@Repository
class SharedStaysBoard {

  /**
   * Own stays first, then for each the others of its zone. "offset 0" keeps the planner from
   * anything but the index for each of them: it can't know that a zone is small. Bounds are
   * compared, not ranges, the other's person outside, and days one by one: with operators of the
   * key's index it would read that one from end to end, or mix it in.
   *
   * <p>A piece that is open in presence.inside begins at its day's midnight at the earliest: what
   * came before has been cut off.
   */
  private static final String IN_ZONES =
      """
      with asked as (
        select * from unnest(:persons::uuid[], :froms::timestamptz[], :untils::timestamptz[])
          as a (person, span_from, span_until)
      ),
      counting as (select * from unnest(:kinds::text[], :minutes::int[]) as k (kind, minutes)),
      own as materialized (
        select a.person, s.zone_id, p.kind, k.minutes, s.since, s.day as first_day,
               s.day as last_day, s.during * tstzrange(a.span_from, a.span_until) as during
        from asked a cross join lateral (
          select zone_id, since, day, during from presence.stay
          where person_id = a.person and person_hash = uuid_hash_extended(a.person, 0)
            and since < a.span_until and day between :first::date and :last::date
            and lower(during) < a.span_until and upper(during) > a.span_from
          offset 0) s
        join people.place_ref p on p.id = s.zone_id
        join counting k on k.kind = p.kind
        union all
        select a.person, i.zone_id, p.kind, k.minutes, i.since, i.day, :last::date,
               tstzrange(greatest(i.since, i.day::timestamp at time zone 'Asia/Shanghai',
                                  a.span_from), least(:now::timestamptz, a.span_until))
        from asked a join presence.inside i on i.person_id = a.person
        join people.place_ref p on p.id = i.zone_id
        join counting k on k.kind = p.kind
        where i.since < least(:now::timestamptz, a.span_until)
          and greatest(i.since, i.day::timestamp at time zone 'Asia/Shanghai', a.span_from)
              < least(:now::timestamptz, a.span_until)
      ),
      met as (
        select o.person as of, o.zone_id, o.kind, o.minutes, o.since as own_since, m.person_id,
               m.since, o.during * m.during as shared
        from own o cross join lateral (
          select s.person_id, s.since, s.during
          from generate_series(o.first_day, o.last_day, interval '1 day') as days (day)
          cross join lateral (
            select person_id, since, during from presence.stay
            where zone_id = o.zone_id and day = days.day::date
              and day between :first::date and :last::date
              and lower(during) < upper(o.during) and upper(during) > lower(o.during)
            offset 0) s
          union all
          select person_id, since,
                 tstzrange(greatest(since, day::timestamp at time zone 'Asia/Shanghai'),
                           :now::timestamptz)
          from presence.inside
          where zone_id = o.zone_id and since < upper(o.during)
            and greatest(since, day::timestamp at time zone 'Asia/Shanghai')
                < least(:now::timestamptz, upper(o.during))
          offset 0) m
        where m.person_id <> o.person
      )
      select of, person_id, zone_id as place, kind, min(lower(shared)) as from_at,
             max(upper(shared)) as until_at,
             floor(sum(extract(epoch from upper(shared) - lower(shared))) / 60)::bigint as minutes
      from met
      where not isempty(shared)
      group by of, person_id, zone_id, kind, minutes, own_since, since
      having sum(extract(epoch from upper(shared) - lower(shared))) >= met.minutes * 60
      """;

  private static final String BY_VEHICLE =
      """
      with asked as (
        select * from unnest(:persons::uuid[], :froms::timestamptz[], :untils::timestamptz[])
          as a (person, span_from, span_until)
      ),
      counting as (select * from unnest(:kinds::text[], :minutes::int[]) as k (kind, minutes)),
      ride as materialized (
        select distinct a.person, s.zone_id, s.via_id, p.kind, s.since,
               k.minutes * interval '1 minute' as near
        from asked a cross join lateral (
          select zone_id, via_id, since from presence.stay
          where person_id = a.person and person_hash = uuid_hash_extended(a.person, 0)
            and since >= a.span_from and since < a.span_until
            and day between :first::date and :last::date
          union all
          select zone_id, via_id, since from presence.inside
          where person_id = a.person and since >= a.span_from and since < a.span_until
          offset 0) s
        join people.place_ref p on p.id = s.via_id
        join counting k on k.kind = p.kind
      )
      select distinct r.person as of, m.person_id, r.via_id as place, r.kind,
             least(r.since, m.since) as from_at, greatest(r.since, m.since) as until_at,
             0::bigint as minutes
      from ride r cross join lateral (
        select s.person_id, s.since
        from generate_series(((r.since - r.near) at time zone 'Asia/Shanghai')::date,
                             ((r.since + r.near) at time zone 'Asia/Shanghai')::date,
                             interval '1 day') as days (day)
        cross join lateral (
          select person_id, since from presence.stay
          where zone_id = r.zone_id and via_id = r.via_id and day = days.day::date
            and day between :first::date - 1 and :last::date + 1
            and since between r.since - r.near and r.since + r.near
          offset 0) s
        union all
        select person_id, since from presence.inside
        where zone_id = r.zone_id and via_id = r.via_id
          and since between r.since - r.near and r.since + r.near
        offset 0) m
      where m.person_id <> r.person
      """;

  /** A plan made without the days would have to think of every day there ever was. */
  private static final String EACH_ITS_PLAN =
      "select set_config('plan_cache_mode', 'force_custom_plan', true)";

  private final JdbcClient jdbc;
  private final WorldClock world;

  SharedStaysBoard(JdbcClient jdbc, WorldClock world) {
    this.jdbc = jdbc;
    this.world = world;
  }

  /** See {@link Presence#together}; within a transaction. */
  List<SharedStay> together(
      Collection<SharedStay.Wanted> wanted,
      Map<String, Integer> zones,
      Map<String, Integer> vehicles) {
    List<SharedStay> found = new ArrayList<>();
    jdbc.sql(EACH_ITS_PLAN).query(String.class).single();
    if (!wanted.isEmpty() && !zones.isEmpty()) {
      found.addAll(rows(IN_ZONES, wanted, zones, false));
    }
    if (!wanted.isEmpty() && !vehicles.isEmpty()) {
      found.addAll(rows(BY_VEHICLE, wanted, vehicles, true));
    }
    return found;
  }

  private List<SharedStay> rows(
      String statement,
      Collection<SharedStay.Wanted> wanted,
      Map<String, Integer> places,
      boolean ride) {
    List<Map.Entry<String, Integer>> minutes = List.copyOf(places.entrySet());
    Instant now = world.now();
    JdbcClient.StatementSpec query =
        jdbc.sql(statement)
            .param("persons", texts(wanted, SharedStay.Wanted::person))
            .param("froms", texts(wanted, SharedStay.Wanted::from))
            .param("untils", texts(wanted, SharedStay.Wanted::until))
            .param("kinds", texts(minutes, Map.Entry::getKey))
            .param("minutes", texts(minutes, Map.Entry::getValue))
            .param("first", first(wanted))
            .param("last", last(wanted, now));
    if (!ride) {
      query = query.param("now", time(now));
    }
    return query
        .query((row, n) ->
            new SharedStay(
                row.getObject("of", UUID.class),
                row.getObject("person_id", UUID.class),
                row.getObject("place", UUID.class),
                row.getString("kind"),
                ride,
                row.getTimestamp("from_at").toInstant(),
                row.getTimestamp("until_at").toInstant(),
                row.getLong("minutes")))
        .list();
  }

  private static LocalDate first(Collection<SharedStay.Wanted> wanted) {
    return day(
        wanted.stream().map(SharedStay.Wanted::from).min(Comparator.naturalOrder()).orElseThrow());
  }

  private static LocalDate last(Collection<SharedStay.Wanted> wanted, Instant now) {
    Instant until =
        wanted.stream().map(SharedStay.Wanted::until).max(Comparator.naturalOrder()).orElseThrow();
    return day(until.isBefore(now) ? until : now);
  }

  private static LocalDate day(Instant instant) {
    return instant.atZone(WorldClock.ZONE).toLocalDate();
  }
}
