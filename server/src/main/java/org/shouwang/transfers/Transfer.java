package org.shouwang.transfers;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Somebody to be brought somewhere.
 *
 * @param unit the person's when it was asked for
 * @param order of isolation, which is told of the arrival; null: none, or it has ended since
 * @param from where the person is; null: nobody knows
 * @param to where to, as it was written; null: to the order's site
 * @param room of that site; null: not given yet
 * @param dueAt null: no rule gives a deadline
 * @param officer who brings the person
 * @param endedAt when the person arrived, or it was cancelled
 * @param why it was cancelled: words, or a code of {@link Transfers}
 */
record Transfer(
    UUID id,
    UUID person,
    @Nullable UUID unit,
    @Nullable UUID order,
    @Nullable String from,
    @Nullable String to,
    @Nullable UUID room,
    Instant askedAt,
    String askedBy,
    @Nullable Instant dueAt,
    @Nullable String note,
    State state,
    @Nullable String vehicle,
    @Nullable String officer,
    @Nullable Instant pickedUpAt,
    @Nullable Instant endedAt,
    @Nullable String endedBy,
    @Nullable String why,
    int version) {

  /** Where it stands. */
  enum State {
    /** Nobody has picked the person up yet. */
    WAITING,
    /** The person is in the vehicle. */
    UNDER_WAY,
    /** The person is there. */
    ARRIVED,
    /** The person isn't to be brought any more. */
    CANCELLED;

    @JsonValue
    String key() {
      return name().toLowerCase(Locale.ROOT);
    }

    boolean isOpen() {
      return this == WAITING || this == UNDER_WAY;
    }
  }

  /** Its order has ended while the person was under way: somebody must say where to. */
  boolean isAdrift() {
    return state == State.UNDER_WAY && order == null && to == null;
  }
}
