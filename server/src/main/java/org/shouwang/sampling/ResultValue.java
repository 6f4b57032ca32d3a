package org.shouwang.sampling;

import java.util.Locale;
import java.util.Optional;

/** What a laboratory reports of a tube. */
enum ResultValue {
  /** 阴性. */
  NEGATIVE,
  /** 阳性. */
  POSITIVE,
  /** 灰区: neither the one nor the other, treated as positive until it is clear. */
  GREY,
  /** 无效: the test failed. */
  INVALID;

  /** Name in JSON and the database. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<ResultValue> of(String key) {
    for (ResultValue each : values()) {
      if (each.key().equals(key)) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  /** Everybody concerned is kept apart until it is clear. */
  boolean alarming() {
    return this == POSITIVE || this == GREY;
  }
}
