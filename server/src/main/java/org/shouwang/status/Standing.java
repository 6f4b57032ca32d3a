package org.shouwang.status;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A person's status at an instant, read off the history.
 *
 * @param since since when the level holds
 * @param until when the level ends by itself
 * @param nextChange when anything of it changes by itself
 */
record Standing(
    Level level,
    List<String> labels,
    List<Reason> reasons,
    Instant since,
    @Nullable Instant until,
    @Nullable Instant nextChange) {

  /** Free, and nothing known to come. */
  boolean isNothing() {
    return level == Level.FREE && nextChange == null;
  }

  /**
   * The status at an instant.
   *
   * @param history in time, without overlaps
   */
  static Standing at(Instant at, List<Span> history) {
    Instant since = Instant.EPOCH;
    for (int i = 0; i < history.size(); i++) {
      Span span = history.get(i);
      if (span.from().isAfter(at)) {
        return new Standing(Level.FREE, List.of(), List.of(), since, span.from(), span.from());
      }
      if (span.holdsAt(at)) {
        return new Standing(
            span.level(),
            span.labels(),
            span.reasons(),
            begin(history, i),
            end(history, i),
            span.to());
      }
      since = Objects.requireNonNull(span.to());
    }
    return new Standing(Level.FREE, List.of(), List.of(), since, null, null);
  }

  private static Instant begin(List<Span> history, int at) {
    int i = at;
    while (i > 0 && goesOn(history.get(i - 1), history.get(i))) {
      i--;
    }
    return history.get(i).from();
  }

  private static @Nullable Instant end(List<Span> history, int at) {
    int i = at;
    while (i + 1 < history.size() && goesOn(history.get(i), history.get(i + 1))) {
      i++;
    }
    return history.get(i).to();
  }

  static boolean goesOn(Span one, Span next) {
    return next.from().equals(one.to()) && next.level() == one.level();
  }
}
