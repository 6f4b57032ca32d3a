package org.shouwang;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * A ledger of a million rows leaves a server whose whole memory is a fraction of it: asked for by
 * one, approved by another, streamed.
 */
class ExportScenarioTests {

  private static final int ROWS = 1_000_000;
  private static final int HEAP = 256 << 20;
  private static final int HEAD = 3; // title, mark and headers of a sheet
  private static final String DAY = "2022-03-08";
  private static final String DEMO = "Park-Demo-2022";

  @Test
  void aMillionRowsStreamThroughASmallHeap() throws Exception {
    try (ServerProcess server =
        ServerProcess.start(
            "export",
            "-Xmx" + (HEAP >> 20) + "m",
            "-XX:TieredStopAtLevel=4",
            "--shouwang.tls.enabled=false",
            "--shouwang.demo=true",
            "--shouwang.scenario.play=false")) {
      FieldClient administrator = new FieldClient(server);
      administrator.signIn("admin", DEMO);
      administrator.put("/api/v1/clock", Map.of("world", DAY + "T20:00:00+08:00", "rate", 0));
      passes(server);
      FieldClient asking = new FieldClient(server);
      asking.signIn("command", DEMO);
      String export =
          asking
              .post(
                  "/api/v1/reports/exports",
                  Map.of("ledger", "passes", "day", DAY, "purpose", "流调"))
              .path("id")
              .stringValue("");
      administrator
          .colleague("approver", "command") // nobody approves their own export
          .post("/api/v1/reports/exports/" + export + "/decision", Map.of("approved", true));

      Counted counted = count(server, asking, "/api/v1/reports/exports/" + export + "/file.xlsx");

      assertThat(counted.rows()).as("on both sheets").isEqualTo(ROWS + 2L * HEAD);
      assertThat(counted.unpacked()).as("more than the heap could hold").isGreaterThan(HEAP);
      assertThat(counted.bytes()).isGreaterThan(20_000_000);
      JsonNode taken = asking.ask("/api/v1/reports/exports").path("items").path(0);
      assertThat(taken.path("rows").longValue()).isEqualTo(ROWS);
      assertThat(taken.path("takenAt").isNull()).isFalse();
      assertThat(server.tail()).doesNotContain("OutOfMemoryError");
    }
  }

  /** A day's passes of a thousand people, as the front line would have left them. */
  private static void passes(ServerProcess server) throws IOException, SQLException {
    try (Connection database = server.database();
        Statement statement = database.createStatement()) {
      statement.execute("set role shouwang_owner");
      statement.execute("set synchronous_commit = off");
      statement.execute("select storage.make_partitions(date '" + DAY + "')");
      for (String sql :
          List.of(
              """
              insert into people.place (id, code, name, kind, level)
              values (uuidv7(), 'EX-GATE', '一号门', 'gate', 'none')
              """,
              """
              insert into people.person (id, name, kind, class_of_person)
              select uuidv7(), '职工' || n, 'employee', 'shift_worker' from generate_series(1, 1000) n
              """,
              """
              with persons as (
                select id, row_number() over () - 1 as n from people.person where name like '职工%%')
              insert into gates.pass (person_id, at, id, recorded_at, skew_ms, flags, place_id,
                outward, went_through, action, data)
              select p.id, t.at, uuidv7(), t.at, 0, 0, g.id, s.i %% 2 = 1, true, 'pass',
                '{"direction":"in","colour":"green","temperatures":[36.5],"tripCard":"clear",'
                || '"reason":"上班","host":"一车间","plate":"甘A12345","method":"typed"}'
              from generate_series(0, %d - 1) s (i)
              join persons p on p.n = s.i %% 1000
              cross join lateral (
                select timestamptz '%s 06:00+08' + s.i * interval '40 milliseconds' as at) t
              cross join (select id from people.place where code = 'EX-GATE') g
              """
                  .formatted(ROWS, DAY))) {
        statement.executeUpdate(sql);
      }
    }
  }

  /**
   * What came.
   *
   * @param bytes over the wire
   * @param unpacked of all sheets
   * @param rows of all sheets, their heads too
   */
  private record Counted(long bytes, long unpacked, long rows) {}

  /** The file is looked at from its end, as spreadsheets do: its entries' sizes stand there. */
  private static Counted count(ServerProcess server, FieldClient client, String path)
      throws IOException, InterruptedException {
    Path file = server.data().resolve("ledger.xlsx");
    try (InputStream wire = client.stream(path, Duration.ofSeconds(60))) {
      Files.copy(wire, file);
    }
    long unpacked = 0;
    long rows = 0;
    try (ZipFile workbook = new ZipFile(file.toFile())) {
      for (ZipEntry entry : Collections.list(workbook.entries())) {
        if (entry.getName().startsWith("xl/worksheets/sheet")) {
          unpacked += entry.getSize();
          try (InputStream sheet = workbook.getInputStream(entry)) {
            rows += rows(sheet);
          }
        }
      }
    }
    Counted counted = new Counted(Files.size(file), unpacked, rows);
    Files.delete(file);
    return counted;
  }

  private static long rows(InputStream sheet) throws IOException {
    byte[] some = new byte[1 << 16];
    long rows = 0;
    int matched = 0;
    for (int read = sheet.read(some); read >= 0; read = sheet.read(some)) {
      for (int n = 0; n < read; n++) {
        matched = some[n] == "<row ".charAt(matched) ? matched + 1 : some[n] == '<' ? 1 : 0;
        if (matched == "<row ".length()) {
          rows++;
          matched = 0;
        }
      }
    }
    return rows;
  }
}
