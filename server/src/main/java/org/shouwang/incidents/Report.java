package org.shouwang.incidents;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A report to the health authority as kept.
 *
 * @param caseId the case it reports; null: the incident alone
 * @param no counted within incident and kind
 * @param corrects the report that it corrects; null: none
 * @param why it was corrected
 * @param typed JSON of what people typed, by field
 * @param dueAt of its own clock; null: the case's duty has the clock, or none runs
 * @param frozen JSON of all fields as they were sent
 */
record Report(
    UUID id,
    UUID incident,
    @Nullable UUID caseId,
    Kind kind,
    int no,
    @Nullable UUID corrects,
    @Nullable String why,
    String typed,
    State state,
    Instant createdAt,
    String createdBy,
    @Nullable Instant dueAt,
    @Nullable Instant sentAt,
    @Nullable String sentBy,
    @Nullable String sentTo,
    @Nullable String receipt,
    @Nullable String frozen,
    int version) {

  /** Which report it is. */
  enum Kind {
    /** 初报. */
    INITIAL,
    /** 续报. */
    PROGRESS,
    /** 终报. */
    FINAL;

    @JsonValue
    String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Where it stands. */
  enum State {
    /** Being filled in. */
    DRAFT,
    /** Sent, and kept as it was. */
    SENT,
    /** No longer to be sent. */
    DROPPED;

    @JsonValue
    String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  boolean isDraft() {
    return state == State.DRAFT;
  }
}
