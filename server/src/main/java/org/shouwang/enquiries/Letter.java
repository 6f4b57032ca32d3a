package org.shouwang.enquiries;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A letter by which an authority asks after people.
 *
 * @param number the sender's own
 * @param endedBy who answered, or said that it asks no more
 * @param answerDocument number of the answer
 * @param why it asks no more
 */
record Letter(
    UUID id,
    String number,
    String sender,
    Instant receivedAt,
    Instant dueAt,
    String question,
    String by,
    State state,
    @Nullable Instant endedAt,
    @Nullable String endedBy,
    @Nullable String answer,
    @Nullable String answerDocument,
    @Nullable String why) {

  /** Where it stands. */
  enum State {
    /** Waits for an answer. */
    OPEN,
    /** Was answered. */
    ANSWERED,
    /** The sender asks no more, or it was taken in by mistake. */
    WITHDRAWN;

    @JsonValue
    String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What the numbers and the name of somebody who is asked after mean here. */
  enum Match {
    /** One person, and the name agrees. */
    FOUND,
    /** The number is of somebody with another name. */
    OTHER_NAME,
    /** Several may be meant. */
    SEVERAL,
    /** Nobody is known. */
    NOBODY,
    /** The number is none. */
    UNUSABLE;

    @JsonValue
    String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What was found of somebody. */
  enum Outcome {
    /** Nobody has looked yet. */
    PENDING,
    /** Belongs here, and is here. */
    HERE,
    /** Belongs or belonged here, and is elsewhere. */
    LEFT,
    /** Isn't known here. */
    NOT_KNOWN,
    /** Others are asked in our place. */
    HANDED_ON;

    @JsonValue
    String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
