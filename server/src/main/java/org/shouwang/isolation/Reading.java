package org.shouwang.isolation;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.clock.WorldClock;

/**
 * What a follow-up found.
 *
 * @param temperature °C; null: not measured
 * @param symptoms keys of {@link Symptom}
 * @param corrects the reading of the same half-day that it stands in place of; null: none
 */
record Reading(
    UUID order,
    UUID id,
    Instant at,
    State state,
    @Nullable Double temperature,
    List<String> symptoms,
    How how,
    @Nullable String note,
    String by,
    Instant recordedAt,
    @Nullable UUID corrects) {

  /** What became of a follow-up. */
  enum State {
    /** 见到，无异常 */
    SEEN_WELL,
    /** 见到，有异常 */
    SEEN_UNWELL,
    /** 未能完成 */
    NOT_PERFORMED,
    /** 未进行 */
    NOT_ATTEMPTED;

    @JsonValue
    String key() {
      return name().toLowerCase(Locale.ROOT);
    }

    boolean seen() {
      return this == SEEN_WELL || this == SEEN_UNWELL;
    }
  }

  /** How it was done. */
  enum How {
    /** 上门 */
    VISIT,
    /** 电话 */
    PHONE,
    /** 本人填报 */
    OWN;

    @JsonValue
    String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Symptoms that are asked for. */
  enum Symptom {
    FEVER,
    COUGH,
    SORE_THROAT,
    FATIGUE,
    BREATHLESS,
    TASTE_LOSS,
    DIARRHOEA,
    VOMITING,
    OTHER;

    String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Halves of a day. */
  enum Half {
    MORNING,
    EVENING;

    String key() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Half of(Instant at) {
      ZonedDateTime local = at.atZone(WorldClock.ZONE);
      return local.toLocalTime().isBefore(LocalTime.NOON) ? MORNING : EVENING;
    }
  }

  Half half() {
    return Half.of(at);
  }

  LocalDate day() {
    return at.atZone(WorldClock.ZONE).toLocalDate();
  }
}
