package org.shouwang.sampling;

import java.util.Locale;

/** States of a round. */
enum RoundState {
  /** Being planned: nobody is expected yet. */
  DRAFT,
  /** The expected list is frozen; swabs count. */
  OPENED,
  /** Over: who is missing has missed it. Swabs that were taken in time still count. */
  CLOSED;

  /** Name in JSON and the database. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  static RoundState of(String key) {
    return valueOf(key.toUpperCase(Locale.ROOT));
  }
}
