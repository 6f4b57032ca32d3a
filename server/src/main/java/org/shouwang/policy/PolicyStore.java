package org.shouwang.policy;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Uploaded park overlays and the snapshots that decisions name. */
@Repository
class PolicyStore {

  private static final String KEEP_SNAPSHOTS =
      """
      insert into policy.snapshot (id, content, first_seen)
      select id, content, :now
      from unnest(:ids::text[], :contents::text[]) as s(id, content)
      on conflict do nothing
      """;

  private static final String SNAPSHOT = "select content from policy.snapshot where id = :id";

  private static final String UPLOAD =
      """
      insert into policy.upload (id, edition, content, uploaded_at, uploaded_by, uploader)
      values (:id, :edition, :content, :at, :by, :name)
      """;

  private static final String UPLOADS =
      """
      select distinct on (edition) id, edition, content, uploaded_at, uploader
      from policy.upload
      order by edition, seq desc
      """;

  private static final String SWITCH =
      """
      insert into policy.switch (id, at, rules_of, disease, document, note, from_snapshot,
        to_snapshot, decided_at, decided_by, decider)
      values (:id, :at, :rulesOf, :disease, :document, :note, :from, :to, :now, :by, :decider)
      """;

  /** Nobody else decides about a switch until the commit. */
  private static final String TURN =
      "select pg_advisory_xact_lock(hashtextextended('policy.switch', 0))";

  private static final String SWITCHES = "select * from policy.switch order by seq desc";

  private static final String CANCEL =
      """
      update policy.switch set cancelled_at = :now, canceller = :by
      where id = :id and cancelled_at is null and at > :now
      """;

  private static final String NEWEST =
      """
      select coalesce(max(seq), 0) || '.' || (select count(*) || '.' || count(cancelled_at)
                                              from policy.switch)
      from policy.upload
      """;

  private final JdbcClient jdbc;

  PolicyStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void keep(Collection<String> ids, Collection<String> contents, Instant now) {
    jdbc.sql(KEEP_SNAPSHOTS)
        .param("ids", ids.toArray(String[]::new))
        .param("contents", contents.toArray(String[]::new))
        .param("now", now.atOffset(ZoneOffset.UTC))
        .update();
  }

  Optional<String> snapshot(String id) {
    return jdbc.sql(SNAPSHOT).param("id", id).query(String.class).optional();
  }

  void upload(UUID id, String edition, String content, Instant at, UUID by, String name) {
    jdbc.sql(UPLOAD)
        .param("id", id)
        .param("edition", edition)
        .param("content", content)
        .param("at", at.atOffset(ZoneOffset.UTC))
        .param("by", by)
        .param("name", name)
        .update();
  }

  /** The newest upload of each edition. */
  List<Upload> uploads() {
    return jdbc.sql(UPLOADS)
        .query((row, n) ->
            new Upload(
                row.getString("edition"),
                row.getString("content"),
                instant(row, "uploaded_at"),
                row.getString("uploader")))
        .list();
  }

  /** Differs after each upload and each decision about a switch. */
  String newest() {
    return jdbc.sql(NEWEST).query(String.class).single();
  }

  void turn() {
    jdbc.sql(TURN).query((row, n) -> true).single();
  }

  void decide(Switch decided, UUID by) {
    jdbc.sql(SWITCH)
        .param("id", decided.id())
        .param("at", decided.at().atOffset(ZoneOffset.UTC))
        .param("rulesOf", decided.rulesOf())
        .param("disease", decided.disease())
        .param("document", decided.document())
        .param("note", decided.note())
        .param("from", decided.from())
        .param("to", decided.to())
        .param("now", decided.decidedAt().atOffset(ZoneOffset.UTC))
        .param("by", by)
        .param("decider", decided.decider())
        .update();
  }

  /** Calls a switch off that hasn't come yet. Returns whether there was one. */
  boolean cancel(UUID id, Instant now, String by) {
    return jdbc.sql(CANCEL)
            .param("id", id)
            .param("now", now.atOffset(ZoneOffset.UTC))
            .param("by", by)
            .update()
        > 0;
  }

  /** All decisions, the newest first: the oldest still says by what somebody was judged. */
  List<Switch> switches() {
    return jdbc.sql(SWITCHES)
        .query((row, n) ->
            new Switch(
                row.getObject("id", UUID.class),
                instant(row, "at"),
                row.getObject("rules_of", LocalDate.class),
                row.getString("disease"),
                row.getString("document"),
                row.getString("note"),
                row.getString("from_snapshot"),
                row.getString("to_snapshot"),
                instant(row, "decided_at"),
                row.getString("decider"),
                row.getObject("cancelled_at") == null ? null : instant(row, "cancelled_at"),
                row.getString("canceller")))
        .list();
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  /** An uploaded park overlay. */
  record Upload(String edition, String content, Instant at, String by) {}
}
