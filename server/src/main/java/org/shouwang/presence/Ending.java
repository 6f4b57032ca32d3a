package org.shouwang.presence;

import java.util.Locale;

/** How a stay ended, or that it hasn't. */
public enum Ending {
  /** Still inside. */
  OPEN,
  /** The exit was seen. */
  LEFT,
  /** The exit of the level around it was seen. */
  LEFT_OUTER,
  /** Seen going in again, or somewhere else: the exit was forgotten, and lies before that time. */
  FORGOTTEN,
  /** Nothing was seen for longer than the rule allows: the exit is presumed. */
  PRESUMED;

  /** The ending of a key. */
  static Ending of(String key) {
    return valueOf(key.toUpperCase(Locale.ROOT));
  }

  /** Name in JSON and the database. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
