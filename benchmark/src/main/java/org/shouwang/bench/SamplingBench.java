package org.shouwang.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** Registration of swabs under load: every figure with its floor in the same run. */
public final class SamplingBench {

  private static final double MEASURE = Double.parseDouble(System.getProperty("seconds", "15"));

  /** The morning's load rises for so long and is then held. */
  private static final double RISE = Double.parseDouble(System.getProperty("morning.rise", "60"));

  private static final double HOLD = Double.parseDouble(System.getProperty("morning.hold", "300"));

  private static final int STEPS = 6;
  private static final int TIMES = 10;
  private static final int BATCH = 50;
  private static final int CROWD = 1_000;

  /** Seconds between two swabs of one registrar. */
  private static final double THINK = 3;

  private static final String SWABS =
      """
      insert into sampling.swab (tube, at, id, recorded_at, skew_ms, person_id, place_id, pool,
        purpose, lane, taken_by, data)
      select t.tube, now(), t.id, now(), 0, t.person, ?::uuid, 10, 'own', 'ordinary', 'bench', ?
      from unnest(?::uuid[], ?::uuid[], ?::text[]) t(id, person, tube)
      """;
  private static final String TUBES =
      """
      insert into sampling.tube (code, first_at, place_id, size, live, members)
      select distinct on (tube) tube, now(), ?::uuid, 10, 10, ? from unnest(?::text[]) tube
      on conflict (code) do update set live = excluded.live, members = excluded.members,
        version = sampling.tube.version + 1
      """;
  private static final String TAKEN =
      """
      insert into sampling.taken (person_id, swab_id, at, place_id)
      select t.person, t.id, now(), ?::uuid from unnest(?::uuid[], ?::uuid[]) t(id, person)
      """;

  private final AtomicLong floorTubes = new AtomicLong();
  private final Site site;

  private SamplingBench(Site site) {
    this.site = site;
  }

  /**
   * Runs all figures against a fresh server with {@code shouwang.bench=true}.
   *
   * @param arguments port, data directory, process id and output file of the server
   */
  public static void main(String[] arguments)
      throws IOException, SQLException, InterruptedException {
    Site site =
        Site.prepare(
            Integer.parseInt(arguments[0]),
            Path.of(arguments[1]),
            Long.parseLong(arguments[2]),
            Path.of(arguments[3]),
            "sampling_point");
    new SamplingBench(site).run();
  }

  private void run() throws IOException, SQLException {
    say("warming up");
    Load.closed(site, "/api/v1/facts", 64, MEASURE, this::single);
    Load.closed(site, "/api/v1/facts/none", 64, MEASURE / 2, this::single);
    Load.closed(site, "/api/v1/facts", 16, MEASURE / 2, this::batch);
    double peak = singles();
    openLoop(peak * 0.7);
    crowd();
    batches();
    morning(peak);
    devices(peak);
  }

  private String single() {
    return Swabs.single(site.place());
  }

  private String batch() {
    return Swabs.batch(site.place(), BATCH);
  }

  private double singles() throws IOException {
    say("sampling.single");
    Load.Seen none = Load.closed(site, "/api/v1/facts/none", 64, MEASURE / 2, this::single);
    long cpu = Usage.cpuMicros(site);
    Load.Seen kept = Load.closed(site, "/api/v1/facts", 64, MEASURE, this::single);
    cpu = Usage.cpuMicros(site) - cpu;
    Load.Seen again = Load.closed(site, "/api/v1/facts/none", 64, MEASURE / 2, this::single);
    Figure.of("sampling.single", kept.rate(), "facts/s")
        .floor(kept.rate(), (none.rate() + again.rate()) / 2)
        .latency(kept)
        .with("cpu_us_per_fact", (double) cpu / kept.recorded())
        .print();
    return kept.rate();
  }

  private void openLoop(double rate) {
    say("sampling.single.openloop at %.0f/s".formatted(rate));
    Load.Seen seen = Load.open(site, "/api/v1/facts", 128, MEASURE, rate, this::single);
    Figure.of("sampling.single.openloop", seen.rate(), "facts/s")
        .floor(seen.rate(), rate)
        .latency(seen)
        .print();
  }

  /** A thousand registrars, each with a person every few seconds. */
  private void crowd() {
    say("sampling.crowd");
    double rate = CROWD / THINK;
    Load.Seen seen = Load.open(site, "/api/v1/facts", CROWD, MEASURE, rate, this::single);
    Figure.of("sampling.crowd", seen.rate(), "facts/s")
        .floor(seen.rate(), rate)
        .latency(seen)
        .with("connections", CROWD)
        .with("refused", seen.refused())
        .print();
  }

  private void batches() throws IOException, SQLException {
    say("sampling.batch");
    double floor = SqlFloor.measure(site, MEASURE / 2, BATCH, this::floorBatch);
    long cpu = Usage.cpuMicros(site);
    Load.Seen kept = Load.closed(site, "/api/v1/facts", 16, MEASURE, this::batch);
    cpu = Usage.cpuMicros(site) - cpu;
    floor = (floor + SqlFloor.measure(site, MEASURE / 2, BATCH, this::floorBatch)) / 2;
    Figure.of("sampling.batch", kept.rate(), "facts/s")
        .floor(kept.rate(), floor)
        .latency(kept)
        .with("cpu_us_per_fact", (double) cpu / kept.recorded())
        .print();
  }

  /** Five tubes of ten with their members, as {@code Swabs} of the server keep them. */
  private void floorBatch(Connection database) throws SQLException {
    SqlFloor.Ids ids = SqlFloor.Ids.of(database, BATCH);
    long first = floorTubes.getAndAdd(BATCH / 10);
    String[] codes = new String[BATCH];
    Arrays.setAll(codes, i -> "F%010d".formatted(first + i / 10));
    java.sql.Array tubes = database.createArrayOf("text", codes);
    UUID place = site.place();
    SqlFloor.receipts(database, ids);
    SqlFloor.run(database, SWABS, place, data(), ids.facts(), ids.persons(), tubes);
    SqlFloor.run(database, TUBES, place, "[" + data().repeat(10) + "]", tubes);
    SqlFloor.run(database, TAKEN, place, ids.facts(), ids.persons());
    SqlFloor.feedAndAudit(database, ids, place);
  }

  private String data() {
    String text = single();
    return text.substring(text.indexOf("\"data\":") + 7, text.length() - 1);
  }

  /** Ten times what the server can take, reached within a minute and held: the Chengdu morning. */
  private void morning(double peak) throws IOException, SQLException {
    say("sampling.morning to %.0f/s".formatted(peak * TIMES));
    long before = receipts();
    long recorded = 0;
    long refused = 0;
    double worst = 0;
    double offered = peak * TIMES * HOLD;
    for (int step = 1; step <= STEPS; step++) {
      double rate = peak * TIMES * step / STEPS;
      Load.Seen seen = Load.open(site, "/api/v1/facts", CROWD, RISE / STEPS, rate, this::single);
      recorded += seen.recorded();
      refused += seen.refused();
      offered += rate * RISE / STEPS;
      worst = Math.max(worst, seen.refusalP99());
    }
    Load.Seen held = Load.open(site, "/api/v1/facts", CROWD, HOLD, peak * TIMES, this::single);
    recorded += held.recorded();
    refused += held.refused();
    worst = Math.max(worst, held.refusalP99());
    double answered = (recorded + refused) / offered;
    long from = System.nanoTime();
    Load.Seen calm;
    do {
      calm = Load.open(site, "/api/v1/facts", 64, 1, peak / 2, this::single);
      recorded += calm.recorded();
      refused += calm.refused();
    } while (calm.refused() > 0 && System.nanoTime() - from < 60e9);
    long kept = receipts() - before;
    Figure.of("sampling.morning", held.rate(), "facts/s kept while ten times the peak is offered")
        .floor(held.rate(), peak)
        .latency(held)
        .with("answered_share_of_offered", answered)
        .with("refused", refused)
        .with("refusal_p99_ms", worst)
        .with("lost", Math.max(0, recorded - kept))
        .with("recovery_s", (System.nanoTime() - from) / 1e9)
        .print();
  }

  /** The same morning as devices live it: what is refused they keep and bring again. */
  private void devices(double peak) throws IOException, SQLException {
    Load.Morning morning = new Load.Morning(CROWD, RISE / 2, HOLD / 5, peak * TIMES);
    say("sampling.morning.devices to %.0f/s".formatted(morning.rate()));
    long before = receipts();
    Load.Unloaded seen =
        Load.devices(
            site,
            "/api/v1/facts",
            morning,
            count -> count == 1 ? single() : Swabs.batch(site.place(), count));
    long kept = receipts() - before;
    Figure.of(
            "sampling.morning.devices",
            seen.kept() / morning.hold(),
            "facts/s kept while ten times the peak is registered at the desks")
        .floor(seen.kept() / morning.hold(), peak)
        .with("refused", seen.refusals().length)
        .with("refusal_p99_ms", Load.quantile(seen.refusals(), 0.99))
        .with("registered", seen.all())
        .with("lost", Math.max(0, seen.all() - kept))
        .with("waiting_at_end", seen.waiting())
        .with("drained_s", seen.drained())
        .print();
  }

  private long receipts() throws SQLException, IOException {
    try (Connection database = Site.connect(site.data(), "postgres");
        PreparedStatement count =
            database.prepareStatement("select count(*) from capture.receipt");
        ResultSet row = count.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  private static void say(String text) {
    System.err.println(text);
  }
}
