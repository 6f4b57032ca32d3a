package org.shouwang.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shouwang.sampling.RoundPark.at;
import static org.shouwang.sampling.RoundPark.coverage;
import static org.shouwang.sampling.RoundPark.opened;
import static org.shouwang.sampling.RoundPark.planned;
import static org.shouwang.sampling.RoundPark.swab;
import static org.shouwang.sampling.RoundPark.version;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.shouwang.IntegrationTest;
import org.shouwang.capture.Arrival;
import org.shouwang.clock.WorldClock;
import org.shouwang.duties.Duties;
import org.shouwang.duties.Duty;
import org.shouwang.duties.DutyState;
import org.shouwang.security.Browser;
import org.shouwang.security.Browser.Answer;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

class RoundsIntegrationTests extends IntegrationTest {

  /** A Tuesday long ago, before anybody else's memberships. */
  private static final LocalDate DAY = LocalDate.parse("2021-09-14");

  private static final LocalDate FROM = DAY.minusDays(20);
  private static final LocalDate END = DAY.plusDays(20);

  @LocalServerPort int port;
  @Autowired Rounds rounds;
  @Autowired RoundClock clock;
  @Autowired SwabEvidence evidence;
  @Autowired TestCalendar calendar;
  @Autowired CalendarStore calendarStore;
  @Autowired Duties duties;
  @Autowired WorldClock world;
  @Autowired JdbcClient jdbc;
  @Autowired TransactionTemplate transaction;

  private Duration offset = Duration.ZERO;
  private RoundPark park;
  private UUID team;
  private UUID other;
  private UUID point;
  private final List<UUID> people = new ArrayList<>();
  private Browser manager;
  private Browser second;
  private Browser lead;

  @BeforeEach
  void aPark() {
    offset = world.offset();
    world.set(at(DAY, "06:00"), 0);
    park = new RoundPark(jdbc);
    UUID company = park.unit("subsidiary", park.group);
    team = park.unit("shift_team", company);
    other = park.unit("shift_team", company);
    for (int i = 0; i < 4; i++) {
      people.add(park.person(i < 3 ? team : other, "电工", FROM, END));
    }
    point = park.place("sampling_point");
    manager = park.account(port, "sampling_lead", null);
    second = park.account(port, "sampling_lead", null);
    lead = park.account(port, "unit_lead", team);
  }

  @AfterEach
  void goBack() {
    park.quiet();
    world.set(Instant.now().plus(offset), 1);
  }

  private UUID round() {
    return opened(manager, planned(at(DAY, "07:00"), at(DAY, "20:00"), List.of(park.group)));
  }

  private Map<UUID, UUID> tested(Tested... swabs) {
    return Objects.requireNonNull(transaction.execute(status -> rounds.tested(List.of(swabs))));
  }

  private void undone(Tested... swabs) {
    transaction.executeWithoutResult(status -> rounds.undone(List.of(swabs)));
  }

  private static List<Integer> figures(JsonNode figures) {
    return List.of(
        figures.path("expected").asInt(),
        figures.path("tested").asInt(),
        figures.path("exempt").asInt(),
        figures.path("missing").asInt());
  }

  private void covered(UUID round, Integer... expected) {
    assertThat(figures(coverage(manager, round).path("total"))).containsExactly(expected);
  }

  private List<String> names(Browser by, UUID round, String state) {
    Answer answer = by.get("/api/v1/sampling/rounds/" + round + "/people?limit=500&state=" + state);
    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
    return answer.json().path("items").findValuesAsString("person");
  }

  // ── who is expected ────────────────────────────────────────────────────────────────────────────

  @Test
  void openingFreezesTheListWithTheNarrowestReasonOfEach() {
    UUID village = park.unit("village", park.group);
    UUID household = park.household(village);
    UUID child = park.person(village, "", FROM, END, DAY.minusYears(10), household);
    UUID medic = park.person(other, "医护人员", FROM, END);
    UUID gone = park.person(team, "电工", FROM, DAY);
    UUID stranger = park.stranger();
    UUID canteen = park.place("canteen");
    park.assign(canteen, village);
    Map<String, Object> body = planned(at(DAY, "07:00"), at(DAY, "20:00"), List.of(team));
    body.put("places", List.of(canteen));
    body.put("keyGroups", List.of("front"));
    body.put("persons", List.of(stranger));
    body.put("pools", Map.of("household", 5, "default", 20));
    Answer preview = manager.post("/api/v1/sampling/rounds/preview", body);
    assertThat(preview.json().path("people").asInt()).isEqualTo(6);
    assertThat(preview.json().at("/reasons/unit").asInt()).isEqualTo(3);
    UUID round = opened(manager, body);
    covered(round, 6, 0, 0, 6);
    Map<String, JsonNode> rows = new HashMap<>();
    manager
        .get("/api/v1/sampling/rounds/" + round + "/people")
        .json()
        .path("items")
        .forEach(row -> rows.put(row.path("person").asString(), row));
    assertThat(rows).doesNotContainKeys(gone.toString(), people.get(3).toString());
    assertThat(rows.get(people.getFirst().toString()).path("reason").asString()).isEqualTo("unit");
    assertThat(rows.get(people.getFirst().toString()).path("pool").asInt()).isEqualTo(20);
    assertThat(rows.get(child.toString()).path("reason").asString()).isEqualTo("place");
    assertThat(rows.get(child.toString()).path("child").asBoolean()).isTrue();
    assertThat(rows.get(child.toString()).path("group").asString()).isEqualTo("household");
    assertThat(rows.get(child.toString()).path("pool").asInt()).isEqualTo(5);
    assertThat(rows.get(medic.toString()).path("reason").asString()).isEqualTo("key_group:front");
    assertThat(rows.get(medic.toString()).path("pool").asInt()).isEqualTo(1);
    assertThat(rows.get(stranger.toString()).path("reason").asString()).isEqualTo("list");
    assertThat(rows.get(stranger.toString()).path("unit").asString("")).isEmpty();
    assertThat(rounds.pools(round, List.of(medic, child, people.getFirst(), people.get(3))))
        .isEqualTo(Map.of(medic, 1, child, 5, people.getFirst(), 20, people.get(3), 20));
    park.person(team, "电工", FROM, END);
    covered(round, 6, 0, 0, 6); // frozen
  }

  @Test
  void aRoundThatExpectsNobodyIsNotOpenedAndAnOldVersionChangesNothing() {
    UUID empty = park.unit("department", park.group);
    Map<String, Object> body = planned(at(DAY, "07:00"), at(DAY, "20:00"), List.of(empty));
    Answer made = manager.post("/api/v1/sampling/rounds", body);
    String id = made.json().path("id").asString();
    assertThat(manager.post("/api/v1/sampling/rounds/" + id + "/open", Map.of("version", 1)).code())
        .isEqualTo("sampling.nobody_expected");
    body.put("version", 1);
    body.put("units", List.of(team));
    assertThat(manager.put("/api/v1/sampling/rounds/" + id, body).status()).isEqualTo(200);
    assertThat(manager.post("/api/v1/sampling/rounds/" + id + "/open", Map.of("version", 1)).code())
        .isEqualTo("sampling.round_moved");
    assertThat(
            manager.post("/api/v1/sampling/rounds/" + id + "/open", Map.of("version", 2)).status())
        .isEqualTo(200);
    assertThat(manager.post("/api/v1/sampling/rounds/" + id + "/open", Map.of("version", 3)).code())
        .isEqualTo("sampling.round_moved");
  }

  @Test
  void aDraftKeepsItsListWhereAChangeSaysNothingOfIt() {
    Map<String, Object> body = planned(at(DAY, "07:00"), at(DAY, "20:00"), List.of());
    body.put("persons", people.subList(0, 2));
    Answer made = manager.post("/api/v1/sampling/rounds", body);
    String path = "/api/v1/sampling/rounds/" + made.json().path("id").asString();
    body.remove("persons");
    body.put("version", 1);
    assertThat(manager.put(path, body).json().at("/criteria/persons").asInt()).isEqualTo(2);
    body.put("persons", people.subList(0, 1));
    body.put("version", 2);
    assertThat(manager.put(path, body).json().at("/criteria/persons").asInt()).isEqualTo(1);
    assertThat(manager.get(path + "/preview").json().path("people").asInt()).isEqualTo(1);
    body.put("persons", List.of());
    body.put("version", 3);
    assertThat(manager.put(path, body).code()).isEqualTo("sampling.field_missing");
  }

  // ── swabs ──────────────────────────────────────────────────────────────────────────────────────

  @Test
  void aSwabCountsOnceUndoneItIsMissingAgainAndASecondSwabStillCounts() {
    UUID round = round();
    Tested first = swab(people.getFirst(), at(DAY, "08:00"), point, round);
    Tested twice = swab(people.getFirst(), at(DAY, "08:30"), point, null);
    assertThat(tested(first)).containsEntry(first.swab(), round);
    assertThat(tested(first)).containsEntry(first.swab(), round);
    assertThat(tested(twice)).containsEntry(twice.swab(), round);
    covered(round, 4, 1, 0, 3);
    undone(first);
    undone(first);
    covered(round, 4, 1, 0, 3);
    undone(twice);
    covered(round, 4, 0, 0, 4);
    tested(first); // it came again, but it was undone
    covered(round, 4, 0, 0, 4);
  }

  @Test
  void anUndoingThatComesBeforeItsSwabIsKeptForIt() {
    UUID round = round();
    Tested swab = swab(people.getFirst(), at(DAY, "08:00"), point, round);
    undone(swab);
    assertThat(tested(swab)).isEmpty();
    covered(round, 4, 0, 0, 4);
  }

  @Test
  void whoWasNotExpectedIsAddedAsALaterArrivalAndASwabOutsideEveryRoundCountsForNone() {
    Map<String, Object> body = planned(at(DAY, "07:00"), at(DAY, "20:00"), List.of(team));
    body.put("points", List.of(point));
    UUID round = opened(manager, body);
    Tested walkIn = swab(people.get(3), at(DAY, "09:00"), point, null);
    Tested elsewhere = swab(people.get(3), at(DAY, "09:00"), UUID.randomUUID(), null);
    Tested early = swab(people.getFirst(), at(DAY, "05:00"), point, null);
    UUID stranger = park.stranger();
    Tested unknown = swab(stranger, at(DAY, "09:00"), point, round);
    assertThat(tested(early)).isEmpty();
    assertThat(tested(walkIn, unknown))
        .isEqualTo(Map.of(walkIn.swab(), round, unknown.swab(), round));
    assertThat(tested(elsewhere)).containsEntry(elsewhere.swab(), round); // now expected
    covered(round, 5, 2, 0, 3);
    assertThat(names(manager, round, "tested"))
        .containsExactlyInAnyOrder(people.get(3).toString(), stranger.toString());
  }

  @Test
  void aSwabThatArrivesAfterTheEndStillCounts() {
    UUID round = round();
    manager.post(
        "/api/v1/sampling/rounds/" + round + "/close", Map.of("version", version(manager, round)));
    covered(round, 4, 0, 0, 4);
    Tested late = swab(people.getFirst(), at(DAY, "08:00"), point, null);
    assertThat(tested(late)).containsEntry(late.swab(), round);
    covered(round, 4, 1, 0, 3);
  }

  // ── chased ─────────────────────────────────────────────────────────────────────────────────────

  private List<Duty> chased(UUID round, UUID person, int turn) {
    return duties.byKeys(MissedRounds.DUTY, List.of(round + ":" + person + ":" + turn));
  }

  @Test
  void beforeTheEndWhoIsMissingHasADutyThatASwabDischarges() {
    UUID round = round();
    Tested before = swab(people.getFirst(), at(DAY, "08:00"), point, round);
    tested(before);
    world.set(at(DAY, "15:59"), 0);
    clock.tick();
    assertThat(chased(round, people.get(1), 0)).isEmpty();
    world.set(at(DAY, "16:01"), 0);
    clock.tick();
    assertThat(chased(round, people.getFirst(), 0)).isEmpty();
    Duty duty = chased(round, people.get(1), 0).getFirst();
    assertThat(duty.unit()).isEqualTo(team);
    assertThat(duty.dueAt()).isEqualTo(at(DAY, "20:00"));
    Tested swab = swab(people.get(1), at(DAY, "16:30"), point, null);
    tested(swab);
    assertThat(
            evidence.evidence(
                new Arrival(
                    SwabEvidence.TYPE,
                    world.now(),
                    List.of(swab.swab(), UUID.randomUUID()),
                    java.util.Arrays.asList(people.get(1), null),
                    List.of(swab.at(), swab.at()),
                    List.of(point, point))))
        .singleElement()
        .satisfies(it -> assertThat(it.facets()).containsEntry("round", round.toString()));
    undone(before); // missing anew while the chase is on: a duty is made
    assertThat(chased(round, people.getFirst(), 1).getFirst().state()).isEqualTo(DutyState.OPEN);
  }

  // ── exemptions ─────────────────────────────────────────────────────────────────────────────────

  @Test
  void anExemptionIsAskedByOneAndDecidedByAnother() {
    UUID round = round();
    world.set(at(DAY, "16:01"), 0);
    clock.tick();
    UUID person = people.getFirst();
    String path = "/api/v1/sampling/rounds/" + round + "/exemptions";
    Map<String, Object> asking = Map.of("personId", person, "reason", "medical");
    assertThat(lead.post(path, Map.of("personId", person, "reason", "tired")).code())
        .isEqualTo("sampling.field_wrong");
    assertThat(lead.post(path, Map.of("personId", people.get(3), "reason", "medical")).code())
        .isEqualTo("sampling.not_expected"); // of another unit
    Answer asked = manager.post(path, asking);
    assertThat(asked.status()).as(asked.raw().body()).isEqualTo(200);
    assertThat(lead.post(path, asking).code()).isEqualTo("sampling.exemption_there");
    String decision =
        "/api/v1/sampling/exemptions/" + asked.json().path("id").asString() + "/decision";
    covered(round, 4, 0, 0, 4);
    assertThat(manager.post(decision, Map.of("approved", true)).code())
        .isEqualTo("sampling.same_person");
    assertThat(lead.post(decision, Map.of("approved", true)).status()).isEqualTo(403);
    assertThat(second.post(decision, Map.of("approved", true)).status()).isEqualTo(200);
    assertThat(second.post(decision, Map.of("approved", true)).code())
        .isEqualTo("sampling.exemption_moved");
    covered(round, 4, 0, 1, 3);
    assertThat(chased(round, person, 0).getFirst().state()).isEqualTo(DutyState.WAIVED);
    Tested swab = swab(person, at(DAY, "16:10"), point, round);
    tested(swab);
    covered(round, 4, 1, 0, 3); // tested all the same
    undone(swab);
    covered(round, 4, 0, 1, 3); // still exempted
    assertThat(
            second
                .post(
                    "/api/v1/sampling/exemptions/"
                        + asked.json().path("id").asString()
                        + "/withdraw",
                    Map.of())
                .status())
        .isEqualTo(200);
    covered(round, 4, 0, 0, 4);
    assertThat(chased(round, person, 2).getFirst().state()).isEqualTo(DutyState.OPEN);
    assertThat(lead.get(path).json().path("items")).hasSize(1);
  }

  // ── who sees what ──────────────────────────────────────────────────────────────────────────────

  @Test
  void aLeadSeesTheirOwnUnitsOnlyAndMayNotPlan() {
    UUID round = round();
    assertThat(figures(coverage(lead, round).path("total"))).containsExactly(3, 0, 0, 3);
    assertThat(coverage(lead, round).path("units").findValuesAsString("unit"))
        .containsExactly(team.toString());
    assertThat(names(lead, round, "missing")).hasSize(3).doesNotContain(people.get(3).toString());
    assertThat(lead.get("/api/v1/sampling/rounds/" + round + "/people?unit=" + other).status())
        .isEqualTo(404);
    JsonNode listed = lead.get("/api/v1/sampling/rounds/" + round).json();
    assertThat(listed.path("expected").asInt()).isEqualTo(3);
    Map<String, Object> body = planned(at(DAY, "07:00"), at(DAY, "20:00"), List.of(team));
    assertThat(lead.post("/api/v1/sampling/rounds", body).status()).isEqualTo(403);
    assertThat(
            lead.post("/api/v1/sampling/rounds/" + round + "/close", Map.of("version", 2)).status())
        .isEqualTo(403);
    Browser medic = park.account(port, "medic", null);
    assertThat(medic.get("/api/v1/sampling/rounds").status()).isEqualTo(403);
    assertThat(medic.get("/api/v1/sampling/calendar").status()).isEqualTo(403);
    assertThat(coverage(manager, round).path("units")).hasSizeGreaterThanOrEqualTo(4);
  }

  @Test
  void missingIsPagedByUnitAndPerson() {
    UUID round = round();
    List<String> seen = new ArrayList<>();
    String after = "";
    do {
      JsonNode page =
          manager.get("/api/v1/sampling/rounds/" + round + "/people?limit=1&after=" + after).json();
      seen.addAll(page.path("items").findValuesAsString("person"));
      after = page.path("next").asString("");
    } while (!after.isEmpty());
    assertThat(seen)
        .containsExactlyInAnyOrderElementsOf(people.stream().map(UUID::toString).toList());
  }

  @Test
  void laterArrivalsAreAddedWithAReason() {
    UUID round = opened(manager, planned(at(DAY, "07:00"), at(DAY, "20:00"), List.of(team)));
    String path = "/api/v1/sampling/rounds/" + round + "/people";
    assertThat(manager.post(path, Map.of("persons", List.of(people.get(3)))).code())
        .isEqualTo("sampling.field_missing");
    Answer added =
        manager.post(
            path, Map.of("persons", List.of(people.get(3), people.get(2)), "reason", "昨夜返园"));
    assertThat(added.json().path("added").asInt()).isEqualTo(1);
    covered(round, 4, 0, 0, 4);
  }

  // ── points and slots ───────────────────────────────────────────────────────────────────────────

  @Test
  void aSlotGivesPeopleTheirPointTellsTheirLeadsAndIsShiftedByOneTouch() {
    UUID round = round();
    UUID nearby = park.place("sampling_point");
    world.set(at(DAY, "08:00"), 0);
    String slots = "/api/v1/sampling/rounds/" + round + "/slots";
    Answer set =
        manager.put(
            slots,
            Map.of(
                "unit",
                team,
                "place",
                point,
                "from",
                at(DAY, "08:00").toString(),
                "until",
                at(DAY, "09:00").toString()));
    assertThat(set.status()).as(set.raw().body()).isEqualTo(200);
    assertThat(set.json().get(0).path("people").asInt()).isEqualTo(3);
    assertThat(lead.get(slots).json()).hasSize(1);
    JsonNode inbox = lead.get("/api/v1/inbox").json().path("items");
    assertThat(inbox.toString()).contains("is sampled");
    JsonNode places = coverage(manager, round).path("places");
    assertThat(places.findValuesAsString("place")).contains(point.toString());
    Answer shifted =
        manager.post(
            "/api/v1/sampling/points/shift",
            Map.of("slot", set.json().get(0).path("id").asString(), "to", nearby, "version", 1));
    assertThat(shifted.status()).as(shifted.raw().body()).isEqualTo(200);
    assertThat(
            manager
                .post(
                    "/api/v1/sampling/points/shift",
                    Map.of(
                        "slot", set.json().get(0).path("id").asString(), "to", point, "version", 1))
                .code())
        .isEqualTo("sampling.slot_moved");
    assertThat(coverage(manager, round).path("places").findValuesAsString("place"))
        .contains(nearby.toString())
        .doesNotContain(point.toString());
    covered(round, 4, 0, 0, 4);
    Answer plan = manager.post(slots + "/plan", Map.of());
    assertThat(plan.status()).as(plan.raw().body()).isEqualTo(200);
    long planned = 0;
    for (JsonNode each : plan.json()) {
      planned += each.path("people").asLong();
    }
    assertThat(planned).isEqualTo(4);
  }

  @Test
  void aPointSaysItsQueueAndAShiftIsProposedBeforeItHurts() {
    UUID round = round();
    world.set(at(DAY, "08:00"), 0);
    park.place("sampling_point");
    manager.put(
        "/api/v1/sampling/rounds/" + round + "/slots",
        Map.of(
            "unit",
            team,
            "place",
            point,
            "from",
            at(DAY, "08:10").toString(),
            "until",
            at(DAY, "09:00").toString()));
    Browser device = park.device(port, point);
    Answer fact =
        device.post(
            "/api/v1/facts",
            Map.of(
                "id", UuidCreator.getTimeOrderedEpoch(),
                "type", QueueFacts.TYPE,
                "at", at(DAY, "08:00").toString(),
                "place", point,
                "data", Map.of("length", 400)));
    assertThat(fact.json().path("status").asString()).as(fact.raw().body()).isEqualTo("recorded");
    JsonNode points = manager.get("/api/v1/sampling/points").json();
    JsonNode own = null;
    for (JsonNode each : points.path("points")) {
      own = each.path("id").asString().equals(point.toString()) ? each : own;
    }
    assertThat(Objects.requireNonNull(own).path("queue").asInt()).isEqualTo(400);
    assertThat(own.path("told").asBoolean()).isTrue();
    assertThat(points.at("/shift/from/id").asString()).isEqualTo(point.toString());
    assertThat(points.at("/shift/unit/id").asString()).isEqualTo(team.toString());
    assertThat(
            device
                .post(
                    "/api/v1/facts",
                    Map.of(
                        "id", UuidCreator.getTimeOrderedEpoch(),
                        "type", QueueFacts.TYPE,
                        "at", at(DAY, "08:00").toString(),
                        "place", point,
                        "data", Map.of("length", -1)))
                .json()
                .at("/error/code")
                .asString())
        .isEqualTo("sampling.field_wrong");
  }

  @Test
  void aPointIsSetUpAndAnOldVersionIsRefused() {
    Map<String, Object> body = new HashMap<>();
    body.put("opens", "07:00");
    body.put("closes", "21:30");
    body.put("desks", List.of("A", "B", "C"));
    body.put("staff", 9);
    body.put("perHour", 240);
    body.put("version", 0);
    String path = "/api/v1/sampling/points/" + point;
    assertThat(lead.put(path, body).status()).isEqualTo(403);
    Answer set = manager.put(path, body);
    assertThat(set.status()).as(set.raw().body()).isEqualTo(200);
    assertThat(set.json().path("perHour").asInt()).isEqualTo(240);
    assertThat(manager.put(path, body).code()).isEqualTo("sampling.point_moved");
    body.put("version", 1);
    body.put("closes", "06:00");
    assertThat(manager.put(path, body).code()).isEqualTo("sampling.field_wrong");
    assertThat(manager.put("/api/v1/sampling/points/" + team, body).code())
        .isEqualTo("sampling.point_unknown");
  }

  // ── at homes ───────────────────────────────────────────────────────────────────────────────────

  @Test
  void aStopOfAHomeTeamIsDoneWhenTheSwabArrives() {
    UUID round = round();
    String path = "/api/v1/sampling/rounds/" + round + "/teams";
    Answer made = manager.post(path, Map.of("name", "上门一队", "members", "甲、乙"));
    assertThat(made.status()).as(made.raw().body()).isEqualTo(200);
    String stops = path + "/" + made.json().get(0).path("id").asString() + "/stops";
    assertThat(
            manager
                .put(
                    stops,
                    Map.of("stops", List.of(Map.of("person", park.stranger(), "why", "isolated"))))
                .code())
        .isEqualTo("sampling.not_expected");
    Answer routed =
        manager.put(
            stops,
            Map.of(
                "stops",
                List.of(
                    Map.of("person", people.get(1), "why", "bed_ridden"),
                    Map.of("person", people.get(3), "why", "sealed_in"))));
    assertThat(routed.json().findValuesAsString("person"))
        .containsExactly(people.get(1).toString(), people.get(3).toString());
    tested(swab(people.get(3), at(DAY, "10:00"), point, round));
    assertThat(manager.get(path).json().get(0).path("done").asInt()).isEqualTo(1);
    assertThat(lead.get(stops).json().findValuesAsString("person"))
        .containsExactly(people.get(1).toString());
  }

  // ── the devices' roster ────────────────────────────────────────────────────────────────────────

  @Test
  void aDeviceGetsRoundsAndWhoeverDiffersAndNothingElse() {
    UUID medic = park.person(team, "医护人员", FROM, END);
    UUID round = round();
    tested(swab(people.getFirst(), at(DAY, "08:00"), point, round));
    world.set(at(DAY, "08:05"), 0);
    Answer answer = park.device(port, point).get("/api/v1/field/sampling");
    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
    assertThat(answer.raw().headers().firstValue("Cache-Control")).contains("no-store");
    assertThat(answer.json().path("rounds").findValuesAsString("id")).contains(round.toString());
    Map<String, JsonNode> entries = new HashMap<>();
    answer.json().path("people").forEach(entry -> entries.put(entry.path("id").asString(), entry));
    assertThat(entries).doesNotContainKey(people.get(1).toString());
    assertThat(entries.get(people.getFirst().toString()).path("tested").asBoolean()).isTrue();
    assertThat(entries.get(medic.toString()).path("pool").asInt()).isEqualTo(1);
    assertThat(entries.get(medic.toString()).path("group").asString()).isEqualTo("key");
    assertThat(manager.get("/api/v1/field/sampling").status()).isEqualTo(403);
    assertThat(park.device(port, park.place("gate")).get("/api/v1/field/sampling").code())
        .isEqualTo("sampling.not_a_point");
  }

  // ── the test calendar ──────────────────────────────────────────────────────────────────────────

  @Test
  void aKeyGroupIsDueByItsFrequencyBlockedWhenLateAndASwabMovesItOn() {
    UUID cook = park.person(team, "食堂厨师", FROM, END);
    transaction.executeWithoutResult(status -> calendar.make(DAY, world.now()));
    JsonNode entry = entry(cook);
    assertThat(entry.path("group").asString()).isEqualTo("contact");
    assertThat(entry.path("dueOn").asString()).isEqualTo(DAY.plusDays(2).toString());
    assertThat(entry.path("standing").asString()).isEqualTo("ahead");
    world.set(at(DAY.plusDays(2), "00:10"), 0);
    transaction.executeWithoutResult(status -> calendar.make(DAY.plusDays(2), world.now()));
    assertThat(entry(cook).path("standing").asString()).isEqualTo("due");
    String key = cook + ":" + DAY.plusDays(2);
    assertThat(duties.byKeys(TestCalendar.DUTY, List.of(key)).getFirst().state())
        .isEqualTo(DutyState.OPEN);
    world.set(at(DAY.plusDays(3), "09:00"), 0);
    assertThat(entry(cook).path("standing").asString()).isEqualTo("overdue");
    world.set(at(DAY.plusDays(4), "09:00"), 0);
    assertThat(entry(cook).path("standing").asString()).isEqualTo("blocked");
    assertThat(
            lead.get("/api/v1/sampling/calendar/people?standing=blocked&unit=" + team)
                .json()
                .path("items"))
        .hasSize(1);
    Tested swab = swab(cook, at(DAY.plusDays(4), "09:00"), point, null);
    tested(swab);
    calendarStore.follow(List.of(cook));
    assertThat(entry(cook).path("dueOn").asString()).isEqualTo(DAY.plusDays(7).toString());
    undone(swab);
    calendarStore.follow(List.of(cook));
    assertThat(entry(cook).path("dueOn").asString()).isEqualTo(DAY.plusDays(2).toString());
    assertThat(
            lead.get("/api/v1/sampling/calendar").json().path("groups").findValuesAsString("group"))
        .containsExactly("contact");
    assertThat(lead.get("/api/v1/sampling/calendar?unit=" + other).status()).isEqualTo(404);
  }

  private JsonNode entry(UUID person) {
    for (JsonNode each :
        lead.get("/api/v1/sampling/calendar/people?limit=500&unit=" + team).json().path("items")) {
      if (each.path("person").asString().equals(person.toString())) {
        return each;
      }
    }
    throw new AssertionError("not on the calendar");
  }
}
