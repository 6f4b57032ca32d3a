package org.shouwang.scenario;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.clock.WorldClock;

/**
 * A whole day of the park: who comes and leaves when and where, who is told to be on leave, who is
 * forgotten. A pure function of roster, day and seed; the morning of 2022-03-08 is told apart, by
 * {@link MorningPlan}.
 */
final class DaysPlan {

  /** The day on which the first positive was found in the area. */
  static final LocalDate FIRST = LocalDate.of(2022, 3, 5);

  /** The last day of which passes and rounds are played; after it only the cases go on. */
  static final LocalDate BUSY_UNTIL = LocalDate.of(2022, 3, 20);

  /**
   * On these days the official code of one person turns yellow, of this kind and unit; with the
   * three of {@link MorningPlan} it is nine. Two are of the shift teams of the steam plant.
   */
  private static final Map<LocalDate, String[]> YELLOW =
      Map.of(
          LocalDate.of(2022, 3, 13), new String[] {"employee", "化工热电公司/生产部"},
          LocalDate.of(2022, 3, 14), new String[] {"employee", "化工热电公司/生产部"},
          LocalDate.of(2022, 3, 15), new String[] {"enterprise_worker", ""},
          LocalDate.of(2022, 3, 16), new String[] {"builder", ""},
          LocalDate.of(2022, 3, 17), new String[] {"enterprise_worker", ""},
          LocalDate.of(2022, 3, 18), new String[] {"builder", ""});

  private static final String YELLOW_NOTE = "yellow code";

  /** Seats of a bus: as many regulars has each. */
  static final int SEATS = 20;

  private static final int BUSES = 60;

  /** The day of which {@link MorningPlan} tells the morning. */
  static final LocalDate TOLD = LocalDate.of(2022, 3, 8);

  private final LocalDate day;
  private final Random random;
  private final List<PlannedFact> facts = new ArrayList<>();
  private long number;
  private int buses = BUSES;
  private @Nullable UUID yellow;

  private DaysPlan(LocalDate day, long seed) {
    this.day = day;
    this.random = new Random(seed * 1_000 + day.toEpochDay());
    this.number = day.toEpochDay() * 1_000_000;
  }

  /** The day's facts, in the order of delivery. */
  static List<PlannedFact> of(Collection<Participant> roster, LocalDate day, long seed) {
    DaysPlan plan = new DaysPlan(day, seed);
    List<Participant> ordered =
        roster.stream().sorted(Comparator.comparing(Participant::key)).toList();
    if (day.equals(TOLD)) {
      plan.facts.addAll(MorningPlan.of(ordered, seed));
    } else {
      long regulars = ordered.stream().filter(it -> it.kind().equals("employee")).count();
      plan.buses = (int) Math.clamp(regulars / SEATS, 1, BUSES);
      for (int i = 0; i < ordered.size(); i++) {
        plan.come(ordered.get(i), i);
      }
    }
    plan.leave();
    plan.account(ordered);
    return plan.facts.stream()
        .sorted(
            Comparator.comparing(PlannedFact::delivered)
                .thenComparing(PlannedFact::at)
                .thenComparing(fact -> fact.id().toString()))
        .toList();
  }

  private void come(Participant person, int index) {
    double luck = random.nextDouble();
    int second = random.nextInt(7_200);
    Instant in = at(LocalTime.of(6, 40), second);
    switch (person.kind()) {
      case "employee" -> {
        if (luck < 0.68) {
          boolean rides = luck < 0.6;
          int bus = index % buses;
          if (rides) {
            // a bus goes its round of stops, then to the park
            in = at(LocalTime.of(6, 40), bus * 90 + second / 10);
          }
          enter(person, in, rides ? "BUS%02d".formatted(bus + 1) : "GATE1");
          @Nullable String plant = MorningPlan.plantGate(person);
          if (plant != null && !person.id().equals(yellow)) {
            enter(person, in.plusSeconds(1_500 + random.nextInt(900)), plant);
          }
        }
      }
      case "builder" -> {
        if (luck < 0.86) {
          enter(person, in, "GATE2");
        }
      }
      case "enterprise_worker" -> {
        if (luck < 0.88) {
          enter(person, in, luck < 0.5 ? "GATE1" : "GATE2");
        }
      }
      case "resident" -> {
        if (luck < 0.04) {
          enter(person, in, "VC" + (1 + Math.floorMod(person.key().hashCode(), 5)));
        }
      }
      case "outside" -> {
        if (luck < 0.8) {
          enter(person, in, index % 3 == 0 ? "RC1" : index % 3 == 1 ? "RC2" : "GATE1");
        }
      }
      default -> {
        // visitors are told by hand
      }
    }
  }

  /** Whoever came leaves in the evening, through the plant's gate first. */
  private void leave() {
    Map<UUID, List<PlannedFact>> came = new LinkedHashMap<>();
    for (PlannedFact fact : facts) {
      UUID person = fact.person();
      if (person != null) {
        came.computeIfAbsent(person, it -> new ArrayList<>()).add(fact);
      }
    }
    came.forEach((person, passes) -> {
      passes.sort(Comparator.comparing(PlannedFact::at));
      if (passes.getLast().outward() || passes.stream().anyMatch(it -> it.note() != null)) {
        return;
      }
      Instant out = at(LocalTime.of(17, 35), random.nextInt(5_400));
      for (PlannedFact pass : passes.reversed()) {
        add(
            PlannedFact.PASS,
            person,
            out,
            pass.place(),
            true,
            Map.of("direction", "out", "method", "scan"));
        out = out.plusSeconds(400 + random.nextInt(300));
      }
    });
  }

  /** The leads account for whoever has leave; a few are forgotten. */
  private void account(List<Participant> roster) {
    java.util.Set<UUID> came = new java.util.HashSet<>();
    facts.forEach(fact -> {
      if (fact.person() != null) {
        came.add(fact.person());
      }
    });
    for (Participant person : roster) {
      double luck = random.nextDouble();
      Instant at = at(LocalTime.of(8, 0), random.nextInt(2_400));
      boolean told = !List.of("outside", "resident").contains(person.kind());
      if (came.contains(person.id()) || !told || luck > 0.985) {
        continue;
      }
      Map<String, Object> data = new LinkedHashMap<>();
      if (person.kind().equals("employee") && luck < 0.12) {
        data.put("how", "living_in");
      } else {
        data.put("how", "leave");
        data.put("note", "轮休");
      }
      add(PlannedFact.ACCOUNT, person.id(), at, null, false, data);
    }
  }

  private void enter(Participant person, Instant at, String place) {
    if (yellow == null && turnsYellow(person)) {
      yellow = person.id();
    }
    boolean turned = person.id().equals(yellow);
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("direction", "in");
    data.put("colour", turned ? "yellow" : "green");
    data.put("temperatures", List.of(Math.round(363 + random.nextGaussian() * 2.2) / 10.0));
    data.put("tripCard", "clear");
    data.put("method", place.startsWith("BUS") ? "bus" : "scan");
    if (!person.classOfPerson().equals("shift_worker")
        && !person.classOfPerson().equals("villager")) {
      Instant sampled = at.minus(Duration.ofHours(12 + random.nextInt(30)));
      data.put(
          "test",
          Map.of(
              "sampledAt", sampled.toString(),
              "reportedAt", sampled.plus(Duration.ofHours(8)).toString(),
              "result", "negative"));
      data.put("reason", "施工作业");
      data.put("host", "安全环保部");
      data.put("escort", "属地监护人");
    }
    add(PlannedFact.PASS, person.id(), at, place, false, data, turned ? YELLOW_NOTE : null);
  }

  private boolean turnsYellow(Participant person) {
    String[] whose = YELLOW.get(day);
    return whose != null
        && person.kind().equals(whose[0])
        && person.unitPath() != null
        && person.unitPath().replace(" ", "").contains(whose[1])
        && Math.floorMod(person.key().hashCode(), 3) == 1;
  }

  private void add(
      String type,
      UUID person,
      Instant at,
      @Nullable String place,
      boolean outward,
      Map<String, Object> data) {
    add(type, person, at, place, outward, data, null);
  }

  private void add(
      String type,
      UUID person,
      Instant at,
      @Nullable String place,
      boolean outward,
      Map<String, Object> data,
      @Nullable String note) {
    facts.add(
        new PlannedFact(
            PlannedFact.id(at, number++),
            type,
            at,
            at,
            place,
            person,
            null,
            outward,
            ScenarioJson.text(data),
            note));
  }

  private Instant at(LocalTime time, int seconds) {
    return day.atTime(time).atZone(WorldClock.ZONE).toInstant().plusSeconds(seconds);
  }
}
