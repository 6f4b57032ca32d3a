package org.shouwang.presence;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.presence.DisputedStay.Kind;
import org.shouwang.presence.Sighting.Direction;

/**
 * Folds one person's sightings into stays. A pure left fold over (time, fact id): folding on from
 * the open stays gives the same as folding all from the start.
 */
final class StayFold {

  /** The order of the fold; ids as PostgreSQL orders them. */
  static final Comparator<Sighting> ORDER =
      Comparator.comparing(Sighting::at).thenComparing(sighting -> sighting.factId().toString());

  private final UUID person;
  private final StayRules rules;
  private final Zones zones;
  private final Map<Level, OpenStay> open = new EnumMap<>(Level.class);
  private final List<Stay> closed = new ArrayList<>();
  private final List<DisputedStay> disputed = new ArrayList<>();

  private StayFold(UUID person, StayRules rules, Zones zones) {
    this.person = person;
    this.rules = rules;
    this.zones = zones;
  }

  /**
   * What became of the sightings.
   *
   * @param open open stays, outermost first
   */
  record Folded(List<Stay> closed, List<OpenStay> open, List<DisputedStay> disputed) {}

  /**
   * Folds on from a state.
   *
   * @param before open stays before the first sighting
   * @param sightings in any order, repeated ones included
   * @param now open stays not seen for longer than the rule until then are presumed over
   */
  static Folded fold(
      UUID person,
      Collection<OpenStay> before,
      Collection<Sighting> sightings,
      Instant now,
      StayRules rules,
      Zones zones) {
    StayFold fold = new StayFold(person, rules, zones);
    before.forEach(stay -> fold.open.put(stay.level(), stay));
    TreeSet<Sighting> ordered = new TreeSet<>(ORDER.thenComparing(Sighting::level));
    ordered.addAll(sightings);
    ordered.forEach(fold::see);
    fold.presumeExits(now);
    return new Folded(fold.closed, List.copyOf(fold.open.values()), fold.disputed);
  }

  private void see(Sighting sighting) {
    presumeExits(sighting.at());
    if (sighting.direction() == Direction.IN) {
      enter(sighting);
    } else {
      leave(sighting);
    }
  }

  private void enter(Sighting sighting) {
    beInside(sighting, zones.around(sighting.zone()), above(sighting.level()));
    OpenStay here = open.get(sighting.level());
    if (here != null && here.zone().equals(sighting.zone())) {
      if (!here.since().plus(rules.repeat()).isBefore(sighting.at())) {
        open.put(here.level(), here.seen(sighting.at()));
        return;
      }
      close(here.level(), sighting, Ending.FORGOTTEN);
    } else if (here != null) {
      contradict(here, sighting);
    }
    open(sighting, sighting.level(), sighting.zone(), false);
  }

  /** Being on a level shows being in the zones around it. */
  private void beInside(Sighting sighting, @Nullable UUID zone, @Nullable Level level) {
    if (zone == null || level == null) {
      return;
    }
    beInside(sighting, zones.around(zone), above(level));
    OpenStay here = open.get(level);
    if (here != null && here.zone().equals(zone)) {
      open.put(level, here.seen(sighting.at()));
      return;
    }
    if (here != null) {
      contradict(here, sighting);
    }
    open(sighting, level, zone, true);
  }

  private void leave(Sighting sighting) {
    OpenStay here = open.get(sighting.level());
    if (here != null && here.zone().equals(sighting.zone())) {
      close(here.level(), sighting, Ending.LEFT);
    } else {
      disputed.add(
          new DisputedStay(
              person,
              here == null ? Kind.OUT_WITHOUT_IN : Kind.OUT_ELSEWHERE,
              sighting.level(),
              sighting.zone(),
              null,
              sighting.at(),
              sighting.factId(),
              here == null ? sighting.factId() : here.enteredBy(),
              sighting.at()));
      close(sighting.level(), sighting, Ending.FORGOTTEN);
    }
    for (Level level = above(sighting.level()); level != null; level = above(level)) {
      open.computeIfPresent(level, (it, stay) -> stay.seen(sighting.at()));
    }
  }

  private void contradict(OpenStay here, Sighting sighting) {
    disputed.add(
        new DisputedStay(
            person,
            Kind.IN_ELSEWHERE,
            here.level(),
            here.zone(),
            here.since(),
            null,
            here.enteredBy(),
            sighting.factId(),
            sighting.at()));
    close(here.level(), sighting, Ending.FORGOTTEN);
  }

  private void open(Sighting sighting, Level level, UUID zone, boolean implied) {
    Instant at = sighting.at();
    open.put(
        level, new OpenStay(level, zone, at, sighting.place(), sighting.factId(), implied, at));
  }

  /** Closes a level and all within it. */
  private void close(Level level, Sighting sighting, Ending ending) {
    for (Level inner : Level.values()) {
      OpenStay stay = open.get(inner);
      if (stay != null && inner.compareTo(level) >= 0) {
        boolean outer = inner != level && ending == Ending.LEFT;
        end(stay, sighting.at(), sighting.factId(), outer ? Ending.LEFT_OUTER : ending);
      }
    }
  }

  private void presumeExits(Instant now) {
    for (OpenStay stay : List.copyOf(open.values())) {
      Instant presumed = stay.seen().plus(rules.forgottenAfter(stay.level()));
      if (!presumed.isAfter(now)) {
        end(stay, presumed, null, Ending.PRESUMED);
      }
    }
  }

  private void end(OpenStay stay, Instant until, @Nullable UUID by, Ending ending) {
    open.remove(stay.level());
    if (stay.since().isBefore(until)) {
      closed.add(
          new Stay(
              person,
              stay.level(),
              stay.zone(),
              stay.since(),
              until,
              stay.via(),
              stay.enteredBy(),
              by,
              ending,
              stay.implied()));
    }
  }

  private static @Nullable Level above(Level level) {
    return switch (level) {
      case PARK -> null;
      case PLANT -> Level.PARK;
      case ROOM -> Level.PLANT;
    };
  }
}
