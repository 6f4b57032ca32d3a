package org.shouwang.rollcall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shouwang.rollcall.RollCallPark.account;
import static org.shouwang.rollcall.RollCallPark.at;
import static org.shouwang.rollcall.RollCallPark.report;
import static org.shouwang.rollcall.RollCallPark.until;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.shouwang.IntegrationTest;
import org.shouwang.audit.Actor;
import org.shouwang.clock.WorldClock;
import org.shouwang.duties.Duties;
import org.shouwang.duties.Duty;
import org.shouwang.duties.DutyState;
import org.shouwang.duties.NewDuty;
import org.shouwang.duties.Party;
import org.shouwang.security.Browser;
import org.shouwang.security.Browser.Answer;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

class RollCallIntegrationTests extends IntegrationTest {

  /** A Tuesday long ago, before anybody else's memberships. */
  private static final LocalDate DAY = LocalDate.parse("2021-03-02");

  private static final LocalDate FROM = DAY.minusDays(30);
  private static final LocalDate END = DAY.plusDays(30);

  @LocalServerPort int port;
  @Autowired RollCall rollCall;
  @Autowired RollCallClock clock;
  @Autowired PatternStore patterns;
  @Autowired Duties duties;
  @Autowired WorldClock world;
  @Autowired JdbcClient jdbc;

  private Duration offset = Duration.ZERO;
  private RollCallPark park;
  private UUID team;
  private UUID other;
  private UUID person;
  private Browser lead;
  private Browser guard;

  @BeforeEach
  void aTeam() throws InterruptedException {
    offset = world.offset();
    world.set(at(DAY, "10:00"), 0);
    park = new RollCallPark(jdbc);
    team = park.unit("shift_team", park.group);
    other = park.unit("shift_team", park.group);
    person = park.person(team, FROM, END);
    lead = park.lead(port, team);
    guard = Browser.signedIn(port, "guard1");
    Thread.sleep(1_050); // the gate's places in memory are a second old at most
  }

  @AfterEach
  void goBack() {
    park.quiet();
    world.set(Instant.now().plus(offset), 1);
  }

  private JsonNode row(Browser browser, UUID unit, LocalDate day) {
    Answer answer = browser.get("/api/v1/rollcall?day=" + day + "&unit=" + unit);
    assertThat(answer.status()).isEqualTo(200);
    for (JsonNode each : answer.json().path("units")) {
      if (each.path("unit").asString().equals(unit.toString())) {
        return each;
      }
    }
    throw new AssertionError("no row: " + answer.raw().body());
  }

  private List<String> names(UUID unit, LocalDate day, String state) {
    Answer answer =
        lead.get("/api/v1/rollcall/people?day=" + day + "&unit=" + unit + "&state=" + state);
    assertThat(answer.status()).isEqualTo(200);
    return answer.json().path("items").findValuesAsString("person");
  }

  private void counted(UUID unit, LocalDate day, int expected, int accounted, int missing) {
    until(() -> row(lead, unit, day).path("accounted").asInt() == accounted);
    JsonNode row = row(lead, unit, day);
    assertThat(List.of(row.path("expected").asInt(), row.path("accounted").asInt()))
        .containsExactly(expected, accounted);
    assertThat(row.path("missing").asInt()).isEqualTo(missing);
  }

  private void recorded(Browser by, Map<String, Object> fact) {
    Answer answer = by.post("/api/v1/facts", fact);
    assertThat(answer.json().path("status").asString())
        .as(answer.raw().body())
        .isEqualTo("recorded");
  }

  private String rejected(Browser by, Map<String, Object> fact) {
    Answer answer = by.post("/api/v1/facts", fact);
    assertThat(answer.json().path("status").asString())
        .as(answer.raw().body())
        .isEqualTo("rejected");
    return answer.json().at("/error/code").asString();
  }

  private List<Duty> live(UUID who, LocalDate day) {
    return java.util.stream.IntStream.range(0, 4)
        .mapToObj(turn -> day + ":" + who + (turn == 0 ? "" : ":" + turn))
        .flatMap(key -> duties.byKeys(RollCall.PERSON_DUTY, List.of(key)).stream())
        .filter(duty -> duty.state() != DutyState.WAIVED)
        .toList();
  }

  // ── who can't do what they hold ───────────────────────────────────────────────────────────────

  @Test
  void whoIsOnLeaveHoldsNothingThatDayAndWhoIsNotKeepsTheirs() {
    UUID here = park.person(team, FROM, END);
    String kind = "test.leave" + UUID.randomUUID().toString().substring(0, 8);
    duties.create(
        List.of(
            held(kind, person, DAY), held(kind, here, DAY), held(kind, person, DAY.plusDays(1))),
        Actor.SYSTEM);
    recorded(lead, account(person, at(DAY, "10:00"), How.LEAVE, DAY, DAY));
    recorded(lead, account(here, at(DAY, "10:00"), How.AWAY, DAY, DAY));
    until(() -> holder(kind, person, DAY).equals(Party.unit(team)));
    assertThat(holder(kind, here, DAY)).isEqualTo(Party.person(here));
    assertThat(holder(kind, person, DAY.plusDays(1)))
        .as("of the day after the leave")
        .isEqualTo(Party.person(person));
  }

  private NewDuty held(String kind, UUID holder, LocalDate day) {
    return new NewDuty(
        holder + ":" + day,
        kind,
        Party.person(holder),
        team,
        Party.unit(team),
        "巡查",
        day,
        at(day, "08:00"),
        at(day, "18:00"),
        null,
        null,
        null,
        null,
        null);
  }

  private Party holder(String kind, UUID first, LocalDate day) {
    return duties.byKeys(kind, List.of(first + ":" + day)).getFirst().holder();
  }

  // ── who is missing ─────────────────────────────────────────────────────────────────────────────

  @Test
  void whoIsExpectedIsMissingUntilAPassThatWentThroughAccountsForThem() {
    UUID second = park.person(team, FROM, END);
    rollCall.open(DAY);
    counted(team, DAY, 2, 0, 2);
    recorded(guard, park.pass(second, at(DAY, "07:30"), false)); // turned away
    recorded(guard, park.pass(person, at(DAY, "07:40"), true));
    counted(team, DAY, 2, 1, 1);
    assertThat(names(team, DAY, "missing")).containsExactly(second.toString());
    JsonNode shown =
        lead.get("/api/v1/rollcall/people?state=accounted&day=" + DAY + "&unit=" + team).json();
    assertThat(shown.at("/items/0/how").asString()).isEqualTo("pass");
    assertThat(shown.at("/items/0/fact").asString()).isNotEmpty();
    assertThat(row(lead, team, DAY).path("report").asString()).isEqualTo("none");
  }

  @Test
  void openingADayAgainChangesNothing() throws Exception {
    rollCall.open(DAY);
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<? extends Future<?>> both =
          List.of(
              executor.submit(() -> rollCall.open(DAY)), executor.submit(() -> rollCall.open(DAY)));
      for (Future<?> each : both) {
        each.get();
      }
    }
    counted(team, DAY, 1, 0, 1);
    assertThat(live(person, DAY)).hasSize(1);
  }

  @Test
  void evidenceThatComesDaysLateStillAccountsForItsDay() {
    rollCall.open(DAY);
    world.set(at(DAY.plusDays(3), "10:00"), 0);
    recorded(guard, park.pass(person, at(DAY, "23:10"), true));
    counted(team, DAY, 1, 1, 0);
  }

  @Test
  void aLeaveToldAheadAccountsForItsDaysAsTheyOpen() {
    recorded(lead, account(person, at(DAY, "09:00"), How.LEAVE, DAY.plusDays(1), DAY.plusDays(2)));
    for (int i = 0; i < 4; i++) {
      rollCall.open(DAY.plusDays(i));
    }
    counted(team, DAY, 1, 0, 1);
    counted(team, DAY.plusDays(1), 1, 1, 0);
    counted(team, DAY.plusDays(2), 1, 1, 0);
    counted(team, DAY.plusDays(3), 1, 0, 1);
  }

  @Test
  void aNightShiftIsAccountedForByAPassOfTheNextMorningAndTheRestDayStaysFree() {
    patterns.set(
        team,
        DAY,
        new Pattern.Cycle(
            DAY,
            List.of("夜", "休"),
            Map.of(
                "夜",
                new Pattern.Shift(java.time.LocalTime.of(20, 0), java.time.LocalTime.of(8, 0)))),
        "甲");
    rollCall.open(DAY);
    rollCall.open(DAY.plusDays(1));
    world.set(at(DAY.plusDays(1), "12:00"), 0);
    recorded(guard, park.pass(person, at(DAY, "10:00"), true)); // hours before the shift
    recorded(guard, park.pass(person, at(DAY.plusDays(1), "07:55"), true));
    counted(team, DAY, 1, 1, 0);
    JsonNode shown =
        lead.get("/api/v1/rollcall/people?state=accounted&day=" + DAY + "&unit=" + team).json();
    assertThat(shown.at("/items/0/shift").asString()).isEqualTo("夜");
    Duty duty = live(person, DAY).getFirst();
    assertThat(duty.day()).isEqualTo(DAY);
    assertThat(row(lead, team, DAY.plusDays(1)).path("expected").asInt()).isZero();
  }

  // ── memberships that change ────────────────────────────────────────────────────────────────────

  @Test
  void whoMovesIsMissingInOneUnitOnlyAndHasOneDutyThere() {
    rollCall.open(DAY);
    park.move(person, other, DAY, END);
    rollCall.open(DAY);
    Browser above = park.lead(port, park.group);
    assertThat(row(above, park.group, DAY).path("expected").asInt()).isEqualTo(1);
    assertThat(row(above, other, DAY).path("missing").asInt()).isEqualTo(1);
    assertThat(row(above, team, DAY).path("expected").asInt()).isZero();
    assertThat(live(person, DAY))
        .singleElement()
        .satisfies(duty -> {
          assertThat(duty.unit()).isEqualTo(other);
          assertThat(duty.holder()).isEqualTo(Party.person(person));
        });
  }

  @Test
  void whoWasAccountedForBeforeTheMoveStaysAccountedFor() {
    rollCall.open(DAY);
    recorded(guard, park.pass(person, at(DAY, "07:40"), true));
    counted(team, DAY, 1, 1, 0);
    park.move(person, other, DAY, END);
    rollCall.open(DAY);
    Browser above = park.lead(port, park.group);
    assertThat(row(above, other, DAY).path("accounted").asInt()).isEqualTo(1);
    assertThat(row(above, park.group, DAY).path("expected").asInt()).isEqualTo(1);
    assertThat(live(person, DAY)).hasSize(1);
  }

  @Test
  void whoJoinsDuringTheDayIsAddedAndWhoLeavesIsExpectedNoMore() {
    rollCall.open(DAY);
    UUID late = park.person(team, DAY, END);
    park.leave(person, DAY);
    rollCall.open(DAY);
    counted(team, DAY, 1, 0, 1);
    assertThat(names(team, DAY, "missing")).containsExactly(late.toString());
    assertThat(live(person, DAY)).isEmpty();
    park.join(person, team, DAY, END); // and comes back
    rollCall.open(DAY);
    counted(team, DAY, 2, 0, 2);
    assertThat(live(person, DAY)).hasSize(1);
  }

  @Test
  void whoIsLetOffIsToldApart() {
    UUID second = park.person(team, FROM, END);
    rollCall.open(DAY);
    duties.waive(live(second, DAY).stream().map(Duty::id).toList(), "手术住院", Actor.SYSTEM, null);
    counted(team, DAY, 1, 0, 1);
    assertThat(row(lead, team, DAY).path("exempt").asInt()).isEqualTo(1);
    rollCall.open(DAY);
    assertThat(row(lead, team, DAY).path("exempt").asInt()).isEqualTo(1);
    assertThat(names(team, DAY, "exempt")).containsExactly(second.toString());
  }

  @Test
  void aDutyClosedByAnActIsNoPass() {
    rollCall.open(DAY);
    duties.done(live(person, DAY).stream().map(Duty::id).toList(), UUID.randomUUID(), Actor.SYSTEM);
    JsonNode shown =
        lead.get("/api/v1/rollcall/people?state=accounted&day=" + DAY + "&unit=" + team).json();
    assertThat(shown.at("/items/0/person").asString()).isEqualTo(person.toString());
    assertThat(shown.at("/items/0").has("how")).isFalse();
  }

  @Test
  void aListOfManyPagesNamesEachPersonOnce() {
    for (int i = 0; i < 7; i++) {
      park.person(team, FROM, END);
      park.person(other, FROM, END);
    }
    rollCall.open(DAY);
    Browser above = park.lead(port, park.group);
    List<String> all = new java.util.ArrayList<>();
    String after = "";
    do {
      Answer answer = above.get("/api/v1/rollcall/people?limit=4&day=" + DAY + "&after=" + after);
      assertThat(answer.status()).isEqualTo(200);
      JsonNode page = answer.json();
      all.addAll(page.path("items").findValuesAsString("person"));
      after = page.path("next").asString("");
    } while (!after.isEmpty());
    assertThat(all).hasSize(15).doesNotHaveDuplicates();
  }

  @Test
  void residentsAreTheGridWorkersDuty() {
    UUID village = park.unit("village", park.group);
    patterns.set(village, DAY, new Pattern.Frequency(DAY), "甲");
    UUID resident = park.person(village, FROM, END);
    rollCall.open(DAY);
    rollCall.open(DAY.plusDays(1));
    assertThat(live(resident, DAY))
        .singleElement()
        .extracting(Duty::holder)
        .isEqualTo(Party.unit(village));
    assertThat(live(resident, DAY.plusDays(1))).isEmpty();
  }

  @Test
  void daysThatTheClockJumpedOverAreMadeUpForInOrder() {
    LocalDate early = LocalDate.parse("2019-05-06");
    rollCall.open(early);
    assertThat(clock.due(at(early.plusDays(3), "23:45")))
        .containsExactly(
            early.plusDays(1), early.plusDays(2), early.plusDays(3), early.plusDays(4));
  }

  // ── daily reports ──────────────────────────────────────────────────────────────────────────────

  @Test
  void aZeroReportDischargesItsUnitsDutyAndAccountsForNobody() {
    rollCall.open(DAY);
    Answer draft = lead.get("/api/v1/rollcall/reports/draft?unit=" + team + "&day=" + DAY);
    assertThat(draft.json().path("expected").asInt()).isEqualTo(1);
    assertThat(draft.json().path("missing").asInt()).isEqualTo(1);
    recorded(lead, report(team, DAY, at(DAY, "09:30"), true, new Figures(1, 0, 0, 0, 0, 0, 1, 0)));
    until(() -> reportDuty(team).state() == DutyState.DONE);
    assertThat(reportDuty(team).state()).isEqualTo(DutyState.DONE);
    counted(team, DAY, 1, 0, 1);
    assertThat(row(lead, team, DAY).path("report").asString()).isEqualTo("filed");
    assertThat(row(lead, team, DAY).path("silent").asInt()).isZero();
    assertThat(live(person, DAY).getFirst().state()).isEqualTo(DutyState.OPEN);
  }

  private Duty reportDuty(UUID unit) {
    return duties.byKeys(RollCall.REPORT_DUTY, List.of(DAY + ":" + unit)).getFirst();
  }

  @Test
  void whatIsSignedStaysAndACorrectionShowsBoth() {
    rollCall.open(DAY);
    Figures first = new Figures(1, 0, 0, 0, 0, 0, 1, 0);
    recorded(lead, report(team, DAY, at(DAY, "09:30"), false, first));
    JsonNode filed = reportOf();
    assertThat(filed.path("state").asString()).isEqualTo("filed");
    Map<String, Object> key =
        Map.of("unit", team, "day", DAY.toString(), "version", filed.path("version").asInt());
    assertThat(lead.post("/api/v1/rollcall/reports/sign", key).json().path("state").asString())
        .isEqualTo("signed");
    assertThat(lead.post("/api/v1/rollcall/reports/sign", key).code())
        .isEqualTo("rollcall.report_moved");
    assertThat(
            rejected(
                lead,
                report(team, DAY, at(DAY, "09:40"), true, new Figures(1, 1, 0, 0, 0, 0, 0, 0))))
        .isEqualTo("rollcall.report_signed");

    recorded(guard, park.pass(person, at(DAY, "07:40"), true)); // comes after the signature
    counted(team, DAY, 1, 1, 0);
    JsonNode signed = reportOf();
    assertThat(signed.at("/figures/missing").asInt()).isEqualTo(1);
    assertThat(signed.at("/now/missing").asInt()).isZero();
    Answer corrected =
        lead.post(
            "/api/v1/rollcall/reports/correct",
            Map.of(
                "unit",
                team,
                "day",
                DAY.toString(),
                "version",
                signed.path("version").asInt(),
                "figures",
                new Figures(1, 1, 0, 0, 0, 0, 0, 0),
                "reason",
                "补传通行记录"));
    assertThat(corrected.status()).as(corrected.raw().body()).isEqualTo(200);
    assertThat(corrected.json().path("state").asString()).isEqualTo("corrected");
    assertThat(corrected.json().at("/figures/missing").asInt()).isEqualTo(1);
    assertThat(corrected.json().at("/corrections/0/figures/onDuty").asInt()).isEqualTo(1);
    assertThat(corrected.json().at("/corrections/0/reason").asString()).isEqualTo("补传通行记录");
  }

  private JsonNode reportOf() {
    return lead.get("/api/v1/rollcall/reports?unit=" + team + "&day=" + DAY).json();
  }

  @Test
  void theDatabaseItselfKeepsASignedReport() {
    rollCall.open(DAY);
    recorded(lead, report(team, DAY, at(DAY, "09:30"), false, new Figures(1, 0, 0, 0, 0, 0, 1, 0)));
    lead.post(
        "/api/v1/rollcall/reports/sign", Map.of("unit", team, "day", DAY.toString(), "version", 1));
    org.assertj.core.api.Assertions.assertThatThrownBy(() ->
            jdbc.sql("update rollcall.report set figures = '{}' where unit_id = ?")
                .param(team)
                .update())
        .hasMessageContaining("stays as signed");
  }

  @Test
  void figuresThatDontAddUpAreRefused() {
    assertThat(
            rejected(
                lead,
                report(team, DAY, at(DAY, "09:30"), true, new Figures(5, 1, 0, 0, 0, 0, 1, 0))))
        .isEqualTo("rollcall.figures_off");
    assertThat(
            rejected(
                lead,
                report(
                    team,
                    DAY.plusDays(1),
                    at(DAY, "09:30"),
                    true,
                    new Figures(0, 0, 0, 0, 0, 0, 0, 0))))
        .isEqualTo("rollcall.report_day");
  }

  // ── who may ────────────────────────────────────────────────────────────────────────────────────

  @Test
  void aLeadActsForTheirOwnUnitAndForNoOther() {
    rollCall.open(DAY);
    Browser stranger = park.lead(port, other);
    assertThat(stranger.get("/api/v1/rollcall?day=" + DAY + "&unit=" + team).status())
        .isEqualTo(404);
    assertThat(stranger.get("/api/v1/rollcall/people?day=" + DAY).json().path("items")).isEmpty();
    assertThat(stranger.get("/api/v1/rollcall/reports/draft?unit=" + team).status()).isEqualTo(404);
    assertThat(rejected(stranger, account(person, at(DAY, "09:00"), How.SEEN, null, null)))
        .isEqualTo("rollcall.person_unknown");
    assertThat(
            rejected(
                stranger,
                report(team, DAY, at(DAY, "09:30"), true, new Figures(1, 0, 0, 0, 0, 0, 1, 0))))
        .isEqualTo("rollcall.unit_unknown");
    assertThat(
            rejected(
                guard,
                report(team, DAY, at(DAY, "09:30"), true, new Figures(0, 0, 0, 0, 0, 0, 0, 0))))
        .startsWith("capture.");
    assertThat(guard.get("/api/v1/rollcall").status()).isEqualTo(403);
    assertThat(
            lead.put(
                    "/api/v1/rollcall/patterns",
                    Map.of("unit", team, "kind", "every_day", "data", Map.of()))
                .status())
        .isEqualTo(403);

    recorded(lead, account(person, at(DAY, "09:00"), How.SEEN, null, null));
    counted(team, DAY, 1, 1, 0);
    JsonNode shown = lead.get("/api/v1/rollcall/people?state=accounted&day=" + DAY).json();
    assertThat(shown.at("/items/0/how").asString()).isEqualTo("seen");
    assertThat(shown.at("/items/0/by").asString()).isEqualTo("班长");
  }

  @Test
  void commandSetsAPatternAndItIsInheritedAndTakenBack() {
    Browser command = Browser.signedIn(port, "command");
    Map<String, Object> pattern =
        Map.of("unit", park.group, "kind", "week", "data", Map.of("days", List.of(1)));
    Answer set = command.put("/api/v1/rollcall/patterns", pattern);
    assertThat(set.status()).as(set.raw().body()).isEqualTo(200);
    assertThat(set.json().at("/0/data/days/0").asInt()).isEqualTo(1);
    rollCall.open(DAY); // a Tuesday
    assertThat(row(lead, team, DAY).path("expected").asInt()).isZero();
    assertThat(
            command
                .put("/api/v1/rollcall/patterns", Map.of("unit", park.group, "kind", "inherit"))
                .json())
        .isEmpty();
    rollCall.open(DAY);
    counted(team, DAY, 1, 0, 1);
  }

  @Test
  void anEnterprisesListHoldsItsOwnPeopleOnly() {
    UUID enterprise = park.unit("enterprise", park.group);
    UUID one = park.person(enterprise, FROM, END);
    UUID two = park.person(enterprise, FROM, END);
    Browser owner = park.lead(port, enterprise);
    Answer wrong =
        owner.put(
            "/api/v1/rollcall/lists",
            Map.of("unit", enterprise, "day", DAY.toString(), "persons", List.of(person)));
    assertThat(wrong.code()).isEqualTo("rollcall.not_of_unit");
    Answer right =
        owner.put(
            "/api/v1/rollcall/lists",
            Map.of("unit", enterprise, "day", DAY.toString(), "persons", List.of(one)));
    assertThat(right.status()).as(right.raw().body()).isEqualTo(200);
    rollCall.open(DAY);
    rollCall.open(DAY.plusDays(1));
    assertThat(row(owner, enterprise, DAY).path("expected").asInt()).isEqualTo(1);
    assertThat(row(owner, enterprise, DAY.plusDays(1)).path("expected").asInt()).isEqualTo(2);
    assertThat(live(two, DAY)).isEmpty();
  }
}
