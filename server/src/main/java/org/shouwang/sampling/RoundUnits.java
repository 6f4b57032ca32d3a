package org.shouwang.sampling;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.security.Scope;

/** The tree of units in memory, in the order of their paths. A circle ends here anyway. */
final class RoundUnits {

  /** Stands for the unit of who has none, and for the point of who has no slot. */
  static final UUID NONE = new UUID(0, 0);

  private final Map<UUID, Unit> byId = new LinkedHashMap<>();

  /** A unit. */
  record Unit(UUID id, String name, String kind, @Nullable UUID parent, String path) {}

  RoundUnits(Collection<Unit> units) {
    units.forEach(unit -> byId.put(unit.id(), unit));
  }

  Collection<Unit> all() {
    return byId.values();
  }

  @Nullable Unit get(@Nullable UUID id) {
    return id == null ? null : byId.get(id);
  }

  String name(@Nullable UUID id) {
    Unit unit = get(id);
    return unit == null ? "" : unit.name();
  }

  /** The unit and all above it, from below. */
  List<Unit> upwards(UUID id) {
    List<Unit> line = new ArrayList<>();
    Set<UUID> seen = new HashSet<>();
    for (Unit unit = get(id); unit != null && seen.add(unit.id()); unit = get(unit.parent())) {
      line.add(unit);
    }
    return line;
  }

  boolean within(UUID id, Set<UUID> tops) {
    return upwards(id).stream().anyMatch(unit -> tops.contains(unit.id()));
  }

  boolean covers(Scope scope, UUID id) {
    return scope.everywhere() || within(id, scope.units());
  }

  /**
   * Units of a scope in their order, and behind them what stands for no unit if all is seen.
   *
   * @param top only these and what is below; null: all
   */
  List<UUID> within(Scope scope, @Nullable UUID top) {
    List<UUID> found = new ArrayList<>();
    for (Unit unit : byId.values()) {
      if (covers(scope, unit.id()) && (top == null || within(unit.id(), Set.of(top)))) {
        found.add(unit.id());
      }
    }
    if (scope.everywhere() && top == null) {
      found.add(NONE);
    }
    return found;
  }

  /** What the unit, or the nearest above it, has. */
  <T> @Nullable T nearest(UUID id, Map<UUID, T> has) {
    for (Unit unit : upwards(id)) {
      T found = has.get(unit.id());
      if (found != null) {
        return found;
      }
    }
    return null;
  }
}
