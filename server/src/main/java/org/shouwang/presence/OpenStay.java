package org.shouwang.presence;

import java.time.Instant;
import java.util.UUID;

/**
 * A stay that has not ended. All that the fold remembers of a person.
 *
 * @param seen last time a fact showed the person inside
 */
record OpenStay(
    Level level,
    UUID zone,
    Instant since,
    UUID via,
    UUID enteredBy,
    boolean implied,
    Instant seen) {

  OpenStay seen(Instant at) {
    return new OpenStay(level, zone, since, via, enteredBy, implied, at);
  }

  Stay asStay(UUID person) {
    return new Stay(person, level, zone, since, null, via, enteredBy, null, Ending.OPEN, implied);
  }
}
