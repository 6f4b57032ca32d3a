package org.shouwang.gates;

import java.util.Locale;
import java.util.Optional;

/**
 * Why a verdict is what it is. The order of the constants is the order of the checks, which sorts
 * reasons of equal severity.
 */
enum ReasonCode {
  /** Ambulance, fire, evacuation or medical emergency: passes at once. */
  EMERGENCY_PASS(ReasonCategory.EMERGENCY),
  /** The zone is being evacuated: every gate is open. */
  EVACUATION(ReasonCategory.EMERGENCY),
  /** Under a hold that is still open. */
  RESTRICTION_HOLD(ReasonCategory.RESTRICTION),
  /** Barred from the park. */
  RESTRICTION_BARRED(ReasonCategory.RESTRICTION),
  /** Enters after a test, and shows none sampled since that was so. */
  RESTRICTION_TEST_FIRST(ReasonCategory.RESTRICTION),
  /** Watched: passes, and whoever looks is told. */
  RESTRICTION_WATCHED(ReasonCategory.RESTRICTION),
  /** Official code red. */
  COLOUR_RED(ReasonCategory.HEALTH_CODE),
  /** Official code orange. */
  COLOUR_ORANGE(ReasonCategory.HEALTH_CODE),
  /** Official code yellow. */
  COLOUR_YELLOW(ReasonCategory.HEALTH_CODE),
  /** The code shown had expired. */
  COLOUR_EXPIRED(ReasonCategory.HEALTH_CODE),
  /** A code nobody could read, or a colour unknown to us. */
  COLOUR_UNKNOWN(ReasonCategory.HEALTH_CODE),
  /** The check of the code failed. */
  COLOUR_CHECK_FAILED(ReasonCategory.HEALTH_CODE),
  /** The check of the code did not answer in time. */
  COLOUR_TIMED_OUT(ReasonCategory.HEALTH_CODE),
  /** No code was shown. */
  COLOUR_MISSING(ReasonCategory.HEALTH_CODE),
  /** First reading at or above the limit. */
  TEMPERATURE_HIGH(ReasonCategory.TEMPERATURE),
  /** Second reading at or above the limit. */
  TEMPERATURE_HIGH_AGAIN(ReasonCategory.TEMPERATURE),
  /** No reading. */
  TEMPERATURE_MISSING(ReasonCategory.TEMPERATURE),
  /** The last reading can't be a living person's. */
  TEMPERATURE_IMPLAUSIBLE(ReasonCategory.TEMPERATURE),
  /** A positive test. */
  TEST_POSITIVE(ReasonCategory.TEST),
  /** A negative test older than the limit of the class. */
  TEST_EXPIRED(ReasonCategory.TEST),
  /** No test, or none with the time that counts. */
  TEST_MISSING(ReasonCategory.TEST),
  /** Sampled, the result is not out. */
  TEST_PENDING(ReasonCategory.TEST),
  /** The trip card shows a risk area. */
  TRIP_RISK(ReasonCategory.TRIP),
  /** The trip card could not be read, or is starred where the edition wants a look. */
  TRIP_UNKNOWN(ReasonCategory.TRIP),
  /** No trip card was shown. */
  TRIP_MISSING(ReasonCategory.TRIP),
  /** Nobody we know. */
  PERSON_UNKNOWN(ReasonCategory.IDENTITY),
  /** Registered provisionally, identity not yet confirmed. */
  PERSON_PROVISIONAL(ReasonCategory.IDENTITY),
  /** The device's roster is too old to rely on. */
  ROSTER_STALE(ReasonCategory.CHECK),
  /** The edition in force is absent or lacks a value that this verdict needs. */
  EDITION_MISSING(ReasonCategory.CHECK),
  /** Nobody said which class of person this is. */
  CLASS_MISSING(ReasonCategory.MISSING_FIELD),
  /** The reason of the visit is missing. */
  REASON_MISSING(ReasonCategory.MISSING_FIELD),
  /** The host is missing. */
  HOST_MISSING(ReasonCategory.MISSING_FIELD),
  /** The escort is missing. */
  ESCORT_MISSING(ReasonCategory.ESCORT),
  /** A named approver lifted reasons named above. */
  OVERRIDE_IN_FORCE(ReasonCategory.OVERRIDE),
  /** An override that would have lifted reasons has run out. */
  OVERRIDE_EXPIRED(ReasonCategory.OVERRIDE);

  private final ReasonCategory category;
  private final String word = name().toLowerCase(Locale.ROOT);

  ReasonCode(ReasonCategory category) {
    this.category = category;
  }

  ReasonCategory category() {
    return category;
  }

  /** The word on the wire. */
  String word() {
    return word;
  }

  /** Whether this reason makes a verdict pass before everything else. */
  boolean opensTheGate() {
    return this == EMERGENCY_PASS || this == EVACUATION;
  }

  /** Red codes and positive tests are nobody's to override. */
  boolean canBeLifted() {
    return this != COLOUR_RED && this != TEST_POSITIVE;
  }

  /** The code of a word, empty for anything else. */
  static Optional<ReasonCode> ofWord(String word) {
    for (ReasonCode code : values()) {
      if (code.word.equals(word)) {
        return Optional.of(code);
      }
    }
    return Optional.empty();
  }
}
