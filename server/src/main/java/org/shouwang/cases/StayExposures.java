package org.shouwang.cases;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.shouwang.cases.ExposureCriteria.OfPlace;
import org.shouwang.people.People;
import org.shouwang.people.PersonSummary;
import org.shouwang.presence.Presence;
import org.shouwang.presence.SharedStay;
import org.springframework.stereotype.Component;

/** By the stays of presence: the same zone, or the same vehicle. */
@Component
class StayExposures implements ExposureSource {

  private static final String VEHICLE = "shift_bus";

  private final Presence presence;
  private final People people;

  StayExposures(Presence presence, People people) {
    this.presence = presence;
    this.people = people;
  }

  @Override
  public List<Exposure> near(Collection<Window> windows, ExposureCriteria rules) {
    Map<String, Integer> zones = new HashMap<>();
    Map<String, Integer> vehicles = new HashMap<>();
    rules
        .places()
        .forEach(
            (kind, rule) -> (kind.equals(VEHICLE) ? vehicles : zones).put(kind, rule.minutes()));
    List<SharedStay> shared =
        presence.together(
            windows.stream()
                .map(it -> new SharedStay.Wanted(it.person(), it.from(), it.until()))
                .toList(),
            zones,
            vehicles);
    List<Exposure> near = new ArrayList<>(shared.size());
    Map<UUID, PersonSummary> units = units(shared, rules);
    for (SharedStay each : shared) {
      OfPlace rule = rule(each, rules);
      if (!rule.sameUnit() || sameUnit(each, units)) {
        near.add(
            new Exposure(
                each.of(),
                each.person(),
                each.ride() ? Exposure.Kind.RIDE : Exposure.Kind.ZONE,
                each.place(),
                null,
                each.from(),
                each.until(),
                each.minutes(),
                rule.proposed()));
      }
    }
    return near;
  }

  private static OfPlace rule(SharedStay shared, ExposureCriteria rules) {
    return Objects.requireNonNull(rules.places().get(shared.kind()));
  }

  /** Units are asked for only where they matter. */
  private Map<UUID, PersonSummary> units(List<SharedStay> shared, ExposureCriteria rules) {
    Set<UUID> persons = new HashSet<>();
    for (SharedStay each : shared) {
      if (rule(each, rules).sameUnit()) {
        persons.add(each.of());
        persons.add(each.person());
      }
    }
    return people.facts(persons);
  }

  private static boolean sameUnit(SharedStay shared, Map<UUID, PersonSummary> units) {
    PersonSummary one = units.get(shared.of());
    PersonSummary other = units.get(shared.person());
    return one != null
        && other != null
        && one.unitId() != null
        && one.unitId().equals(other.unitId());
  }
}
