package org.shouwang.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.shouwang.IntegrationTest;
import org.shouwang.clock.WorldClock;
import org.shouwang.security.Browser;
import org.shouwang.security.Browser.Answer;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** The status over HTTP: who sees what, by hand, one's own page, appeals. */
class StatusHttpIntegrationTests extends IntegrationTest {

  @Autowired ParkStatus status;
  @Autowired WorldClock world;
  @Autowired JdbcClient jdbc;
  @Autowired Rejudging rejudging;
  @LocalServerPort int port;

  private StatusPark park;
  private Browser command;
  private Browser deputy;
  private UUID person;

  @BeforeEach
  void somebody() {
    park = new StatusPark(jdbc, port);
    command = park.signedIn("command");
    deputy = park.signedIn("deputy");
    person = park.worker(park.unit, "王小明");
  }

  private NewEvidence held() {
    NewEvidence tube =
        StatusPark.evidence(
            person,
            EvidenceKind.POOL_RESULT,
            world.now().minusSeconds(60),
            Map.of("result", "positive", "tube", "QC123"));
    status.take(List.of(tube), StatusPark.LABORATORY);
    return tube;
  }

  private Map<String, Object> proposal(Duration until) {
    return Map.of(
        "personId", person,
        "level", "held",
        "reason", "result_pending",
        "note", "等待结果",
        "until", world.now().plus(until).toString());
  }

  private Level level() {
    StatusView view = status.restricted(Set.of(person), world.now()).get(person);
    return view == null ? Level.FREE : view.level();
  }

  private static boolean lists(Answer answer, UUID person) {
    for (JsonNode each : answer.json().path("items")) {
      if (each.at("/person/id").asString().equals(person.toString())) {
        return true;
      }
    }
    return false;
  }

  @Test
  void aLeadSeesTheRestrictionOfOwnPeopleAndNeverWhy() {
    held();
    Browser lead = park.within(park.unit, "unit_lead");
    Answer list = lead.get("/api/v1/status?level=held&label=resample&unit=" + park.unit);
    assertThat(list.status()).isEqualTo(200);
    assertThat(lists(list, person)).isTrue();
    assertThat(list.raw().body()).doesNotContain("QC123").doesNotContain("POOL_RESULT");
    assertThat(lead.get("/api/v1/status/persons/" + person).json().path("level").asString())
        .isEqualTo("held");
    assertThat(lead.get("/api/v1/status/counts").json().at("/levels/held").asLong()).isOne();
    for (String path : List.of("/evidence", "/history")) {
      assertThat(lead.get("/api/v1/status/persons/" + person + path).status()).isEqualTo(403);
    }
    Browser elsewhere = park.within(park.other, "unit_lead");
    assertThat(lists(elsewhere.get("/api/v1/status"), person)).isFalse();
    assertThat(lists(elsewhere.get("/api/v1/status?unit=" + park.unit), person)).isFalse();
    assertThat(elsewhere.get("/api/v1/status/persons/" + person).status()).isEqualTo(404);
    assertThat(elsewhere.get("/api/v1/status/counts").json().path("levels")).isEmpty();
    for (String other : List.of("guard1", "medic1", "lab", "auditor")) {
      assertThat(park.signedIn(other).get("/api/v1/status").status()).as(other).isEqualTo(403);
    }
  }

  @Test
  void whoMaySeeEvidenceSeesItWithRuleEditionAndBothTimes() {
    NewEvidence tube = held();
    status.take(
        List.of(
            StatusPark.evidence(
                person, EvidenceKind.CONTACT_CLASS, world.now(), Map.of("class", "unheard_of"))),
        StatusPark.LABORATORY);
    Browser liaison = park.within(park.unit, "cdc_liaison");
    JsonNode evidence = liaison.get("/api/v1/status/persons/" + person + "/evidence").json();
    assertThat(evidence).hasSize(2);
    assertThat(evidence.get(0).path("hasRule").asBoolean()).isFalse();
    assertThat(evidence.get(1).path("hasRule").asBoolean()).isTrue();
    assertThat(evidence.get(1).at("/detail/tube").asString()).isEqualTo("QC123");
    liaison.post("/api/v1/status/evidence/" + tube.id() + "/withdraw", Map.of("reason", "混淆"));
    JsonNode history = liaison.get("/api/v1/status/persons/" + person + "/history").json();
    assertThat(history).hasSize(1);
    assertThat(history.get(0).path("recordedTo").asString("")).isNotEmpty();
    assertThat(history.get(0).at("/reasons/0/rule").asString())
        .isEqualTo("status.pool_result.positive.level");
    assertThat(history.get(0).at("/reasons/0/meaning/zh").asString()).contains("单采");
    Browser elsewhere = park.within(park.other, "cdc_liaison");
    for (String path : List.of("/evidence", "/history")) {
      assertThat(elsewhere.get("/api/v1/status/persons/" + person + path).status()).isEqualTo(404);
    }
  }

  @Test
  void withdrawingNeedsAReasonThePermissionAndTheUnit() {
    NewEvidence tube = held();
    String path = "/api/v1/status/evidence/" + tube.id() + "/withdraw";
    assertThat(park.within(park.unit, "unit_lead").post(path, Map.of("reason", "x")).status())
        .isEqualTo(403);
    assertThat(park.within(park.other, "cdc_liaison").post(path, Map.of("reason", "x")).code())
        .isEqualTo("status.evidence_unknown");
    assertThat(command.post(path, Map.of()).code()).isEqualTo("status.field_missing");
    assertThat(level()).isEqualTo(Level.HELD);
    assertThat(command.post(path, Map.of("reason", "样本混淆")).json().path("changed").asInt()).isOne();
    assertThat(level()).isEqualTo(Level.FREE);
  }

  @Test
  void byHandTakesTwoPeopleAReasonOfTheListAndAnEnd() {
    assertThat(command.post("/api/v1/status/by-hand", proposal(Duration.ofDays(15))).code())
        .isEqualTo("status.until_wrong");
    for (Map<String, Object> wrong :
        List.of(
            Map.<String, Object>of("level", "free"),
            Map.<String, Object>of("level", "red"),
            Map.<String, Object>of("reason", "made_trouble"),
            Map.<String, Object>of("reason", "official_colour"))) {
      Map<String, Object> body = new java.util.HashMap<>(proposal(Duration.ofDays(2)));
      body.putAll(wrong);
      assertThat(command.post("/api/v1/status/by-hand", body).code())
          .as(wrong.toString())
          .isEqualTo("status.not_a_choice");
    }
    Answer made = command.post("/api/v1/status/by-hand", proposal(Duration.ofDays(2)));
    assertThat(made.status()).as(made.raw().body()).isEqualTo(200);
    assertThat(level()).as("not before it is confirmed").isEqualTo(Level.FREE);
    assertThat(deputy.post("/api/v1/status/by-hand", proposal(Duration.ofDays(2))).code())
        .isEqualTo("status.by_hand_open");
    String path = "/api/v1/status/by-hand/" + made.json().path("id").asString();
    Answer own = command.post(path + "/confirm", Map.of("reason", "同意"));
    assertThat(own.status()).isEqualTo(409);
    assertThat(own.code()).isEqualTo("status.by_hand_own");
    assertThat(park.signedIn("liaison").post(path + "/confirm", Map.of("reason", "x")).status())
        .isEqualTo(403);
    assertThat(
            park.within(park.other, "command")
                .post(path + "/confirm", Map.of("reason", "x"))
                .status())
        .isEqualTo(404);
    assertThat(deputy.post(path + "/confirm", Map.of("reason", "同意")).status()).isEqualTo(200);
    assertThat(level()).isEqualTo(Level.HELD);
    assertThat(deputy.post(path + "/confirm", Map.of("reason", "同意")).code())
        .isEqualTo("status.state_moved");
    Instant end = status.restricted(Set.of(person), world.now()).get(person).until();
    assertThat(end).isNotNull().isAfter(world.now().plus(Duration.ofHours(47)));
    assertThat(
            jdbc.sql("select action from audit.entry where subject = ? order by at")
                .param("person:" + person)
                .query(String.class)
                .list())
        .contains("status.by_hand_proposed", "status.by_hand_confirmed", "status.evidence_taken");
  }

  @Test
  void aRefusedProposalChangesNothingAndLeavesRoomForAnother() {
    Answer made = command.post("/api/v1/status/by-hand", proposal(Duration.ofDays(2)));
    String path = "/api/v1/status/by-hand/" + made.json().path("id").asString();
    assertThat(
            deputy.post(path + "/refuse", Map.of("reason", "依据不足")).json().path("state").asString())
        .isEqualTo("refused");
    assertThat(level()).isEqualTo(Level.FREE);
    assertThat(command.post("/api/v1/status/by-hand", proposal(Duration.ofDays(2))).status())
        .isEqualTo(200);
  }

  // ── one's own page ────────────────────────────────────────────────────────────────────────────

  private String key() {
    Answer issued = command.post("/api/v1/status/persons/" + person + "/page-key", Map.of());
    assertThat(issued.status()).isEqualTo(200);
    return issued.json().path("token").asString();
  }

  /** Nobody who is signed in, but who has opened the page. */
  private Browser stranger() {
    Browser browser = new Browser(port);
    browser.get("/api/v1/session");
    return browser;
  }

  private Answer open(String token) {
    return stranger().post("/api/v1/me/status", Map.of("token", token));
  }

  @Test
  void thePersonReadsWhatWhyAndUntilWhenWithoutAnAccount() {
    held();
    String token = key();
    Answer page = open(token);
    assertThat(page.status()).as(page.raw().body()).isEqualTo(200);
    assertThat(page.json().path("level").asString()).isEqualTo("held");
    assertThat(page.json().path("name").asString()).isEqualTo("王**");
    JsonNode why = page.json().at("/reasons/0/rule");
    assertThat(why.path("meaning").path("en").asString()).contains("re-swabbed singly");
    assertThat(why.path("edition").path("zh").asString()).isNotEmpty();
    assertThat(why.at("/ends/negatives").asInt()).isOne();
    assertThat(page.raw().body()).doesNotContain("QC123").doesNotContain("实验室");
    assertThat(page.raw().headers().firstValue("Cache-Control").orElse("")).contains("no-store");
    assertThat(
            jdbc.sql("select count(*) from status.page_key where digest = ?")
                .param(token.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .query(Long.class)
                .single())
        .as("kept as a digest only")
        .isZero();
  }

  @Test
  void aWrongARevokedAndAnExpiredKeyOpenNothing() {
    String token = key();
    assertThat(new Browser(port).post("/api/v1/me/status", Map.of("token", token)).status())
        .as("somebody else's page can't ask for it")
        .isEqualTo(403);
    for (String wrong : List.of("", "x", "x".repeat(43), token.substring(1) + "x")) {
      assertThat(open(wrong).code()).isEqualTo("status.page_unknown");
    }
    assertThat(open(token).json().path("level").asString()).isEqualTo("free");
    command.post("/api/v1/status/persons/" + person + "/page-key/revoke", Map.of());
    assertThat(open(token).status()).isEqualTo(404);
    String second = key();
    jdbc.sql("update status.page_key set expires_at = now() where person_id = ?")
        .param(person)
        .update();
    assertThat(open(second).status()).isEqualTo(404);
    Browser lead = park.within(park.unit, "unit_lead");
    assertThat(lead.post("/api/v1/status/persons/" + person + "/page-key", Map.of()).status())
        .isEqualTo(403);
    Browser elsewhere = park.within(park.other, "cdc_liaison");
    assertThat(elsewhere.post("/api/v1/status/persons/" + person + "/page-key", Map.of()).status())
        .isEqualTo(404);
  }

  private Answer appeal(String token) {
    return stranger().post("/api/v1/me/appeals", Map.of("token", token, "text", "我已单独检测,结果阴性"));
  }

  private UUID openAppeal() {
    return jdbc.sql("select id from status.appeal where person_id = ? and state = 'open'")
        .param(person)
        .query(UUID.class)
        .single();
  }

  private String dutyState(UUID appeal) {
    return jdbc.sql("select state from duties.duty where kind = 'status.appeal' and key = ?")
        .param(appeal.toString())
        .query(String.class)
        .single();
  }

  @Test
  void anAppealIsADutyOfTheCommandAndAnsweredBySomebodyElse() {
    Answer made = command.post("/api/v1/status/by-hand", proposal(Duration.ofDays(2)));
    String byHand = "/api/v1/status/by-hand/" + made.json().path("id").asString();
    deputy.post(byHand + "/confirm", Map.of("reason", "同意"));
    String token = key();
    Answer page = appeal(token);
    assertThat(page.status()).as(page.raw().body()).isEqualTo(200);
    assertThat(page.json().path("mayAppeal").asBoolean()).isFalse();
    assertThat(appeal(token).code()).isEqualTo("status.appeal_open");
    UUID appeal = openAppeal();
    assertThat(dutyState(appeal)).isEqualTo("open");
    assertThat(
            jdbc.sql("select unit_id from duties.duty where key = ?")
                .param(appeal.toString())
                .query(UUID.class)
                .single())
        .isEqualTo(park.top);
    String path = "/api/v1/status/appeals/" + appeal + "/decision";
    Map<String, Object> yes = Map.of("accepted", true, "reason", "依据不足");
    for (Browser decided : List.of(command, deputy)) {
      assertThat(decided.post(path, yes).code()).isEqualTo("status.appeal_own");
    }
    assertThat(park.signedIn("liaison").post(path, yes).status()).isEqualTo(403);
    Browser third = park.within(park.top, "command");
    assertThat(lists(third.get("/api/v1/status/appeals?state=open"), person)).isTrue();
    assertThat(park.within(park.other, "command").post(path, yes).status()).isEqualTo(404);
    assertThat(third.post(path, yes).json().path("state").asString()).isEqualTo("accepted");
    assertThat(level()).isEqualTo(Level.FREE);
    assertThat(dutyState(appeal)).isEqualTo("done");
    assertThat(open(token).json().at("/appeals/0/answer").asString()).isEqualTo("依据不足");
    assertThat(
            jdbc.sql("select state from status.by_hand where person_id = ?")
                .param(person)
                .query(String.class)
                .single())
        .isEqualTo("ended");
    assertThat(third.post(path, yes).code()).isEqualTo("status.state_moved");
  }

  @Test
  void aRejectedAppealLeavesTheStatusAndNothingStandsToAppealWhenFree() {
    String token = key();
    assertThat(appeal(token).code()).isEqualTo("status.nothing_to_appeal");
    held();
    appeal(token);
    UUID appeal = openAppeal();
    Answer answered =
        command.post(
            "/api/v1/status/appeals/" + appeal + "/decision",
            Map.of("accepted", false, "reason", "尚无单采结果"));
    assertThat(answered.json().path("state").asString()).isEqualTo("rejected");
    assertThat(level()).isEqualTo(Level.HELD);
    assertThat(dutyState(appeal)).isEqualTo("done");
  }

  @Test
  void theListIsPagedNewestFirst() {
    for (int i = 0; i < 5; i++) {
      person = park.worker(park.unit, "分页" + i);
      held();
    }
    Browser lead = park.within(park.unit, "unit_lead");
    Answer first = lead.get("/api/v1/status?limit=3");
    assertThat(first.json().path("items")).hasSize(3);
    Answer second =
        lead.get("/api/v1/status?limit=3&after=" + first.json().path("next").asString());
    assertThat(second.json().path("items")).hasSize(2);
    assertThat(second.json().path("next").asString("")).isEmpty();
  }

  // ── a changed rule ────────────────────────────────────────────────────────────────────────────

  /** Of days long past, so that no other test meets it. */
  private static String overlay(String level) {
    return """
    id: status-test
    name: {zh: "测试", en: "Test"}
    jurisdiction: park
    disease: covid-19
    source: test
    validFrom: 2021-02-01
    validTo: 2021-02-10
    rules:
      - key: status.symptoms.fever.level
        value: %s
        article: "1"
        confidence: unverified
        meaning: {zh: "发热", en: "Fever"}
    """
        .formatted(level);
  }

  private Answer upload(String text) {
    String body =
        "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x.yaml\"\r\n"
            + "Content-Type: application/yaml\r\n\r\n"
            + text
            + "\r\n--b--\r\n";
    return park.signedIn("admin")
        .send(
            java.net.http.HttpRequest.newBuilder(
                    java.net.URI.create("http://127.0.0.1:" + port + "/api/v1/policy/editions"))
                .POST(java.net.http.HttpRequest.BodyPublishers.ofString(body)),
            "multipart/form-data; boundary=b");
  }

  @Test
  void aChangedRuleJudgesEverybodyAnewAndKeepsWhatWasThought() {
    Instant then = Instant.parse("2021-02-05T00:00:00Z");
    status.take(
        List.of(
            StatusPark.evidence(person, EvidenceKind.SYMPTOMS, then, Map.of("symptom", "fever"))),
        StatusPark.LABORATORY);
    assertThat(upload(overlay("nonsense")).code()).isEqualTo("policy.file_bad");
    Answer uploaded = upload(overlay("barred"));
    assertThat(uploaded.status()).as(uploaded.raw().body()).isEqualTo(201);
    while (rejudging.some() > 0) {
      assertThat(status.over(Set.of(person))).isNotEmpty();
    }
    assertThat(level()).isEqualTo(Level.BARRED);
    assertThat(
            jdbc.sql(
                    """
                    select level from status.history where person_id = ? and not upper_inf(recorded)
                    """)
                .param(person)
                .query(String.class)
                .list())
        .containsExactly("held");
    assertThat(rejudging.some()).as("everybody was judged").isZero();
  }
}
