package org.shouwang.incidents;

import static org.shouwang.storage.Columns.texts;
import static org.shouwang.storage.Columns.time;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.security.Scope;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Looks at what must be ready, as rows that are only ever added. */
@Repository
class ReadinessStore {

  private static final String ADD =
      """
      insert into incidents.readiness (id, item, at, state, until, note, by_name)
      values (:id, :item, :at, :state, :until, :note, :by)
      on conflict do nothing
      """;

  private static final String TURN =
      "select pg_advisory_xact_lock(hashtext('incidents.readiness'))";

  private static final String NEWEST =
      """
      select distinct on (item) * from incidents.readiness
      where item = any (:items::text[]) order by item, at desc, id desc
      """;

  private static final String HISTORY =
      """
      select * from incidents.readiness where item = :item order by at desc, id desc limit :limit
      """;

  private static final String WITHIN =
      """
      select descendant_id from people.unit_closure_ref
      where ancestor_id = any (:units::uuid[]) and descendant_id = any (:ids::uuid[])
      """;

  private final JdbcClient jdbc;

  ReadinessStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * A look at something that must be ready.
   *
   * @param ready whether it was
   * @param until to be looked at again by then
   */
  record Check(
      UUID id,
      String item,
      Instant at,
      boolean ready,
      Instant until,
      @Nullable String note,
      String by) {}

  /** One after the other: nobody makes a duty twice. */
  void turn() {
    jdbc.sql(TURN).query((row, n) -> n).list();
  }

  /** Returns false when the id is taken. */
  boolean add(Check check) {
    return jdbc.sql(ADD)
            .param("id", check.id())
            .param("item", check.item())
            .param("at", time(check.at()))
            .param("state", check.ready() ? "ready" : "not_ready")
            .param("until", time(check.until()))
            .param("note", check.note())
            .param("by", check.by())
            .update()
        == 1;
  }

  Map<String, Check> newest(Collection<String> items) {
    Map<String, Check> newest = new HashMap<>();
    jdbc.sql(NEWEST)
        .param("items", texts(items, it -> it))
        .query((row, n) -> check(row))
        .list()
        .forEach(it -> newest.put(it.item(), it));
    return newest;
  }

  List<Check> history(String item, int limit) {
    return jdbc.sql(HISTORY)
        .param("item", item)
        .param("limit", limit)
        .query((row, n) -> check(row))
        .list();
  }

  /** Those of the units that a scope answers for. */
  Set<UUID> within(Scope scope, Collection<UUID> units) {
    return scope.everywhere()
        ? Set.copyOf(units)
        : jdbc.sql(WITHIN)
            .param("units", texts(scope.units(), it -> it))
            .param("ids", texts(units, it -> it))
            .query(UUID.class)
            .set();
  }

  private static Check check(ResultSet row) throws SQLException {
    return new Check(
        row.getObject("id", UUID.class),
        row.getString("item"),
        row.getTimestamp("at").toInstant(),
        row.getString("state").equals("ready"),
        row.getTimestamp("until").toInstant(),
        row.getString("note"),
        row.getString("by_name"));
  }
}
