package org.shouwang;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.shouwang.FieldClient.Device;
import org.shouwang.clock.WorldClock;
import tools.jackson.databind.JsonNode;

/**
 * The server, or server and database, are killed again and again under load: what was acknowledged
 * is there, once. {@code -Dshouwang.crash.kills=100} for {@code ./bench crash}; {@code
 * -Dshouwang.crash.seed=…} repeats a run's moments.
 */
class CrashScenarioTests {

  private static final int CONNECTIONS = 16;
  private static final int KILLS = Integer.getInteger("shouwang.crash.kills", 10);
  private static final long SEED = Long.getLong("shouwang.crash.seed", 20220308L);

  @Test
  void whatWasAcknowledgedSurvivesEveryKillOnce() throws Exception {
    System.out.printf("crash test: %d kills, seed %d%n", KILLS, SEED);
    try (ServerProcess server = ServerProcess.start("crash")) {
      FieldClient administrator = new FieldClient(server);
      Device device = administrator.enrol();
      PassLoad load = new PassLoad(List.of(server), device, SEED);
      load.start(CONNECTIONS);
      Random moments = new Random(SEED);
      for (int kill = 1; kill <= KILLS; kill++) {
        atWork(load);
        TimeUnit.MILLISECONDS.sleep(moments.nextInt(1_500));
        boolean both = moments.nextBoolean();
        int before = load.acknowledged().size();
        if (both) {
          server.killServerAndDatabase();
        } else {
          server.killServer();
        }
        server.restart();
        System.out.printf(
            "kill %d of %s after %d acknowledged facts%n",
            kill, both ? "JVM and database" : "JVM", before);
      }
      TimeUnit.MILLISECONDS.sleep(500);
      load.stop();
      load.assertKeptOnce(server);
      stillDurable(server);
      staysEqualARefoldOfTheFacts(administrator);
      theAuditIsWhole(server);
      leaveFigures(load);
    }
  }

  /** A server that has acknowledged nothing since it came up has nothing to lose. */
  private static void atWork(PassLoad load) throws InterruptedException {
    int wanted = load.acknowledged().size() + CONNECTIONS;
    Instant deadline = Instant.now().plusSeconds(60);
    while (load.acknowledged().size() < wanted) {
      assertThat(Instant.now()).as("takes facts again").isBefore(deadline);
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  // ── what must hold ─────────────────────────────────────────────────────────────────────────────

  private static void stillDurable(ServerProcess server) throws SQLException, IOException {
    try (Connection connection = server.database();
        Statement statement = connection.createStatement()) {
      for (String setting : List.of("fsync", "full_page_writes", "synchronous_commit")) {
        try (ResultSet row = statement.executeQuery("show " + setting)) {
          assertThat(row.next()).isTrue();
          assertThat(row.getString(1)).as(setting).isEqualTo("on");
        }
      }
    }
  }

  static void staysEqualARefoldOfTheFacts(FieldClient administrator)
      throws IOException, InterruptedException {
    Instant deadline = Instant.now().plusSeconds(30);
    String today = Instant.now().atZone(WorldClock.ZONE).toLocalDate().toString();
    JsonNode comparison;
    do { // the projection follows within a second
      TimeUnit.MILLISECONDS.sleep(500);
      comparison = administrator.ask("/api/v1/presence/check?day=" + today);
    } while (comparison.path("differences").size() > 0 && Instant.now().isBefore(deadline));
    assertThat(comparison.path("differences")).as(comparison.toPrettyString()).isEmpty();
    assertThat(comparison.path("persons").intValue()).isPositive();
  }

  static void theAuditIsWhole(ServerProcess server) throws IOException, InterruptedException {
    ServerProcess.Verified verified = server.verifyAudit();
    System.out.println(verified.text());
    assertThat(verified.status()).as(verified.text()).isZero();
  }

  private static void leaveFigures(PassLoad load) throws IOException {
    Files.writeString(
        Path.of("target", "crash.json"),
        // Reached only when nothing was lost or doubled: the assertions above come first.
        "{\"figure\":\"crash.kills\",\"value\":%d,\"unit\":\"kills survived\",\"floor\":null,\"ratio\":null,\"p50_ms\":null,\"p99_ms\":null,\"acknowledged\":%d,\"repeated\":%d,\"seed\":%d}%n"
            .formatted(KILLS, load.acknowledged().size(), load.repeated(), SEED));
  }
}
