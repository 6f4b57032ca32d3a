package org.shouwang.status;

import static org.shouwang.storage.Columns.texts;
import static org.shouwang.storage.Columns.time;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Who is not free now, and when that changes. Small: the free have no row. */
@Repository
class CurrentStore {

  private static final String LEVELS =
      "select person_id, level from status.current where person_id = any (:persons::uuid[])";

  private static final String PUT =
      """
      insert into status.current as known (person_id, unit_id, level, labels, since, until_at,
        next_change_at, by_code)
      select person, unit, level, string_to_array(labels, ','), since, until_at, next_at, by_code
      from unnest(:persons::uuid[], :units::uuid[], :levels::text[], :labels::text[],
                  :sinces::timestamptz[], :untils::timestamptz[], :nexts::timestamptz[],
                  :byCodes::boolean[])
        as t (person, unit, level, labels, since, until_at, next_at, by_code)
      order by person
      on conflict (person_id) do update
        set unit_id = excluded.unit_id, level = excluded.level, labels = excluded.labels,
            since = excluded.since, until_at = excluded.until_at,
            next_change_at = excluded.next_change_at, by_code = excluded.by_code
      """;

  private static final String DROP =
      "delete from status.current where person_id = any (:persons::uuid[])";

  /** Held as an evaluation holds them; what another instance has in hand is left to it. */
  private static final String DUE =
      """
      select p.person_id
      from status.current c join status.person p on p.person_id = c.person_id
      where c.next_change_at <= :now
      order by c.next_change_at limit :limit
      for update of p skip locked
      """;

  private static final String RESTRICTED =
      """
      select person_id, level, labels, since, until_at, by_code from status.current
      where level <> 'free' and since <= :at and (until_at is null or until_at > :at)
      """;

  /** The world went back: all must be read off the history again. */
  private static final String AGAIN =
      """
      insert into status.current as known (person_id, level, labels, since, next_change_at)
      select distinct person_id, 'free', '{}'::text[], :now::timestamptz, :now::timestamptz
      from status.history
      where upper_inf(recorded) and (upper_inf(valid) or upper(valid) > :now)
      order by person_id
      on conflict (person_id) do update set next_change_at = excluded.next_change_at
      """;

  private static final String AGAIN_ALL =
      "update status.current set next_change_at = :now where next_change_at is distinct from :now";

  /** Noted now and then, so that a world that stands or goes costs nothing. */
  private static final String MOVED =
      """
      update status.progress set world_at = :now
      where world_at > :now::timestamptz + interval '1 second'
         or world_at < :now::timestamptz - interval '10 seconds'
      returning old.world_at > :now::timestamptz
      """;

  private final JdbcClient jdbc;

  CurrentStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** A person's status as it stands. */
  record Row(UUID person, @Nullable UUID unit, Standing standing) {}

  Map<UUID, Level> levels(Collection<UUID> persons) {
    Map<UUID, Level> levels = new HashMap<>();
    jdbc.sql(LEVELS)
        .param("persons", texts(persons, id -> id))
        .query((ResultSet row) -> {
          levels.put(row.getObject("person_id", UUID.class), level(row.getString("level")));
        });
    return levels;
  }

  static Level level(String key) {
    return Level.valueOf(key.toUpperCase(java.util.Locale.ROOT));
  }

  /** Keeps what stands; whoever is free for good has no row any more. */
  void keep(Collection<Row> rows) {
    List<Row> put = rows.stream().filter(row -> !row.standing().isNothing()).toList();
    List<UUID> gone =
        rows.stream().filter(row -> row.standing().isNothing()).map(Row::person).sorted().toList();
    if (!put.isEmpty()) {
      jdbc.sql(PUT)
          .param("persons", texts(put, Row::person))
          .param("units", texts(put, Row::unit))
          .param("levels", texts(put, it -> it.standing().level().key()))
          .param("labels", texts(put, it -> String.join(",", it.standing().labels())))
          .param("sinces", texts(put, it -> it.standing().since()))
          .param("untils", texts(put, it -> it.standing().until()))
          .param("nexts", texts(put, it -> it.standing().nextChange()))
          .param("byCodes", texts(put, it -> Reason.byCode(it.standing().reasons())))
          .update();
    }
    if (!gone.isEmpty()) {
      jdbc.sql(DROP).param("persons", texts(gone, id -> id)).update();
    }
  }

  /** Persons whose status changes by itself about now. */
  Set<UUID> due(Instant now, int limit) {
    return Set.copyOf(
        jdbc.sql(DUE).param("now", time(now)).param("limit", limit).query(UUID.class).list());
  }

  Map<UUID, StatusView> restricted(Instant at) {
    Map<UUID, StatusView> found = new HashMap<>();
    jdbc.sql(RESTRICTED)
        .param("at", time(at))
        .query((ResultSet row) -> {
          StatusView view = view(row);
          found.put(view.person(), view);
        });
    return found;
  }

  static StatusView view(ResultSet row) throws SQLException {
    return new StatusView(
        row.getObject("person_id", UUID.class),
        level(row.getString("level")),
        Arrays.asList((String[]) row.getArray("labels").getArray()),
        StatusStore.instant(row, "since"),
        StatusStore.optional(row, "until_at"),
        row.getBoolean("by_code"));
  }

  /** Notes how far the world is. Returns whether it went back since somebody last noted it. */
  boolean wentBack(Instant now) {
    return jdbc.sql(MOVED).param("now", time(now)).query(Boolean.class).optional().orElse(false);
  }

  void again(Instant now) {
    jdbc.sql(AGAIN_ALL).param("now", time(now)).update();
    jdbc.sql(AGAIN).param("now", time(now)).update();
  }
}
