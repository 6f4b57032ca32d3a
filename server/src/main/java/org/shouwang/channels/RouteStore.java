package org.shouwang.channels;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** SQL of routes. */
@Repository
class RouteStore {

  private static final String ROUTE = "select * from channels.route where removed_at is null";

  private static final String ONE = ROUTE + " and id = :id";

  private static final String LIST =
      ROUTE + " and (:after::uuid is null or id > :after::uuid) order by id limit :limit";

  private static final String ADD =
      """
      insert into channels.route (id, name, channel, to_kind, to_id, address, shown, secret,
        per_minute, enabled, made_at)
      values (:id, :name, :channel, :toKind, :toId, :address, :shown, :secret, :perMinute, :enabled,
        :now)
      """;

  /** A changed route is tried at once. */
  private static final String CHANGE =
      """
      update channels.route
      set name = :name, address = :address, shown = :shown, secret = :secret,
          per_minute = :perMinute, enabled = :enabled, failures = 0, rest_until = null,
          reason = null, detail = null, version = version + 1
      where id = :id and version = :version and removed_at is null
      """;

  private static final String REMOVE =
      """
      update channels.route set removed_at = :now, enabled = false, version = version + 1
      where id = :id and removed_at is null
      """;

  private static final String FAIL_WAITING =
      """
      update channels.delivery set state = 'failed', reason = 'route_removed', detail = null
      where route_id = :id and state = 'waiting'
      """;

  private static final String RETRY =
      """
      update channels.delivery
      set state = 'waiting', next_at = :now, waiting_since = :now, reason = null, detail = null
      where route_id = :id and state = 'failed'
      """;

  /** A test counts against the rate like any other message. */
  private static final String NOTE_TEST =
      """
      insert into channels.attempt (id, number, route_id, at)
      select :attempt, 0, r.id, :now
      from channels.route r
      where r.id = :id
        and r.per_minute > (select count(*) from channels.attempt a
                            where a.route_id = r.id and a.at > :now - interval '1 minute'
                              and a.at <= :now + interval '5 seconds'
                              and a.outcome is distinct from 'not_sent')
      """;

  private static final String TEST_ENDED =
      """
      update channels.attempt set ended_at = :now, outcome = :outcome, detail = :detail
      where id = :attempt
      """;

  private final JdbcClient jdbc;

  RouteStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  List<Route> list(@Nullable UUID after, int limit) {
    return jdbc.sql(LIST)
        .param("after", after)
        .param("limit", limit)
        .query(RouteStore::read)
        .list();
  }

  Optional<Route> find(UUID id) {
    return jdbc.sql(ONE).param("id", id).query(RouteStore::read).optional();
  }

  void add(Route route, Instant now) {
    values(jdbc.sql(ADD), route)
        .param("channel", route.channel().key())
        .param("toKind", route.toKind())
        .param("toId", route.toId())
        .param("now", now.atOffset(ZoneOffset.UTC))
        .update();
  }

  /**
   * Changes a route.
   *
   * @return false when somebody else has changed it meanwhile
   */
  boolean change(Route route) {
    return values(jdbc.sql(CHANGE), route).param("version", route.version()).update() == 1;
  }

  /**
   * Removes a route; what waits for it is shown as failed.
   *
   * @return how many waited
   */
  int remove(UUID id, Instant now) {
    jdbc.sql(REMOVE).param("id", id).param("now", now.atOffset(ZoneOffset.UTC)).update();
    return jdbc.sql(FAIL_WAITING).param("id", id).update();
  }

  /** Lets all that failed on a route wait again. */
  int retry(UUID id, Instant now) {
    return jdbc.sql(RETRY).param("id", id).param("now", now.atOffset(ZoneOffset.UTC)).update();
  }

  /**
   * Records that a test is about to be sent.
   *
   * @return false when the route has no room in this minute
   */
  boolean noteTest(UUID id, UUID attempt, Instant now) {
    return jdbc.sql(NOTE_TEST)
            .param("id", id)
            .param("attempt", attempt)
            .param("now", now.atOffset(ZoneOffset.UTC))
            .update()
        == 1;
  }

  void testEnded(UUID attempt, Outcome outcome, Instant now) {
    jdbc.sql(TEST_ENDED)
        .param("attempt", attempt)
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param("outcome", outcome.kind().key())
        .param("detail", outcome.detail())
        .update();
  }

  private static JdbcClient.StatementSpec values(JdbcClient.StatementSpec sql, Route route) {
    return sql.param("id", route.id())
        .param("name", route.name())
        .param("address", route.address())
        .param("shown", route.shown())
        .param("secret", route.secret(), java.sql.Types.BINARY)
        .param("perMinute", route.perMinute())
        .param("enabled", route.enabled());
  }

  static Route read(ResultSet row, int number) throws SQLException {
    return new Route(
        row.getObject("id", UUID.class),
        row.getString("name"),
        ChannelKind.of(row.getString("channel")).orElseThrow(),
        row.getString("to_kind"),
        row.getObject("to_id", UUID.class),
        row.getBytes("address"),
        row.getString("shown"),
        row.getBytes("secret"),
        row.getInt("per_minute"),
        row.getBoolean("enabled"),
        row.getInt("failures"),
        instant(row, "rest_until"),
        instant(row, "last_ok"),
        row.getString("reason"),
        row.getString("detail"),
        row.getInt("version"));
  }

  static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    Timestamp at = row.getTimestamp(column);
    return at == null ? null : at.toInstant();
  }
}
