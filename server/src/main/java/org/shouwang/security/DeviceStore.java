package org.shouwang.security;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.security.Devices.Device;
import org.shouwang.security.Devices.Report;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** SQL of field devices. */
@Repository
class DeviceStore {

  private static final String COLUMNS =
      """
      select d.id, d.name, d.place, d.lane, d.state, d.enrolled_at, d.last_seen, d.unsynced,
             d.oldest_unsynced, d.app_version
      from security.device d
      """;

  private static final String LIST = COLUMNS + "where d.id > :after order by d.id limit :limit";

  private static final String NOT_REVOKED = COLUMNS + "where d.state <> 'revoked' order by d.id";

  private static final String BY_ID = COLUMNS + "where d.id = :id";

  private static final String BY_TOKEN =
      """
      select d.id, d.name, d.place, d.lane, d.state, d.enrolled_at, d.last_seen, d.unsynced,
             d.oldest_unsynced, d.app_version, t.revoked_at
      from security.device_token t join security.device d on d.id = t.device
      where t.token_hash = :token
      """;

  private static final String INSERT =
      """
      insert into security.device (id, name, place, lane, state, code_digest, code_expires, made_at)
      values (:id, :name, :place, :lane, 'awaiting', :code, :expires, :now)
      """;

  private static final String NEW_CODE =
      "update security.device set code_digest = :code, code_expires = :expires where id = :id";

  /** A code counts once: whoever takes it away first has it. */
  private static final String USE_CODE =
      """
      update security.device d
      set code_digest = null, code_expires = null, state = 'active', enrolled_at = :now,
          last_seen = :now, revoked_reason = null, unsynced = null, oldest_unsynced = null,
          name = coalesce(:name, name)
      where code_digest = :code and code_expires > :now
      returning d.id, d.name, d.place, d.lane, d.state, d.enrolled_at, d.last_seen, d.unsynced,
                d.oldest_unsynced, d.app_version
      """;

  private static final String REVOKE_TOKENS =
      """
      update security.device_token set revoked_at = :now where device = :id and revoked_at is null
      """;

  private static final String INSERT_TOKEN =
      """
      insert into security.device_token (token_hash, device, public_key, made_at)
      values (:token, :id, :key, :now)
      """;

  private static final String REVOKE =
      """
      update security.device
      set state = 'revoked', revoked_reason = :reason, code_digest = null, code_expires = null
      where id = :id
      """;

  private static final String KEYS =
      "select public_key from security.device_token where device = :id order by made_at desc";

  private static final String SEEN =
      """
      update security.device d
      set last_seen = greatest(d.last_seen, n.at),
          unsynced = case when n.reported then n.unsynced else d.unsynced end,
          oldest_unsynced = case when n.reported then n.oldest else d.oldest_unsynced end,
          app_version = coalesce(n.version, d.app_version)
      from unnest(:ids::uuid[], :ats::timestamptz[], :reported::boolean[], :unsynced::int[],
                  :oldest::timestamptz[], :versions::text[])
           n(id, at, reported, unsynced, oldest, version)
      where d.id = n.id
      """;

  private final JdbcClient jdbc;

  DeviceStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** A token's device, and whether the token still counts. */
  record Held(Device device, boolean revoked) {}

  List<Device> list(@Nullable UUID after, int limit) {
    return jdbc.sql(LIST)
        .param("after", after == null ? new UUID(0, 0) : after)
        .param("limit", limit)
        .query(DeviceStore::read)
        .list();
  }

  List<Device> notRevoked() {
    return jdbc.sql(NOT_REVOKED).query(DeviceStore::read).list();
  }

  Optional<Device> byId(UUID id) {
    return jdbc.sql(BY_ID).param("id", id).query(DeviceStore::read).optional();
  }

  Optional<Held> byToken(byte[] token) {
    return jdbc.sql(BY_TOKEN)
        .param("token", token)
        .query((row, number) -> new Held(read(row, number), row.getObject("revoked_at") != null))
        .optional();
  }

  void insert(Device device, byte[] code, Instant expires, Instant now) {
    jdbc.sql(INSERT)
        .param("id", device.id())
        .param("name", device.name())
        .param("place", device.placeId())
        .param("lane", device.lane(), Types.VARCHAR)
        .param("code", code)
        .param("expires", expires.atOffset(ZoneOffset.UTC))
        .param("now", now.atOffset(ZoneOffset.UTC))
        .update();
  }

  boolean newCode(UUID id, byte[] code, Instant expires) {
    return jdbc.sql(NEW_CODE)
            .param("id", id)
            .param("code", code)
            .param("expires", expires.atOffset(ZoneOffset.UTC))
            .update()
        == 1;
  }

  Optional<Device> useCode(byte[] code, @Nullable String name, Instant now) {
    return jdbc.sql(USE_CODE)
        .param("code", code)
        .param("name", name, Types.VARCHAR)
        .param("now", now.atOffset(ZoneOffset.UTC))
        .query(DeviceStore::read)
        .optional();
  }

  void replaceToken(UUID id, byte[] token, byte[] key, Instant now) {
    revokeTokens(id, now);
    jdbc.sql(INSERT_TOKEN)
        .param("token", token)
        .param("id", id)
        .param("key", key)
        .param("now", now.atOffset(ZoneOffset.UTC))
        .update();
  }

  boolean revoke(UUID id, String reason, Instant now) {
    revokeTokens(id, now);
    return jdbc.sql(REVOKE).param("id", id).param("reason", reason).update() == 1;
  }

  List<byte[]> keys(UUID id) {
    return jdbc.sql(KEYS).param("id", id).query((row, number) -> row.getBytes(1)).list();
  }

  /** Notes when devices were seen and what they said of themselves, many at once. */
  void seen(Map<UUID, Report> reports) {
    int size = reports.size();
    UUID[] ids = new UUID[size];
    String[] ats = new String[size];
    Boolean[] reported = new Boolean[size];
    @Nullable Integer[] unsynced = new Integer[size];
    @Nullable String[] oldest = new String[size];
    @Nullable String[] versions = new String[size];
    int i = 0;
    for (Map.Entry<UUID, Report> one : reports.entrySet()) {
      Report report = one.getValue();
      ids[i] = one.getKey();
      ats[i] = report.at().toString();
      reported[i] = report.unsynced() != null;
      unsynced[i] = report.unsynced();
      oldest[i] = report.oldestUnsynced() == null ? null : report.oldestUnsynced().toString();
      versions[i++] = report.appVersion();
    }
    jdbc.sql(SEEN)
        .param("ids", ids)
        .param("ats", ats)
        .param("reported", reported)
        .param("unsynced", unsynced)
        .param("oldest", oldest)
        .param("versions", versions)
        .update();
  }

  private void revokeTokens(UUID id, Instant now) {
    jdbc.sql(REVOKE_TOKENS).param("id", id).param("now", now.atOffset(ZoneOffset.UTC)).update();
  }

  private static Device read(ResultSet row, int number) throws SQLException {
    return new Device(
        row.getObject("id", UUID.class),
        row.getString("name"),
        row.getObject("place", UUID.class),
        row.getString("lane"),
        Devices.State.valueOf(row.getString("state").toUpperCase(java.util.Locale.ROOT)),
        instant(row, "enrolled_at"),
        instant(row, "last_seen"),
        row.getObject("unsynced", Integer.class),
        instant(row, "oldest_unsynced"),
        row.getString("app_version"));
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
    return at == null ? null : at.toInstant();
  }
}
