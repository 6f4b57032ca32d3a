package org.shouwang.security;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What this module must know of units and places; the module that owns them implements it. Until it
 * does, ids are taken as they are and names are empty.
 */
public interface Directory {

  /** Names of the units that exist, by id. */
  Map<UUID, String> unitNames(Collection<UUID> units);

  /** Names of the places that exist, by id. */
  Map<UUID, String> placeNames(Collection<UUID> places);

  /**
   * Whether a scope covers a place: one of the units, or one below them, is in charge of it.
   *
   * @param units topmost units of the scope
   */
  boolean covers(Set<UUID> units, UUID place);
}
