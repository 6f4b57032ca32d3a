package org.shouwang.status;

import static org.shouwang.storage.Columns.texts;
import static org.shouwang.storage.Columns.time;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.security.Caller;
import org.shouwang.security.Scope;
import org.shouwang.web.TimeKeys;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Appeals 申诉 and what became of them. */
@Repository
class AppealStore {

  private static final String MAKE =
      """
      insert into status.appeal (id, person_id, unit_id, evidence, decided_before, level, text,
        made_at, due_at, state)
      values (:id, :person, :unit, :evidence::uuid[], :before::uuid[], :level, :text, :now, :due,
        'open')
      on conflict (person_id) where state = 'open' do nothing
      """;

  private static final String LIST =
      """
      select * from status.appeal
      where (made_at, id) < (:before::timestamptz, :beforeId::uuid)
        and (:state::text is null or state = :state)
        and (:only::uuid is null or id = :only::uuid)
        and (:everywhere or unit_id in (select descendant_id from people.unit_closure_ref
                                        where ancestor_id = any (:units::uuid[])))
      order by made_at desc, id desc limit :limit
      """;

  private static final String OF_PERSON =
      "select * from status.appeal where person_id = :person order by made_at desc, id desc limit 10";

  private static final String RECENT =
      "select count(*) from status.appeal where person_id = :person and made_at > :since";

  private static final String DECIDE =
      """
      update status.appeal
      set state = :state, decided_at = :now, decided_by = :by, decider = :name, answer = :answer
      where id = :id and state = 'open' and not (:by = any (decided_before))
      """;

  private final JdbcClient jdbc;

  AppealStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** An appeal as kept. */
  record Row(
      UUID id,
      UUID person,
      @Nullable UUID unit,
      List<UUID> evidence,
      List<UUID> decidedBefore,
      String level,
      String text,
      Instant madeAt,
      Instant dueAt,
      String state,
      @Nullable Instant decidedAt,
      @Nullable String decider,
      @Nullable String answer) {}

  /** Returns false when one of the person's is open already. */
  boolean make(Row row) {
    return jdbc.sql(MAKE)
            .param("id", row.id())
            .param("person", row.person())
            .param("unit", row.unit())
            .param("evidence", texts(row.evidence(), id -> id))
            .param("before", texts(row.decidedBefore(), id -> id))
            .param("level", row.level())
            .param("text", row.text())
            .param("now", time(row.madeAt()))
            .param("due", time(row.dueAt()))
            .update()
        == 1;
  }

  long since(UUID person, Instant since) {
    return jdbc.sql(RECENT)
        .param("person", person)
        .param("since", time(since))
        .query(Long.class)
        .single();
  }

  List<Row> list(@Nullable String state, Scope scope, TimeKeys before, int limit) {
    return rows(state, null, scope, before, limit);
  }

  Optional<Row> one(UUID id, Scope scope) {
    return rows(null, id, scope, TimeKeys.of(null), 1).stream().findFirst();
  }

  List<Row> of(UUID person) {
    return jdbc.sql(OF_PERSON).param("person", person).query((row, n) -> row(row)).list();
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

  /** Returns false when it was decided before, or by one who may not. */
  boolean decide(UUID id, String state, String answer, Caller caller, Instant now) {
    return jdbc.sql(DECIDE)
            .param("id", id)
            .param("state", state)
            .param("now", time(now))
            .param("by", caller.id())
            .param("name", caller.name())
            .param("answer", answer)
            .update()
        == 1;
  }

  private static Row row(ResultSet row) throws SQLException {
    return new Row(
        row.getObject("id", UUID.class),
        row.getObject("person_id", UUID.class),
        row.getObject("unit_id", UUID.class),
        ids(row, "evidence"),
        ids(row, "decided_before"),
        row.getString("level"),
        row.getString("text"),
        StatusStore.instant(row, "made_at"),
        StatusStore.instant(row, "due_at"),
        row.getString("state"),
        StatusStore.optional(row, "decided_at"),
        row.getString("decider"),
        row.getString("answer"));
  }

  private static List<UUID> ids(ResultSet row, String column) throws SQLException {
    return Arrays.asList((UUID[]) row.getArray(column).getArray());
  }
}
