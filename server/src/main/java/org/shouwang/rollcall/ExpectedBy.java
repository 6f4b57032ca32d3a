package org.shouwang.rollcall;

import java.util.Locale;

/** The rule by which somebody is expected. */
enum ExpectedBy {
  /** Lives in the plant: every day, whatever the pattern. */
  LIVING_IN,
  /** Their unit comes every day. */
  EVERY_DAY,
  /** It is a working day of their unit's week. */
  WORKING_DAY,
  /** Their unit has a shift that starts on this day. */
  SHIFT,
  /** They stand on the project's roster. */
  PROJECT_ROSTER,
  /** They stand on the list that the enterprise filed for the day. */
  ENTERPRISE_LIST,
  /** The enterprise filed no list: all its people. */
  ENTERPRISE_MEMBERS,
  /** It is their household's turn at the edition's frequency. */
  RESIDENT_TURN;

  /** Name in JSON and the database. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
