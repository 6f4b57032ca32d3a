package org.shouwang.own;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.shouwang.security.Browser;
import org.shouwang.security.Browser.Answer;
import tools.jackson.databind.JsonNode;

/** What a person hands in on their own page, and what becomes of it. */
class OwnPageIntegrationTests extends OwnPark {

  @Test
  void aReadingIsKeptAsAWorkersAndARepeatedOneOnce() {
    UUID person = person();
    UUID order = isolated(person, null);
    visit(order, person);
    String token = token(person, "follow_up");
    UUID id = UUID.randomUUID();
    Answer once = handIn(token, reading(id, 36.6, List.of(), null));
    assertThat(once.status()).isEqualTo(200);
    assertThat(once.json().at("/followUp/today/0/state").asString()).isEqualTo("done");
    assertThat(handIn(token, reading(id, 36.6, List.of(), null)).status()).isEqualTo(200);
    JsonNode readings = liaison.get("/api/v1/isolation/orders/" + order + "/readings").json();
    assertThat(readings).hasSize(1);
    assertThat(readings.at("/0/how").asString()).isEqualTo("own");
    assertThat(readings.at("/0/by").asString()).isEqualTo("own_page");
    assertThat(readings.at("/0/state").asString()).isEqualTo("seen_well");
    assertThat(duties("isolation.visit", person)).containsExactly("done");
    assertThat(duties("isolation.unwell", person)).isEmpty();
    assertThat(
            jdbc.sql(
                    """
                    select actor_kind || ' ' || actor from audit.entry
                    where subject = ? and action = 'isolation.reading'
                    """)
                .param("order:" + order)
                .query(String.class)
                .list())
        .containsExactly("person " + person);
  }

  @Test
  void aFeverOrASignOpensTheSameStepAtOnce() {
    UUID person = person();
    isolated(person, null);
    Answer hot =
        handIn(token(person, "follow_up"), reading(UUID.randomUUID(), 38.2, List.of(), null));
    assertThat(hot.json().at("/followUp/today/0/handed/0/unwell").asBoolean()).isTrue();
    assertThat(duties("isolation.unwell", person)).containsExactly("open");
    assertThat(
            jdbc.sql(
                    "select count(*) from status.evidence where person_id = ? and kind = 'symptoms'")
                .param(person)
                .query(Integer.class)
                .single())
        .isEqualTo(1);
    UUID coughing = person();
    isolated(coughing, null);
    handIn(token(coughing, "follow_up"), reading(UUID.randomUUID(), 36.5, List.of("cough"), null));
    assertThat(duties("isolation.unwell", coughing)).containsExactly("open");
  }

  @Test
  void whatCannotBeTakenIsRefusedByItsName() {
    UUID person = person();
    isolated(person, null);
    String token = token(person, "follow_up");
    Answer hot = handIn(token, reading(UUID.randomUUID(), 60.0, List.of(), null));
    assertThat(hot.status()).isEqualTo(422);
    assertThat(hot.json().path("field").asString()).isEqualTo("temperature");
    assertThat(hot.json().path("value").asString()).isEqualTo("60.0");
    assertThat(hot.json().path("cure").asString()).isNotEmpty();
    assertThat(handIn(token, reading(UUID.randomUUID(), 36.5, List.of("x"), null)).code())
        .isEqualTo("isolation.not_a_choice");
    Answer nothing = handIn(token, reading(UUID.randomUUID(), null, List.of(), null));
    assertThat(nothing.status()).isEqualTo(422);
    assertThat(nothing.json().path("field").asString()).isEqualTo("temperature");
    assertThat(need(token, UUID.randomUUID(), "other", " ").json().path("field").asString())
        .isEqualTo("text");
    assertThat(need(token, UUID.randomUUID(), "wine", null).code()).isEqualTo("own.not_a_choice");
    assertThat(need(token, UUID.randomUUID(), "other", "x".repeat(301)).code())
        .isEqualTo("own.field_too_long");
  }

  @Test
  void theLastReadingOfTheHalfDayIsCorrectedByAnotherAndBothStay() {
    UUID person = person();
    UUID order = isolated(person, null);
    String token = token(person, "follow_up");
    UUID first = UUID.randomUUID();
    UUID second = UUID.randomUUID();
    handIn(token, reading(first, 36.0, List.of(), null));
    world.set(EIGHT.plusSeconds(600), 1);
    Answer corrected = handIn(token, reading(second, 36.4, List.of(), first));
    assertThat(corrected.status()).isEqualTo(200);
    assertThat(corrected.json().at("/followUp/correctable").asString())
        .isEqualTo(second.toString());
    assertThat(corrected.json().at("/followUp/today/0/handed")).hasSize(2);
    assertThat(handIn(token, reading(UUID.randomUUID(), 36.5, List.of(), first)).code())
        .as("no longer the last")
        .isEqualTo("isolation.correction_late");
    world.set(Instant.parse("2022-03-10T05:00:00Z"), 1); // 13:00
    Answer later = handIn(token, reading(UUID.randomUUID(), 36.5, List.of(), second));
    assertThat(later.code()).as("another half").isEqualTo("isolation.correction_late");
    assertThat(later.json().path("value").asString()).isEqualTo(second.toString());
    JsonNode readings = liaison.get("/api/v1/isolation/orders/" + order + "/readings").json();
    assertThat(readings).hasSize(2);
    assertThat(readings.at("/0/corrects").asString()).isEqualTo(first.toString());
  }

  @Test
  void aNeedIsADutyOfTheWorkerAndTheAnswerIsShown() {
    UUID worker = person();
    UUID person = person();
    UUID order = isolated(person, worker);
    String token = token(person, "follow_up");
    UUID medicine = UUID.randomUUID();
    assertThat(need(token, medicine, "medicine", "降压药").status()).isEqualTo(200);
    assertThat(need(token, medicine, "medicine", "降压药").status()).isEqualTo(200);
    assertThat(need(token, UUID.randomUUID(), "meals", null).status()).isEqualTo(200);
    assertThat(dues(person))
        .containsExactly(worker + " 降压药 2022-03-10 10:00", worker + "  2022-03-10 12:00");
    String list = "/api/v1/own/needs?order=" + order;
    assertThat(liaison.get(list).json().path("items")).hasSize(2);
    Browser other = as("isolation_lead", unit());
    assertThat(other.get(list).json().path("items")).isEmpty();
    assertThat(answer(other, medicine, "x").code()).isEqualTo("own.need_unknown");
    assertThat(answer(liaison, medicine, " ").json().path("field").asString()).isEqualTo("note");
    Browser follower = as("follow_up_worker", unit);
    assertThat(answer(follower, medicine, "已放在门口").status()).isEqualTo(200);
    assertThat(answer(follower, medicine, "再答").code()).isEqualTo("own.need_ended");
    assertThat(duties("own.need", person)).containsExactly("done", "open");
    JsonNode answered =
        open(phone(), token)
            .json()
            .at("/followUp/needs")
            .valueStream()
            .filter(it -> it.path("id").asString().equals(medicine.toString()))
            .findFirst()
            .orElseThrow();
    assertThat(answered.path("state").asString()).isEqualTo("done");
    assertThat(answered.path("answer").asString()).isEqualTo("已放在门口");
  }

  @Test
  void needsGoWithTheWorkerAndEndWithTheOrder() {
    UUID next = person();
    UUID person = person();
    UUID order = isolated(person, person());
    String token = token(person, "follow_up");
    need(token, UUID.randomUUID(), "infant", "奶粉");
    assertThat(
            liaison
                .post("/api/v1/isolation/orders/" + order + "/worker", Map.of("personId", next))
                .status())
        .isEqualTo(200);
    assertThat(dues(person)).containsExactly(next + " 奶粉 2022-03-10 12:00");
    assertThat(release(order).status()).isEqualTo(200);
    assertThat(duties("own.need", person)).containsExactly("waived");
    assertThat(
            liaison.get("/api/v1/own/needs?order=" + order).json().at("/items/0/state").asString())
        .isEqualTo("over");
    assertThat(handIn(token, reading(UUID.randomUUID(), 36.5, List.of(), null)).status())
        .isEqualTo(404);
    assertThat(need(token, UUID.randomUUID(), "meals", null).status()).isEqualTo(404);
  }

  @Test
  void whoWaivesTheDutyEndsTheNeed() {
    UUID person = person();
    isolated(person, null);
    String token = token(person, "follow_up");
    need(token, UUID.randomUUID(), "other", "书");
    UUID duty =
        jdbc.sql("select id from duties.duty where kind = 'own.need' and subject_id = ?")
            .param(person)
            .query(UUID.class)
            .single();
    assertThat(
            Browser.signedIn(port, "command")
                .post("/api/v1/duties/waive", Map.of("ids", List.of(duty), "reason", "不提供"))
                .status())
        .isEqualTo(200);
    assertThat(open(phone(), token).json().at("/followUp/needs/0/state").asString())
        .isEqualTo("over");
  }

  @Test
  void whatAWorkerWroteIsNotShownToThePerson() {
    UUID person = person();
    UUID order = isolated(person, null);
    String token = token(person, "follow_up");
    Map<String, Object> finding = reading(UUID.randomUUID(), 37.0, List.of(), null);
    finding.remove("corrects");
    finding.put("state", "seen_well");
    finding.put("how", "own");
    finding.put("note", "疑似机密");
    assertThat(liaison.post("/api/v1/isolation/orders/" + order + "/readings", finding).status())
        .isEqualTo(200);
    Answer page = open(phone(), token);
    assertThat(page.json().at("/followUp/today/0/state").asString()).isEqualTo("done");
    assertThat(page.raw().body()).doesNotContain("机密", "37.0");
    assertThat(page.json().path("followUp").has("correctable")).isFalse();
  }

  @Test
  void aDeclarationGoesThroughTheSameDoorAndSaysWhoHandedItIn() {
    UUID person = person();
    String token = token(person, "declaration");
    UUID id = UuidCreator.getTimeOrderedEpoch();
    Answer wrong = send(token, "declarations", declaration(id, "2022-04-01"));
    assertThat(wrong.status()).isEqualTo(422);
    assertThat(wrong.json().path("field").asString()).isEqualTo("stays[0].until");
    Answer once = send(token, "declarations", declaration(id, "2022-03-02"));
    assertThat(once.status()).isEqualTo(200);
    assertThat(once.json().path("declared")).as("the refused one isn't listed").hasSize(1);
    world.set(EIGHT.plusSeconds(900), 1);
    assertThat(send(token, "declarations", declaration(id, "2022-03-02")).status()).isEqualTo(200);
    JsonNode list = liaison.get("/api/v1/screening/declarations?person=" + person).json();
    assertThat(list.path("items")).hasSize(1);
    assertThat(list.at("/items/0/own").asBoolean()).isTrue();
    assertThat(list.at("/items/0/contact").asBoolean()).isTrue();
    assertThat(duties("screening.follow_up", person)).as("a contact is looked into").isNotEmpty();
    assertThat(send(token, "declarations", declaration(UUID.randomUUID(), "2022-03-02")).code())
        .isEqualTo("capture.id_not_v7");
    UUID other = person();
    String theirs = token(other, "declaration");
    assertThat(send(theirs, "declarations", declaration(id, "2022-03-02")).code())
        .isEqualTo("own.id_taken");
    assertThat(liaison.get("/api/v1/screening/declarations?person=" + other).json().path("items"))
        .isEmpty();
  }

  private static Map<String, Object> declaration(UUID id, String until) {
    return Map.of(
        "id",
        id,
        "contact",
        true,
        "stays",
        List.of(Map.of("place", "甘肃省兰州市七里河区", "from", "2022-03-01", "until", until)));
  }

  private static Answer answer(Browser browser, UUID need, String note) {
    return browser.post("/api/v1/own/needs/" + need + "/answer", Map.of("note", note));
  }

  private List<String> dues(UUID person) {
    return jdbc.sql(
            """
            select holder_id || ' ' || title || ' '
                   || to_char(due_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI')
            from duties.duty where kind = 'own.need' and subject_id = ? and state <> 'passed_on'
            order by due_at
            """)
        .param(person)
        .query(String.class)
        .list();
  }

  /** Today's morning visit, as the clock makes it. */
  private void visit(UUID order, UUID person) {
    jdbc.sql("update isolation.isolation_order set visits_made = '2022-03-10' where id = ?")
        .param(order)
        .update();
    jdbc.sql(
            """
            insert into duties.duty (holder_id, id, day, key, kind, holder_kind, unit_id,
              subject_kind, subject_id, opens_at, due_at, state, state_at)
            select :unit, :id, '2022-03-10', :key, 'isolation.visit', 'unit', :unit, 'person',
              :person, '2022-03-09T22:00:00Z', '2022-03-10T02:00:00Z', 'open', now()
            where not exists (select from duties.duty where kind = 'isolation.visit' and key = :key)
            """)
        .param("unit", unit)
        .param("id", UUID.randomUUID())
        .param("key", order + ":morning")
        .param("person", person)
        .update();
  }
}
