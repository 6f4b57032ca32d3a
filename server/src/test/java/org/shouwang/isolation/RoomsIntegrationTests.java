package org.shouwang.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.shouwang.audit.Actor;
import org.shouwang.sampling.PositivesFound;
import org.shouwang.security.Browser.Answer;
import tools.jackson.databind.JsonNode;

/** Rooms by their rules: households, beds, A/B posts apart, nobody alone who can't be. */
class RoomsIntegrationTests extends IsolationPark {

  /** Fourteen years before the first day of isolation: a child on the day before. */
  private static final LocalDate FOURTEEN = FIRST.minusYears(14);

  private UUID site;
  private UUID own;

  @BeforeEach
  void rooms() {
    site = place("isolation_site", null);
    own = place("room", site);
  }

  // ── who can't be alone ─────────────────────────────────────────────────────────────────────────

  @Test
  void aChildComesToASiteOnlyWithSomebodyWhoStaysWithThem() {
    UUID child = born(person(null), FOURTEEN.plusDays(1));
    JsonNode proposed = classed(child, true);
    Answer alone = ordered(proposed, own, null);
    assertThat(alone.status()).isEqualTo(422);
    assertThat(alone.code()).isEqualTo("isolation.carer_missing");
    assertThat(alone.json().path("field").asString()).isEqualTo("carerId");
    assertThat(alone.json().path("cure").asString()).isNotBlank();
    assertThat(ordered(proposed, "home", null).status()).as("at home").isEqualTo(200);

    JsonNode older = classed(born(person(null), FOURTEEN), true);
    assertThat(ordered(older, own, null).status()).as("fourteen on the first day").isEqualTo(200);
  }

  @Test
  void whoNeedsHelpIsNotAloneEitherAndItStaysSaidWhenTheyAreMoved() {
    JsonNode proposed = classed(person(null), true);
    Map<String, Object> body = order("central", own, proposed);
    body.put("dependent", true);
    assertThat(post(proposed, "order", body).code()).isEqualTo("isolation.carer_missing");
    UUID aunt = person(null);
    body.put("carerId", aunt);
    JsonNode order = post(proposed, "order", body).json();
    assertThat(order.path("dependent").asBoolean()).isTrue();
    JsonNode arrived = move(order, own, null).json();
    assertThat(arrived.at("/carer/id").asString()).isEqualTo(aunt.toString());
    assertThat(arrived.path("dependent").asBoolean()).isTrue();
    JsonNode home = move(arrived, null, null).json();
    assertThat(home.path("carer").isMissingNode()).as("nobody has to stay at home").isTrue();
    assertThat(people(own)).isZero();
  }

  @Test
  void aCarerIsInTheRoomByAnOrderOrOfTheirOwnWillAndTakesABedThen() {
    UUID home = household();
    UUID mother = person(home);
    assertThat(ordered(classed(mother, true), own, null).status()).isEqualTo(200);
    JsonNode child = ordered(classed(child(home), true), own, mother).json();
    assertThat(child.at("/carer/state").asString()).isEqualTo("ordered");
    assertThat(people(own)).isEqualTo(2);

    UUID aunt = person(null);
    UUID single = room(1);
    UUID pair = room(2);
    JsonNode other = classed(child(null), true);
    assertThat(ordered(other, single, aunt).code()).isEqualTo("isolation.room_full");
    JsonNode placed = ordered(other, pair, aunt).json();
    assertThat(placed.at("/carer/state").asString()).isEqualTo("own");
    assertThat(placed.at("/carer/name").asString()).isNotBlank();
    assertThat(people(pair)).isEqualTo(2);
    assertThat(level(aunt)).as("nobody ordered anything of them").isEqualTo("free");
    assertThat(ordered(classed(person(null), true), pair, null).code())
        .as("taken by both")
        .isEqualTo("isolation.room_taken");
  }

  @Test
  void twoChildrenShareACarerWhoIsCountedOnce() {
    UUID aunt = person(null);
    UUID three = room(3);
    assertThat(ordered(classed(child(null), true), three, aunt).status()).isEqualTo(200);
    assertThat(ordered(classed(child(null), true), three, aunt).status()).isEqualTo(200);
    assertThat(people(three)).isEqualTo(3);
  }

  @Test
  void whoCantStayWithAChildIsNamed() {
    UUID small = child(null);
    JsonNode proposed = classed(small, true);
    assertThat(ordered(proposed, own, small).code()).isEqualTo("isolation.carer_unknown");
    assertThat(choices(proposed, "?carerId=" + small).path("rooms")).isNotEmpty();
    assertThat(ordered(proposed, own, UUID.randomUUID()).code())
        .isEqualTo("isolation.carer_unknown");
    assertThat(ordered(proposed, own, child(null)).code()).isEqualTo("isolation.carer_unfit");
    UUID elsewhere = person(null);
    ordered(classed(elsewhere, true), "home", null);
    assertThat(ordered(proposed, own, elsewhere).code()).isEqualTo("isolation.carer_elsewhere");

    UUID one = person(null);
    UUID counterpart = person(null);
    pair(one, counterpart);
    JsonNode dependent = classed(one, true);
    Map<String, Object> body = order("central", own, dependent);
    body.put("dependent", true);
    body.put("carerId", counterpart);
    assertThat(post(dependent, "order", body).code()).isEqualTo("isolation.carer_counterpart");
    assertThat(ordered(classed(person(null), true), own, person(null)).code())
        .as("for somebody who can be alone")
        .isEqualTo("isolation.carer_not_needed");
    assertThat(people(own)).isZero();
  }

  @Test
  void aPatientStaysWithNobodyButThoseWhoHaveTheSame() {
    UUID mother = person(null);
    ill(mother, "covid-19");
    UUID small = child(null);
    JsonNode proposed = classed(small, true);
    assertThat(ordered(proposed, own, mother).code()).isEqualTo("isolation.carer_ill");
    ill(small, "norovirus");
    assertThat(ordered(proposed, own, mother).code())
        .as("ill with something else")
        .isEqualTo("isolation.carer_ill");
    ill(small, "covid-19");
    assertThat(ordered(proposed, own, mother).status()).isEqualTo(200);
  }

  private void ill(UUID person, String disease) {
    jdbc.sql(
            """
            insert into cases.case_file (id, number, person_id, disease, classification, state,
              opened_at, opened_by, traced_at, controlled_at)
            values (gen_random_uuid(), ?, ?, ?, 'confirmed', 'open', now(), '测试', now(),
              '2022-01-01')
            """)
        .params("ill-" + UUID.randomUUID(), person, disease)
        .update();
  }

  // ── a full site ────────────────────────────────────────────────────────────────────────────────

  @Test
  void aFullSiteKeepsNothingTheOrderGoesOnWithoutARoomAndGetsTheFirstThatIsFree() {
    UUID single = room(1);
    JsonNode first = ordered(classed(person(null), true), single, null).json();
    UUID next = person(null);
    JsonNode proposed = classed(next, true);
    Answer full = ordered(proposed, single, null);
    assertThat(full.status()).isEqualTo(409);
    assertThat(full.json().path("cure").asString()).isNotBlank();
    assertThat(reasons(choices(proposed, ""), single)).containsExactly("TAKEN", "FULL");
    assertThat(get(proposed).path("state").asString()).isEqualTo("proposed");
    assertThat(duties("isolation.order", next)).containsExactly("open");

    JsonNode waiting = ordered(proposed, "central", null).json();
    assertThat(waiting.path("state").asString()).isEqualTo("ordered");
    assertThat(duties("isolation.order", next)).containsExactly("done");
    assertThat(duties("transfers.carry_out", next))
        .as("until they have arrived somewhere it is somebody's")
        .containsExactly("open");
    assertThat(move(waiting, single, null).status()).as("still full").isEqualTo(409);
    release(first, "疾控同意");
    assertThat(move(waiting, single, null).status()).isEqualTo(200);
    assertThat(people(single)).isEqualTo(1);
    assertThat(duties("transfers.carry_out", next)).containsExactly("done");
  }

  // ── carers who go ──────────────────────────────────────────────────────────────────────────────

  @Test
  void aCarerWhoIsReleasedLeavesADutyToFindAnotherWhichTheNextOneEnds() {
    UUID home = household();
    UUID mother = person(home);
    UUID small = child(home);
    JsonNode hers = ordered(classed(mother, true), own, null).json();
    JsonNode child = ordered(classed(small, true), own, mother).json();
    assertThat(duties("isolation.carer", small)).isEmpty();
    release(hers, "疾控同意");
    JsonNode left = get(child);
    assertThat(left.at("/carer/state").asString()).isEqualTo("gone");
    assertThat(duties("isolation.carer", small)).containsExactly("open");
    assertThat(people(own)).as("only the child is left").isEqualTo(1);
    assertThat(move(left, own, null).code())
        .as("whoever is gone doesn't count")
        .isEqualTo("isolation.carer_missing");
    JsonNode again = move(left, own, mother).json();
    assertThat(again.at("/carer/state").asString()).as("she stays after all").isEqualTo("own");
    assertThat(duties("isolation.carer", small)).containsExactly("done");
    positive(mother);
    assertThat(get(again).at("/carer/state").asString()).as("ill").isEqualTo("gone");
    assertThat(duties("isolation.carer", small)).containsExactlyInAnyOrder("done", "open");
    release(child, "疾控同意");
    assertThat(duties("isolation.carer", small)).containsExactlyInAnyOrder("done", "waived");
  }

  @Test
  void aCarerOfTheirOwnWillWhoIsOrderedElsewhereOrGoesWithAnotherChildIsGoneToo() {
    UUID aunt = person(null);
    UUID first = child(null);
    UUID second = child(null);
    UUID large = room(5);
    JsonNode one = ordered(classed(first, true), large, aunt).json();
    JsonNode two = ordered(classed(second, true), large, aunt).json();
    assertThat(move(one, own, aunt).status()).isEqualTo(200);
    assertThat(get(one).at("/carer/state").asString()).isEqualTo("own");
    assertThat(get(two).at("/carer/state").asString()).isEqualTo("gone");
    assertThat(duties("isolation.carer", second)).containsExactly("open");
    assertThat(move(get(two), own, aunt).status()).as("follows").isEqualTo(200);
    assertThat(duties("isolation.carer", second)).containsExactly("done");

    JsonNode hers = ordered(classed(aunt, true), own, null).json();
    assertThat(hers.path("state").asString()).as("with the children").isEqualTo("ordered");
    assertThat(get(one).at("/carer/state").asString()).isEqualTo("ordered");
    assertThat(move(hers, null, null).status()).isEqualTo(200);
    assertThat(get(one).at("/carer/state").asString()).as("she went home").isEqualTo("gone");
    assertThat(duties("isolation.carer", first)).containsExactly("open");
  }

  // ── A and B of a post ──────────────────────────────────────────────────────────────────────────

  @Test
  void bothOfAnAbPairNeverShareARoomAndOneSiteOnlyWhenThereIsNoOther() {
    UUID one = person(null);
    UUID counterpart = person(null);
    pair(one, counterpart);
    assertThat(ordered(classed(one, true), own, null).status()).isEqualTo(200);
    UUID near = place("room", site);
    UUID far = place("room", place("isolation_site", null));
    JsonNode choices = choices(classed(counterpart, true), "");
    assertThat(reasons(choices, own)).containsExactly("TAKEN", "COUNTERPART");
    assertThat(hints(choices, near)).containsExactly("COUNTERPART_SITE");
    assertThat(hints(choices, far)).isEmpty();
    List<String> ranked =
        choices.path("rooms").valueStream().map(it -> it.path("id").asString()).toList();
    assertThat(ranked.indexOf(far.toString())).isLessThan(ranked.indexOf(near.toString()));
    assertThat(ranked.indexOf(near.toString())).isLessThan(ranked.indexOf(own.toString()));
  }

  @Test
  void bothOfAnAbPairAreKeptApartAlsoAsCarersOfOneHouseholdButAHouseholdIsNot() {
    UUID home = household();
    UUID one = person(null);
    UUID counterpart = person(null);
    pair(one, counterpart);
    assertThat(ordered(classed(child(home), true), own, one).status()).isEqualTo(200);
    assertThat(ordered(classed(child(home), true), own, counterpart).code())
        .isEqualTo("isolation.room_counterpart");

    UUID couple = household();
    UUID his = person(couple);
    UUID hers = person(couple);
    pair(his, hers);
    UUID second = place("room", site);
    assertThat(ordered(classed(his, true), second, null).status()).isEqualTo(200);
    JsonNode proposed = classed(hers, true);
    JsonNode choices = choices(proposed, "");
    assertThat(reasons(choices, second)).isEmpty();
    assertThat(hints(choices, second)).containsExactly("COUNTERPART_HOME");
    assertThat(ordered(proposed, second, null).status()).isEqualTo(200);
  }

  // ── beds ───────────────────────────────────────────────────────────────────────────────────────

  @Test
  void aRoomHoldsNoMoreThanItsBedsAlsoWhenTwoOfAHouseholdAskForTheLastOneAtOnce() throws Exception {
    UUID home = household();
    UUID two = room(2);
    assertThat(ordered(classed(person(home), true), two, null).status()).isEqualTo(200);
    List<JsonNode> both = List.of(classed(person(home), true), classed(person(home), true));
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      List<Future<Answer>> answers =
          threads.invokeAll(
              both.stream().map(it -> (Callable<Answer>) () -> ordered(it, two, null)).toList());
      List<Answer> got = List.of(answers.get(0).get(), answers.get(1).get());
      assertThat(got).extracting(Answer::status).containsExactlyInAnyOrder(200, 409);
      assertThat(got)
          .filteredOn(it -> it.status() == 409)
          .extracting(Answer::code)
          .containsExactly("isolation.room_full");
    }
    assertThat(people(two)).isEqualTo(2);
    JsonNode third = classed(person(home), true);
    assertThat(reasons(choices(third, ""), two)).containsExactly("FULL");
  }

  @Test
  void theListPutsTheHouseholdsRoomFirstAndSaysWhoCouldStayWithAChild() {
    UUID home = household();
    UUID mother = person(home);
    child(home);
    UUID ours = room(4);
    assertThat(ordered(classed(mother, true), ours, null).status()).isEqualTo(200);
    JsonNode proposed = classed(child(home), true);
    JsonNode choices = choices(proposed, "?on=" + FIRST);
    assertThat(choices.path("child").asBoolean()).isTrue();
    assertThat(choices.path("needsCarer").asBoolean()).isTrue();
    assertThat(choices.path("mates"))
        .extracting(it -> it.path("id").asString())
        .containsExactly(mother.toString());
    JsonNode best = choices.path("rooms").get(0);
    assertThat(best.path("id").asString()).isEqualTo(ours.toString());
    assertThat(best.path("people").asInt()).isEqualTo(1);
    assertThat(best.path("capacity").asInt()).isEqualTo(4);
    assertThat(hints(choices, ours)).containsExactly("CHILD_ALONE");
    assertThat(hints(choices(proposed, "?on=" + FIRST + "&carerId=" + mother), ours)).isEmpty();
    assertThat(choices(classed(person(null), true), "").path("needsCarer").asBoolean()).isFalse();
    assertThat(
            choices(classed(person(null), true), "?dependent=true").path("needsCarer").asBoolean())
        .isTrue();
  }

  // ── tools ──────────────────────────────────────────────────────────────────────────────────────

  private UUID room(int capacity) {
    UUID room = place("room", site);
    jdbc.sql("update people.place set capacity = ? where id = ?").params(capacity, room).update();
    return room;
  }

  private UUID born(UUID person, LocalDate on) {
    jdbc.sql("update people.person set birth_date = ? where id = ?").params(on, person).update();
    return person;
  }

  private UUID child(@Nullable UUID household) {
    return born(person(household), FIRST.minusYears(6));
  }

  /** As the roster says it: one of the two names the other's badge. */
  private void pair(UUID one, UUID other) {
    String badge = "B" + other;
    jdbc.sql("update people.person set badge = ? where id = ?").params(badge, other).update();
    jdbc.sql("update people.person set counterpart = ? where id = ?").params(badge, one).update();
  }

  private Answer ordered(JsonNode proposed, UUID room, @Nullable UUID carer) {
    Map<String, Object> body = order("central", room, proposed);
    body.put("carerId", carer);
    return post(proposed, "order", body);
  }

  private Answer move(JsonNode order, @Nullable UUID room, @Nullable UUID carer) {
    Map<String, Object> body = new HashMap<>();
    body.put("place", room == null ? "home" : "central");
    body.put("roomId", room);
    body.put("carerId", carer);
    body.put("at", NOON.minusSeconds(600).toString());
    body.put("version", get(order).path("version").asInt());
    return post(order, "move", body);
  }

  private Answer post(JsonNode order, String act, Map<String, Object> body) {
    return liaison.post("/api/v1/isolation/orders/" + id(order) + "/" + act, body);
  }

  private void positive(UUID person) {
    transaction.executeWithoutResult(status ->
        events.publishEvent(
            new PositivesFound(
                List.of(
                    new PositivesFound.Positive(
                        UUID.randomUUID(), person, "T", UUID.randomUUID(), NOON, NOON, "covid-19")),
                Actor.SYSTEM)));
  }

  private JsonNode choices(JsonNode order, String query) {
    return liaison.get("/api/v1/isolation/orders/" + id(order) + "/rooms" + query).json();
  }

  private static List<String> reasons(JsonNode choices, UUID room) {
    return texts(choices, room, "reasons");
  }

  private static List<String> hints(JsonNode choices, UUID room) {
    return texts(choices, room, "hints");
  }

  private static List<String> texts(JsonNode choices, UUID room, String what) {
    return choices
        .path("rooms")
        .valueStream()
        .filter(it -> it.path("id").asString().equals(room.toString()))
        .flatMap(it -> it.path(what).valueStream())
        .map(JsonNode::asString)
        .toList();
  }

  private int people(UUID room) {
    return liaison
        .get("/api/v1/isolation/orders/rooms")
        .json()
        .valueStream()
        .filter(it -> it.path("id").asString().equals(room.toString()))
        .findFirst()
        .orElseThrow()
        .path("people")
        .asInt();
  }
}
