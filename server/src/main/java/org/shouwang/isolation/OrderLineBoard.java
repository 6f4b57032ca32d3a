package org.shouwang.isolation;

import static org.shouwang.storage.Columns.texts;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.isolation.OrderLines.OrderLine;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads orders as lines of lists. */
@Repository
class OrderLineBoard {

  private static final String NEWEST =
      """
      select distinct on (person_id, disease) * from isolation.isolation_order
      where person_id = any (:persons::uuid[]) and state <> 'withdrawn'
      order by person_id, disease, proposed_at desc, id desc
      """;

  private final JdbcClient jdbc;

  OrderLineBoard(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  List<OrderLine> newest(Collection<UUID> persons) {
    return jdbc.sql(NEWEST)
        .param("persons", texts(persons, id -> id))
        .query((row, n) -> line(row))
        .list();
  }

  private static OrderLine line(ResultSet row) throws SQLException {
    return new OrderLine(
        row.getObject("person_id", UUID.class),
        row.getString("disease"),
        row.getString("place"),
        row.getObject("room_id", UUID.class),
        instant(row, "arrived_at"),
        row.getObject("isolated_on", LocalDate.class),
        row.getObject("until_on", LocalDate.class),
        row.getString("state"),
        instant(row, "ended_at"),
        row.getObject("worker_id", UUID.class));
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    Timestamp at = row.getTimestamp(column);
    return at == null ? null : at.toInstant();
  }
}
