package org.shouwang.gates;

import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.shouwang.capture.Arrived;
import org.shouwang.capture.FactHandler.Accepted;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** Keeps hand-overs. */
@Repository
class HandoverStore {

  private static final String INSERT =
      """
      insert into gates.handover (place_id, at, id, device_id, from_guard, to_guard, passes, held,
        unsynced, note, signature)
      select * from unnest(?::uuid[], ?::timestamptz[], ?::uuid[], ?::uuid[], ?::uuid[], ?::uuid[],
        ?::int[], ?::int[], ?::int[], ?::text[], ?::text[])
      """;

  private final JdbcTemplate jdbc;

  HandoverStore(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  private record Column(String type, BiFunction<Arrived, Handovers.Row, @Nullable Object> value) {}

  private static final List<Column> COLUMNS =
      List.of(
          new Column("uuid", (fact, row) -> row.place()),
          new Column("timestamptz", (fact, row) -> fact.at()),
          new Column("uuid", (fact, row) -> fact.fact().id()),
          new Column("uuid", (fact, row) -> row.device()),
          new Column("uuid", (fact, row) -> row.from()),
          new Column("uuid", (fact, row) -> row.to()),
          new Column("int", (fact, row) -> row.passes()),
          new Column("int", (fact, row) -> row.held()),
          new Column("int", (fact, row) -> row.unsynced()),
          new Column("text", (fact, row) -> row.note()),
          new Column("text", (fact, row) -> row.signature()));

  void insert(List<Accepted> facts) {
    jdbc.update(
        INSERT,
        statement -> {
          for (int i = 0; i < COLUMNS.size(); i++) {
            Column column = COLUMNS.get(i);
            @Nullable Object[] values = new Object[facts.size()];
            for (int n = 0; n < values.length; n++) {
              Accepted fact = facts.get(n);
              values[n] = column.value().apply(fact.arrived(), (Handovers.Row) fact.row());
            }
            statement.setArray(
                i + 1, statement.getConnection().createArrayOf(column.type(), values));
          }
        });
  }
}
