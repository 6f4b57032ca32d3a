package org.shouwang.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.UuidCreator;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.shouwang.FieldClient;
import org.shouwang.ServerProcess;
import tools.jackson.databind.JsonNode;

/** A laboratory's file of a million rows, handed in over HTTP to a server with a small heap. */
class ResultFileScenarioTests {

  private static final int ROWS = 1_000_000;
  private static final int KNOWN = 10;
  private static final int BAD_EVERY = 100;
  private static final String DEMO = "Park-Demo-2022";
  private static final String POINT = "0197d000-0000-7000-8000-000000000001";

  @Test
  void aMillionRowsAreAnsweredOneByOneAndNothingIsLost() throws Exception {
    try (ServerProcess server =
        ServerProcess.start(
            "resultfile",
            "-Xmx256m",
            "-XX:TieredStopAtLevel=4",
            "--shouwang.tls.enabled=false",
            "--shouwang.demo=true",
            "--shouwang.scenario.play=false")) {
      Instant now = Instant.now();
      List<String> known = tubes(server, now.minusSeconds(7_200));
      Path file = file(server, known, now);
      FieldClient laboratory = new FieldClient(server);
      laboratory.signIn("lab", DEMO);

      String id =
          laboratory.upload("/api/v1/sampling/results/files", file).at("/file/id").asString("");
      Files.delete(file);
      JsonNode done = awaitRead(laboratory, id, server);

      int bad = ROWS / BAD_EVERY;
      assertThat(done.path("rows").asInt()).isEqualTo(ROWS);
      assertThat(done.path("accepted").asInt()).isEqualTo(KNOWN);
      assertThat(done.path("rejected").asInt()).isEqualTo(bad);
      assertThat(done.path("problems").asInt()).isEqualTo(ROWS - KNOWN - bad);
      assertThat(
              laboratory
                  .ask("/api/v1/sampling/results/files/" + id + "/rows?limit=50")
                  .path("items"))
          .hasSize(50);
      String report = "/api/v1/sampling/results/files/" + id + "/report.xlsx";
      try (InputStream workbook = laboratory.stream(report, Duration.ofMinutes(2))) {
        assertThat(workbook.transferTo(java.io.OutputStream.nullOutputStream()))
            .as("a report of all that was not taken")
            .isGreaterThan(10_000_000);
      }
      assertThat(server.tail()).doesNotContain("OutOfMemoryError");
    }
  }

  private static JsonNode awaitRead(FieldClient laboratory, String id, ServerProcess server)
      throws Exception {
    for (int i = 0; i < 1_200; i++) {
      JsonNode file = laboratory.ask("/api/v1/sampling/results/files/" + id).path("file");
      if (!file.path("state").asString("").equals("reading")) {
        assertThat(file.path("state").asString("")).as(server.tail()).isEqualTo("done");
        return file;
      }
      TimeUnit.MILLISECONDS.sleep(250);
    }
    throw new AssertionError("never read: " + server.tail());
  }

  /** Tubes of one swab each, sealed and at the laboratory. */
  private static List<String> tubes(ServerProcess server, Instant at)
      throws IOException, InterruptedException, SQLException {
    List<UUID> persons = new ArrayList<>();
    try (Connection database = server.database();
        Statement statement = database.createStatement()) {
      statement.execute(
          "insert into people.place (id, code, name, kind, level) values ('%s', 'RF-SP', '采样点', 'sampling_point', 'none')"
              .formatted(POINT));
      for (int n = 0; n < KNOWN; n++) {
        UUID person = UUID.randomUUID();
        persons.add(person);
        statement.execute(
            "insert into people.person (id, name, kind, class_of_person) values ('%s', '职工', 'employee', 'shift_worker')"
                .formatted(person));
      }
    }
    FieldClient medic = new FieldClient(server);
    medic.signIn("medic1", DEMO);
    List<String> codes = new ArrayList<>();
    List<Map<String, Object>> facts = new ArrayList<>();
    for (int n = 0; n < KNOWN; n++) {
      String code = code("RK", n);
      codes.add(code);
      Map<String, Object> swab =
          fact("sampling.swab", at, Map.of("tube", code, "pool", 1, "purpose", "own"));
      swab.put("person", Map.of("id", persons.get(n)));
      facts.add(swab);
      facts.add(fact("sampling.seal", at.plusSeconds(60), Map.of("tube", code, "swabs", 1)));
      facts.add(
          fact(
              "sampling.custody",
              at.plusSeconds(600),
              Map.of("step", "received", "tubes", List.of(code), "to", "检测实验室")));
    }
    assertThat(medic.post("/api/v1/facts", facts).path("receipts").findValuesAsString("status"))
        .hasSize(3 * KNOWN)
        .containsOnly("recorded");
    return codes;
  }

  private static Map<String, Object> fact(String type, Instant at, Map<String, Object> data) {
    Map<String, Object> fact = new HashMap<>();
    fact.put("id", UuidCreator.getTimeOrderedEpoch());
    fact.put("type", type);
    fact.put("at", at.toString());
    fact.put("place", POINT);
    fact.put("data", data);
    return fact;
  }

  private static String code(String prefix, int n) {
    String payload = "%s%010d".formatted(prefix, n);
    return payload + TubeCode.checkDigit(payload);
  }

  /** The known tubes stand at even distances; one row in a hundred can't be read. */
  private static Path file(ServerProcess server, List<String> known, Instant now)
      throws IOException {
    Path file = server.data().resolve("results.csv");
    try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
      out.write("管码,结果,报告时间\n");
      String at =
          now.minusSeconds(60)
              .atZone(org.shouwang.clock.WorldClock.ZONE)
              .format(java.time.format.DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss"));
      for (int n = 0; n < ROWS; n++) {
        boolean bad = n % BAD_EVERY == 1;
        String tube = n % (ROWS / KNOWN) == 0 ? known.get(n / (ROWS / KNOWN)) : code("RF", n);
        out.write(tube + "," + (bad ? "阴阳" : "阴性") + "," + at + "\n");
      }
    }
    return file;
  }
}
