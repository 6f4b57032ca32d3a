package org.shouwang.screening;

import static org.shouwang.storage.Columns.texts;
import static org.shouwang.storage.Columns.time;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.security.Scope;
import org.shouwang.web.TimeKeys;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Hits. */
@Repository
class HitStore {

  private static final String KEEP =
      """
      insert into screening.hit (id, person_id, unit_id, kind, level_id, declaration_id, n, certain,
        reason, found_at, state)
      select id, person, unit, kind, level, declaration, n, certain, reason, :now, 'open'
      from unnest(:ids::uuid[], :persons::uuid[], :units::uuid[], :kinds::text[], :levels::uuid[],
        :declarations::uuid[], :ns::int[], :certain::boolean[], :reasons::text[])
        as t (id, person, unit, kind, level, declaration, n, certain, reason)
      order by person
      on conflict do nothing
      returning id
      """;

  private static final String EVIDENCE =
      """
      update screening.hit h set evidence = t.evidence
      from unnest(:ids::uuid[], :evidence::uuid[]) as t (id, evidence) where h.id = t.id
      """;

  private static final String LOCK = "select * from screening.hit where id = :id for update";

  private static final String ONE = "select * from screening.hit where id = :id";

  private static final String OF_LEVEL =
      "select * from screening.hit where level_id = :level order by person_id for update";

  /** What holds for residents now. */
  private static final String ZONES =
      """
      select h.person_id, l.zone from screening.hit h
      join screening.area_level l on l.id = h.level_id
      where h.person_id = any (:persons::uuid[]) and h.kind = 'home' and h.state = 'confirmed'
        and l.until_at is null
      """;

  private static final String JUDGE =
      """
      update screening.hit
      set state = :state, judged_at = :now, judged_by = :by, note = :note
      where id = any (:ids::uuid[])
      """;

  private static final String WITHIN =
      """
      (:everywhere or unit_id in (select descendant_id from people.unit_closure_ref
                                  where ancestor_id = any (:units::uuid[])))
      """;

  private static final String LIST =
      """
      select * from screening.hit
      where (found_at, id) < (:before::timestamptz, :beforeId::uuid)
        and (:state::text is null or state = :state)
        and (:level::uuid is null or level_id = :level::uuid)
        and
      """
          + WITHIN
          + " order by found_at desc, id desc limit :limit";

  private static final String COUNTS =
      "select state, count(*) from screening.hit where " + WITHIN + " group by state";

  private final JdbcClient jdbc;

  HitStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Keeps hits. Returns those that are new. */
  List<Hit> keep(Collection<Hit> hits, Instant now) {
    if (hits.isEmpty()) {
      return List.of();
    }
    Map<UUID, Hit> given = new HashMap<>();
    hits.forEach(it -> given.put(it.id(), it));
    return jdbc
        .sql(KEEP)
        .param("now", time(now))
        .param("ids", texts(hits, Hit::id))
        .param("persons", texts(hits, Hit::person))
        .param("units", texts(hits, Hit::unit))
        .param("kinds", texts(hits, it -> it.kind().key()))
        .param("levels", texts(hits, Hit::level))
        .param("declarations", texts(hits, Hit::declaration))
        .param("ns", texts(hits, Hit::n))
        .param("certain", texts(hits, Hit::certain))
        .param("reasons", texts(hits, Hit::reason))
        .query(UUID.class)
        .list()
        .stream()
        .map(given::get)
        .toList();
  }

  /** Notes what evidence was given for hits. */
  void evidence(Map<UUID, UUID> given) {
    if (!given.isEmpty()) {
      jdbc.sql(EVIDENCE)
          .param("ids", texts(given.keySet(), it -> it))
          .param("evidence", texts(given.values(), it -> it))
          .update();
    }
  }

  Optional<Hit> lock(UUID id) {
    return jdbc.sql(LOCK).param("id", id).query((row, n) -> row(row)).optional();
  }

  Optional<Hit> one(UUID id) {
    return jdbc.sql(ONE).param("id", id).query((row, n) -> row(row)).optional();
  }

  /** All of a level; held until the commit. */
  List<Hit> ofLevel(UUID level) {
    return jdbc.sql(OF_LEVEL).param("level", level).query((row, n) -> row(row)).list();
  }

  /** The zones that persons live in. */
  Map<UUID, Set<String>> zones(Collection<UUID> persons) {
    Map<UUID, Set<String>> zones = new HashMap<>();
    jdbc.sql(ZONES)
        .param("persons", texts(persons, it -> it))
        .query(row -> {
          zones
              .computeIfAbsent(row.getObject("person_id", UUID.class), id -> new HashSet<>())
              .add(row.getString("zone"));
        });
    return zones;
  }

  void judge(Collection<UUID> ids, Hit.State state, String by, @Nullable String note, Instant now) {
    if (!ids.isEmpty()) {
      jdbc.sql(JUDGE)
          .param("ids", texts(ids, it -> it))
          .param("state", state.key())
          .param("by", by)
          .param("note", note)
          .param("now", time(now))
          .update();
    }
  }

  /** Which hits, the newest first. */
  record Wanted(@Nullable String state, @Nullable UUID level, TimeKeys before) {}

  List<Hit> list(Wanted wanted, Scope scope, int limit) {
    return jdbc.sql(LIST)
        .param("before", time(wanted.before().at()))
        .param("beforeId", wanted.before().id())
        .param("state", wanted.state())
        .param("level", wanted.level())
        .param("everywhere", scope.everywhere())
        .param("units", texts(scope.units(), it -> it))
        .param("limit", limit)
        .query((row, n) -> row(row))
        .list();
  }

  Map<String, Long> counts(Scope scope) {
    Map<String, Long> counts = new HashMap<>();
    jdbc.sql(COUNTS)
        .param("everywhere", scope.everywhere())
        .param("units", texts(scope.units(), it -> it))
        .query(row -> {
          counts.put(row.getString(1), row.getLong(2));
        });
    return counts;
  }

  private static Hit row(ResultSet row) throws SQLException {
    return new Hit(
        row.getObject("id", UUID.class),
        row.getObject("person_id", UUID.class),
        row.getObject("unit_id", UUID.class),
        Hit.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
        row.getObject("level_id", UUID.class),
        row.getObject("declaration_id", UUID.class),
        row.getObject("n", Integer.class),
        row.getBoolean("certain"),
        row.getString("reason"),
        row.getObject("found_at", OffsetDateTime.class).toInstant(),
        Hit.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
        row.getObject("evidence", UUID.class),
        AreaStore.optional(row, "judged_at"),
        row.getString("judged_by"),
        row.getString("note"));
  }
}
