package org.shouwang.status;

import static org.shouwang.storage.Columns.texts;
import static org.shouwang.storage.Columns.time;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.security.Caller;
import org.shouwang.security.Scope;
import org.shouwang.web.TimeKeys;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Statuses by hand: what one proposed and another decided. */
@Repository
class ByHandStore {

  private static final String PROPOSE =
      """
      insert into status.by_hand (id, person_id, unit_id, level, reason, note, until_at,
        proposed_at, proposed_by, proposer, state)
      values (:id, :person, :unit, :level, :reason, :note, :until, :now, :by, :name, 'proposed')
      on conflict (person_id) where state = 'proposed' do nothing
      """;

  private static final String LIST =
      """
      select * from status.by_hand
      where (proposed_at, id) < (:before::timestamptz, :beforeId::uuid)
        and (:state::text is null or state = :state)
        and (:only::uuid is null or id = :only::uuid)
        and (:everywhere or unit_id in (select descendant_id from people.unit_closure_ref
                                        where ancestor_id = any (:units::uuid[])))
      order by proposed_at desc, id desc limit :limit
      """;

  private static final String DECIDE =
      """
      update status.by_hand
      set state = :state, decided_at = :now, decided_by = :by, decider = :name, decision = :decision
      where id = :id and state = 'proposed' and proposed_by <> :by
      """;

  private static final String ENDED =
      "update status.by_hand set state = 'ended' where id = any (:ids::uuid[]) and state = 'confirmed'";

  private static final String DECIDERS =
      """
      select proposed_by from status.by_hand where id = any (:ids::uuid[])
      union
      select decided_by from status.by_hand
      where id = any (:ids::uuid[]) and decided_by is not null
      """;

  private final JdbcClient jdbc;

  ByHandStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** A status by hand as kept. */
  record Row(
      UUID id,
      UUID person,
      String level,
      String reason,
      String note,
      Instant until,
      Instant proposedAt,
      UUID proposedBy,
      String proposer,
      String state,
      @Nullable Instant decidedAt,
      @Nullable String decider,
      @Nullable String decision) {}

  /** Returns false when somebody has proposed something for the person already. */
  boolean propose(Row row, @Nullable UUID unit) {
    return jdbc.sql(PROPOSE)
            .param("id", row.id())
            .param("person", row.person())
            .param("unit", unit)
            .param("level", row.level())
            .param("reason", row.reason())
            .param("note", row.note())
            .param("until", time(row.until()))
            .param("now", time(row.proposedAt()))
            .param("by", row.proposedBy())
            .param("name", row.proposer())
            .update()
        == 1;
  }

  List<Row> list(@Nullable String state, Scope scope, TimeKeys before, int limit) {
    return rows(state, null, scope, before, limit);
  }

  Optional<Row> one(UUID id, Scope scope) {
    return rows(null, id, scope, TimeKeys.of(null), 1).stream().findFirst();
  }

  private List<Row> rows(
      @Nullable String state, @Nullable UUID only, Scope scope, TimeKeys before, int limit) {
    return jdbc.sql(LIST)
        .param("before", time(before.at()))
        .param("beforeId", before.id())
        .param("state", state)
        .param("only", only)
        .param("everywhere", scope.everywhere())
        .param("units", texts(scope.units(), id -> id))
        .param("limit", limit)
        .query((row, n) -> row(row))
        .list();
  }

  /** Returns false when it was decided before, or is the caller's own. */
  boolean decide(UUID id, String state, String decision, Caller caller, Instant now) {
    return jdbc.sql(DECIDE)
            .param("id", id)
            .param("state", state)
            .param("now", time(now))
            .param("by", caller.id())
            .param("name", caller.name())
            .param("decision", decision)
            .update()
        == 1;
  }

  /** Marks what was withdrawn before its end. */
  void ended(Collection<UUID> ids) {
    jdbc.sql(ENDED).param("ids", texts(ids, id -> id)).update();
  }

  /** Whoever proposed or confirmed any of these. */
  List<UUID> deciders(Collection<UUID> ids) {
    return jdbc.sql(DECIDERS).param("ids", texts(ids, id -> id)).query(UUID.class).list();
  }

  private static Row row(ResultSet row) throws SQLException {
    return new Row(
        row.getObject("id", UUID.class),
        row.getObject("person_id", UUID.class),
        row.getString("level"),
        row.getString("reason"),
        row.getString("note"),
        StatusStore.instant(row, "until_at"),
        StatusStore.instant(row, "proposed_at"),
        row.getObject("proposed_by", UUID.class),
        row.getString("proposer"),
        row.getString("state"),
        StatusStore.optional(row, "decided_at"),
        row.getString("decider"),
        row.getString("decision"));
  }
}
