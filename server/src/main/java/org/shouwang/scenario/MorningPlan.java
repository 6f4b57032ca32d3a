package org.shouwang.scenario;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The morning of 2022-03-08 as it is played: who comes when through which gate, and what goes
 * wrong. A pure function of the roster and a seed.
 */
final class MorningPlan {

  /** 06:00 in the park. */
  static final Instant BEGIN = Instant.parse("2022-03-07T22:00:00Z");

  /** 09:30 in the park. */
  static final Instant END = Instant.parse("2022-03-08T01:30:00Z");

  /** The checkpoint of the third village has no network in this time. */
  static final Instant OFFLINE_FROM = BEGIN.plus(Duration.ofMinutes(70));

  static final Instant OFFLINE_TO = BEGIN.plus(Duration.ofMinutes(125));

  private static final String OFFLINE_PLACE = "VC3";
  private static final Map<String, String> PLANT_GATES =
      Map.of(
          "化学工程公司", "PG1",
          "专精特新公司", "PG2",
          "仓储物流公司", "PG3",
          "化工热电公司", "PG4",
          "检维修公司", "PG5",
          "综合服务公司", "PG6");

  private final Random random;
  private final List<PlannedFact> passes = new ArrayList<>();
  private int number;

  private MorningPlan(long seed) {
    this.random = new Random(seed);
  }

  /** The plan, in the order of delivery. */
  static List<PlannedFact> of(Collection<Participant> roster, long seed) {
    MorningPlan plan = new MorningPlan(seed);
    List<Participant> ordered =
        roster.stream().sorted(Comparator.comparing(Participant::key)).toList();
    int[] seen = new int[1];
    ordered.forEach(person -> plan.come(person, seen[0]++));
    plan.tell(ordered);
    return plan.passes.stream()
        .sorted(
            Comparator.comparing(PlannedFact::delivered)
                .thenComparing(PlannedFact::at)
                .thenComparing(pass -> pass.id().toString()))
        .toList();
  }

  /**
   * What a newcomer sees after the morning: latecomers, and some who leave.
   *
   * @param roster as for the plan
   * @param inside who went in during the morning
   * @param from time of the first
   */
  static List<PlannedFact> after(
      Collection<Participant> roster,
      Collection<UUID> inside,
      long seed,
      Instant from,
      Duration every,
      int count) {
    MorningPlan plan = new MorningPlan(seed + 1);
    List<Participant> ordered =
        roster.stream().sorted(Comparator.comparing(Participant::key)).toList();
    List<Participant> late =
        ordered.stream()
            .filter(it -> !inside.contains(it.id()) && !it.kind().equals("resident"))
            .toList();
    List<Participant> leaving =
        ordered.stream()
            .filter(it -> inside.contains(it.id()) && it.kind().equals("enterprise_worker"))
            .toList();
    int in = 0;
    int out = 0;
    for (int i = 0; i < count; i++) {
      Instant at = from.plus(every.multipliedBy(i));
      String gate = i % 2 == 0 ? "GATE1" : "GATE2";
      if (i % 4 == 3 && out < leaving.size()) {
        plan.leave(leaving.get(out++), at, gate);
      } else if (in < late.size()) {
        plan.enter(late.get(in++), at, gate, null, Map.of());
      }
    }
    return plan.passes;
  }

  private void come(Participant person, int index) {
    double luck = random.nextDouble();
    switch (person.kind()) {
      case "employee" -> employee(person, index, luck);
      case "builder" -> builder(person, luck);
      case "enterprise_worker" -> worker(person, luck);
      case "resident" -> villager(person, luck);
      case "outside" -> helper(person, index, luck);
      default -> {
        // visitors are told by hand
      }
    }
  }

  private void employee(Participant person, int index, double luck) {
    if (luck > 0.68) {
      return;
    }
    Instant in;
    if (luck < 0.6) {
      int bus = index % 60;
      in = minute(40 + bus * 1.5 + random.nextDouble() * 1.4);
      enter(person, in, "BUS%02d".formatted(bus + 1), null, Map.of("method", "bus"));
    } else {
      in = minute(60 + peak() * 80);
      enter(person, in, random.nextBoolean() ? "GATE1" : "GATE2", null, Map.of());
    }
    @Nullable String gate = plantGate(person);
    Instant plant = in.plus(Duration.ofSeconds(1_500 + random.nextInt(900)));
    if (gate != null && plant.isBefore(END)) {
      enter(person, plant, gate, null, Map.of());
    }
  }

  static @Nullable String plantGate(Participant person) {
    String path = person.unitPath();
    return path == null
        ? null
        : PLANT_GATES.entrySet().stream()
            .filter(it -> path.contains(it.getKey()))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElse(null);
  }

  private void builder(Participant person, double luck) {
    if (luck < 0.86) {
      enter(person, minute(25 + peak() * 75), "GATE2", null, Map.of());
    }
  }

  private void worker(Participant person, double luck) {
    if (luck > 0.88) {
      return;
    }
    Instant in = minute(70 + peak() * 110);
    String gate = luck < 0.5 ? "GATE1" : "GATE2";
    enter(person, in, gate, null, Map.of());
    if (luck < 0.015) {
      leave(person, in.plus(Duration.ofMinutes(12 + random.nextInt(20))), gate);
    }
  }

  private void villager(Participant person, double luck) {
    if (luck > 0.04) {
      return;
    }
    String gate = "VC" + (1 + Math.floorMod(person.key().hashCode(), 5));
    Instant in = minute(5 + random.nextDouble() * 150);
    enter(person, in, gate, null, Map.of());
    if (luck < 0.012) {
      leave(person, in.plus(Duration.ofMinutes(20 + random.nextInt(30))), gate);
    }
  }

  private void helper(Participant person, int index, double luck) {
    if (luck < 0.8) {
      String place = index % 3 == 0 ? "RC1" : index % 3 == 1 ? "RC2" : "GATE1";
      enter(person, minute(10 + peak() * 60), place, null, Map.of());
    }
  }

  /** What goes wrong, and what is out of the ordinary. */
  private void tell(List<Participant> roster) {
    List<Participant> workers = kind(roster, "enterprise_worker");
    List<Participant> builders = kind(roster, "builder");
    int n = workers.size();
    if (n < 12 || builders.size() < 8) {
      return;
    }
    Participant warm = pick(workers, 1);
    forget(warm);
    enter(warm, minute(95), "GATE1", "fever", Map.of("temperatures", List.of(37.6)));
    enter(warm, minute(98), "GATE1", "fever again", Map.of("temperatures", List.of(37.6, 37.5)));
    for (int i = 0; i < 4; i++) {
      Participant late = pick(builders, i);
      forget(late);
      enter(late, minute(50 + i * 9), "GATE2", "test too old", Map.of("test", test(70 + i)));
    }
    for (int i = 0; i < 3; i++) {
      Participant yellow = pick(workers, 2 + i);
      forget(yellow);
      enter(
          yellow,
          minute(88 + i * 11),
          "GATE1",
          i == 0 ? "yellow code, let through by the device" : "yellow code",
          i == 0
              ? Map.of("colour", "yellow", "device", Map.of("action", "pass", "reasons", List.of()))
              : Map.of("colour", "yellow"));
    }
    Participant star = pick(workers, 6);
    forget(star);
    enter(star, minute(101), "GATE1", "star on the trip card", Map.of("tripCard", "starred"));
    Participant alone = pick(builders, 5);
    forget(alone);
    Map<String, Object> data = usual(alone, minute(66));
    data.remove("escort");
    add(alone.id(), null, minute(66), "GATE2", false, data, "no escort");
    visitors();
    Map<String, Object> ambulance = new LinkedHashMap<>();
    ambulance.put("colour", "none");
    ambulance.put("emergency", "ambulance");
    ambulance.put("method", "typed");
    add(null, unknown(90), minute(112), "GATE4", false, ambulance, "ambulance");
  }

  private void visitors() {
    for (int i = 0; i < 40; i++) {
      Instant at = minute(80 + i * 3);
      Map<String, Object> data = usual("visitor", at);
      data.put("classOfPerson", "visitor");
      @Nullable String note = i == 0 ? "unknown person" : "visitor";
      if (i % 7 == 3) {
        data.remove(i % 2 == 0 ? "reason" : "host");
        note = "visitor with a missing field";
      }
      if (i % 17 == 5) {
        data.put("colour", "check_failed");
        note = "code check failed";
      }
      add(null, unknown(i), at, i % 2 == 0 ? "GATE1" : "GATE2", false, data, note);
    }
  }

  private void enter(
      Participant person,
      Instant at,
      String place,
      @Nullable String note,
      Map<String, Object> other) {
    Map<String, Object> data = usual(person, at);
    data.putAll(other);
    add(person.id(), null, at, place, false, data, note);
  }

  private void leave(Participant person, Instant at, String place) {
    if (at.isBefore(END) || at.isAfter(END.plusSeconds(1))) {
      Map<String, Object> data = new LinkedHashMap<>();
      data.put("method", "scan");
      add(person.id(), null, at, place, true, data, null);
    }
  }

  /** Takes back what was planned for somebody of whom another story is told. */
  private void forget(Participant person) {
    passes.removeIf(pass -> person.id().equals(pass.person()));
  }

  private Map<String, Object> usual(Participant person, Instant at) {
    return usual(person.classOfPerson(), at);
  }

  private Map<String, Object> usual(String classOfPerson, Instant at) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("colour", "green");
    data.put("temperatures", List.of(Math.round(363 + random.nextGaussian() * 2.2) / 10.0));
    data.put("tripCard", "clear");
    data.put("method", "scan");
    if (!classOfPerson.equals("shift_worker") && !classOfPerson.equals("villager")) {
      data.put("test", test(at, 12 + random.nextInt(30)));
      data.put("reason", classOfPerson.equals("visitor") ? "送货洽谈" : "施工作业");
      data.put("host", "安全环保部");
      data.put("escort", "属地监护人");
    }
    return data;
  }

  private static Map<String, Object> test(int hours) {
    return test(BEGIN, hours);
  }

  private static Map<String, Object> test(Instant at, int hours) {
    Instant sampled = at.minus(Duration.ofHours(hours));
    return Map.of(
        "sampledAt", sampled.toString(),
        "reportedAt", sampled.plus(Duration.ofHours(8)).toString(),
        "result", "negative");
  }

  private void add(
      @Nullable UUID person,
      @Nullable String document,
      Instant at,
      String place,
      boolean outward,
      Map<String, Object> data,
      @Nullable String note) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("direction", outward ? "out" : "in");
    all.putAll(data);
    boolean offline =
        place.equals(OFFLINE_PLACE) && !at.isBefore(OFFLINE_FROM) && at.isBefore(OFFLINE_TO);
    passes.add(
        new PlannedFact(
            PlannedFact.id(at, number++),
            PlannedFact.PASS,
            at,
            offline ? OFFLINE_TO : at,
            place,
            person,
            document,
            outward,
            ScenarioJson.text(all),
            offline && note == null ? "offline" : note));
  }

  /** A number of nobody, in the demo's own region. */
  private static String unknown(int n) {
    String body = "62990619850%d%02d%03d".formatted(1 + n % 9, 1 + n % 28, 101 + n * 2);
    return body + DemoPeople.check(body);
  }

  private static List<Participant> kind(List<Participant> roster, String kind) {
    return roster.stream().filter(it -> it.kind().equals(kind)).toList();
  }

  private static Participant pick(List<Participant> people, int n) {
    return people.get(n * people.size() / 8);
  }

  private static Instant minute(double minutes) {
    return BEGIN.plusMillis((long) (minutes * 60_000));
  }

  /** Between 0 and 1, most around the middle. */
  private double peak() {
    return (random.nextDouble() + random.nextDouble() + random.nextDouble()) / 3;
  }
}
