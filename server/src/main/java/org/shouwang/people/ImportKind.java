package org.shouwang.people;

import java.util.Locale;

/** What a sheet holds. */
enum ImportKind {
  /** Each sheet by its own headers. */
  AUTO,
  /** The tree of units. */
  UNITS,
  /** Places on the plan. */
  PLACES,
  /** People. */
  PEOPLE;

  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  static ImportKind of(String key) {
    for (ImportKind kind : values()) {
      if (kind.key().equals(key)) {
        return kind;
      }
    }
    throw org.shouwang.web.Refused.invalid("people.import_kind").field("kind").value(key);
  }
}
