package org.shouwang.security;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** SQL of sessions. */
@Repository
class SessionStore {

  private static final String FIND =
      """
      select s.started_at, s.seen_at, a.*
      from security.session s join security.account a on a.id = s.account
      where s.token_hash = :token
      """;

  private static final String INSERT =
      """
      insert into security.session (token_hash, account, started_at, seen_at)
      values (:token, :account, :now, :now)
      """;

  private static final String DELETE = "delete from security.session where token_hash = :token";

  private static final String DELETE_OF_ACCOUNT =
      "delete from security.session where account = :account";

  private static final String DELETE_OVER =
      "delete from security.session where started_at < :started or seen_at < :seen";

  private static final String SEEN =
      """
      update security.session s set seen_at = greatest(s.seen_at, n.at)
      from unnest(:tokens::bytea[], :ats::timestamptz[]) n(token, at)
      where s.token_hash = n.token
      """;

  private final JdbcClient jdbc;

  SessionStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** A session with its account as it is now. */
  record Session(Instant startedAt, Instant seenAt, Account account) {}

  Optional<Session> find(byte[] token) {
    return jdbc.sql(FIND)
        .param("token", token)
        .query((row, number) ->
            new Session(
                row.getObject("started_at", OffsetDateTime.class).toInstant(),
                row.getObject("seen_at", OffsetDateTime.class).toInstant(),
                AccountStore.read(row, number)))
        .optional();
  }

  void insert(byte[] token, UUID account, Instant now) {
    jdbc.sql(INSERT)
        .param("token", token)
        .param("account", account)
        .param("now", now.atOffset(ZoneOffset.UTC))
        .update();
  }

  void delete(byte[] token) {
    jdbc.sql(DELETE).param("token", token).update();
  }

  void deleteOf(UUID account) {
    jdbc.sql(DELETE_OF_ACCOUNT).param("account", account).update();
  }

  void deleteOver(Instant startedBefore, Instant seenBefore) {
    jdbc.sql(DELETE_OVER)
        .param("started", startedBefore.atOffset(ZoneOffset.UTC))
        .param("seen", seenBefore.atOffset(ZoneOffset.UTC))
        .update();
  }

  void seen(Map<Digest, Instant> seen) {
    byte[][] tokens = new byte[seen.size()][];
    String[] ats = new String[seen.size()];
    int next = 0;
    for (Map.Entry<Digest, Instant> one : seen.entrySet()) {
      tokens[next] = one.getKey().bytes();
      ats[next++] = one.getValue().toString();
    }
    jdbc.sql(SEEN).param("tokens", tokens).param("ats", ats).update();
  }
}
