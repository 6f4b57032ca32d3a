package org.shouwang.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/**
 * Measures the engine of duties at a million: making them, discharging them by facts, climbing
 * their ladders, and the board over them. The floors are hand-written statements of the same
 * effect, 5,000 rows in a transaction, on the same tables with their indexes, counters and logs.
 */
public final class DutiesBench {

  private static final int ALL = Integer.getInteger("duties", 1_000_000);
  private static final int SOME = ALL / 5;
  private static final int AT_ONCE = 5_000;
  private static final int UNITS = 300;
  private static final String DAY = "2022-03-08";

  /** Of the demo's known accounts. */
  static final String PASSWORD = "Park-Demo-2022";

  private final Browser browser;
  private final Browser viewer;
  private final Connection database;

  private DutiesBench(Browser browser, Browser viewer, Connection database) {
    this.browser = browser;
    this.viewer = viewer;
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
      DutiesBench bench =
          new DutiesBench(
              Browser.signedIn(port, "admin", PASSWORD),
              Browser.signedIn(port, "command", PASSWORD),
              database);
      bench.units();
      bench.clock("2022-03-08T06:00:00+08:00");
      bench.warmUp();
      bench.create();
      bench.discharge();
      bench.escalate();
      bench.board();
    }
  }

  private void units() throws SQLException {
    List<UUID> ids = new ArrayList<>();
    try (PreparedStatement unit =
            database.prepareStatement(
                """
                insert into people.unit (id, code, name, kind, parent_id, path)
                values (?, ?, ?, 'department', ?, ?)
                """);
        PreparedStatement closure =
            database.prepareStatement("insert into people.unit_closure values (?, ?, ?)")) {
      for (int n = 0; n < UNITS; n++) {
        UUID id = UUID.randomUUID();
        UUID parent = n == 0 ? null : ids.get((n - 1) / 10);
        ids.add(id);
        unit.setObject(1, id);
        unit.setString(2, "BD-" + n);
        unit.setString(3, "压测单位" + n);
        unit.setObject(4, parent);
        unit.setString(5, "压测单位" + n);
        unit.executeUpdate();
        int distance = 0;
        for (int up = n; ; up = (up - 1) / 10) {
          closure.setObject(1, ids.get(up));
          closure.setObject(2, id);
          closure.setInt(3, distance++);
          closure.executeUpdate();
          if (up == 0) {
            break;
          }
        }
      }
    }
  }

  private void clock(String world) throws IOException, InterruptedException {
    browser.call("PUT", "/api/v1/clock", Map.of("world", world, "rate", 0));
  }

  private double call(String what) throws IOException, InterruptedException {
    JsonNode answer = browser.call("POST", "/api/v1/duties/bench/" + what, null);
    return answer.path("seconds").doubleValue(0);
  }

  private void warmUp() throws IOException, InterruptedException, SQLException {
    say("warming up");
    call("create?first=10000000&rows=50000&day=" + DAY);
    call("discharge?first=10000000&rows=50000&day=" + DAY);
    floorOfCreate(12_000_000, 50_000);
  }

  // ── figures ────────────────────────────────────────────────────────────────────────────────────

  private void create() throws IOException, InterruptedException, SQLException {
    say("duties.create");
    double floor = floorOfCreate(20_000_000, SOME);
    double seconds = call("create?first=0&rows=" + ALL + "&day=" + DAY);
    floor = (floor + floorOfCreate(21_000_000, SOME)) / 2;
    Figure.of("duties.create", ALL / seconds, "rows/s").floor(ALL / seconds, floor).print();
  }

  private void discharge() throws IOException, InterruptedException, SQLException {
    say("duties.discharge");
    double floor = floorOfDischarge(20_000_000, SOME);
    double seconds = call("discharge?first=0&rows=" + SOME * 2 + "&day=" + DAY);
    floor = (floor + floorOfDischarge(21_000_000, SOME)) / 2;
    double rate = SOME * 2 / seconds;
    Figure.of("duties.discharge", rate, "rows/s").floor(rate, floor).print();
  }

  private void escalate() throws IOException, InterruptedException, SQLException {
    say("duties.escalate");
    long pending = one("select count(*) from duties.duty where next_at is not null");
    // the server's own clock moves with the bench's calls: both go through the same turn
    long from = System.nanoTime();
    clock("2022-03-08T09:00:00+08:00");
    call("move");
    while (one("select count(*) from duties.duty where next_at <= '2022-03-08T09:00:00+08:00'")
        > 0) {
      Thread.sleep(100);
    }
    double rate = pending / ((System.nanoTime() - from) / 1e9);
    double floor = floorOfEscalate();
    Figure.of("duties.escalate", rate, "rows/s").floor(rate, floor).print();
  }

  private void board() throws IOException, InterruptedException {
    say("duties.board");
    List<Double> took = new ArrayList<>();
    JsonNode board = null;
    for (int i = 0; i < 200; i++) {
      long from = System.nanoTime();
      board = viewer.call("GET", "/api/v1/duties/board?from=" + DAY + "&to=" + DAY, null);
      took.add((System.nanoTime() - from) / 1e6);
      String unit =
          board.path("units").path(i % board.path("units").size()).path("unit").stringValue("");
      from = System.nanoTime();
      viewer.call(
          "GET", "/api/v1/duties?unit=" + unit + "&state=open&from=" + DAY + "&to=" + DAY, null);
      took.add((System.nanoTime() - from) / 1e6);
    }
    took.sort(Double::compare);
    Figure.of("duties.board", took.get((int) (took.size() * 0.95)), "ms, p95 of board and list")
        .with("p50_ms", took.get(took.size() / 2))
        .with("p99_ms", took.get((int) (took.size() * 0.99)))
        .with("units", board.path("units").size())
        .print();
  }

  // ── floors ─────────────────────────────────────────────────────────────────────────────────────

  private static final String CREATE =
      """
      insert into duties.duty (holder_id, id, day, key, kind, holder_kind, unit_id, subject_kind,
          subject_id, title, opens_at, due_at, state, state_at, step, next_at, ladder,
          evidence_types, facets, evidence_from, evidence_until)
      select u.id, uuidv7(), date '2022-03-08', n::text, 'floor.duty', 'unit', u.id, 'person',
          lpad(to_hex(n), 32, 'f')::uuid, '', '2022-03-08T00:00:00+08', '2022-03-08T18:00:00+08',
          'open', now(), 0, '2022-03-08T09:00:00+08', 'daily', '{bench.shown}',
          '{"accounts":"yes"}', '2022-03-08T00:00:00+08', '2022-03-08T18:00:00+08'
      from generate_series(?::int, ?::int) n
      join (select id, row_number() over (order by id) - 1 as no, count(*) over () as units
            from people.unit) u on u.no = n % u.units
      """;

  private double floorOfCreate(int first, int rows) throws SQLException {
    return chunks(CREATE, first, rows);
  }

  private static final String DISCHARGE =
      """
      with moved as (
        update duties.duty set state = 'done', state_at = now(), next_at = null,
               evidence = subject_id, version = version + 1
        where subject_id in (select lpad(to_hex(n), 32, 'f')::uuid
                             from generate_series(?::int, ?::int) n)
          and state in ('waiting', 'open', 'late')
        returning new.id, old.state as was)
      insert into duties.change (duty_id, at, was, state, actor_kind, actor_id, actor_name)
      select id, now(), was, 'done', 'system', '00000000-0000-0000-0000-000000000000', 'system'
      from moved
      """;

  private double floorOfDischarge(int first, int rows) throws SQLException {
    return chunks(DISCHARGE, first, rows);
  }

  private double chunks(String sql, int first, int rows) throws SQLException {
    long from = System.nanoTime();
    try (PreparedStatement statement = database.prepareStatement(sql)) {
      for (int n = first; n < first + rows; n += AT_ONCE) {
        statement.setInt(1, n);
        statement.setInt(2, Math.min(n + AT_ONCE, first + rows) - 1);
        statement.executeUpdate();
      }
    }
    return rows / ((System.nanoTime() - from) / 1e9);
  }

  /** The next step, of as many rows as there are; the server's clock stands still meanwhile. */
  private double floorOfEscalate() throws SQLException {
    long rows = 0;
    long from = System.nanoTime();
    try (PreparedStatement statement =
        database.prepareStatement(
            """
            with due as (
              select holder_id, id, day from duties.duty
              where next_at = '2022-03-08T12:00:00+08:00' limit 5000 for update skip locked)
            update duties.duty d set step = 2, next_at = '2022-03-08T15:00:00+08:00',
                   version = d.version + 1
            from due where d.holder_id = due.holder_id and d.id = due.id and d.day = due.day
            """)) {
      int some;
      do {
        some = statement.executeUpdate();
        rows += some;
      } while (some > 0 && rows < SOME * 2L);
    }
    return rows / ((System.nanoTime() - from) / 1e9);
  }

  private long one(String sql) throws SQLException {
    try (Statement statement = database.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }

  @SuppressWarnings("SystemOut") // progress goes to the standard error
  private static void say(String what) {
    System.err.println(what);
  }
}
