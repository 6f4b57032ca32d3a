package org.shouwang.scenario;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.shouwang.clock.WorldClock;
import tools.jackson.databind.JsonNode;

/**
 * What the isolation site, its follow-up workers and the laboratory do: orders filed with rooms,
 * transfers, two readings a day, swabs on the days that the software asks for, releases. All over
 * the public interface; the software says who is to be tested and who can be released.
 */
final class IsolationOffice {

  private static final int ORDER_HOUR = 7;
  private static final int MORNING_HOUR = 9;
  private static final int MOVE_HOUR = 10;
  private static final int SWAB_HOUR = 11;
  private static final int RESULT_HOUR = 15;
  private static final int RELEASE_HOUR = 16;
  private static final int CARER_HOUR = 17;
  private static final int EVENING_HOUR = 18;

  /** A mobile team of this point swabs at the site. */
  private static final String TEAM = "SP07";

  private static final int FIRST_TUBE = 7_000;

  /** One reading in so many is missed. */
  private static final int MISSED_OF = 40;

  /** On this evening one person is unwell. */
  private static final LocalDate UNWELL = LocalDate.of(2022, 3, 15);

  private final ScenarioClient site;
  private final ScenarioClient worker;
  private final ScenarioClient lead;
  private final Player points;
  private final Player laboratory;
  private final Story story;
  private final ReplayStore store;
  private final RoomsOffice rooms;

  /**
   * For one replay.
   *
   * @param site lead of the isolation site
   * @param transfer transfer officer
   * @param worker follow-up worker
   * @param lead lead of sampling
   */
  IsolationOffice(
      ScenarioClient site,
      ScenarioClient transfer,
      ScenarioClient worker,
      ScenarioClient lead,
      Player points,
      Player laboratory,
      Story story,
      ReplayStore store) {
    this.site = site;
    this.worker = worker;
    this.lead = lead;
    this.points = points;
    this.laboratory = laboratory;
    this.story = story;
    this.store = store;
    this.rooms = new RoomsOffice(site, transfer, story);
  }

  // ── who is away ────────────────────────────────────────────────────────────────────────────────

  /** Who stays at the site, at home after it, or in hospital on a day; asked for once a day. */
  Set<UUID> away(LocalDate day) {
    if (day.isBefore(SamplingPlan.POSITIVE_DAY.plusDays(1))) {
      return Set.of();
    }
    String what = "away." + day;
    String noted = store.detailOf(what);
    if (noted == null) {
      Set<UUID> away = new HashSet<>(story.atHome(day));
      List<JsonNode> all = CasesOffice.pages(site, "/isolation/orders");
      all.stream().filter(it -> isAway(it, day)).map(IsolationOffice::person).forEach(away::add);
      all.stream()
          .map(it -> it.path("carer"))
          .filter(it -> it.path("state").asString("").equals("own"))
          .forEach(it -> away.add(UUID.fromString(it.path("id").asString())));
      story.patients().stream()
          .filter(it -> it.positiveOn().isBefore(day))
          .forEach(it -> away.add(it.person()));
      noted = away.stream().map(UUID::toString).sorted().collect(Collectors.joining(","));
      store.acted(midnight(day), what, day.toString(), noted);
    }
    return noted.isEmpty()
        ? Set.of()
        : java.util.Arrays.stream(noted.split(","))
            .map(UUID::fromString)
            .collect(Collectors.toSet());
  }

  private static boolean isAway(JsonNode order, LocalDate day) {
    return switch (order.path("state").asString("")) {
      case "proposed", "ordered" -> true;
      case "released" -> {
        LocalDate last = LocalDate.MIN;
        for (JsonNode stay : order.path("stays")) {
          last = LocalDate.parse(stay.path("last").asString());
        }
        yield !day.isAfter(last);
      }
      default -> false;
    };
  }

  /** Their leads account for them. */
  List<PlannedFact> accounts(LocalDate day) {
    Set<UUID> away = away(day);
    Instant at = midnight(day).plus(Duration.ofMinutes(8 * 60 + 30));
    List<PlannedFact> accounts = new ArrayList<>();
    for (Participant it : story.roster()) {
      if (away.contains(it.id()) && !List.of("outside", "resident").contains(it.kind())) {
        String data = ScenarioJson.text(Map.of("how", "isolated"));
        UUID id = PlannedFact.id(at, it.key().hashCode());
        accounts.add(
            new PlannedFact(
                id, PlannedFact.ACCOUNT, at, at, null, it.id(), null, false, data, null));
      }
    }
    return accounts;
  }

  // ── what is done ───────────────────────────────────────────────────────────────────────────────

  /** Does what is due at a full hour. */
  void at(Instant hour) {
    LocalDateTime local = LocalDateTime.ofInstant(hour, WorldClock.ZONE);
    LocalDate day = local.toLocalDate();
    if (local.getMinute() != 0 || !day.isAfter(SamplingPlan.POSITIVE_DAY.plusDays(1))) {
      return;
    }
    switch (local.getHour()) {
      case ORDER_HOUR -> once(hour, "isolation.ordered", () -> rooms.order(day));
      case MORNING_HOUR -> once(hour, "isolation.morning", () -> read(day, "morning", hour));
      case MOVE_HOUR -> once(hour, "isolation.moved", () -> rooms.move(hour));
      case CARER_HOUR -> once(hour, "isolation.carers", () -> rooms.stay(hour));
      case SWAB_HOUR -> once(hour, "isolation.swabbed." + day, () -> swab(day, hour));
      case RESULT_HOUR -> once(hour, "isolation.tested", () -> report(day, hour));
      case RELEASE_HOUR -> once(hour, "isolation.released", () -> release(day));
      case EVENING_HOUR -> once(hour, "isolation.evening", () -> read(day, "evening", hour));
      default -> {
        // nothing of the site
      }
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

  private List<JsonNode> orders(String state) {
    return orders(site, state);
  }

  static List<JsonNode> orders(ScenarioClient site, String state) {
    return CasesOffice.pages(site, "/isolation/orders?state=" + state);
  }

  static UUID person(JsonNode order) {
    return UUID.fromString(order.path("person").path("id").asString());
  }

  static String path(JsonNode order, String act) {
    return "/isolation/orders/" + order.path("id").asString() + "/" + act;
  }

  /** A few are missed; one evening somebody is unwell. */
  private String read(LocalDate day, String half, Instant now) {
    int done = 0;
    int missed = 0;
    boolean sick = day.equals(UNWELL) && half.equals("evening");
    for (JsonNode order : orders("ordered")) {
      String id = order.path("id").asString();
      Random luck = new Random((key(person(order)) + day + half).hashCode());
      luck.nextInt();
      if (luck.nextInt(MISSED_OF) == 0) {
        missed++;
        continue;
      }
      Map<String, Object> body = new LinkedHashMap<>();
      body.put("id", PlannedFact.id(now, (id + half).hashCode()).toString());
      body.put("at", now.minus(Duration.ofMinutes(1 + done % 50)).toString());
      body.put("state", sick ? "seen_unwell" : "seen_well");
      body.put("temperature", sick ? 37.6 : Math.round(363 + luck.nextGaussian() * 2) / 10.0);
      body.put("symptoms", sick ? List.of("cough") : List.of());
      body.put("how", half.equals("morning") ? "visit" : "phone");
      worker.post(path(order, "readings"), body);
      sick = false;
      done++;
    }
    return "%d, missed %d".formatted(done, missed);
  }

  private String key(UUID person) {
    return story.roster().stream()
        .filter(it -> it.id().equals(person))
        .findFirst()
        .map(Participant::key)
        .orElse("");
  }

  // ── swabs ──────────────────────────────────────────────────────────────────────────────────────

  /**
   * Whom the plan asks for today, at the site or at home after it; who was unwell, too, and whom a
   * test is missing of.
   */
  private Map<UUID, Integer> wanted(LocalDate day) {
    Map<UUID, Integer> wanted = new HashMap<>();
    for (JsonNode order : CasesOffice.pages(site, "/isolation/orders")) {
      boolean ordered = order.path("state").asString("").equals("ordered");
      if (!ordered && !order.path("state").asString("").equals("released")) {
        continue;
      }
      boolean unwell =
          order.path("latest").path("state").asString("").equals("seen_unwell") && ordered;
      if (unwell) {
        wanted.put(person(order), 1);
      }
      for (JsonNode test : order.path("tests")) {
        boolean today = test.path("on").asString().equals(day.toString());
        if (today || (ordered && test.path("state").asString("").equals("missing"))) {
          int swabs = test.path("twice").asBoolean() ? 2 : 1;
          wanted.merge(person(order), swabs, Math::max);
        }
      }
    }
    return new TreeMap<>(wanted);
  }

  /** A tube for each swab. */
  private String swab(LocalDate day, Instant now) {
    List<PlannedFact> facts = new ArrayList<>();
    List<String> codes = new ArrayList<>();
    List<String> noted = new ArrayList<>();
    Instant from = now.minus(Duration.ofMinutes(40));
    for (Map.Entry<UUID, Integer> each : wanted(day).entrySet()) {
      for (int i = 0; i < each.getValue(); i++) {
        String code = SamplingPlan.code(day, TEAM, FIRST_TUBE + codes.size());
        Instant at = from.plusSeconds(codes.size() * 10L);
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("tube", code);
        data.put("pool", 1);
        data.put("purpose", i == 0 ? "calendar" : "double");
        facts.add(fact("sampling.swab", at, each.getKey(), data));
        facts.add(fact("sampling.seal", at.plusSeconds(5), null, Map.of("tube", code, "swabs", 1)));
        codes.add(code);
        noted.add(code + ":" + each.getKey());
      }
    }
    if (!codes.isEmpty()) {
      String box = "ISO%02d%02d".formatted(day.getMonthValue(), day.getDayOfMonth());
      Instant handed = now.minusMillis(2);
      facts.add(fact("sampling.custody", handed, null, boxed(box, codes)));
      facts.add(fact("sampling.custody", handed.plusMillis(1), null, handedOver(box)));
      store.log(points.send(facts, now));
      PlannedFact received = received(box, now);
      store.log(laboratory.send(List.of(received), now));
    }
    return String.join(",", noted);
  }

  private static Map<String, Object> boxed(String box, List<String> codes) {
    return new TreeMap<>(Map.of("step", "boxed", "tubes", codes, "box", box));
  }

  private static Map<String, Object> handedOver(String box) {
    return new TreeMap<>(
        Map.of("step", "handed_over", "box", box, "from", "隔离点", "to", "转运员", "temperature", 4));
  }

  private static PlannedFact received(String box, Instant now) {
    Map<String, Object> data =
        new TreeMap<>(
            Map.of("step", "received", "box", box, "from", "转运员", "to", "检测实验室", "temperature", 5));
    return fact("sampling.custody", now, null, data, null);
  }

  private static PlannedFact fact(
      String type, Instant at, @Nullable UUID person, Map<String, Object> data) {
    return fact(type, at, person, data, TEAM);
  }

  private static PlannedFact fact(
      String type,
      Instant at,
      @Nullable UUID person,
      Map<String, Object> data,
      @Nullable String place) {
    String text = ScenarioJson.text(data);
    UUID id = PlannedFact.id(at, Integer.toUnsignedLong(text.hashCode()) + type.length());
    return new PlannedFact(id, type, at, at, place, person, null, false, text, null);
  }

  private String report(LocalDate day, Instant now) {
    String noted = store.detailOf("isolation.swabbed." + day);
    List<PlannedFact> results = new ArrayList<>();
    Set<String> positive = new TreeSet<>();
    for (String each : noted == null || noted.isEmpty() ? new String[0] : noted.split(",")) {
      String[] parts = each.split(":");
      boolean is = story.isPositive(UUID.fromString(parts[1]), day);
      Map<String, Object> data = new LinkedHashMap<>();
      data.put("tube", parts[0]);
      data.put("step", "screening");
      data.put("result", is ? "positive" : "negative");
      data.put("reportedAt", now.toString());
      data.put("laboratory", "检测实验室");
      results.add(fact("sampling.result", now, null, data, null));
      if (is) {
        positive.add(parts[0]);
      }
    }
    store.log(laboratory.send(results, now));
    for (String tube : positive) {
      lead.post(
          "/sampling/tubes/" + tube + "/reports", Map.of("to", "新区疾控中心", "note", "电话报告，已书面补报"));
    }
    return "%d positive of %d".formatted(positive.size(), results.size());
  }

  /** The authority releases whom the software puts forward, in one document. */
  private String release(LocalDate day) {
    List<String> ready = new ArrayList<>();
    for (JsonNode order : CasesOffice.pages(site, "/isolation/orders?state=ordered&due=true")) {
      if (!order.path("releasable").asString("").isEmpty()) {
        ready.add(order.path("id").asString());
      }
    }
    if (ready.isEmpty()) {
      return "0";
    }
    JsonNode done =
        site.post(
            "/isolation/orders/release",
            Map.of(
                "document",
                "新区疾控解除〔2022〕%02d%02d号".formatted(day.getMonthValue(), day.getDayOfMonth()),
                "ids",
                ready));
    return "%d, left %d".formatted(done.path("released").asInt(), done.path("left").size());
  }

  private static Instant midnight(LocalDate day) {
    return day.atStartOfDay(WorldClock.ZONE).toInstant();
  }
}
