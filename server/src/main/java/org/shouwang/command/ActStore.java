package org.shouwang.command;

import static org.shouwang.storage.Columns.time;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.security.Caller;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What was done, in order. */
@Repository
class ActStore {

  private static final String INSERT =
      """
      insert into command.act (id, at, about, root_id, subject_id, unit_id, what, note, percent,
        file_id, by_id, by_name, for_id, for_name)
      values (:id, :at, :about, :root, :subject, :unit::uuid, :what, :note::text,
        :percent::smallint, :file::uuid, :by, :byName, :for::uuid, :forName::text)
      """;

  private static final String OF =
      """
      select a.*, f.name as file_name from command.act a left join command.file f on f.id = a.file_id
      where a.subject_id = :subject
      order by a.at desc, a.id desc
      limit 200
      """;

  private static final String HEAD = "select pg_snapshot_xmin(pg_current_snapshot())::text";

  private static final String TOUCHED =
      """
      select distinct about, root_id from command.act
      where xid >= :from::xid8 and xid < :to::xid8
      """;

  private final JdbcClient jdbc;

  ActStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void insert(UUID id, Signature by, Act act, Instant at) {
    @Nullable Caller principal = by.principal();
    jdbc.sql(INSERT)
        .param("id", id)
        .param("at", time(at))
        .param("about", act.about())
        .param("root", act.root())
        .param("subject", act.subject())
        .param("unit", act.unit())
        .param("what", act.what())
        .param("note", act.note())
        .param("percent", act.percent())
        .param("file", act.file())
        .param("by", by.by().id())
        .param("byName", by.by().name())
        .param("for", principal == null ? null : principal.id())
        .param("forName", principal == null ? null : principal.name())
        .update();
  }

  /** An act as a page shows it. */
  record Done(
      UUID id,
      Instant at,
      String what,
      Signed by,
      @Nullable UUID unitId,
      @Nullable String note,
      @Nullable Integer percent,
      @Nullable UUID fileId,
      @Nullable String fileName) {}

  /** What was done to one thing, newest first. */
  List<Done> of(UUID subject) {
    return jdbc.sql(OF).param("subject", subject).query((row, n) -> done(row)).list();
  }

  private static Done done(ResultSet row) throws SQLException {
    return new Done(
        row.getObject("id", UUID.class),
        row.getTimestamp("at").toInstant(),
        row.getString("what"),
        new Signed(row.getString("by_name"), row.getString("for_name")),
        row.getObject("unit_id", UUID.class),
        row.getString("note"),
        row.getObject("percent", Integer.class),
        row.getObject("file_id", UUID.class),
        row.getString("file_name"));
  }

  /** The transaction below which all have ended. */
  String head() {
    return Objects.requireNonNull(jdbc.sql(HEAD).query(String.class).single());
  }

  /** What a page shows that was touched. */
  record Touched(String about, UUID id) {}

  List<Touched> touched(String from, String to) {
    return jdbc.sql(TOUCHED)
        .param("from", from)
        .param("to", to)
        .query(
            (row, n) -> new Touched(row.getString("about"), row.getObject("root_id", UUID.class)))
        .list();
  }
}
