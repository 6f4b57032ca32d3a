package org.shouwang.own;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What somebody in isolation needs.
 *
 * @param text in their words; never null for {@link Kind#OTHER}
 * @param answer what they are told
 */
record Need(
    UUID id,
    UUID person,
    UUID order,
    @Nullable UUID unit,
    Kind kind,
    @Nullable String text,
    Instant askedAt,
    Instant dueAt,
    State state,
    @Nullable String answer,
    @Nullable Instant endedAt,
    @Nullable String endedBy) {

  /** Kinds of needs. */
  enum Kind {
    /** 药品 */
    MEDICINE,
    /** 用餐 */
    MEALS,
    /** 婴幼儿 */
    INFANT,
    /** 其他 */
    OTHER;

    @JsonValue
    String key() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Kind> of(@Nullable String word) {
      for (Kind each : values()) {
        if (each.key().equals(word)) {
          return Optional.of(each);
        }
      }
      return Optional.empty();
    }
  }

  /** What became of it. */
  enum State {
    /** Somebody has to see to it. */
    OPEN,
    /** Seen to, with an answer. */
    DONE,
    /** Waived, or the isolation has ended. */
    OVER;

    @JsonValue
    String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
