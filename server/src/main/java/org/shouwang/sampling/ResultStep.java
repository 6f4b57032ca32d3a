package org.shouwang.sampling;

import java.util.Locale;
import java.util.Optional;

/** Which test a result is of: screening and confirmation are kept apart. */
enum ResultStep {
  /** 初筛. */
  SCREENING,
  /** 复核. */
  CONFIRMATION;

  /** Name in JSON and the database. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<ResultStep> of(String key) {
    for (ResultStep each : values()) {
      if (each.key().equals(key)) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }
}
