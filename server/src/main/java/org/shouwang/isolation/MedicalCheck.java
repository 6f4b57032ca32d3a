package org.shouwang.isolation;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A doctor's look 医生查看 at somebody in isolation.
 *
 * @param at when the person was seen
 * @param doctor who saw them
 * @param by who recorded it
 */
record MedicalCheck(
    UUID order,
    UUID id,
    Instant at,
    String doctor,
    Outcome outcome,
    @Nullable String note,
    String by,
    Instant recordedAt) {

  /** What came of it. */
  enum Outcome {
    /** 留观: the person stays where they are. */
    STAYS,
    /** 转院. */
    TO_HOSPITAL,
    /** 加测: swabbed or sampled; its result says more. */
    TESTED;

    @JsonValue
    String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
