package org.shouwang.policy;

import java.time.Instant;
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

  private static final String NEWEST = "select coalesce(max(seq), 0) from policy.upload";

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
                row.getObject("uploaded_at", OffsetDateTime.class).toInstant(),
                row.getString("uploader")))
        .list();
  }

  /** Grows with each upload: tells another instance that there is something new. */
  long newest() {
    return jdbc.sql(NEWEST).query(Long.class).single();
  }

  /** An uploaded park overlay. */
  record Upload(String edition, String content, Instant at, String by) {}
}
