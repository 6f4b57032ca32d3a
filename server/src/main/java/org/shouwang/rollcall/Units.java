package org.shouwang.rollcall;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The tree of units in memory. Other modules keep it free of circles; a circle ends here anyway.
 */
final class Units {

  private final Map<UUID, Unit> byId = new LinkedHashMap<>();

  /** A unit. */
  record Unit(UUID id, String name, String kind, @Nullable UUID parent, String path) {}

  Units(Collection<Unit> units) {
    units.forEach(unit -> byId.put(unit.id(), unit));
  }

  Collection<Unit> all() {
    return byId.values();
  }

  @Nullable Unit get(@Nullable UUID id) {
    return id == null ? null : byId.get(id);
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

  /** By the nearest that isn't a mere part: the team of an enterprise is the enterprise's. */
  Family family(UUID id) {
    for (Unit unit : upwards(id)) {
      if (!unit.kind().equals("department") && !unit.kind().equals("shift_team")) {
        return Family.of(unit.kind());
      }
    }
    Unit unit = get(id);
    return unit == null ? Family.NOBODY : Family.of(unit.kind());
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

  /** Whether a unit is one of these or below one. */
  boolean within(UUID id, Set<UUID> tops) {
    return upwards(id).stream().anyMatch(unit -> tops.contains(unit.id()));
  }
}
