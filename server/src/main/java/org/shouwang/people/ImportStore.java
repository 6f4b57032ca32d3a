package org.shouwang.people;

import java.sql.Array;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.security.Caller;
import org.shouwang.security.Scope;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Imports as a whole: their state, counts and files. */
@Repository
class ImportStore {

  private static final String COLUMNS =
      """
      select id, file_name, kind, state, rows, good, bad, duplicates, unchanged, progress,
        started_by, started_name, started_kind, started_everywhere, started_units, started_at,
        columns, mapping, failure
      from people.import
      """;

  private static final String BY_ID = COLUMNS + " where id = :id";

  private static final String LIST =
      COLUMNS
          + """
           where (:everywhere or started_by = :caller) and (:after::uuid is null or id < :after::uuid)
          order by id desc limit :limit
          """;

  private static final String UNFINISHED =
      COLUMNS + " where state in ('reading', 'committing') order by id";

  private static final String INSERT =
      """
      insert into people.import (id, file_name, kind, state, started_by, started_name,
        started_kind, started_everywhere, started_units, started_at, mapping)
      values (:id, :file, :kind, 'reading', :by, :name, :callerKind, :everywhere, :units, :at,
        :mapping::jsonb)
      """;

  private static final String ADD_PART =
      "insert into people.import_file (import_id, part, sealed) values (:id, :part, :sealed)";

  private static final String PARTS =
      "select sealed from people.import_file where import_id = :id order by part";

  private static final String DROP_FILE = "delete from people.import_file where import_id = :id";

  private static final String COUNT =
      """
      update people.import
      set rows = :rows, good = :good, bad = :bad, duplicates = :duplicates, unchanged = :unchanged,
        progress = :progress, columns = :columns::jsonb
      where id = :id and state = 'reading'
      """;

  private static final String MOVE =
      """
      update people.import set state = :to, failure = :failure, progress = :progress
      where id = :id and state = any(:from)
      """;

  private static final String PROGRESS =
      "update people.import set progress = :progress where id = :id";

  private static final String REMAP =
      """
      update people.import set state = 'reading', mapping = :mapping::jsonb, progress = 0
      where id = :id and state = 'previewed'
      """;

  private final JdbcClient jdbc;

  ImportStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * An import.
   *
   * @param columns JSON of its columns
   * @param mapping JSON of headers mapped by hand
   * @param failure code of why it failed
   */
  record Import(
      UUID id,
      String fileName,
      ImportKind kind,
      String state,
      int rows,
      int good,
      int bad,
      int duplicates,
      int unchanged,
      double progress,
      UUID startedBy,
      String startedName,
      String startedKind,
      Scope scope,
      Instant startedAt,
      String columns,
      String mapping,
      @Nullable String failure) {

    org.shouwang.audit.Actor actor() {
      return new org.shouwang.audit.Actor(startedKind, startedBy, startedName);
    }
  }

  /** Counts while reading. */
  record Counts(int rows, int good, int bad, int duplicates, int unchanged) {}

  Optional<Import> find(UUID id) {
    return jdbc.sql(BY_ID).param("id", id).query(ImportStore::read).optional();
  }

  List<Import> list(Caller caller, @Nullable UUID after, int limit) {
    return jdbc.sql(LIST)
        .param("everywhere", caller.scope().everywhere())
        .param("caller", caller.id())
        .param("after", after == null ? null : after.toString())
        .param("limit", limit)
        .query(ImportStore::read)
        .list();
  }

  List<Import> unfinished() {
    return jdbc.sql(UNFINISHED).query(ImportStore::read).list();
  }

  void insert(UUID id, String file, ImportKind kind, Caller caller, Instant at, String mapping) {
    jdbc.sql(INSERT)
        .param("id", id)
        .param("file", file)
        .param("kind", kind.key())
        .param("by", caller.id())
        .param("name", caller.name())
        .param("callerKind", caller.actor().kind())
        .param("everywhere", caller.scope().everywhere())
        .param("units", SqlArrays.uuids(caller.scope().units()))
        .param("at", at.atOffset(ZoneOffset.UTC))
        .param("mapping", mapping)
        .update();
  }

  void addPart(UUID id, int part, byte[] sealed) {
    jdbc.sql(ADD_PART).param("id", id).param("part", part).param("sealed", sealed).update();
  }

  List<byte[]> parts(UUID id) {
    return jdbc.sql(PARTS).param("id", id).query((row, number) -> row.getBytes(1)).list();
  }

  void dropFile(UUID id) {
    jdbc.sql(DROP_FILE).param("id", id).update();
  }

  /**
   * Notes how far a reading is.
   *
   * @return false when it was cancelled meanwhile
   */
  boolean count(UUID id, Counts counts, double progress, String columns) {
    return jdbc.sql(COUNT)
            .param("id", id)
            .param("rows", counts.rows())
            .param("good", counts.good())
            .param("bad", counts.bad())
            .param("duplicates", counts.duplicates())
            .param("unchanged", counts.unchanged())
            .param("progress", progress)
            .param("columns", columns)
            .update()
        == 1;
  }

  /** Moves it on, if it is still where the caller thinks. */
  boolean move(UUID id, Set<ImportState> from, ImportState to, double progress) {
    return move(id, from, to, progress, null);
  }

  boolean move(
      UUID id, Set<ImportState> from, ImportState to, double progress, @Nullable String failure) {
    return jdbc.sql(MOVE)
            .param("id", id)
            .param("from", SqlArrays.texts(from.stream().map(ImportState::key).toList()))
            .param("to", to.key())
            .param("progress", progress)
            .param("failure", failure)
            .update()
        == 1;
  }

  void progress(UUID id, double progress) {
    jdbc.sql(PROGRESS).param("id", id).param("progress", progress).update();
  }

  boolean remap(UUID id, String mapping) {
    return jdbc.sql(REMAP).param("id", id).param("mapping", mapping).update() == 1;
  }

  private static Import read(java.sql.ResultSet row, int number) throws java.sql.SQLException {
    Array units = row.getArray(15);
    return new Import(
        row.getObject(1, UUID.class),
        row.getString(2),
        ImportKind.of(row.getString(3)),
        row.getString(4),
        row.getInt(5),
        row.getInt(6),
        row.getInt(7),
        row.getInt(8),
        row.getInt(9),
        row.getDouble(10),
        row.getObject(11, UUID.class),
        row.getString(12),
        row.getString(13),
        new Scope(row.getBoolean(14), Set.of((UUID[]) units.getArray())),
        row.getObject(16, OffsetDateTime.class).toInstant(),
        row.getString(17),
        row.getString(18),
        row.getString(19));
  }
}
