package org.shouwang.policy;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * Which rules judge what. What happens is judged by the rules in force when it happened; what is
 * still running at a switch goes over to the rules in force from there on.
 *
 * <p>Each disease has rules of its own, over those that hold for any. What isn't asked of a certain
 * disease, such as whom a gate lets in, is judged by the rules of the principal one, which the
 * park's own rules name.
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
   * The switches after an instant, in time, also those to come: those that concern the disease
   * whose editions these are, or, before one is chosen, all.
   *
   * @param at world time
   */
  List<Instant> switchesAfter(Instant at);

  /**
   * These editions as they are at present for one disease.
   *
   * @param disease its key, such as {@code norovirus}; of an unknown one only what holds for any
   */
  Editions of(String disease);

  /**
   * The disease that the park's control is about.
   *
   * @param at world time
   * @return its key, such as {@code covid-19}
   */
  String principal(Instant at);

  /** The diseases that some edition has rules for. */
  Set<String> diseases();
}
