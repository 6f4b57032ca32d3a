package org.shouwang.channels;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.ObjectMapper;

/**
 * Who takes which delivery, and how it ended. A route's row is locked while deliveries of it are
 * taken, so that its rate holds over all instances; what is taken isn't due again before its lease
 * has passed. A time too far ahead was written before a clock went back, and counts as come.
 */
@Repository
class DeliveryStore {

  private static final String DUE = " (d.next_at <= :now or d.next_at > :far) ";

  private static final String RESTED =
      " r.enabled and r.removed_at is null"
          + " and (r.rest_until is null or r.rest_until <= :now or r.rest_until > :far) ";

  private static final String ROUTES =
      "select r.id from channels.route r where "
          + RESTED
          + " and exists (select 1 from channels.delivery d"
          + " where d.route_id = r.id and d.state = 'waiting' and "
          + DUE
          + ")";

  private static final String LOCK =
      "select r.* from channels.route r where r.id = :route and "
          + RESTED
          + " for no key update skip locked";

  private static final String CLAIM =
      """
      with room as (
        select greatest(0, least(:most, :perMinute - count(*)::int)) as n
        from channels.attempt a
        where a.route_id = :route and a.at > :now - interval '1 minute'
          and a.at <= :now + interval '5 seconds' and a.outcome is distinct from 'not_sent'),
      taken as (
        select d.id from channels.delivery d
        where d.route_id = :route and d.state = 'waiting' and (d.next_at <= :now or d.next_at > :far)
        order by d.attempts, d.message_id
        limit (select n from room)
        for update skip locked),
      claimed as (
        update channels.delivery d
        set attempts = d.attempts + 1, next_at = :lease
        from taken where d.id = taken.id
        returning d.id, d.message_id, d.attempts),
      noted as (
        insert into channels.attempt (id, delivery_id, number, route_id, at)
        select uuidv7(), id, attempts, :route, :now from claimed)
      select c.id, c.attempts, m.to_kind, m.to_id, m.text, m.args, m.link
      from claimed c join channels.message m on m.id = c.message_id
      order by m.id
      """;

  private static final String SETTLE =
      """
      with given as (
        select * from unnest(:ids::uuid[], :numbers::int[], :outcomes::text[], :reasons::text[],
                             :details::text[], :nexts::timestamptz[])
                 as g(id, number, outcome, reason, detail, next_at)),
      noted as (
        update channels.attempt a
        set ended_at = :now, outcome = g.outcome, detail = g.detail
        from given g where a.delivery_id = g.id and a.number = g.number)
      update channels.delivery d
      set state = case g.outcome when 'delivered' then 'delivered' when 'refused' then 'failed'
                                 else 'waiting' end,
          delivered_at = case g.outcome when 'delivered' then :now end,
          next_at = g.next_at,
          reason = g.reason,
          detail = g.detail
      from given g
      where d.id = g.id and d.attempts = g.number and d.state = 'waiting'
      """;

  private static final String ROUTE_WORKED =
      """
      update channels.route
      set failures = 0, rest_until = null, reason = null, detail = null,
          last_ok = case when :delivered then :now::timestamptz else last_ok end
      where id = :route
      """;

  private static final String ROUTE_RESTS =
      """
      update channels.route
      set failures = failures + 1, rest_until = :until, reason = :reason, detail = :detail
      where id = :route
      """;

  private static final String GIVE_UP =
      """
      update channels.delivery set state = 'failed', reason = 'gave_up'
      where state = 'waiting' and waiting_since < :before
      """;

  private static final String FORGET_ATTEMPTS = "delete from channels.attempt where at < :before";

  private final JdbcClient jdbc;
  private final ObjectMapper json;

  DeliveryStore(JdbcClient jdbc, ObjectMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /** A delivery in somebody's hands, until its lease ends. */
  record Claimed(
      UUID id,
      int number,
      String toKind,
      UUID toId,
      String text,
      Map<String, String> values,
      @Nullable String link) {}

  /** A route with what was taken of it. */
  record Load(Route route, List<Claimed> deliveries) {}

  /** How an attempt ended. */
  record Settled(Claimed delivery, Outcome outcome, Instant nextAt) {}

  /**
   * How a route fares.
   *
   * @param rest why and until when it rests; null: it needn't
   * @param answered whether the other side said anything sensible
   * @param delivered whether it took anything
   */
  record Fare(@Nullable Settled rest, boolean answered, boolean delivered) {}

  /** Routes on which something is due. */
  List<UUID> routesDue(Instant now) {
    return times(jdbc.sql(ROUTES), now).query(UUID.class).list();
  }

  /**
   * Takes some of what is due on a route, as far as its rate has room, and records the attempts.
   *
   * @param lease until when nobody else takes them
   * @param most at once while the route works; one while it doesn't
   * @return empty when there is nothing to do or another instance is at it
   */
  @Transactional
  public Optional<Load> claim(UUID route, Instant now, Duration lease, int most) {
    Optional<Route> locked =
        times(jdbc.sql(LOCK), now).param("route", route).query(RouteStore::read).optional();
    if (locked.isEmpty()) {
      return Optional.empty();
    }
    List<Claimed> taken =
        times(jdbc.sql(CLAIM), now)
            .param("route", route)
            .param("perMinute", locked.get().perMinute())
            .param("most", locked.get().failures() > 0 ? 1 : most)
            .param("lease", now.plus(lease).atOffset(ZoneOffset.UTC))
            .query((row, number) ->
                new Claimed(
                    row.getObject("id", UUID.class),
                    row.getInt("attempts"),
                    row.getString("to_kind"),
                    row.getObject("to_id", UUID.class),
                    row.getString("text"),
                    values(json, row.getString("args")),
                    row.getString("link")))
            .list();
    return taken.isEmpty() ? Optional.empty() : Optional.of(new Load(locked.get(), taken));
  }

  static Map<String, String> values(ObjectMapper json, String text) {
    return json.readValue(text, new TypeReference<Map<String, String>>() {});
  }

  /**
   * Records how attempts ended and how the route fares.
   *
   * @return how many were still in the caller's hands
   */
  @Transactional
  public int settle(UUID route, List<Settled> settled, Fare fare, Instant now) {
    Settled rest = fare.rest();
    int held =
        jdbc.sql(SETTLE)
            .param("ids", array("uuid", settled, it -> it.delivery().id()))
            .param("numbers", array("int4", settled, it -> it.delivery().number()))
            .param("outcomes", array("text", settled, it -> it.outcome().kind().key()))
            .param("reasons", array("text", settled, it -> it.outcome().reason()))
            .param("details", array("text", settled, it -> it.outcome().detail()))
            .param(
                "nexts", array("timestamptz", settled, it -> it.nextAt().atOffset(ZoneOffset.UTC)))
            .param("now", now.atOffset(ZoneOffset.UTC))
            .update();
    if (rest != null) {
      jdbc.sql(ROUTE_RESTS)
          .param("route", route)
          .param("until", rest.nextAt().atOffset(ZoneOffset.UTC))
          .param("reason", rest.outcome().reason())
          .param("detail", rest.outcome().detail())
          .update();
    } else if (fare.answered()) {
      jdbc.sql(ROUTE_WORKED)
          .param("route", route)
          .param("delivered", fare.delivered())
          .param("now", now.atOffset(ZoneOffset.UTC))
          .update();
    }
    return held;
  }

  /** Gives up what has waited too long. */
  int giveUp(Instant before) {
    return jdbc.sql(GIVE_UP).param("before", before.atOffset(ZoneOffset.UTC)).update();
  }

  void forgetAttempts(Instant before) {
    jdbc.sql(FORGET_ATTEMPTS).param("before", before.atOffset(ZoneOffset.UTC)).update();
  }

  private static JdbcClient.StatementSpec times(JdbcClient.StatementSpec sql, Instant now) {
    OffsetDateTime at = now.atOffset(ZoneOffset.UTC);
    return sql.param("now", at).param("far", at.plus(BackoffRules.FARTHEST));
  }

  private static SqlArrayValue array(
      String type,
      List<Settled> settled,
      Function<Settled, ? extends @org.jspecify.annotations.Nullable Object> part) {
    return new SqlArrayValue(type, settled.stream().map(part).toArray());
  }
}
