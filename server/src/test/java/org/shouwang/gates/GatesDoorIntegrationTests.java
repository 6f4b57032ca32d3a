package org.shouwang.gates;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.UuidCreator;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.shouwang.IntegrationTest;
import org.shouwang.clock.WorldClock;
import org.shouwang.security.Browser;
import org.shouwang.security.Browser.Answer;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Passes by their real way: through the door, over HTTP, as an account that may submit facts. */
class GatesDoorIntegrationTests extends IntegrationTest {

  @LocalServerPort int port;
  @Autowired JdbcClient jdbc;
  @Autowired WorldClock world;

  private Browser guard;
  private UUID gate;

  @BeforeEach
  void gate() throws InterruptedException {
    guard = Browser.signedIn(port, "guard1");
    gate = UUID.randomUUID();
    jdbc.sql(
            "insert into people.place (id, code, name, kind, level) values (?, ?, ?, 'checkpoint', 'none')")
        .params(gate, gate.toString(), "路卡" + gate)
        .update();
    Thread.sleep(1_050); // the places in memory are a second old at most
  }

  private Map<String, Object> visitor(UUID id, UUID place) {
    String now = world.now().toString();
    return Map.of(
        "id", id,
        "type", "gates.pass",
        "at", now,
        "sent", now,
        "place", place,
        "person",
            Map.of(
                "document",
                Map.of("type", "other", "number", "GATE" + id.toString().substring(24)),
                "name",
                "访客"),
        "data",
            Map.of(
                "direction", "in",
                "classOfPerson", "visitor",
                "colour", "green",
                "temperatures", List.of(36.5)));
  }

  @Test
  void an_unknown_visitor_is_recorded_provisionally_and_checked_by_hand_with_every_reason() {
    Map<String, Object> fact = visitor(UuidCreator.getTimeOrderedEpoch(), gate);
    JsonNode receipt = guard.post("/api/v1/facts", fact).json();
    assertThat(receipt.path("status").asString()).isEqualTo("recorded");
    assertThat(receipt.path("provisional").asBoolean()).isTrue();
    assertThat(receipt.at("/verdict/action").asString()).isEqualTo("test_first");
    assertThat(receipt.at("/verdict/reasons").findValuesAsString("code"))
        .containsExactly(
            "test_missing", "trip_missing", "person_provisional", "reason_missing", "host_missing");
    JsonNode again = guard.post("/api/v1/facts", fact).json();
    assertThat(again.path("status").asString()).isEqualTo("duplicate");
    assertThat(again.path("verdict")).isEqualTo(receipt.path("verdict"));
    assertThat(
            jdbc.sql("select count(*) from gates.pass where place_id = ?")
                .param(gate)
                .query(Integer.class)
                .single())
        .isEqualTo(1);
  }

  @Test
  void a_place_nobody_knows_is_rejected_and_harms_no_other_fact_of_the_batch() {
    List<Object> facts = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      facts.add(visitor(UuidCreator.getTimeOrderedEpoch(), i == 7 ? UUID.randomUUID() : gate));
    }
    Answer answer = guard.post("/api/v1/facts", facts);
    List<String> states = answer.json().path("receipts").findValuesAsString("status");
    assertThat(states).hasSize(20).containsOnlyOnce("rejected");
    assertThat(answer.json().at("/receipts/7/error/code").asString())
        .isEqualTo("gates.place_unknown");
    assertThat(
            jdbc.sql("select sum(passes) from gates.tally where place_id = ?")
                .param(gate)
                .query(Integer.class)
                .single())
        .isEqualTo(19);
  }

  @Test
  void a_pass_reaches_a_watching_screen_and_no_guard() throws Exception {
    Browser command = Browser.signedIn(port, "command");
    assertThat(guard.get("/api/v1/gates/events").status()).isEqualTo(403);
    String cookies =
        command.cookies().entrySet().stream()
            .map(each -> each.getKey() + "=" + each.getValue())
            .collect(Collectors.joining("; "));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/gates/events"))
            .header("Accept", "text/event-stream")
            .header("Cookie", cookies)
            .build();
    CompletableFuture<String> shown = new CompletableFuture<>();
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<Stream<String>> stream = client.send(request, BodyHandlers.ofLines());
      Thread.ofVirtual()
          .start(() ->
              stream
                  .body()
                  .filter(line -> line.startsWith("data:") && line.contains("路卡" + gate))
                  .filter(line -> line.contains("deviceVerdict") || line.contains("recordedAt"))
                  .findFirst()
                  .ifPresent(shown::complete));
      Thread.sleep(1_500); // the stream follows from its first tick on
      guard.post("/api/v1/facts", visitor(UuidCreator.getTimeOrderedEpoch(), gate));
      assertThat(shown.get(10, TimeUnit.SECONDS)).contains("\"action\":\"test_first\"");
      client.shutdownNow();
    }
  }
}
