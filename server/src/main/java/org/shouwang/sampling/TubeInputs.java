package org.shouwang.sampling;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.shouwang.web.PlainValues;
import org.shouwang.web.Refused;

/** What people type about tubes and results. */
final class TubeInputs {

  private TubeInputs() {}

  /** A text that must be there, stripped. */
  static String required(String field, @Nullable String text, int most) {
    if (text == null || text.isBlank()) {
      throw Refused.invalid("sampling.field_missing").field(field);
    }
    if (text.length() > most || !PlainValues.isText(text)) {
      throw Refused.invalid("sampling.field_too_long").field(field).with("limit", most);
    }
    return text.strip();
  }

  static @Nullable String optional(String field, @Nullable String text, int most) {
    return text == null || text.isBlank() ? null : required(field, text, most);
  }

  static String word(String field, @Nullable String word, Set<String> words) {
    String known = required(field, word, 40);
    if (!words.contains(known)) {
      throw wrong(field, known);
    }
    return known;
  }

  static Instant instant(String field, @Nullable String text) {
    String given = required(field, text, 60);
    try {
      return PlainValues.instant(given);
    } catch (DateTimeException e) {
      throw wrong(field, given);
    }
  }

  /** A filter of a list: nothing, or one of the words. */
  static @Nullable String filter(String field, @Nullable String word, Set<String> words) {
    return word == null || word.isEmpty() || word.equals("all") ? null : word(field, word, words);
  }

  static Refused wrong(String field, String value) {
    return Refused.invalid("sampling.field_wrong").field(field).value(PlainValues.shown(value, 40));
  }
}
