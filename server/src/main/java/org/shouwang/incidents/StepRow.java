package org.shouwang.incidents;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A step of an incident as the edition of that hour asked for it.
 *
 * @param state open, done or not_needed
 * @param asks note or document: what must be written when it is done
 * @param team name of the unit that does it; null: the command
 */
record StepRow(
    UUID incident,
    String key,
    String zh,
    String en,
    double hours,
    String asks,
    @Nullable String team,
    Instant dueAt,
    String state,
    @Nullable Instant doneAt,
    @Nullable String doneBy,
    @Nullable String note,
    @Nullable String document) {

  static final String OPEN = "open";

  boolean isOpen() {
    return state.equals(OPEN);
  }
}
