package org.shouwang.isolation;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.shouwang.web.PlainValues;
import org.shouwang.web.Refused;

/** Reads what was typed as a reading, by a worker or by the person; refuses it by its name. */
final class ReadingWords {

  private static final int MOST = 500;

  private ReadingWords() {}

  static @Nullable Double temperature(@Nullable Double measured) {
    if (measured != null && !(measured >= 34 && measured <= 43)) {
      throw Refused.invalid("isolation.temperature_wrong").field("temperature").value(measured);
    }
    return measured;
  }

  static List<String> symptoms(@Nullable List<String> given) {
    return given == null
        ? List.of()
        : given.stream()
            .map(it -> choice("symptoms", it, Reading.Symptom.values()).key())
            .distinct()
            .sorted()
            .toList();
  }

  static @Nullable String note(@Nullable String text) {
    if (text == null || text.isBlank()) {
      return null;
    }
    if (text.length() > MOST || !PlainValues.isText(text)) {
      throw Refused.invalid("isolation.field_too_long").field("note").with("limit", MOST);
    }
    return text.strip();
  }

  static <E extends Enum<E>> E choice(String field, @Nullable String word, E[] choices) {
    if (word == null || word.isBlank()) {
      throw Refused.invalid("isolation.field_missing").field(field);
    }
    for (E each : choices) {
      if (each.name().toLowerCase(Locale.ROOT).equals(word)) {
        return each;
      }
    }
    throw Refused.invalid("isolation.not_a_choice")
        .field(field)
        .value(PlainValues.shown(word, 40))
        .with(
            "choices",
            String.join(
                ", ",
                java.util.Arrays.stream(choices)
                    .map(it -> it.name().toLowerCase(Locale.ROOT))
                    .toList()));
  }
}
