package org.shouwang.scenario;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.shouwang.clock.WorldClock;
import org.shouwang.scenario.ScenarioClient.ScenarioFailed;
import tools.jackson.databind.JsonNode;

/**
 * What the command centre and the leads do by hand in the days that are played: requirements from
 * above are taken in and answered, deployments issued and carried out, notices sent and read, the
 * units' daily reports filed. All over the public interface; each act once, also after a restart.
 */
final class Office {

  /** Of so many units one reports nothing on a day. */
  private static final int SILENT_OF = 60;

  /** Full hours at which units ask and answer. */
  private static final Set<Integer> AT_WORK = Set.of(9, 10, 11, 12, 14, 15, 16, 17, 18);

  /** Two weeks without a new case: the areas are lifted. */
  private static final LocalDate CLEAR = LocalDate.of(2022, 3, 26);

  /** What people write into the bulletin; every number in it is a figure. */
  private static final Map<String, String> PARTS =
      Map.of(
          "to", "新区疫情防控指挥部",
          "cc", "集团党委、各子公司",
          "copies", "30",
          "situation",
              "当日应清点 {{figure.rollcall.expected}} 人，已清点 {{figure.rollcall.accounted}} 人，"
                  + "未清点 {{figure.rollcall.missing}} 人，逐人落实到单位负责人。",
          "practice",
              "一是层层压实责任，当日责任办结 {{figure.duties.done}} 项，逾期 {{figure.duties.late}} 项，逐级督办。"
                  + "二是严格出入登记检查，班车、出入口、路卡全部登记。三是每日人员清点，不漏一人。"
                  + "四是核酸采样累计 {{figure.sampling.person_times_to_date}} 人次，"
                  + "最近一轮漏采 {{figure.sampling.missing}} 人，逐人催办。",
          "problems", "个别单位日报报送不及时，已按提醒、督办、电话催办三级处置。",
          "next", "继续执行出入登记、人员清点和日报，做好重要岗位备勤和应急准备。");

  private final ScenarioClient command;
  private final Player player;
  private final ReplayStore store;
  private final @Nullable LocalDate last;
  private final ScreeningOffice screening;
  private final Map<String, UUID> units = new LinkedHashMap<>();
  private final Map<String, String> kinds = new LinkedHashMap<>();

  /**
   * For one replay.
   *
   * @param last the day of the bulletin; null: nobody reports
   */
  Office(ScenarioClient command, Player player, ReplayStore store, @Nullable LocalDate last) {
    this.command = command;
    this.player = player;
    this.store = store;
    this.last = last;
    this.screening = new ScreeningOffice(command);
    for (JsonNode unit : command.get("/units")) {
      String code = unit.path("code").asString("");
      units.put(code, UUID.fromString(unit.path("id").asString("")));
      kinds.put(code, unit.path("kind").asString(""));
    }
  }

  /** Does what is due at a full hour. */
  void at(Instant hour) {
    LocalDateTime local = LocalDateTime.ofInstant(hour, WorldClock.ZONE);
    if (local.getMinute() != 0) {
      return; // the replay's end is no full hour
    }
    LocalDate day = local.toLocalDate();
    if (day.isAfter(DaysPlan.BUSY_UNTIL)) {
      afterwards(hour, day);
      return;
    }
    switch (day.toString() + " " + local.getHour()) {
      case "2022-03-05 14" -> once(hour, "upstream.taken_in", () -> takeIn(hour));
      case "2022-03-05 16" -> once(hour, "directive.issued", () -> deploy(hour));
      case "2022-03-05 17" -> once(hour, "tasks.acknowledged", () -> tasks("acknowledge", 0));
      case "2022-03-06 9" -> once(hour, "notice.sent", () -> send(hour));
      case "2022-03-06 10" -> once(hour, "notice.read", this::read);
      case "2022-03-06 12" -> once(hour, "area.hotel", screening::listHotel);
      case "2022-03-06 18" ->
          once(hour, "stays.declared", () -> screening.declare(firstVillage(), hour));
      case "2022-03-11 10" -> once(hour, "area.villages", screening::listVillages);
      case "2022-03-12 18" ->
          once(hour, "stays.hidden", () -> screening.declareHidden(firstVillage(), hour));
      case "2022-03-06 15" -> once(hour, "tasks.done", () -> tasks("done", 4));
      case "2022-03-06 16" -> once(hour, "upstream.answered", this::answer);
      default -> {
        // an ordinary hour
      }
    }
    if (AT_WORK.contains(local.getHour())) {
      screening.judge(hour);
    }
    if (last == null) {
      return;
    }
    if (local.getHour() == 8) {
      once(hour, "residents.seen", () -> seeResidents(day, hour));
    }
    if (local.getHour() == 17) {
      once(hour, "reports.filed", () -> file(day, hour));
      once(hour, "daily.signed", () -> sign("daily", day, Map.of()));
    }
    if (local.getHour() == 17 && day.equals(last)) {
      once(hour, "bulletin.signed", () -> sign("bulletin", day, PARTS));
    }
  }

  /** Of the light days only what ends is told. */
  private void afterwards(Instant hour, LocalDate day) {
    if (day.equals(CLEAR) && hour.atZone(WorldClock.ZONE).getHour() == 10) {
      once(hour, "areas.lifted", screening::lift);
    }
  }

  private String firstVillage() {
    return kinds.entrySet().stream()
        .filter(it -> it.getValue().equals("village"))
        .map(it -> unit(it.getKey()))
        .findFirst()
        .orElseThrow(() -> new ScenarioFailed("there is no village"));
  }

  /** Has a document drafted from the figures of the hour, and signs it. */
  private Map.Entry<String, String> sign(String kind, LocalDate day, Map<String, String> texts) {
    Map<String, Object> wanted = Map.of("kind", kind, "day", day.toString());
    JsonNode draft = command.post("/reports/documents", wanted);
    String id = id(draft);
    int version = draft.path("version").asInt(0);
    if (!texts.isEmpty()) {
      version =
          command
              .patch("/reports/documents/" + id, Map.of("version", version, "texts", texts))
              .path("version")
              .asInt(0);
    }
    command.post("/reports/documents/" + id + "/sign", Map.of("version", version));
    return Map.entry(id, "");
  }

  private interface Act {
    /** Returns the id of what was made, and how it went. */
    Map.Entry<String, String> act();
  }

  private void once(Instant at, String what, Act act) {
    if (store.hasActed(at, what)) {
      return;
    }
    Map.Entry<String, String> done = act.act();
    store.acted(at, what, done.getKey(), done.getValue());
  }

  private Map.Entry<String, String> takeIn(Instant now) {
    JsonNode made =
        command.post(
            "/command/upstream",
            Map.of(
                "number", "新区疫指发〔2022〕12号",
                "issuer", "新区疫情防控指挥部",
                "title", "关于加强工业园区疫情防控和连续运行的要求",
                "text", "严格园区出入管理，全面摸排重点地区旅居史，落实应急准备，确保入园企业运行。请于3月6日18时前报告落实情况。",
                "receivedAt", now.toString(),
                "dueAt", time("2022-03-06T18:00").toString(),
                "unitId", unit("SH")));
    return Map.entry(id(made), "");
  }

  private Map.Entry<String, String> deploy(Instant now) {
    List<String> to = new ArrayList<>();
    kinds.forEach((code, kind) -> {
      if (List.of("subsidiary", "project", "village").contains(kind)) {
        to.add(unit(code));
      }
    });
    JsonNode made =
        command.post(
            "/command/directives",
            Map.of(
                "title",
                "石化集团疫情防控工作部署",
                "text",
                "各单位、各下沉工作组：即日起执行出入登记检查、人员清点日报、重点地区旅居史摸排和应急准备，主要负责人负总责。",
                "upstreamId",
                store.actOf("upstream.taken_in"),
                "units",
                to,
                "dueAt",
                time("2022-03-06T18:00").toString(),
                "evidence",
                "书面说明落实情况：责任人、人数、未落实事项",
                "fileNeeded",
                false));
    return Map.entry(
        made.path("directive").path("id").asString(""), "%d tasks at %s".formatted(to.size(), now));
  }

  /**
   * Has tasks acknowledged or reported done.
   *
   * @param but so many are left as they are: they become late
   */
  private Map.Entry<String, String> tasks(String act, int but) {
    String directive = store.actOf("directive.issued");
    JsonNode tasks = command.get("/command/directives/" + directive).path("tasks");
    int done = 0;
    for (JsonNode task : tasks) {
      if (done < tasks.size() - but) {
        Map<String, Object> body =
            act.equals("done")
                ? Map.of("text", "责任已落实到岗到人，登记检查、清点日报已运行，无未落实事项。", "percent", 100)
                : Map.of();
        command.post("/command/tasks/" + task.path("id").asString("") + "/" + act, body);
        done++;
      }
    }
    return Map.entry(directive, String.valueOf(done));
  }

  private Map.Entry<String, String> answer() {
    String upstream = store.actOf("upstream.taken_in");
    command.post(
        "/command/upstream/" + upstream + "/answer",
        Map.of("text", "已向各子公司、项目、村部署；出入登记、人员清点和日报已运行，四个单位仍在落实，将续报。"));
    return Map.entry(upstream, "");
  }

  private Map.Entry<String, String> send(Instant now) {
    List<String> to = new ArrayList<>();
    kinds.forEach((code, kind) -> {
      if (List.of("subsidiary", "project", "village", "enterprise").contains(kind)) {
        to.add(unit(code));
      }
    });
    JsonNode made =
        command.post(
            "/command/notices",
            Map.of(
                "title", "关于入园人员出示48小时核酸证明的通知",
                "text", "自即日起，访客、外协和项目建设者入园须出示48小时内核酸检测阴性证明；请各单位传达到每一个人。",
                "asks", "read",
                "units", to,
                "dueAt", time("2022-03-06T18:00").toString()));
    String id = made.path("notice").path("id").asString("");
    return Map.entry(id.isEmpty() ? id(made) : id, "%d units at %s".formatted(to.size(), now));
  }

  /** Nine in ten units read it within the hour. */
  private Map.Entry<String, String> read() {
    String notice = store.actOf("notice.sent");
    List<String> all = new ArrayList<>();
    for (JsonNode unit : command.get("/command/notices/" + notice).path("units")) {
      all.add(unit.path("unit").path("id").asString(""));
    }
    List<String> read = all.subList(0, all.size() * 9 / 10);
    command.post("/command/notices/" + notice + "/read", Map.of("unitIds", read));
    return Map.entry(notice, String.valueOf(read.size()));
  }

  /** The grid workers go through their lists of the day; one in seventy is not at home. */
  private Map.Entry<String, String> seeResidents(LocalDate day, Instant now) {
    List<PlannedFact> seen = new ArrayList<>();
    int listed = 0;
    for (Map.Entry<String, String> village : kinds.entrySet()) {
      if (village.getValue().equals("village")) {
        for (UUID person : missing(unit(village.getKey()), day)) {
          if (++listed % 70 != 0) {
            long number = person.getMostSignificantBits() ^ person.getLeastSignificantBits();
            seen.add(
                new PlannedFact(
                    PlannedFact.id(now, number),
                    PlannedFact.ACCOUNT,
                    now,
                    now,
                    null,
                    person,
                    null,
                    false,
                    ScenarioJson.text(Map.of("how", "seen")),
                    null));
          }
        }
      }
    }
    store.log(player.send(seen, now));
    return Map.entry(day.toString(), "%d of %d".formatted(seen.size(), listed));
  }

  private List<UUID> missing(String unit, LocalDate day) {
    List<UUID> missing = new ArrayList<>();
    String after = "";
    do {
      JsonNode page =
          command.get(
              "/rollcall/people?limit=500&state=missing&unit=%s&day=%s%s"
                  .formatted(unit, day, after.isEmpty() ? "" : "&after=" + after));
      for (JsonNode row : page.path("items")) {
        missing.add(UUID.fromString(row.path("person").asString("")));
      }
      after = page.path("next").asString("");
    } while (!after.isEmpty());
    return missing;
  }

  /** Every unit that owes a report files what the server has filled in; a few stay silent. */
  private Map.Entry<String, String> file(LocalDate day, Instant now) {
    List<String> owing = new ArrayList<>();
    for (JsonNode unit : command.get("/rollcall?day=" + day).path("units")) {
      if (unit.path("report").asString("").equals("none")) {
        owing.add(unit.path("unit").asString(""));
      }
    }
    owing.sort(java.util.Comparator.naturalOrder());
    List<Future<String>> drafts = new ArrayList<>();
    List<String> facts = new ArrayList<>();
    try (ExecutorService workers = Executors.newFixedThreadPool(4)) {
      for (int i = 0; i < owing.size(); i++) {
        String unit = owing.get(i);
        if (i % SILENT_OF != SILENT_OF - 1) {
          long number = day.toEpochDay() * 1_000_000 + 900_000 + i;
          drafts.add(workers.submit(() -> report(unit, day, now, number)));
        }
      }
      for (Future<String> draft : drafts) {
        facts.add(draft.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ScenarioFailed("interrupted");
    } catch (ExecutionException e) {
      throw new ScenarioFailed("daily reports: " + e.getCause());
    }
    int filed = 0;
    for (int i = 0; i < facts.size(); i += 200) {
      String some = String.join(",", facts.subList(i, Math.min(i + 200, facts.size())));
      for (JsonNode receipt : command.facts("[" + some + "]", null).path("receipts")) {
        if (!receipt.path("status").asString("").equals("rejected")) {
          filed++;
        }
      }
    }
    return Map.entry(day.toString(), "%d of %d".formatted(filed, owing.size()));
  }

  private String report(String unit, LocalDate day, Instant now, long number) {
    JsonNode draft = command.get("/rollcall/reports/draft?unit=" + unit + "&day=" + day);
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("unit", unit);
    data.put("day", day.toString());
    data.put("zero", true);
    data.put("figures", draft);
    return """
    {"id":"%s","type":"rollcall.report","at":"%s","sent":"%s","data":%s}\
    """
        .formatted(PlannedFact.id(now, number), now, now, ScenarioJson.text(data));
  }

  private String unit(String code) {
    UUID id = units.get(code);
    if (id == null) {
      throw new ScenarioFailed("there is no unit " + code);
    }
    return id.toString();
  }

  private static String id(JsonNode made) {
    return made.path("id").asString("");
  }

  private static Instant time(String local) {
    return LocalDateTime.parse(local).atZone(WorldClock.ZONE).toInstant();
  }
}
