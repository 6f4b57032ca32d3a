package org.shouwang.incidents;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.web.PlainValues;
import org.shouwang.web.Refused;

/** Texts, times and choices that people give; what can't be taken is refused by its name. */
final class Texts {

  static final int MOST = 500;
  static final int LONG = 4_000;
  private static final int SHOWN = 40;
  private static final Duration LONGEST = Duration.ofDays(90);

  private Texts() {}

  static Refused missing(String field) {
    return Refused.invalid("incidents.field_missing").field(field);
  }

  static <T> T required(String field, @Nullable T value) {
    if (value == null) {
      throw missing(field);
    }
    return value;
  }

  static String text(String field, @Nullable String text) {
    String given = optional(field, text, MOST);
    if (given == null) {
      throw missing(field);
    }
    return given;
  }

  /** The beginning of a text; no character is cut in two. */
  static String cut(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    return text.substring(0, Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most);
  }

  static @Nullable String optional(String field, @Nullable String text, int most) {
    if (text == null || text.isBlank()) {
      return null;
    }
    if (text.length() > most || !PlainValues.isText(text)) {
      throw Refused.invalid("incidents.field_too_long").field(field).with("limit", most);
    }
    return text.strip();
  }

  /** A time between 90 days ago and now; now when left out. */
  static Instant past(String field, @Nullable Instant at, Instant now) {
    if (at == null) {
      return now;
    }
    if (at.isAfter(now) || at.isBefore(now.minus(LONGEST))) {
      throw Refused.invalid("incidents.time_wrong")
          .field(field)
          .value(at)
          .with("days", LONGEST.toDays());
    }
    return at;
  }

  /** One of an enumeration's words. */
  static <E extends Enum<E>> E choice(String field, @Nullable String word, E[] choices) {
    String given = text(field, word);
    for (E each : choices) {
      if (each.name().toLowerCase(Locale.ROOT).equals(given)) {
        return each;
      }
    }
    throw Refused.invalid("incidents.not_a_choice")
        .field(field)
        .value(PlainValues.shown(given, SHOWN))
        .with(
            "choices",
            String.join(
                ", ",
                Arrays.stream(choices).map(it -> it.name().toLowerCase(Locale.ROOT)).toList()));
  }

  static Refused unknown(String field, @Nullable UUID id) {
    return Refused.notFound("incidents.unknown").field(field).value(id);
  }

  static Refused moved(int seen) {
    return Refused.conflict("incidents.moved").field("version").value(seen);
  }
}
