package org.shouwang.duties;

import java.util.Locale;

/** States of a duty. */
public enum DutyState {
  /** Its window hasn't begun. */
  WAITING,
  /** To be done. */
  OPEN,
  /** Its end has passed and nothing shows that it was done. */
  LATE,
  /** Evidence shows it, whenever that came. */
  DONE,
  /** Not to be done any more, by somebody's decision. */
  WAIVED,
  /** Somebody else holds it now: a later duty stands in its place. */
  PASSED_ON;

  /** Name in JSON and the database. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The state of a key. */
  public static DutyState of(String key) {
    return valueOf(key.toUpperCase(Locale.ROOT));
  }

  /** Whether something is still to be done. */
  public boolean isPending() {
    return this == WAITING || this == OPEN || this == LATE;
  }
}
