package org.shouwang.gates;

import static org.shouwang.storage.Columns.texts;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.clock.WorldClock;
import org.shouwang.presence.TripCardSource.Shown;
import org.shouwang.security.Scope;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads passes for screens and for presence. */
@Repository
class PassBoard {

  /** Units a caller sees: those of the scope and all below them. */
  static final String SCOPE =
      """
      with recursive scope as (
        select id from people.unit_ref where id = any(:units::uuid[])
        union
        select u.id from people.unit_ref u join scope s on u.parent_id = s.id
      )
      """;

  private static final String PASSES =
      SCOPE
          + """
          select person_id, at, id, recorded_at, skew_ms, flags, place_id, lane, outward, action,
                 reasons, edition, device_action, device_reasons, device_edition, guard_id, data
          from gates.pass
          where at >= :from::timestamptz and (at, id) < (:before::timestamptz, :beforeId::uuid)
            and (:place::uuid is null or place_id = :place::uuid)
            and (:person::uuid is null or person_id = :person::uuid)
            and (:action::text is null or action = :action::text)
            and (:outward::bool is null or outward = :outward::bool)
            and (:everywhere or unit_id in (select id from scope))
          order by at desc, id desc
          limit :limit
          """;

  private static final String BY_KEYS =
      """
      select p.person_id, p.at, p.id, recorded_at, skew_ms, flags, place_id, lane, outward, action,
             reasons, edition, device_action, device_reasons, device_edition, guard_id, data,
             unit_id
      from unnest(?::uuid[], ?::timestamptz[], ?::uuid[]) as k(person_id, at, id)
      join gates.pass p on p.person_id = k.person_id and p.at = k.at and p.id = k.id
      order by p.at desc, p.id desc
      """;

  private static final String SIGHTINGS =
      """
      select person_id, at, id, place_id, zone_id, level, outward
      from gates.pass
      where person_id = any(?::uuid[]) and at >= ?::timestamptz and at <= ?::timestamptz
        and went_through and zone_id is not null and level in ('park', 'plant', 'room')
      """;

  private static final String WENT_BY_KEYS =
      """
      select p.person_id, p.at, p.id, p.outward
      from unnest(:persons::uuid[], :ats::timestamptz[], :ids::uuid[]) as k(person_id, at, id)
      join gates.pass p on p.person_id = k.person_id and p.at = k.at and p.id = k.id
      where p.went_through
      """;

  private static final String WENT =
      """
      select person_id, at, id, outward
      from gates.pass
      where person_id = any(:persons::uuid[]) and at >= :from and at < :until and went_through
      """;

  /** Most cards say nothing: the few others have an index, which is asked for by these words. */
  private static final String CARD =
      """
        and (p.data like '%"tripCard":"starred"%' or p.data like '%"tripCard":"risk"%')
        and (p.data::jsonb ->> 'tripCard') in ('starred', 'risk')
      """;

  private static final String CARDS_BETWEEN =
      """
      select p.person_id, p.at, p.id, p.data::jsonb ->> 'tripCard' as card
      from gates.pass p
      where p.at >= :from and p.at <= :until
      """
          + CARD;

  private static final String CARDS =
      """
      select p.person_id, p.at, p.id, p.data::jsonb ->> 'tripCard' as card
      from gates.pass p
      where p.person_id = any(:persons::uuid[]) and p.at >= :from and p.at < :until
      """
          + CARD;

  private static final String TALLY =
      """
      select place_id, outward, action, sum(passes) as passes, max(at) as newest
      from gates.tally
      where at >= :from and at < :to
      group by place_id, outward, action
      """;

  private final JdbcClient jdbc;
  private final JdbcTemplate batches;

  PassBoard(JdbcClient jdbc, JdbcTemplate batches) {
    this.jdbc = jdbc;
    this.batches = batches;
  }

  /** A pass as kept. */
  record Row(
      UUID person,
      Instant at,
      UUID id,
      Instant recordedAt,
      long skewMs,
      int flags,
      UUID place,
      @Nullable String lane,
      boolean outward,
      String action,
      @Nullable String reasons,
      @Nullable String edition,
      @Nullable String deviceAction,
      @Nullable String deviceReasons,
      @Nullable String deviceEdition,
      @Nullable UUID guard,
      String data) {}

  /** Which passes a screen asks for. */
  record Wanted(
      @Nullable UUID place,
      @Nullable UUID person,
      @Nullable String action,
      @Nullable Boolean outward,
      Instant from,
      Instant before,
      UUID beforeId,
      int limit) {}

  List<Row> passes(Wanted wanted, Scope scope) {
    return jdbc.sql(PASSES)
        .param("units", units(scope))
        .param("everywhere", scope.everywhere())
        .param("from", wanted.from().atOffset(ZoneOffset.UTC))
        .param("before", wanted.before().atOffset(ZoneOffset.UTC))
        .param("beforeId", wanted.beforeId())
        .param("place", wanted.place())
        .param("person", wanted.person())
        .param("action", wanted.action())
        .param("outward", wanted.outward())
        .param("limit", wanted.limit())
        .query((row, n) -> row(row))
        .list();
  }

  static String[] units(Scope scope) {
    return scope.units().stream().map(UUID::toString).toArray(String[]::new);
  }

  List<Row> byKeys(List<UUID> persons, List<Instant> ats, List<UUID> ids) {
    return batches.query(
        BY_KEYS,
        statement -> {
          var connection = statement.getConnection();
          statement.setArray(1, connection.createArrayOf("uuid", persons.toArray()));
          statement.setArray(2, connection.createArrayOf("timestamptz", ats.toArray()));
          statement.setArray(3, connection.createArrayOf("uuid", ids.toArray()));
        },
        (row, n) -> row(row));
  }

  /** A pass that went through. */
  record Seen(
      UUID person, Instant at, UUID id, UUID place, UUID zone, String level, boolean outward) {}

  List<Seen> seen(Object[] persons, Instant from, Instant to) {
    return batches.query(
        SIGHTINGS,
        statement -> {
          statement.setArray(1, statement.getConnection().createArrayOf("uuid", persons));
          statement.setObject(2, from.atOffset(ZoneOffset.UTC));
          statement.setObject(3, to.atOffset(ZoneOffset.UTC));
        },
        (row, n) ->
            new Seen(
                row.getObject("person_id", UUID.class),
                row.getTimestamp("at").toInstant(),
                row.getObject("id", UUID.class),
                row.getObject("place_id", UUID.class),
                row.getObject("zone_id", UUID.class),
                row.getString("level"),
                row.getBoolean("outward")));
  }

  /** Trip cards of passes that say something. */
  /** Those of some passes that show such a card. */
  List<Shown> tripCards(List<Instant> ats, List<UUID> ids) {
    if (ids.isEmpty()) {
      return List.of();
    }
    Set<UUID> wanted = new HashSet<>(ids);
    List<Shown> shown = new ArrayList<>();
    jdbc.sql(CARDS_BETWEEN)
        .param("from", Collections.min(ats).atOffset(ZoneOffset.UTC))
        .param("until", Collections.max(ats).atOffset(ZoneOffset.UTC))
        .query((ResultSet row) -> {
          Shown card = card(row);
          if (wanted.contains(card.fact())) {
            shown.add(card);
          }
        });
    return shown;
  }

  List<Shown> tripCards(Collection<UUID> persons, Instant from, Instant until) {
    return jdbc.sql(CARDS)
        .param("persons", texts(persons, it -> it))
        .param("from", from.atOffset(ZoneOffset.UTC))
        .param("until", until.atOffset(ZoneOffset.UTC))
        .query((row, n) -> card(row))
        .list();
  }

  private static Shown card(ResultSet row) throws SQLException {
    return new Shown(
        row.getObject("person_id", UUID.class),
        row.getObject("id", UUID.class),
        row.getTimestamp("at").toInstant(),
        row.getString("card"));
  }

  /** That somebody went through. */
  record Went(UUID person, Instant at, UUID id, boolean outward) {}

  List<Went> went(List<@Nullable UUID> persons, List<Instant> ats, List<UUID> ids) {
    return jdbc.sql(WENT_BY_KEYS)
        .param("persons", texts(persons, it -> it))
        .param("ats", texts(ats, it -> it))
        .param("ids", texts(ids, it -> it))
        .query((row, n) -> wentRow(row))
        .list();
  }

  List<Went> went(Collection<UUID> persons, Instant from, Instant until) {
    return jdbc.sql(WENT)
        .param("persons", texts(persons, it -> it))
        .param("from", from.atOffset(ZoneOffset.UTC))
        .param("until", until.atOffset(ZoneOffset.UTC))
        .query((row, n) -> wentRow(row))
        .list();
  }

  private static Went wentRow(ResultSet row) throws SQLException {
    return new Went(
        row.getObject("person_id", UUID.class),
        row.getTimestamp("at").toInstant(),
        row.getObject("id", UUID.class),
        row.getBoolean("outward"));
  }

  /** How many passes of a kind at a place on a day. */
  record Tallied(UUID place, boolean outward, String action, long passes, Instant newest) {}

  List<Tallied> tally(LocalDate day) {
    return tally(
        day.atStartOfDay(WorldClock.ZONE).toInstant(),
        day.plusDays(1).atStartOfDay(WorldClock.ZONE).toInstant());
  }

  List<Tallied> tally(Instant from, Instant to) {
    return jdbc.sql(TALLY)
        .param("from", from.atOffset(ZoneOffset.UTC))
        .param("to", to.atOffset(ZoneOffset.UTC))
        .query((row, n) ->
            new Tallied(
                row.getObject("place_id", UUID.class),
                row.getBoolean("outward"),
                row.getString("action"),
                row.getLong("passes"),
                row.getTimestamp("newest").toInstant()))
        .list();
  }

  private static Row row(ResultSet row) throws SQLException {
    return new Row(
        row.getObject("person_id", UUID.class),
        row.getTimestamp("at").toInstant(),
        row.getObject("id", UUID.class),
        row.getTimestamp("recorded_at").toInstant(),
        row.getLong("skew_ms"),
        row.getInt("flags"),
        row.getObject("place_id", UUID.class),
        row.getString("lane"),
        row.getBoolean("outward"),
        row.getString("action"),
        row.getString("reasons"),
        row.getString("edition"),
        row.getString("device_action"),
        row.getString("device_reasons"),
        row.getString("device_edition"),
        row.getObject("guard_id", UUID.class),
        row.getString("data"));
  }
}
