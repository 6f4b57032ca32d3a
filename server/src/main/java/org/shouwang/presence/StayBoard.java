package org.shouwang.presence;

import static org.shouwang.storage.Columns.texts;
import static org.shouwang.storage.Columns.time;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads stays and who is inside. */
@Repository
class StayBoard {

  private static final String ZONES =
      """
      select counted.zone_id, coalesce(place.name, '') as name, counted.level, counted.people
      from presence.zone_count counted
      left join people.place_ref place on place.id = counted.zone_id
      where counted.people > 0
      order by array_position(array['park', 'plant', 'room'], counted.level), place.code
      """;

  private static final String TOTAL =
      "select coalesce(sum(people), 0) from presence.zone_count where level = 'park'";

  private static final String INSIDE =
      """
      select inside.*, coalesce(zone.name, '') as zone_name, coalesce(via.name, '') as via_name
      from presence.inside inside
      left join people.place_ref zone on zone.id = inside.zone_id
      left join people.place_ref via on via.id = inside.via_id
      """;

  private static final String INSIDE_ZONE =
      INSIDE
          + """
          where inside.zone_id = :zone
            and (:after::timestamptz is null or (inside.since, inside.person_id) < (:after, :person::uuid))
          order by inside.since desc, inside.person_id desc
          limit :limit
          """;

  private static final String INSIDE_PARK =
      INSIDE
          + """
          where inside.level = 'park'
            and (:after::timestamptz is null or (inside.since, inside.person_id) < (:after, :person::uuid))
          order by inside.since desc, inside.person_id desc
          limit :limit
          """;

  private static final String INSIDE_OF =
      INSIDE + "where inside.person_id = any (:persons::uuid[])";

  private static final String LAST_SEEN =
      """
      select g.person, coalesce(i.zone_id, s.zone_id) as zone_id, coalesce(place.name, '') as name,
             coalesce(i.seen, s.until_at) as at, i.zone_id is not null as inside
      from unnest(:persons::uuid[]) as g (person)
      left join lateral (
        select zone_id, seen from presence.inside where person_id = g.person
        order by array_position(array['room', 'plant', 'park'], level) limit 1) i on true
      left join lateral (
        select zone_id, upper(during) as until_at from presence.stay
        where i.zone_id is null and person_id = g.person
        order by since desc, day desc limit 1) s on true
      left join people.place_ref place on place.id = coalesce(i.zone_id, s.zone_id)
      where coalesce(i.seen, s.until_at) is not null
      """;

  /** Ended pieces from the stays, today's open ones from who is inside. */
  private static final String ALL_PIECES =
      """
      with piece as (
        select person_id, level, day, zone_id, lower(during) as from_at, upper(during) as until_at,
               since, via_id, entered_by, left_by, ending, implied
        from presence.stay
        union all
        select person_id, level, day, zone_id,
               greatest(since, day::timestamp at time zone 'Asia/Shanghai'), null,
               since, via_id, entered_by, null, 'open', implied
        from presence.inside
      )
      """;

  /** A whole stay knows its end from its last piece, which may be later than the days asked for. */
  private static final String STAYS =
      ALL_PIECES
          + """
          select person_id, level, zone_id, since,
                 (array_agg(until_at order by day desc))[1] as until,
                 (array_agg(via_id))[1] as via_id, (array_agg(entered_by))[1] as entered_by,
                 (array_agg(left_by order by day desc))[1] as left_by,
                 (array_agg(ending order by day desc))[1] as ending,
                 bool_and(implied) as implied
          from piece
          where person_id = :person and day >= :first
          group by person_id, level, zone_id, since
          having min(day) <= :last
          order by since desc, level
          limit :limit
          """;

  private static final String DISPUTED =
      """
      select * from presence.disputed
      where (:person::uuid is null or person_id = :person)
        and (:after::timestamptz is null or (at, raised_by) < (:after, :fact::uuid))
      order by at desc, raised_by desc
      limit :limit
      """;

  private static final String PIECES =
      ALL_PIECES + "select * from piece where person_id = any (:persons::uuid[]) and day = :day";

  private static final String PERSONS =
      ALL_PIECES + "select distinct person_id from piece where day = :day";

  /**
   * Those whose piece of the day goes on to its end, and those still inside whose stay has not been
   * cut at midnight yet.
   */
  private static final String AT_END_OF =
      """
      with piece as (
        select person_id, level, zone_id, since, via_id, entered_by, left_by, ending, implied
        from presence.stay
        where day = :day and level = 'park'
          and (upper_inf(during)
               or upper(during) >= (:day + 1)::timestamp at time zone 'Asia/Shanghai')
        union all
        select person_id, level, zone_id, since, via_id, entered_by, null, 'open', implied
        from presence.inside
        where level = 'park' and day <= :day
          and since < (:day + 1)::timestamp at time zone 'Asia/Shanghai'
      )
      """;

  private static final String TOTAL_AT_END_OF = AT_END_OF + "select count(*) from piece";

  private static final String PERSONS_AT_END_OF =
      AT_END_OF
          + """
          select * from piece
          where (:after::timestamptz is null or (since, person_id) < (:after, :person::uuid))
          order by since desc, person_id desc limit :limit
          """;

  private static final String LAG = "select recorded_at, folded_at, facts from presence.progress";

  private final JdbcClient jdbc;

  StayBoard(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  List<ZoneCount> zones() {
    return jdbc.sql(ZONES)
        .query((row, n) ->
            new ZoneCount(
                uuid(row, "zone_id"),
                row.getString("name"),
                Level.of(row.getString("level")),
                row.getLong("people")))
        .list();
  }

  long total() {
    return jdbc.sql(TOTAL).query(Long.class).single();
  }

  List<Inside> inside(
      @Nullable UUID zone, @Nullable Instant after, @Nullable UUID person, int limit) {
    JdbcClient.StatementSpec query =
        zone == null ? jdbc.sql(INSIDE_PARK) : jdbc.sql(INSIDE_ZONE).param("zone", zone);
    return query
        .param("after", after == null ? null : time(after))
        .param("person", person)
        .param("limit", limit)
        .query((row, n) -> inside(row))
        .list();
  }

  List<Inside> insideOf(Collection<UUID> persons) {
    return jdbc.sql(INSIDE_OF)
        .param("persons", texts(persons, UUID::toString))
        .query((row, n) -> inside(row))
        .list();
  }

  List<Presence.Seen> lastSeen(Collection<UUID> persons) {
    return jdbc.sql(LAST_SEEN)
        .param("persons", texts(persons, UUID::toString))
        .query((row, n) ->
            new Presence.Seen(
                row.getObject("person", UUID.class),
                row.getObject("zone_id", UUID.class),
                row.getString("name"),
                row.getTimestamp("at").toInstant(),
                row.getBoolean("inside")))
        .list();
  }

  List<Stay> stays(UUID person, LocalDate first, LocalDate last, int limit) {
    return jdbc.sql(STAYS)
        .param("person", person)
        .param("first", first)
        .param("last", last)
        .param("limit", limit)
        .query((row, n) -> stay(row, instant(row, "until")))
        .list();
  }

  List<DisputedStay> disputed(
      @Nullable UUID person, @Nullable Instant after, @Nullable UUID fact, int limit) {
    return jdbc.sql(DISPUTED)
        .param("person", person)
        .param("after", after == null ? null : time(after))
        .param("fact", fact)
        .param("limit", limit)
        .query((row, n) ->
            new DisputedStay(
                uuid(row, "person_id"),
                DisputedStay.Kind.of(row.getString("kind")),
                Level.of(row.getString("level")),
                uuid(row, "zone_id"),
                instant(row, "claimed_since"),
                instant(row, "claimed_until"),
                uuid(row, "claimed_by"),
                uuid(row, "contradicted_by"),
                row.getTimestamp("at").toInstant()))
        .list();
  }

  long totalAtEndOf(LocalDate day) {
    return jdbc.sql(TOTAL_AT_END_OF).param("day", day).query(Long.class).single();
  }

  List<Stay> atEndOf(LocalDate day, @Nullable Instant after, @Nullable UUID person, int limit) {
    return jdbc.sql(PERSONS_AT_END_OF)
        .param("day", day)
        .param("after", after == null ? null : time(after))
        .param("person", person)
        .param("limit", limit)
        .query((row, n) -> stay(row, null))
        .list();
  }

  List<Pieces.Piece> pieces(Collection<UUID> persons, LocalDate day) {
    return jdbc.sql(PIECES)
        .param("persons", texts(persons, UUID::toString))
        .param("day", day)
        .query((row, n) ->
            new Pieces.Piece(
                stay(row, instant(row, "until_at")),
                day,
                row.getTimestamp("from_at").toInstant(),
                instant(row, "until_at")))
        .list();
  }

  List<UUID> persons(LocalDate day) {
    return jdbc.sql(PERSONS).param("day", day).query(UUID.class).list();
  }

  Lag lag() {
    return jdbc.sql(LAG)
        .query((row, n) -> {
          Instant recorded = instant(row, "recorded_at");
          Instant folded = instant(row, "folded_at");
          long lag =
              recorded == null || folded == null
                  ? 0
                  : Math.max(0, folded.toEpochMilli() - recorded.toEpochMilli());
          return new Lag(recorded, folded, lag, row.getLong("facts"));
        })
        .single();
  }

  private static Stay stay(ResultSet row, @Nullable Instant until) throws SQLException {
    return new Stay(
        uuid(row, "person_id"),
        Level.of(row.getString("level")),
        uuid(row, "zone_id"),
        row.getTimestamp("since").toInstant(),
        until,
        uuid(row, "via_id"),
        uuid(row, "entered_by"),
        (UUID) row.getObject("left_by"),
        Ending.of(row.getString("ending")),
        row.getBoolean("implied"));
  }

  private static Inside inside(ResultSet row) throws SQLException {
    return new Inside(
        uuid(row, "person_id"),
        Level.of(row.getString("level")),
        uuid(row, "zone_id"),
        row.getString("zone_name"),
        row.getTimestamp("since").toInstant(),
        uuid(row, "via_id"),
        row.getString("via_name"),
        row.getBoolean("implied"),
        row.getTimestamp("presumed_at").toInstant());
  }

  private static UUID uuid(ResultSet row, String column) throws SQLException {
    return (UUID) row.getObject(column);
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    Timestamp timestamp = row.getTimestamp(column);
    return timestamp == null ? null : timestamp.toInstant();
  }
}
