package org.shouwang.capture;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.security.Caller;

/**
 * A fact that has come through the door, with what the door found out.
 *
 * @param at world time of the fact: device time corrected by the skew seen when it was sent
 * @param skewMs milliseconds the device was behind (+) or ahead (−) at sending; 0 within tolerance
 * @param person resolved person; null if the fact names none
 * @param provisional the person is provisional
 * @param flags what is worth a look
 * @param caller who handed it in
 * @param recordedAt world time of arrival
 */
public record Arrived(
    Fact fact,
    Instant at,
    long skewMs,
    @Nullable UUID person,
    boolean provisional,
    Set<Flag> flags,
    Caller caller,
    Instant recordedAt) {

  /** What is worth a look at a fact. */
  public enum Flag {
    /** Its time lies ahead of the world clock. */
    FUTURE,
    /** The device's clock was off. */
    SKEWED,
    /** The person was not known and got a provisional id. */
    UNKNOWN_PERSON
  }
}
