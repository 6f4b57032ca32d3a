package org.shouwang.presence;

import java.time.Instant;
import java.util.UUID;

/**
 * Two people at one place at one time, as the stays have it.
 *
 * @param of whose company was asked for
 * @param person the other
 * @param place the zone they were in, or the vehicle they came with
 * @param kind of the place
 * @param ride they came with one vehicle: {@code from} and {@code until} are when the one and the
 *     other boarded, and nobody knows how long they were together
 * @param from since when they were together
 * @param until until when; the present for those who still are
 * @param minutes how long together, of one stay of the one and one of the other; 0 for a ride
 */
public record SharedStay(
    UUID of,
    UUID person,
    UUID place,
    String kind,
    boolean ride,
    Instant from,
    Instant until,
    long minutes) {

  /**
   * Whose company over which time is asked for.
   *
   * @param until first moment that no longer counts
   */
  public record Wanted(UUID person, Instant from, Instant until) {}
}
