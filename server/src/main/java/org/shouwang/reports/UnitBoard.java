package org.shouwang.reports;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads the tree of units from floor 1's view. */
@Repository
class UnitBoard {

  private static final String ALL = "select id, name, parent_id, code from people.unit_ref";

  private final JdbcClient jdbc;

  UnitBoard(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** A unit. */
  record Unit(UUID id, String name, @Nullable UUID parent, String code) {}

  List<Unit> all() {
    return jdbc.sql(ALL)
        .query((row, n) ->
            new Unit(
                row.getObject("id", UUID.class),
                row.getString("name"),
                row.getObject("parent_id", UUID.class),
                row.getString("code")))
        .list();
  }
}
