package org.shouwang.security;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A browser (cookies, double-submit header) or, with a token, a device, for tests over HTTP. The
 * demo's accounts all have {@link #PASSWORD}.
 */
public final class Browser {

  public static final String PASSWORD = Demo.PASSWORD;

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final int port;
  private final HttpClient http;
  private final Map<String, String> cookies = new HashMap<>();
  private @Nullable String token;
  private @Nullable String language;
  private boolean withXsrf = true;

  public Browser(int port) {
    this(port, HTTP);
  }

  private Browser(int port, HttpClient http) {
    this.port = port;
    this.http = http;
  }

  /** A browser with another address than all the others. */
  public static Browser at(int port, String address) {
    return new Browser(
        port, HttpClient.newBuilder().localAddress(InetAddress.ofLiteral(address)).build());
  }

  /** An answer with its body as JSON (a missing node when there is none). */
  public record Answer(int status, JsonNode json, HttpResponse<String> raw) {
    public String code() {
      return json.path("code").asString("");
    }
  }

  /** A browser in which a demo account is signed in. */
  public static Browser signedIn(int port, String username) {
    Browser browser = new Browser(port);
    Answer answer = browser.signIn(username, PASSWORD);
    if (answer.status() != 200) {
      throw new IllegalStateException("sign-in failed: " + answer.raw().body());
    }
    return browser;
  }

  /** A device with a bearer token. */
  public static Browser device(int port, String token) {
    Browser browser = new Browser(port);
    browser.token = token;
    return browser;
  }

  public Answer signIn(String username, String password) {
    get("/api/v1/session");
    return post("/api/v1/session", Map.of("username", username, "password", password));
  }

  public Browser withoutXsrf() {
    withXsrf = false;
    return this;
  }

  /** Asks for answers in a language, as {@code Accept-Language}. */
  public Browser in(String acceptLanguage) {
    language = acceptLanguage;
    return this;
  }

  public Map<String, String> cookies() {
    return cookies;
  }

  public Answer get(String path) {
    return send("GET", path, null);
  }

  public Answer post(String path, Object body) {
    return send("POST", path, body);
  }

  public Answer put(String path, Object body) {
    return send("PUT", path, body);
  }

  public Answer patch(String path, Object body) {
    return send("PATCH", path, body);
  }

  public Answer delete(String path) {
    return send("DELETE", path, null);
  }

  public Answer send(String method, String path, @Nullable Object body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .method(
                method,
                body == null
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofString(
                        body instanceof String text ? text : JSON.writeValueAsString(body)));
    return send(request, body == null ? null : "application/json");
  }

  /** Sends what the caller has made of a request, with this browser's cookies or token. */
  public Answer send(HttpRequest.Builder request, @Nullable String contentType) {
    if (contentType != null) {
      request.header("Content-Type", contentType);
    }
    if (language != null) {
      request.header("Accept-Language", language);
    }
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    } else {
      StringBuilder line = new StringBuilder();
      cookies.forEach((name, value) -> line.append(name).append('=').append(value).append("; "));
      if (!line.isEmpty()) {
        request.header("Cookie", line.substring(0, line.length() - 2));
      }
      if (withXsrf && cookies.containsKey("XSRF-TOKEN")) {
        request.header("X-XSRF-TOKEN", cookies.get("XSRF-TOKEN"));
      }
    }
    try {
      HttpResponse<String> answer =
          http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      answer.headers().allValues("Set-Cookie").forEach(this::keep);
      return new Answer(answer.statusCode(), read(answer), answer);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode read(HttpResponse<String> answer) {
    boolean json = answer.headers().firstValue("Content-Type").orElse("").contains("json");
    return json && !answer.body().isEmpty() ? JSON.readTree(answer.body()) : JSON.missingNode();
  }

  private void keep(String line) {
    String pair = line.split(";", 2)[0];
    String name = pair.substring(0, pair.indexOf('='));
    String value = pair.substring(pair.indexOf('=') + 1);
    if (value.isEmpty()) {
      cookies.remove(name);
    } else {
      cookies.put(name, value);
    }
  }
}
