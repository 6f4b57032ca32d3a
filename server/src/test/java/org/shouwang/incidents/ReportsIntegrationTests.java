package org.shouwang.incidents;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.shouwang.CallerFixtures;
import org.shouwang.audit.Actor;
import org.shouwang.sampling.TubeAlarmed;
import org.shouwang.security.Browser;
import org.shouwang.security.Browser.Answer;
import org.shouwang.security.Caller;
import org.shouwang.security.Permission;
import org.shouwang.security.Scope;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** Reports when what they are about changes. */
class ReportsIntegrationTests extends IncidentPark {

  @Autowired Reports reports;
  @Autowired IncidentDuties duties;

  @Test
  void aDraftThatGoesToAnotherCaseTakesNothingOfThePersonBeforeWithIt() {
    UUID evidence = UUID.randomUUID();
    positive(sick, evidence);
    positive(person(), UUID.randomUUID());
    JsonNode file = onlyOpen();
    String report = file.path("reports").path(0).path("id").asString();
    type(report, Map.of("home", "秦川镇 5 号", "sex", "男", "reporter", "李四"), 1);
    withdrawn(evidence);
    JsonNode view = command.get(INCIDENTS + "/reports/" + report).json();
    assertThat(view.at("/report/caseNumber").asString())
        .isEqualTo(file.at("/incident/cases/1/number").asString());
    assertThat(value(view, "home")).as("of the first patient").isEmpty();
    assertThat(value(view, "sex")).isEmpty();
    assertThat(value(view, "reporter")).as("says nothing of a patient").isEqualTo("李四");
    assertThat(view.path("missing").valueStream().map(JsonNode::asString)).contains("home", "sex");
  }

  @Test
  void theClockOfADraftIsThatOfTheCaseItIsAboutNow() {
    UUID evidence = UUID.randomUUID();
    positive(sick, evidence);
    positive(person(), UUID.randomUUID());
    JsonNode file = onlyOpen();
    String report = file.path("reports").path(0).path("id").asString();
    String other = file.at("/incident/cases/1/id").asString();
    assertThat(command.post("/api/v1/cases/" + other + "/report", Map.of("to", "卫健局")).status())
        .isEqualTo(200);
    withdrawn(evidence);
    JsonNode view = command.get(INCIDENTS + "/reports/" + report).json();
    assertThat(Instant.parse(view.at("/report/dueAt").asString()))
        .as("the duty to report that case is done: the draft has a clock of its own")
        .isBetween(NOON.plus(Duration.ofHours(2)), NOON.plus(Duration.ofHours(3)));
    assertThat(duty("incidents.report", report)).isEqualTo("open");
  }

  @Test
  void aCorrectionThatWaitsIsNotSaidOfAnotherCase() {
    UUID evidence = UUID.randomUUID();
    positive(sick, evidence);
    positive(person(), UUID.randomUUID());
    String report = onlyOpen().path("reports").path(0).path("id").asString();
    complete(report);
    JsonNode begun =
        command
            .post(INCIDENTS + "/reports/" + report + "/correction", Map.of("why", "住址有误"))
            .json();
    String first = begun.at("/report/id").asString();
    type(first, Map.of("home", "秦川镇 6 号"), 1);
    String number = begun.at("/report/caseNumber").asString();
    withdrawn(evidence);
    JsonNode before = command.get(INCIDENTS + "/reports/" + first).json();
    assertThat(before.at("/report/caseNumber").asString()).isEqualTo(number);
    assertThat(before.at("/report/state").asString())
        .as("another says it all")
        .isEqualTo("dropped");
    JsonNode correction =
        find(
            onlyOpen().path("reports"),
            it -> it.hasNonNull("corrects") && it.path("state").asString().equals("draft"));
    assertThat(correction.path("caseNumber").asString()).isEqualTo(number);
    assertThat(correction.path("why").asString()).isEqualTo("case_withdrawn");
    JsonNode view = command.get(INCIDENTS + "/reports/" + id(correction)).json();
    assertThat(value(view, "home")).as("what was typed isn't lost").isEqualTo("秦川镇 6 号");
  }

  @Test
  void aClockThatStoppedWhenACaseJoinedRunsAgainTheSameDayWhenItWasNone() {
    UUID result = UUID.randomUUID();
    transaction.executeWithoutResult(status ->
        events.publishEvent(new TubeAlarmed("T1", result, "positive", 10, false, Actor.SYSTEM)));
    JsonNode signal =
        find(
                command.get(INCIDENTS + "/signals?state=open&limit=500").json().path("items"),
                it -> it.at("/signal/key").asString().equals("tube|" + result))
            .path("signal");
    Answer opened = judge(signal, Map.of("as", "open", "why", "多人"));
    assertThat(opened.status()).isEqualTo(200);
    String report = onlyOpen().path("reports").path(0).path("id").asString();
    UUID evidence = UUID.randomUUID();
    positive(sick, evidence);
    assertThat(pending(report)).as("the case's report has the clock").isZero();
    withdrawn(evidence);
    assertThat(onlyOpen().at("/reports/0/dueAt").asString()).isNotEmpty();
    assertThat(pending(report)).isEqualTo(1);
  }

  // ── of another disease ─────────────────────────────────────────────────────────────────────────

  @Test
  void aReportFollowsTheRulesOfItsDiseaseAndNamesOnlyResultsForIt() {
    norovirus(sick);
    swab(sick, "TC" + sick, null);
    JsonNode file = onlyOpen();
    assertThat(file.at("/incident/disease").asString()).isEqualTo("norovirus");
    String report = file.path("reports").path(0).path("id").asString();
    JsonNode view = command.get(INCIDENTS + "/reports/" + report).json();
    assertThat(fields(view))
        .as("the form of the park's rules for norovirus")
        .contains("onset", "general")
        .doesNotContain("secondary", "resultAt");
    assertThat(value(view, "laboratory")).as("positive, but for the principal disease").isEmpty();
    assertThat(type(report, Map.of("secondary", "2"), 1).code())
        .isEqualTo("incidents.report_field");
    swab(sick, "TN" + sick, "norovirus");
    assertThat(value(command.get(INCIDENTS + "/reports/" + report).json(), "laboratory"))
        .contains("TN" + sick);
  }

  private void norovirus(UUID person) {
    Answer answer =
        command.post(
            "/api/v1/cases",
            Map.of(
                "id",
                UUID.randomUUID(),
                "personId",
                person,
                "disease",
                "norovirus",
                "onset",
                "2022-03-10",
                "sampledAt",
                hours(-4).toString(),
                "signs",
                Map.of("vomiting_24h", 3)));
    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
  }

  /** A positive swab alone; for another disease than the principal one it is a specimen. */
  private void swab(UUID person, String tube, @Nullable String disease) {
    if (disease == null) {
      jdbc.sql(
              """
              insert into sampling.swab (tube, at, id, recorded_at, skew_ms, person_id, place_id,
                pool, purpose, taken_by, data)
              values (?, ?::timestamptz, ?, now(), 0, ?, ?, 1, 'round', 'x', '{}')
              """)
          .params(tube, hours(-3).toString(), UUID.randomUUID(), person, place())
          .update();
    } else {
      jdbc.sql(
              """
              insert into sampling.specimen (person_id, at, id, recorded_at, tube, disease, kind,
                place_id, taken_by)
              values (?, ?::timestamptz, ?, now(), ?, ?, 'stool', ?, 'x')
              """)
          .params(person, hours(-3).toString(), UUID.randomUUID(), tube, disease, place())
          .update();
    }
    jdbc.sql(
            """
            insert into sampling.tube (code, first_at, state, size, live, screening)
            values (?, ?::timestamptz, 'positive', 1, 1, 'positive')
            """)
        .params(tube, hours(-3).toString())
        .update();
  }

  private static List<String> fields(JsonNode view) {
    return view.path("fields").valueStream().map(it -> it.path("key").asString()).toList();
  }

  // ── two at once ────────────────────────────────────────────────────────────────────────────────

  @Test
  void whoSendsAReportAndWhoWithdrawsItsCaseWaitForEachOtherInOneOrder() throws Exception {
    JsonNode opened = opened(command, sick);
    JsonNode file = onlyOpen();
    UUID incident = UUID.fromString(id(file.path("incident")));
    String report = file.path("reports").path(0).path("id").asString();
    int version = filled(report);
    Browser investigator = Browser.signedIn(port, "investigator");
    Caller sender = CallerFixtures.account(Scope.EVERYWHERE, Permission.INCIDENT_ACT);
    try (ExecutorService both = Executors.newFixedThreadPool(2)) {
      List<Future<?>> acts = new ArrayList<>();
      transaction.executeWithoutResult(status -> {
        jdbc.sql("select 1 from incidents.incident where id = ? for update")
            .param(incident)
            .query()
            .listOfRows();
        // without a controller around it, so that a lost lock isn't tried again
        acts.add(
            both.submit(() ->
                reports.send(
                    UUID.fromString(report), new Reports.Sending("卫健局", null, version), sender)));
        waiting(1);
        acts.add(
            both.submit(() -> {
              Answer answer =
                  investigator.post(
                      "/api/v1/cases/" + id(opened) + "/withdraw", Map.of("reason", "复核为阴性"));
              assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
            }));
        waiting(2);
      });
      for (Future<?> each : acts) {
        each.get(30, TimeUnit.SECONDS);
      }
    }
    JsonNode after = command.get(INCIDENTS + "/" + incident).json();
    assertThat(after.at("/incident/state").asString()).isEqualTo("withdrawn");
    assertThat(after.at("/reports/0/state").asString()).isEqualTo("sent");
    assertThat(find(after.path("reports"), it -> it.hasNonNull("corrects")).path("why").asString())
        .isEqualTo("case_withdrawn");
  }

  @Test
  void aCaseThatIsClosedDoesNotWaitForWhoHoldsItsIncident() {
    JsonNode opened = opened(command, sick);
    UUID incident = UUID.fromString(id(onlyOpen().path("incident")));
    try (ExecutorService one = Executors.newSingleThreadExecutor()) {
      transaction.executeWithoutResult(status -> {
        jdbc.sql("select 1 from incidents.incident where id = ? for update")
            .param(incident)
            .query()
            .listOfRows();
        Future<Answer> closing =
            one.submit(() ->
                command.post(
                    "/api/v1/cases/" + id(opened) + "/close",
                    Map.of("outcome", "transferred", "reason", "转院")));
        assertThat(closing).succeedsWithin(Duration.ofSeconds(30));
        assertThat(closing.resultNow().status()).isEqualTo(200);
      });
    }
  }

  @Test
  void anActIsCommittedBeforeItsPageIsPutTogether() throws Exception {
    positive(sick, UUID.randomUUID());
    JsonNode file = onlyOpen();
    UUID incident = UUID.fromString(id(file.path("incident")));
    try (ExecutorService one = Executors.newSingleThreadExecutor()) {
      Future<Answer> levelling =
          transaction.execute(status -> {
            // the page needs it, the act doesn't
            jdbc.sql("lock table isolation.isolation_order in access exclusive mode").update();
            Future<Answer> act =
                one.submit(() ->
                    command.post(
                        INCIDENTS + "/" + incident + "/level",
                        Map.of(
                            "level", "iii",
                            "why", "扩散",
                            "version", file.at("/incident/version").asInt())));
            await(() ->
                count(
                        "select count(*) from incidents.incident where id = ? and level = 'iii'",
                        incident)
                    == 1);
            return act;
          });
      assertThat(Objects.requireNonNull(levelling).get(30, TimeUnit.SECONDS).status())
          .isEqualTo(200);
    }
  }

  /** Until so many wait for a row; what backends do is seen only once a transaction, locks anew. */
  private void waiting(int wanted) {
    await(() ->
        count(
                """
                select count(*) from pg_locks
                where not granted and (locktype = 'transactionid'
                  or relation in ('incidents.incident'::regclass, 'cases.case_file'::regclass))
                """)
            >= wanted);
  }

  private static void await(BooleanSupplier wanted) {
    Instant end = Instant.now().plusSeconds(30);
    while (!wanted.getAsBoolean()) {
      assertThat(Instant.now()).as("waited long enough").isBefore(end);
      LockSupport.parkNanos(20_000_000);
    }
  }

  private int filled(String report) {
    JsonNode view = command.get(INCIDENTS + "/reports/" + report).json();
    Map<String, String> typed = new HashMap<>();
    view.path("missing").forEach(it -> typed.put(it.asString(), "x"));
    return type(report, typed, view.path("version").asInt()).json().path("version").asInt();
  }

  // ── duties ─────────────────────────────────────────────────────────────────────────────────────

  @Test
  void aLongItemOfReadinessIsADutyLikeTheOthers() {
    String key = "long#" + UUID.randomUUID();
    Instant now = world.now();
    duties.looks(
        List.of(new IncidentDuties.Look(key, "应".repeat(250), null, now, now.plusSeconds(60))),
        Actor.SYSTEM,
        null);
    assertThat(duty("incidents.readiness", key)).isEqualTo("open");
  }

  private long pending(String report) {
    return count(
        """
        select count(*) from duties.duty where kind = 'incidents.report' and key = ?
          and state in ('waiting', 'open', 'late')
        """,
        report);
  }
}
