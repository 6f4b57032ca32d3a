package org.shouwang.scenario;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.shouwang.clock.WorldClock;
import org.shouwang.scenario.SamplingPlan.Tube;
import tools.jackson.databind.JsonNode;

/**
 * What the lead of sampling, drivers and laboratory do: rounds planned, opened and closed, boxes
 * handed over and received, results reported, positive tubes followed up. All over the public
 * interface, each act once.
 */
final class SamplingOffice {

  private static final int FIRST_HOUR = 6;
  private static final int LAST_HOUR = 18;
  private static final int CLOSE_HOUR = 20;
  private static final int RESULT_HOUR = 21;
  private static final int AGAIN_HOUR = 8;
  private static final int AGAIN_RESULT_HOUR = 14;

  private final ScenarioClient lead;
  private final Player points;
  private final Player laboratory;
  private final ReplayStore store;
  private final Collection<Participant> roster;
  private final Story story;
  private final Function<LocalDate, Set<UUID>> away;
  private @Nullable LocalDate planned;
  private SamplingPlan.Day plan = new SamplingPlan.Day(List.of(), List.of());

  /**
   * For one replay.
   *
   * @param points hands in what the points' devices send
   * @param laboratory hands in what the laboratory sends
   * @param away who is in isolation or in hospital on a day
   */
  SamplingOffice(
      ScenarioClient lead,
      Player points,
      Player laboratory,
      ReplayStore store,
      Story story,
      Function<LocalDate, Set<UUID>> away) {
    this.lead = lead;
    this.points = points;
    this.laboratory = laboratory;
    this.store = store;
    this.roster = story.roster();
    this.story = story;
    this.away = away;
  }

  /** What the points send on a day; its round is planned first. */
  List<PlannedFact> facts(LocalDate day) {
    List<PlannedFact> facts = new ArrayList<>(plan(day).facts());
    Tube positive = positive(day.minusDays(1));
    if (positive != null) {
      facts.addAll(again(positive, day).facts());
    }
    return facts;
  }

  private SamplingPlan.Day plan(LocalDate day) {
    if (!day.equals(planned)) {
      plan = samples(day) ? planned(day, round(day)) : nothing();
      planned = day;
    }
    return plan;
  }

  private static boolean samples(LocalDate day) {
    return day.isAfter(DaysPlan.FIRST) && !day.isAfter(DaysPlan.BUSY_UNTIL);
  }

  private SamplingPlan.Day planned(LocalDate day, @Nullable UUID round) {
    return SamplingPlan.of(
        roster, day, round, new SamplingPlan.Sick(story.first(), away.apply(day)));
  }

  private static SamplingPlan.Day nothing() {
    return new SamplingPlan.Day(List.of(), List.of());
  }

  private static SamplingPlan.Day again(Tube positive, LocalDate day) {
    return SamplingPlan.again(positive, at(day, AGAIN_HOUR));
  }

  /** The tube of a day that turns out positive. */
  private @Nullable Tube positive(LocalDate day) {
    if (!SamplingPlan.ROUNDS.contains(day)
        || !store.hasActed(at(day, FIRST_HOUR), "round.opened")) {
      return null;
    }
    return planned(day, new UUID(0, 0)).tubes().stream()
        .filter(Tube::positive)
        .findFirst()
        .orElse(null);
  }

  private @Nullable UUID round(LocalDate day) {
    int no = SamplingPlan.ROUNDS.indexOf(day);
    if (no < 0) {
      return null;
    }
    Instant midnight = day.atStartOfDay(WorldClock.ZONE).toInstant();
    String what = "round.planned." + (no + 1);
    if (!store.hasActed(midnight, what)) {
      JsonNode made =
          lead.post(
              "/sampling/rounds",
              Map.of(
                  "name", "第%d轮全员核酸检测".formatted(no + 1),
                  "opensAt", at(day, FIRST_HOUR).toString(),
                  "closesAt", at(day, CLOSE_HOUR).toString(),
                  "everyone", true));
      store.acted(midnight, what, made.path("id").asString(""), "");
    }
    return UUID.fromString(store.actOf(what));
  }

  /** Does what is due at a full hour. */
  void at(Instant hour) {
    LocalDateTime local = LocalDateTime.ofInstant(hour, WorldClock.ZONE);
    if (local.getMinute() != 0) {
      return; // the replay's end is no full hour
    }
    LocalDate day = local.toLocalDate();
    int clock = local.getHour();
    UUID round = samples(day) ? round(day) : null;
    if (round != null && clock == FIRST_HOUR) {
      once(hour, "round.opened", () -> turn(round, "open"));
    }
    if (clock > FIRST_HOUR && clock <= LAST_HOUR + 1) {
      once(hour, "boxes.received", () -> deliver(day, clock - 1, hour));
    }
    if (round != null && clock == CLOSE_HOUR) {
      once(hour, "round.closed", () -> turn(round, "close"));
    }
    if (clock == RESULT_HOUR) {
      once(hour, "results.reported", () -> report(plan(day).tubes(), List.of(), day, hour));
    }
    Tube positive = clock == AGAIN_RESULT_HOUR ? positive(day.minusDays(1)) : null;
    if (positive != null) {
      once(hour, "reswabs.reported", () -> reportAgain(positive, day, hour));
    }
  }

  private interface Act {
    String act();
  }

  private void once(Instant at, String what, Act act) {
    if (!store.hasActed(at, what)) {
      store.acted(at, what, what, act.act());
    }
  }

  private String turn(UUID round, String act) {
    int version = lead.get("/sampling/rounds/" + round).path("version").asInt(0);
    JsonNode turned =
        lead.post("/sampling/rounds/" + round + "/" + act, Map.of("version", version));
    if (act.equals("open")) {
      exempt(round);
    }
    return "%d of %d".formatted(turned.path("tested").asInt(), turned.path("expected").asInt());
  }

  /** Who is in hospital can't come; the status asked for it, the lead grants it. */
  private void exempt(UUID round) {
    JsonNode asked = lead.get("/sampling/rounds/" + round + "/exemptions?state=asked&limit=500");
    for (JsonNode each : asked.path("items")) {
      lead.post(
          "/sampling/exemptions/" + each.path("id").asString() + "/decision",
          Map.of("approved", true));
    }
  }

  /** Boxes of an hour: filled and handed over at the point, received at the laboratory. */
  private String deliver(LocalDate day, int hour, Instant now) {
    Map<String, List<Tube>> boxes = new TreeMap<>();
    List<Tube> tubes = new ArrayList<>(plan(day).tubes());
    Tube positive = positive(day.minusDays(1));
    if (positive != null) {
      tubes.addAll(again(positive, day).tubes());
    }
    for (Tube tube : tubes) {
      if (tube.sealed().atZone(WorldClock.ZONE).getHour() == hour) {
        boxes.computeIfAbsent(tube.box(), it -> new ArrayList<>()).add(tube);
      }
    }
    List<PlannedFact> sent = new ArrayList<>();
    List<PlannedFact> received = new ArrayList<>();
    Instant handed = now.minus(Duration.ofMillis(2));
    boxes.forEach((box, its) -> {
      List<String> codes = its.stream().map(Tube::code).toList();
      String point = its.getFirst().point();
      sent.add(custody(handed, point, Map.of("step", "boxed", "tubes", codes, "box", box)));
      sent.add(
          custody(
              handed.plusMillis(1),
              point,
              Map.of(
                  "step",
                  "handed_over",
                  "box",
                  box,
                  "from",
                  point,
                  "to",
                  "转运员",
                  "temperature",
                  4)));
      received.add(
          custody(
              now,
              null,
              Map.of(
                  "step", "received", "box", box, "from", "转运员", "to", "检测实验室", "temperature", 5)));
    });
    store.log(points.send(sent, now));
    store.log(laboratory.send(received, now));
    return "%d boxes".formatted(boxes.size());
  }

  private static PlannedFact custody(Instant at, @Nullable String point, Map<String, Object> data) {
    String text = ScenarioJson.text(new TreeMap<>(data));
    return fact("sampling.custody", at, point, text);
  }

  private static PlannedFact fact(String type, Instant at, @Nullable String point, String text) {
    UUID id = PlannedFact.id(at, Integer.toUnsignedLong(text.hashCode()) + type.length());
    return new PlannedFact(id, type, at, at, point, null, null, false, text, null);
  }

  private String reportAgain(Tube positive, LocalDate day, Instant now) {
    List<Tube> tubes = again(positive, day).tubes();
    boolean infected = day.minusDays(1).equals(SamplingPlan.ROUNDS.get(1));
    List<Tube> alarming =
        infected ? List.of(tubes.get(SamplingPlan.member(positive, story.first()))) : List.of();
    return report(tubes, alarming, day, now);
  }

  private String report(List<Tube> tubes, List<Tube> alarming, LocalDate day, Instant now) {
    List<PlannedFact> results = new ArrayList<>();
    int positives = 0;
    for (Tube tube : tubes) {
      boolean positive = tube.positive() || alarming.contains(tube);
      positives += positive ? 1 : 0;
      Map<String, Object> data = new LinkedHashMap<>();
      data.put("tube", tube.code());
      data.put("step", "screening");
      data.put("result", positive ? "positive" : "negative");
      data.put("reportedAt", now.toString());
      data.put("laboratory", "检测实验室");
      results.add(fact("sampling.result", now, null, ScenarioJson.text(data)));
    }
    store.log(laboratory.send(results, now));
    for (Tube tube : tubes) {
      if (tube.positive() || alarming.contains(tube)) {
        lead.post(
            "/sampling/tubes/" + tube.code() + "/reports",
            Map.of("to", "新区疾控中心", "note", "电话报告，已书面补报"));
      }
    }
    return "%d positive of %d on %s".formatted(positives, results.size(), day);
  }

  private static Instant at(LocalDate day, int hour) {
    return day.atTime(LocalTime.of(hour, 0)).atZone(WorldClock.ZONE).toInstant();
  }
}
