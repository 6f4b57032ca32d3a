package org.shouwang.incidents;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An incident as kept.
 *
 * @param number such as E2022-001
 * @param title null: it is called after its first case
 * @param level of the response, i (highest) to iv
 * @param lastCaseAt when the newest case joined; null: it carries none
 */
record Incident(
    UUID id,
    String number,
    @Nullable String title,
    String disease,
    String level,
    State state,
    Instant openedAt,
    String openedBy,
    @Nullable Instant lastCaseAt,
    @Nullable Instant endedAt,
    int version) {

  /** Where it stands. */
  enum State {
    /** 预警: open and on the clock; the response hasn't been started yet. */
    SIGNALLED,
    /** 响应: teams are in place, measures begin. */
    RESPONDING,
    /** 处置: measures are carried through. */
    DISPOSAL,
    /** 终止: nothing is left to be done. */
    CLOSED,
    /** 撤销: it was none. */
    WITHDRAWN;

    @JsonValue
    String key() {
      return name().toLowerCase(Locale.ROOT);
    }

    boolean isOpen() {
      return this != CLOSED && this != WITHDRAWN;
    }

    /** Whether a person may move it there. */
    boolean mayBecome(State next) {
      return switch (this) {
        case SIGNALLED -> next == RESPONDING || next == WITHDRAWN;
        case RESPONDING -> next == DISPOSAL || next == WITHDRAWN;
        case DISPOSAL -> next == RESPONDING || next == CLOSED || next == WITHDRAWN;
        case CLOSED, WITHDRAWN -> false;
      };
    }
  }

  /** Levels of response, the highest first. */
  enum Level {
    I,
    II,
    III,
    IV;

    String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  boolean isOpen() {
    return state.isOpen();
  }
}
