package org.shouwang;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.UuidCreator;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
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
import org.shouwang.FieldClient.Device;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * Passes from many connections at once, singles and batches; what isn't answered is sent again, the
 * same, to whichever server the connection is given next.
 */
final class PassLoad {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<ServerProcess> servers;
  private final Device device;
  private final long seed;
  private final List<Thread> threads = new ArrayList<>();
  private final Set<UUID> acknowledged = ConcurrentHashMap.newKeySet();
  private final Map<String, AtomicInteger> refusals = new ConcurrentHashMap<>();
  private final AtomicInteger repeated = new AtomicInteger();
  private volatile boolean stopping;

  PassLoad(List<ServerProcess> servers, Device device, long seed) {
    this.servers = List.copyOf(servers);
    this.device = device;
    this.seed = seed;
  }

  void start(int connections) {
    for (int n = 0; n < connections; n++) {
      threads.add(Thread.ofPlatform().name("sender-" + n).start(new Sender(n)));
    }
  }

  /** One pass more, handed to one server; returns when it is acknowledged. */
  void once(int server) throws InterruptedException {
    Sender sender = new Sender(server);
    sender.deliver(sender.fact());
    assertThat(refusals).isEmpty();
  }

  /** Lets what is under way be answered. */
  void stop() throws InterruptedException {
    stopping = true;
    for (Thread thread : threads) {
      thread.join(60_000);
    }
    assertThat(refusals).isEmpty();
  }

  Set<UUID> acknowledged() {
    return acknowledged;
  }

  int repeated() {
    return repeated.get();
  }

  /** One connection: singles and batches; what isn't answered is sent again, the same. */
  private final class Sender implements Runnable {

    private final int number;
    private final Random random;
    private final HttpClient http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();

    Sender(int number) {
      this.number = number;
      this.random = new Random(seed + number);
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
                  HttpRequest.newBuilder(uri(attempt))
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
          TimeUnit.MILLISECONDS.sleep(150); // it is starting, and needs the processors itself
        }
        TimeUnit.MILLISECONDS.sleep(20 + random.nextInt(60));
      }
      refused("never answered");
    }

    private URI uri(int attempt) {
      return servers.get((number + attempt) % servers.size()).uri("/api/v1/facts");
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

  /** Every acknowledged fact is there once, and nothing that nobody sent. */
  void assertKeptOnce(ServerProcess server) throws SQLException, IOException {
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
}
