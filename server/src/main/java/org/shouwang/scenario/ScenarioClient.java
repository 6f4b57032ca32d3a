package org.shouwang.scenario;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The public interface as a person (session, CSRF) or a device (token) uses it, over loopback. */
final class ScenarioClient {

  private static final int TRIES = 60;
  private static final String BOUNDARY = "shouwang-scenario";

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final int port;
  private final Map<String, String> cookies = new ConcurrentHashMap<>();

  ScenarioClient(int port) {
    this.port = port;
  }

  void signIn(String username, String password) {
    cookies.clear();
    send("GET", "/session", null, null, null);
    post("/session", Map.of("username", username, "password", password));
  }

  JsonNode get(String path) {
    return ok("GET", path, null, null, null);
  }

  JsonNode post(String path, Object body) {
    return ok("POST", path, json(body), "application/json", null);
  }

  JsonNode put(String path, Object body) {
    return ok("PUT", path, json(body), "application/json", null);
  }

  JsonNode patch(String path, Object body) {
    return ok("PATCH", path, json(body), "application/json", null);
  }

  /** Hands in facts with a device's token, or as the signed-in account without one. */
  JsonNode facts(String body, @Nullable String token) {
    return ok("POST", "/facts", BodyPublishers.ofString(body), "application/json", token);
  }

  JsonNode upload(Path file, String kind) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    part(body, "name=\"kind\"", kind.getBytes(StandardCharsets.UTF_8));
    part(body, "name=\"file\"; filename=\"" + file.getFileName() + "\"", Files.readAllBytes(file));
    body.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
    return ok(
        "POST",
        "/imports",
        BodyPublishers.ofByteArray(body.toByteArray()),
        "multipart/form-data; boundary=" + BOUNDARY,
        null);
  }

  private static void part(ByteArrayOutputStream body, String name, byte[] content) {
    String head = "--%s\r\nContent-Disposition: form-data; %s\r\n\r\n".formatted(BOUNDARY, name);
    body.writeBytes(head.getBytes(StandardCharsets.UTF_8));
    body.writeBytes(content);
    body.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
  }

  private static BodyPublisher json(Object body) {
    return BodyPublishers.ofString(ScenarioJson.text(body));
  }

  /** Tries again as a device does: after Retry-After when the server is busy. */
  private JsonNode ok(
      String method,
      String path,
      @Nullable BodyPublisher body,
      @Nullable String type,
      @Nullable String token) {
    for (int i = 0; ; i++) {
      HttpResponse<String> answer = send(method, path, body, type, token);
      if ((answer.statusCode() == 429 || answer.statusCode() == 503) && i < TRIES) {
        pause(Duration.ofSeconds(answer.headers().firstValueAsLong("Retry-After").orElse(1)));
      } else if (answer.statusCode() >= 300) {
        throw new ScenarioFailed(
            method
                + " "
                + path
                + ": "
                + answer.statusCode()
                + " "
                + ScenarioJson.read(answer.body()).path("code").asString(""));
      } else {
        return ScenarioJson.read(answer.body());
      }
    }
  }

  private HttpResponse<String> send(
      String method,
      String path,
      @Nullable BodyPublisher body,
      @Nullable String type,
      @Nullable String token) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1" + path))
            .timeout(Duration.ofMinutes(2))
            .method(method, body == null ? BodyPublishers.noBody() : body);
    if (type != null) {
      request.header("Content-Type", type);
    }
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    } else {
      StringBuilder line = new StringBuilder();
      cookies.forEach((name, value) -> line.append(name).append('=').append(value).append("; "));
      if (!line.isEmpty()) {
        request.header("Cookie", line.substring(0, line.length() - 2));
      }
      String xsrf = cookies.get("XSRF-TOKEN");
      if (xsrf != null) {
        request.header("X-XSRF-TOKEN", xsrf);
      }
    }
    try {
      HttpResponse<String> answer =
          http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      answer.headers().allValues("Set-Cookie").forEach(this::keep);
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ScenarioFailed("interrupted");
    }
  }

  private void keep(String line) {
    String pair = line.split(";", 2)[0];
    int equals = pair.indexOf('=');
    String value = pair.substring(equals + 1);
    if (value.isEmpty()) {
      cookies.remove(pair.substring(0, equals));
    } else {
      cookies.put(pair.substring(0, equals), value);
    }
  }

  static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ScenarioFailed("interrupted");
    }
  }

  /** The replay can't go on; the message says where. */
  static final class ScenarioFailed extends RuntimeException {
    ScenarioFailed(String message) {
      super(message);
    }
  }
}
