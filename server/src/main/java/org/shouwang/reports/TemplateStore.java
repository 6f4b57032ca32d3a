package org.shouwang.reports;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Keeps the templates that somebody brought. */
@Repository
class TemplateStore {

  private static final String INSERT =
      """
      insert into reports.template (id, kind, name, content, digest, brought_at, brought_by)
      values (:id, :kind, :name, :content, :digest, :at, :by)
      """;

  private static final String LIST =
      """
      select id, kind, name, digest, brought_at, brought_by from reports.template
      where (:before::uuid is null or id < :before::uuid) order by id desc limit :limit
      """;

  private static final String CONTENT =
      "select content from reports.template where id = :id and kind = :kind";

  private final JdbcClient jdbc;

  TemplateStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** A template without its content. */
  record Template(
      UUID id,
      DocumentKind kind,
      String name,
      String digest,
      Instant broughtAt,
      String broughtBy) {}

  void insert(Template template, byte[] content) {
    jdbc.sql(INSERT)
        .param("id", template.id())
        .param("kind", template.kind().key())
        .param("name", template.name())
        .param("content", content)
        .param("digest", template.digest())
        .param("at", template.broughtAt().atOffset(ZoneOffset.UTC))
        .param("by", template.broughtBy())
        .update();
  }

  List<Template> list(@Nullable UUID before, int limit) {
    return jdbc.sql(LIST)
        .param("before", before)
        .param("limit", limit)
        .query((row, n) ->
            new Template(
                row.getObject("id", UUID.class),
                DocumentKind.of(row.getString("kind")),
                row.getString("name"),
                row.getString("digest"),
                row.getTimestamp("brought_at").toInstant(),
                row.getString("brought_by")))
        .list();
  }

  Optional<byte[]> content(UUID id, DocumentKind kind) {
    return jdbc.sql(CONTENT)
        .param("id", id)
        .param("kind", kind.key())
        .query((row, n) -> row.getBytes(1))
        .optional();
  }
}
