package org.shouwang.status;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A person's status at an instant.
 *
 * @param level what is restricted
 * @param labels why, in the edition's words, as keys
 * @param since since when it holds
 * @param until when it ends by itself; null: when something happens that the rule names
 * @param byCode whether it rests on an official code alone: what the code shows next goes before it
 */
public record StatusView(
    UUID person,
    Level level,
    List<String> labels,
    Instant since,
    @Nullable Instant until,
    boolean byCode) {

  /** Whether it holds at an instant. */
  public boolean holdsAt(Instant at) {
    return !at.isBefore(since) && (until == null || at.isBefore(until));
  }
}
