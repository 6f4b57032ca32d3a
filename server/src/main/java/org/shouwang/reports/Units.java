package org.shouwang.reports;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.security.Scope;
import org.shouwang.web.Refused;
import org.springframework.stereotype.Component;

/**
 * What a caller asks for, bounded by what they may see: units of the tree, a second old at most.
 */
@Component
class Units {

  private static final long FRESH_NANOS = 1_000_000_000L;

  private final UnitBoard board;
  private volatile @Nullable Loaded loaded;

  Units(UnitBoard board) {
    this.board = board;
  }

  private record Loaded(Map<UUID, UnitBoard.Unit> units, long nanos) {}

  /**
   * The scope of a request for a unit.
   *
   * @param unit null: all that the caller sees
   * @throws Refused 404 {@code reports.unit_unknown} when there is none, or not for the caller
   */
  Scope within(Scope caller, @Nullable UUID unit) {
    if (unit == null) {
      return caller;
    }
    if (!sees(caller, unit)) {
      throw Refused.notFound("reports.unit_unknown").field("unit").value(unit);
    }
    return new Scope(false, Set.of(unit));
  }

  /** Whether a scope holds a unit; what is of no unit is the whole park's. */
  boolean sees(Scope scope, @Nullable UUID unit) {
    if (unit == null) {
      return scope.everywhere();
    }
    Map<UUID, UnitBoard.Unit> units = units();
    if (!units.containsKey(unit)) {
      units = load(); // it may have been made this very second
    }
    if (!units.containsKey(unit)) {
      return false;
    }
    return scope.everywhere() || above(unit, units).stream().anyMatch(scope.units()::contains);
  }

  /** A unit's name; of none, an empty text. */
  String name(@Nullable UUID unit) {
    UnitBoard.Unit known = unit == null ? null : units().get(unit);
    return known == null ? "" : known.name();
  }

  /** The units right below a scope's, or the topmost ones; in the order of their codes. */
  List<UnitBoard.Unit> below(Scope scope) {
    Map<UUID, UnitBoard.Unit> units = units();
    List<UnitBoard.Unit> found = new ArrayList<>();
    for (UnitBoard.Unit unit : units.values()) {
      UUID parent = unit.parent();
      boolean top = parent == null || !units.containsKey(parent);
      if (scope.everywhere() ? top : parent != null && scope.units().contains(parent)) {
        found.add(unit);
      }
    }
    if (scope.everywhere() && found.size() == 1) {
      return below(new Scope(false, Set.of(found.getFirst().id())));
    }
    found.sort(Comparator.comparing(UnitBoard.Unit::code));
    return found;
  }

  /** Adds up counts of units for the units that they lie below, or are. */
  Map<UUID, Long> rolledUp(Map<UUID, Long> counts, List<UnitBoard.Unit> tops) {
    Map<UUID, UnitBoard.Unit> units = units();
    Set<UUID> wanted = new HashSet<>();
    tops.forEach(unit -> wanted.add(unit.id()));
    Map<UUID, Long> sums = new HashMap<>();
    counts.forEach((unit, count) ->
        above(unit, units).stream()
            .filter(wanted::contains)
            .forEach(top -> sums.merge(top, count, Long::sum)));
    return sums;
  }

  /** A unit and all above it; a circle, should there be one, is walked once. */
  private static Set<UUID> above(UUID unit, Map<UUID, UnitBoard.Unit> units) {
    Set<UUID> path = new HashSet<>();
    UnitBoard.Unit at = units.get(unit);
    while (at != null && path.add(at.id())) {
      at = at.parent() == null ? null : units.get(at.parent());
    }
    return path;
  }

  private Map<UUID, UnitBoard.Unit> units() {
    Loaded now = loaded;
    return now == null || System.nanoTime() - now.nanos() > FRESH_NANOS ? load() : now.units();
  }

  private Map<UUID, UnitBoard.Unit> load() {
    Map<UUID, UnitBoard.Unit> units = new HashMap<>();
    board.all().forEach(unit -> units.put(unit.id(), unit));
    loaded = new Loaded(units, System.nanoTime());
    return units;
  }
}
