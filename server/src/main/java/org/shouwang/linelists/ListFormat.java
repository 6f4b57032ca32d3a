package org.shouwang.linelists;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Whose export a file is, told by its headers. */
enum ListFormat {
  /** Our own list of cases. */
  OWN_CASES("own", ListKind.CASES),
  /** Our own list of contacts. */
  OWN_CONTACTS("own", ListKind.CONTACTS),
  /** Cases as Go.Data exports them. */
  GO_DATA_CASES("go_data", ListKind.CASES),
  /** Contacts as Go.Data exports them. */
  GO_DATA_CONTACTS("go_data", ListKind.CONTACTS),
  /** Cases as SORMAS exports them in detail. */
  SORMAS_CASES("sormas", ListKind.CASES),
  /** Contacts as SORMAS exports them in detail. */
  SORMAS_CONTACTS("sormas", ListKind.CONTACTS),
  /** Any other table: a person maps its columns. */
  OTHER("other", null);

  private final String system;
  private final @Nullable ListKind kind;

  ListFormat(String system, @Nullable ListKind kind) {
    this.system = system;
    this.kind = kind;
  }

  /** Within which external ids are unique. */
  String system() {
    return system;
  }

  /** What it is a list of; null: a person says so. */
  @Nullable ListKind kind() {
    return kind;
  }

  /** Name in JSON and the database. */
  @JsonValue
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  static ListFormat of(String key) {
    return valueOf(key.toUpperCase(Locale.ROOT));
  }
}
