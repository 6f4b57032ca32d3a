package org.shouwang.reports;

import java.util.Locale;

/**
 * A named figure: what it is, in both languages, stands in the message files under {@code
 * reports.figure.<key>.title} and {@code .definition}.
 *
 * @param key {@code <group>.<what>}, as templates name it
 * @param measure what it counts
 * @param source the API's list that each row comes from, for who wants to go there
 */
record Figure(String key, Measure measure, String source) {

  /** Units of measure. */
  enum Measure {
    /** Times somebody passed 人次. */
    PERSON_TIMES,
    /** Persons 人. */
    PERSONS,
    /** Units 个单位. */
    UNITS,
    /** Duties, directives, alerts 件. */
    ITEMS;

    String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
