package org.shouwang.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.shouwang.audit.Actor;
import org.shouwang.clock.WorldClock;
import org.shouwang.policy.SwitchesForTests;
import org.shouwang.security.Browser;
import org.shouwang.status.EvidenceKind;
import org.shouwang.status.NewEvidence;
import org.shouwang.status.ParkStatus;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** What becomes of orders in force when the park goes over to other rules. */
class SwitchedOrdersIntegrationTests extends IsolationPark {

  /** The begin of 11 March, the day after {@link #NOON}. */
  private static final Instant ELEVENTH = Instant.parse("2022-03-10T16:00:00Z");

  @Autowired Orders orders;
  @Autowired SwitchesForTests switches;
  @Autowired ParkStatus status;

  @AfterEach
  void callOff() {
    switches.callOff();
  }

  private JsonNode isolated(UUID person, boolean close, String exposed) {
    LocalDate day = LocalDate.parse(exposed);
    JsonNode proposed =
        classed(person, close, day.atTime(12, 0).atZone(WorldClock.ZONE).toInstant());
    Map<String, Object> body = order("home", null, proposed);
    body.put("isolatedOn", day.plusDays(1).toString());
    JsonNode order =
        liaison.post("/api/v1/isolation/orders/" + id(proposed) + "/order", body).json();
    assertThat(order.path("state").asString()).isEqualTo("ordered");
    return order;
  }

  private JsonNode preview(String rulesOf) {
    return Browser.signedIn(port, "command")
        .get("/api/v1/isolation/orders/switched?limit=500&at=" + ELEVENTH + "&rulesOf=" + rulesOf)
        .json();
  }

  private static String said(JsonNode preview, JsonNode order) {
    return preview
        .at("/changes/items")
        .valueStream()
        .filter(it -> it.path("id").asString().equals(id(order)))
        .map(it -> it.path("kind").asString() + " " + it.path("to").asString(""))
        .findFirst()
        .orElse("same");
  }

  private void goOver(String rulesOf) {
    assertThat(
            Browser.signedIn(port, "command")
                .post(
                    "/api/v1/policy/switches",
                    Map.of("at", ELEVENTH, "rulesOf", rulesOf, "document", "联防联控〔2022〕71号"))
                .status())
        .isEqualTo(201);
    assertThat(orders.goOver(500)).as("not before its time").isZero();
    world.set(ELEVENTH.plus(Duration.ofHours(1)), 1);
    // the clock may have some of them in hand
    for (int i = 0; i < 200 && behind() > 0; i++) {
      orders.goOver(500);
      java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
    }
    assertThat(behind()).isZero();
  }

  @Test
  void ordersBecauseOfAnotherDiseaseStayUnderTheirRules() {
    UUID person = person(null);
    JsonNode order = isolated(person, true, "2022-03-01");
    Browser command = Browser.signedIn(port, "command");
    JsonNode preview =
        command
            .get(
                "/api/v1/isolation/orders/switched?limit=500&disease=norovirus&rulesOf=2022-06-28&at="
                    + ELEVENTH)
            .json();
    assertThat(said(preview, order)).isEqualTo("same");
    assertThat(
            command
                .post(
                    "/api/v1/policy/switches",
                    Map.of(
                        "at", ELEVENTH,
                        "rulesOf", "2022-06-28",
                        "disease", "norovirus",
                        "document", "联防联控〔2022〕71号"))
                .status())
        .isEqualTo(201);
    world.set(ELEVENTH.plus(Duration.ofHours(1)), 1);
    while (orders.goOver(500) > 0) {
      continue; // whoever is isolated because of it may have gone over
    }
    assertThat(get(order).path("untilOn").asString()).isEqualTo("2022-03-15");
    assertThat(
            jdbc.sql("select switched_at from isolation.isolation_order where id = ?::uuid")
                .param(id(order))
                .query((row, n) -> String.valueOf(row.getObject(1)))
                .single())
        .isEqualTo("null");
  }

  private long behind() {
    return jdbc.sql(
            """
            select count(*) from isolation.isolation_order
            where state = 'ordered' and coalesce(switched_at, rules_of) < ?::timestamptz
            """)
        .param(ELEVENTH.toString())
        .query(Long.class)
        .single();
  }

  @Test
  void termsTestsAndDutiesGoOverAndWhatThePreviewSaidComes() {
    UUID due = person(null);
    UUID middle = person(null);
    JsonNode first = isolated(due, true, "2022-03-01");
    JsonNode second = isolated(middle, true, "2022-03-05");
    swab(due, LocalDate.parse("2022-03-02"), "negative");
    swab(due, LocalDate.parse("2022-03-05"), "negative");
    swab(due, LocalDate.parse("2022-03-08"), "negative");

    JsonNode preview = preview("2022-06-28");
    assertThat(said(preview, first)).isEqualTo("due 2022-03-11");
    assertThat(said(preview, second)).isEqualTo("shorter 2022-03-12");
    assertThat(preview.at("/counts/due").asInt()).isPositive();
    assertThat(get(first).path("untilOn").asString()).isEqualTo("2022-03-15");

    goOver("2022-06-28");
    assertThat(get(first).path("untilOn").asString()).isEqualTo("2022-03-11");
    assertThat(get(first).path("releasable").asString()).isEqualTo("2022-03-11");
    assertThat(get(second).path("untilOn").asString()).isEqualTo("2022-03-12");
    assertThat(openDuties("isolation.test", middle))
        .as("tests of before stay, those of the old rules after it are waived")
        .containsExactly("2022-03-06", "2022-03-09", "2022-03-12");
    assertThat(openDuties("isolation.release", middle)).containsExactly("2022-03-12");
    assertThat(openDuties("isolation.release", due)).containsExactly("2022-03-11");

    Map<String, Object> both =
        Map.of("document", "解除〔2022〕7号", "ids", List.of(id(first), id(second)));
    JsonNode released = liaison.post("/api/v1/isolation/orders/release", both).json();
    assertThat(released.path("released").asInt()).isOne();
    assertThat(released.path("left").valueStream().map(JsonNode::asString))
        .containsExactly(id(second));
    assertThat(get(first).path("endDocument").asString()).isEqualTo("解除〔2022〕7号");
    assertThat(level(due)).isEqualTo("free");
    assertThat(level(middle)).isEqualTo("barred");
  }

  @Test
  void whatASwitchTookAwayComesBackWithTheNext() {
    UUID person = person(null);
    JsonNode order = isolated(person, true, "2022-03-05");
    goOver("2022-06-28");
    assertThat(openDuties("isolation.release", person)).containsExactly("2022-03-12");
    Instant back = ELEVENTH.plus(Duration.ofHours(6));
    assertThat(
            Browser.signedIn(port, "command")
                .post(
                    "/api/v1/policy/switches",
                    Map.of("at", back, "rulesOf", "2022-03-11", "document", "更正"))
                .status())
        .isEqualTo(201);
    world.set(back.plusSeconds(60), 1);
    for (int i = 0; i < 200 && !get(order).path("untilOn").asString().equals("2022-03-19"); i++) {
      orders.goOver(500);
      java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
    }
    assertThat(get(order).path("untilOn").asString()).isEqualTo("2022-03-19");
    assertThat(openDuties("isolation.release", person)).containsExactly("2022-03-19");
    assertThat(openDuties("isolation.test", person)).endsWith("2022-03-12", "2022-03-19");
  }

  @Test
  void aSwitchEndsTheIsolationAndNothingElse() {
    UUID person = person(null);
    JsonNode order = isolated(person, false, "2022-03-08");
    status.take(
        List.of(
            new NewEvidence(
                UUID.randomUUID(),
                person,
                EvidenceKind.SEALED_HOME,
                Map.of("zone", "sealed"),
                NOON.minusSeconds(3_600),
                null,
                "test",
                UUID.randomUUID())),
        Actor.SYSTEM);
    goOver("2022-11-11");
    assertThat(get(order).path("state").asString()).isEqualTo("ended");
    assertThat(level(person)).as("the home is still sealed").isEqualTo("held");
  }

  @Test
  void ordersOfWhichTheNewRulesAskNothingEnd() {
    UUID secondary = person(null);
    UUID close = person(null);
    UUID proposed = person(null);
    JsonNode first = isolated(secondary, false, "2022-03-08");
    JsonNode second = isolated(close, true, "2022-03-08");
    JsonNode third = classed(proposed, false, NOON.minus(Duration.ofDays(1)));
    assertThat(said(preview("2022-11-11"), first)).isEqualTo("ends ");
    assertThat(said(preview("2022-11-11"), second)).startsWith("shorter");

    goOver("2022-11-11");
    assertThat(get(first).path("state").asString()).isEqualTo("ended");
    assertThat(get(first).path("why").asString()).isEqualTo("rules_switched");
    assertThat(get(second).path("state").asString()).isEqualTo("ordered");
    assertThat(get(third).path("state").asString()).isEqualTo("withdrawn");
    assertThat(level(secondary)).isEqualTo("free");
    assertThat(openDuties("isolation.test", secondary)).isEmpty();
    assertThat(openDuties("isolation.visit", secondary)).isEmpty();
    assertThat(openDuties("isolation.order", proposed)).isEmpty();
    assertThat(level(close)).isEqualTo("barred");
  }
}
