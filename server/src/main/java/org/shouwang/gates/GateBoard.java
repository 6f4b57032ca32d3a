package org.shouwang.gates;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads places for the gates. */
@Repository
class GateBoard {

  private static final String PLACES =
      """
      select id, name, kind, parent_id, enters_id, enters_level, x, y, lanes
      from people.place_ref
      """;

  private final JdbcClient jdbc;

  GateBoard(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  List<Place> places() {
    return jdbc.sql(PLACES).query((row, n) -> place(row)).list();
  }

  private static Place place(ResultSet row) throws SQLException {
    Array lanes = row.getArray("lanes");
    return new Place(
        row.getObject("id", UUID.class),
        row.getString("name"),
        row.getString("kind"),
        row.getObject("parent_id", UUID.class),
        row.getObject("enters_id", UUID.class),
        row.getString("enters_level"),
        row.getObject("x", Double.class),
        row.getObject("y", Double.class),
        lanes == null ? List.of() : Arrays.asList((String[]) lanes.getArray()));
  }
}
