package org.shouwang.policy;

import java.time.Instant;
import java.util.List;

/**
 * Which rules judge what. What happens is judged by the rules in force when it happened; what is
 * still running at a switch goes over to the rules in force from there on.
 */
public interface Editions {

  /**
   * The rules in force at an instant.
   *
   * @param at world time
   * @return never null; without any edition in force it has no rules
   */
  Snapshot inForce(Instant at);

  /**
   * The switches after an instant, in time, also those to come.
   *
   * @param at world time
   */
  List<Instant> switchesAfter(Instant at);
}
