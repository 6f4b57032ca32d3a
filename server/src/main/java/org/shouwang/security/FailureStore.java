package org.shouwang.security;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** SQL of failed sign-ins. */
@Repository
class FailureStore {

  private static final String LOCKED_UNTIL =
      """
      select key, locked_until from security.failure where key = any(:keys) and locked_until > :now
      """;

  private static final String COUNT =
      """
      insert into security.failure as f (key, failures, since)
      values (:key, 1, :now)
      on conflict (key) do update
      set failures = case when f.since < :windowStart then 1 else f.failures + 1 end,
          since = case when f.since < :windowStart then :now else f.since end,
          locked_until = null
      returning failures
      """;

  private static final String LOCK =
      """
      update security.failure set locked_until = :until, failures = 0, since = :now where key = :key
      """;

  private static final String CLEAR = "delete from security.failure where key = :key";

  private static final String DELETE_OVER =
      """
      delete from security.failure
      where since < :before and (locked_until is null or locked_until < :before)
      """;

  private final JdbcClient jdbc;

  FailureStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The ends of the locks that hold now, by key. */
  Map<Digest, Instant> lockedUntil(byte[][] keys, Instant now) {
    Map<Digest, Instant> locks = new HashMap<>();
    jdbc.sql(LOCKED_UNTIL)
        .param("keys", keys)
        .param("now", now.atOffset(ZoneOffset.UTC))
        .query(row -> {
          locks.put(
              new Digest(row.getBytes(1)), row.getObject(2, OffsetDateTime.class).toInstant());
        });
    return locks;
  }

  /** Counts a failure and answers how many there are within the window. */
  int count(byte[] key, Instant now, Instant windowStart) {
    return jdbc.sql(COUNT)
        .param("key", key)
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param("windowStart", windowStart.atOffset(ZoneOffset.UTC))
        .query(Integer.class)
        .single();
  }

  void lock(byte[] key, Instant now, Instant until) {
    jdbc.sql(LOCK)
        .param("key", key)
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param("until", until.atOffset(ZoneOffset.UTC))
        .update();
  }

  void clear(byte[] key) {
    jdbc.sql(CLEAR).param("key", key).update();
  }

  void deleteOver(Instant before) {
    jdbc.sql(DELETE_OVER).param("before", before.atOffset(ZoneOffset.UTC)).update();
  }
}
