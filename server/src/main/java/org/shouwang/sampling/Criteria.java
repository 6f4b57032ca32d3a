package org.shouwang.sampling;

import java.util.List;
import java.util.UUID;

/**
 * Who must be tested in a round: whoever meets any one of these.
 *
 * @param everyone all members of all units
 * @param units members of these units and of all below them
 * @param places the people of the units assigned to these places
 * @param keyGroups people of these key groups, by the edition's words
 * @param persons these, whether or not they are members of a unit
 */
record Criteria(
    boolean everyone,
    List<UUID> units,
    List<UUID> places,
    List<String> keyGroups,
    List<UUID> persons) {

  boolean nobody() {
    return !everyone
        && units.isEmpty()
        && places.isEmpty()
        && keyGroups.isEmpty()
        && persons.isEmpty();
  }
}
