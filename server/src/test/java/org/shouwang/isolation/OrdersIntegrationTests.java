package org.shouwang.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.shouwang.audit.Actor;
import org.shouwang.cases.ContactsClassed;
import org.shouwang.cases.ContactsFreed;
import org.shouwang.sampling.PositivesFound;
import org.shouwang.security.Browser;
import org.shouwang.security.Browser.Answer;
import tools.jackson.databind.JsonNode;

/** From the authority's class to its release: orders, rooms, tests, what is missing. */
class OrdersIntegrationTests extends IsolationPark {

  // ── from class to release ──────────────────────────────────────────────────────────────────────

  @Test
  void whoIsClassedIsProposedAndTheOrderIsolatesPlansTestsAndAsksForTheRelease() {
    UUID person = person(null);
    JsonNode proposed = classed(person, true);
    assertThat(proposed.path("state").asString()).isEqualTo("proposed");
    assertThat(proposed.path("basis").asString()).isEqualTo("疾控〔2022〕9号");
    assertThat(duties("isolation.order", person)).containsExactly("open");

    JsonNode order = ordered(proposed, "central", room).json();
    assertThat(order.path("state").asString()).isEqualTo("ordered");
    assertThat(order.path("untilOn").asString()).isEqualTo(LAST.toString());
    assertThat(order.path("tests"))
        .extracting(it -> it.path("on").asString())
        .startsWith("2022-02-25", "2022-02-28", "2022-03-03", "2022-03-10");
    assertThat(missing(order))
        .containsExactly(
            "TEST_MISSING", "TEST_MISSING", "TEST_MISSING", "TEST_BEFORE_RELEASE_MISSING");
    assertThat(level(person)).isEqualTo("barred");
    assertThat(duties("isolation.order", person)).containsExactly("done");
    assertThat(duties("isolation.test", person)).hasSize(4);
    assertThat(duties("isolation.release", person)).hasSize(1);
    assertThat(ordered(proposed, "central", room).code()).isEqualTo("isolation.state_moved");
  }

  @Test
  void theReleaseNamesWhatIsMissingAndAfterItTheEditionsMonitoringGoesOn() {
    UUID person = person(null);
    JsonNode order = ordered(classed(person, true), "home", null).json();
    Answer early = release(order, null);
    assertThat(early.status()).isEqualTo(409);
    assertThat(early.code()).isEqualTo("isolation.not_yet");
    assertThat(early.json().path("detail").asString()).contains("test_before_release_missing");
    assertThat(level(person)).isEqualTo("barred");
    for (LocalDate day : List.of(FIRST, FIRST.plusDays(3), FIRST.plusDays(6), LAST)) {
      swab(person, day, "negative");
    }
    assertThat(missing(get(order)))
        .as("one swab on the last day")
        .containsExactly("SECOND_SWAB_MISSING");
    swab(person, LAST, "negative");
    JsonNode ready = get(order);
    assertThat(missing(ready)).isEmpty();
    assertThat(ready.path("releasable").asString()).isEqualTo(LAST.toString());
    JsonNode released = release(order, null).json();
    assertThat(released.path("state").asString()).isEqualTo("released");
    assertThat(level(person)).as("seven days of monitoring at home").isEqualTo("test_first");
    assertThat(Instant.parse(now(person).path("until").asString()))
        .isEqualTo(Instant.parse("2022-03-17T16:00:00Z"));
    assertThat(duties("isolation.release", person)).containsExactly("done");
  }

  @Test
  void theAuthorityMayReleaseAllTheSameWithAReasonThatIsKept() {
    UUID person = person(null);
    JsonNode order = ordered(classed(person, true), "home", null).json();
    JsonNode released = release(order, "疾控现场评估后同意").json();
    assertThat(released.path("state").asString()).isEqualTo("released");
    assertThat(released.path("why").asString()).isEqualTo("疾控现场评估后同意");
  }

  @Test
  void aLaterExposureOrANearerClassChangesAnOpenOrderAndItsTests() {
    UUID person = person(null);
    JsonNode proposed = classed(person, false);
    assertThat(proposed.path("kind").asString()).isEqualTo("secondary");
    Map<String, Object> body = order("home", null, proposed);
    body.put("lastExposure", "2022-03-08");
    body.put("isolatedOn", "2022-03-09");
    JsonNode order =
        liaison.post("/api/v1/isolation/orders/" + id(proposed) + "/order", body).json();
    assertThat(order.path("untilOn").asString()).as("seven days").isEqualTo("2022-03-15");
    classed(person, true, Instant.parse("2022-03-09T04:00:00Z"));
    JsonNode changed = get(order);
    assertThat(changed.path("kind").asString()).isEqualTo("close");
    assertThat(changed.path("untilOn").asString())
        .as("fourteen, a day later")
        .isEqualTo("2022-03-23");
    assertThat(openDuties("isolation.test", person))
        .containsExactly("2022-03-09", "2022-03-12", "2022-03-15", "2022-03-22", "2022-03-23");
  }

  @Test
  void anEditionThatManagesNobodyProposesNothing() {
    world.set(Instant.parse("2023-02-01T04:00:00Z"), 1);
    UUID person = person(null);
    transaction.executeWithoutResult(status ->
        events.publishEvent(
            new ContactsClassed(
                List.of(
                    new ContactsClassed.Classed(
                        caseId, "covid-19", person, unit, true, null, world.now(), "x")),
                Actor.SYSTEM,
                UUID.randomUUID())));
    assertThat(
            jdbc.sql("select count(*) from isolation.isolation_order where person_id = ?")
                .param(person)
                .query(Integer.class)
                .single())
        .isZero();
  }

  // ── what ends it otherwise ─────────────────────────────────────────────────────────────────────

  @Test
  void whatFreesAContactWithdrawsTheOrderAndEverythingThatFollowed() {
    UUID person = person(null);
    UUID somebodyElse = person(null);
    JsonNode order = ordered(classed(person, true), "home", null).json();
    JsonNode other = ordered(classed(somebodyElse, true), "home", null).json();
    transaction.executeWithoutResult(status ->
        events.publishEvent(
            new ContactsFreed(
                caseId, "covid-19", Set.of(person), "病例撤销", Actor.SYSTEM, UUID.randomUUID())));
    assertThat(get(order).path("state").asString()).isEqualTo("withdrawn");
    assertThat(level(person)).isEqualTo("free");
    assertThat(openDuties("isolation.test", person)).isEmpty();
    assertThat(get(other).path("state").asString()).isEqualTo("ordered");
    assertThat(level(somebodyElse)).isEqualTo("barred");
  }

  @Test
  void aContactWhoseOwnSwabIsPositiveIsACaseAndNoContactAnyMore() {
    UUID person = person(null);
    JsonNode order = ordered(classed(person, true), "home", null).json();
    transaction.executeWithoutResult(status ->
        events.publishEvent(
            new PositivesFound(
                List.of(
                    new PositivesFound.Positive(
                        UUID.randomUUID(), person, "T", UUID.randomUUID(), NOON, NOON, "covid-19")),
                Actor.SYSTEM)));
    assertThat(get(order).path("state").asString()).isEqualTo("ended");
    assertThat(openDuties("isolation.test", person)).isEmpty();
    assertThat(
            jdbc.sql("select count(*) from cases.case_file where person_id = ? and state = 'open'")
                .param(person)
                .query(Integer.class)
                .single())
        .isEqualTo(1);
  }

  // ── rooms ──────────────────────────────────────────────────────────────────────────────────────

  @Test
  void aRoomHoldsOnePersonOrOneHouseholdAlsoWhenTwoAskAtOnce() throws Exception {
    UUID home = household();
    List<JsonNode> strangers = List.of(classed(person(null), true), classed(person(null), true));
    try (ExecutorService both = Executors.newFixedThreadPool(2)) {
      List<Future<Answer>> answers =
          both.invokeAll(
              strangers.stream()
                  .map(it ->
                      (java.util.concurrent.Callable<Answer>) () -> ordered(it, "central", room))
                  .toList());
      List<Integer> states = List.of(answers.get(0).get().status(), answers.get(1).get().status());
      assertThat(states).containsExactlyInAnyOrder(200, 409);
    }
    UUID second = place("room", place("isolation_site", null));
    assertThat(ordered(classed(person(home), true), "central", second).status()).isEqualTo(200);
    assertThat(ordered(classed(person(home), true), "central", second).status())
        .as("of the same household")
        .isEqualTo(200);
    Answer full = ordered(classed(person(null), true), "central", second);
    assertThat(full.code()).isEqualTo("isolation.room_taken");
    assertThat(liaison.get("/api/v1/isolation/orders/rooms").json())
        .filteredOn(it -> it.path("id").asString().equals(second.toString()))
        .extracting(it -> it.path("people").asInt())
        .containsExactly(2);
  }

  @Test
  void twoOrdersOfAPersonBecauseOfTwoDiseasesAreFiledForOneRoomAndOneHead() {
    UUID person = person(null);
    UUID own = place("room", place("isolation_site", null));
    assertThat(ordered(classed(person, true), "central", own).status()).isEqualTo(200);
    JsonNode other = classed(person, true, NOON.minusSeconds(86_400), "norovirus");
    Map<String, Object> body = order("central", own, other);
    body.put("isolatedOn", LAST.toString());
    Answer second = liaison.post("/api/v1/isolation/orders/" + id(other) + "/order", body);
    assertThat(second.status()).as(second.raw().body()).isEqualTo(200);
    assertThat(ordered(classed(person(null), true), "central", own).code())
        .as("others are kept out")
        .isEqualTo("isolation.room_taken");
    assertThat(liaison.get("/api/v1/isolation/orders/rooms").json())
        .filteredOn(it -> it.path("id").asString().equals(own.toString()))
        .extracting(it -> it.path("people").asInt())
        .containsExactly(1);
  }

  @Test
  void aPersonIsMovedAndTheirArrivalKept() {
    UUID person = person(null);
    JsonNode order = ordered(classed(person, true), "home", null).json();
    Map<String, Object> body = new HashMap<>();
    body.put("place", "central");
    body.put("roomId", room);
    body.put("at", NOON.minusSeconds(600).toString());
    body.put("version", order.path("version").asInt());
    String path = "/api/v1/isolation/orders/" + id(order) + "/move";
    JsonNode moved = liaison.post(path, body).json();
    assertThat(moved.path("roomId").asString()).isEqualTo(room.toString());
    assertThat(Instant.parse(moved.path("arrivedAt").asString())).isEqualTo(NOON.minusSeconds(600));
    assertThat(liaison.post(path, body).code())
        .as("the same version again")
        .isEqualTo("isolation.moved");
  }

  // ── who may ────────────────────────────────────────────────────────────────────────────────────

  @Test
  void theLeadOfASiteSeesOrdersButNoCasesAndALeadOfAUnitNeither() {
    JsonNode order = classed(person(null), true);
    Browser site = Browser.signedIn(port, "isolation");
    assertThat(site.get("/api/v1/isolation/orders/" + id(order)).status()).isEqualTo(200);
    assertThat(site.get("/api/v1/cases").status()).isEqualTo(403);
    for (String account : List.of("lead", "guard1", "lab", "auditor")) {
      assertThat(Browser.signedIn(port, account).get("/api/v1/isolation/orders").status())
          .as(account)
          .isEqualTo(403);
    }
  }
}
