package org.shouwang.cases;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.shouwang.clock.WorldClock;
import org.shouwang.web.PlainValues;
import org.shouwang.web.Refused;

/** Texts and times that people type. */
final class Texts {

  private static final int MOST = 500;
  private static final int MOST_SIGNS = 40;
  private static final int MOST_TIMES = 100;
  private static final Pattern SIGN = Pattern.compile("[a-z][a-z0-9_]{0,39}");

  /** Nothing that matters lies farther back. */
  static final Duration LONGEST = Duration.ofDays(90);

  private Texts() {}

  /** A text that must be there, stripped. */
  static String required(String field, @Nullable String text) {
    String given = optional(field, text);
    if (given == null) {
      throw Refused.invalid("cases.field_missing").field(field);
    }
    return given;
  }

  /** A text that may be left out; null then. */
  static @Nullable String optional(String field, @Nullable String text) {
    if (text == null || text.isBlank()) {
      return null;
    }
    if (text.length() > MOST || !PlainValues.isText(text)) {
      throw Refused.invalid("cases.field_too_long").field(field).with("limit", MOST);
    }
    return text.strip();
  }

  /** A time between 90 days ago and now; may be left out. */
  static @Nullable Instant past(String field, @Nullable Instant at, Instant now) {
    if (at != null && (at.isAfter(now) || at.isBefore(now.minus(LONGEST)))) {
      throw wrong(field, at);
    }
    return at;
  }

  /** A day between 90 days ago and today; may be left out. */
  static @Nullable LocalDate past(String field, @Nullable LocalDate day, Instant now) {
    LocalDate today = now.atZone(WorldClock.ZONE).toLocalDate();
    if (day != null && (day.isAfter(today) || day.isBefore(today.minusDays(LONGEST.toDays())))) {
      throw wrong(field, day);
    }
    return day;
  }

  /** Numbers by the names of signs. */
  static Map<String, Integer> signs(String field, Map<String, Integer> given) {
    if (given.size() > MOST_SIGNS) {
      throw Refused.invalid("cases.sign_wrong").field(field).value(given.size());
    }
    given.forEach((sign, times) -> {
      if (!SIGN.matcher(sign).matches() || times == null || times < 0 || times > MOST_TIMES) {
        throw Refused.invalid("cases.sign_wrong")
            .field(field)
            .value(PlainValues.shown(sign, 40) + ": " + times);
      }
    });
    return Map.copyOf(given);
  }

  static Refused wrong(String field, Object value) {
    return Refused.invalid("cases.time_wrong")
        .field(field)
        .value(value)
        .with("days", LONGEST.toDays());
  }

  /** One of an enumeration's words. */
  static <E extends Enum<E>> E choice(String field, @Nullable String word, E[] choices) {
    String given = required(field, word);
    for (E each : choices) {
      if (each.name().toLowerCase(Locale.ROOT).equals(given)) {
        return each;
      }
    }
    throw Refused.invalid("cases.not_a_choice")
        .field(field)
        .value(PlainValues.shown(given, 40))
        .with(
            "choices",
            String.join(
                ", ",
                java.util.Arrays.stream(choices)
                    .map(it -> it.name().toLowerCase(Locale.ROOT))
                    .toList()));
  }
}
