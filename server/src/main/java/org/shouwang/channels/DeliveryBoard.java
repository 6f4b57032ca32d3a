package org.shouwang.channels;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.ObjectMapper;

/** What waits and what failed, for who tends the channels. */
@Repository
class DeliveryBoard {

  private static final String LIST =
      """
      select d.id, d.channel, d.route_id, r.name as route, d.state, d.attempts, d.next_at,
             d.waiting_since, d.reason, d.detail, m.to_kind, m.to_id, m.text, m.args, m.at,
             exists (select 1 from channels.attempt a
                     where a.delivery_id = d.id and a.ended_at is null
                       and a.number < d.attempts) as unsure
      from channels.delivery d
      join channels.message m on m.id = d.message_id
      left join channels.route r on r.id = d.route_id
      where d.state = :state
        and (:route::uuid is null or d.route_id = :route::uuid)
        and (:before::uuid is null or d.id < :before::uuid)
      order by d.id desc
      limit :limit
      """;

  private static final String BY_ROUTE =
      """
      select route_id, count(*) filter (where state = 'waiting') as waiting,
             count(*) filter (where state = 'failed') as failed
      from channels.delivery
      where state <> 'delivered' and route_id = any(:routes)
      group by route_id
      """;

  private static final String UNROUTED =
      "select count(*) from channels.message where not routed and id >= storage.uuid_floor(:since)";

  private final JdbcClient jdbc;
  private final ObjectMapper json;

  DeliveryBoard(JdbcClient jdbc, ObjectMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /**
   * A delivery that hasn't arrived.
   *
   * @param unsure an earlier attempt was cut off: it may have arrived nevertheless
   */
  record Row(
      UUID id,
      String channel,
      @Nullable UUID routeId,
      @Nullable String route,
      String state,
      int attempts,
      Instant nextAt,
      Instant waitingSince,
      @Nullable String reason,
      @Nullable String detail,
      boolean unsure,
      String toKind,
      UUID toId,
      String text,
      Map<String, String> values,
      Instant at) {}

  /** How many wait and failed on a route. */
  record Counts(long waiting, long failed) {}

  List<Row> list(String state, @Nullable UUID route, @Nullable UUID before, int limit) {
    return jdbc.sql(LIST)
        .param("state", state)
        .param("route", route)
        .param("before", before)
        .param("limit", limit)
        .query((row, number) ->
            new Row(
                row.getObject("id", UUID.class),
                row.getString("channel"),
                row.getObject("route_id", UUID.class),
                row.getString("route"),
                row.getString("state"),
                row.getInt("attempts"),
                row.getTimestamp("next_at").toInstant(),
                row.getTimestamp("waiting_since").toInstant(),
                row.getString("reason"),
                row.getString("detail"),
                row.getBoolean("unsure"),
                row.getString("to_kind"),
                row.getObject("to_id", UUID.class),
                row.getString("text"),
                DeliveryStore.values(json, row.getString("args")),
                row.getTimestamp("at").toInstant()))
        .list();
  }

  Map<UUID, Counts> counts(Collection<UUID> routes) {
    Map<UUID, Counts> counts = new HashMap<>();
    jdbc.sql(BY_ROUTE)
        .param("routes", new SqlArrayValue("uuid", routes.toArray()))
        .query(row -> {
          counts.put(
              row.getObject("route_id", UUID.class),
              new Counts(row.getLong("waiting"), row.getLong("failed")));
        });
    return counts;
  }

  /** Messages since a moment to whom no channel leads: persons where there is no gateway. */
  long unrouted(Instant since) {
    return jdbc.sql(UNROUTED)
        .param("since", since.atOffset(ZoneOffset.UTC))
        .query(Long.class)
        .single();
  }
}
