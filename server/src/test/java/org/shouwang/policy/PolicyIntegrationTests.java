package org.shouwang.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.shouwang.CallerFixtures;
import org.shouwang.IntegrationTest;
import org.shouwang.security.Browser;
import org.shouwang.security.Caller;
import org.shouwang.security.Permission;
import org.shouwang.security.Scope;
import org.shouwang.web.Refused;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.ProblemDetail;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockMultipartFile;

class PolicyIntegrationTests extends IntegrationTest {

  private static final Instant SCENARIO = Instant.parse("2022-03-08T00:00:00Z");
  private static final Caller MANAGER =
      CallerFixtures.account(Scope.EVERYWHERE, Permission.POLICY_MANAGE);

  @LocalServerPort int port;
  @Autowired Policy policy;
  @Autowired EditionShelf shelf;
  @Autowired PolicyController controller;
  @Autowired JdbcClient jdbc;

  @Test
  void the_scenario_runs_under_the_eighth_edition() {
    Snapshot snapshot = policy.inForce(SCENARIO);
    assertThat(snapshot.value("contact.close.central_days")).isEqualTo(14);
    assertThat(snapshot.value("gate.temperature.limit")).isEqualTo(37.3);
    assertThat(snapshot.value("code.yellow.companion.within_hours")).isEqualTo(48);
    assertThat(snapshot.layers())
        .extracting(Snapshot.Layer::id)
        .contains("national-8", "gansu-2022-03-08", "new-area", "park");
  }

  @Test
  void editions_follow_one_another_in_time() {
    String quarantine = "contact.close.central_days";
    assertThat(at("2022-06-27T15:59:59Z", quarantine)).isEqualTo(14);
    assertThat(at("2022-06-27T16:00:00Z", quarantine)).isEqualTo(7);
    assertThat(at("2022-11-12T00:00:00Z", quarantine)).isEqualTo(5);
    assertThat(at("2023-02-01T00:00:00Z", quarantine)).isNull();
    String monitoring = "case.after_discharge_monitoring_days";
    assertThat(at("2022-03-14T00:00:00Z", monitoring)).isEqualTo(14);
    assertThat(at("2022-03-15T00:00:00Z", monitoring)).isEqualTo(7);
  }

  private @Nullable Object at(String at, String key) {
    return policy.inForce(Instant.parse(at)).value(key);
  }

  @Test
  void a_snapshot_is_kept_and_shown_later() {
    String id = policy.inForce(SCENARIO).id();
    Browser command = Browser.signedIn(port, "command");
    Browser.Answer answer = command.get("/api/v1/policy/snapshots/" + id);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("snapshot").asString()).isEqualTo(id);
    assertThat(answer.json().at("/rules/0/meaning/zh").asString()).isNotEmpty();
    assertThat(command.get("/api/v1/policy/snapshots/nothing").code())
        .isEqualTo("policy.snapshot_unknown");
  }

  @Test
  void rules_are_shown_to_readers_and_changed_by_managers_only() {
    Browser.Answer answer =
        Browser.signedIn(port, "command").get("/api/v1/policy/in-force?at=2022-03-08T00:00:00Z");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("rules").findValuesAsString("confidence")).contains("unverified");
    assertThat(Browser.signedIn(port, "guard1").get("/api/v1/policy/in-force").status())
        .isEqualTo(403);
    for (String path : List.of("check", "editions")) {
      assertThat(
              Browser.signedIn(port, "command").post("/api/v1/policy/" + path, Map.of()).status())
          .isEqualTo(403);
    }
  }

  @Test
  void a_bad_file_is_rejected_naming_file_line_and_reason_in_both_languages() throws IOException {
    assertThatThrownBy(() -> shelf.readOrFail("bad.yaml", "id: x\nhat: 1\n"))
        .hasMessageContaining("bad.yaml:2")
        .hasMessageContaining("不认识的字段 hat")
        .hasMessageContaining("Unknown field hat");
    MockMultipartFile bad = file("id: x\nhat: 1\n");
    assertThat(controller.check(bad, Locale.ENGLISH))
        .contains(new PolicyView.BadLine(2, "policy.field_unknown", "Unknown field hat."));
    ProblemDetail problem =
        (ProblemDetail)
            Objects.requireNonNull(controller.upload(bad, MANAGER, Locale.ENGLISH).getBody());
    assertThat(problem.getStatus()).isEqualTo(422);
    assertThat(problem.getProperties()).containsEntry("code", "policy.file_bad");
    assertThat(problem.getDetail()).contains("overlay.yaml");
  }

  @Test
  void a_bad_file_over_http_names_line_and_reason_in_both_languages_and_changes_nothing() {
    Browser admin = Browser.signedIn(port, "admin");
    int before = policy.uploads().size();
    for (String text : List.of("id: x\nhat: 1\n", "\u0000", "{", "a: &a [*a]", "\ud83d\ude00")) {
      for (String language : List.of("zh-CN", "en")) {
        Browser.Answer answer =
            admin.in(language).send(upload(text), "multipart/form-data; boundary=b");
        assertThat(answer.status()).as(text).isEqualTo(422);
        assertThat(answer.code()).isEqualTo("policy.file_bad");
        assertThat(answer.json().at("/errors/0/line").asInt(0)).isPositive();
        assertThat(answer.json().at("/errors/0/reason").toString().matches(".*\\p{IsHan}.*"))
            .as(answer.raw().body())
            .isEqualTo(language.equals("zh-CN"));
      }
    }
    Browser.Answer none = admin.post("/api/v1/policy/editions", Map.of());
    assertThat(none.status()).isEqualTo(400);
    assertThat(none.json().path("cure").asString()).isNotEmpty();
    assertThat(policy.uploads()).hasSize(before);
  }

  private java.net.http.HttpRequest.Builder upload(String text) {
    String body =
        "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x.yaml\"\r\n\r\n"
            + text
            + "\r\n--b--\r\n";
    return java.net.http.HttpRequest.newBuilder(
            java.net.URI.create("http://127.0.0.1:" + port + "/api/v1/policy/editions"))
        .POST(java.net.http.HttpRequest.BodyPublishers.ofString(body));
  }

  @Test
  void a_park_overlay_is_in_force_from_its_day_and_may_not_be_national() throws IOException {
    String overlay =
        """
        id: it-overlay
        name: {zh: "临时细则", en: "Temporary"}
        jurisdiction: park
        disease: covid-19
        source: test
        validFrom: 2031-01-01
        validTo: null
        rules:
          - key: gate.temperature.limit
            value: 37.5
            article: "1"
            confidence: unverified
            meaning: {zh: "'; drop table policy.upload; --", en: "<script>alert(1)</script>"}
        """;
    assertThat(controller.upload(file(overlay), MANAGER, Locale.ENGLISH).getStatusCode().value())
        .isEqualTo(201);
    assertThat(at("2030-12-31T00:00:00Z", "gate.temperature.limit")).isEqualTo(37.3);
    assertThat(at("2031-01-02T00:00:00Z", "gate.temperature.limit")).isEqualTo(37.5);
    assertThat(controller.editions())
        .filteredOn(edition -> edition.id().equals("it-overlay"))
        .hasSize(1);
    assertThatThrownBy(() ->
            controller.upload(
                file(overlay.replace("jurisdiction: park", "jurisdiction: national")),
                MANAGER,
                Locale.ENGLISH))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> assertThat(refused.code()).isEqualTo("policy.not_a_park_overlay"));
  }

  @Test
  void a_stored_upload_that_is_no_longer_understood_stops_nothing() {
    String stored =
        """
        id: it-stored
        name: {zh: "旧细则", en: "Old"}
        jurisdiction: park
        disease: COVID 19
        source: test
        validFrom: 2032-01-01
        validTo: 2032-02-01
        rules:
          - {key: gate.temperature.limit, value: 37.6, article: "1", confidence: unverified,
             meaning: {zh: 甲, en: A}}
          - {key: gate.temperature.limt, value: 37.6, article: "1", confidence: unverified,
             meaning: {zh: 甲, en: A}}
        """;
    jdbc.sql(
            """
            insert into policy.upload (id, edition, content, uploaded_at, uploaded_by, uploader)
            values (?, 'it-stored', ?, now(), ?, 'x')
            """)
        .params(UUID.randomUUID(), stored, UUID.randomUUID())
        .update();
    policy.refresh();
    assertThat(at("2032-01-02T00:00:00Z", "gate.temperature.limit"))
        .as("laid for the principal disease")
        .isEqualTo(37.6);
    assertThat(at("2032-01-02T00:00:00Z", "gate.temperature.limt")).isNull();
  }

  private static MockMultipartFile file(String text) {
    return new MockMultipartFile(
        "file", "overlay.yaml", "application/yaml", text.getBytes(StandardCharsets.UTF_8));
  }
}
