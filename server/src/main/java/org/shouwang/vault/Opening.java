package org.shouwang.vault;

import org.shouwang.audit.Actor;

/**
 * A wish to see what is sealed, as the audit keeps it.
 *
 * @param actor who wants to see it
 * @param purpose why, in their own words
 * @param subject {@code kind:id} of whom or what it belongs to
 */
public record Opening(Actor actor, String purpose, String subject) {

  /** A purpose is never blank. */
  public Opening {
    if (purpose.isBlank()) {
      throw new IllegalArgumentException("an opening needs a purpose");
    }
  }
}
