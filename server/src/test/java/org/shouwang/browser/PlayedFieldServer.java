package org.shouwang.browser;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The other side of a field device, played by hand: the built app over HTTPS and the endpoints a
 * device calls, with the promises of the door (a fact is kept once, a retry is a duplicate). It can
 * be stopped and started again and keeps its facts, so that a test sees what the device alone does.
 */
final class PlayedFieldServer {

  static final String HOST = "gate.shouwang.test";
  static final String CODE = "ABCD2345";
  static final String GUARD = "0190a000-0000-7000-8000-0000000000a1";
  static final String PIN = "305917";
  static final String LANE = "1 号人行道";

  private static final Path APP = Path.of("..", "web", "dist");
  private static final byte[] HASH_KEY =
      "a key of this device for hashes.".getBytes(StandardCharsets.US_ASCII);
  private static final int PEOPLE = 400;
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "js", "text/javascript",
          "css", "text/css",
          "wasm", "application/wasm",
          "webmanifest", "application/manifest+json",
          "png", "image/png",
          "svg", "image/svg+xml");
  private static final String POLICY =
      "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline';"
          + " img-src 'self' data: blob:; worker-src 'self'; object-src 'none'; base-uri 'none'";

  private final JsonMapper json = new JsonMapper();
  private final SSLContext tls;
  private final String publicKeyPin;
  private final Duration offset =
      Duration.between(Instant.now(), Instant.parse("2022-03-08T00:00:00Z"));
  private final Map<String, JsonNode> facts = new ConcurrentHashMap<>();
  private @Nullable HttpsServer server;
  private int port;

  PlayedFieldServer() throws GeneralSecurityException, IOException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    KeyPair pair = generator.generateKeyPair();
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(pair.getPublic().getEncoded());
    publicKeyPin = Base64.getEncoder().encodeToString(digest);
    tls = context(pair);
  }

  static boolean appIsBuilt() {
    return Files.exists(APP.resolve("field/sw.js"));
  }

  /** For Chromium's {@code --ignore-certificate-errors-spki-list}: this one key and no other. */
  String publicKeyPin() {
    return publicKeyPin;
  }

  String url() {
    return "https://" + HOST + ":" + port + "/field/";
  }

  Map<String, JsonNode> facts() {
    return facts;
  }

  Instant worldNow() {
    return Instant.now().plus(offset);
  }

  /** Starts, at the same port as before if it ran before. */
  void start() throws IOException {
    HttpsServer started =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    started.setHttpsConfigurator(new HttpsConfigurator(tls));
    started.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    started.createContext("/", this::answer);
    started.start();
    port = started.getAddress().getPort();
    server = started;
  }

  void stop() {
    if (server != null) {
      server.stop(0);
      server = null;
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    byte[] body = exchange.getRequestBody().readAllBytes();
    try (exchange) {
      if (path.startsWith("/api/v1/")) {
        send(exchange, "application/json", json.writeValueAsBytes(api(path.substring(8), body)));
        return;
      }
      Path file = APP.resolve(path.equals("/field/") ? "field/index.html" : path.substring(1));
      if (!file.normalize().startsWith(APP.normalize()) || !Files.isRegularFile(file)) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      String name = file.getFileName().toString();
      String type = TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "text/plain");
      exchange.getResponseHeaders().set("Content-Security-Policy", POLICY);
      send(exchange, type, Files.readAllBytes(file));
    }
  }

  private static void send(HttpExchange exchange, String type, byte[] body) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.getResponseHeaders().set("Cache-Control", "no-cache");
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
  }

  private Object api(String path, byte[] body) {
    return switch (path) {
      case "clock" -> clock();
      case "field/enrol" -> enrolled();
      case "field/guards" -> List.of(guard());
      case "field/roster" -> roster();
      case "field/status" -> Map.of("ok", true, "revoked", false);
      case "facts" -> Map.of("receipts", receipts(json.readTree(body).path("facts")));
      default -> Map.of();
    };
  }

  private Map<String, Object> clock() {
    Instant wall = Instant.now();
    return Map.of(
        "wall", wall, "world", wall.plus(offset), "offsetMs", offset.toMillis(), "rate", 1.0);
  }

  private static Map<String, Object> enrolled() {
    return Map.of(
        "deviceId",
        "0190a000-0000-7000-8000-0000000000d1",
        "token",
        "token-of-the-device",
        "placeId",
        "0190a000-0000-7000-8000-0000000000e1",
        "placeName",
        "园区东门");
  }

  private static Map<String, Object> guard() {
    byte[] salt = "sixteen bytes ok".getBytes(StandardCharsets.US_ASCII);
    byte[] hash;
    try {
      hash =
          SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
              .generateSecret(new PBEKeySpec(PIN.toCharArray(), salt, 50_000, 256))
              .getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
    Map<String, Object> pin = Map.of("salt", salt, "iterations", 50_000, "hash", hash);
    return Map.of("accountId", GUARD, "displayName", "马卫东", "pin", pin);
  }

  private Map<String, Object> roster() {
    Instant now = Instant.now().plus(offset);
    List<Map<String, Object>> entries = new ArrayList<>();
    for (int i = 0; i < PEOPLE; i++) {
      entries.add(
          Map.of(
              "key",
              keyed("resident_id:" + numberOf(i)),
              "id",
              personOf(i),
              "name",
              nameOf(i),
              "unitName",
              "化工热电公司 · 运行一班",
              "classOfPerson",
              "shift_worker",
              "masked",
              "629901********" + numberOf(i).substring(14)));
    }
    return Map.of(
        "edition",
        "8f0c2a1d5b7e9346",
        "rules",
        rules(),
        "asOf",
        now,
        "expiresAt",
        now.plus(Duration.ofHours(24)),
        "place",
        Map.of("id", "0190a000-0000-7000-8000-0000000000e1", "name", "园区东门"),
        "lanes",
        List.of(LANE, "2 号车道"),
        "entries",
        entries,
        "hashKey",
        HASH_KEY,
        "evacuation",
        false);
  }

  private JsonNode rules() {
    try (var golden = PlayedFieldServer.class.getResourceAsStream("/golden/gate-verdicts.json")) {
      return json.readTree(golden).path(0).path("input").path("rules");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<Map<String, Object>> receipts(JsonNode sent) {
    List<Map<String, Object>> receipts = new ArrayList<>();
    for (JsonNode fact : sent) {
      String id = fact.path("id").stringValue();
      boolean first = facts.putIfAbsent(id, fact) == null;
      String action = fact.path("data").path("device").path("action").asString("pass");
      receipts.add(
          Map.of(
              "id",
              id,
              "status",
              first ? "recorded" : "duplicate",
              "at",
              fact.path("at").stringValue(),
              "verdict",
              Map.of("action", action, "reasons", List.of(), "differs", false)));
    }
    return receipts;
  }

  /** A resident identity number of the demo's region with its right check digit. */
  static String numberOf(int person) {
    String number =
        "6299011985%02d%02d%03d".formatted(1 + person % 12, 1 + person % 28, person % 1000);
    int[] weights = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    int sum = 0;
    for (int i = 0; i < 17; i++) {
      sum += (number.charAt(i) - '0') * weights[i];
    }
    return number + "10X98765432".charAt(sum % 11);
  }

  static String personOf(int person) {
    return new UUID(0x0190a00000007000L, 0x8000000000000000L + person).toString();
  }

  static String nameOf(int person) {
    return "王建国" + person;
  }

  private static String keyed(String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(HASH_KEY, "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static SSLContext context(KeyPair pair) throws GeneralSecurityException, IOException {
    X500Name name = new X500Name("CN=" + HOST);
    Instant now = Instant.now();
    try {
      var builder =
          new JcaX509v3CertificateBuilder(
              name,
              BigInteger.valueOf(now.toEpochMilli()),
              Date.from(now.minus(Duration.ofDays(1))),
              Date.from(now.plus(Duration.ofDays(30))),
              name,
              pair.getPublic());
      builder.addExtension(
          Extension.subjectAlternativeName,
          false,
          new GeneralNames(new GeneralName(GeneralName.dNSName, HOST)));
      X509Certificate certificate =
          new JcaX509CertificateConverter()
              .getCertificate(
                  builder.build(
                      new JcaContentSignerBuilder("SHA256withRSA").build(pair.getPrivate())));
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry(
          "gate", pair.getPrivate(), new char[0], new X509Certificate[] {certificate});
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, new char[0]);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return context;
    } catch (org.bouncycastle.operator.OperatorCreationException e) {
      throw new GeneralSecurityException(e);
    }
  }
}
