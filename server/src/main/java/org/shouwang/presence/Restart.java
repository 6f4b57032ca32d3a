package org.shouwang.presence;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.presence.Sighting.Direction;

/**
 * A point in a person's sightings where nothing is open, so that folding can start after it without
 * knowing what was before.
 *
 * @param at its time
 * @param factId the last fact before it; null: nothing before {@code at} counts
 */
record Restart(Instant at, @Nullable UUID factId) {

  /** Before everything. */
  static final Restart BEGINNING = new Restart(Instant.EPOCH, null);

  /** Whether a sighting comes after it. */
  boolean isBefore(Sighting sighting) {
    int time = at.compareTo(sighting.at());
    return time < 0
        || (time == 0
            && (factId == null || factId.toString().compareTo(sighting.factId().toString()) < 0));
  }

  /**
   * The last such point before a moment: the exit from the park, or a gap so long that every exit
   * is presumed.
   *
   * @param sightings in order, complete from {@code from} on
   * @param moment strictly before this
   * @return null when there is none since {@code from}
   */
  static @Nullable Restart before(
      List<Sighting> sightings, Instant from, Instant moment, StayRules rules) {
    Restart found = null;
    Instant last = from;
    for (Sighting sighting : sightings) {
      if (!sighting.at().isBefore(moment)) {
        break;
      }
      if (!last.plus(rules.longest()).isAfter(sighting.at())) {
        found = new Restart(sighting.at(), null);
      }
      if (sighting.level() == Level.PARK && sighting.direction() == Direction.OUT) {
        found = new Restart(sighting.at(), sighting.factId());
      }
      last = sighting.at();
    }
    return last.plus(rules.longest()).isAfter(moment) ? found : new Restart(moment, null);
  }
}
