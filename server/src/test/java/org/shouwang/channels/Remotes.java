package org.shouwang.channels;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A server on this machine that speaks as the others do: group robots of 企业微信 and 钉钉 and an SMS
 * gateway, each with its checks. Every route of a test has a path of its own.
 */
final class Remotes implements AutoCloseable {

  static final String DINGTALK_SECRET = "SEC0123456789abcdef";
  static final String SMS_TOKEN = "gateway-token";

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final HttpServer server;
  private final Map<String, List<String>> arrived = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> asked = new ConcurrentHashMap<>();
  private final Map<String, Integer> errors = new ConcurrentHashMap<>();
  private final List<String> phones = new CopyOnWriteArrayList<>();
  volatile boolean down;
  volatile long slowMillis;
  volatile int perMinute = Integer.MAX_VALUE;

  Remotes() throws IOException {
    server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 100);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/wecom", exchange -> answer(exchange, this::wecom));
    server.createContext("/dingtalk", exchange -> answer(exchange, this::dingtalk));
    server.createContext("/sms", exchange -> answer(exchange, this::sms));
    server.start();
  }

  private record Reply(int status, String body) {}

  private interface Protocol {
    Reply answer(HttpExchange exchange, JsonNode body);
  }

  String address(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  /** The errcode that a path answers with from now on; 0: works. */
  void answers(String path, int errcode) {
    errors.put(path, errcode);
  }

  /** What a path has accepted. */
  List<String> arrived(String path) {
    return arrived.computeIfAbsent(path, it -> new CopyOnWriteArrayList<>());
  }

  /** How often a path was asked at all. */
  int asked(String path) {
    return asked.computeIfAbsent(path, it -> new AtomicInteger()).get();
  }

  List<String> phones() {
    return phones;
  }

  private void answer(HttpExchange exchange, Protocol protocol) throws IOException {
    String path = exchange.getRequestURI().getPath();
    asked.computeIfAbsent(path, it -> new AtomicInteger()).incrementAndGet();
    byte[] body = exchange.getRequestBody().readAllBytes();
    if (path.contains("slow")) {
      pause();
    }
    Reply reply =
        down || path.contains("dead")
            ? new Reply(503, "down")
            : protocol.answer(exchange, JSON.readTree(body));
    byte[] said = reply.body().getBytes(UTF_8);
    exchange.sendResponseHeaders(reply.status(), said.length);
    exchange.getResponseBody().write(said);
    exchange.close();
  }

  private void pause() {
    try {
      Thread.sleep(slowMillis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Reply wecom(HttpExchange exchange, JsonNode body) {
    String path = exchange.getRequestURI().getPath();
    int error = errors.getOrDefault(path, 0);
    if (error != 0) {
      return robot(error, "invalid webhook url");
    }
    if (!query(exchange).containsKey("key")) {
      return robot(93000, "invalid webhook url");
    }
    if (!body.path("msgtype").asString("").equals("text")) {
      return robot(40008, "invalid message type");
    }
    if (arrived(path).size() >= perMinute) {
      return robot(45009, "api freq out of limit");
    }
    arrived(path).add(body.at("/text/content").asString());
    return robot(0, "ok");
  }

  private Reply dingtalk(HttpExchange exchange, JsonNode body) {
    Map<String, String> query = query(exchange);
    String signed = query.getOrDefault("timestamp", "") + "\n" + DINGTALK_SECRET;
    if (!hmac(signed).equals(query.get("sign"))) {
      return robot(310000, "sign not match");
    }
    arrived(exchange.getRequestURI().getPath()).add(body.at("/text/content").asString());
    return robot(0, "ok");
  }

  private Reply sms(HttpExchange exchange, JsonNode body) {
    String path = exchange.getRequestURI().getPath();
    String token = exchange.getRequestHeaders().getFirst("Authorization");
    String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
    if (!("Bearer " + SMS_TOKEN).equals(token)) {
      return new Reply(401, "");
    }
    if (!body.path("id").asString("").equals(key)) {
      return new Reply(400, "");
    }
    if (arrived(path).contains(key)) {
      return new Reply(409, "");
    }
    arrived(path).add(key);
    phones.add(body.path("phone").asString());
    return new Reply(202, "{}");
  }

  private static Reply robot(int code, String said) {
    return new Reply(200, "{\"errcode\":" + code + ",\"errmsg\":\"" + said + "\"}");
  }

  private static String hmac(String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(DINGTALK_SECRET.getBytes(UTF_8), "HmacSHA256"));
      return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(UTF_8)));
    } catch (java.security.GeneralSecurityException e) {
      throw new UncheckedIOException(new IOException(e));
    }
  }

  private static Map<String, String> query(HttpExchange exchange) {
    Map<String, String> query = new HashMap<>();
    String raw = exchange.getRequestURI().getRawQuery();
    if (raw != null) {
      for (String pair : raw.split("&")) {
        int equals = pair.indexOf('=');
        query.put(pair.substring(0, equals), URLDecoder.decode(pair.substring(equals + 1), UTF_8));
      }
    }
    return query;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
