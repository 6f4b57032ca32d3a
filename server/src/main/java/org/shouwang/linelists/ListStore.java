package org.shouwang.linelists;

import static org.shouwang.storage.Columns.texts;
import static org.shouwang.storage.Columns.time;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.security.Caller;
import org.shouwang.security.Permission;
import org.shouwang.security.Scope;
import org.shouwang.web.TimeKeys;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Lists as a whole: their state, settings, counts and files. */
@Repository
class ListStore {

  private static final String ONE = "select * from linelists.list where id = :id";

  private static final String ALL =
      """
      select * from linelists.list
      where (:everywhere or by_id = :by) and (started_at, id) < (:at::timestamptz, :before::uuid)
      order by started_at desc, id desc limit :limit
      """;

  private static final String UNFINISHED =
      "select id from linelists.list where state in ('reading', 'committing') order by started_at, id";

  private static final String INSERT =
      """
      insert into linelists.list (id, file_name, format, state, by_id, by_name, by_kind, everywhere,
        units, permissions, started_at)
      values (:id, :file, 'other', 'reading', :by, :byName, :byKind, :everywhere, :units::uuid[],
        :permissions::text[], :at)
      """;

  private static final String HEADERS =
      """
      update linelists.list set format = :format, headers = :headers
      where id = :id and state = 'reading'
      """;

  private static final String MAP =
      """
      update linelists.list
      set kind = :kind, mapping = :mapping::jsonb, mapped_by = :mappedBy, document = :document,
          case_id = :case, note_unknown = :note, state = :to, progress = 0
      where id = :id and state = any (:from::text[])
      """;

  private static final String ACTING =
      """
      update linelists.list
      set by_id = :by, by_name = :byName, by_kind = :byKind, everywhere = :everywhere,
          units = :units::uuid[], permissions = :permissions::text[]
      where id = :id
      """;

  private static final String COUNT =
      """
      update linelists.list l
      set rows = c.rows, fresh = c.fresh, joined = c.joined, changed = c.changed,
          unchanged = c.unchanged, skipped = c.skipped, bad = c.bad
      from (select count(*) as rows, count(*) filter (where state = 'new') as fresh,
              count(*) filter (where state = 'joined') as joined,
              count(*) filter (where state = 'changed') as changed,
              count(*) filter (where state = 'unchanged') as unchanged,
              count(*) filter (where state = 'skipped') as skipped,
              count(*) filter (where state = 'bad') as bad
            from linelists.list_row where list_id = :id) c
      where l.id = :id
      """;

  private static final String MOVE =
      """
      update linelists.list set state = :to, failure = :failure, progress = :progress
      where id = :id and state = any (:from::text[])
      """;

  private final JdbcClient jdbc;

  ListStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** How far a list is. */
  enum State {
    /** Its rows are being read and judged. */
    READING,
    /** Nobody knows its columns: it waits for a person to map them. */
    MAPPING,
    /** It shows what it would do, and waits for a person's word. */
    PREVIEWED,
    /** Its good rows are being taken in. */
    COMMITTING,
    /** Its good rows are in. */
    COMMITTED,
    /** Called off; nothing of it was taken in. */
    CANCELLED,
    /** The file could not be read. */
    FAILED;

    String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** How many rows are what. */
  record Counts(
      int rows, int fresh, int joined, int changed, int unchanged, int skipped, int bad) {}

  /**
   * How a list is read.
   *
   * @param mapping as JSON; null: not known yet
   * @param mappedBy name of the saved mapping
   * @param document of the authority
   * @param caseId of contacts whose rows name no case
   * @param noteUnknown people nobody knows are noted by their documents
   */
  record Settings(
      @Nullable ListKind kind,
      @Nullable String mapping,
      @Nullable String mappedBy,
      @Nullable String document,
      @Nullable UUID caseId,
      boolean noteUnknown) {}

  /**
   * A list.
   *
   * @param headers sealed
   * @param by who acts on it
   * @param failure code of why it failed
   */
  record LineList(
      UUID id,
      String fileName,
      ListFormat format,
      State state,
      byte @Nullable [] headers,
      Settings settings,
      Counts counts,
      double progress,
      Caller by,
      Instant startedAt,
      @Nullable String failure) {}

  Optional<LineList> find(UUID id) {
    return jdbc.sql(ONE).param("id", id).query((row, n) -> list(row)).optional();
  }

  List<LineList> all(Caller caller, TimeKeys before, int limit) {
    return jdbc.sql(ALL)
        .param("everywhere", caller.scope().everywhere())
        .param("by", caller.id())
        .param("at", time(before.at()))
        .param("before", before.id())
        .param("limit", limit)
        .query((row, n) -> list(row))
        .list();
  }

  List<UUID> unfinished() {
    return jdbc.sql(UNFINISHED).query(UUID.class).list();
  }

  void insert(UUID id, String file, Caller caller, Instant at) {
    by(jdbc.sql(INSERT), caller).param("id", id).param("file", file).param("at", time(at)).update();
  }

  /** Whoever acts on it now. */
  void acting(UUID id, Caller caller) {
    by(jdbc.sql(ACTING), caller).param("id", id).update();
  }

  private static JdbcClient.StatementSpec by(JdbcClient.StatementSpec query, Caller caller) {
    return query
        .param("by", caller.id())
        .param("byName", caller.name())
        .param("byKind", caller.kind().name())
        .param("everywhere", caller.scope().everywhere())
        .param("units", texts(caller.scope().units(), it -> it))
        .param("permissions", texts(caller.permissions(), Permission::name));
  }

  void addPart(UUID id, int part, byte[] sealed) {
    jdbc.sql("insert into linelists.list_file (list_id, part, sealed) values (:id, :part, :sealed)")
        .param("id", id)
        .param("part", part)
        .param("sealed", sealed)
        .update();
  }

  List<byte[]> parts(UUID id) {
    return jdbc.sql("select sealed from linelists.list_file where list_id = :id order by part")
        .param("id", id)
        .query((row, n) -> row.getBytes(1))
        .list();
  }

  void dropFile(UUID id) {
    jdbc.sql("delete from linelists.list_file where list_id = :id").param("id", id).update();
  }

  void headers(UUID id, ListFormat format, byte[] sealed) {
    jdbc.sql(HEADERS)
        .param("id", id)
        .param("format", format.key())
        .param("headers", sealed)
        .update();
  }

  boolean map(UUID id, Settings settings, Collection<State> from, State to) {
    return jdbc.sql(MAP)
            .param("id", id)
            .param("kind", settings.kind() == null ? null : settings.kind().key())
            .param("mapping", settings.mapping())
            .param("mappedBy", settings.mappedBy())
            .param("document", settings.document())
            .param("case", settings.caseId())
            .param("note", settings.noteUnknown())
            .param("to", to.key())
            .param("from", texts(from, State::key))
            .update()
        == 1;
  }

  void count(UUID id) {
    jdbc.sql(COUNT).param("id", id).update();
  }

  boolean move(UUID id, Collection<State> from, State to, double progress) {
    return move(id, from, to, progress, null);
  }

  boolean move(
      UUID id, Collection<State> from, State to, double progress, @Nullable String failure) {
    return jdbc.sql(MOVE)
            .param("id", id)
            .param("from", texts(from, State::key))
            .param("to", to.key())
            .param("progress", progress)
            .param("failure", failure)
            .update()
        == 1;
  }

  void progress(UUID id, double progress) {
    jdbc.sql("update linelists.list set progress = :progress where id = :id")
        .param("id", id)
        .param("progress", progress)
        .update();
  }

  private static LineList list(ResultSet row) throws SQLException {
    String kind = row.getString("kind");
    return new LineList(
        row.getObject("id", UUID.class),
        row.getString("file_name"),
        ListFormat.of(row.getString("format")),
        State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
        row.getBytes("headers"),
        new Settings(
            kind == null ? null : ListKind.of(kind),
            row.getString("mapping"),
            row.getString("mapped_by"),
            row.getString("document"),
            row.getObject("case_id", UUID.class),
            row.getBoolean("note_unknown")),
        new Counts(
            row.getInt("rows"),
            row.getInt("fresh"),
            row.getInt("joined"),
            row.getInt("changed"),
            row.getInt("unchanged"),
            row.getInt("skipped"),
            row.getInt("bad")),
        row.getDouble("progress"),
        caller(row),
        row.getTimestamp("started_at").toInstant(),
        row.getString("failure"));
  }

  private static Caller caller(ResultSet row) throws SQLException {
    Set<Permission> permissions = EnumSet.noneOf(Permission.class);
    for (String each : (String[]) row.getArray("permissions").getArray()) {
      permissions.add(Permission.valueOf(each));
    }
    return new Caller(
        Caller.Kind.valueOf(row.getString("by_kind")),
        row.getObject("by_id", UUID.class),
        row.getString("by_name"),
        permissions,
        new Scope(row.getBoolean("everywhere"), Set.of((UUID[]) row.getArray("units").getArray())),
        null);
  }
}
