package org.shouwang.capture;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** Writes receipts and arrivals with one statement each. */
@Repository
class ReceiptStore {

  private static final String WIN =
      """
      insert into capture.receipt (id, digest, entry, outcome)
      select t.id, t.digest, ?::uuid, t.outcome
      from unnest(?::uuid[], ?::bytea[], ?::text[]) as t(id, digest, outcome)
      on conflict (id) do nothing
      returning id
      """;

  private static final String KNOWN =
      "select id, digest, outcome from capture.receipt where id = any(?::uuid[])";

  private static final String ARRIVED =
      """
      insert into capture.arrival (recorded_at, type, ids, persons, ats, places)
      values (?, ?, ?::uuid[], ?::uuid[], ?::timestamptz[], ?::uuid[])
      """;

  private final JdbcTemplate jdbc;

  ReceiptStore(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Tries to win receipts.
   *
   * @param rows sorted by id: two batches that share ids would otherwise deadlock
   * @return ids that are new
   */
  Set<UUID> win(UUID entry, List<Row> rows) {
    return Objects.requireNonNull(
        jdbc.execute((Connection connection) -> {
          try (PreparedStatement statement = connection.prepareStatement(WIN)) {
            statement.setObject(1, entry);
            statement.setArray(2, array(connection, "uuid", rows.stream().map(Row::id)));
            statement.setArray(
                3,
                connection.createArrayOf(
                    "bytea", rows.stream().map(Row::digest).toArray(byte[][]::new)));
            statement.setArray(4, array(connection, "text", rows.stream().map(Row::outcome)));
            Set<UUID> won = HashSet.newHashSet(rows.size());
            try (ResultSet result = statement.executeQuery()) {
              while (result.next()) {
                won.add((UUID) result.getObject(1));
              }
            }
            return won;
          }
        }));
  }

  /** What is kept of known ids. */
  Map<UUID, Row> known(List<UUID> ids) {
    Map<UUID, Row> rows = new HashMap<>();
    jdbc.query(
        KNOWN,
        statement -> statement.setArray(1, array(statement.getConnection(), "uuid", ids.stream())),
        (ResultSet row) -> {
          UUID id = (UUID) row.getObject(1);
          rows.put(id, new Row(id, row.getBytes(2), row.getString(3)));
        });
    return rows;
  }

  /** Appends to the feed. */
  void arrived(String type, Instant recordedAt, List<Arrived> facts) {
    jdbc.update(
        ARRIVED,
        statement -> {
          Connection connection = statement.getConnection();
          statement.setObject(1, recordedAt.atOffset(ZoneOffset.UTC));
          statement.setString(2, type);
          statement.setArray(
              3, array(connection, "uuid", facts.stream().map(it -> it.fact().id())));
          statement.setArray(4, array(connection, "uuid", facts.stream().map(Arrived::person)));
          statement.setArray(
              5,
              array(
                  connection,
                  "timestamptz",
                  facts.stream().map(it -> OffsetDateTime.ofInstant(it.at(), ZoneOffset.UTC))));
          statement.setArray(
              6, array(connection, "uuid", facts.stream().map(it -> it.fact().place())));
        });
  }

  private static java.sql.Array array(
      Connection connection, String type, java.util.stream.Stream<? extends @Nullable Object> items)
      throws SQLException {
    return connection.createArrayOf(type, items.toArray());
  }

  /** One receipt as kept. */
  record Row(UUID id, byte[] digest, String outcome) {}
}
