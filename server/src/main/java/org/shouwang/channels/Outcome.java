package org.shouwang.channels;

import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How an attempt to send ended.
 *
 * @param kind what follows from it
 * @param reason why, one of the words that the console knows; null when delivered
 * @param detail the same in the other side's words
 * @param least at least so long before the next attempt
 */
record Outcome(
    Kind kind, @Nullable String reason, @Nullable String detail, @Nullable Duration least) {

  /** What follows from an attempt. */
  enum Kind {
    /** The other side has it. */
    DELIVERED,
    /** This message is tried again; others of the route go on. */
    LATER,
    /** The channel itself is in the way: the route rests, its messages wait. */
    RESTING,
    /** The other side will never take it so; a person must look. */
    REFUSED,
    /** It was not tried: the channel failed before its turn. */
    NOT_SENT;

    /** Name in the database. */
    String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static final Outcome DELIVERED = new Outcome(Kind.DELIVERED, null, null, null);
  static final Outcome NOT_SENT = new Outcome(Kind.NOT_SENT, null, null, null);

  static Outcome later(String reason, String detail) {
    return new Outcome(Kind.LATER, reason, detail, null);
  }

  static Outcome resting(String reason, String detail, @Nullable Duration least) {
    return new Outcome(Kind.RESTING, reason, detail, least);
  }

  static Outcome refused(String reason, String detail) {
    return new Outcome(Kind.REFUSED, reason, detail, null);
  }
}
