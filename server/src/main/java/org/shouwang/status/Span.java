package org.shouwang.status;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of time over which a person's status is the same; never free.
 *
 * @param to first moment after it; null: open
 * @param reasons all that hold over it, the most severe first; never empty
 */
record Span(
    Instant from, @Nullable Instant to, Level level, List<String> labels, List<Reason> reasons) {

  boolean holdsAt(Instant at) {
    return !at.isBefore(from) && (to == null || at.isBefore(to));
  }
}
