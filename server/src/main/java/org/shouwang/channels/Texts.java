package org.shouwang.channels;

import org.jspecify.annotations.Nullable;
import org.shouwang.web.PlainValues;
import org.shouwang.web.Refused;

/** Texts that people type. */
final class Texts {

  private Texts() {}

  /** A text that must be there, stripped. */
  static String required(String field, @Nullable String text, int most) {
    if (text == null || text.isBlank()) {
      throw Refused.invalid("channels.field_missing").field(field);
    }
    return bounded(field, text.strip(), most);
  }

  /** A text that may be left out; null when it is blank. */
  static @Nullable String optional(String field, @Nullable String text, int most) {
    return text == null || text.isBlank() ? null : bounded(field, text.strip(), most);
  }

  private static String bounded(String field, String text, int most) {
    if (text.length() > most || !PlainValues.isText(text)) {
      throw Refused.invalid("channels.field_too_long").field(field).with("limit", most);
    }
    return text;
  }
}
