package org.shouwang;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.UuidCreator;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * 300 units owe a report, 3 stay silent: exactly the right messages at 9:00, 12:00 and 15:00, once
 * each, with a restart in between and two applications on one database.
 */
class EscalationScenarioTests {

  private static final int UNITS = 300;
  private static final String DAY = "2022-03-08";
  private static final String KIND = "rollcall.report";
  private static final int BATCH = 100;

  @Test
  void onlyTheSilentAreRemindedOnceAtEachHour() throws Exception {
    try (ServerProcess first =
        ServerProcess.start(
            "escalation",
            "--shouwang.tls.enabled=false",
            "--shouwang.demo=true",
            "--shouwang.scenario.play=false")) {
      FieldClient clock = new FieldClient(first);
      clock.signIn("admin", "Park-Demo-2022");
      List<UUID> units = units(first);
      List<UUID> persons = oneInEach(first, units);
      set(clock, "2022-03-08T06:00:00+08:00");
      await(first, "select count(*) from duties.duty where kind = '" + KIND + "'", UNITS);
      try (ServerProcess second = ServerProcess.beside(first)) {
        report(List.of(first, second), units, persons);
        await(
            first,
            "select count(*) from duties.duty where state = 'done' and kind in ('rollcall.person', '"
                + KIND
                + "')",
            UNITS + UNITS - 3);
        assertThat(told(first)).isEmpty();

        set(clock, "2022-03-08T08:59:00+08:00");
        TimeUnit.SECONDS.sleep(2);
        assertThat(told(first)).isEmpty();
        set(clock, "2022-03-08T09:00:00+08:00");
        awaitTold(first, 3);
        assertThat(told(first))
            .as("the silent themselves")
            .containsExactlyInAnyOrder(
                "holder " + units.get(10), "holder " + units.get(110), "holder " + units.get(210));

        second.killServer();
        set(clock, "2022-03-08T08:00:00+08:00"); // the clock goes back an hour, and on again
        second.restart();
        set(clock, "2022-03-08T09:30:00+08:00");
        set(clock, "2022-03-08T12:00:00+08:00");
        awaitTold(first, 4);
        assertThat(told(first))
            .as("one message to the unit above, about all three")
            .contains("lead " + units.getFirst());

        set(clock, "2022-03-08T15:00:00+08:00");
        awaitTold(first, 5);
        set(clock, "2022-03-08T23:00:00+08:00");
        TimeUnit.SECONDS.sleep(3);
        assertThat(told(first)).hasSize(5).contains("calls " + units.getFirst());
        assertThat(names(first, "lead")).contains("静默单位10", "静默单位110", "静默单位210");
        JsonNode counts = supervision(first);
        assertThat(counts.path("late").intValue()).isEqualTo(3);
        assertThat(counts.path("done").intValue()).isEqualTo(UNITS - 3);
      }
    }
  }

  private static JsonNode supervision(ServerProcess server)
      throws IOException, InterruptedException {
    FieldClient command = new FieldClient(server);
    command.signIn("command", "Park-Demo-2022");
    JsonNode board = command.ask("/api/v1/duties/board?from=2022-03-08&to=2022-03-08&kind=" + KIND);
    return board.path("units").path(0);
  }

  private static void set(FieldClient clock, String world)
      throws IOException, InterruptedException {
    clock.put("/api/v1/clock", Map.of("world", world, "rate", 0));
  }

  /** A top unit with all others below it; none has anybody yet. */
  private static List<UUID> units(ServerProcess server) throws IOException, SQLException {
    List<UUID> ids = new ArrayList<>();
    try (Connection database = server.database();
        PreparedStatement unit =
            database.prepareStatement(
                "insert into people.unit (id, code, name, kind, parent_id, path) values (?, ?, ?, 'department', ?, ?)");
        PreparedStatement closure =
            database.prepareStatement("insert into people.unit_closure values (?, ?, ?)")) {
      for (int n = 0; n < UNITS; n++) {
        UUID id = UUID.randomUUID();
        ids.add(id);
        String name = n % 100 == 10 ? "静默单位" + n : "单位" + n;
        int column = 1;
        for (Object value :
            new Object[] {id, "ES-" + n, name, n == 0 ? null : ids.getFirst(), name}) {
          unit.setObject(column++, value);
        }
        unit.executeUpdate();
        for (UUID up : n == 0 ? List.of(id) : List.of(id, ids.getFirst())) {
          closure.setObject(1, up);
          closure.setObject(2, id);
          closure.setInt(3, up.equals(id) ? 0 : 1);
          closure.executeUpdate();
        }
      }
    }
    return ids;
  }

  /** Who has people owes a report of them each day. */
  private static List<UUID> oneInEach(ServerProcess server, List<UUID> units)
      throws IOException, SQLException {
    List<UUID> persons = new ArrayList<>();
    units.forEach(unit -> persons.add(UUID.randomUUID()));
    try (Connection database = server.database();
        PreparedStatement row =
            database.prepareStatement(
                """
                with given as (
                  select p, u from unnest(?::uuid[], ?::uuid[]) as g (p, u)),
                made as (
                  insert into people.person (id, name, kind, class_of_person, unit_id)
                  select p, '职工', 'employee', 'shift_worker', u from given returning id)
                insert into people.membership (person_id, unit_id, class_of_person, during)
                select made.id, u, 'shift_worker', daterange('2022-03-01', '2022-04-01')
                from made join given on p = made.id
                """)) {
      row.setArray(1, database.createArrayOf("uuid", persons.toArray()));
      row.setArray(2, database.createArrayOf("uuid", units.toArray()));
      row.executeUpdate();
    }
    return persons;
  }

  /** All units say where their people are, and all but the silent ones file, at either server. */
  private static void report(List<ServerProcess> servers, List<UUID> units, List<UUID> persons)
      throws IOException, InterruptedException {
    List<Map<String, Object>> facts = new ArrayList<>();
    for (int n = 0; n < UNITS; n++) {
      facts.add(fact("rollcall.account", Map.of("how", "living_in"), Map.of("id", persons.get(n))));
      if (n % 100 != 10) {
        Map<String, Integer> figures = Map.of("expected", 1, "livingIn", 1);
        facts.add(
            fact(
                KIND,
                Map.of("unit", units.get(n), "day", DAY, "zero", true, "figures", figures),
                null));
      }
    }
    FieldClient command = new FieldClient(servers.getFirst());
    command.signIn("command", "Park-Demo-2022");
    for (int n = 0; n < facts.size(); n += BATCH) {
      FieldClient at = command.on(servers.get(n / BATCH % servers.size()));
      JsonNode answer =
          at.post("/api/v1/facts", facts.subList(n, Math.min(n + BATCH, facts.size())));
      assertThat(answer.path("receipts").findValuesAsString("status")).containsOnly("recorded");
    }
  }

  private static Map<String, Object> fact(
      String type, Map<String, Object> data, @Nullable Map<String, Object> person) {
    Map<String, Object> fact = new HashMap<>();
    fact.put("id", UuidCreator.getTimeOrderedEpoch());
    fact.put("type", type);
    fact.put("at", DAY + "T06:00:00+08:00");
    fact.put("data", data);
    if (person != null) {
      fact.put("person", person);
    }
    return fact;
  }

  private static List<String> told(ServerProcess server) throws IOException, SQLException {
    List<String> told = new ArrayList<>();
    try (Connection database = server.database();
        Statement statement = database.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select text, to_id from channels.message where key like 'duties:%' order by id")) {
      while (row.next()) {
        told.add(row.getString(1).replaceAll(".*\\.", "") + " " + row.getString(2));
      }
    }
    return told;
  }

  private static String names(ServerProcess server, String step) throws IOException, SQLException {
    try (Connection database = server.database();
        Statement statement = database.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select args ->> 'names' from channels.message where text like '%." + step + "'")) {
      assertThat(row.next()).isTrue();
      return row.getString(1);
    }
  }

  private static void awaitTold(ServerProcess server, int many) throws Exception {
    await(server, "select count(*) from channels.message where key like 'duties:%'", many);
    TimeUnit.SECONDS.sleep(2); // nothing more may follow
    assertThat(told(server)).hasSize(many);
  }

  private static void await(ServerProcess server, String sql, int wanted) throws Exception {
    for (int i = 0; i < 150; i++) {
      try (Connection database = server.database();
          Statement statement = database.createStatement();
          ResultSet row = statement.executeQuery(sql)) {
        row.next();
        if (row.getInt(1) >= wanted) {
          return;
        }
      }
      TimeUnit.MILLISECONDS.sleep(200);
    }
    throw new AssertionError("never " + wanted + ": " + sql);
  }
}
