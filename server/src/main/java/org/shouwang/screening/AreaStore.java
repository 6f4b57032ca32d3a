package org.shouwang.screening;

import static org.shouwang.storage.Columns.time;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.storage.Columns;
import org.shouwang.web.TimeKeys;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Repository;

/** Areas and their levels. */
@Repository
class AreaStore {

  /** An area waits for the declarations on their way, and they for it: none misses the other. */
  private static final String LISTING =
      "select pg_advisory_xact_lock(hashtextextended('screening.areas', 0))";

  private static final String DECLARING =
      "select pg_advisory_xact_lock_shared(hashtextextended('screening.areas', 0))";

  private static final String AREA =
      """
      insert into screening.area (id, name, parts, made_at, made_by)
      values (:id, :name, :parts, :now, :by)
      on conflict (name) do nothing
      """;

  private static final String AREA_ID = "select id from screening.area where name = :name";

  private static final String LEVEL =
      """
      insert into screening.area_level (id, area_id, level, zone, from_at, document, listed_at,
        listed_by)
      values (:id, :area, :level, :zone, :from, :document, :now, :by)
      """;

  private static final String LIFT =
      """
      update screening.area_level set until_at = greatest(:until, from_at), lifted_by = :by
      where id = :id and until_at is null
      """;

  private static final String SELECT =
      """
      select l.*, a.name, a.parts from screening.area_level l
      join screening.area a on a.id = l.area_id
      """;

  /** Held until the commit: nobody changes the area meanwhile. */
  private static final String NOW =
      SELECT + " where l.area_id = :area and l.until_at is null for update of l";

  private static final String ONE = SELECT + " where l.id = :id";

  private static final String SOME = SELECT + " where l.id = any (:ids::uuid[])";

  /** Those that a stay of some days may have touched. */
  private static final String SINCE =
      SELECT + " where l.until_at is null or l.until_at >= :since order by l.from_at, l.id";

  private static final String LIST =
      SELECT
          + """
           where (l.from_at, l.id) < (:before::timestamptz, :beforeId::uuid)
             and (:past or l.until_at is null)
           order by l.from_at desc, l.id desc limit :limit
          """;

  private static final String COUNTS =
      """
      select level_id, state, count(*) as n from screening.hit
      where level_id = any (:ids::uuid[]) group by 1, 2
      """;

  private final JdbcClient jdbc;

  AreaStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Nobody declares until the commit. */
  void listing() {
    jdbc.sql(LISTING).query((row, n) -> true).single();
  }

  /** No area is listed until the commit. */
  void declaring() {
    jdbc.sql(DECLARING).query((row, n) -> true).single();
  }

  /** The area of a name; it is made when it isn't known. Held until the commit. */
  UUID area(UUID id, String name, List<String> parts, Instant now, String by) {
    jdbc.sql(AREA)
        .param("id", id)
        .param("name", name)
        .param("parts", new SqlArrayValue("text", parts.toArray()))
        .param("now", time(now))
        .param("by", by)
        .update();
    return jdbc.sql(AREA_ID).param("name", name).query(UUID.class).single();
  }

  void level(Area level) {
    jdbc.sql(LEVEL)
        .param("id", level.id())
        .param("area", level.area())
        .param("level", level.level())
        .param("zone", level.zone())
        .param("from", time(level.from()))
        .param("document", level.document())
        .param("now", time(level.listedAt()))
        .param("by", level.listedBy())
        .update();
  }

  /** Ends a level. Returns whether it still held. */
  boolean lift(UUID level, Instant until, String by) {
    return jdbc.sql(LIFT).param("id", level).param("until", time(until)).param("by", by).update()
        > 0;
  }

  Optional<Area> now(UUID area) {
    return jdbc.sql(NOW).param("area", area).query((row, n) -> row(row)).optional();
  }

  Optional<Area> one(UUID level) {
    return jdbc.sql(ONE).param("id", level).query((row, n) -> row(row)).optional();
  }

  Map<UUID, Area> some(Collection<UUID> levels) {
    Map<UUID, Area> found = new HashMap<>();
    jdbc.sql(SOME)
        .param("ids", Columns.texts(levels, it -> it))
        .query((row, n) -> row(row))
        .list()
        .forEach(it -> found.put(it.id(), it));
    return found;
  }

  List<Area> since(Instant since) {
    return jdbc.sql(SINCE).param("since", time(since)).query((row, n) -> row(row)).list();
  }

  List<Area> list(boolean past, TimeKeys before, int limit) {
    return jdbc.sql(LIST)
        .param("before", time(before.at()))
        .param("beforeId", before.id())
        .param("past", past)
        .param("limit", limit)
        .query((row, n) -> row(row))
        .list();
  }

  /** Hits of levels by state. */
  Map<UUID, Map<String, Long>> counts(Collection<UUID> levels) {
    Map<UUID, Map<String, Long>> counts = new HashMap<>();
    jdbc.sql(COUNTS)
        .param("ids", Columns.texts(levels, it -> it))
        .query(row -> {
          counts
              .computeIfAbsent(row.getObject("level_id", UUID.class), id -> new HashMap<>())
              .put(row.getString("state"), row.getLong("n"));
        });
    return counts;
  }

  private static Area row(ResultSet row) throws SQLException {
    return new Area(
        row.getObject("id", UUID.class),
        row.getObject("area_id", UUID.class),
        row.getString("name"),
        List.of((String[]) row.getArray("parts").getArray()),
        row.getString("level"),
        row.getString("zone"),
        row.getObject("from_at", OffsetDateTime.class).toInstant(),
        optional(row, "until_at"),
        row.getString("document"),
        row.getObject("listed_at", OffsetDateTime.class).toInstant(),
        row.getString("listed_by"),
        row.getString("lifted_by"));
  }

  static @Nullable Instant optional(ResultSet row, String column) throws SQLException {
    OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
    return at == null ? null : at.toInstant();
  }
}
