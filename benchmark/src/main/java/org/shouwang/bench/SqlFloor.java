package org.shouwang.bench;

import com.github.f4b6a3.uuid.UuidCreator;
import java.io.IOException;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** What hand-written SQL reaches with the same durable effects: the floor of batches. */
final class SqlFloor {

  private static final int CONNECTIONS = 16;

  private static final String RECEIPTS =
      """
      insert into capture.receipt (id, digest, entry, outcome)
      select id, sha256(uuid_send(id)), ?::uuid, '{"at":"2026-01-01T00:00:00Z","skewMs":0}'
      from unnest(?::uuid[]) id on conflict (id) do nothing
      """;
  private static final String ARRIVAL =
      """
      insert into capture.arrival (recorded_at, type, ids, persons, ats, places)
      values (now(), 'bench.floor', ?::uuid[], ?::uuid[],
        array_fill(now(), array[50]), array_fill(?::uuid, array[50]))
      """;
  private static final String AUDIT =
      """
      with kept as (insert into audit.body (at, id, body) values (?, ?, '{"counts":{}}'))
      insert into audit.entry
        (at, id, actor_kind, actor, actor_name, action, body_hash, digest)
      values (?, ?, 'device', ?, 'bench', 'bench.floor', sha256('x'), sha256('y'))
      """;

  private SqlFloor() {}

  /** Writes one batch; the floor commits it. */
  interface Batch {
    void write(Connection database) throws SQLException;
  }

  /** New ids of a batch's facts and persons. */
  record Ids(UUID entry, Array facts, Array persons) {
    static Ids of(Connection database, int size) throws SQLException {
      UUID[] facts = new UUID[size];
      UUID[] persons = new UUID[size];
      Arrays.setAll(facts, i -> UuidCreator.getTimeOrderedEpoch());
      Arrays.setAll(persons, i -> UUID.randomUUID());
      return new Ids(
          UuidCreator.getTimeOrderedEpoch(),
          database.createArrayOf("uuid", facts),
          database.createArrayOf("uuid", persons));
    }
  }

  /** Rows a second over all connections. */
  static double measure(Site site, double seconds, int rows, Batch batch)
      throws SQLException, IOException {
    AtomicLong written = new AtomicLong();
    AtomicReference<Exception> failure = new AtomicReference<>();
    long end = System.nanoTime() + (long) (seconds * 1e9);
    List<Thread> threads = new ArrayList<>();
    for (int n = 0; n < CONNECTIONS; n++) {
      threads.add(
          Thread.ofPlatform()
              .start(() -> {
                try (Connection database = Site.connect(site.data(), "shouwang_app")) {
                  database.setAutoCommit(false);
                  while (System.nanoTime() < end) {
                    batch.write(database);
                    database.commit();
                    written.addAndGet(rows);
                  }
                } catch (SQLException | IOException e) {
                  failure.compareAndSet(null, e);
                }
              }));
    }
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
    if (failure.get() != null) {
      throw new IOException("the floor failed", failure.get());
    }
    return written.get() / seconds;
  }

  static void receipts(Connection database, Ids ids) throws SQLException {
    run(database, RECEIPTS, ids.entry(), ids.facts());
  }

  static void feedAndAudit(Connection database, Ids ids, UUID place) throws SQLException {
    OffsetDateTime now = OffsetDateTime.now(ZoneOffset.UTC);
    run(database, ARRIVAL, ids.facts(), ids.persons(), place);
    run(database, AUDIT, now, ids.entry(), now, ids.entry(), ids.entry());
  }

  static void run(Connection database, String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = database.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        if (values[i] instanceof Array array) {
          statement.setArray(i + 1, array);
        } else {
          statement.setObject(i + 1, values[i]);
        }
      }
      statement.executeUpdate();
    }
  }
}
