package org.shouwang.scenario;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.shouwang.clock.WorldClock;
import org.shouwang.scenario.HiddenTruth.Patient;
import org.shouwang.scenario.Movements.Near;

/**
 * Who is infected, whom they meet in private, and whose passes are not recorded. The software is
 * never told; it is handed in only what gates, points and laboratory would report. A pure function
 * of the roster, whatever its order and its ids.
 *
 * <p>The first infects two others: a colleague who is near at work, and a villager at a dinner that
 * nobody records.
 */
final class Story {

  /** First day on which the first one is infectious: two days before the onset. */
  private static final LocalDate FROM = LocalDate.of(2022, 3, 9);

  /** The last day on which contacts still go about. */
  private static final LocalDate LAST = LocalDate.of(2022, 3, 12);

  /** Of a hundred boardings and entries of a plant so many are not scanned. */
  private static final int UNSCANNED_OF_100 = 4;

  private static final LocalDate DINNER = LocalDate.of(2022, 3, 10);

  private final List<Participant> roster;
  private final Map<UUID, Participant> known = new HashMap<>();
  private final Function<UUID, List<UUID>> housemates;
  private final Map<LocalDate, Movements> planned = new LinkedHashMap<>();
  private final List<Patient> patients = new ArrayList<>();
  private final List<UUID> guests = new ArrayList<>();
  private final List<UUID> neighbours = new ArrayList<>();
  private @Nullable UUID flatmate;
  private final Set<UUID> badgeless = new HashSet<>();
  private final Set<UUID> tubeMates = new HashSet<>();

  private Story(Collection<Participant> roster, Function<UUID, List<UUID>> housemates) {
    this.roster = roster.stream().sorted(Comparator.comparing(Participant::key)).toList();
    this.roster.forEach(it -> known.put(it.id(), it));
    this.housemates = housemates;
  }

  /**
   * The story of a roster; one too small for it has none.
   *
   * @param housemates who lives together by the roster, without the person itself
   */
  static Story of(Collection<Participant> roster, Function<UUID, List<UUID>> housemates) {
    Story story = new Story(roster, housemates);
    story.move(it -> false, story.planned, Set.of());
    story.mostNear().ifPresent(story::unfold);
    return story;
  }

  /** Who takes part, in the order of the roster. */
  List<Participant> roster() {
    return roster;
  }

  /** The patients in the order in which they fall ill; empty: there is no story. */
  List<Patient> patients() {
    return List.copyOf(patients);
  }

  /** In whose tube the first positive is. */
  @Nullable UUID first() {
    return patients.isEmpty() ? null : patients.getFirst().person();
  }

  /** Whether a swab of somebody on a day turns out positive. */
  boolean isPositive(UUID person, LocalDate day) {
    return patients.stream()
        .anyMatch(it -> it.person().equals(person) && !day.isBefore(it.positiveOn()));
  }

  /** Who lives with somebody, by the roster. */
  List<UUID> housemates(UUID person) {
    return housemates.apply(person);
  }

  /** The members of the first positive tube stay at home on the day after. */
  Set<UUID> atHome(LocalDate day) {
    return day.equals(LAST) ? Set.copyOf(tubeMates) : Set.of();
  }

  /**
   * Whether a pass reaches the system: a few are not scanned in the crowd, and some people have no
   * badge in these days.
   */
  boolean isHandedIn(PlannedFact fact) {
    LocalDate day = fact.at().atZone(WorldClock.ZONE).toLocalDate();
    UUID person = fact.person();
    if (person == null
        || fact.outward()
        || !fact.type().equals(PlannedFact.PASS)
        || day.isBefore(FROM)
        || fact.place() == null
        || !fact.place().matches("(BUS|PG)\\d+")) {
      return true;
    }
    if (badgeless.contains(person) && !day.isAfter(LAST)) {
      return false;
    }
    Participant who = Objects.requireNonNull(known.get(person));
    Random luck = new Random((who.key() + day + fact.place()).hashCode());
    luck.nextInt();
    return luck.nextInt(100) >= UNSCANNED_OF_100;
  }

  /**
   * The truth, once it is known who was turned away at the gates.
   *
   * @param turnedAway passes that the gates did not let through
   */
  HiddenTruth truth(Set<UUID> turnedAway) {
    Map<LocalDate, Movements> days = new LinkedHashMap<>();
    move(turnedAway::contains, days, tubeMates);
    return new HiddenTruth(this, days);
  }

  Optional<UUID> flatmate() {
    return Optional.ofNullable(flatmate);
  }

  List<UUID> guests() {
    return List.copyOf(guests);
  }

  List<UUID> neighbours() {
    return List.copyOf(neighbours);
  }

  Set<UUID> badgeless() {
    return Set.copyOf(badgeless);
  }

  private void move(Predicate<UUID> turnedAway, Map<LocalDate, Movements> into, Set<UUID> home) {
    FROM.datesUntil(LAST.plusDays(1))
        .forEach(day -> {
          List<SamplingPlan.Tube> tubes =
              day.equals(SamplingPlan.POSITIVE_DAY)
                  ? SamplingPlan.of(roster, day, new UUID(0, 0)).tubes()
                  : List.of();
          Set<UUID> atHome = new HashSet<>(day.equals(LAST) ? home : Set.of());
          roster.stream()
              .filter(it -> isTurnedAway(it, day))
              .map(Participant::id)
              .forEach(atHome::add);
          into.put(day, Movements.of(roster, day, tubes, atHome, turnedAway));
        });
  }

  /** Whoever missed a round has no test and stays away until the next. */
  private static boolean isTurnedAway(Participant person, LocalDate day) {
    return SamplingPlan.ROUNDS.stream()
        .filter(it -> it.isBefore(day))
        .reduce((one, later) -> later)
        .filter(it -> SamplingPlan.misses(person, it))
        .isPresent();
  }

  // ── who it is ──────────────────────────────────────────────────────────────────────────────────

  /** Somebody of a shift who comes by bus each day and is near most people. */
  private Optional<UUID> mostNear() {
    Set<UUID> key =
        SamplingPlan.keyGroup(roster).stream().map(Participant::id).collect(Collectors.toSet());
    return roster.stream()
        .filter(it -> it.kind().equals("employee") && !key.contains(it.id()))
        .filter(it -> SamplingPlan.ROUNDS.stream().noneMatch(day -> SamplingPlan.misses(it, day)))
        .map(Participant::id)
        .filter(it -> goesToWork(it, FROM, LAST.minusDays(1)))
        .max(
            Comparator.<UUID>comparingInt(it -> near(it, FROM, LAST.minusDays(1)).size())
                .thenComparing(it -> Objects.requireNonNull(known.get(it)).key()))
        .filter(it -> near(it, FROM, LAST.minusDays(1)).size() >= 4);
  }

  private boolean goesToWork(UUID person, LocalDate from, LocalDate to) {
    return planned.entrySet().stream()
        .filter(it -> !it.getKey().isBefore(from) && !it.getKey().isAfter(to))
        .allMatch(it -> it.getValue().rides(person) && it.getValue().works(person));
  }

  /** Whom somebody is near at work, in the order of the roster. */
  private List<UUID> near(UUID person, LocalDate from, LocalDate to) {
    Set<UUID> near = new HashSet<>();
    planned.forEach((day, movements) -> {
      if (!day.isBefore(from) && !day.isAfter(to)) {
        movements.near(person, Instant.MIN, Instant.MAX).stream()
            .filter(it -> it.one().kind() != Movements.Kind.QUEUE)
            .map(Near::other)
            .map(Movements.Spell::person)
            .forEach(near::add);
      }
    });
    return roster.stream().map(Participant::id).filter(near::contains).toList();
  }

  private void unfold(UUID first) {
    SamplingPlan.of(roster, SamplingPlan.POSITIVE_DAY, new UUID(0, 0)).tubes().stream()
        .filter(it -> it.persons().contains(first))
        .forEach(it -> tubeMates.addAll(it.persons()));
    List<UUID> near = near(first, FROM, LAST.minusDays(1));
    UUID second =
        near.stream()
            .filter(it -> !tubeMates.contains(it))
            .filter(it -> goesToWork(it, DINNER, DINNER) && goesToWork(it, LAST, LAST))
            .findFirst()
            .orElse(null);
    List<Participant> residents =
        roster.stream()
            .filter(it -> it.kind().equals("resident"))
            .filter(it -> SamplingPlan.ROUNDS.stream().noneMatch(d -> SamplingPlan.misses(it, d)))
            .toList();
    @Nullable UUID third =
        residents.stream()
            .skip(residents.size() / 3)
            .map(Participant::id)
            .filter(it -> !housemates.apply(it).isEmpty())
            .findFirst()
            .orElse(null);
    patients.add(
        new Patient(first, 1, at(FROM, 0), at(LAST.minusDays(1), 21), LAST, FROM.plusDays(2)));
    if (second != null) {
      patients.add(
          new Patient(
              second, 2, at(DINNER, 0), at(LAST, 20), LAST.plusDays(1), DINNER.plusDays(2)));
    }
    if (third != null) {
      patients.add(
          new Patient(
              third,
              3,
              at(LAST.minusDays(1), 0),
              at(LAST.plusDays(1), 9),
              LAST.plusDays(4),
              LAST.plusDays(1)));
      guests.add(third);
    }
    // whom nobody would look for: workmates from elsewhere, a flatmate, neighbours
    strangers("employee", near, first).limit(2).forEach(guests::add);
    strangers("builder", near, first).limit(1).forEach(guests::add);
    flatmate = strangers("enterprise_worker", near, first).findFirst().orElse(null);
    residents.stream()
        .map(Participant::id)
        .filter(it -> third != null && !it.equals(third))
        .filter(it -> !housemates.apply(Objects.requireNonNull(third)).contains(it))
        .limit(2)
        .forEach(neighbours::add);
    near.stream()
        .filter(it -> !it.equals(second) && !tubeMates.contains(it))
        .reduce((one, later) -> later)
        .ifPresent(badgeless::add);
  }

  private java.util.stream.Stream<UUID> strangers(String kind, List<UUID> near, UUID first) {
    List<Participant> kin = roster.stream().filter(it -> it.kind().equals(kind)).toList();
    return kin.stream()
        .skip(kin.size() / 2)
        .map(Participant::id)
        .filter(it -> !near.contains(it) && !tubeMates.contains(it) && !it.equals(first));
  }

  static Instant at(LocalDate day, int hour) {
    return day.atTime(hour, 0).atZone(WorldClock.ZONE).toInstant();
  }

  /** When the dinner is. */
  static Instant dinner() {
    return at(DINNER, 19);
  }

  /** When the neighbours play cards. */
  static Instant cards() {
    return at(LAST, 15);
  }
}
