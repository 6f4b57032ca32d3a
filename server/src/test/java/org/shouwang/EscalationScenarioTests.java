package org.shouwang;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * 300 units owe a report, 3 stay silent: exactly the right messages at 9:00, 12:00 and 15:00, once
 * each, with a restart in between and two applications on one database.
 */
class EscalationScenarioTests {

  private static final int UNITS = 300;
  private static final String KIND = "duties.recurring";

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
      set(clock, "2022-03-08T05:59:00+08:00");
      List<UUID> units = units(first);
      oweAReport(first, units);
      set(clock, "2022-03-08T06:00:00+08:00");
      await(first, "select count(*) from duties.duty where kind = '" + KIND + "'", UNITS);
      try (ServerProcess second = ServerProcess.beside(first)) {
        report(first, units);
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

  /** A top unit with all others below it; each owes a routine report from 6:00 to 18:00. */
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

  private static void oweAReport(ServerProcess server, List<UUID> units)
      throws IOException, SQLException {
    try (Connection database = server.database();
        PreparedStatement row =
            database.prepareStatement(
                """
                insert into duties.recurring (id, kind, unit_id, holder_kind, holder_id, subject_kind,
                  subject_id, title, weekdays, opens, due, ladder, first_day)
                select uuidv7(), 'duties.recurring', u.id, 'unit', u.id, 'unit', u.id, u.name,
                       '{1,2,3,4,5,6,7}', '06:00', '18:00', 'daily', '2022-03-08'
                from people.unit u where u.id = any (?)
                """)) {
      row.setArray(1, database.createArrayOf("uuid", units.toArray()));
      row.executeUpdate();
    }
  }

  /** All but the silent ones have done it. */
  private static void report(ServerProcess server, List<UUID> units)
      throws IOException, SQLException {
    try (Connection database = server.database();
        PreparedStatement done =
            database.prepareStatement(
                """
                update duties.duty set state = 'done', next_at = null, state_at = due_at
                where kind = 'duties.recurring' and unit_id = any (?)
                """)) {
      done.setArray(
          1,
          database.createArrayOf(
              "uuid", units.stream().filter(id -> units.indexOf(id) % 100 != 10).toArray()));
      assertThat(done.executeUpdate()).isEqualTo(UNITS - 3);
    }
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
