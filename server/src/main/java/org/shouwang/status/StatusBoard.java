package org.shouwang.status;

import static org.shouwang.storage.Columns.texts;
import static org.shouwang.storage.Columns.time;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.security.Scope;
import org.shouwang.web.TimeKeys;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Lists of statuses, and a person's evidence and history. */
@Repository
class StatusBoard {

  private static final String WITHIN =
      """
       (:everywhere or unit_id in (select descendant_id from people.unit_closure_ref
                                   where ancestor_id = any (:units::uuid[])))
      """;

  private static final String LIST =
      """
      select person_id, level, labels, since, until_at, by_code
      from status.current
      where level <> 'free' and (since, person_id) < (:before::timestamptz, :beforeId::uuid)
        and (:level::text is null or level = :level)
        and (:label::text is null or :label = any (labels))
        and (:unit::uuid is null
             or unit_id in (select descendant_id from people.unit_closure_ref
                            where ancestor_id = :unit::uuid))
        and
      """
          + WITHIN
          + " order by since desc, person_id desc limit :limit";

  private static final String COUNTS =
      "select level, count(*) from status.current where level <> 'free' and"
          + WITHIN
          + " group by level";

  private static final String LABELS =
      "select distinct unnest(labels) from status.current where level <> 'free' and"
          + WITHIN
          + " order by 1 limit 200";

  private static final String EVIDENCE =
      """
      select e.id, e.person_id, e.kind, e.detail, e.at, e.until_at, e.source, e.recorded_at,
        e.actor_kind, e.actor_id, e.actor_name, w.at as withdrawn_at, w.reason, w.actor_name as withdrawn_by
      from status.evidence e
      left join status.withdrawal w on w.person_id = e.person_id and w.evidence_id = e.id
      """;

  private static final String OF_PERSON =
      EVIDENCE + " where e.person_id = :person order by e.at desc, e.id desc limit :limit";

  private static final String OF_IDS = EVIDENCE + " where e.id = any (:ids::uuid[])";

  private static final String HISTORY =
      """
      select person_id, seq, lower(valid) as from_at, upper(valid) as to_at,
        lower(recorded) as recorded_from, upper(recorded) as recorded_to, level, labels, reasons
      from status.history where person_id = :person
      order by lower(recorded) desc, lower(valid) desc, seq desc limit :limit
      """;

  private static final String TOP =
      """
      select coalesce(
        (select u.id from people.unit_closure_ref c join people.unit_ref u on u.id = c.ancestor_id
         where c.descendant_id = :unit::uuid and u.parent_id is null limit 1),
        (select id from people.unit_ref where parent_id is null order by kind, code limit 1))
      """;

  private final JdbcClient jdbc;
  private final StatusStore store;

  StatusBoard(JdbcClient jdbc, StatusStore store) {
    this.jdbc = jdbc;
    this.store = store;
  }

  /** Which statuses. */
  record Wanted(
      @Nullable String level, @Nullable String label, @Nullable UUID unit, TimeKeys before) {}

  List<StatusView> list(Wanted wanted, Scope scope, int limit) {
    return within(LIST, scope)
        .param("before", time(wanted.before().at()))
        .param("beforeId", wanted.before().id())
        .param("level", wanted.level())
        .param("label", wanted.label())
        .param("unit", wanted.unit())
        .param("limit", limit)
        .query((row, n) -> CurrentStore.view(row))
        .list();
  }

  Map<String, Long> counts(Scope scope) {
    Map<String, Long> counts = new HashMap<>();
    within(COUNTS, scope)
        .query((ResultSet row) -> {
          counts.put(row.getString(1), row.getLong(2));
        });
    return counts;
  }

  List<String> labels(Scope scope) {
    return within(LABELS, scope).query(String.class).list();
  }

  private JdbcClient.StatementSpec within(String sql, Scope scope) {
    return jdbc.sql(sql)
        .param("everywhere", scope.everywhere())
        .param("units", texts(scope.units(), id -> id));
  }

  /** Evidence with where it came from and whether it still counts. */
  record Item(
      UUID person,
      Evidence evidence,
      String source,
      Instant recordedAt,
      String actorKind,
      UUID actorId,
      String actor,
      @Nullable Instant withdrawnAt,
      @Nullable String withdrawnWhy,
      @Nullable String withdrawnBy) {}

  List<Item> evidence(UUID person, int limit) {
    return jdbc.sql(OF_PERSON)
        .param("person", person)
        .param("limit", limit)
        .query((row, n) -> item(row))
        .list();
  }

  List<Item> evidence(List<UUID> ids) {
    return jdbc.sql(OF_IDS).param("ids", texts(ids, id -> id)).query((row, n) -> item(row)).list();
  }

  private Item item(ResultSet row) throws SQLException {
    return new Item(
        row.getObject("person_id", UUID.class),
        new Evidence(
            row.getObject("id", UUID.class),
            StatusStore.kind(row.getString("kind")),
            store.detail(row.getString("detail")),
            StatusStore.instant(row, "at"),
            StatusStore.optional(row, "until_at")),
        row.getString("source"),
        StatusStore.instant(row, "recorded_at"),
        row.getString("actor_kind"),
        row.getObject("actor_id", UUID.class),
        row.getString("actor_name"),
        StatusStore.optional(row, "withdrawn_at"),
        row.getString("reason"),
        row.getString("withdrawn_by"));
  }

  /** A row of the history in both times. */
  record Past(StatusStore.Row row, Instant recordedFrom, @Nullable Instant recordedTo) {}

  List<Past> history(UUID person, int limit) {
    return jdbc.sql(HISTORY)
        .param("person", person)
        .param("limit", limit)
        .query((row, n) ->
            new Past(
                StatusStore.row(row),
                StatusStore.instant(row, "recorded_from"),
                StatusStore.optional(row, "recorded_to")))
        .list();
  }

  /** The unit at the top of the tree above a unit: the command. */
  Optional<UUID> top(@Nullable UUID unit) {
    return jdbc.sql(TOP).param("unit", unit).query(UUID.class).optional();
  }
}
