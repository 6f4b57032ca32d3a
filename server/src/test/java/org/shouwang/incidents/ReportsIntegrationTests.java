package org.shouwang.incidents;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.shouwang.audit.Actor;
import org.shouwang.sampling.TubeAlarmed;
import org.shouwang.security.Browser.Answer;
import tools.jackson.databind.JsonNode;

/** Reports when what they are about changes. */
class ReportsIntegrationTests extends IncidentPark {

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
    transaction.executeWithoutResult(
        status -> events.publishEvent(new TubeAlarmed("T1", result, "positive", 10, false, Actor.SYSTEM)));
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

  private long pending(String report) {
    return count(
        """
        select count(*) from duties.duty where kind = 'incidents.report' and key = ?
          and state in ('waiting', 'open', 'late')
        """,
        report);
  }
}
