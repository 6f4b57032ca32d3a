package org.shouwang;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** An administrator who sets a gate up, and the device that is enrolled at it, both over HTTP. */
public final class FieldClient {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NEXT_PASSWORD = "A-Longer-Passphrase-2026";

  private final ServerProcess server;
  private final HttpClient http = HttpClient.newHttpClient();
  private final Map<String, String> cookies = new HashMap<>();

  /** Nobody yet; see {@link #signIn}. */
  public FieldClient(ServerProcess server) {
    this.server = server;
  }

  /** The same cookies at another server. */
  FieldClient on(ServerProcess other) {
    FieldClient same = new FieldClient(other);
    same.cookies.putAll(cookies);
    return same;
  }

  /** Signs in as an account whose password needs no change. */
  public void signIn(String username, String password) throws IOException, InterruptedException {
    call("GET", "/api/v1/session", null);
    expect(
        200, call("POST", "/api/v1/session", Map.of("username", username, "password", password)));
  }

  /** Has something made or done; any success will do. */
  public JsonNode post(String path, Object body) throws IOException, InterruptedException {
    return expect(-200, call("POST", path, body));
  }

  /** Sets something; any success will do. */
  public JsonNode put(String path, Object body) throws IOException, InterruptedException {
    return expect(-200, call("PUT", path, body));
  }

  /**
   * Somebody else, whom this administrator gives an account that sees the whole park.
   *
   * @param role its only role
   */
  FieldClient colleague(String username, String role) throws IOException, InterruptedException {
    String first =
        post(
                "/api/v1/accounts",
                Map.of(
                    "username",
                    username,
                    "displayName",
                    username,
                    "roles",
                    java.util.Set.of(role),
                    "everywhere",
                    true))
            .path("initialPassword")
            .stringValue("");
    FieldClient colleague = new FieldClient(server);
    colleague.signIn(username, first);
    colleague.put("/api/v1/session/password", Map.of("current", first, "next", NEXT_PASSWORD));
    return colleague;
  }

  /**
   * An enrolled device.
   *
   * @param token its bearer token
   * @param place the gate it stands at
   */
  record Device(String token, UUID place) {}

  /** Signs in with the shown password, changes it, makes a gate, enrols a device by its code. */
  Device enrol() throws IOException, InterruptedException {
    String[] administrator = server.administrator();
    signIn(administrator[0], administrator[1]);
    expect(
        -200,
        call(
            "PUT",
            "/api/v1/session/password",
            Map.of("current", administrator[1], "next", NEXT_PASSWORD)));
    UUID park = place("T-PARK", "试验园区", "park", "park", null);
    UUID gate = place("T-GATE", "试验门岗", "gate", "none", park);
    JsonNode code =
        expect(-200, call("POST", "/api/v1/devices", Map.of("name", "试验设备", "placeId", gate)));
    JsonNode enrolled =
        expect(
            200,
            call(
                "POST",
                "/api/v1/field/enrol",
                Map.of("code", code.path("code").stringValue(""), "publicKey", publicKey())));
    return new Device(enrolled.path("token").stringValue(""), gate);
  }

  /** Places come from an import; two rows are enough here. */
  private UUID place(String code, String name, String kind, String level, UUID enters)
      throws IOException {
    UUID id = UUID.randomUUID();
    try (Connection database = server.database();
        PreparedStatement row =
            database.prepareStatement(
                """
                insert into people.place (id, code, name, kind, parent_id, level, enters_id)
                values (?, ?, ?, ?, ?, ?, ?)
                """)) {
      int column = 1;
      for (Object value : new Object[] {id, code, name, kind, enters, level, enters}) {
        row.setObject(column++, value);
      }
      row.executeUpdate();
      return id;
    } catch (SQLException e) {
      throw new IOException("the place could not be made", e);
    }
  }

  /** Asks as whoever has signed in. */
  public JsonNode ask(String path) throws IOException, InterruptedException {
    return expect(200, call("GET", path, null));
  }

  /**
   * Opens what never ends or is too large to hold, as whoever has signed in.
   *
   * @param limit until the answer's head; what follows may take as long as it likes
   */
  public InputStream stream(String path, Duration limit) throws IOException, InterruptedException {
    HttpResponse<InputStream> response =
        http.send(
            HttpRequest.newBuilder(server.uri(path))
                .timeout(limit)
                .header("Cookie", cookies())
                .build(),
            BodyHandlers.ofInputStream());
    if (response.statusCode() != 200) {
      throw new AssertionError(
          path
              + " answered "
              + response.statusCode()
              + " "
              + new String(response.body().readAllBytes(), StandardCharsets.UTF_8));
    }
    return response.body();
  }

  /** Hands in a file as its form would; any success will do. */
  public JsonNode upload(String path, Path file) throws IOException, InterruptedException {
    String boundary = "shouwang-" + UUID.randomUUID();
    String head =
        "--%s\r\nContent-Disposition: form-data; name=\"file\"; filename=\"%s\"\r\nContent-Type: text/csv\r\n\r\n"
            .formatted(boundary, file.getFileName());
    HttpRequest request =
        HttpRequest.newBuilder(server.uri(path))
            .timeout(Duration.ofMinutes(2))
            .header("Content-Type", "multipart/form-data; boundary=" + boundary)
            .header("Cookie", cookies())
            .header("X-XSRF-TOKEN", cookies.getOrDefault("XSRF-TOKEN", ""))
            .POST(
                BodyPublishers.concat(
                    BodyPublishers.ofString(head),
                    BodyPublishers.ofFile(file),
                    BodyPublishers.ofString("\r\n--" + boundary + "--\r\n")))
            .build();
    return expect(-200, http.send(request, BodyHandlers.ofString()));
  }

  private String cookies() {
    return String.join(
        "; ", cookies.entrySet().stream().map(it -> it.getKey() + "=" + it.getValue()).toList());
  }

  private HttpResponse<String> call(String method, String path, Object body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.uri(path))
            .timeout(Duration.ofSeconds(30))
            .header("Accept-Language", "en")
            .method(
                method,
                body == null
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofString(JSON.writeValueAsString(body)));
    if (body != null) {
      request.header("Content-Type", "application/json");
    }
    if (!cookies.isEmpty()) {
      request.header("Cookie", cookies());
    }
    if (cookies.containsKey("XSRF-TOKEN")) {
      request.header("X-XSRF-TOKEN", cookies.get("XSRF-TOKEN"));
    }
    HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
    for (String cookie : response.headers().allValues("Set-Cookie")) {
      String[] pair = cookie.split(";", 2)[0].split("=", 2);
      cookies.put(pair[0], pair[1]);
    }
    return response;
  }

  /** -200: any success. */
  private static JsonNode expect(int status, HttpResponse<String> response) {
    boolean good =
        status == -200 ? response.statusCode() / 100 == 2 : response.statusCode() == status;
    if (!good) {
      throw new AssertionError(
          response.request().method()
              + " "
              + response.uri().getPath()
              + " answered "
              + response.statusCode()
              + " "
              + response.body());
    }
    return response.body().isEmpty() ? JSON.createObjectNode() : JSON.readTree(response.body());
  }

  private static Map<String, String> publicKey() {
    try {
      KeyPairGenerator pairs = KeyPairGenerator.getInstance("EC");
      pairs.initialize(new ECGenParameterSpec("secp256r1"));
      ECPublicKey key = (ECPublicKey) pairs.generateKeyPair().getPublic();
      return Map.of(
          "kty",
          "EC",
          "crv",
          "P-256",
          "x",
          coordinate(key.getW().getAffineX()),
          "y",
          coordinate(key.getW().getAffineY()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String coordinate(java.math.BigInteger value) {
    byte[] bytes = value.toByteArray();
    byte[] fixed = new byte[32];
    int length = Math.min(bytes.length, 32);
    System.arraycopy(bytes, bytes.length - length, fixed, 32 - length, length);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(fixed);
  }
}
