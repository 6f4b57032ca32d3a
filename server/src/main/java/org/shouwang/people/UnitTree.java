package org.shouwang.people;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The tree in memory, for one import: units are found as the field names them. */
final class UnitTree {

  private final Map<UUID, Unit> byId = new HashMap<>();
  private final Map<String, Unit> byCode = new HashMap<>();
  private final Map<String, List<Unit>> byName = new HashMap<>();
  private final Map<String, List<Unit>> found = new HashMap<>();

  UnitTree(Collection<Unit> units) {
    units.forEach(this::add);
  }

  void add(Unit unit) {
    byId.put(unit.id(), unit);
    byCode.put(unit.code(), unit);
    byName.computeIfAbsent(unit.name(), ignored -> new ArrayList<>()).add(unit);
    found.clear();
  }

  Optional<Unit> byCode(String code) {
    return Optional.ofNullable(byCode.get(code));
  }

  @Nullable Unit get(@Nullable UUID id) {
    return id == null ? null : byId.get(id);
  }

  /** A child by its name. */
  Optional<Unit> child(@Nullable UUID parent, String name) {
    return byName.getOrDefault(name, List.of()).stream()
        .filter(unit -> Objects.equals(unit.parentId(), parent))
        .findFirst();
  }

  /** All units that a path such as 公司/部门/班组 may mean; steps between may be left out. */
  List<Unit> find(String path) {
    return found.computeIfAbsent(path, this::search);
  }

  private List<Unit> search(String path) {
    List<String> steps = new ArrayList<>();
    for (String step : path.split("[/／\\\\>]")) {
      if (!step.isBlank()) {
        steps.add(step.strip());
      }
    }
    if (steps.isEmpty()) {
      return List.of();
    }
    List<Unit> matches = new ArrayList<>();
    for (Unit unit : byName.getOrDefault(steps.getLast(), List.of())) {
      if (leadsTo(unit, steps)) {
        matches.add(unit);
      }
    }
    String whole = String.join(Unit.SEPARATOR, steps);
    List<Unit> exact = matches.stream().filter(unit -> unit.path().equals(whole)).toList();
    if (!exact.isEmpty()) {
      return exact;
    }
    return steps.size() == 1 ? highest(matches) : matches;
  }

  private boolean leadsTo(Unit unit, List<String> steps) {
    int wanted = steps.size() - 2;
    for (Unit above = get(unit.parentId());
        above != null && wanted >= 0;
        above = get(above.parentId())) {
      if (above.name().equals(steps.get(wanted))) {
        wanted--;
      }
    }
    return wanted < 0;
  }

  /** A name alone means the topmost of its bearers, if there is only one topmost. */
  private static List<Unit> highest(List<Unit> units) {
    int top = units.stream().mapToInt(UnitTree::depth).min().orElse(0);
    return units.stream().filter(unit -> depth(unit) == top).toList();
  }

  private static int depth(Unit unit) {
    return unit.path().split(Unit.SEPARATOR, -1).length;
  }

  /** Ids of these units and all below them. */
  Set<UUID> below(Set<UUID> tops) {
    Set<UUID> inside = new HashSet<>();
    for (Unit unit : byId.values()) {
      for (Unit above = unit; above != null; above = get(above.parentId())) {
        if (tops.contains(above.id())) {
          inside.add(unit.id());
          break;
        }
      }
    }
    return inside;
  }

  /** The kind that decides what its people are: the nearest above that isn't a mere part. */
  UnitKind decidingKind(Unit unit) {
    for (Unit above = unit; above != null; above = get(above.parentId())) {
      if (above.kind() != UnitKind.DEPARTMENT && above.kind() != UnitKind.SHIFT_TEAM) {
        return above.kind();
      }
    }
    return unit.kind();
  }
}
