package org.shouwang.enquiries;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.shouwang.IntegrationTest;
import org.shouwang.clock.WorldClock;
import org.shouwang.linelists.ListPark;
import org.shouwang.presence.StayRows;
import org.shouwang.security.Browser;
import org.shouwang.security.Browser.Answer;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** An authority asks after people, is told who is known here, and is answered by the deadline. */
class LettersIntegrationTests extends IntegrationTest {

  private static final Instant NOON = Instant.parse("2022-03-10T04:00:00Z");

  @Autowired JdbcClient jdbc;
  @Autowired WorldClock world;
  @LocalServerPort int port;

  private Duration offset = Duration.ZERO;
  private Browser liaison;
  private ListPark park;
  private UUID id;
  private String path;

  @BeforeEach
  void people() {
    offset = world.offset();
    world.set(NOON, 1);
    jdbc.sql(
            """
            insert into people.unit (id, code, name, kind, path)
            select gen_random_uuid(), 'TOP', '集团', 'group', 'x'
            where not exists (select from people.unit where parent_id is null)
            """)
        .update();
    liaison = Browser.signedIn(port, "liaison");
    park = new ListPark(port, jdbc, Browser.signedIn(port, "command"));
    park.people(List.of("王建国", "李秀兰"));
    id = UUID.randomUUID();
    path = "/api/v1/enquiries/" + id;
  }

  @AfterEach
  void goBack() {
    world.set(Instant.now().plus(offset), 1);
  }

  private static Map<String, Object> asked(String name, String document, String phone) {
    Map<String, Object> asked = new HashMap<>();
    asked.put("name", name);
    asked.put("document", document);
    asked.put("phone", phone);
    return asked;
  }

  private Map<String, Object> letter() {
    List<Object> asked = new ArrayList<>();
    asked.add(asked("王建国", park.word("D1"), null));
    asked.add(asked("赵六", null, park.word("P2")));
    asked.add(asked("钱七", park.word("BAD"), null));
    asked.add(Map.of("hint", "白色轿车，3月8日16时由西门进入"));
    Map<String, Object> letter = new HashMap<>();
    letter.put("id", id);
    letter.put("number", "协查〔2022〕" + id);
    letter.put("sender", "兰州市疾控中心");
    letter.put("dueAt", NOON.plus(Duration.ofHours(6)));
    letter.put("question", "请核查以下人员是否在贵单位。");
    letter.put("asked", asked);
    return letter;
  }

  private JsonNode line(int line) {
    return liaison.get(path).json().path("asked").get(line - 1);
  }

  private String duty() {
    return jdbc.sql("select state from duties.duty where kind = 'enquiries.answer' and key = ?")
        .param(id.toString())
        .query(String.class)
        .single();
  }

  @Test
  void whomALetterAsksAfterIsFoundByNumberNothingIsLostAndTheAnswerIsADuty() {
    new StayRows(jdbc)
        .room(
            park.person("王建国"),
            UUID.randomUUID(),
            NOON.minusSeconds(7_200),
            NOON.minusSeconds(3_600));
    Answer taken = liaison.post("/api/v1/enquiries", letter());
    assertThat(taken.status()).as(taken.raw().body()).isEqualTo(200);
    assertThat(taken.json().path("asked").findValuesAsString("match"))
        .containsExactly("found", "nobody", "unusable", "nobody");
    assertThat(line(1).path("personId").asString()).isEqualTo(park.person("王建国").toString());
    assertThat(line(1).path("document").asString())
        .isNotEqualTo(park.word("D1"))
        .endsWith(park.word("D1").substring(14));
    assertThat(line(4).path("hint").asString()).contains("白色轿车");
    assertThat(
            jdbc.sql(
                    "select count(*) from enquiries.asked where letter_id = ? and document is not null")
                .param(id)
                .query(Integer.class)
                .single())
        .as("a number that is none stays as the letter has it, sealed")
        .isEqualTo(2);
    assertThat(duty()).isEqualTo("open");
    assertThat(liaison.post("/api/v1/enquiries", letter()).json().path("asked").size())
        .as("a retry is the same letter")
        .isEqualTo(4);
    Map<String, Object> twice = letter();
    twice.put("id", UUID.randomUUID());
    assertThat(liaison.post("/api/v1/enquiries", twice).code()).isEqualTo("enquiries.known");
  }

  @Test
  void itIsAnsweredWhenEverybodyWasLookedForAndThenStands() {
    liaison.post("/api/v1/enquiries", letter());
    Map<String, Object> answer = Map.of("answer", "经核查……", "document", "防控函〔2022〕8号");
    Answer early = liaison.post(path + "/answer", answer);
    assertThat(early.code()).isEqualTo("enquiries.not_all_found");
    assertThat(early.json().path("detail").asString()).contains("4");
    found(1, Map.of("outcome", "here"));
    Answer nobody = liaison.post(path + "/asked/2", Map.of("outcome", "left"));
    assertThat(nobody.code()).isEqualTo("enquiries.field_missing");
    found(2, Map.of("outcome", "left", "personId", park.person("李秀兰")));
    found(3, Map.of("outcome", "not_known"));
    Answer silent = liaison.post(path + "/asked/4", Map.of("outcome", "handed_on"));
    assertThat(silent.json().path("field").asString()).isEqualTo("note");
    found(4, Map.of("outcome", "handed_on", "note", "转交公安核查车辆"));
    Answer answered = liaison.post(path + "/answer", answer);
    assertThat(answered.json().at("/letter/state").asString()).isEqualTo("answered");
    assertThat(duty()).isEqualTo("done");
    assertThat(liaison.post(path + "/asked/1", Map.of("outcome", "left")).code())
        .isEqualTo("enquiries.ended");
    assertThat(liaison.get("/api/v1/enquiries?state=answered&limit=500").json().path("items"))
        .anyMatch(it -> it.path("id").asString().equals(id.toString()));
  }

  private void found(int line, Map<String, Object> finding) {
    Answer answer = liaison.post(path + "/asked/" + line, finding);
    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
  }

  @Test
  void afterItsDeadlineTheDutyIsLateAndAWithdrawnLetterAsksNothing() {
    liaison.post("/api/v1/enquiries", letter());
    world.set(NOON.plus(Duration.ofHours(6)).plusSeconds(1), 1);
    assertThat(duty()).isEqualTo("late");
    assertThat(liaison.post(path + "/withdraw", Map.of("reason", "来函单位撤回")).status())
        .isEqualTo(200);
    assertThat(duty()).isEqualTo("waived");
  }

  @Test
  void onlyWhoAnswersForTheWholeParkSeesLetters() {
    liaison.post("/api/v1/enquiries", letter());
    for (String role : List.of("lead", "gatelead", "guard1", "followup", "auditor")) {
      assertThat(Browser.signedIn(port, role).get(path).status()).as(role).isEqualTo(403);
    }
    for (String role : List.of("command", "investigator")) {
      assertThat(Browser.signedIn(port, role).get(path).status()).as(role).isEqualTo(200);
    }
    Map<String, Object> past = letter();
    past.put("dueAt", NOON.minusSeconds(60));
    assertThat(liaison.post("/api/v1/enquiries", past).json().path("field").asString())
        .isEqualTo("dueAt");
  }
}
