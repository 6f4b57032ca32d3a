package org.shouwang.linelists;

import static org.shouwang.storage.Columns.time;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Saved mappings. */
@Repository
class MappingStore {

  private static final String SAVE =
      """
      insert into linelists.mapping (id, name, kind, headers, mapping, by_name, made_at)
      values (:id, :name, :kind, :headers, :mapping::jsonb, :by, :at)
      on conflict (name) do update
      set kind = excluded.kind, headers = excluded.headers, mapping = excluded.mapping,
          by_name = excluded.by_name, made_at = excluded.made_at
      """;

  private static final String BY_HEADERS =
      """
      select * from linelists.mapping where headers = :headers order by made_at desc, id limit 1
      """;

  private final JdbcClient jdbc;

  MappingStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * A saved mapping.
   *
   * @param mapping as JSON
   */
  record Saved(
      UUID id, String name, ListKind kind, String mapping, String byName, Instant madeAt) {}

  void save(Saved saved, String headers) {
    jdbc.sql(SAVE)
        .param("id", saved.id())
        .param("name", saved.name())
        .param("kind", saved.kind().key())
        .param("headers", headers)
        .param("mapping", saved.mapping())
        .param("by", saved.byName())
        .param("at", time(saved.madeAt()))
        .update();
  }

  /** The newest one for these headers. */
  Optional<Saved> of(String headers) {
    return jdbc.sql(BY_HEADERS).param("headers", headers).query((row, n) -> saved(row)).optional();
  }

  List<Saved> all() {
    return jdbc.sql("select * from linelists.mapping order by name limit 500")
        .query((row, n) -> saved(row))
        .list();
  }

  boolean drop(UUID id) {
    return jdbc.sql("delete from linelists.mapping where id = :id").param("id", id).update() == 1;
  }

  private static Saved saved(java.sql.ResultSet row) throws java.sql.SQLException {
    return new Saved(
        row.getObject("id", UUID.class),
        row.getString("name"),
        ListKind.of(row.getString("kind")),
        row.getString("mapping"),
        row.getString("by_name"),
        row.getTimestamp("made_at").toInstant());
  }
}
