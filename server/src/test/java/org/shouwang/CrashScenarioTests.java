package org.shouwang;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.UuidCreator;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.shouwang.FieldClient.Device;
import org.shouwang.clock.WorldClock;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * The server, or server and database, are killed again and again under load: what was acknowledged
 * is there, once. {@code -Dshouwang.crash.kills=100} for {@code ./bench crash}; {@code
 * -Dshouwang.crash.seed=…} repeats a run's moments.
 */
class CrashScenarioTests {

  private static final int CONNECTIONS = 16;
  private static final int KILLS = Integer.getInteger("shouwang.crash.kills", 20);
  private static final long SEED = Long.getLong("shouwang.crash.seed", 20220308L);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Set<UUID> acknowledged = ConcurrentHashMap.newKeySet();
  private final Map<String, AtomicInteger> refusals = new ConcurrentHashMap<>();
  private final AtomicInteger repeated = new AtomicInteger();
  private volatile boolean stopping;

  @Test
  void whatWasAcknowledgedSurvivesEveryKillOnce() throws Exception {
    System.out.printf("crash test: %d kills, seed %d%n", KILLS, SEED);
    try (ServerProcess server = ServerProcess.start("crash")) {
      FieldClient administrator = new FieldClient(server);
      Device device = administrator.enrol();
      List<Thread> load = load(server, device);
      Random moments = new Random(SEED);
      for (int kill = 1; kill <= KILLS; kill++) {
        TimeUnit.MILLISECONDS.sleep(200 + moments.nextInt(1_500));
        boolean both = moments.nextBoolean();
        int before = acknowledged.size();
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
      stopping = true;
      for (Thread thread : load) {
        thread.join(60_000);
      }
      assertThat(refusals).isEmpty();
      assertThat(acknowledged).hasSizeGreaterThan(KILLS * CONNECTIONS);
      everyAcknowledgedFactIsThereOnce(server);
      stillDurable(server);
      staysEqualARefoldOfTheFacts(administrator);
      theAuditIsWhole(server);
      leaveFigures();
    }
  }

  // ── the load ───────────────────────────────────────────────────────────────────────────────────

  private List<Thread> load(ServerProcess server, Device device) {
    List<Thread> threads = new ArrayList<>();
    for (int n = 0; n < CONNECTIONS; n++) {
      Sender sender = new Sender(server, device, n);
      threads.add(Thread.ofPlatform().name("sender-" + n).start(sender));
    }
    return threads;
  }

  /** One connection: singles and batches; what isn't answered is sent again, the same. */
  private final class Sender implements Runnable {

    private final ServerProcess server;
    private final Device device;
    private final int number;
    private final Random random;
    private final HttpClient http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();

    Sender(ServerProcess server, Device device, int number) {
      this.server = server;
      this.device = device;
      this.number = number;
      this.random = new Random(SEED + number);
    }

    @Override
    public void run() {
      while (!stopping) {
        boolean single = random.nextInt(3) > 0;
        List<String> facts = new ArrayList<>();
        for (int i = 0; i < (single ? 1 : 20); i++) {
          facts.add(fact());
        }
        String body = single ? facts.getFirst() : "[" + String.join(",", facts) + "]";
        try {
          deliver(body);
        } catch (InterruptedException e) {
          return;
        }
      }
    }

    /** Until it is answered, over as many crashes as it takes. */
    private void deliver(String body) throws InterruptedException {
      for (int attempt = 0; attempt < 2_000; attempt++) {
        try {
          HttpResponse<String> response =
              http.send(
                  HttpRequest.newBuilder(server.uri("/api/v1/facts"))
                      .timeout(Duration.ofSeconds(15))
                      .header("Authorization", "Bearer " + device.token())
                      .header("Content-Type", "application/json")
                      .POST(BodyPublishers.ofString(body))
                      .build(),
                  BodyHandlers.ofString());
          if (response.statusCode() == 200) {
            receipts(response.body());
            return;
          }
          if (response.statusCode() != 429 && response.statusCode() < 500) {
            refused("HTTP " + response.statusCode() + " " + response.body());
            return;
          }
        } catch (IOException killed) {
          repeated.incrementAndGet();
        }
        TimeUnit.MILLISECONDS.sleep(20 + random.nextInt(60));
      }
      refused("never answered");
    }

    private void receipts(String body) {
      JsonNode answer = JSON.readTree(body);
      if (answer.has("receipts")) {
        answer.path("receipts").forEach(this::receipt);
      } else {
        receipt(answer);
      }
    }

    private void receipt(JsonNode receipt) {
      String status = receipt.path("status").stringValue("");
      String error = receipt.path("error").path("code").stringValue("");
      if (!status.equals("rejected")) {
        acknowledged.add(UUID.fromString(receipt.path("id").stringValue("")));
      } else {
        refused(error + " " + receipt.path("error"));
      }
    }

    private void refused(String why) {
      refusals.computeIfAbsent(why, key -> new AtomicInteger()).incrementAndGet();
    }

    private String fact() {
      Instant at = Instant.now().truncatedTo(ChronoUnit.MILLIS);
      return """
      {"id":"%s","type":"gates.pass","at":"%s","place":"%s",
       "person":{"document":{"type":"other","number":"CRASH%05d"},"name":"试验人员"},
       "data":{"direction":"%s","colour":"green","temperatures":[36.5],"tripCard":"clear",
               "reason":"试验","host":"试验","method":"typed"}}\
      """
          .formatted(
              UuidCreator.getTimeOrderedEpoch(),
              at,
              device.place(),
              number * 1_000 + random.nextInt(200),
              random.nextBoolean() ? "in" : "out");
    }
  }

  // ── what must hold ─────────────────────────────────────────────────────────────────────────────

  private void everyAcknowledgedFactIsThereOnce(ServerProcess server)
      throws SQLException, IOException {
    Map<UUID, Integer> receipts =
        count(server, "select id, count(*) from capture.receipt group by 1");
    Map<UUID, Integer> passes = count(server, "select id, count(*) from gates.pass group by 1");
    Map<UUID, Integer> arrivals =
        count(server, "select a, count(*) from capture.arrival, unnest(ids) a group by 1");
    assertThat(receipts.keySet()).containsAll(acknowledged);
    assertThat(passes.keySet()).isEqualTo(receipts.keySet());
    assertThat(arrivals.keySet()).isEqualTo(receipts.keySet());
    assertThat(receipts.values()).containsOnly(1);
    assertThat(passes.values()).containsOnly(1);
    assertThat(arrivals.values()).containsOnly(1);
    System.out.printf(
        "%d facts acknowledged, %d kept, %d sendings repeated%n",
        acknowledged.size(), passes.size(), repeated.get());
  }

  private static Map<UUID, Integer> count(ServerProcess server, String sql)
      throws SQLException, IOException {
    Map<UUID, Integer> counts = new HashMap<>();
    try (Connection connection = server.database();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        counts.put((UUID) rows.getObject(1), rows.getInt(2));
      }
    }
    return counts;
  }

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

  private static void staysEqualARefoldOfTheFacts(FieldClient administrator)
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

  private static void theAuditIsWhole(ServerProcess server)
      throws IOException, InterruptedException {
    ServerProcess.Verified verified = server.verifyAudit();
    System.out.println(verified.text());
    assertThat(verified.status()).as(verified.text()).isZero();
  }

  private void leaveFigures() throws IOException {
    Files.writeString(
        Path.of("target", "crash.json"),
        // Reached only when nothing was lost or doubled: the assertions above come first.
        "{\"figure\":\"crash.kills\",\"value\":%d,\"unit\":\"kills survived\",\"floor\":null,\"ratio\":null,\"p50_ms\":null,\"p99_ms\":null,\"acknowledged\":%d,\"repeated\":%d,\"seed\":%d}%n"
            .formatted(KILLS, acknowledged.size(), repeated.get(), SEED));
  }
}
