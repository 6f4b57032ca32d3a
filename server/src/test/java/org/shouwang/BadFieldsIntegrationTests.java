package org.shouwang;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.shouwang.security.Browser;
import org.shouwang.security.Browser.Answer;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Every field of every request is given what nobody should send: the endpoints are found by
 * themselves, so that a new one is tested as soon as it is there.
 */
class BadFieldsIntegrationTests extends IntegrationTest {

  private static final String ADDRESS = "127.0.0.9";

  /** What tells of the inside: classes, statements, traces. */
  private static final Pattern INSIDE =
      Pattern.compile(
          "org\\.(springframework|postgresql|shouwang|apache)|java\\.|jakarta\\.|tools\\.jackson"
              + "|Exception|PSQL|\\bat [a-z]+\\.[a-z]+|constraint|relation ");

  private static final String SQL = "'; drop table people.person; --";
  private static final String SCRIPT = "<script>alert(1)</script>";

  /** Raw JSON values, some of which no JSON library would write. */
  private static final List<String> BODY_VALUES =
      List.of(
          "\"" + SQL + SCRIPT + "\"",
          "\"=HYPERLINK(1)\"",
          "\"a\\u0000b\"",
          "\"\\ud800\"",
          "\"" + "x".repeat(39) + "\\ud83d\\ude00 and more than is shown\"",
          "\"" + "守".repeat(20_000) + "\"",
          "\"\"",
          "\"+999999999-12-31T23:59:59Z\"",
          "\"-999999999-01-01T00:00:00Z\"",
          "\"NaN\"",
          "12345678901234567890",
          "1e999",
          "-1",
          "true",
          "[null]",
          "[\"a\\u0000b\"]",
          "{}",
          "{\"a\":[{}]}");

  private static final List<String> PARAMETER_VALUES =
      List.of(
          SQL + SCRIPT,
          "a\u0000b",
          "\u0000",
          "\ufffd\ud83d\ude00".repeat(30),
          "",
          "-1",
          "99999999999999999999",
          "1e999",
          "NaN",
          "+999999999-12-31T23:59:59Z",
          "-999999999-01-01T00:00:00Z",
          "+999999999-12-31",
          "10000-01-01",
          "2022-02-30",
          "1-1-1-1-1",
          "62990119850302101X",
          "../../etc/passwd",
          "%",
          "_",
          "\\");

  /** Keys of pages that the server never gave. */
  private static final List<String> CURSORS =
      List.of(
          "",
          "x",
          "0",
          "-1",
          "99999999999999999999",
          "\u0000",
          "1-1-1-1-1",
          "00000000-0000-0000-0000-000000000000",
          "00000000-0000-0000-0000-000000000000\u0000",
          "2022-03-08T00:00:00Z",
          "+1000000000-12-31T23:59:59.999999999Z",
          "-1000000000-01-01T00:00:00Z",
          "2022-03-08T00:00:00Z|x",
          "+1000000000-12-31T23:59:59.999999999Z|00000000-0000-0000-0000-000000000000",
          "-1000000000-01-01T00:00:00Z|00000000-0000-0000-0000-000000000000",
          "+1000000000-12-31T23:59:59.999999999Z 00000000-0000-0000-0000-000000000000",
          "2022-03-08T00:00:00Z 00000000-0000-0000-0000-000000000000 more",
          SQL);

  @LocalServerPort int port;
  @Autowired JdbcClient jdbc;
  @Autowired RequestMappingHandlerMapping requestMappingHandlerMapping;

  private Browser browser;
  private int sent;
  private UUID account;
  private final List<String> wrong = new ArrayList<>();

  @BeforeEach
  void somebodyWhoMayAll() {
    account = UUID.randomUUID();
    String name = "sweep-" + account;
    jdbc.sql(
            """
            insert into security.account (id, username, username_key, display_name, roles,
              everywhere, language, password_hash, must_change_password, made_at, demo)
            select :id, :name, :name, '甲', '{administrator,command,gate_lead,guard,auditor,laboratory,sampling_lead}',
              true, 'zh-CN', password_hash, false, now(), demo
            from security.account where username = 'command'
            """)
        .param("id", account)
        .param("name", name)
        .update();
    browser = Browser.at(port, ADDRESS).in(sent / 400 % 2 == 0 ? "en" : "zh-CN");
    assertThat(browser.signIn(name, Browser.PASSWORD).status()).isEqualTo(200);
  }

  @AfterEach
  void forgetTheFailures() {
    jdbc.sql("delete from security.failure").update();
  }

  /** An endpoint. */
  private record Endpoint(String method, String path, HandlerMethod handler) {
    List<Parameter> annotated(Class<? extends java.lang.annotation.Annotation> kind) {
      return java.util.Arrays.stream(handler.getMethod().getParameters())
          .filter(parameter -> parameter.isAnnotationPresent(kind))
          .toList();
    }

    String toPath() {
      return path.replaceAll("\\{[^}]+}", UUID.randomUUID().toString());
    }
  }

  private List<Endpoint> endpoints() {
    List<Endpoint> endpoints = new ArrayList<>();
    requestMappingHandlerMapping
        .getHandlerMethods()
        .forEach((info, handler) -> {
          boolean ours = handler.getBeanType().getPackageName().startsWith("org.shouwang.");
          boolean stream =
              info.getProducesCondition()
                  .getProducibleMediaTypes()
                  .contains(MediaType.TEXT_EVENT_STREAM);
          if (ours && !stream) {
            paths(info)
                .forEach(path ->
                    info.getMethodsCondition()
                        .getMethods()
                        .forEach(
                            method -> endpoints.add(new Endpoint(method.name(), path, handler))));
          }
        });
    endpoints.sort(Comparator.comparing(Endpoint::path).thenComparing(Endpoint::method));
    assertThat(endpoints).hasSizeGreaterThan(50);
    return endpoints;
  }

  private static Set<String> paths(RequestMappingInfo info) {
    return info.getPatternValues();
  }

  /** A rate is kept for each account: before it is used up, another one goes on. */
  private Answer send(String method, String path, @org.jspecify.annotations.Nullable Object body) {
    if (++sent % 400 == 0) {
      somebodyWhoMayAll();
    }
    Answer answer = browser.send(method, path, body);
    judge(method + " " + path + " " + cut(String.valueOf(body)), answer);
    return answer;
  }

  private void judge(String what, Answer answer) {
    String text = answer.raw().body();
    boolean clear =
        answer.status() < 400
            || (answer.status() < 500
                && answer.status() != 429
                && answer
                    .raw()
                    .headers()
                    .firstValue("Content-Type")
                    .orElse("")
                    .startsWith("application/problem+json")
                && !answer.code().isEmpty()
                && said(answer, "title")
                && said(answer, "detail")
                && said(answer, "cure")
                && !INSIDE.matcher(text).find()
                && !text.contains("62990119850302101X"));
    if (!clear) {
      wrong.add(answer.status() + " " + what + " -> " + cut(text));
    }
  }

  private static boolean said(Answer answer, String what) {
    String text = answer.json().path(what).asString("");
    return !text.isEmpty() && !text.equals(answer.code() + "." + what) && !text.contains("{field}");
  }

  private static String cut(String text) {
    return text.length() > 200 ? text.substring(0, 200) + "…" : text;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }

  @Test
  void everyParameterOfEveryEndpoint() {
    for (Endpoint endpoint : endpoints()) {
      for (Parameter parameter : endpoint.annotated(RequestParam.class)) {
        if (parameter.getType() == MultipartFile.class || !endpoint.method().equals("GET")) {
          continue;
        }
        String start = endpoint.toPath() + "?" + parameter.getName() + "=";
        PARAMETER_VALUES.forEach(value -> send("GET", start + encoded(value), null));
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void everyPartOfEveryAddress() {
    for (Endpoint endpoint : endpoints()) {
      if (!endpoint.annotated(PathVariable.class).isEmpty()) {
        for (String value : List.of("x", "1-1-1-1-1", "'%20or%20'1'='1", "%3Cscript%3E", "-1")) {
          send(
              endpoint.method(),
              endpoint.path().replaceAll("\\{[^}]+}", value),
              endpoint.method().equals("GET") ? null : "{}");
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void everyKeyOfAPage() {
    RightBodies known = new RightBodies(jdbc, browser, account);
    UUID job = known.anImport();
    for (Endpoint endpoint : endpoints()) {
      boolean paged =
          endpoint.annotated(RequestParam.class).stream()
              .anyMatch(parameter -> parameter.getName().equals("after"));
      if (paged) {
        String path =
            endpoint.path().contains("/imports/{id}")
                ? endpoint.path().replace("{id}", job.toString())
                : endpoint.path().contains("/people/{id}")
                    ? endpoint.path().replace("{id}", known.aPerson().toString())
                    : endpoint.toPath();
        for (String cursor : CURSORS) {
          send(
              "GET",
              path
                  + "?after="
                  + java.util.Base64.getUrlEncoder().encodeToString(cursor.getBytes(UTF_8)),
              null);
        }
        send("GET", path + "?after=" + encoded("no base64 !"), null);
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void everyFieldOfEveryBody() {
    RightBodies known = new RightBodies(jdbc, browser, account);
    Map<String, Map<String, String>> bodies = known.all();
    ids.putAll(known.ids());
    Set<String> untested = new LinkedHashSet<>();
    for (Endpoint endpoint : endpoints()) {
      List<Parameter> body = endpoint.annotated(RequestBody.class);
      if (body.isEmpty()) {
        continue;
      }
      String name = endpoint.method() + " " + endpoint.path();
      Map<String, String> right = bodies.get(name);
      if (right == null
          || (body.getFirst().getType().isRecord()
              && !right.keySet().equals(fields(body.getFirst().getType())))) {
        untested.add(name);
        continue;
      }
      wholes(endpoint);
      if (name.equals("POST /api/v1/field/enrol") || name.equals("POST /api/v1/field/status")) {
        continue; // few enrolments are let through, and a device's own: tested apart
      }
      for (String field : right.keySet()) {
        for (String value : BODY_VALUES) {
          Map<String, String> fields = new LinkedHashMap<>(right);
          fields.put(field, value);
          send(endpoint.method(), path(endpoint), json(fields));
        }
      }
    }
    assertThat(untested).as("bodies that this test must know").isEmpty();
    assertThat(wrong).isEmpty();
    assertThat(jdbc.sql("select count(*) from people.person").query(Long.class).single())
        .isPositive();
  }

  private void wholes(Endpoint endpoint) {
    if (endpoint.path().endsWith("/enrol")) {
      return;
    }
    for (String body :
        List.of("", "null", "[]", "42", "\"x\"", "{", "{}x", "[".repeat(2_000), "{\"a\":NaN}")) {
      send(endpoint.method(), path(endpoint), body);
    }
  }

  private static Set<String> fields(Class<?> record) {
    Set<String> names = new LinkedHashSet<>();
    for (RecordComponent component : record.getRecordComponents()) {
      names.add(component.getName());
    }
    return names;
  }

  private static String json(Map<String, String> fields) {
    StringBuilder text = new StringBuilder("{");
    fields.forEach((name, value) ->
        text.append(text.length() == 1 ? "" : ",")
            .append('"')
            .append(name)
            .append("\":")
            .append(value));
    return text.append('}').toString();
  }

  private final Map<String, String> ids = new LinkedHashMap<>();

  /** Addresses of what is there, so that not all ends at "unknown". */
  private String path(Endpoint endpoint) {
    String path = endpoint.path();
    for (Map.Entry<String, String> id : ids.entrySet()) {
      path =
          id.getKey().contains("{")
              ? path.replace(id.getKey(), id.getValue())
              : path.replace(id.getKey() + "/{id}", id.getKey() + "/" + id.getValue());
    }
    return path.replaceAll("\\{[^}]+}", UUID.randomUUID().toString());
  }
}
