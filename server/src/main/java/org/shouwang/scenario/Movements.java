package org.shouwang.scenario;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.shouwang.clock.WorldClock;

/**
 * Where people really are on a day, finer than anything that is recorded: in which row of the bus,
 * in which room of the plant, at which table of the canteen, next to whom in the queue. What the
 * gates hand in of it is another matter. Pure.
 */
final class Movements {

  /** What brings two people near each other. */
  enum Kind {
    /** One row of a bus. */
    RIDE(5),
    /** One work room of a shift team. */
    ROOM(15),
    /** One table at lunch. Nobody records it. */
    TABLE(10),
    /** Next to each other in the queue of a sampling point. */
    QUEUE(0),
    /** They live together, and the roster knows. */
    HOUSEHOLD(0),
    /** They share a flat, and no roster knows. */
    FLAT(0),
    /** They met in private. Nobody records it. */
    PRIVATE(10);

    private final Duration least;

    Kind(int minutes) {
      this.least = Duration.ofMinutes(minutes);
    }
  }

  /**
   * Somebody at a spot.
   *
   * @param spot whoever is at the same spot at the same time is near
   * @param place code of the place around it
   * @param shownBy the pass that shows the person there, if it is handed in; null: the record of
   *     the spot is the tube
   * @param recordable whether anything records who is at such a spot
   */
  record Spell(
      UUID person,
      Kind kind,
      String spot,
      String place,
      Instant from,
      Instant until,
      @Nullable PlannedFact shownBy,
      boolean recordable) {}

  /**
   * Two people near each other.
   *
   * @param one whose company is asked for
   */
  record Near(Spell one, Spell other) {
    Instant from() {
      return one.from().isAfter(other.from()) ? one.from() : other.from();
    }

    Instant until() {
      return one.until().isBefore(other.until()) ? one.until() : other.until();
    }
  }

  private static final int ROW = 4;
  private static final int ROOM = 6;
  private static final int TABLE = 4;

  private final LocalDate day;
  private final Map<String, List<Spell>> spots = new LinkedHashMap<>();
  private final Map<UUID, List<Spell>> persons = new HashMap<>();

  private Movements(LocalDate day) {
    this.day = day;
  }

  /**
   * The movements of a day.
   *
   * @param ordered the roster in its order
   * @param tubes the day's tubes
   * @param atHome who stays at home
   * @param turnedAway passes after which the person went home again
   */
  static Movements of(
      List<Participant> ordered,
      LocalDate day,
      List<SamplingPlan.Tube> tubes,
      Set<UUID> atHome,
      Predicate<UUID> turnedAway) {
    Movements movements = new Movements(day);
    Map<UUID, Participant> known = new HashMap<>();
    ordered.forEach(it -> known.put(it.id(), it));
    Map<UUID, List<PlannedFact>> passes = new LinkedHashMap<>();
    for (PlannedFact fact : DaysPlan.of(ordered, day, DemoFiles.SEED)) {
      UUID person = fact.person();
      if (person != null && fact.type().equals(PlannedFact.PASS) && !atHome.contains(person)) {
        passes.computeIfAbsent(person, it -> new ArrayList<>()).add(fact);
      }
    }
    movements.rides(passes, known, turnedAway);
    movements.plants(passes, known, turnedAway);
    tubes.forEach(movements::queue);
    return movements;
  }

  /** Who is near somebody within a time. */
  List<Near> near(UUID person, Instant from, Instant until) {
    List<Near> near = new ArrayList<>();
    for (Spell one : persons.getOrDefault(person, List.of())) {
      for (Spell other : spots.getOrDefault(one.spot(), List.of())) {
        Near pair = new Near(one, other);
        boolean within = pair.until().isAfter(from) && pair.from().isBefore(until);
        boolean longEnough =
            !Duration.between(pair.from(), pair.until()).minus(one.kind().least).isNegative();
        if (!other.person().equals(person) && within && longEnough) {
          near.add(pair);
        }
      }
    }
    return near;
  }

  /** Whether somebody works in a plant on this day. */
  boolean works(UUID person) {
    return persons.getOrDefault(person, List.of()).stream().anyMatch(it -> it.kind() == Kind.ROOM);
  }

  /** Whether somebody comes by bus on this day. */
  boolean rides(UUID person) {
    return persons.getOrDefault(person, List.of()).stream().anyMatch(it -> it.kind() == Kind.RIDE);
  }

  private void rides(
      Map<UUID, List<PlannedFact>> passes,
      Map<UUID, Participant> known,
      Predicate<UUID> turnedAway) {
    Map<String, List<PlannedFact>> buses = new TreeMap<>();
    passes.values().stream()
        .flatMap(List::stream)
        .filter(it -> !it.outward() && it.place() != null && it.place().startsWith("BUS"))
        .filter(it -> !turnedAway.test(it.id()))
        .forEach(it -> buses.computeIfAbsent(it.place(), bus -> new ArrayList<>()).add(it));
    buses.forEach((bus, boarded) -> {
      Instant last =
          boarded.stream().map(PlannedFact::at).max(Comparator.naturalOrder()).orElseThrow();
      Instant arrives = last.plus(Duration.ofMinutes(12));
      for (PlannedFact pass : boarded) {
        // regulars have their seats: five rows of four
        int row = Math.floorMod(hash(known, pass.person(), "row"), DaysPlan.SEATS / ROW);
        add(Kind.RIDE, bus + " row " + row, bus, pass.at(), arrives, pass, true);
      }
    });
  }

  private void plants(
      Map<UUID, List<PlannedFact>> passes,
      Map<UUID, Participant> known,
      Predicate<UUID> turnedAway) {
    Map<String, Integer> teams = new HashMap<>();
    known.values().forEach(it -> teams.merge(team(it), 1, Integer::sum));
    Map<String, List<PlannedFact>> plants = new TreeMap<>();
    passes.forEach((person, its) -> {
      // turned away at the first gate, they are not at the second
      if (its.stream().anyMatch(it -> turnedAway.test(it.id()))) {
        return;
      }
      its.stream()
          .filter(it -> !it.outward() && it.place() != null && it.place().startsWith("PG"))
          .forEach(it -> {
            plants.computeIfAbsent(it.place(), gate -> new ArrayList<>()).add(it);
            Participant who = Objects.requireNonNull(known.get(person));
            int rooms = Math.max(1, teams.getOrDefault(team(who), 1) / ROOM);
            int room = Math.floorMod(hash(known, person, "room"), rooms);
            add(
                Kind.ROOM,
                it.place() + " " + team(who) + " room " + room,
                it.place(),
                it.at().plusSeconds(300),
                leaves(its, it),
                it,
                true);
          });
    });
    plants.forEach((gate, entered) -> tables(gate, entered, known));
  }

  private static Instant leaves(List<PlannedFact> passes, PlannedFact in) {
    return passes.stream()
        .filter(it -> it.outward() && Objects.equals(it.place(), in.place()))
        .map(PlannedFact::at)
        .findFirst()
        .orElse(in.at().plus(Duration.ofHours(9)));
  }

  /** At lunch people of all teams of a plant sit as they come. */
  private void tables(String gate, List<PlannedFact> entered, Map<UUID, Participant> known) {
    List<PlannedFact> seated =
        entered.stream()
            .sorted(Comparator.comparing(it -> hash(known, it.person(), "lunch" + day)))
            .toList();
    Instant noon = day.atTime(LocalTime.NOON).atZone(WorldClock.ZONE).toInstant();
    for (int i = 0; i < seated.size(); i++) {
      Instant from = noon.plus(Duration.ofMinutes(i / TABLE % 4 * 10L));
      add(
          Kind.TABLE,
          gate + " table " + i / TABLE,
          gate,
          from,
          from.plus(Duration.ofMinutes(25)),
          seated.get(i),
          false);
    }
  }

  private void queue(SamplingPlan.Tube tube) {
    Instant until = tube.sealed();
    Instant from = until.minus(Duration.ofMinutes(10));
    for (int i = 0; i + 1 < tube.persons().size(); i++) {
      for (UUID person : tube.persons().subList(i, i + 2)) {
        keep(
            new Spell(
                person,
                Kind.QUEUE,
                tube.code() + " place " + i,
                tube.point(),
                from,
                until,
                null,
                true));
      }
    }
  }

  private void add(
      Kind kind,
      String spot,
      String place,
      Instant from,
      Instant until,
      PlannedFact pass,
      boolean recordable) {
    UUID person = Objects.requireNonNull(pass.person());
    keep(new Spell(person, kind, spot, place, from, until, pass, recordable));
  }

  private void keep(Spell spell) {
    spots.computeIfAbsent(spell.spot(), it -> new ArrayList<>()).add(spell);
    persons.computeIfAbsent(spell.person(), it -> new ArrayList<>()).add(spell);
  }

  private static String team(Participant person) {
    return person.unitPath() == null ? "" : person.unitPath();
  }

  private static int hash(Map<UUID, Participant> known, @Nullable UUID person, String of) {
    Participant who = Objects.requireNonNull(known.get(person));
    return new java.util.Random((who.key() + of).hashCode()).nextInt();
  }
}
