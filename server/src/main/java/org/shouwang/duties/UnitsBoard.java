package org.shouwang.duties;

import static org.shouwang.storage.Columns.texts;

import java.sql.ResultSet;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.shouwang.security.Scope;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The tree of units, which duties climb. */
@Repository
class UnitsBoard {

  private static final String ABOVE =
      "select id, parent_id from people.unit_ref where parent_id is not null";

  private static final String NAMES = "select id, name from people.unit_ref";

  private static final String WITHIN =
      """
      select exists (
        select from people.unit_closure_ref mine
        where mine.descendant_id = :unit
          and (:everywhere or mine.ancestor_id = any (:units::uuid[])))
      """;

  private final JdbcClient jdbc;

  UnitsBoard(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The unit above each; those at the top have none. */
  Map<UUID, UUID> above() {
    Map<UUID, UUID> above = new HashMap<>();
    jdbc.sql(ABOVE)
        .query((ResultSet row) -> {
          above.put(row.getObject("id", UUID.class), row.getObject("parent_id", UUID.class));
        });
    return above;
  }

  boolean within(Scope scope, UUID unit) {
    return jdbc.sql(WITHIN)
        .param("unit", unit)
        .param("everywhere", scope.everywhere())
        .param("units", texts(scope.units(), id -> id))
        .query(Boolean.class)
        .single();
  }

  Map<UUID, String> names() {
    Map<UUID, String> names = new HashMap<>();
    jdbc.sql(NAMES)
        .query((ResultSet row) -> {
          names.put(row.getObject("id", UUID.class), row.getString("name"));
        });
    return names;
  }
}
