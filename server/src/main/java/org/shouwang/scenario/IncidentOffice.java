package org.shouwang.scenario;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.shouwang.clock.WorldClock;
import tools.jackson.databind.JsonNode;

/**
 * What the command centre does at the incident board: looks at what must be ready, judges signals,
 * starts the response, ends its steps, completes and sends the reports, and closes the incident
 * once nothing is lacking. What is done already isn't done again, also after a restart.
 */
final class IncidentOffice {

  /** Readiness is asked for on this day; the drill takes place two days later. */
  private static final LocalDate READY = LocalDate.of(2022, 3, 7);

  private static final LocalDate DRILL = READY.plusDays(2);
  private static final int READY_HOUR = 10;
  private static final int CLOSING_HOUR = 11;
  private static final Duration TO_JUDGE = Duration.ofHours(1);

  /** A positive pool is known for what it is once its people were swabbed alone. */
  private static final Duration TO_JUDGE_TUBE = Duration.ofHours(20);

  /** What is due before the next full hours is done now. */
  private static final Duration AHEAD = Duration.ofHours(2);

  private static final String AUTHORITY = "新区卫生健康局、新区疾控中心";

  private static final Map<String, String> DONE =
      Map.of(
          "apart", "病例已在原地单间隔离，由转运组专车接走",
          "seal", "涉及岗位和班车停用，人员原地不动",
          "tell", "经通知告知全体职工和入园企业",
          "posts", "B 角到岗，生产装置平稳",
          "supply", "隔离房间、防护物资和三餐到位",
          "disinfect", "终末消毒完成",
          "inspect", "督导组现场检查，措施落实",
          "test", "涉及单位人员已加密检测");

  private static final Map<String, String> DISMISSED =
      Map.of(
          "risk_area", "已列入摸排，命中人员由所在单位逐人核实",
          "gate_fever", "复测和发热门诊核酸阴性",
          "tube", "混采人员单采复核均为阴性",
          "isolated_unwell", "医生已查看，核酸阴性");

  private static final Map<String, String> TYPED =
      Map.of(
          "measures", "启动应急响应；病例隔离转运，涉及场所封闭消毒；密接、次密接判定后集中或居家隔离；涉及单位加密检测",
          "reporter", "指挥中心值班员",
          "phone", "内线 8001");

  private final ScenarioClient command;
  private final ReplayStore store;

  IncidentOffice(ScenarioClient command, ReplayStore store) {
    this.command = command;
    this.store = store;
  }

  /** Does what is due at a full hour. */
  void at(Instant hour) {
    LocalDateTime local = LocalDateTime.ofInstant(hour, WorldClock.ZONE);
    LocalDate day = local.toLocalDate();
    if (local.getMinute() != 0 || day.isBefore(READY)) {
      return;
    }
    if (local.getHour() == READY_HOUR) {
      lookAtReadiness(hour, day);
    }
    String incident = null;
    for (JsonNode each : command.get("/incidents?limit=20").path("items")) {
      incident = each.path("id").asString();
      String state = each.path("state").asString();
      if (Instant.parse(each.path("openedAt").asString()).isBefore(hour)) {
        boolean through = state.equals("responding") && each.path("stepsOpen").asInt() == 0;
        if (state.equals("signalled") || through || isDue(each.path("next"), hour)) {
          work(incident, hour);
        }
        if (local.getHour() == CLOSING_HOUR) {
          finish(incident, hour);
        }
      }
    }
    judge(incident, hour);
  }

  // ── readiness ──────────────────────────────────────────────────────────────────────────────────

  private void lookAtReadiness(Instant hour, LocalDate day) {
    int n = 0;
    for (JsonNode item : command.get("/incidents/readiness")) {
      String key = item.path("key").asString();
      boolean ready = !key.equals("drill") || !day.isBefore(DRILL);
      String state = item.path("state").asString();
      if (!state.equals(ready ? "ready" : "not_ready")) {
        Map<String, Object> check = new HashMap<>();
        check.put("id", PlannedFact.id(hour, 8_000_000L + n).toString());
        check.put("item", key);
        check.put("ready", ready);
        check.put("note", ready ? "现场查看，符合要求" : "定于 3 月 9 日组织");
        command.post("/incidents/readiness", check);
      }
      n++;
    }
  }

  // ── signals ────────────────────────────────────────────────────────────────────────────────────

  private void judge(@Nullable String incident, Instant hour) {
    for (JsonNode each : CasesOffice.pages(command, "/incidents/signals?state=open")) {
      JsonNode signal = each.path("signal");
      String kind = signal.path("kind").asString();
      Duration time = kind.equals("tube") ? TO_JUDGE_TUBE : TO_JUDGE;
      if (Instant.parse(signal.path("receivedAt").asString()).plus(time).isAfter(hour)) {
        continue;
      }
      boolean part = incident != null && (kind.equals("tube") || kind.equals("isolated_unwell"));
      Map<String, Object> judged = new HashMap<>();
      judged.put("as", part ? "join" : "dismiss");
      judged.put("incidentId", part ? incident : null);
      judged.put("why", part ? "与本起疫情有关，一并处置" : DISMISSED.getOrDefault(kind, "已核实，无异常"));
      command.post("/incidents/signals/" + signal.path("id").asString() + "/judge", judged);
    }
  }

  // ── the incident ───────────────────────────────────────────────────────────────────────────────

  private void work(String id, Instant hour) {
    JsonNode file = command.get("/incidents/" + id);
    if (file.path("incident").path("state").asString().equals("signalled")) {
      file = move(file, "responding", "指挥、应急、后勤、督导各组到位", hour);
    }
    int open = 0;
    for (JsonNode step : file.path("steps")) {
      if (step.path("state").asString().equals("open")) {
        if (isDue(step, hour)) {
          end(id, step, hour);
        } else {
          open++;
        }
      }
    }
    if (open == 0 && file.path("incident").path("state").asString().equals("responding")) {
      move(command.get("/incidents/" + id), "disposal", "各项措施已落实，转入处置", hour);
    }
    for (JsonNode report : file.path("reports")) {
      if (report.path("state").asString().equals("draft") && isDue(report, hour)) {
        send(report.path("id").asString(), hour);
      }
    }
  }

  private static boolean isDue(JsonNode what, Instant hour) {
    String due = what.path("dueAt").asString("");
    return !due.isEmpty() && !Instant.parse(due).isAfter(hour.plus(AHEAD));
  }

  private void end(String id, JsonNode step, Instant hour) {
    String key = step.path("key").asString();
    Map<String, Object> end = new HashMap<>();
    end.put("state", "done");
    end.put("note", DONE.getOrDefault(key, "已完成"));
    end.put(
        "document",
        step.path("asks").asString("").equals("document")
            ? "消毒记录〔2022〕" + hour.atZone(WorldClock.ZONE).getDayOfYear() + " 号"
            : null);
    command.post("/incidents/" + id + "/steps/" + key, end);
  }

  private JsonNode move(JsonNode file, String became, String why, Instant hour) {
    JsonNode incident = file.path("incident");
    String id = incident.path("id").asString();
    JsonNode moved =
        command.post(
            "/incidents/" + id + "/move",
            Map.of("became", became, "why", why, "version", incident.path("version").asInt()));
    store.acted(hour, "incident." + became, id, incident.path("number").asString());
    return moved;
  }

  private void send(String id, Instant hour) {
    JsonNode report = command.get("/incidents/reports/" + id);
    Map<String, String> typed = new HashMap<>();
    report
        .path("missing")
        .forEach(key -> typed.put(key.asString(), TYPED.getOrDefault(key.asString(), "待查")));
    if (!typed.isEmpty()) {
      report =
          command.put(
              "/incidents/reports/" + id,
              Map.of("typed", typed, "version", report.path("version").asInt()));
    }
    command.post(
        "/incidents/reports/" + id + "/send",
        Map.of("to", AUTHORITY, "version", report.path("version").asInt()));
    store.acted(hour, "incident.report_sent", id, report.path("incident").asString());
  }

  /** The final report is the last that is lacking; then nothing is. */
  private void finish(String id, Instant hour) {
    JsonNode file = command.get("/incidents/" + id);
    if (!file.path("incident").path("state").asString().equals("disposal")) {
      return;
    }
    boolean lacksOnlyTheReport =
        file.path("lacking").size() == 1
            && file.path("lacking").get(0).path("what").asString().equals("final_unsent");
    if (lacksOnlyTheReport) {
      for (JsonNode report : file.path("reports")) {
        if (report.path("kind").asString().equals("final")
            && report.path("state").asString().equals("draft")) {
          send(report.path("id").asString(), hour);
        }
      }
      file = command.get("/incidents/" + id);
    }
    if (file.path("lacking").isEmpty()) {
      move(file, "closed", "病例治愈，密接全部解除，连续多日无新增", hour);
    }
  }
}
