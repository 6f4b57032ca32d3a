package org.shouwang.presence;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.shouwang.capture.Arrival;

/**
 * A module whose facts show people's trip cards 行程卡; gates implements it as a bean. A card says
 * nothing of when somebody was where, only that they were, within the days before it was shown.
 */
public interface TripCardSource {

  /** The fact type whose arrival may bring cards, such as {@code gates.pass}. */
  String factType();

  /**
   * A card that says that its person was where there is risk.
   *
   * @param fact by which it was shown
   * @param state {@code starred}: in a city with a risk area; {@code risk}: in a risk area
   */
  record Shown(UUID person, UUID fact, Instant at, String state) {}

  /**
   * Such cards among the facts that arrived; set-based.
   *
   * @param arrivals of the type
   */
  List<Shown> shown(List<Arrival> arrivals);

  /**
   * Such cards of some persons in a span of time, in any order; set-based.
   *
   * @param from first instant, inclusive
   * @param until first instant that no longer counts
   */
  List<Shown> shown(Collection<UUID> persons, Instant from, Instant until);
}
