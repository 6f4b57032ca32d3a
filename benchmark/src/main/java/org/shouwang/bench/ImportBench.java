package org.shouwang.bench;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * Measures an import of people over the HTTP API of a running server: from the upload to the
 * preview, from the confirmation to the end, and the same file once more, which must change
 * nothing.
 */
public final class ImportBench {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http;
  private final URI base;
  private final CookieManager cookies = new CookieManager();

  private ImportBench(URI base) {
    this.base = base;
    this.http = HttpClient.newBuilder().cookieHandler(cookies).build();
  }

  /**
   * Runs it.
   *
   * @param arguments base address of the server, user, password, file to import
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    if (arguments.length < 4) {
      System.err.println("usage: ImportBench baseUrl user password file");
      System.exit(2);
    }
    ImportBench bench = new ImportBench(URI.create(arguments[0]));
    bench.signIn(arguments[1], arguments[2]);
    bench.run(Path.of(arguments[3]));
  }

  private void signIn(String user, String password) throws IOException, InterruptedException {
    send(HttpRequest.newBuilder(base.resolve("/api/v1/session")).GET());
    String body = JSON.writeValueAsString(Map.of("username", user, "password", password));
    JsonNode me =
        send(
            unsafe("/api/v1/session")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    System.err.println("signed in as " + me.path("account").path("username").asString());
  }

  private void run(Path file) throws IOException, InterruptedException {
    long start = System.nanoTime();
    JsonNode preview = await(upload(file), "previewed");
    double read = seconds(start);
    long confirmed = System.nanoTime();
    send(
        unsafe("/api/v1/imports/" + preview.path("id").asString() + "/commit")
            .POST(BodyPublishers.noBody()));
    JsonNode done = await(preview, "committed");
    double taken = seconds(confirmed);
    int rows = done.path("rows").asInt();
    figure("import.total", read + taken, "s");
    figure("import.read", read, "s");
    figure("import.commit", taken, "s");
    figure("import.rate", rows / (read + taken), "rows/s");
    figure("import.rows", rows, "rows");
    figure("import.bad", done.path("bad").asInt(), "rows");
    long again = System.nanoTime();
    JsonNode repeated = await(upload(file), "previewed");
    figure("import.again", seconds(again), "s");
    figure("import.again.changes", repeated.path("good").asInt(), "rows");
    send(
        unsafe("/api/v1/imports/" + repeated.path("id").asString() + "/cancel")
            .POST(BodyPublishers.noBody()));
  }

  private JsonNode upload(Path file) throws IOException, InterruptedException {
    String boundary = "shouwang-" + UUID.randomUUID();
    String head =
        "--%s\r\nContent-Disposition: form-data; name=\"kind\"\r\n\r\npeople\r\n--%s\r\nContent-Disposition: form-data; name=\"file\"; filename=\"%s\"\r\nContent-Type: application/octet-stream\r\n\r\n"
            .formatted(boundary, boundary, file.getFileName());
    byte[] start = head.getBytes(StandardCharsets.UTF_8);
    byte[] content = Files.readAllBytes(file);
    byte[] end = ("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8);
    byte[] body = new byte[start.length + content.length + end.length];
    System.arraycopy(start, 0, body, 0, start.length);
    System.arraycopy(content, 0, body, start.length, content.length);
    System.arraycopy(end, 0, body, start.length + content.length, end.length);
    return send(
        unsafe("/api/v1/imports")
            .header("Content-Type", "multipart/form-data; boundary=" + boundary)
            .POST(BodyPublishers.ofByteArray(body)));
  }

  private JsonNode await(JsonNode started, String wanted) throws IOException, InterruptedException {
    String id = started.path("id").asString();
    while (true) {
      JsonNode now = send(HttpRequest.newBuilder(base.resolve("/api/v1/imports/" + id)).GET());
      String state = now.path("state").asString();
      System.err.printf(Locale.ROOT, "%s %.0f %%%n", state, 100 * now.path("progress").asDouble());
      if (state.equals(wanted)) {
        return now;
      }
      if (state.equals("failed") || state.equals("cancelled")) {
        throw new IllegalStateException("the import " + state + ": " + now.path("failure"));
      }
      Thread.sleep(Duration.ofMillis(200));
    }
  }

  private HttpRequest.Builder unsafe(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path));
    cookies.getCookieStore().getCookies().stream()
        .filter(cookie -> cookie.getName().equals("XSRF-TOKEN"))
        .findFirst()
        .ifPresent(cookie -> request.header("X-XSRF-TOKEN", cookie.getValue()));
    return request;
  }

  private JsonNode send(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
    if (answer.statusCode() >= 400 && answer.statusCode() != 401) {
      throw new IllegalStateException(answer.statusCode() + " " + answer.body());
    }
    return answer.body().isEmpty() ? JSON.createObjectNode() : JSON.readTree(answer.body());
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  private static void figure(String name, double value, String unit) {
    System.out.printf(
        Locale.ROOT,
        "{\"figure\":\"%s\",\"value\":%.3f,\"unit\":\"%s\",\"floor\":null,\"ratio\":null,\"p50_ms\":null,\"p99_ms\":null}%n",
        name,
        value,
        unit);
  }
}
