package org.shouwang.cases;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.shouwang.cases.Exposure.Proposal;
import org.shouwang.people.People;
import org.springframework.stereotype.Component;

/** By households: who lives together is near all the time. */
@Component
class HouseholdExposures implements ExposureSource {

  private final People people;

  HouseholdExposures(People people) {
    this.people = people;
  }

  @Override
  public List<Exposure> near(Collection<Window> windows, ExposureCriteria rules) {
    Proposal proposed = rules.household();
    if (proposed == null) {
      return List.of();
    }
    Map<UUID, List<UUID>> mates = people.housemates(windows.stream().map(Window::person).toList());
    List<Exposure> near = new ArrayList<>();
    for (Window window : windows) {
      for (UUID mate : mates.getOrDefault(window.person(), List.of())) {
        near.add(
            new Exposure(
                window.person(),
                mate,
                Exposure.Kind.HOUSEHOLD,
                null,
                null,
                window.from(),
                window.until(),
                0,
                proposed));
      }
    }
    return near;
  }
}
