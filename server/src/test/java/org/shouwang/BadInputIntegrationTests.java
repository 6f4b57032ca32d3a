package org.shouwang;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.UuidCreator;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.shouwang.clock.WorldClock;
import org.shouwang.security.Browser;
import org.shouwang.security.Browser.Answer;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** What nobody should send to the door, over HTTP: each gets a clear answer, nothing is lost. */
@ExtendWith(OutputCaptureExtension.class)
class BadInputIntegrationTests extends IntegrationTest {

  private static final String FACTS = "/api/v1/facts";
  private static final String ID_NUMBER = "629901198503021019";
  private static final String WRONG_DIGIT = "629901198503021018";
  private static final String PHONE = "13987654321";
  private static final int FIFTY_MEGABYTES = 50 << 20;

  @LocalServerPort int port;
  @Autowired JdbcClient jdbc;
  @Autowired WorldClock world;

  private Browser guard;
  private UUID gate;

  @BeforeEach
  void gate() {
    guard = Browser.signedIn(port, "guard1");
    gate = UUID.randomUUID();
    jdbc.sql(
            """
            insert into people.place (id, code, name, kind, level)
            values (?, ?, ?, 'checkpoint', 'none')
            """)
        .params(gate, gate.toString(), "路卡" + gate)
        .update();
  }

  /** A pass by its fields as raw JSON, so that a test can write what no library would. */
  private Map<String, String> pass() {
    Map<String, String> fact = new LinkedHashMap<>();
    fact.put("id", quoted(UuidCreator.getTimeOrderedEpoch()));
    fact.put("type", "\"gates.pass\"");
    fact.put("at", quoted(world.now()));
    fact.put("sent", quoted(world.now()));
    fact.put("place", quoted(gate));
    fact.put("person", "{\"id\":" + quoted(UUID.randomUUID()) + "}");
    fact.put("data", data("\"temperatures\":[36.5]"));
    return fact;
  }

  private static String data(String more) {
    return "{\"direction\":\"in\",\"colour\":\"green\"," + more + "}";
  }

  private static String quoted(Object value) {
    return "\"" + value + "\"";
  }

  private static String json(Map<String, String> fact) {
    return fact.entrySet().stream()
        .map(field -> "\"" + field.getKey() + "\":" + field.getValue())
        .collect(Collectors.joining(",", "{", "}"));
  }

  private String passWith(String field, String value) {
    Map<String, String> fact = pass();
    fact.put(field, value);
    return json(fact);
  }

  /** The places in memory are a second old at most. */
  private void untilTheGateIsKnown() {
    Instant until = Instant.now().plusSeconds(10);
    while (Instant.now().isBefore(until)) {
      JsonNode receipt = guard.post(FACTS, json(pass())).json();
      if (receipt.path("status").asString().equals("recorded")) {
        return;
      }
    }
    throw new AssertionError("the gate did not become known");
  }

  private record Wrong(String fact, String field) {}

  private List<Wrong> wrongFacts() {
    List<Wrong> wrong = new ArrayList<>();
    for (String value : List.of("\"x\"", "7", "[]", "\"1-1-7-1-1\"", "null", "\"a\\u0000\"")) {
      wrong.add(new Wrong(passWith("id", value), "id"));
    }
    wrong.add(new Wrong(passWith("id", quoted(UUID.randomUUID())), "id"));
    for (String value : List.of("5", "{}", "\"no.such\"", "\"\\ud800\"", "\"a\\u0000b\"", "\"\"")) {
      wrong.add(new Wrong(passWith("type", value), "type"));
    }
    wrong.add(new Wrong(passWith("type", quoted("x".repeat(59) + "\\ud83d\\ude00")), "type"));
    for (String value :
        List.of(
            "\"yesterday\"",
            "1646697600",
            "\"\"",
            "\"1969-12-31T23:59:59Z\"",
            "\"2200-01-01T00:00:00Z\"",
            "\"+10000-01-01T00:00:00Z\"",
            "\"-0001-01-01T00:00:00Z\"",
            "\"2022-02-30T00:00:00Z\"",
            "\"2022-03-08 06:00\"",
            "\"2022-03-08\"")) {
      wrong.add(new Wrong(passWith("at", value), "at"));
    }
    wrong.add(new Wrong(passWith("sent", "true"), "sent"));
    // each possible, together in the year 2251: a wrong clock may not lead out of time
    Map<String, String> beyond = pass();
    beyond.put("at", "\"2199-12-30T00:00:00Z\"");
    beyond.put("sent", "\"1970-01-02T00:00:00Z\"");
    wrong.add(new Wrong(json(beyond), "at"));
    wrong.add(new Wrong(passWith("place", "\"" + ID_NUMBER + "\""), "place"));
    wrong.add(new Wrong(passWith("place", "\"1-1-1-1-1\""), "place"));
    wrong.add(new Wrong(passWith("place", quoted(UUID.randomUUID())), "place"));
    wrong.add(new Wrong(passWith("place", "null"), "place"));
    wrong.add(new Wrong(passWith("person", "null"), "person"));
    wrong.add(new Wrong(passWith("person", "5"), "person.document"));
    wrong.add(new Wrong(passWith("person", "{\"id\":\"" + PHONE + "\"}"), "person.id"));
    wrong.add(
        new Wrong(passWith("person", document(ID_NUMBER, ID_NUMBER)), "person.document.type"));
    wrong.add(
        new Wrong(
            passWith("person", document("resident_id", WRONG_DIGIT)), "person.document.number"));
    wrong.add(new Wrong(passWith("person", document("resident_id", "")), "person.document.number"));
    wrong.add(
        new Wrong(passWith("person", document("other", "A\\u0000B")), "person.document.number"));
    for (String value : List.of("[]", "\"x\"", "null", "5")) {
      wrong.add(new Wrong(passWith("data", value), "data"));
    }
    wrongData(wrong);
    return wrong;
  }

  private static String document(String type, String number) {
    return "{\"document\":{\"type\":\"" + type + "\",\"number\":\"" + number + "\"}}";
  }

  private void wrongData(List<Wrong> wrong) {
    wrong.add(new Wrong(passWith("data", "{\"direction\":\"" + PHONE + "\"}"), "data.direction"));
    for (String list : List.of("36.5", "[\"hot\"]", "[null]", "{}", "[1,2,3,4,5,6,7,8,9,10,11]")) {
      wrong.add(new Wrong(passWith("data", data("\"temperatures\":" + list)), "data.temperatures"));
    }
    wrong.add(new Wrong(passWith("data", data("\"temperatures\":[1e999]")), "data.temperatures"));
    for (String field : List.of("letIn", "method", "test", "device", "lane", "guard", "reason")) {
      wrong.add(new Wrong(passWith("data", data("\"" + field + "\":5")), "data." + field));
    }
    wrong.add(new Wrong(passWith("data", data("\"sheet\":\"nope-1\"")), "data.sheet"));
    wrong.add(new Wrong(passWith("data", data("\"sheet\":\"a\\u0000-1\"")), "data.sheet"));
    wrong.add(
        new Wrong(
            passWith("data", data("\"test\":{\"sampledAt\":\"+999999999-12-31T00:00:00Z\"}")),
            "data.test.sampledAt"));
    wrong.add(
        new Wrong(
            passWith("data", data("\"device\":{\"action\":\"pass\",\"reasons\":5}")),
            "data.device.reasons"));
    wrong.add(new Wrong(passWith("data", data("\"more\":{\"a\":[\"\\u0000\"]}")), "data.more.a"));
    wrong.add(new Wrong(passWith("data", data("\"more\":\"\\udc00\"")), "data.more"));
    wrong.add(new Wrong(passWith("data", data("\"more\":-1e999")), "data.more"));
    wrong.add(new Wrong(passWith("data", data("\"" + "守".repeat(300) + "\":1")), "data"));
    wrong.add(new Wrong(passWith("data", data("\"more\":\"" + "x".repeat(70_000) + "\"")), "data"));
  }

  @Test
  void everyWrongFactIsRejectedByFieldInBothLanguagesAndHarmsNoOther(CapturedOutput output) {
    untilTheGateIsKnown();
    List<Wrong> wrong = wrongFacts();
    for (String language : List.of("zh-CN", "en", "xx;q=9,*,,;-" + "y".repeat(300))) {
      List<String> batch = new ArrayList<>();
      wrong.forEach(each -> {
        batch.add(each.fact());
        batch.add(json(pass()));
      });
      Answer answer = guard.in(language).post(FACTS, "[" + String.join(",", batch) + "]");
      assertThat(answer.status()).isEqualTo(200);
      JsonNode receipts = answer.json().path("receipts");
      assertThat(receipts).hasSize(2 * wrong.size());
      for (int i = 0; i < wrong.size(); i++) {
        assertRejected(receipts.get(2 * i), wrong.get(i), language);
        assertThat(receipts.get(2 * i + 1).path("status").asString()).isEqualTo("recorded");
      }
      wrong.forEach(each -> assertRejected(guard.post(FACTS, each.fact()).json(), each, language));
      assertNumbersAreNotIn(answer.raw().body());
    }
    assertNumbersAreNotIn(output.getAll());
    assertThat(output.getAll()).doesNotContain("could not be kept");
    // what was taken can be read by those who watch
    Answer passes = Browser.signedIn(port, "command").get("/api/v1/gates/passes?place=" + gate);
    assertThat(passes.status()).isEqualTo(200);
    assertThat(passes.json().path("items")).isNotEmpty();
  }

  private static void assertRejected(JsonNode receipt, Wrong wrong, String language) {
    String what = wrong.field() + " " + receipt;
    JsonNode error = receipt.path("error");
    assertThat(receipt.path("status").asString()).as(what).isEqualTo("rejected");
    assertThat(error.path("code").asString()).as(what).isNotEqualTo("capture.not_kept");
    assertThat(error.path("field").asString()).as(what).isEqualTo(wrong.field());
    boolean chinese = error.path("cure").asString().matches("(?s).*\\p{IsHan}.*");
    if (!language.startsWith("xx")) {
      assertThat(chinese).as(what).isEqualTo(language.startsWith("zh"));
    }
    assertThat(error.path("message").asString()).as(what).isNotEmpty().doesNotContain("{field}");
  }

  private static void assertNumbersAreNotIn(String text) {
    assertThat(text).doesNotContain(ID_NUMBER, WRONG_DIGIT, PHONE);
  }

  @Test
  void whatIsNoJsonIsRefusedWholeInBothLanguages() {
    long before = receipts();
    List<String> bodies =
        List.of(
            "",
            " ",
            "{",
            "[{]",
            "nul",
            "NaN",
            "{\"id\":NaN}",
            "\u0000",
            "{\"a\":1}{\"a\":1}",
            json(pass()) + " and more",
            "{\"facts\":[],\"facts\":[]}",
            "{\"id\":" + quoted(UUID.randomUUID()) + "," + json(pass()).substring(1),
            passWith("data", data("\"" + "守".repeat(30_000) + "\":1")),
            "[".repeat(100_000),
            "{\"a\":" + "[".repeat(2_000) + "]".repeat(2_000) + "}",
            "{\"a\":" + "9".repeat(2_000) + "}",
            "\ufeff[]x",
            "<xml/>",
            "id=1&type=2");
    for (String body : bodies) {
      Answer english = guard.in("en").post(FACTS, body);
      Answer chinese = guard.in("zh-CN").post(FACTS, body);
      assertThat(english.status())
          .as(body.substring(0, Math.min(80, body.length())))
          .isEqualTo(400);
      assertThat(english.code()).isEqualTo("capture.malformed");
      assertThat(english.json().path("cure").asString()).contains("nothing was taken");
      assertThat(chinese.json().path("cure").asString()).matches(".*\\p{IsHan}.*");
    }
    assertThat(receipts()).isEqualTo(before);
    assertThat(guard.post(FACTS, "[]").json().path("receipts")).isEmpty();
  }

  @Test
  void otherTypesOfContentAndMethodsAreProblems() {
    for (String type : List.of("text/plain", "application/xml", "nonsense", "application/json/x")) {
      Answer answer = guard.send(request(FACTS).POST(BodyPublishers.ofString("{}")), type);
      assertThat(answer.status()).as(type).isEqualTo(415);
      assertProblem(answer);
    }
    Answer put = guard.send("PUT", FACTS, "{}");
    assertThat(put.status()).isEqualTo(405);
    assertThat(put.raw().headers().firstValue("Allow")).contains("POST");
    assertProblem(put);
  }

  private static void assertProblem(Answer answer) {
    assertThat(answer.raw().headers().firstValue("Content-Type"))
        .contains("application/problem+json");
    assertThat(answer.code()).isNotEmpty();
    assertThat(answer.json().path("cure").asString()).isNotEmpty();
    assertThat(answer.raw().body()).doesNotContainIgnoringCase("tomcat", "exception", "<html");
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
  }

  @Test
  void addressesThatTheFirewallRefusesAreProblemsToo() throws IOException {
    for (String path :
        List.of(
            "/api/v1//people",
            "/api/v1/people;x=1",
            "/api/v1/%2e%2e/people",
            "/api/v1/people%2f1",
            "/api/v1/people/%00",
            "/api/v1/policy/snapshots/a%00b",
            "/api/v1/people%5c")) {
      String answer =
          raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
      assertThat(answer).as(path).startsWith("HTTP/1.1 4");
      assertThat(answer).as(path).contains("application/problem+json", "\"cure\"");
      assertThat(answer).doesNotContainIgnoringCase("exception", "<html");
    }
    for (String line :
        List.of(
            "GET /api/v1/{x} HTTP/1.1", "FOO /api/v1/people HTTP/1.1", "GET /\u0001 HTTP/1.1")) {
      String answer = raw(line + "\r\nHost: localhost\r\nConnection: close\r\n\r\n");
      assertThat(answer).as(line).startsWith("HTTP/1.1 4");
      assertThat(answer).as(line).doesNotContainIgnoringCase("exception", "Apache", "org.");
    }
  }

  private String raw(String request) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }

  /** The first of an answer, for a request whose body never comes. */
  private String head(String request) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      byte[] first = new byte[8_192];
      int read = socket.getInputStream().read(first);
      return new String(first, 0, Math.max(0, read), UTF_8);
    }
  }

  @Test
  void fiftyMegabytesAreRefusedWithoutBeingHeld() throws IOException {
    long before = receipts();
    for (String path : List.of(FACTS, "/api/v1/session")) {
      String announced =
          head(
              "POST "
                  + path
                  + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                  + "Content-Length: "
                  + FIFTY_MEGABYTES
                  + "\r\n\r\n");
      assertThat(announced).startsWith("HTTP/1.1 413").contains("body_too_large");
      for (boolean told : List.of(true, false)) {
        HttpRequest.BodyPublisher body =
            BodyPublishers.ofInputStream(BadInputIntegrationTests::spaces);
        Answer answer =
            guard.send(
                request(path)
                    .POST(told ? BodyPublishers.fromPublisher(body, FIFTY_MEGABYTES) : body),
                "application/json");
        assertThat(answer.status()).isEqualTo(413);
        assertProblem(answer);
      }
    }
    assertThat(receipts()).isEqualTo(before);
    assertThat(guard.get("/api/v1/session").status()).isEqualTo(200);
  }

  private static InputStream spaces() {
    byte[] spaces = " ".repeat(FIFTY_MEGABYTES).getBytes(UTF_8);
    return new ByteArrayInputStream(spaces);
  }

  @Test
  void aThousandAndOneFactsAreRefusedWholeOverHttp() {
    long before = receipts();
    List<String> facts = new ArrayList<>();
    for (int i = 0; i < 1_001; i++) {
      facts.add(json(pass()));
    }
    Answer answer = guard.in("en").post(FACTS, "[" + String.join(",", facts) + "]");
    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.code()).isEqualTo("capture.batch_too_large");
    assertThat(answer.json().path("value").asString()).isEqualTo("1001");
    assertProblem(answer);
    assertThat(receipts()).isEqualTo(before);
  }

  /** Four bodies of 4 MiB on their way fill the door. */
  @Test
  void beyondTheCapAFactIsAskedToComeAgainAtOnceAndThenIsTaken() throws IOException {
    untilTheGateIsKnown();
    String fact = json(pass());
    String cookies =
        guard.cookies().entrySet().stream()
            .map(each -> each.getKey() + "=" + each.getValue())
            .collect(Collectors.joining("; "));
    List<Socket> slow = new ArrayList<>();
    try {
      Answer busy;
      do { // one that comes while a fact is under way is refused itself: another takes its place
        slow.add(slowBody(cookies));
        busy = guard.post(FACTS, fact);
      } while (busy.status() != 429 && slow.size() < 200);
      long start = System.nanoTime();
      busy = guard.post(FACTS, fact);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(100));
      assertThat(busy.status()).isEqualTo(429);
      assertThat(busy.code()).isEqualTo("capture.busy");
      assertThat(busy.raw().headers().firstValue("Retry-After")).contains("1");
      assertProblem(busy);
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
    Answer taken = guard.post(FACTS, fact);
    for (int i = 0; i < 1_000 && taken.status() == 429; i++) {
      taken = guard.post(FACTS, fact);
    }
    assertThat(taken.json().path("status").asString()).isIn("recorded", "duplicate");
  }

  /** Announces a body of 4 MiB and sends its first byte only. */
  private Socket slowBody(String cookies) throws IOException {
    Socket socket = new Socket("127.0.0.1", port);
    socket
        .getOutputStream()
        .write(
            ("POST /api/v1/facts HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                    + "Cookie: "
                    + cookies
                    + "\r\nX-XSRF-TOKEN: "
                    + guard.cookies().get("XSRF-TOKEN")
                    + "\r\nContent-Length: 4194304\r\n\r\n[")
                .getBytes(ISO_8859_1));
    return socket;
  }

  @Test
  void theSameIdWithAnotherBodyIsRejectedOverHttpAndTheFirstStays() {
    untilTheGateIsKnown();
    Map<String, String> fact = pass();
    assertThat(guard.post(FACTS, json(fact)).json().path("status").asString())
        .isEqualTo("recorded");
    fact.put("data", data("\"temperatures\":[36.6]"));
    JsonNode error = guard.in("en").post(FACTS, json(fact)).json().path("error");
    assertThat(error.path("code").asString()).isEqualTo("capture.id_reused");
    assertThat(error.path("field").asString()).isEqualTo("id");
    assertThat(error.path("cure").asString()).contains("new id");
    String id = fact.get("id").replace("\"", "");
    assertThat(
            jdbc.sql(
                    """
                    select count(*) from audit.entry
                    where action = 'capture.id_reused' and subject = ? and actor_kind = 'account'
                    """)
                .param("fact:" + id)
                .query(Long.class)
                .single())
        .isEqualTo(1);
    assertThat(
            jdbc.sql("select data from gates.pass where id = ?::uuid")
                .param(id)
                .query(String.class)
                .single())
        .contains("36.5")
        .doesNotContain("36.6");
  }

  @Test
  void whatIsOddButTrueIsRecordedAndSaysSo() {
    untilTheGateIsKnown();
    JsonNode cold = guard.post(FACTS, passWith("data", data("\"temperatures\":[-40]"))).json();
    assertThat(cold.path("status").asString()).isEqualTo("recorded");
    assertThat(cold.at("/verdict/action").asString()).isNotEqualTo("pass");
    JsonNode ahead =
        guard.post(FACTS, passWith("at", quoted(world.now().plusSeconds(7_200)))).json();
    assertThat(ahead.path("status").asString()).isEqualTo("recorded");
    assertThat(ahead.path("flags").toString()).contains("future", "unknown_person");
    assertThat(ahead.path("provisional").asBoolean()).isTrue();
    JsonNode purple =
        guard
            .post(FACTS, passWith("data", "{\"direction\":\"in\",\"colour\":\"" + "purple\"}"))
            .json();
    assertThat(purple.at("/verdict/action").asString()).isNotEqualTo("pass");
  }

  private long receipts() {
    return jdbc.sql("select count(*) from capture.receipt").query(Long.class).single();
  }
}
