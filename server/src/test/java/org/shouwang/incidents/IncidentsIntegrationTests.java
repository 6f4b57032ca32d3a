package org.shouwang.incidents;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.shouwang.audit.Actor;
import org.shouwang.gates.FeversHeld;
import org.shouwang.isolation.IsolatedUnwell;
import org.shouwang.presence.StayRows;
import org.shouwang.sampling.TubeAlarmed;
import org.shouwang.screening.AreaListed;
import org.shouwang.security.Browser;
import org.shouwang.security.Browser.Answer;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** From the first positive to the end: signal, incident, steps, reports, what followed. */
class IncidentsIntegrationTests extends IncidentPark {

  @Autowired Readiness readiness;

  // ── the first positive ─────────────────────────────────────────────────────────────────────────

  @Test
  void theFirstPositiveOpensAnIncidentWithStepsADraftAndEverythingThatFollows() {
    UUID eater = person();
    UUID canteen = place();
    StayRows stays = new StayRows(jdbc);
    stays.room(sick, canteen, hours(-30), hours(-29));
    stays.room(eater, canteen, hours(-30), hours(-29));

    positive(sick, UUID.randomUUID());

    JsonNode file = onlyOpen();
    JsonNode incident = file.path("incident");
    assertThat(incident.path("number").asString()).matches("E2022-\\d{3,}");
    assertThat(incident.path("state").asString()).isEqualTo("signalled");
    assertThat(incident.path("level").asString()).isEqualTo("iv");
    assertThat(incident.path("disease").asString()).isEqualTo("covid-19");
    assertThat(file.path("signals"))
        .extracting(it -> it.path("kind").asString() + " " + it.path("state").asString())
        .containsExactly("case opened");
    assertThat(file.at("/counters/contacts/candidate").asInt())
        .as("found in the commit after it")
        .isEqualTo(1);
    assertThat(file.at("/counters/barred").asInt() + file.at("/counters/held").asInt())
        .as("the watched candidate isn't kept out; the test hands in no evidence of the swab")
        .isZero();

    assertThat(file.path("steps").size()).isGreaterThan(5);
    for (JsonNode step : file.path("steps")) {
      Instant due =
          jdbc.sql("select due_at from duties.duty where kind = 'incidents.step' and key = ?")
              .param(id(incident) + ":" + step.path("key").asString())
              .query((row, n) -> row.getTimestamp(1).toInstant())
              .single();
      assertThat(due)
          .isEqualTo(
              Instant.parse(incident.path("openedAt").asString())
                  .plus(Plan.hours(step.path("hours").asDouble())));
    }
    assertThat(file.path("covered"))
        .as("what other modules ask for is shown")
        .extracting(it -> it.path("kind").asString())
        .contains("cases.report", "cases.investigate", "cases.decide");
    assertThat(
            count(
                "select count(*) from duties.duty where kind = 'incidents.report' and subject_id = ?::uuid",
                id(incident)))
        .as("and not doubled: the case's report has the clock")
        .isZero();

    JsonNode draft = file.path("reports").path(0);
    assertThat(draft.path("kind").asString()).isEqualTo("initial");
    assertThat(draft.path("state").asString()).isEqualTo("draft");
    assertThat(Instant.parse(draft.path("dueAt").asString()))
        .isBetween(NOON.plus(Duration.ofHours(2)), NOON.plus(Duration.ofHours(2)).plusSeconds(60));
    assertThat(lacks(file))
        .containsExactly(
            "cases_open", "contacts_undecided", "steps_open", "initial_unsent", "final_unsent");

    assertThat(actions(incident))
        .contains(
            "cases.opened",
            "incidents.signalled",
            "incidents.opened",
            "incidents.report_drafted",
            "cases.traced",
            "status.evidence_taken");
    JsonNode opening =
        find(followed(incident), it -> it.path("action").asString().equals("incidents.opened"));
    assertThat(opening.at("/duties/incidents.step").asInt()).isEqualTo(file.path("steps").size());
  }

  @Test
  void aSecondCaseJoinsWithAReportOfItsOwnUnlessTheLastIsTooLongAgo() {
    positive(sick, UUID.randomUUID());
    String first = id(onlyOpen().path("incident"));
    positive(person(), UUID.randomUUID());
    JsonNode file = onlyOpen();
    assertThat(id(file.path("incident"))).isEqualTo(first);
    assertThat(file.at("/counters/cases").asInt()).isEqualTo(2);
    assertThat(file.path("reports"))
        .extracting(it -> it.path("kind").asString() + " " + it.path("caseNumber").asString())
        .containsExactly(
            "initial " + file.at("/incident/cases/0/number").asString(),
            "progress " + file.at("/incident/cases/1/number").asString());
    world.set(NOON.plus(Duration.ofDays(15)), 1);
    positive(person(), UUID.randomUUID());
    assertThat(open()).as("another incident").hasSize(2);
  }

  @Test
  void twoFirstCasesAtOnceOpenOneIncident() throws Exception {
    UUID other = person();
    Callable<Object> one = () -> opened(command, sick);
    Browser colleague = Browser.signedIn(port, "investigator");
    Callable<Object> two = () -> opened(colleague, other);
    try (ExecutorService both = Executors.newFixedThreadPool(2)) {
      for (Future<Object> each : both.invokeAll(List.of(one, two))) {
        each.get();
      }
    }
    assertThat(onlyOpen().at("/counters/cases").asInt()).isEqualTo(2);
  }

  // ── reports ────────────────────────────────────────────────────────────────────────────────────

  @Test
  void anIncompleteReportIsRefusedByItsFieldsAndACompleteOneFilesTheCase() {
    jdbc.sql(
            """
            update people.person set sex = 'male', birth_date = '1980-03-11', home = '秦川镇 5 号'
            where id = ?
            """)
        .param(sick)
        .update();
    positive(sick, UUID.randomUUID());
    JsonNode file = onlyOpen();
    String report = file.path("reports").path(0).path("id").asString();
    JsonNode view = command.get(INCIDENTS + "/reports/" + report).json();
    assertThat(value(view, "sex")).isEqualTo("男");
    assertThat(value(view, "age")).as("his birthday is tomorrow").isEqualTo("41");
    assertThat(value(view, "home")).isEqualTo("秦川镇 5 号");
    assertThat(value(view, "number")).isEqualTo(file.at("/incident/number").asString());
    assertThat(value(view, "sampledAt")).isEqualTo("2022-03-10 08:00");
    assertThat(value(view, "foundHow")).isEqualTo("核酸检测或通报发现病例");

    Answer refused = send(command, report, 1);
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.code()).isEqualTo("incidents.report_incomplete");
    assertThat(refused.json().path("value").asString().split(", "))
        .containsExactly("laboratory", "places", "measures", "reporter", "phone");

    Map<String, String> typed = new HashMap<>();
    for (String field : List.of("laboratory", "places", "measures", "reporter", "phone")) {
      typed.put(field, "填写 " + field);
    }
    JsonNode full = type(report, typed, 1).json();
    assertThat(full.path("missing").size()).isZero();
    assertThat(type(report, Map.of("phone", "x"), 1).code())
        .as("somebody else's version")
        .isEqualTo("incidents.moved");
    assertThat(send(command, report, full.path("version").asInt()).status()).isEqualTo(200);

    String caseId = file.at("/incident/cases/0/id").asString();
    assertThat(duty("cases.report", caseId)).isEqualTo("done");
    JsonNode sent = command.get("/api/v1/cases/" + caseId).json();
    assertThat(sent.path("reportedTo").asString()).isEqualTo("新区卫生健康局");
    jdbc.sql("update people.person set home = '搬走了' where id = ?").param(sick).update();
    assertThat(value(command.get(INCIDENTS + "/reports/" + report).json(), "home"))
        .as("kept as it was sent")
        .isEqualTo("秦川镇 5 号");
    assertThat(type(report, typed, 3).code()).isEqualTo("incidents.report_over");
    assertThat(actions(file.path("incident"))).contains("incidents.report_sent", "cases.reported");

    JsonNode next = onlyOpen().path("reports").path(1);
    assertThat(next.path("kind").asString()).isEqualTo("progress");
    assertThat(Instant.parse(next.path("dueAt").asString()))
        .as("the next one in a day")
        .isBetween(NOON.plus(Duration.ofHours(24)), NOON.plus(Duration.ofHours(25)));
    assertThat(duty("incidents.report", next.path("id").asString())).isEqualTo("open");

    JsonNode correction =
        command
            .post(INCIDENTS + "/reports/" + report + "/correction", Map.of("why", "住址有误"))
            .json();
    assertThat(correction.at("/report/corrects").asString()).isEqualTo(report);
    assertThat(value(correction, "home")).as("begins with what was sent").isEqualTo("秦川镇 5 号");
    assertThat(
            command
                .post(INCIDENTS + "/reports/" + report + "/correction", Map.of("why", "再改"))
                .code())
        .isEqualTo("incidents.report_drafted");
  }

  @Test
  void ofTwoWhoSendAtOnceOneIsToldThatTheOtherWasFirst() throws Exception {
    positive(sick, UUID.randomUUID());
    String report = onlyOpen().path("reports").path(0).path("id").asString();
    Map<String, String> typed = new HashMap<>();
    for (String field :
        List.of("laboratory", "places", "measures", "reporter", "phone", "sex", "age", "home")) {
      typed.put(field, "x");
    }
    int version = type(report, typed, 1).json().path("version").asInt();
    Browser liaison = Browser.signedIn(port, "liaison");
    Callable<Answer> one = () -> send(command, report, version);
    Callable<Answer> two = () -> send(liaison, report, version);
    List<Integer> statuses = new ArrayList<>();
    try (ExecutorService both = Executors.newFixedThreadPool(2)) {
      for (Future<Answer> each : both.invokeAll(List.of(one, two))) {
        statuses.add(each.get().status());
      }
    }
    assertThat(statuses).containsExactlyInAnyOrder(200, 409);
  }

  // ── the way to the end ─────────────────────────────────────────────────────────────────────────

  @Test
  void anIncidentIsClosedOnlyWhenNothingIsLacking() {
    opened(command, sick);
    JsonNode file = onlyOpen();
    String id = id(file.path("incident"));
    assertThat(move(id, "closed", file).code()).isEqualTo("incidents.no_way");
    file = move(id, "responding", file).json();
    assertThat(
            find(file.path("steps"), it -> it.path("key").asString().equals("respond"))
                .path("state")
                .asString())
        .as("starting the response is its own step")
        .isEqualTo("done");
    assertThat(duty("incidents.step", id + ":respond")).isEqualTo("done");
    Answer without = end(id, "disinfect", Map.of("state", "done", "note", "x"));
    assertThat(without.code())
        .as("the edition asks for a document")
        .isEqualTo("incidents.field_missing");
    assertThat(end(id, "posts", Map.of("state", "not_needed")).code())
        .as("needless for a reason")
        .isEqualTo("incidents.field_missing");
    for (JsonNode step : file.path("steps")) {
      if (step.path("state").asString().equals("open")) {
        file =
            end(
                    id,
                    step.path("key").asString(),
                    Map.of("state", "done", "note", "已办", "document", "记录 1 号"))
                .json();
      }
    }
    assertThat(end(id, "disinfect", Map.of("state", "done", "document", "x")).code())
        .isEqualTo("incidents.step_over");
    file = move(id, "disposal", file).json();
    Answer refused = move(id, "closed", file);
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.json().path("value").asString())
        .isEqualTo("cases_open 1, initial_unsent 1, final_unsent 1");
    String caseId = file.at("/incident/cases/0/id").asString();
    command.post(
        "/api/v1/cases/" + caseId + "/close", Map.of("outcome", "recovered", "reason", "出院"));
    for (JsonNode report : file.path("reports")) {
      complete(report.path("id").asString());
    }
    file = command.get(INCIDENTS + "/" + id).json();
    assertThat(lacks(file)).isEmpty();
    JsonNode closed = move(id, "closed", file).json();
    assertThat(closed.at("/incident/state").asString()).isEqualTo("closed");
    assertThat(closed.path("transitions"))
        .extracting(it -> it.path("became").asString())
        .containsExactly("signalled", "responding", "disposal", "closed");
    assertThat(end(id, "seal", Map.of("state", "done")).code()).isEqualTo("incidents.ended");
  }

  @Test
  void aWithdrawnCaseTakesItsIncidentWithItUnlessSomethingElseCarriesIt() {
    UUID evidence = UUID.randomUUID();
    positive(sick, evidence);
    JsonNode file = onlyOpen();
    String id = id(file.path("incident"));
    UUID other = person();
    UUID second = UUID.randomUUID();
    positive(other, second);
    withdrawn(evidence);
    file = command.get(INCIDENTS + "/" + id).json();
    assertThat(file.at("/incident/state").asString()).as("another case").isEqualTo("signalled");
    assertThat(file.at("/reports/0/caseNumber").asString())
        .as("the initial report is about that one now")
        .isEqualTo(file.at("/incident/cases/1/number").asString());
    withdrawn(second);
    file = command.get(INCIDENTS + "/" + id).json();
    assertThat(file.at("/incident/state").asString()).isEqualTo("withdrawn");
    assertThat(duty("incidents.step", id + ":seal")).isEqualTo("waived");
    assertThat(file.path("reports"))
        .extracting(it -> it.path("state").asString())
        .containsOnly("dropped");
  }

  @Test
  void whatWasReportedOfACaseThatWasNoneIsToBeCorrected() {
    UUID evidence = UUID.randomUUID();
    positive(sick, evidence);
    JsonNode file = onlyOpen();
    String id = id(file.path("incident"));
    complete(file.path("reports").path(0).path("id").asString());
    withdrawn(evidence);
    file = command.get(INCIDENTS + "/" + id).json();
    JsonNode correction = find(file.path("reports"), it -> it.hasNonNull("corrects"));
    assertThat(correction.path("state").asString()).isEqualTo("draft");
    assertThat(duty("incidents.report", correction.path("id").asString())).isEqualTo("open");
    complete(correction.path("id").asString());
    assertThat(duty("incidents.report", correction.path("id").asString()))
        .as("also of an incident that has ended")
        .isEqualTo("done");
  }

  // ── signals ────────────────────────────────────────────────────────────────────────────────────

  @Test
  void signalsComeFromAllSidesAndEachIsADutyToJudge() {
    UUID gate = place();
    UUID order = UUID.randomUUID();
    UUID result = UUID.randomUUID();
    UUID area = UUID.randomUUID();
    transaction.executeWithoutResult(status -> {
      for (int i = 0; i < 3; i++) {
        events.publishEvent(
            new FeversHeld(
                List.of(new FeversHeld.Held(person(), gate, UUID.randomUUID(), world.now()))));
      }
      events.publishEvent(
          new IsolatedUnwell(order, sick, null, world.now(), Actor.SYSTEM, UUID.randomUUID()));
      events.publishEvent(new TubeAlarmed("T1", result, "positive", 10, false, Actor.SYSTEM));
      events.publishEvent(
          new AreaListed(area, "五道岘村", "high", "通告", Actor.SYSTEM, UUID.randomUUID()));
    });
    Map<String, JsonNode> signals = new HashMap<>();
    command
        .get(INCIDENTS + "/signals?state=open&limit=500")
        .json()
        .path("items")
        .forEach(it -> signals.put(it.at("/signal/key").asString(), it.path("signal")));
    JsonNode fever = signals.get("gate_fever|" + gate + "|2022-03-10");
    assertThat(fever.path("times").asInt()).as("one a gate and day").isEqualTo(3);
    assertThat(signals)
        .containsKeys("unwell|" + order + "|2022-03-10", "tube|" + result, "area|" + area);
    assertThat(duty("incidents.judge", fever.path("id").asString())).isEqualTo("open");
    Answer dismissed = judge(fever, Map.of("as", "dismiss", "why", "测温枪故障"));
    assertThat(dismissed.json().at("/signal/state").asString()).isEqualTo("dismissed");
    assertThat(duty("incidents.judge", fever.path("id").asString())).isEqualTo("done");
    assertThat(judge(fever, Map.of("as", "dismiss", "why", "x")).code())
        .isEqualTo("incidents.signal_judged");
    assertThat(open()).isEmpty();
    JsonNode opened =
        judge(signals.get("tube|" + result), Map.of("as", "open", "why", "多人")).json();
    String incident = opened.at("/signal/incident").asString();
    assertThat(
            judge(
                    signals.get("area|" + area),
                    Map.of("as", "join", "incidentId", incident, "why", "同一来源"))
                .status())
        .isEqualTo(200);
    JsonNode file = onlyOpen();
    assertThat(file.path("signals").size()).isEqualTo(2);
    JsonNode draft = file.path("reports").path(0);
    assertThat(duty("incidents.report", draft.path("id").asString()))
        .as("without a case its report has a clock of its own")
        .isEqualTo("open");
    positive(sick, UUID.randomUUID());
    assertThat(duty("incidents.report", draft.path("id").asString()))
        .as("until a case joins")
        .isEqualTo("waived");
    assertThat(onlyOpen().at("/reports/0/caseNumber").asString()).startsWith("2022-");
  }

  @Test
  void onlyAPositiveTubeOfOnePersonIsNoSignalBecauseItIsACase() {
    UUID emptied = UUID.randomUUID();
    UUID grey = UUID.randomUUID();
    UUID own = UUID.randomUUID();
    transaction.executeWithoutResult(status -> {
      events.publishEvent(new TubeAlarmed("T2", emptied, "positive", 1, false, Actor.SYSTEM));
      events.publishEvent(new TubeAlarmed("T3", grey, "grey", 1, true, Actor.SYSTEM));
      events.publishEvent(new TubeAlarmed("T4", own, "positive", 1, true, Actor.SYSTEM));
    });
    assertThat(tubes(emptied)).as("a pool of which one swab is left").isEqualTo(1);
    assertThat(tubes(grey)).as("opens no case").isEqualTo(1);
    assertThat(tubes(own)).isZero();
  }

  private long tubes(UUID result) {
    return count("select count(*) from incidents.signal where key = ?", "tube|" + result);
  }

  @Test
  void aCallIsTakenInOnceAndTwoWhoJudgeAtOnceMakeOneIncident() throws Exception {
    UUID id = UUID.randomUUID();
    Map<String, Object> call =
        Map.of("id", id, "kind", "call", "caller", "新区疾控", "what", "一名职工在外地检出阳性");
    command.post(INCIDENTS + "/signals", call);
    assertThat(command.post(INCIDENTS + "/signals", call).status()).isEqualTo(200);
    assertThat(
            command
                .post(
                    INCIDENTS + "/signals",
                    Map.of("id", UUID.randomUUID(), "kind", "case", "what", "x"))
                .code())
        .as("a case comes by itself")
        .isEqualTo("incidents.not_a_choice");
    Browser colleague = Browser.signedIn(port, "investigator");
    Map<String, String> body = Map.of("as", "open", "why", "核实");
    String path = INCIDENTS + "/signals/" + id + "/judge";
    List<Integer> statuses = new ArrayList<>();
    Callable<Answer> one = () -> command.post(path, body);
    Callable<Answer> two = () -> colleague.post(path, body);
    try (ExecutorService both = Executors.newFixedThreadPool(2)) {
      for (Future<Answer> each : both.invokeAll(List.of(one, two))) {
        statuses.add(each.get().status());
      }
    }
    assertThat(statuses).containsExactlyInAnyOrder(200, 409);
    JsonNode file = onlyOpen();
    assertThat(file.at("/incident/title").asString()).isEqualTo("一名职工在外地检出阳性");
  }

  // ── readiness ──────────────────────────────────────────────────────────────────────────────────

  @Test
  void aLookAtReadinessIsKeptAndTheNextOneIsADuty() {
    readiness.make();
    assertThat(duty("incidents.readiness", "holding_rooms#first"))
        .as("whatever other tests made of it")
        .isIn("open", "late", "done");
    UUID look = UUID.randomUUID();
    Map<String, Object> ready =
        Map.of("id", look, "item", "holding_rooms", "ready", true, "note", "四处可用");
    JsonNode item = command.post(INCIDENTS + "/readiness", ready).json();
    command.post(INCIDENTS + "/readiness", ready);
    assertThat(item.path("state").asString()).isEqualTo("ready");
    assertThat(duty("incidents.readiness", "holding_rooms#first")).isEqualTo("done");
    assertThat(duty("incidents.readiness", "holding_rooms#" + look)).isEqualTo("open");
    world.set(NOON.plus(Duration.ofDays(8)), 1);
    assertThat(standing("holding_rooms")).isEqualTo("overdue");
    assertThat(
            command
                .post(
                    INCIDENTS + "/readiness",
                    Map.of("id", UUID.randomUUID(), "item", "holding_rooms", "ready", false))
                .code())
        .as("what is lacking is written")
        .isEqualTo("incidents.field_missing");
    command.post(
        INCIDENTS + "/readiness",
        Map.of("id", UUID.randomUUID(), "item", "holding_rooms", "ready", false, "note", "被占用"));
    assertThat(standing("holding_rooms")).isEqualTo("not_ready");
    assertThat(command.get(INCIDENTS + "/readiness/holding_rooms/checks").json().size())
        .isEqualTo(2);
  }

  private String standing(String item) {
    return find(
            command.get(INCIDENTS + "/readiness").json(),
            it -> it.path("key").asString().equals(item))
        .path("state")
        .asString();
  }

  // ── who may ────────────────────────────────────────────────────────────────────────────────────

  @Test
  void onlyWhoLeadsIncidentsSeesThemAndOnlyForTheWholePark() {
    positive(sick, UUID.randomUUID());
    JsonNode file = onlyOpen();
    String path = INCIDENTS + "/" + id(file.path("incident"));
    String report = INCIDENTS + "/reports/" + file.path("reports").path(0).path("id").asString();
    for (String account :
        List.of("lead", "guard1", "gatelead", "sampling", "lab", "auditor", "admin", "followup")) {
      Browser browser = Browser.signedIn(port, account);
      for (String each :
          List.of(INCIDENTS, path, path + "/followed", report, INCIDENTS + "/signals")) {
        assertThat(browser.get(each).status()).as("%s of %s", each, account).isEqualTo(403);
      }
    }
    for (String account : List.of("command", "investigator", "liaison")) {
      Browser browser = Browser.signedIn(port, account);
      for (String each :
          List.of(INCIDENTS, path, path + "/followed", report, INCIDENTS + "/signals")) {
        assertThat(browser.get(each).status()).as("%s of %s", each, account).isEqualTo(200);
      }
    }
    assertThat(within(unit, "investigator").get(path).code()).isEqualTo("incidents.whole_park");
    assertThat(within(unit, "unit_lead").get(INCIDENTS + "/readiness").json().size())
        .as("the unit answers for no item")
        .isZero();
    assertThat(command.get(INCIDENTS + "/" + UUID.randomUUID()).code())
        .isEqualTo("incidents.unknown");
    assertThat(
            count(
                "select count(*) from audit.entry where action = 'incidents.report_read' and subject = ?",
                "report:" + file.path("reports").path(0).path("id").asString()))
        .as("three looked into the report")
        .isEqualTo(3);
  }
}
