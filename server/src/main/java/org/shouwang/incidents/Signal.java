package org.shouwang.incidents;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What may be the first sign of an incident 预警信号.
 *
 * @param at when it was
 * @param receivedAt when it was known here
 * @param caller who called or wrote; null: a module told it
 * @param what in words of whoever took it, or of the record
 * @param link path of the console's page it is about
 * @param cause the fact or act that it came from
 * @param times how often the same was told
 */
record Signal(
    UUID id,
    Kind kind,
    String key,
    Instant at,
    Instant receivedAt,
    @Nullable String caller,
    String what,
    @Nullable UUID place,
    @Nullable String link,
    @Nullable UUID cause,
    int times,
    String by,
    State state,
    @Nullable UUID incident,
    @Nullable Instant judgedAt,
    @Nullable String judgedBy,
    @Nullable String why) {

  /** What it is. */
  enum Kind {
    /** A case was opened. */
    CASE(false),
    /** A positive or grey tube, unless it opens a case. */
    TUBE(false),
    /** People were held at a gate with a fever: one a gate and day. */
    GATE_FEVER(false),
    /** Somebody in isolation is unwell: one an order and day. */
    ISOLATED_UNWELL(false),
    /** The authority listed a risk area. */
    RISK_AREA(false),
    /** Somebody called. */
    CALL(true),
    /** 协查函. */
    ENQUIRY_LETTER(true),
    /** Anything else. */
    OTHER(true);

    private final boolean byHand;

    Kind(boolean byHand) {
      this.byHand = byHand;
    }

    /** Whether people take it in; the others come by themselves. */
    boolean byHand() {
      return byHand;
    }

    @JsonValue
    String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What became of it. */
  enum State {
    /** To be judged. */
    OPEN,
    /** It opened an incident. */
    OPENED,
    /** It joined one that was open. */
    JOINED,
    /** It meant nothing, for a reason. */
    DISMISSED;

    @JsonValue
    String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
