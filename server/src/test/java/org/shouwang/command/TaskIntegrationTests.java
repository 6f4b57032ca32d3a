package org.shouwang.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.shouwang.security.Browser;
import org.shouwang.security.Browser.Answer;
import tools.jackson.databind.JsonNode;

/** The life of a task: signed for, split, reported on, returned, accepted; and who may. */
class TaskIntegrationTests extends CommandPark {

  private static final Map<String, Object> SIGN = Map.of();

  private UUID issued(UUID unit) {
    return task(issue(directive(unit)), unit);
  }

  private UUID acknowledged(UUID unit, Browser by) {
    UUID task = issued(unit);
    ok(act(by, task, "acknowledge", SIGN));
    return task;
  }

  private static JsonNode only(JsonNode acts, String what) {
    for (JsonNode act : acts) {
      if (act.path("what").asString().equals(what)) {
        return act;
      }
    }
    throw new AssertionError("no " + what + " in " + acts);
  }

  @Test
  void aTaskIsSignedForReportedReturnedReportedAgainAndAccepted() {
    UUID task = acknowledged(company, lead);
    JsonNode signed = taskFile(task);
    assertThat(signed.at("/task/acknowledgedBy/name").asString()).isEqualTo(shown("lead"));
    ok(act(lead, task, "progress", Map.of("text", "已检一半", "percent", 50)));
    assertThat(taskFile(task).at("/task/percent").asInt()).isEqualTo(50);
    ok(act(lead, task, "done", Map.of("text", "应检 430,已检 412")));
    JsonNode reported = taskFile(task).path("task");
    assertThat(reported.path("state").asString()).isEqualTo("reported");
    assertThat(reported.at("/duty/state").asString()).isEqualTo("done");
    UUID firstDuty = id(reported.path("duty"));

    Instant due = in(Duration.ofHours(3)).truncatedTo(java.time.temporal.ChronoUnit.MILLIS);
    ok(act(command, task, "return", Map.of("reason", "18 人未检", "dueAt", due)));
    JsonNode back = taskFile(task);
    assertThat(
            told(
                company,
                "command.task_back",
                "/directives/" + back.at("/task/directiveId").asString()))
        .isEqualTo(1);
    assertThat(back.at("/task/state").asString()).isEqualTo("returned");
    assertThat(back.at("/task/duty/state").asString()).isEqualTo("open");
    assertThat(Instant.parse(back.at("/task/duty/dueAt").asString())).isEqualTo(due);
    assertThat(id(back.at("/task/duty"))).as("a new duty").isNotEqualTo(firstDuty);
    assertThat(only(back.path("acts"), "task_returned").path("note").asString())
        .isEqualTo("18 人未检");

    ok(act(lead, task, "done", Map.of("text", "430 人全部已检")));
    ok(act(command, task, "accept", Map.of("note", "好")));
    JsonNode over = taskFile(task);
    assertThat(over.at("/task/state").asString()).isEqualTo("accepted");
    assertThat(texts(over.path("acts"), "/what"))
        .containsExactly(
            "task_accepted",
            "task_reported",
            "task_returned",
            "task_reported",
            "task_progressed",
            "task_acknowledged");
    for (String what : List.of("acknowledged", "progressed", "returned", "accepted")) {
      assertThat(audited("command.task_" + what, task)).as(what).isEqualTo(1);
    }
    refused(
        act(command, task, "return", Map.of("reason", "晚了", "dueAt", due)),
        409,
        "command.state_moved");
  }

  @Test
  void ofTwoWhoSignAtOnceTheFirstHasItAndTheOtherIsToldWho() throws Exception {
    Browser second = account("lead2", "unit_lead", company);
    for (int round = 0; round < 5; round++) {
      UUID task = issued(company);
      CountDownLatch start = new CountDownLatch(1);
      List<Answer> answers = new ArrayList<>();
      try (ExecutorService both = Executors.newFixedThreadPool(2)) {
        List<Future<Answer>> asked =
            List.of(
                both.submit(() -> {
                  start.await();
                  return act(lead, task, "acknowledge", SIGN);
                }),
                both.submit(() -> {
                  start.await();
                  return act(second, task, "acknowledge", SIGN);
                }));
        start.countDown();
        for (Future<Answer> each : asked) {
          answers.add(each.get());
        }
      }
      assertThat(answers).extracting(Answer::status).containsExactlyInAnyOrder(200, 409);
      String first = taskFile(task).at("/task/acknowledgedBy/name").asString();
      Answer late = answers.stream().filter(it -> it.status() == 409).findFirst().orElseThrow();
      refused(late, 409, "command.acknowledged_already");
      assertThat(late.json().path("detail").asString()).contains(first);
      assertThat(audited("command.task_acknowledged", task)).isEqualTo(1);
    }
  }

  @Test
  void nothingIsDoneWithATaskBeforeItIsSignedFor() {
    UUID task = issued(company);
    for (String what : List.of("progress", "done")) {
      refused(act(lead, task, what, Map.of("text", "x")), 409, "command.not_acknowledged");
    }
    refused(
        act(lead, task, "split", Map.of("units", List.of(workshop))),
        409,
        "command.not_acknowledged");
    refused(act(command, task, "accept", Map.of()), 409, "command.state_moved");
  }

  @Test
  void aTaskIsSplitDownAndRollsUp() {
    UUID task = acknowledged(company, lead);
    ok(act(lead, task, "split", Map.of("units", List.of(workshop, workshop2, workshop))));
    JsonNode seen =
        ok(lead.get(API + "directives/" + taskFile(task).at("/task/directiveId").asString()))
            .json();
    UUID part = task(seen, workshop);
    UUID part2 = task(seen, workshop2);
    assertThat(taskFile(task).at("/task/below/total").asInt()).isEqualTo(2);
    assertThat(taskFile(part).at("/task/from/id").asString()).isEqualTo(company.toString());
    assertThat(taskFile(part).at("/task/duty/dueAt").asString())
        .as("the parent's deadline")
        .isEqualTo(taskFile(task).at("/task/duty/dueAt").asString());

    ok(act(workshopLead, part, "acknowledge", SIGN));
    ok(act(workshopLead, part, "split", Map.of("units", List.of(team))));
    ok(act(workshopLead, part, "done", Map.of("text", "完成")));
    assertThat(taskFile(task).at("/task/below/reported").asInt()).isEqualTo(1);
    ok(act(lead, part, "accept", Map.of()));
    JsonNode below = taskFile(task).at("/task/below");
    assertThat(below.path("accepted").asInt()).isEqualTo(1);
    assertThat(below.path("acknowledged").asInt()).isEqualTo(1);
    assertThat(below.path("total").asInt()).isEqualTo(2);
    // again: who has a part keeps it
    ok(act(lead, task, "split", Map.of("units", List.of(workshop, workshop2))));
    assertThat(taskFile(task).at("/task/below/total").asInt()).isEqualTo(2);
    assertThat(taskFile(part2).at("/task/state").asString()).isEqualTo("issued");
  }

  @Test
  void aSplitGoesNeitherAsideNorUpNorInACircle() {
    UUID task = acknowledged(workshop, workshopLead);
    refused(split(task, other), 422, "command.split_outside");
    refused(split(task, workshop2), 422, "command.split_outside");
    refused(split(task, workshop), 422, "command.split_circular");
    refused(split(task, company), 422, "command.split_circular");
    refused(act(workshopLead, task, "split", Map.of("units", List.of())), 422, "command.nobody");
    refused(
        act(
            workshopLead,
            task,
            "split",
            Map.of("units", List.of(team), "dueAt", in(Duration.ofHours(7)))),
        422,
        "command.due_after_parent");
    assertThat(taskFile(task).at("/task/below/total").asInt()).isZero();
  }

  private Answer split(UUID task, UUID unit) {
    return act(workshopLead, task, "split", Map.of("units", List.of(team, unit)));
  }

  @Test
  void onlyTheUnitsOwnLeadsCarryOutAndOnlyTheLevelAboveJudges() {
    UUID task = issued(company);
    refused(act(otherLead, task, "acknowledge", SIGN), 404, "command.task_unknown");
    refused(act(workshopLead, task, "acknowledge", SIGN), 404, "command.task_unknown");
    ok(act(lead, task, "acknowledge", SIGN));
    ok(act(lead, task, "split", Map.of("units", List.of(workshop))));
    UUID part =
        task(
            ok(lead.get(API + "directives/" + taskFile(task).at("/task/directiveId").asString()))
                .json(),
            workshop);
    ok(act(workshopLead, part, "acknowledge", SIGN));
    ok(act(workshopLead, part, "done", Map.of("text", "完成")));
    refused(act(workshopLead, part, "accept", Map.of()), 403, "command.unit_outside");
    refused(
        act(workshopLead, part, "return", Map.of("reason", "x", "dueAt", in(Duration.ofHours(1)))),
        403,
        "command.unit_outside");
    ok(act(lead, part, "accept", Map.of()));
    ok(act(lead, task, "done", Map.of("text", "完成")));
    refused(act(lead, task, "accept", Map.of()), 403, "security.forbidden");
    ok(act(command, task, "accept", Map.of()));
    JsonNode own = ok(workshopLead.get(API + "tasks/" + part)).json().path("task");
    assertThat(own.path("mayCarryOut").asBoolean()).isTrue();
    assertThat(own.path("mayJudge").asBoolean()).isFalse();
  }

  @Test
  void aTaskThatAsksForAFileIsNotDoneWithoutOne() {
    Map<String, Object> body = directive(company);
    body.put("fileNeeded", true);
    UUID task = task(issue(body), company);
    ok(act(lead, task, "acknowledge", SIGN));
    refused(act(lead, task, "done", Map.of("text", "完成")), 422, "command.file_missing");
    UUID file = pdf(lead);
    ok(act(lead, task, "progress", Map.of("text", "见附件", "fileId", file)));
    ok(act(lead, task, "done", Map.of("text", "完成")));
    ok(command.get(API + "files/" + file));
    assertThat(command.get(API + "files/" + file).status()).isEqualTo(200);
    refused(otherLead.get(API + "files/" + file), 404, "command.file_unknown");
    refused(workshopLead.get(API + "files/" + file), 404, "command.file_unknown");
  }

  @Test
  void aReturnNeedsItsReasonAndANewDeadline() {
    UUID task = acknowledged(company, lead);
    ok(act(lead, task, "done", Map.of("text", "完成")));
    Map<String, Object> body = new HashMap<>();
    body.put("dueAt", in(Duration.ofHours(1)));
    refused(act(command, task, "return", body), 422, "command.field_missing");
    body.put("reason", "不够");
    body.put("dueAt", in(Duration.ofHours(-1)));
    refused(act(command, task, "return", body), 422, "command.due_wrong");
    refused(
        act(lead, acknowledged(company, lead), "progress", Map.of("text", "x", "percent", 101)),
        422,
        "command.percent_wrong");
  }

  @Test
  void theBoardOfSupervisionShowsWhatIsLateFirst() throws InterruptedException {
    Map<String, Object> soon = directive(workshop2);
    soon.put("dueAt", in(Duration.ofSeconds(2)));
    UUID late = task(issue(soon), workshop2);
    UUID open = issued(company);
    UUID reported = acknowledged(workshop, workshopLead);
    ok(act(workshopLead, reported, "done", Map.of("text", "完成")));
    for (int i = 0;
        i < 60 && !taskFile(late).at("/task/duty/state").asString().equals("late");
        i++) {
      Thread.sleep(250);
    }
    JsonNode tasks = ok(lead.get(API + "supervision/tasks")).json();
    assertThat(texts(tasks.path("items"), "/id")).containsExactly(late.toString(), open.toString());
    JsonNode first = ok(lead.get(API + "supervision/tasks?limit=1")).json();
    assertThat(texts(first.path("items"), "/id")).containsExactly(late.toString());
    assertThat(
            texts(
                ok(lead.get(
                        API + "supervision/tasks?limit=1&after=" + first.path("next").asString()))
                    .json()
                    .path("items"),
                "/id"))
        .containsExactly(open.toString());
    assertThat(
            texts(
                ok(lead.get(API + "supervision/tasks?state=reported")).json().path("items"), "/id"))
        .containsExactly(reported.toString());
    JsonNode units = ok(lead.get(API + "supervision/units")).json();
    assertThat(texts(units, "/unit/id"))
        .containsExactly(workshop2.toString(), company.toString(), workshop.toString());
    assertThat(units.at("/0/late").asInt()).isEqualTo(1);
    assertThat(units.at("/2/reported").asInt()).isEqualTo(1);
    assertThat(texts(ok(workshopLead.get(API + "supervision/units")).json(), "/unit/id"))
        .containsExactly(workshop.toString());
    assertThat(
            texts(
                ok(command.get(API + "supervision/tasks?unit=" + company)).json().path("items"),
                "/id"))
        .containsExactly(late.toString(), open.toString());
    assertThat(
            ok(command.get(API + "directives/" + directiveOf(late)))
                .json()
                .at("/directive/standing/late")
                .asInt())
        .isEqualTo(1);
    assertThat(
            ok(lead.get(API + "directives/" + directiveOf(late)))
                .json()
                .at("/directive/standing/late")
                .asInt())
        .isEqualTo(1);
  }

  private String directiveOf(UUID task) {
    return taskFile(task).at("/task/directiveId").asString();
  }
}
