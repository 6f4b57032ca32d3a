package org.shouwang.linelists;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.Charset;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.shouwang.security.Browser;
import org.shouwang.security.Browser.Answer;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** People with documents and phones of their own, and lists that speak of them. */
public final class ListPark {

  private static final AtomicInteger NEXT =
      new AtomicInteger(ThreadLocalRandom.current().nextInt(20_000));

  final Browser browser;

  /** Where its people work. */
  public final UUID unit = UUID.randomUUID();

  private final int port;
  private final JdbcClient jdbc;
  private final Map<String, String> words = new LinkedHashMap<>();
  private final Map<String, UUID> people = new LinkedHashMap<>();

  /** One without people. */
  public ListPark(int port, JdbcClient jdbc, Browser browser) {
    this.port = port;
    this.jdbc = jdbc;
    this.browser = browser;
    jdbc.sql(
            """
            insert into people.unit (id, code, name, kind, path)
            values (:unit, :unit::text, '单位' || :unit, 'department', 'x')
            """)
        .param("unit", unit)
        .update();
    jdbc.sql(
            "insert into people.unit_closure (ancestor_id, descendant_id, distance) values (?, ?, 0)")
        .params(unit, unit)
        .update();
    words.put("X", UUID.randomUUID().toString().substring(0, 8));
    words.put("NEW", document());
    String bad = document();
    words.put("BAD", bad.substring(0, 17) + (bad.charAt(17) == '1' ? '2' : '1'));
  }

  /** A new number of a man born on 2 March 1985. */
  static String document() {
    int next = NEXT.getAndIncrement();
    String body =
        String.format(
            Locale.ROOT, "6299%02d19850302%03d", 10 + next / 500 % 90, 2 * (next % 500) + 1);
    int[] weights = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    int sum = 0;
    for (int i = 0; i < 17; i++) {
      sum += (body.charAt(i) - '0') * weights[i];
    }
    return body + "10X98765432".charAt(sum % 11);
  }

  static String phone() {
    return "139" + String.format(Locale.ROOT, "%08d", NEXT.getAndIncrement() + 50_000_000);
  }

  /** Brings people in by the house's own import; each has a document D and a phone P by number. */
  public void people(List<String> names) {
    StringBuilder csv = new StringBuilder("姓名,身份证号码,手机号,工作单位\n");
    for (int i = 1; i <= names.size(); i++) {
      words.put("D" + i, document());
      words.put("P" + i, phone());
      csv.append(names.get(i - 1)).append(',').append(words.get("D" + i)).append(',');
      csv.append(words.get("P" + i)).append(",单位").append(unit).append('\n');
    }
    JsonNode job = upload("/api/v1/imports", "people.csv", csv.toString().getBytes(UTF_8));
    String path = "/api/v1/imports/" + job.path("id").asString();
    await(path, Set.of("previewed"));
    assertThat(browser.post(path + "/commit", Map.of()).status()).isEqualTo(200);
    assertThat(await(path, Set.of("committed")).path("good").asInt()).isEqualTo(names.size());
    jdbc.sql("select name, id from people.person where unit_id = ?")
        .param(unit)
        .query(row -> {
          people.put(row.getString(1), row.getObject(2, UUID.class));
        });
  }

  /** Of a name. */
  public UUID person(String name) {
    return Objects.requireNonNull(people.get(name));
  }

  /** What stands for a key. */
  public String word(String key) {
    return Objects.requireNonNull(words.get(key));
  }

  /** The text of a file with this park's people in it. */
  String fixture(String name) {
    try (InputStream in = getClass().getResourceAsStream("/linelists/" + name)) {
      return filled(new String(Objects.requireNonNull(in).readAllBytes(), UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String filled(String text) {
    String filled = text;
    for (Map.Entry<String, String> word : words.entrySet()) {
      filled = filled.replace("{" + word.getKey() + "}", word.getValue());
    }
    return filled;
  }

  /** Brings a list and waits until it is read. */
  JsonNode brought(String name, byte[] content) {
    return await(
        path(upload("/api/v1/line-lists", name, content)),
        Set.of("previewed", "mapping", "failed"));
  }

  JsonNode brought(String fixture) {
    return brought(fixture, fixture(fixture).getBytes(UTF_8));
  }

  JsonNode brought(String fixture, Charset charset) {
    return brought(fixture, fixture(fixture).getBytes(charset));
  }

  JsonNode mapped(JsonNode list, Map<String, Object> reading) {
    Answer answer = browser.put(path(list) + "/mapping", reading);
    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
    return await(path(list), Set.of("previewed", "mapping", "failed"));
  }

  /** How the list is read now, to be changed. */
  static Map<String, Object> reading(JsonNode list) {
    Map<String, Object> reading = new LinkedHashMap<>();
    reading.put("kind", list.path("kind").asString(""));
    reading.put("columns", list.path("mapping").path("columns"));
    reading.put("values", list.path("mapping").path("values"));
    reading.put("order", list.path("mapping").path("order").asString());
    return reading;
  }

  JsonNode taken(JsonNode list) {
    Answer answer = browser.post(path(list) + "/commit", Map.of());
    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
    return await(path(list), Set.of("committed", "failed"));
  }

  List<JsonNode> rows(JsonNode list, String state) {
    List<JsonNode> rows = new ArrayList<>();
    browser
        .get(path(list) + "/rows?limit=500&state=" + state)
        .json()
        .path("items")
        .forEach(rows::add);
    return rows;
  }

  /** Rows with their state and the codes of their reasons. */
  Map<Integer, String> told(JsonNode list) {
    Map<Integer, String> told = new LinkedHashMap<>();
    for (JsonNode row : rows(list, "all")) {
      List<String> codes = new ArrayList<>();
      row.path("reasons").forEach(it -> codes.add(it.path("code").asString()));
      told.put(
          row.path("number").asInt(),
          row.path("state").asString() + (codes.isEmpty() ? "" : " " + String.join(" ", codes)));
    }
    return told;
  }

  static String path(JsonNode list) {
    return "/api/v1/line-lists/" + list.path("id").asString();
  }

  JsonNode upload(String path, String name, byte[] content) {
    Answer answer = send(browser, path, name, content);
    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
    return answer.json();
  }

  Answer send(Browser who, String path, String name, byte[] content) {
    String boundary = "list-" + UUID.randomUUID();
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(
        ("--%s\r\nContent-Disposition: form-data; name=\"file\"; filename=\"%s\"\r\n\r\n"
                .formatted(boundary, name))
            .getBytes(UTF_8));
    body.writeBytes(content);
    body.writeBytes(("\r\n--" + boundary + "--\r\n").getBytes(UTF_8));
    return who.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .POST(BodyPublishers.ofByteArray(body.toByteArray())),
        "multipart/form-data; boundary=" + boundary);
  }

  JsonNode await(String path, Set<String> states) {
    Instant until = Instant.now().plus(Duration.ofSeconds(60));
    JsonNode job = browser.get(path).json();
    while (Instant.now().isBefore(until)) {
      if (states.contains(job.path("state").asString())) {
        return job;
      }
      try {
        Thread.sleep(50);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      job = browser.get(path).json();
    }
    throw new AssertionError("still " + job);
  }
}
