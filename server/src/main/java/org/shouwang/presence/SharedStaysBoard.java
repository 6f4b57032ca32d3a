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
   * anything but the index for each of them: it can't know that a zone is small.
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
      zone as (select * from unnest(:zones::uuid[], :minutes::int[]) as z (id, minutes)),
      own as materialized (
        select a.person, s.zone_id, s.since, s.day as first_day, s.day as last_day,
               s.during * tstzrange(a.span_from, a.span_until) as during
        from asked a cross join lateral (
          select zone_id, since, day, during from presence.stay
          where person_id = a.person and since < a.span_until
            and day between :first::date and :last::date
            and during && tstzrange(a.span_from, a.span_until)
          offset 0) s
        where s.zone_id in (select id from zone)
        union all
        select a.person, i.zone_id, i.since, i.day, :last::date,
               tstzrange(greatest(i.since, i.day::timestamp at time zone 'Asia/Shanghai',
                                  a.span_from), least(:now::timestamptz, a.span_until))
        from asked a join presence.inside i on i.person_id = a.person
        where i.zone_id in (select id from zone)
          and i.since < least(:now::timestamptz, a.span_until)
          and greatest(i.since, i.day::timestamp at time zone 'Asia/Shanghai', a.span_from)
              < least(:now::timestamptz, a.span_until)
      ),
      met as (
        select o.person as of, o.zone_id, o.since as own_since, m.person_id, m.since,
               o.during * m.during as shared
        from own o cross join lateral (
          select person_id, since, during from presence.stay
          where zone_id = o.zone_id and person_id <> o.person
            and day between o.first_day and o.last_day
            and day between :first::date and :last::date
            and during && o.during
          union all
          select person_id, since,
                 tstzrange(greatest(since, day::timestamp at time zone 'Asia/Shanghai'),
                           :now::timestamptz)
          from presence.inside
          where zone_id = o.zone_id and person_id <> o.person
            and since < upper(o.during)
            and greatest(since, day::timestamp at time zone 'Asia/Shanghai')
                < least(:now::timestamptz, upper(o.during))
          offset 0) m
      )
      select of, person_id, zone_id as place, min(lower(shared)) as from_at,
             max(upper(shared)) as until_at,
             floor(sum(extract(epoch from upper(shared) - lower(shared))) / 60)::bigint as minutes
      from met join zone on zone.id = met.zone_id
      where not isempty(shared)
      group by of, person_id, zone_id, own_since, since, zone.minutes
      having sum(extract(epoch from upper(shared) - lower(shared))) >= zone.minutes * 60
      """;

  private static final String BY_VEHICLE =
      """
      with asked as (
        select * from unnest(:persons::uuid[], :froms::timestamptz[], :untils::timestamptz[])
          as a (person, span_from, span_until)
      ),
      vehicle as (select * from unnest(:zones::uuid[], :minutes::int[]) as v (id, minutes)),
      ride as materialized (
        select distinct a.person, s.zone_id, s.via_id, s.since, v.minutes * interval '1 minute' as near
        from asked a cross join lateral (
          select zone_id, via_id, since from presence.stay
          where person_id = a.person and since >= a.span_from and since < a.span_until
            and day between :first::date and :last::date
          union all
          select zone_id, via_id, since from presence.inside
          where person_id = a.person and since >= a.span_from and since < a.span_until
          offset 0) s
        join vehicle v on v.id = s.via_id
      )
      select distinct r.person as of, m.person_id, r.via_id as place,
             least(r.since, m.since) as from_at, greatest(r.since, m.since) as until_at,
             0::bigint as minutes
      from ride r cross join lateral (
        select person_id, since from presence.stay
        where zone_id = r.zone_id and via_id = r.via_id and person_id <> r.person
          and since between r.since - r.near and r.since + r.near
          and day between ((r.since - r.near) at time zone 'Asia/Shanghai')::date
                      and ((r.since + r.near) at time zone 'Asia/Shanghai')::date
          and day between :first::date - 1 and :last::date + 1
        union all
        select person_id, since from presence.inside
        where zone_id = r.zone_id and via_id = r.via_id and person_id <> r.person
          and since between r.since - r.near and r.since + r.near
        offset 0) m
      """;

  private final JdbcClient jdbc;
  private final WorldClock world;

  SharedStaysBoard(JdbcClient jdbc, WorldClock world) {
    this.jdbc = jdbc;
    this.world = world;
  }

  /** See {@link Presence#together}. */
  List<SharedStay> together(
      Collection<SharedStay.Wanted> wanted, Map<UUID, Integer> zones, Map<UUID, Integer> vehicles) {
    List<SharedStay> found = new ArrayList<>();
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
      Map<UUID, Integer> places,
      boolean ride) {
    List<Map.Entry<UUID, Integer>> minutes = List.copyOf(places.entrySet());
    Instant now = world.now();
    JdbcClient.StatementSpec query =
        jdbc.sql(statement)
            .param("persons", texts(wanted, SharedStay.Wanted::person))
            .param("froms", texts(wanted, SharedStay.Wanted::from))
            .param("untils", texts(wanted, SharedStay.Wanted::until))
            .param("zones", texts(minutes, Map.Entry::getKey))
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
