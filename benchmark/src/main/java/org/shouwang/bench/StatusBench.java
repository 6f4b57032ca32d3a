package org.shouwang.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/**
 * Measures the control status: evidence taken, a million people judged anew under a changed rule,
 * and the time from evidence to the gate's refusal. The floors are hand-written statements of the
 * same effect, 5,000 rows in a transaction, on the same tables with all their indexes and
 * constraints, but without any rule being asked.
 */
public final class StatusBench {

  private static final int ALL = Integer.getInteger("people", 1_000_000);
  private static final int AT_ONCE = 5_000;
  private static final int FLOOR = Math.max(AT_ONCE, ALL / 10);
  private static final int REFUSALS = 100;

  private final int port;
  private final Browser admin;
  private final Browser command;
  private final Connection database;

  private StatusBench(int port, Connection database) throws IOException, InterruptedException {
    this.port = port;
    this.admin = Browser.signedIn(port, "admin", DutiesBench.PASSWORD);
    this.command = Browser.signedIn(port, "command", DutiesBench.PASSWORD);
    this.database = database;
  }

  /**
   * Runs it.
   *
   * @param arguments port, data directory of the server
   */
  public static void main(String[] arguments)
      throws IOException, InterruptedException, SQLException {
    int port = Integer.parseInt(arguments[0]);
    try (Connection database = Site.connect(Path.of(arguments[1]), "postgres")) {
      StatusBench bench = new StatusBench(port, database);
      admin(bench);
      bench.warmUp();
      bench.evidence();
      bench.rejudge();
      bench.refusal();
    }
  }

  private static void admin(StatusBench bench) throws IOException, InterruptedException {
    Map<String, Object> clock = Map.of("world", "2022-03-10T08:00:00+08:00", "rate", 1);
    bench.admin.call("PUT", "/api/v1/clock", clock);
  }

  private double call(String what) throws IOException, InterruptedException {
    JsonNode answer = admin.call("POST", "/api/v1/status/bench/" + what, null);
    return answer.path("seconds").doubleValue(0);
  }

  private void warmUp() throws IOException, InterruptedException, SQLException {
    say("warming up");
    call("evidence?first=50000000&rows=20000&atOnce=5000");
    floorOfEvidence(60_000_000, 20_000);
  }

  // ── figures ────────────────────────────────────────────────────────────────────────────────────

  private void evidence() throws IOException, InterruptedException, SQLException {
    say("status.evidence");
    double floor = floorOfEvidence(61_000_000, FLOOR);
    double seconds = call("evidence?first=0&rows=" + ALL + "&atOnce=" + AT_ONCE);
    floor = (floor + floorOfEvidence(62_000_000, FLOOR)) / 2;
    Figure.of("status.evidence", ALL / seconds, "items/s").floor(ALL / seconds, floor).print();
  }

  /** A park overlay that bars the members of a positive tube instead of holding them. */
  private static final String OVERLAY =
      """
      id: bench-status
      name: {zh: "压测", en: "Benchmark"}
      jurisdiction: park
      disease: covid-19
      source: benchmark
      validFrom: 2022-03-01
      validTo: 2022-04-01
      rules:
        - key: status.pool_result.positive.level
          value: barred
          article: "1"
          confidence: unverified
          meaning: {zh: "压测", en: "Benchmark"}
      """;

  private void rejudge() throws IOException, InterruptedException, SQLException {
    say("status.rejudge");
    double floor = floorOfRejudging(61_000_000, FLOOR);
    long before = one("select count(*) from status.history where level = 'barred'");
    long people = one("select count(*) from status.person");
    long from = System.nanoTime();
    upload(OVERLAY);
    do {
      call("rejudge"); // the server's own job works at it, too; one at a time
    } while (one("select count(*) from status.judged where editions <> wanted") > 0);
    double seconds = (System.nanoTime() - from) / 1e9;
    long barred = one("select count(*) from status.history where level = 'barred'") - before;
    if (barred < people) {
      throw new IllegalStateException(barred + " of " + people + " were judged anew");
    }
    floor = (floor + floorOfRejudging(62_000_000, FLOOR)) / 2;
    Figure.of("status.rejudge", people / seconds, "people/s")
        .floor(people / seconds, floor)
        .with("people", people)
        .print();
  }

  /** From the moment evidence is handed in to the answer that keeps the person out. */
  private void refusal() throws IOException, InterruptedException, SQLException {
    say("status.refusal");
    UUID gate = place("plant_gate", "none", place("plant", "plant", null));
    Thread.sleep(1_500); // the server knows places a second late
    List<Double> took = new ArrayList<>();
    for (int i = 0; i < REFUSALS; i++) {
      UUID person = person();
      if (!pass(person, gate).equals("pass")) {
        throw new IllegalStateException("kept out without evidence");
      }
      long from = System.nanoTime();
      admin.call("POST", "/api/v1/status/bench/person?person=" + person, null);
      while (pass(person, gate).equals("pass")) {
        Thread.onSpinWait();
      }
      took.add((System.nanoTime() - from) / 1e6);
    }
    took.sort(Double::compare);
    Figure.of("status.refusal", took.get((int) (took.size() * 0.95)), "ms, p95 evidence to refusal")
        .with("p50_ms", took.get(took.size() / 2))
        .with("p99_ms", took.get((int) (took.size() * 0.99)))
        .print();
  }

  private String pass(UUID person, UUID gate) throws IOException, InterruptedException {
    Instant now =
        Instant.parse(command.call("GET", "/api/v1/clock", null).path("world").asString());
    JsonNode answer =
        command.call(
            "POST",
            "/api/v1/facts",
            Map.of(
                "id", uuidV7(),
                "type", "gates.pass",
                "at", now.toString(),
                "sentAt", now.toString(),
                "place", gate,
                "person", Map.of("id", person),
                "data",
                    Map.of(
                        "direction", "in",
                        "colour", "green",
                        "temperatures", List.of(36.5))));
    JsonNode one = answer.path("receipts").isArray() ? answer.path("receipts").get(0) : answer;
    return one.path("verdict").path("action").asString("");
  }

  private static String uuidV7() {
    UUID random = UUID.randomUUID();
    long high =
        (System.currentTimeMillis() << 16) | 0x7000L | (random.getMostSignificantBits() & 0xFFFL);
    return new UUID(high, random.getLeastSignificantBits()).toString();
  }

  private UUID person() throws SQLException {
    UUID id = UUID.randomUUID();
    try (PreparedStatement row =
        database.prepareStatement(
            """
            insert into people.person (id, name, kind, class_of_person)
            values (?, '压测', 'employee', 'shift_worker')
            """)) {
      row.setObject(1, id);
      row.executeUpdate();
    }
    return id;
  }

  private UUID place(String kind, String level, UUID enters) throws SQLException {
    UUID id = UUID.randomUUID();
    try (PreparedStatement row =
        database.prepareStatement(
            """
            insert into people.place (id, code, name, kind, level, enters_id)
            values (?, ?, ?, ?, ?, ?)
            """)) {
      row.setObject(1, id);
      row.setString(2, id.toString());
      row.setString(3, kind + id);
      row.setString(4, kind);
      row.setString(5, level);
      row.setObject(6, enters);
      row.executeUpdate();
    }
    return id;
  }

  private void upload(String text) throws IOException, InterruptedException {
    String body =
        "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x.yaml\"\r\n"
            + "Content-Type: application/yaml\r\n\r\n"
            + text
            + "\r\n--b--\r\n";
    String cookies = admin.cookies();
    String token = cookies.replaceAll(".*XSRF-TOKEN=([^;]*).*", "$1");
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(
                        URI.create("http://localhost:" + port + "/api/v1/policy/editions"))
                    .header("Content-Type", "multipart/form-data; boundary=b")
                    .header("Cookie", cookies)
                    .header("X-XSRF-TOKEN", token)
                    .POST(BodyPublishers.ofString(body))
                    .build(),
                BodyHandlers.ofString());
    if (answer.statusCode() != 201) {
      throw new IOException(
          "the overlay was answered " + answer.statusCode() + " " + answer.body());
    }
  }

  // ── floors ─────────────────────────────────────────────────────────────────────────────────────

  private static final String REASONS =
      "[{\"evidence\":\"ffffffff-ffff-ffff-ffff-ffffffffffff\",\"kind\":\"POOL_RESULT\","
          + "\"variant\":\"positive\",\"rule\":\"status.pool_result.positive.level\","
          + "\"edition\":\"0123456789abcdef\",\"level\":\"HELD\",\"label\":\"resample\","
          + "\"from\":\"2022-03-09T23:59:00Z\",\"ends\":{\"negatives\":1,\"single\":true,"
          + "\"by\":[\"release\"]}}]";

  private static final String EVIDENCE =
      """
      with given as (
        select md5('floor ' || n)::uuid as id from generate_series(?::int, ?::int) n),
      held as (insert into status.person (person_id) select id from given),
      taken as (
        insert into status.evidence (person_id, id, kind, detail, at, source, cause, recorded_at,
          actor_kind, actor_id, actor_name)
        select id, id, 'pool_result', '{"result":"positive","tube":"QC1234567"}',
          '2022-03-09T23:59:00Z', 'floor', id,
          now(), 'system', '00000000-0000-0000-0000-000000000000', 'system'
        from given),
      thought as (
        insert into status.history (person_id, valid, recorded, level, labels, reasons)
        select id, tstzrange('2022-03-09T23:59:00Z', null), tstzrange('2022-03-10', null), 'held', '{resample}', ?
        from given)
      insert into status.current (person_id, level, labels, since)
      select id, 'held', '{resample}', '2022-03-09T23:59:00Z' from given
      """;

  private double floorOfEvidence(int first, int rows) throws SQLException {
    return chunks(EVIDENCE, first, rows, REASONS);
  }

  private static final String CLOSE =
      """
      update status.history set recorded = tstzrange(lower(recorded), '2022-03-11')
      where upper_inf(recorded)
        and person_id in (select md5('floor ' || n)::uuid
                          from generate_series(?::int, ?::int) n)
      """;

  private static final String WRITE =
      """
      with given as (
        select md5('floor ' || n)::uuid as id from generate_series(?::int, ?::int) n),
      held as (
        update status.person p set version = p.version + 1 from given where p.person_id = given.id),
      thought as (
        insert into status.history (person_id, valid, recorded, level, labels, reasons)
        select id, tstzrange('2022-03-09T23:59:00Z', null), tstzrange('2022-03-11', null), 'barred', '{resample}', ?
        from given)
      update status.current c set level = 'barred' from given where c.person_id = given.id
      """;

  private double floorOfRejudging(int first, int rows) throws SQLException {
    long from = System.nanoTime();
    database.setAutoCommit(false);
    try {
      for (int n = first; n < first + rows; n += AT_ONCE) {
        run(CLOSE, n, n + AT_ONCE - 1, null);
        run(WRITE, n, n + AT_ONCE - 1, REASONS);
        database.commit();
      }
    } finally {
      database.setAutoCommit(true);
    }
    return rows / ((System.nanoTime() - from) / 1e9);
  }

  private double chunks(String sql, int first, int rows, String reasons) throws SQLException {
    long from = System.nanoTime();
    for (int n = first; n < first + rows; n += AT_ONCE) {
      run(sql, n, Math.min(n + AT_ONCE, first + rows) - 1, reasons);
    }
    return rows / ((System.nanoTime() - from) / 1e9);
  }

  private void run(String sql, int first, int last, String reasons) throws SQLException {
    try (PreparedStatement statement = database.prepareStatement(sql)) {
      statement.setInt(1, first);
      statement.setInt(2, last);
      if (reasons != null) {
        statement.setString(3, reasons);
      }
      statement.executeUpdate();
    }
  }

  private long one(String sql) throws SQLException {
    try (PreparedStatement statement = database.prepareStatement(sql);
        var row = statement.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  @SuppressWarnings("SystemOut") // progress goes to the standard error
  private static void say(String what) {
    System.err.println(what);
  }
}
