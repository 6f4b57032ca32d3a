package org.shouwang.people;

import java.util.Locale;

/** How far an import is. */
enum ImportState {
  /** Its rows are being read, checked and staged. */
  READING,
  /** All rows are staged; it waits for a person's word. */
  PREVIEWED,
  /** Its good rows are being taken in. */
  COMMITTING,
  /** Its good rows are in. */
  COMMITTED,
  /** Called off; nothing of it was taken in. */
  CANCELLED,
  /** The file could not be read. */
  FAILED;

  String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
