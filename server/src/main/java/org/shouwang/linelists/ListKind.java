package org.shouwang.linelists;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a list is of. */
enum ListKind {
  /** 病例. */
  CASES,
  /** 密切接触者. */
  CONTACTS;

  /** Name in JSON and the database. */
  @JsonValue
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  static ListKind of(String key) {
    return valueOf(key.toUpperCase(Locale.ROOT));
  }
}
