package org.shouwang.own;

import static org.shouwang.storage.Columns.time;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.shouwang.security.Caller;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Links, whose tokens are kept as digests only. */
@Repository
class LinkStore {

  /** Two who make one for the same person and purpose come one after the other. */
  private static final String TURN =
      "select pg_advisory_xact_lock(hashtextextended('own.link:' || :person::text || :purpose, 0))";

  private static final String MAKE =
      """
      insert into own.link (id, digest, person_id, purpose, order_id, made_at, made_by, made_name,
        expires_at)
      values (:id, :digest, :person, :purpose, :order::uuid, :now, :by, :name, :expires)
      """;

  private static final String REVOKE =
      """
      update own.link set revoked_at = :now, revoked_by = :name
      where person_id = :person and purpose = :purpose and revoked_at is null
      returning *
      """;

  private static final String OPENS =
      "select * from own.link where digest = :digest and revoked_at is null and expires_at > :now";

  private static final String NOW =
      """
      select * from own.link where person_id = :person and revoked_at is null and expires_at > :now
      order by purpose
      """;

  private final JdbcClient jdbc;

  LinkStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void turn(UUID person, Purpose purpose) {
    jdbc.sql(TURN)
        .param("person", person)
        .param("purpose", purpose.key())
        .query((row, n) -> true)
        .single();
  }

  void make(Link link, byte[] digest, Caller by) {
    jdbc.sql(MAKE)
        .param("id", link.id())
        .param("digest", digest)
        .param("person", link.person())
        .param("purpose", link.purpose().key())
        .param("order", link.order())
        .param("now", time(link.madeAt()))
        .param("by", by.id())
        .param("name", link.madeBy())
        .param("expires", time(link.expiresAt()))
        .update();
  }

  /** Revokes what stands, also what has expired; returns what it was. */
  List<Link> revoke(UUID person, Purpose purpose, String by, Instant now) {
    return jdbc.sql(REVOKE)
        .param("person", person)
        .param("purpose", purpose.key())
        .param("name", by)
        .param("now", time(now))
        .query((row, n) -> link(row))
        .list();
  }

  Optional<Link> opens(byte[] digest, Instant now) {
    return jdbc.sql(OPENS)
        .param("digest", digest)
        .param("now", time(now))
        .query((row, n) -> link(row))
        .optional();
  }

  /** Links of a person that open something. */
  List<Link> now(UUID person, Instant now) {
    return jdbc.sql(NOW)
        .param("person", person)
        .param("now", time(now))
        .query((row, n) -> link(row))
        .list();
  }

  private static Link link(ResultSet row) throws SQLException {
    return new Link(
        row.getObject("id", UUID.class),
        row.getObject("person_id", UUID.class),
        Purpose.of(row.getString("purpose")).orElseThrow(),
        row.getObject("order_id", UUID.class),
        row.getTimestamp("made_at").toInstant(),
        row.getString("made_name"),
        row.getTimestamp("expires_at").toInstant());
  }
}
