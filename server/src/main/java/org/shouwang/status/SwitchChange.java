package org.shouwang.status;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a switch to other rules would change for a person, at its moment and from there on.
 *
 * @param from what stands without it
 * @param to what would stand with it
 */
record SwitchChange(UUID person, Kind kind, Side from, Side to) {

  /** In which way. */
  enum Kind {
    /** Nothing is left. */
    FREED,
    /** A lower level. */
    EASED,
    /** The same level, for a shorter time. */
    SHORTENED,
    /** A higher level. */
    TIGHTENED,
    /** The same level, for a longer time. */
    LENGTHENED,
    /** The same, for other reasons. */
    RELABELLED;

    String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * One of the two.
   *
   * @param label of the most severe reason; null when free
   * @param rule key of the rule that gave the level; null when free
   * @param until when the level ends by itself; null: it doesn't, or there is none
   * @param free when nothing is left any more; null: that isn't known, or it is so already
   */
  record Side(
      Level level,
      @Nullable String label,
      @Nullable String rule,
      @Nullable Instant until,
      @Nullable Instant free) {

    static Side at(Instant at, List<Span> history) {
      Standing standing = Standing.at(at, history);
      Reason first = standing.reasons().isEmpty() ? null : standing.reasons().getFirst();
      return new Side(
          standing.level(),
          first == null ? null : first.label(),
          first == null ? null : first.rule(),
          standing.level() == Level.FREE ? null : standing.until(),
          history.isEmpty() || standing.isNothing() ? null : history.getLast().to());
    }
  }

  /**
   * Compares two histories from a moment on.
   *
   * @return null when nothing would be different
   */
  static @Nullable SwitchChange of(UUID person, Instant at, List<Span> now, List<Span> then) {
    Side from = Side.at(at, now);
    Side to = Side.at(at, then);
    Kind kind = kind(from, to);
    return kind == null ? null : new SwitchChange(person, kind, from, to);
  }

  private static @Nullable Kind kind(Side from, Side to) {
    if (from.level() != to.level()) {
      if (to.level() == Level.FREE) {
        return Kind.FREED;
      }
      return to.level().compareTo(from.level()) < 0 ? Kind.EASED : Kind.TIGHTENED;
    }
    int longer = compare(to.until(), from.until());
    longer = longer == 0 ? compare(to.free(), from.free()) : longer;
    if (longer != 0) {
      return longer < 0 ? Kind.SHORTENED : Kind.LENGTHENED;
    }
    return Objects.equals(from.label(), to.label()) ? null : Kind.RELABELLED;
  }

  /** Open is later than any time. */
  private static int compare(@Nullable Instant one, @Nullable Instant other) {
    if (one == null || other == null) {
      return Boolean.compare(one == null, other == null);
    }
    return one.compareTo(other);
  }
}
