package org.shouwang.sampling;

import static org.shouwang.storage.Columns.texts;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.ObjectMapper;

/** Reads and writes tubes, many at a time; whoever changes one holds its row. */
@Repository
class TubeStore {

  // codes come sorted, so that two batches never wait for each other in a circle
  private static final String BEGIN =
      """
      insert into sampling.tube (code, first_at)
      select * from unnest(:codes::text[], :ats::timestamptz[])
      on conflict do nothing
      """;

  private static final String READ = "select * from sampling.tube where code = any(:codes::text[])";

  private static final String LOCK = READ + " order by code for update";

  private static final String WRITE =
      """
      update sampling.tube t set first_at = n.first_at, state = n.state, place_id = n.place_id,
        round_id = n.round_id, size = n.size, live = n.live, sealed_at = n.sealed_at, box = n.box,
        received_at = n.received_at, step = n.step, problem = n.problem, voided = n.voided,
        screening = n.screening, confirmation = n.confirmation, conflicts = n.conflicts,
        members = n.members, seals = n.seals, version = t.version + 1
      from unnest(:codes::text[], :firsts::timestamptz[], :states::text[], :places::uuid[],
        :rounds::uuid[], :sizes::smallint[], :lives::smallint[], :sealed::timestamptz[],
        :boxes::text[], :received::timestamptz[], :steps::text[], :problems::text[], :voided::boolean[],
        :screenings::text[], :confirmations::text[], :conflicts::smallint[], :members::text[],
        :seals::text[])
        as n(code, first_at, state, place_id, round_id, size, live, sealed_at, box, received_at,
          step, problem, voided, screening, confirmation, conflicts, members, seals)
      where t.code = n.code
      """;

  private final JdbcClient jdbc;
  private final ObjectMapper json;

  TubeStore(JdbcClient jdbc, ObjectMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /** Tubes as they stand; unknown codes are left out. */
  Map<String, TubeRow> read(Collection<String> codes) {
    return codes.isEmpty() ? Map.of() : query(READ, codes);
  }

  /** Tubes as they stand, held until the transaction ends. */
  Map<String, TubeRow> lock(Collection<String> codes) {
    return codes.isEmpty() ? Map.of() : query(LOCK, codes);
  }

  /** The same; those that aren't there are begun. */
  Map<String, TubeRow> lockOrBegin(Map<String, Instant> firsts) {
    Map<String, Instant> sorted = new TreeMap<>(firsts);
    jdbc.sql(BEGIN)
        .param("codes", texts(sorted.keySet(), it -> it))
        .param("ats", texts(sorted.values(), it -> it))
        .update();
    return lock(sorted.keySet());
  }

  void write(Collection<TubeRow> rows) {
    if (rows.isEmpty()) {
      return;
    }
    jdbc.sql(WRITE)
        .param("codes", texts(rows, TubeRow::code))
        .param("firsts", texts(rows, TubeRow::firstAt))
        .param("states", texts(rows, TubeRow::state))
        .param("places", texts(rows, TubeRow::place))
        .param("rounds", texts(rows, TubeRow::round))
        .param("sizes", texts(rows, row -> row.fold().size()))
        .param("lives", texts(rows, row -> row.fold().live().size()))
        .param("sealed", texts(rows, row -> row.fold().sealedAt()))
        .param("boxes", texts(rows, TubeRow::box))
        .param("received", texts(rows, row -> row.custody().receivedAt()))
        .param("steps", texts(rows, row -> row.custody().step()))
        .param("problems", texts(rows, row -> row.custody().problem()))
        .param("voided", texts(rows, TubeRow::voided))
        .param("screenings", texts(rows, row -> key(row.screening())))
        .param("confirmations", texts(rows, row -> key(row.confirmation())))
        .param("conflicts", texts(rows, TubeRow::conflicts))
        .param("members", texts(rows, row -> json.writeValueAsString(row.fold().swabs())))
        .param("seals", texts(rows, row -> json.writeValueAsString(row.fold().seals())))
        .update();
  }

  private static @Nullable String key(@Nullable ResultValue value) {
    return value == null ? null : value.key();
  }

  private Map<String, TubeRow> query(String sql, Collection<String> codes) {
    Map<String, TubeRow> rows = new TreeMap<>();
    jdbc.sql(sql)
        .param("codes", texts(codes, it -> it))
        .query((ResultSet row) -> {
          TubeRow tube = tube(row);
          rows.put(tube.code(), tube);
        });
    return rows;
  }

  private TubeRow tube(ResultSet row) throws SQLException {
    TubeFold fold =
        new TubeFold(
            row.getString("code"),
            json.readValue(row.getString("members"), new TypeReference<List<SwabRow>>() {}),
            json.readValue(row.getString("seals"), new TypeReference<List<TubeFold.Seal>>() {}));
    return new TubeRow(
        fold,
        row.getTimestamp("first_at").toInstant(),
        row.getString("box"),
        new TubeRow.Custody(
            row.getString("step"), instant(row, "received_at"), row.getString("problem")),
        row.getBoolean("voided"),
        value(row.getString("screening")),
        value(row.getString("confirmation")),
        row.getInt("conflicts"));
  }

  private static @Nullable ResultValue value(@Nullable String key) {
    return key == null ? null : ResultValue.of(key).orElseThrow();
  }

  static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    Timestamp at = row.getTimestamp(column);
    return at == null ? null : at.toInstant();
  }
}
