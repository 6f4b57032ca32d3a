package org.shouwang.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** The gate under load: every figure with its floor in the same run. */
public final class GateBench {

  /** Seconds of each measurement; shorter ones are for trying things out, not for stating. */
  private static final double MEASURE = Double.parseDouble(System.getProperty("seconds", "15"));

  private static final double WARM_UP = MEASURE * 2.4;
  private static final int BATCH = 50;

  private final Site site;

  private GateBench(Site site) {
    this.site = site;
  }

  /**
   * Runs all figures against a fresh server with {@code shouwang.bench=true}.
   *
   * @param arguments port, data directory, process id and output file of the server
   */
  public static void main(String[] arguments)
      throws IOException, SQLException, InterruptedException {
    Path data = Path.of(arguments[1]);
    Site site =
        Site.prepare(
            Integer.parseInt(arguments[0]),
            data,
            Long.parseLong(arguments[2]),
            Path.of(arguments[3]));
    new GateBench(site).run();
  }

  private void run() throws IOException, SQLException, InterruptedException {
    say("warming up for " + (int) WARM_UP + " s");
    Load.closed(site, "/api/v1/facts", 64, WARM_UP * 0.6, this::single);
    Load.closed(site, "/api/v1/facts/none", 64, WARM_UP * 0.2, this::single);
    Load.closed(site, "/api/v1/facts", 16, WARM_UP * 0.2, this::batch);
    Load.Seen single = singles();
    batches();
    openLoop(single.rate() * 0.7);
    overload(single.rate());
    idle();
    Figure.of("gate.rss", Usage.residentMegabytes(site), "MB of the JVM after the load").print();
  }

  private String single() {
    return Passes.single(site.place());
  }

  private String batch() {
    return Passes.batch(site.place(), BATCH);
  }

  /** Interleaved, for a shared machine's speed drifts. */
  private Load.Seen singles() throws IOException, SQLException {
    say("gate.single");
    Load.Seen none = Load.closed(site, "/api/v1/facts/none", 64, MEASURE / 2, this::single);
    long cpu = Usage.cpuMicros(site);
    long jvm = Usage.jvmMicros(site);
    long commits = commits();
    Load.Seen kept = Load.closed(site, "/api/v1/facts", 64, MEASURE, this::single);
    cpu = Usage.cpuMicros(site) - cpu;
    jvm = Usage.jvmMicros(site) - jvm;
    commits = commits() - commits;
    Load.Seen again = Load.closed(site, "/api/v1/facts/none", 64, MEASURE / 2, this::single);
    Figure.of("gate.single", kept.rate(), "facts/s")
        .floor(kept.rate(), (none.rate() + again.rate()) / 2)
        .latency(kept)
        .with("cpu_us_per_fact", (double) cpu / kept.recorded())
        .with("jvm_us_per_fact", (double) jvm / kept.recorded())
        .with("facts_per_commit", (double) kept.recorded() / commits)
        .print();
    return kept;
  }

  private void batches() throws IOException, SQLException {
    say("gate.batch");
    double floor = sqlFloor(MEASURE / 2);
    long cpu = Usage.cpuMicros(site);
    Load.Seen kept = Load.closed(site, "/api/v1/facts", 16, MEASURE, this::batch);
    cpu = Usage.cpuMicros(site) - cpu;
    floor = (floor + sqlFloor(MEASURE / 2)) / 2;
    Figure.of("gate.batch", kept.rate(), "passes/s")
        .floor(kept.rate(), floor)
        .latency(kept)
        .with("cpu_us_per_fact", (double) cpu / kept.recorded())
        .print();
  }

  private void openLoop(double rate) throws SQLException, IOException, InterruptedException {
    awaitStays(); // what the batches left behind is not this load's delay
    say("gate.single.openloop and gate.lag at %.0f/s".formatted(rate));
    AtomicReference<Double> lag = new AtomicReference<>(0.0);
    Thread watcher = Thread.ofPlatform().start(() -> lag.set(lag()));
    Load.Seen seen = Load.open(site, "/api/v1/facts", 128, MEASURE, rate, this::single);
    watcher.join();
    Figure.of("gate.single.openloop", seen.rate(), "facts/s")
        .floor(seen.rate(), rate)
        .latency(seen)
        .print();
    Figure.of("gate.lag", lag.get(), "ms from commit to stays, worst seen").print();
  }

  private static final String AGE =
      """
      select coalesce(extract(epoch from now() - min(a.recorded_at)) * 1000, 0)
      from capture.arrival a, capture.cursor c
      where c.name like 'presence%' and (a.xid, a.seq) > (c.xid, c.seq)
        and a.recorded_at > now() - interval '10 minutes'
      """;

  /** Waits until the stays have caught up; how long that took is a figure too. */
  private void awaitStays() throws SQLException, IOException, InterruptedException {
    long from = System.nanoTime();
    try (Connection database = Site.connect(site.data(), "postgres");
        PreparedStatement statement = database.prepareStatement(AGE)) {
      double age;
      do {
        Thread.sleep(50);
        try (ResultSet row = statement.executeQuery()) {
          row.next();
          age = row.getDouble(1);
        }
      } while (age > 500);
    }
    Figure.of("gate.catchup", (System.nanoTime() - from) / 1e9, "s until stays caught up").print();
  }

  /** Worst age of the oldest arrival that the stays' follower has not read yet. */
  private double lag() {
    double worst = 0;
    try (Connection database = Site.connect(site.data(), "postgres");
        PreparedStatement statement = database.prepareStatement(AGE)) {
      for (long end = System.nanoTime() + (long) (MEASURE * 1e9); System.nanoTime() < end; ) {
        try (ResultSet row = statement.executeQuery()) {
          row.next();
          worst = Math.max(worst, row.getDouble(1));
        }
        Thread.sleep(100);
      }
    } catch (SQLException | IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return worst;
  }

  private void overload(double peak) throws IOException, SQLException {
    say("gate.overload");
    long before = receipts();
    Load.Seen seen = Load.open(site, "/api/v1/facts", 1_200, MEASURE, peak * 4, this::single);
    long kept = receipts() - before;
    Figure.of("gate.overload", seen.rate(), "facts/s")
        .floor(seen.rate(), peak)
        .latency(seen)
        .with("refused", seen.refused())
        .with("refusal_p99_ms", seen.refusalP99())
        .with("lost", Math.max(0, seen.recorded() - kept))
        .print();
  }

  private long receipts() throws SQLException, IOException {
    return count("capture.receipt");
  }

  private long commits() throws SQLException, IOException {
    return count("capture.arrival");
  }

  private long count(String table) throws SQLException, IOException {
    try (Connection database = Site.connect(site.data(), "postgres");
        PreparedStatement count = database.prepareStatement("select count(*) from " + table);
        ResultSet row = count.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  private void idle() throws IOException, InterruptedException {
    say("gate.idle");
    double before = Usage.residentMegabytes(site);
    List<Socket> streams = new ArrayList<>();
    int open = 0;
    try {
      while (open < 1_000) {
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress("127.0.0.1", site.port()));
        streams.add(socket);
        socket
            .getOutputStream()
            .write(
                ("GET /api/v1/field/events HTTP/1.1\r\nHost: localhost\r\n"
                        + "Accept: text/event-stream\r\nAuthorization: Bearer "
                        + site.token()
                        + "\r\n\r\n")
                    .getBytes(StandardCharsets.ISO_8859_1));
        byte[] status = socket.getInputStream().readNBytes(12);
        if (new String(status, StandardCharsets.ISO_8859_1).endsWith("200")) {
          open++;
        } else { // all streams are one device's here, and its rate is limited
          streams.removeLast().close();
          Thread.sleep(50);
        }
      }
      Thread.sleep(5_000);
      Figure.of("gate.idle", Usage.residentMegabytes(site) - before, "MB")
          .with("streams_open", open)
          .print();
    } finally {
      for (Socket socket : streams) {
        socket.close();
      }
    }
  }

  // ── the floor of batches: the same durable effects by hand ─────────────────────────────────────

  private static final String PASSES =
      """
      insert into gates.pass (person_id, at, id, recorded_at, skew_ms, flags, place_id, zone_id,
        level, outward, went_through, action, reasons, edition, data)
      select p, now(), id, now(), 0, 0, ?::uuid, ?::uuid, 'park', false, true, 'pass', '', 'x', ?
      from unnest(?::uuid[], ?::uuid[]) t(id, p)
      """;

  private double sqlFloor(double seconds) throws SQLException, IOException {
    return SqlFloor.measure(site, seconds, BATCH, this::floorBatch);
  }

  private void floorBatch(Connection database) throws SQLException {
    SqlFloor.Ids ids = SqlFloor.Ids.of(database, BATCH);
    String data = Passes.single(site.place());
    SqlFloor.receipts(database, ids);
    SqlFloor.run(
        database,
        PASSES,
        site.place(),
        site.zone(),
        data.substring(data.indexOf("\"data\":") + 7, data.length() - 1),
        ids.facts(),
        ids.persons());
    SqlFloor.feedAndAudit(database, ids, site.place());
  }

  private static void say(String text) {
    System.err.println(text);
  }
}
