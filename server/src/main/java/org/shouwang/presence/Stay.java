package org.shouwang.presence;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A person's stay in a zone, whole (not cut at midnight).
 *
 * @param since start
 * @param until end; null while inside
 * @param via the gate the person came in by; for an implied stay that of the level below
 * @param enteredBy the fact that opened it
 * @param leftBy the fact that closed it; null while open and when presumed
 * @param ending how it ended
 * @param implied nobody saw the person enter: being on the level below shows it
 */
public record Stay(
    UUID person,
    Level level,
    UUID zone,
    Instant since,
    @Nullable Instant until,
    UUID via,
    UUID enteredBy,
    @Nullable UUID leftBy,
    Ending ending,
    boolean implied) {

  /** The same without its end. */
  Stay goingOn() {
    return new Stay(person, level, zone, since, null, via, enteredBy, null, Ending.OPEN, implied);
  }
}
