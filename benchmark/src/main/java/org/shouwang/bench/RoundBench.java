package org.shouwang.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/**
 * Measures a round of a million: freezing its expected list, and coverage by unit and the first
 * page of who is missing while swabs are counted. The floor of the list is the same rows inserted
 * by a hand-written statement into the same table with its indexes and counters.
 */
public final class RoundBench {

  private static final int ALL = Integer.getInteger("expected", 1_000_000);
  private static final int UNITS = 300;
  private static final int ASKED = 200;

  private final Browser manager;
  private final Connection database;
  private final Connection writer;

  private RoundBench(Browser manager, Connection database, Connection writer) {
    this.manager = manager;
    this.database = database;
    this.writer = writer;
  }

  /**
   * Runs it.
   *
   * @param arguments port, data directory of the server
   */
  public static void main(String[] arguments)
      throws IOException, InterruptedException, SQLException {
    int port = Integer.parseInt(arguments[0]);
    try (Connection database = Site.connect(Path.of(arguments[1]), "postgres");
        Connection writer = Site.connect(Path.of(arguments[1]), "postgres")) {
      Browser admin = Browser.signedIn(port, "admin", DutiesBench.PASSWORD);
      admin.call("PUT", "/api/v1/clock", Map.of("world", "2022-03-08T06:00:00+08:00", "rate", 0));
      new RoundBench(Browser.signedIn(port, "command", DutiesBench.PASSWORD), database, writer)
          .run();
    }
  }

  private void run() throws IOException, InterruptedException, SQLException {
    UUID top = people();
    String round = build(top);
    read(round);
  }

  private UUID people() throws SQLException {
    say("sampling.round: " + ALL + " people");
    UUID top = UUID.randomUUID();
    try (PreparedStatement units =
            database.prepareStatement(
                """
                with made as (
                  insert into people.unit (id, code, name, kind, parent_id, path)
                  select case when n = 0 then ?::uuid else gen_random_uuid() end, 'RB-' || n,
                         '压测单位' || n, 'department', case when n > 0 then ?::uuid end, '压测单位' || n
                  from generate_series(0, ?) n order by n returning id)
                insert into people.unit_closure (ancestor_id, descendant_id, distance)
                select id, id, 0 from made
                union all select ?::uuid, id, 1 from made where id <> ?::uuid
                """);
        PreparedStatement persons =
            database.prepareStatement(
                """
                with unit as (
                  select descendant_id as id, row_number() over (order by descendant_id) - 1 as no
                  from people.unit_closure where ancestor_id = ?::uuid),
                made as (
                  insert into people.person (id, name, kind, class_of_person, unit_id, post)
                  select gen_random_uuid(), '人' || n, 'employee', 'shift_worker', u.id,
                         (array['外操', '电工', '管理', '驾驶员', '医护人员'])[n % 5 + 1]
                  from generate_series(1, ?) n join unit u on u.no = n % ?
                  returning id, unit_id, post)
                insert into people.membership (person_id, unit_id, post, class_of_person, during)
                select id, unit_id, post, 'shift_worker', '[2022-01-01,)' from made
                """)) {
      for (int i : new int[] {1, 2, 4, 5}) {
        units.setString(i, top.toString());
      }
      units.setInt(3, UNITS - 1);
      units.executeUpdate();
      persons.setString(1, top.toString());
      persons.setInt(2, ALL);
      persons.setInt(3, UNITS);
      persons.executeUpdate();
    }
    try (Statement statement = database.createStatement()) {
      statement.execute("analyze people.person, people.membership, people.unit_closure");
    }
    return top;
  }

  private String build(UUID top) throws IOException, InterruptedException, SQLException {
    Map<String, Object> plan =
        Map.of(
            "name",
            "压测",
            "opensAt",
            "2022-03-08T07:00:00+08:00",
            "closesAt",
            "2022-03-08T22:00:00+08:00",
            "units",
            List.of(top));
    String round = manager.call("POST", "/api/v1/sampling/rounds", plan).path("id").stringValue("");
    long from = System.nanoTime();
    manager.call("POST", "/api/v1/sampling/rounds/" + round + "/open", Map.of("version", 1));
    double seconds = (System.nanoTime() - from) / 1e9;
    double floor = floor(round);
    Figure.of("sampling.round.build", ALL / seconds, "rows/s")
        .floor(ALL / seconds, floor)
        .with("seconds", seconds)
        .print();
    return round;
  }

  private double floor(String round) throws SQLException {
    UUID other = UUID.randomUUID();
    try (PreparedStatement copy =
            database.prepareStatement(
                """
                insert into sampling.round (id, name, state, opens_at, closes_at, criteria, pools,
                  made_by, made_name, made_at, opened_at, opened_name)
                select ?::uuid, name, state, '1990-01-01', '1990-01-02', criteria, pools, made_by,
                  made_name, made_at, opened_at, opened_name
                from sampling.round where id = ?::uuid
                """);
        PreparedStatement rows =
            database.prepareStatement(
                """
                insert into sampling.expected (person_id, round_id, unit_id, place_id, pool_group,
                  pool, child, reason, state)
                select person_id, ?::uuid, unit_id, '00000000-0000-0000-0000-000000000000',
                  'default', 10, false, 'unit', 'missing'
                from people.membership limit ?
                """)) {
      copy.setString(1, other.toString());
      copy.setString(2, round);
      copy.executeUpdate();
      rows.setString(1, other.toString());
      rows.setInt(2, ALL);
      long from = System.nanoTime();
      int made = rows.executeUpdate();
      return made / ((System.nanoTime() - from) / 1e9);
    }
  }

  /** The lists are read while swabs are counted as the server counts them, 500 a commit. */
  private void read(String round) throws IOException, InterruptedException {
    say("sampling.round.coverage, sampling.round.missing");
    boolean[] over = {false};
    long[] counted = {0};
    Thread swabs = Thread.ofPlatform().start(() -> swabs(round, over, counted));
    List<Double> coverage = new ArrayList<>();
    List<Double> missing = new ArrayList<>();
    String path = "/api/v1/sampling/rounds/" + round;
    for (int i = 0; i < ASKED; i++) {
      long from = System.nanoTime();
      JsonNode units = manager.call("GET", path + "/coverage", null).path("units");
      coverage.add((System.nanoTime() - from) / 1e6);
      String unit = units.path(i % units.size()).path("unit").stringValue("");
      from = System.nanoTime();
      manager.call("GET", path + "/people?unit=" + unit, null);
      missing.add((System.nanoTime() - from) / 1e6);
    }
    over[0] = true;
    swabs.join();
    print("sampling.round.coverage", coverage, counted[0]);
    print("sampling.round.missing", missing, counted[0]);
  }

  private void swabs(String round, boolean[] over, long[] counted) {
    String sql =
        """
        update sampling.expected e
        set state = 'tested', swab_id = gen_random_uuid(), tested_at = now(),
            tested_place = '00000000-0000-0000-0000-000000000000'
        from (select person_id from sampling.expected
              where round_id = ?::uuid and state = 'missing' limit 500) picked
        where e.person_id = picked.person_id and e.round_id = ?::uuid
        """;
    try (PreparedStatement statement = writer.prepareStatement(sql)) {
      while (!over[0]) {
        statement.setString(1, round);
        statement.setString(2, round);
        counted[0] += statement.executeUpdate();
        Thread.sleep(50);
      }
    } catch (SQLException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void print(String name, List<Double> took, long swabs) {
    took.sort(Double::compare);
    Figure.of(name, took.get((int) (took.size() * 0.95)), "ms, p95")
        .with("p50_ms", took.get(took.size() / 2))
        .with("p99_ms", took.get((int) (took.size() * 0.99)))
        .with("swabs", swabs)
        .print();
  }

  @SuppressWarnings("SystemOut") // progress goes to the standard error
  private static void say(String what) {
    System.err.println(what);
  }
}
