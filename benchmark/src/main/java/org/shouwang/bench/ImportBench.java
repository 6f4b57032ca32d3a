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
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * Measures an import of people over the HTTP API of a running server: from the upload to the
 * preview, from the confirmation to the end, and the same file once more, which must change
 * nothing. Whoever made the file says which rows are dirty: each must be named with a reason, and
 * all others must be in.
 */
public final class ImportBench {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http;
  private final URI base;
  private final long pid;
  private final CookieManager cookies = new CookieManager();

  private ImportBench(URI base, long pid) {
    this.base = base;
    this.pid = pid;
    this.http = HttpClient.newBuilder().cookieHandler(cookies).build();
  }

  /**
   * Runs it.
   *
   * @param arguments base address of the server, user, password, directory of the generator's
   *     files, process id of the server
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    if (arguments.length < 5) {
      System.err.println("usage: ImportBench baseUrl user password directory pid");
      System.exit(2);
    }
    Path directory = Path.of(arguments[3]);
    ImportBench bench = new ImportBench(URI.create(arguments[0]), Long.parseLong(arguments[4]));
    bench.signIn(arguments[1], arguments[2]);
    bench.commit(bench.await(bench.upload(directory.resolve("units.xlsx"), "units"), "previewed"));
    Set<Integer> dirty = new HashSet<>();
    for (String line : Files.readAllLines(directory.resolve("workers-dirty.txt"))) {
      dirty.add(Integer.parseInt(line.split("\t")[1]));
    }
    bench.run(directory.resolve("workers.xlsx"), dirty);
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

  private void run(Path file, Set<Integer> dirty) throws IOException, InterruptedException {
    long start = System.nanoTime();
    JsonNode preview = await(upload(file, "people"), "previewed");
    double read = seconds(start);
    Set<Integer> named = named(preview.path("id").asString());
    long confirmed = System.nanoTime();
    JsonNode done = commit(preview);
    double taken = seconds(confirmed);
    int rows = done.path("rows").asInt();
    int bad = done.path("bad").asInt();
    Figure.of("import.total", read + taken, "s").print();
    Figure.of("import.read", read, "s").print();
    Figure.of("import.commit", taken, "s").print();
    Figure.of("import.rate", rows / (read + taken), "rows/s").print();
    Figure.of("import.rows", rows, "rows").print();
    Figure.of("import.bad", bad, "rows").with("dirty", dirty.size()).print();
    Figure.of("import.unnamed", missing(dirty, named), "dirty rows without a reason").print();
    Figure.of("import.wronged", missing(named, dirty), "clean rows turned away").print();
    Figure.of("import.people", people(), "people in").with("clean", rows - dirty.size()).print();
    Figure.of("import.resident", Usage.peakMegabytes(pid), "MB").print();
    long again = System.nanoTime();
    JsonNode repeated = await(upload(file, "people"), "previewed");
    Figure.of("import.again", seconds(again), "s").print();
    Figure.of("import.again.changes", repeated.path("good").asInt(), "rows").print();
    send(
        unsafe("/api/v1/imports/" + repeated.path("id").asString() + "/cancel")
            .POST(BodyPublishers.noBody()));
  }

  private JsonNode commit(JsonNode preview) throws IOException, InterruptedException {
    send(
        unsafe("/api/v1/imports/" + preview.path("id").asString() + "/commit")
            .POST(BodyPublishers.noBody()));
    return await(preview, "committed");
  }

  /** Lines of the file that came back with a reason. */
  private Set<Integer> named(String id) throws IOException, InterruptedException {
    Set<Integer> lines = new HashSet<>();
    String after = "";
    do {
      JsonNode page =
          send(
              get(
                  "/api/v1/imports/"
                      + id
                      + "/rows?state=bad&limit=500"
                      + (after.isEmpty() ? "" : "&after=" + after)));
      for (JsonNode row : page.path("items")) {
        if (!row.path("reasons").isEmpty()) {
          lines.add(row.path("row").asInt());
        }
      }
      after = page.path("next").asString("");
    } while (!after.isEmpty());
    return lines;
  }

  private int people() throws IOException, InterruptedException {
    int count = 0;
    String after = "";
    do {
      JsonNode page =
          send(get("/api/v1/people?limit=500" + (after.isEmpty() ? "" : "&after=" + after)));
      count += page.path("items").size();
      after = page.path("next").asString("");
    } while (!after.isEmpty());
    return count;
  }

  private static int missing(Set<Integer> these, Set<Integer> from) {
    Set<Integer> rest = new HashSet<>(these);
    rest.removeAll(from);
    return rest.size();
  }

  private HttpRequest.Builder get(String path) {
    return HttpRequest.newBuilder(base.resolve(path)).GET();
  }

  private JsonNode upload(Path file, String kind) throws IOException, InterruptedException {
    String boundary = "shouwang-" + UUID.randomUUID();
    String head =
        "--%s\r\nContent-Disposition: form-data; name=\"kind\"\r\n\r\n%s\r\n--%s\r\nContent-Disposition: form-data; name=\"file\"; filename=\"%s\"\r\nContent-Type: application/octet-stream\r\n\r\n"
            .formatted(boundary, kind, boundary, file.getFileName());
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
}
