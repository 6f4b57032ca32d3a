package org.shouwang.cases;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Optional;

/** Where a contact stands. */
enum ContactState {
  /** 待判定: found or named, not decided yet. */
  CANDIDATE(false),
  /** 密切接触者, by the authority. */
  CLOSE(true),
  /** 密接的密接, by the authority. */
  SECONDARY(true),
  /** 一般接触者, by the authority. */
  GENERAL(true),
  /** 排除: decided to be none. */
  DROPPED(true),
  /** What had led to it is no longer recorded; nobody had decided. */
  LAPSED(false),
  /** The case was withdrawn. */
  WITHDRAWN(false);

  private final boolean decision;

  ContactState(boolean decision) {
    this.decision = decision;
  }

  /** Whether somebody can decide it. */
  boolean isDecision() {
    return decision;
  }

  /** Whether it restricts the person, so that the authority's document must be named. */
  boolean needsDocument() {
    return this == CLOSE || this == SECONDARY;
  }

  /** Name in JSON and the database. */
  @JsonValue
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<ContactState> of(String key) {
    for (ContactState each : values()) {
      if (each.key().equals(key)) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }
}
