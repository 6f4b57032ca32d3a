package org.shouwang.security;

import java.util.Set;
import java.util.UUID;

/**
 * The units a caller works within, each with all below it.
 *
 * @param everywhere the whole tree; {@code units} is then empty
 * @param units ids of the topmost units
 */
public record Scope(boolean everywhere, Set<UUID> units) {

  /** The whole tree. */
  public static final Scope EVERYWHERE = new Scope(true, Set.of());

  /** Nothing at all. */
  public static final Scope NOWHERE = new Scope(false, Set.of());

  /** The topmost units as an array, for SQL. */
  public UUID[] unitArray() {
    return units.toArray(UUID[]::new);
  }
}
