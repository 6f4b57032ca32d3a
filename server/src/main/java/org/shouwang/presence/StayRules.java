package org.shouwang.presence;

import java.time.Duration;

/**
 * When an exit was forgotten. Not longer inside than outside, or a person would be in a room but
 * not in its plant.
 *
 * @param park longest time in a park zone without being seen
 * @param plant longest time in a plant without being seen
 * @param room longest time in a room without being seen
 * @param repeat going in twice within this is one entry, registered twice
 */
record StayRules(Duration park, Duration plant, Duration room, Duration repeat) {

  /** Checks that the levels nest. */
  StayRules {
    if (room.compareTo(plant) > 0 || plant.compareTo(park) > 0) {
      throw new IllegalArgumentException(
          "shouwang.presence.forgotten: room %s ≤ plant %s ≤ park %s must hold"
              .formatted(room, plant, park));
    }
  }

  Duration forgottenAfter(Level level) {
    return switch (level) {
      case PARK -> park;
      case PLANT -> plant;
      case ROOM -> room;
    };
  }

  /** Without any sighting for so long, nobody is anywhere. */
  Duration longest() {
    return park;
  }
}
