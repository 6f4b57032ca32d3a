package org.shouwang.command;

import java.util.Locale;

/** States of a task. */
enum TaskState {
  /** Nobody of the unit has signed for it. */
  ISSUED,
  /** The unit has signed for it 签收. */
  ACKNOWLEDGED,
  /** The unit says that it is done; the level above has not said yes. */
  REPORTED,
  /** The level above was not satisfied 退回: to be done again. */
  RETURNED,
  /** The level above is satisfied. */
  ACCEPTED;

  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  static TaskState of(String key) {
    return valueOf(key.toUpperCase(Locale.ROOT));
  }

  /** Whether the unit works on it. */
  boolean isUnderWay() {
    return this == ACKNOWLEDGED || this == RETURNED;
  }
}
