package org.shouwang.presence;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/**
 * A module whose facts show persons going in and out; gates implements it as a bean. Presence asks
 * for sightings after facts of the type have arrived, and folds them into stays.
 */
public interface SightingSource {

  /** The fact type whose arrival makes presence ask, such as {@code gates.pass}. */
  String factType();

  /**
   * The sightings of some persons in a span of time, in any order. Set-based: called once for a
   * batch, also over long spans. Only facts by which the person really went through: a denied or
   * held pass is none. A fact at a place without a zone is none either.
   *
   * <p>An answer that changes later without a new fact (a hold that is released inward) is told by
   * {@link Presence#refold}.
   *
   * @param persons up to 5,000
   * @param from first instant, inclusive
   * @param to last instant, inclusive
   */
  List<Sighting> sightings(Collection<UUID> persons, Instant from, Instant to);
}
