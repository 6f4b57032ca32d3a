package org.shouwang.sampling;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.shouwang.web.PlainValues;
import org.shouwang.web.Refused;

/** Reads fields of requests about rounds; what can't be taken is refused by its name. */
final class RoundFields {

  private static final int SHOWN = 40;

  private RoundFields() {}

  static Refused missing(String field) {
    return Refused.invalid("sampling.field_missing").field(field);
  }

  static Refused wrong(String field, @Nullable Object value) {
    return Refused.invalid("sampling.field_wrong")
        .field(field)
        .value(value == null ? "" : PlainValues.shown(value.toString(), SHOWN));
  }

  static <T> T there(String field, @Nullable T value) {
    if (value == null) {
      throw missing(field);
    }
    return value;
  }

  /** A text that is not too long and can be kept; blank is null. */
  static @Nullable String text(String field, @Nullable String text, int most) {
    if (text == null || text.isBlank()) {
      return null;
    }
    if (text.length() > most || !PlainValues.isText(text)) {
      throw Refused.invalid("sampling.text_too_long").field(field).with("limit", most);
    }
    return text.strip();
  }

  static String required(String field, @Nullable String text, int most) {
    return there(field, text(field, text, most));
  }

  /** Each once, none of them null, no more than so many. */
  static <T> List<T> list(String field, @Nullable List<@Nullable T> given, int most) {
    if (given == null) {
      return List.of();
    }
    if (given.size() > most) {
      throw Refused.invalid("sampling.list_too_long")
          .field(field)
          .value(given.size())
          .with("limit", most);
    }
    Set<T> once = new LinkedHashSet<>();
    for (T each : given) {
      if (each == null) {
        throw wrong(field, null);
      }
      once.add(each);
    }
    return List.copyOf(once);
  }

  static int between(String field, @Nullable Integer value, int least, int most) {
    int given = there(field, value);
    if (given < least || given > most) {
      throw wrong(field, given);
    }
    return given;
  }
}
