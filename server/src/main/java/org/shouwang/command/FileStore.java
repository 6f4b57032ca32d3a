package org.shouwang.command;

import static org.shouwang.storage.Columns.texts;
import static org.shouwang.storage.Columns.time;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.security.Caller;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Files that came with requirements, reports and answers. */
@Repository
class FileStore {

  private static final String INSERT =
      """
      insert into command.file (id, name, type, size, digest, content, kept_at, by_id, by_name)
      values (:id, :name, :type, :size, :digest, :content, :at, :by, :byName)
      """;

  private static final String BROUGHT_BY =
      "select exists (select from command.file where id = :id and by_id = :by)";

  private static final String NAMED =
      "select id, name, type, size, digest from command.file where id = any(:ids::uuid[])";

  /** Whoever brought it, and whoever sees what it came with. */
  private static final String CONTENT =
      UnitBoard.SEEN
          + """
          select id, name, type, size, digest, content from command.file f
          where f.id = :id
            and (:all or f.by_id = :reader
              or exists (
                select from command.upstream u
                join command.directive d on d.upstream_id = u.id
                join command.task t on t.directive_id = d.id
                where f.id = u.file_id and t.unit_id in (select id from seen))
              or exists (
                select from command.act a join command.task t on t.id = a.subject_id
                where a.file_id = f.id and t.unit_id in (select id from seen)))
          """;

  private final JdbcClient jdbc;

  FileStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * A file as it is named.
   *
   * @param digest SHA-256 in hexadecimal
   */
  record FileView(UUID id, String name, String type, int size, String digest) {}

  /** A file with what is in it. */
  record Content(FileView file, byte[] bytes) {}

  FileView keep(FileView file, byte[] content, Caller by, Instant at) {
    jdbc.sql(INSERT)
        .param("id", file.id())
        .param("name", file.name())
        .param("type", file.type())
        .param("size", file.size())
        .param("digest", HexFormat.of().parseHex(file.digest()))
        .param("content", content)
        .param("at", time(at))
        .param("by", by.id())
        .param("byName", by.name())
        .update();
    return file;
  }

  boolean broughtBy(UUID id, UUID by) {
    return jdbc.sql(BROUGHT_BY).param("id", id).param("by", by).query(Boolean.class).single();
  }

  Map<UUID, FileView> named(Collection<@Nullable UUID> ids) {
    Map<UUID, FileView> named = new HashMap<>();
    jdbc.sql(NAMED)
        .param("ids", texts(ids, id -> id))
        .query((row, n) -> view(row))
        .list()
        .forEach(file -> named.put(file.id(), file));
    return named;
  }

  Optional<Content> content(UUID id, Sight sight, UUID reader) {
    return jdbc.sql(CONTENT)
        .param("id", id)
        .param("all", sight.all())
        .param("tops", texts(sight.tops(), each -> each))
        .param("reader", reader)
        .query((row, n) -> new Content(view(row), row.getBytes("content")))
        .optional();
  }

  private static FileView view(ResultSet row) throws SQLException {
    return new FileView(
        row.getObject("id", UUID.class),
        row.getString("name"),
        row.getString("type"),
        row.getInt("size"),
        HexFormat.of().formatHex(row.getBytes("digest")));
  }
}
