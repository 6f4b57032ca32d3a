package org.shouwang.cases;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.shouwang.policy.Snapshot;

/**
 * From when an edition lets the person of a case go, {@code case.isolation.*}: so many hours after
 * the last symptom, or, without symptoms, after the first positive sample. Pure.
 */
final class DischargeRules {

  private static final String AFTER_SYMPTOMS = "case.isolation.hours_after_symptoms";
  private static final String AFTER_POSITIVE = "case.isolation.hours_after_positive";

  private DischargeRules() {}

  /** Whether the edition says anything of it. */
  static boolean speak(CaseFile file, Snapshot rules) {
    return rules.value(rule(file)) instanceof Number;
  }

  /** Null: what it counts from isn't known yet, or the edition says nothing. */
  static @Nullable Instant freeAt(CaseFile file, Snapshot rules) {
    Instant from = felt(file) ? file.symptomsEndedAt() : file.sampledAt();
    return from != null && rules.value(rule(file)) instanceof Number hours
        ? from.plus(Duration.ofMinutes(Math.round(hours.doubleValue() * 60)))
        : null;
  }

  private static String rule(CaseFile file) {
    return felt(file) ? AFTER_SYMPTOMS : AFTER_POSITIVE;
  }

  private static boolean felt(CaseFile file) {
    return file.onset() != null
        || file.symptoms() != null
        || file.symptomsEndedAt() != null
        || file.signs().values().stream().anyMatch(it -> it > 0);
  }
}
