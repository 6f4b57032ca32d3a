package org.shouwang.own;

import static org.shouwang.storage.Columns.texts;
import static org.shouwang.storage.Columns.time;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.security.Scope;
import org.shouwang.web.TimeKeys;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Needs and their answers, and when declarations were handed in. */
@Repository
class NeedStore {

  private static final String INSERT =
      """
      insert into own.need (id, person_id, order_id, unit_id, kind, text, asked_at, due_at, state)
      values (:id, :person, :order, :unit::uuid, :kind, :text, :asked, :due, 'open')
      on conflict do nothing
      """;

  private static final String OF_ORDER =
      """
      select * from own.need where order_id = :order
      order by asked_at desc, id desc limit :limit
      """;

  private static final String OPEN_OF =
      "select * from own.need where order_id = any (:orders::uuid[]) and state = 'open' order by id";

  private static final String WITHIN =
      """
      (:everywhere or unit_id in (select descendant_id from people.unit_closure_ref
                                  where ancestor_id = any (:units::uuid[])))
      """;

  private static final String LIST =
      """
      select * from own.need
      where (asked_at, id) < (:before::timestamptz, :beforeId::uuid)
        and (:order::uuid is null or order_id = :order::uuid)
        and (:person::uuid is null or person_id = :person::uuid)
        and (:state::text is null or state = :state)
        and
      """
          + WITHIN
          + " order by asked_at desc, id desc limit :limit";

  private static final String HELD =
      "select * from own.need where id = :id and " + WITHIN + " for update";

  private static final String END =
      """
      update own.need set state = :state, answer = :answer, ended_at = :now, ended_by = :by
      where id = any (:ids::uuid[]) and state = 'open'
      """;

  private static final String DECLARE =
      """
      insert into own.declaration (id, person_id, at) values (:id, :person, :at)
      on conflict do nothing
      """;

  private static final String DECLARED_AT =
      "select at from own.declaration where id = :id and person_id = :person";

  private static final String KEPT = "update own.declaration set kept = true where id = :id";

  private static final String DECLARED =
      """
      select at from own.declaration where person_id = :person and kept
      order by at desc, id desc limit :limit
      """;

  private static final String ORDER_OF = "select order_id from own.need where id = :id";

  private final JdbcClient jdbc;

  NeedStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Returns false when the id is known. */
  boolean insert(Need need) {
    return jdbc.sql(INSERT)
            .param("id", need.id())
            .param("person", need.person())
            .param("order", need.order())
            .param("unit", need.unit())
            .param("kind", need.kind().key())
            .param("text", need.text())
            .param("asked", time(need.askedAt()))
            .param("due", time(need.dueAt()))
            .update()
        == 1;
  }

  Optional<UUID> orderOf(UUID need) {
    return jdbc.sql(ORDER_OF).param("id", need).query(UUID.class).optional();
  }

  List<Need> ofOrder(UUID order, int limit) {
    return jdbc.sql(OF_ORDER)
        .param("order", order)
        .param("limit", limit)
        .query((row, n) -> need(row))
        .list();
  }

  List<Need> openOf(Collection<UUID> orders) {
    return jdbc.sql(OPEN_OF)
        .param("orders", texts(orders, it -> it))
        .query((row, n) -> need(row))
        .list();
  }

  /**
   * Which needs, the newest first.
   *
   * @param order null: of any
   * @param person null: of anybody
   * @param state null: any
   */
  record Wanted(
      @Nullable UUID order, @Nullable UUID person, @Nullable String state, TimeKeys before) {}

  List<Need> list(Wanted wanted, Scope scope, int limit) {
    return jdbc.sql(LIST)
        .param("before", time(wanted.before().at()))
        .param("beforeId", wanted.before().id())
        .param("order", wanted.order())
        .param("person", wanted.person())
        .param("state", wanted.state())
        .param("everywhere", scope.everywhere())
        .param("units", texts(scope.units(), it -> it))
        .param("limit", limit)
        .query((row, n) -> need(row))
        .list();
  }

  /** A need within a scope, held until the commit. */
  Optional<Need> held(UUID id, Scope scope) {
    return jdbc.sql(HELD)
        .param("id", id)
        .param("everywhere", scope.everywhere())
        .param("units", texts(scope.units(), it -> it))
        .query((row, n) -> need(row))
        .optional();
  }

  /** Ends open needs; the others stay as they are. */
  void end(
      Collection<UUID> ids, Need.State state, @Nullable String answer, String by, Instant now) {
    jdbc.sql(END)
        .param("ids", texts(ids, it -> it))
        .param("state", state.key())
        .param("answer", answer)
        .param("by", by)
        .param("now", time(now))
        .update();
  }

  /** When a declaration was handed in first; empty when the id is somebody else's. */
  Optional<Instant> declared(UUID id, UUID person, Instant now) {
    jdbc.sql(DECLARE).param("id", id).param("person", person).param("at", time(now)).update();
    return jdbc.sql(DECLARED_AT)
        .param("id", id)
        .param("person", person)
        .query((row, n) -> row.getTimestamp("at").toInstant())
        .optional();
  }

  /** A declaration went through the door. */
  void kept(UUID id) {
    jdbc.sql(KEPT).param("id", id).update();
  }

  List<Instant> declarations(UUID person, int limit) {
    return jdbc.sql(DECLARED)
        .param("person", person)
        .param("limit", limit)
        .query((row, n) -> row.getTimestamp("at").toInstant())
        .list();
  }

  private static Need need(ResultSet row) throws SQLException {
    Timestamp ended = row.getTimestamp("ended_at");
    return new Need(
        row.getObject("id", UUID.class),
        row.getObject("person_id", UUID.class),
        row.getObject("order_id", UUID.class),
        row.getObject("unit_id", UUID.class),
        Need.Kind.of(row.getString("kind")).orElseThrow(),
        row.getString("text"),
        row.getTimestamp("asked_at").toInstant(),
        row.getTimestamp("due_at").toInstant(),
        Need.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
        row.getString("answer"),
        ended == null ? null : ended.toInstant(),
        row.getString("ended_by"));
  }
}
