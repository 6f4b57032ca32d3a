package org.shouwang.screening;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.audit.Actor;
import org.shouwang.audit.Audit;
import org.shouwang.clock.WorldClock;
import org.shouwang.duties.Duties;
import org.shouwang.people.People;
import org.shouwang.people.PersonSummary;
import org.shouwang.policy.Policy;
import org.shouwang.presence.Presence;
import org.shouwang.presence.TripCardSource;
import org.shouwang.screening.Hit.Kind;
import org.shouwang.screening.Hit.State;
import org.shouwang.status.EvidenceKind;
import org.shouwang.status.NewEvidence;
import org.shouwang.status.ParkStatus;
import org.springframework.stereotype.Component;

/**
 * Matches both ways: what is declared against the areas there are, a new area against all that was
 * declared and against all homes. Runs in its caller's transaction; the same again finds nothing
 * new.
 */
@Component
class Matching {

  private static final String LOOKBACK = "screening.lookback_days";
  private static final int USUAL_LOOKBACK = 14;
  private static final String REGION = "screening.park_region";
  private static final String PRESENT = "present";
  private static final String DIFFERS = "differs";
  private static final String TRIP_CARD = "trip_card";

  /** Of a declaration as a whole, in place of a stay's number. */
  private static final int WHOLE = 0;

  private static final String SOURCE = "screening.hit";

  /** Why somebody can't do what they hold. */
  private static final String AWAY = "sealed_home";

  private static final String LIFTED = "area_lifted";
  private static final String CHANGED = "area_changed";

  /** The strictest first. */
  private static final List<String> ZONES = List.of("sealed", "controlled", "precaution");

  private final AreaStore areas;
  private final DeclarationStore declarations;
  private final HomeBoard homes;
  private final TripCards cards;
  private final HitStore hits;
  private final ScreeningDuties obligations;
  private final ParkStatus status;
  private final Duties duties;
  private final Presence presence;
  private final People people;
  private final Policy policy;
  private final Audit audit;
  private final WorldClock world;

  Matching(
      AreaStore areas,
      DeclarationStore declarations,
      HomeBoard homes,
      TripCards cards,
      HitStore hits,
      ScreeningDuties obligations,
      ParkStatus status,
      Duties duties,
      Presence presence,
      People people,
      Policy policy,
      Audit audit,
      WorldClock world) {
    this.areas = areas;
    this.declarations = declarations;
    this.homes = homes;
    this.cards = cards;
    this.hits = hits;
    this.obligations = obligations;
    this.status = status;
    this.duties = duties;
    this.presence = presence;
    this.people = people;
    this.policy = policy;
    this.audit = audit;
    this.world = world;
  }

  /** Somebody found, with what a hit's evidence and duty speak of. */
  private record Found(Hit hit, @Nullable Area area, Declared.@Nullable Stay stay, String title) {}

  /** Holds declarations against the areas. */
  void declared(Collection<Declared> declared, Actor who) {
    List<Found> found = new ArrayList<>();
    LocalDate first = LocalDate.MAX;
    for (Declared each : declared) {
      if (each.contact()) {
        found.add(
            new Found(
                hit(each.person(), each.unit(), Kind.CONTACT, null, each.id(), null, true),
                null,
                null,
                ""));
      }
      for (Declared.Stay stay : each.stays()) {
        first = stay.from().isBefore(first) ? stay.from() : first;
      }
    }
    if (!first.equals(LocalDate.MAX)) {
      areas.declaring();
      int lookback = lookback();
      List<Area> known = areas.since(first.atStartOfDay(WorldClock.ZONE).toInstant());
      for (Declared each : declared) {
        for (Declared.Stay stay : each.stays()) {
          for (Area area : known) {
            match(stay, each.unit(), area, lookback, found);
          }
        }
      }
    }
    contradictions(declared, found);
    take(found, who, null);
  }

  /** What speaks against what is declared now, or against what was declared before. */
  private void contradictions(Collection<Declared> declared, List<Found> found) {
    Map<UUID, @Nullable UUID> units = new HashMap<>();
    declared.forEach(it -> units.put(it.person(), it.unit()));
    Region own = parkRegion();
    for (Declared each : declared) {
      for (Declared.Stay stay : each.stays()) {
        if (isAway(stay, own) && wasPresent(stay)) {
          found.add(contradiction(stay, units, PRESENT));
        }
      }
    }
    for (Declared.Stay stay : declarations.denied(units.keySet(), lookback())) {
      if (isAway(stay, own)) {
        found.add(contradiction(stay, units, DIFFERS));
      }
    }
    cards.against(declared, lookback()).forEach(it -> found.add(contradicted(it)));
  }

  /** Trip cards that were shown: what speaks against what was declared before. */
  void shown(List<TripCardSource.Shown> shown, Actor who) {
    List<Found> found = new ArrayList<>();
    cards.against(shown, lookback()).forEach(it -> found.add(contradicted(it)));
    take(found, who, null);
  }

  private static Found contradicted(Declared each) {
    Hit hit = hit(each.person(), each.unit(), Kind.CONTRADICTION, null, each.id(), WHOLE, true);
    return new Found(hit.because(TRIP_CARD), null, null, "");
  }

  private @Nullable Region parkRegion() {
    return policy.inForce(world.now()).value(REGION) instanceof String text
        ? Region.of(text)
        : null;
  }

  /** Whoever works in the park may live around it. */
  private static boolean isAway(Declared.Stay stay, @Nullable Region own) {
    return own == null || new Region(stay.parts()).in(own) == Region.Match.NONE;
  }

  /** On the days between: on those of the journey somebody may be at both places. */
  private boolean wasPresent(Declared.Stay stay) {
    LocalDate first = stay.from().plusDays(1);
    LocalDate last = stay.until().minusDays(1);
    return !first.isAfter(last) && !presence.stays(stay.person(), first, last, 1).isEmpty();
  }

  private static Found contradiction(
      Declared.Stay stay, Map<UUID, @Nullable UUID> units, String reason) {
    Hit hit =
        hit(
            stay.person(),
            units.get(stay.person()),
            Kind.CONTRADICTION,
            null,
            stay.declaration(),
            stay.n(),
            true);
    return new Found(hit.because(reason), null, null, "");
  }

  private int lookback() {
    return policy.inForce(world.now()).value(LOOKBACK) instanceof Number days
        ? days.intValue()
        : USUAL_LOOKBACK;
  }

  /** A stay counts that ended so many days before the area was listed, or later. */
  private static void match(
      Declared.Stay stay, @Nullable UUID unit, Area area, int lookback, List<Found> found) {
    if (area.level().equals("low")) {
      return;
    }
    LocalDate listed = day(area.from());
    boolean over = area.until() != null && stay.from().isAfter(day(area.until()));
    Region.Match match = new Region(stay.parts()).in(area.region());
    if (over || stay.until().isBefore(listed.minusDays(lookback)) || match == Region.Match.NONE) {
      return;
    }
    boolean certain = match == Region.Match.INSIDE;
    found.add(
        new Found(
            hit(stay.person(), unit, Kind.STAY, area.id(), stay.declaration(), stay.n(), certain),
            area,
            stay,
            area.name()));
  }

  static LocalDate day(Instant at) {
    return at.atZone(WorldClock.ZONE).toLocalDate();
  }

  private static Hit hit(
      UUID person,
      @Nullable UUID unit,
      Kind kind,
      @Nullable UUID level,
      @Nullable UUID declaration,
      @Nullable Integer n,
      boolean certain) {
    return new Hit(
        UuidCreator.getTimeOrderedEpoch(),
        person,
        unit,
        kind,
        level,
        declaration,
        n,
        certain,
        null,
        Instant.EPOCH,
        State.OPEN,
        null,
        null,
        null,
        null);
  }

  /**
   * Holds an area against all declarations and homes.
   *
   * @return how many were found
   */
  int listed(Area area, Actor who, UUID act) {
    List<Found> found = new ArrayList<>();
    int lookback = lookback();
    List<Declared.Stay> near =
        declarations.near(area.region(), day(area.from()).minusDays(lookback));
    Map<UUID, PersonSummary> cards =
        people.facts(near.stream().map(Declared.Stay::person).distinct().toList());
    for (Declared.Stay stay : near) {
      PersonSummary card = cards.get(stay.person());
      match(stay, card == null ? null : card.unitId(), area, lookback, found);
    }
    if (!area.zone().equals("none")) {
      for (HomeBoard.Home home : homes.in(area.region())) {
        found.add(
            new Found(
                hit(home.person(), home.unit(), Kind.HOME, area.id(), null, null, true),
                area,
                null,
                home.keyPost() && isShut(area.zone()) ? Objects.requireNonNull(home.post()) : ""));
      }
    }
    return take(found, who, act);
  }

  private int take(List<Found> found, Actor who, @Nullable UUID cause) {
    if (found.isEmpty()) {
      return 0;
    }
    Instant now = world.now().truncatedTo(ChronoUnit.MICROS);
    Map<UUID, Found> byId = new HashMap<>();
    found.forEach(it -> byId.put(it.hit().id(), it));
    // two that look at the same time hold the persons in the same order
    Set<UUID> persons = new HashSet<>();
    found.forEach(it -> persons.add(it.hit().person()));
    status.hold(persons);
    List<Hit> fresh = hits.keep(found.stream().map(Found::hit).toList(), now);
    if (fresh.isEmpty()) {
      return 0;
    }
    UUID act = audit.record(who, "screening.found", null, cause, Map.of("persons", fresh.size()));
    List<Found> taken = fresh.stream().map(it -> byId.get(it.id())).toList();
    give(
        taken.stream().filter(it -> it.hit().certain() && it.hit().kind() == Kind.STAY).toList(),
        now,
        who,
        act);
    Set<UUID> residents = new HashSet<>();
    List<UUID> homesFound = new ArrayList<>();
    taken.stream()
        .map(Found::hit)
        .filter(it -> it.kind() == Kind.HOME)
        .forEach(it -> {
          homesFound.add(it.id());
          residents.add(it.person());
        });
    hits.judge(homesFound, State.CONFIRMED, Actor.SYSTEM.name(), null, now);
    settle(residents, who, act);
    obligations.found(
        taken.stream()
            .filter(it -> it.hit().kind() != Kind.HOME || !it.title().isEmpty())
            .map(it -> new ScreeningDuties.Asked(it.hit(), it.title()))
            .toList(),
        who,
        act);
    return fresh.size();
  }

  /** Whether nobody who lives there can come to work. */
  private static boolean isShut(String zone) {
    return zone.equals("sealed") || zone.equals("controlled");
  }

  private void give(List<Found> found, Instant now, Actor who, UUID act) {
    List<NewEvidence> evidence = new ArrayList<>();
    Map<UUID, UUID> given = new HashMap<>();
    for (Found each : found) {
      if (each.area() != null && each.stay() != null) {
        NewEvidence one =
            evidence(
                each.hit().person(),
                EvidenceKind.RISK_AREA_STAY,
                // the term counts from the last day there
                Map.of(
                    "level", each.area().level(), "lastExposure", each.stay().until().toString()),
                now,
                act);
        evidence.add(one);
        given.put(each.hit().id(), one.id());
      }
    }
    status.take(evidence, who);
    hits.evidence(given);
  }

  private static NewEvidence evidence(
      UUID person, EvidenceKind kind, Map<String, String> detail, Instant now, UUID act) {
    return new NewEvidence(
        UuidCreator.getTimeOrderedEpoch(), person, kind, detail, now, null, SOURCE, act);
  }

  /**
   * Says of residents what holds for them now: the strictest zone of all that their homes are in,
   * or that none is left. Later evidence of the kind ends the earlier; no rule says anything of
   * {@code lifted}. Who can't come out is away from their duties, who can again isn't for that
   * reason.
   */
  private void settle(Set<UUID> persons, Actor who, UUID act) {
    if (persons.isEmpty()) {
      return;
    }
    status.hold(persons);
    Instant now = world.now().truncatedTo(ChronoUnit.MICROS);
    Map<UUID, Set<String>> zones = hits.zones(persons);
    List<NewEvidence> evidence = new ArrayList<>();
    List<Duties.Absence> shut = new ArrayList<>();
    for (UUID person : persons) {
      String zone = strictest(zones.getOrDefault(person, Set.of()));
      evidence.add(evidence(person, EvidenceKind.SEALED_HOME, Map.of("zone", zone), now, act));
      if (isShut(zone)) {
        shut.add(new Duties.Absence(person, now, null, AWAY));
      }
    }
    status.take(evidence, who);
    duties.available(persons, AWAY);
    duties.unavailable(shut);
  }

  private static String strictest(Set<String> zones) {
    return ZONES.stream().filter(zones::contains).findFirst().orElse("lifted");
  }

  /** Somebody says that an uncertain hit is one. */
  void confirmed(Hit hit, Actor who, UUID act) {
    if (hit.level() == null || hit.declaration() == null || hit.evidence() != null) {
      return;
    }
    Area area = areas.one(hit.level()).orElseThrow();
    Declared.Stay stay =
        declarations
            .stays(List.of(hit.declaration()))
            .getOrDefault(hit.declaration(), List.of())
            .stream()
            .filter(it -> Objects.equals(it.n(), hit.n()))
            .findFirst()
            .orElseThrow();
    status.hold(Set.of(hit.person()));
    give(
        List.of(new Found(hit, area, stay, area.name())),
        world.now().truncatedTo(ChronoUnit.MICROS),
        who,
        act);
  }

  /**
   * A level has ended: its residents are restricted by what else holds for them, if anything.
   *
   * @param next what holds instead; its residents are settled when it is listed, those whom it
   *     doesn't find here
   */
  void ended(Area area, @Nullable Area next, Actor who, UUID act) {
    List<Hit> residents =
        hits.ofLevel(area.id()).stream()
            .filter(it -> it.kind() == Kind.HOME && it.state() == State.CONFIRMED)
            .toList();
    Instant now = world.now().truncatedTo(ChronoUnit.MICROS);
    hits.judge(residents.stream().map(Hit::id).toList(), State.OVER, who.name(), null, now);
    obligations.over(residents, next == null ? LIFTED : CHANGED, act, who);
    Set<UUID> persons = new HashSet<>();
    residents.forEach(it -> persons.add(it.person()));
    settle(persons, who, act);
  }

  /** Somebody says that it isn't so: what followed is withdrawn. */
  void dismissed(Hit hit, String why, Actor who, UUID act) {
    if (hit.evidence() != null) {
      status.withdraw(List.of(hit.evidence()), why, who, act);
    }
    if (hit.kind() == Kind.HOME) {
      settle(Set.of(hit.person()), who, act);
    }
  }
}
