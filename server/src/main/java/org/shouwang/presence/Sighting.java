package org.shouwang.presence;

import java.time.Instant;
import java.util.UUID;

/**
 * A fact as presence sees it: a person went into a zone or out of it.
 *
 * @param person who
 * @param at world time of the fact
 * @param factId id of the fact; breaks ties at the same instant, and is the cause of the stay
 * @param place the gate or checkpoint it was seen at
 * @param zone the zone entered or left
 * @param level the zone's level
 * @param direction into the zone or out of it
 */
public record Sighting(
    UUID person, Instant at, UUID factId, UUID place, UUID zone, Level level, Direction direction) {

  /** Which way. */
  public enum Direction {
    /** Into the zone. */
    IN,
    /** Out of the zone. */
    OUT
  }
}
