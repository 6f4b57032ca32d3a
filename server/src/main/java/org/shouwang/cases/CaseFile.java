package org.shouwang.cases;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.clock.WorldClock;

/**
 * A case as kept.
 *
 * @param number such as 2022-001
 * @param disease key of the disease
 * @param document of the authority that classified; null while it is only suspected
 * @param onset local day; null: without symptoms, or not known
 * @param sampledAt when the first positive swab was taken; null: not known
 * @param signs what the case definition asks for: times in 24 hours, or 1 for there and 0 for not
 * @param symptomsEndedAt since when there have been none any more; null: not yet, or not known
 * @param controlledAt since when the person meets nobody any more; null: not yet
 * @param evidence the positive swab it was opened by; null: by hand
 * @param later whether a positive that stands came after it was opened
 * @param why why it ended
 * @param tracedBy snapshot of the editions that it was traced by
 * @param waves how often candidates came up to be decided
 */
record CaseFile(
    UUID id,
    String number,
    UUID person,
    @Nullable UUID unit,
    String disease,
    Classification classification,
    @Nullable String document,
    @Nullable LocalDate onset,
    @Nullable Instant sampledAt,
    @Nullable String symptoms,
    Map<String, Integer> signs,
    @Nullable Instant symptomsEndedAt,
    @Nullable Instant controlledAt,
    @Nullable UUID evidence,
    boolean later,
    State state,
    @Nullable String outcome,
    @Nullable String why,
    Instant openedAt,
    String openedBy,
    @Nullable Instant endedAt,
    @Nullable Instant reportedAt,
    @Nullable String reportedTo,
    @Nullable Instant tracedAt,
    @Nullable String tracedBy,
    @Nullable String digest,
    int waves,
    int version) {

  /** What it is called. The health authority classifies. */
  enum Classification {
    /** 待定: a positive swab, or symptoms. */
    SUSPECTED,
    /** 临床诊断病例: by symptoms and a link to others, without a laboratory. */
    CLINICAL,
    /** 确诊病例. */
    CONFIRMED,
    /** 无症状感染者. */
    ASYMPTOMATIC;

    String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Where it stands. */
  enum State {
    /** Being worked on. */
    OPEN,
    /** Ended with an outcome. */
    CLOSED,
    /** It was none. */
    WITHDRAWN;

    String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * What is known of a case when it is opened.
   *
   * @param onset local day
   * @param signs as in a case
   */
  record Known(
      @Nullable LocalDate onset,
      @Nullable Instant sampledAt,
      @Nullable String symptoms,
      Map<String, Integer> signs,
      @Nullable Instant symptomsEndedAt,
      @Nullable Instant controlledAt) {

    /** Nothing but when the first positive swab was taken. */
    static Known sampled(Instant at) {
      return new Known(null, at, null, Map.of(), null, null);
    }
  }

  /** A case that is being opened; it has no number yet. */
  static CaseFile opened(
      UUID id,
      UUID person,
      @Nullable UUID unit,
      String disease,
      Known known,
      @Nullable UUID evidence,
      Instant at,
      String by) {
    return new CaseFile(
        id,
        "",
        person,
        unit,
        disease,
        Classification.SUSPECTED,
        null,
        known.onset(),
        known.sampledAt(),
        known.symptoms(),
        known.signs(),
        known.symptomsEndedAt(),
        known.controlledAt(),
        evidence,
        false,
        State.OPEN,
        null,
        null,
        at,
        by,
        null,
        null,
        null,
        null,
        null,
        null,
        0,
        1);
  }

  CaseFile numbered(String number) {
    return copy(
        number,
        classification,
        document,
        new Known(onset, sampledAt, symptoms, signs, symptomsEndedAt, controlledAt),
        version);
  }

  /** The same with what a person changed. */
  CaseFile changed(Classification as, @Nullable String by, Known known, int seen) {
    return copy(number, as, by, known, seen);
  }

  private CaseFile copy(
      String number, Classification as, @Nullable String document, Known known, int version) {
    return new CaseFile(
        id,
        number,
        person,
        unit,
        disease,
        as,
        document,
        known.onset(),
        known.sampledAt(),
        known.symptoms(),
        known.signs(),
        known.symptomsEndedAt(),
        known.controlledAt(),
        evidence,
        later,
        state,
        outcome,
        why,
        openedAt,
        openedBy,
        endedAt,
        reportedAt,
        reportedTo,
        tracedAt,
        tracedBy,
        digest,
        waves,
        version);
  }

  /** Whether a laboratory has found the person positive. */
  boolean isPositive() {
    return evidence != null || later;
  }

  boolean isOpen() {
    return state == State.OPEN;
  }

  /**
   * Since when company counts: so many local days before the onset or the first positive swab,
   * whichever was first, from midnight on.
   */
  Instant since(int lookbackDays) {
    LocalDate sampled =
        (sampledAt == null ? openedAt : sampledAt).atZone(WorldClock.ZONE).toLocalDate();
    LocalDate first = onset == null || onset.isAfter(sampled) ? sampled : onset;
    return first.minusDays(lookbackDays).atStartOfDay(WorldClock.ZONE).toInstant();
  }

  /** Until when company counts. */
  Instant until(Instant now) {
    return controlledAt == null || controlledAt.isAfter(now) ? now : controlledAt;
  }
}
