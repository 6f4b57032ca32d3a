package org.shouwang.audit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Writes entries and seals. */
@Repository
class AuditStore {

  // One statement: a writer pays one round trip for both rows.
  private static final String INSERT =
      """
      with kept as (
        insert into audit.body (at, id, body) values (:at, :id, :body))
      insert into audit.entry
        (at, id, actor_kind, actor, actor_name, action, subject, cause, body_hash, digest)
      values (:at, :id, :kind, :actor, :name, :action, :subject, :cause, :bodyHash, :digest)
      """;

  private static final String LAST_SEAL =
      "select no, at, below::text as below, head from audit.seal order by no desc limit 1";

  private static final String SEALS_AFTER =
      "select no, at, below::text as below, head from audit.seal where no > :no order by no";

  private static final String HORIZON = "select pg_snapshot_xmin(pg_current_snapshot())::text";

  private static final String ONLY_ONE = "select pg_try_advisory_xact_lock(hashtext('audit.seal'))";

  private static final String UNSEALED =
      """
      select digest from audit.entry
      where xid >= :from::xid8 and xid < :below::xid8
      order by xid, id
      """;

  private static final String SEAL =
      """
      insert into audit.seal (no, at, below, entries, previous, head)
      values (:no, :at, :below::xid8, :entries, :previous, :head)
      """;

  private final JdbcClient jdbc;

  AuditStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void insert(Entry entry) {
    jdbc.sql(INSERT)
        .param("at", utc(entry.at()))
        .param("id", entry.id())
        .param("body", entry.body())
        .param("kind", entry.actor().kind())
        .param("actor", entry.actor().id())
        .param("name", entry.actor().name())
        .param("action", entry.action())
        .param("subject", entry.subject())
        .param("cause", entry.cause(), java.sql.Types.OTHER)
        .param("bodyHash", entry.bodyHash())
        .param("digest", entry.digest())
        .update();
  }

  boolean maySeal() {
    return jdbc.sql(ONLY_ONE).query(Boolean.class).single();
  }

  String horizon() {
    return jdbc.sql(HORIZON).query(String.class).single();
  }

  Optional<Seal> lastSeal() {
    return jdbc.sql(LAST_SEAL).query((row, n) -> seal(row)).optional();
  }

  List<Seal> sealsAfter(long no) {
    return jdbc.sql(SEALS_AFTER).param("no", no).query((row, n) -> seal(row)).list();
  }

  private static Seal seal(ResultSet row) throws SQLException {
    return new Seal(
        row.getLong("no"),
        row.getObject("at", OffsetDateTime.class).toInstant(),
        row.getString("below"),
        row.getBytes("head"));
  }

  List<byte[]> unsealed(String from, String below) {
    return jdbc.sql(UNSEALED)
        .param("from", from)
        .param("below", below)
        .query((row, n) -> row.getBytes(1))
        .list();
  }

  void insert(long no, Instant at, String below, int entries, byte[] previous, byte[] head) {
    jdbc.sql(SEAL)
        .param("no", no)
        .param("at", utc(at))
        .param("below", below)
        .param("entries", entries)
        .param("previous", previous)
        .param("head", head)
        .update();
  }

  private static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  /** A link of the chain. */
  record Seal(long no, Instant at, String below, byte[] head) {}
}
