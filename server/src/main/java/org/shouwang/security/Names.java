package org.shouwang.security;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.shouwang.web.Refused;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Names of units and places for answers, and whether they exist, through {@link Directory}. */
@Component
class Names {

  private final ObjectProvider<Directory> directory;

  Names(ObjectProvider<Directory> directory) {
    this.directory = directory;
  }

  /** A unit of a scope, as the API shows it. */
  record Unit(UUID id, String name) {}

  Map<UUID, String> ofUnits(Collection<UUID> units) {
    Directory known = directory.getIfAvailable();
    return known == null || units.isEmpty() ? Map.of() : known.unitNames(new HashSet<>(units));
  }

  Map<UUID, String> ofPlaces(Collection<UUID> places) {
    Directory known = directory.getIfAvailable();
    return known == null || places.isEmpty() ? Map.of() : known.placeNames(new HashSet<>(places));
  }

  List<Unit> units(Set<UUID> units, Map<UUID, String> names) {
    return units.stream().map(id -> new Unit(id, names.getOrDefault(id, ""))).toList();
  }

  boolean covers(Scope scope, UUID place) {
    Directory known = directory.getIfAvailable();
    return scope.everywhere() || (known != null && known.covers(scope.units(), place));
  }

  void requireUnits(Set<UUID> units) {
    Directory known = directory.getIfAvailable();
    if (known != null && !units.isEmpty()) {
      Set<UUID> found = known.unitNames(units).keySet();
      for (UUID unit : units) {
        if (!found.contains(unit)) {
          throw Refused.invalid("security.unit_unknown").field("units").value(unit);
        }
      }
    }
  }

  void requirePlace(UUID place) {
    Directory known = directory.getIfAvailable();
    if (known != null && !known.placeNames(Set.of(place)).containsKey(place)) {
      throw Refused.invalid("security.place_unknown").field("placeId").value(place);
    }
  }
}
