package org.shouwang.presence;

import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A stay that facts contradict, kept as it was claimed.
 *
 * @param kind what contradicts
 * @param zone the zone of the stay that is disputed
 * @param since claimed start; null when nobody saw it
 * @param until claimed end; null when nobody saw it
 * @param claimedBy the fact that claims the stay
 * @param contradictedBy the fact that contradicts it; the claim itself when a fact is missing
 * @param at when the contradiction arose
 */
public record DisputedStay(
    UUID person,
    Kind kind,
    Level level,
    UUID zone,
    @Nullable Instant since,
    @Nullable Instant until,
    UUID claimedBy,
    UUID contradictedBy,
    Instant at) {

  /** The fact with which the contradiction arose: the later of the two. */
  public UUID raisedBy() {
    return kind == Kind.IN_ELSEWHERE ? contradictedBy : claimedBy;
  }

  /** What contradicts a stay. */
  public enum Kind {
    /** Went in elsewhere on the same level without having come out. */
    IN_ELSEWHERE,
    /** Came out of a zone while said to be in another of the same level. */
    OUT_ELSEWHERE,
    /** Came out without having gone in. */
    OUT_WITHOUT_IN;

    /** The kind of a key. */
    static Kind of(String key) {
      return valueOf(key.toUpperCase(Locale.ROOT));
    }

    /** Name in JSON and the database. */
    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
