package org.shouwang.scenario;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.clock.WorldClock;

/**
 * Who is swabbed on a day, at which point, into which tube: four rounds of everybody, on the other
 * days the key group; two tubes turn out positive, one point has no network for three hours. A pure
 * function of roster and day.
 */
final class SamplingPlan {

  /** The days of the full rounds. */
  static final List<LocalDate> ROUNDS =
      List.of(
          LocalDate.of(2022, 3, 9),
          LocalDate.of(2022, 3, 11),
          LocalDate.of(2022, 3, 14),
          LocalDate.of(2022, 3, 18));

  /** The points' codes: seven in the park, one in each village. */
  private static final int PARK_POINTS = 7;

  private static final int VILLAGES = 5;
  private static final int POOL = 10;

  /** Two in five employees, in the order of the roster: posts that are tested daily. */
  private static final int KEY_OF = 5;

  /** Helpers from outside who are neither medics nor police. */
  private static final String COMMITTEES = DemoFiles.OUTSIDE.get(2);

  private static final double MISSED = 0.015;

  /** This point has no network on the day of the second round from 9 to 12. */
  private static final String OFFLINE = "SP05";

  /** Tubes that turn out positive: day, point, number of the tube at the point. */
  static final LocalDate POSITIVE_DAY = ROUNDS.get(1);

  private static final Map<LocalDate, Map.Entry<String, Integer>> POSITIVE =
      Map.of(POSITIVE_DAY, Map.entry("SP03", 3), ROUNDS.get(2), Map.entry("SP10", 2));

  /** Of the first positive tube one member is positive indeed, of the second nobody. */
  private static final int POSITIVE_MEMBER = 3;

  private final LocalDate day;
  private final @Nullable UUID round;
  private final @Nullable UUID first;
  private final List<PlannedFact> facts = new ArrayList<>();
  private final List<Tube> tubes = new ArrayList<>();
  private long number;

  private SamplingPlan(LocalDate day, @Nullable UUID round, @Nullable UUID first) {
    this.day = day;
    this.round = round;
    this.first = first;
    this.number = day.toEpochDay() * 1_000_000 + 500_000;
  }

  /**
   * A tube and its way.
   *
   * @param box code of the box it travels in
   * @param positive what its screening will say
   */
  record Tube(
      String code,
      String point,
      String box,
      List<UUID> persons,
      Instant sealed,
      boolean positive) {}

  /** A day's facts in the order of delivery, and its tubes. */
  record Day(List<PlannedFact> facts, List<Tube> tubes) {}

  /**
   * The plan of a day.
   *
   * @param round id of the day's round; null: no round, the key group alone
   */
  static Day of(Collection<Participant> roster, LocalDate day, @Nullable UUID round) {
    return of(roster, day, round, new Sick(null, Set.of()));
  }

  /**
   * Whom the infection keeps from the points.
   *
   * @param first in whose tube the first positive is; null: in the third of the third point
   * @param away who is in isolation or in hospital on the day
   */
  record Sick(@Nullable UUID first, Set<UUID> away) {}

  /**
   * The plan of a day on which some are away.
   *
   * @param round id of the day's round; null: no round, the key group alone
   */
  static Day of(Collection<Participant> roster, LocalDate day, @Nullable UUID round, Sick sick) {
    SamplingPlan plan = new SamplingPlan(day, round, sick.first());
    List<Participant> ordered =
        roster.stream().sorted(Comparator.comparing(Participant::key)).toList();
    Set<UUID> away = new HashSet<>(sick.away());
    if (sick.first() == null && day.isAfter(POSITIVE_DAY)) {
      infected(ordered).ifPresent(away::add);
    }
    plan.everybody(ordered, away);
    List<PlannedFact> facts =
        plan.facts.stream()
            .sorted(
                Comparator.comparing(PlannedFact::delivered)
                    .thenComparing(PlannedFact::at)
                    .thenComparing(fact -> fact.id().toString()))
            .toList();
    return new Day(facts, plan.tubes);
  }

  /** Who turned out positive, and is in hospital since. */
  private static Optional<UUID> infected(List<Participant> ordered) {
    return of(ordered, POSITIVE_DAY, new UUID(0, 0)).tubes().stream()
        .filter(Tube::positive)
        .map(tube -> tube.persons().get(member(tube, null)))
        .findFirst();
  }

  /** Which member of the first positive tube it is. */
  static int member(Tube tube, @Nullable UUID first) {
    int at = first == null ? -1 : tube.persons().indexOf(first);
    return at >= 0 ? at : Math.min(POSITIVE_MEMBER, tube.persons().size() - 1);
  }

  /** Who is tested daily: part of the employees, and the medics and police from outside. */
  static List<Participant> keyGroup(Collection<Participant> roster) {
    List<Participant> employees =
        roster.stream()
            .filter(it -> it.kind().equals("employee"))
            .sorted(Comparator.comparing(Participant::key))
            .toList();
    List<Participant> key = new ArrayList<>();
    for (int i = 0; i < employees.size(); i++) {
      if (i % KEY_OF < 2) {
        key.add(employees.get(i));
      }
    }
    roster.stream()
        .filter(it -> it.kind().equals("outside"))
        .filter(it -> it.unitPath() == null || !it.unitPath().contains(COMMITTEES))
        .sorted(Comparator.comparing(Participant::key))
        .forEach(key::add);
    return key;
  }

  private void everybody(List<Participant> ordered, Set<UUID> away) {
    Set<UUID> key = new HashSet<>();
    keyGroup(ordered).forEach(it -> key.add(it.id()));
    int no = ROUNDS.indexOf(day);
    Map<String, List<Participant>> singles = new LinkedHashMap<>();
    Map<String, List<Participant>> pooled = new LinkedHashMap<>();
    for (Participant person : ordered) {
      if (away.contains(person.id())) {
        continue;
      }
      boolean inRound = round != null && !misses(person, day);
      // whoever missed the last round is tested apart, until then they don't enter
      boolean apart = inRound && no > 0 && misses(person, ROUNDS.get(no - 1));
      if (key.contains(person.id()) || apart) {
        singles.computeIfAbsent(point(person), it -> new ArrayList<>()).add(person);
      } else if (inRound) {
        pooled.computeIfAbsent(point(person), it -> new ArrayList<>()).add(person);
      }
    }
    singles.forEach((point, people) -> fill(point, people, 1, LocalTime.of(6, 30), 60));
    pooled.forEach((point, people) -> fill(point, people, POOL, LocalTime.of(8, 0), 9 * 60));
  }

  /** Whether somebody doesn't come to a round. */
  static boolean misses(Participant person, LocalDate round) {
    Random luck = new Random(person.key().hashCode() * 31L + round.toEpochDay());
    luck.nextInt();
    return luck.nextDouble() < MISSED;
  }

  /** Residents go to their village's point, all others to one of the park's. */
  private static String point(Participant person) {
    String path = person.unitPath() == null ? "" : person.unitPath();
    if (person.kind().equals("resident")) {
      for (int i = 0; i < VILLAGES; i++) {
        if (path.contains(DemoFiles.VILLAGES.get(i))) {
          return "SP%02d".formatted(PARK_POINTS + i + 1);
        }
      }
    }
    return "SP%02d".formatted(1 + Math.floorMod(path.hashCode(), PARK_POINTS));
  }

  private void fill(String point, List<Participant> people, int size, LocalTime from, int minutes) {
    Instant begin = at(from);
    double step = minutes * 60.0 / Math.max(1, people.size());
    int count = 0;
    for (int i = 0; i < people.size(); i += size) {
      List<Participant> some = people.subList(i, Math.min(i + size, people.size()));
      String code = code(day, point, size == 1 ? 5_000 + count : count);
      List<UUID> persons = new ArrayList<>();
      Instant last = begin;
      for (int n = 0; n < some.size(); n++) {
        last = begin.plusSeconds(Math.round((i + n) * step));
        persons.add(some.get(n).id());
        swab(point, code, size, some.get(n).id(), last, round == null ? "calendar" : "round");
      }
      count++;
      Instant sealed = last.plusSeconds(5);
      add(
          "sampling.seal",
          sealed,
          point,
          null,
          Map.of("tube", code, "swabs", persons.size()),
          null);
      boolean positive = size > 1 && positive(point, count, persons);
      tubes.add(new Tube(code, point, box(point, sealed), persons, sealed, positive));
    }
  }

  private boolean positive(String point, int count, List<UUID> persons) {
    if (day.equals(POSITIVE_DAY) && first != null) {
      return persons.contains(first);
    }
    return POSITIVE.containsKey(day) && POSITIVE.get(day).equals(Map.entry(point, count));
  }

  private void swab(String point, String code, int size, UUID person, Instant at, String purpose) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("tube", code);
    data.put("pool", size);
    data.put("purpose", purpose);
    if (round != null && purpose.equals("round")) {
      data.put("round", round.toString());
    }
    add("sampling.swab", at, point, person, data, null);
  }

  /** Every member of a positive tube is swabbed again, singly, at the same point. */
  static Day again(Tube positive, Instant at) {
    SamplingPlan plan = new SamplingPlan(at.atZone(WorldClock.ZONE).toLocalDate(), null, null);
    plan.number += 200_000 + Math.floorMod(positive.code().hashCode(), 1_000) * 100L;
    int n = 0;
    for (UUID person : positive.persons()) {
      Instant when = at.plus(Duration.ofMinutes(2L * n));
      String code =
          code(
              plan.day,
              positive.point(),
              9_000 + Math.floorMod(positive.code().hashCode(), 90) * 10 + n);
      plan.swab(positive.point(), code, 1, person, when, "positive_follow_up");
      plan.add(
          "sampling.seal",
          when.plusSeconds(5),
          positive.point(),
          null,
          Map.of("tube", code, "swabs", 1),
          null);
      plan.tubes.add(
          new Tube(
              code,
              positive.point(),
              positive.box() + "R",
              List.of(person),
              when.plusSeconds(5),
              false));
      n++;
    }
    return new Day(plan.facts, plan.tubes);
  }

  private void add(
      String type,
      Instant at,
      String point,
      @Nullable UUID person,
      Map<String, Object> data,
      @Nullable String note) {
    boolean offline =
        day.equals(ROUNDS.get(1))
            && point.equals(OFFLINE)
            && !at.isBefore(at(LocalTime.of(9, 0)))
            && at.isBefore(at(LocalTime.NOON));
    facts.add(
        new PlannedFact(
            PlannedFact.id(at, number++),
            type,
            at,
            offline ? at(LocalTime.NOON) : at,
            point,
            person,
            null,
            false,
            ScenarioJson.text(data),
            offline ? "offline" : note));
  }

  private String box(String point, Instant sealed) {
    int hour = sealed.atZone(WorldClock.ZONE).getHour();
    return "BOX%02d%02d%s%02d".formatted(day.getMonthValue(), day.getDayOfMonth(), point, hour);
  }

  /** QC, month, day, point, number, check digit. */
  static String code(LocalDate day, String point, int n) {
    String body =
        "QC%02d%02d%s%04d"
            .formatted(day.getMonthValue(), day.getDayOfMonth(), point.substring(2), n);
    return body + check(body);
  }

  /** Mod 10 over the digits; a letter counts as its number from 10 on. */
  private static int check(String body) {
    StringBuilder digits = new StringBuilder();
    for (char c : body.toCharArray()) {
      digits.append(Character.digit(c, 36));
    }
    int sum = 0;
    boolean twice = true;
    for (int i = digits.length() - 1; i >= 0; i--) {
      int digit = digits.charAt(i) - '0';
      int counted = twice ? digit * 2 : digit;
      sum += counted > 9 ? counted - 9 : counted;
      twice = !twice;
    }
    return (10 - sum % 10) % 10;
  }

  private Instant at(LocalTime time) {
    return day.atTime(time).atZone(WorldClock.ZONE).toInstant();
  }
}
