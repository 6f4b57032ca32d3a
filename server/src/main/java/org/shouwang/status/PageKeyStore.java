package org.shouwang.status;

import static org.shouwang.storage.Columns.time;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.shouwang.security.Caller;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Keys to persons' own pages, as digests. */
@Repository
class PageKeyStore {

  private static final String ISSUE =
      """
      insert into status.page_key (digest, person_id, issued_at, issued_by, issuer, expires_at)
      values (:digest, :person, :now, :by, :name, :expires)
      """;

  private static final String PERSON =
      """
      select person_id from status.page_key
      where digest = :digest and revoked_at is null and expires_at > :now
      """;

  private static final String REVOKE =
      """
      update status.page_key set revoked_at = :now, revoked_by = :name
      where person_id = :person and revoked_at is null and expires_at > :now
      """;

  private final JdbcClient jdbc;

  PageKeyStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void issue(byte[] digest, UUID person, Caller by, Instant now, Instant expires) {
    jdbc.sql(ISSUE)
        .param("digest", digest)
        .param("person", person)
        .param("now", time(now))
        .param("by", by.id())
        .param("name", by.name())
        .param("expires", time(expires))
        .update();
  }

  Optional<UUID> person(byte[] digest, Instant now) {
    return jdbc.sql(PERSON)
        .param("digest", digest)
        .param("now", time(now))
        .query(UUID.class)
        .optional();
  }

  int revoke(UUID person, String by, Instant now) {
    return jdbc.sql(REVOKE)
        .param("person", person)
        .param("name", by)
        .param("now", time(now))
        .update();
  }
}
