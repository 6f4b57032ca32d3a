package org.shouwang.own;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.web.PlainValues;
import org.shouwang.web.Refused;

/** Reads what people type; what can't be taken is refused by its name. */
final class Typed {

  private Typed() {}

  static UUID id(@Nullable UUID id) {
    if (id == null) {
      throw Refused.invalid("own.field_missing").field("id");
    }
    return id;
  }

  static @Nullable String text(String field, @Nullable String text, int most) {
    if (text == null || text.isBlank()) {
      return null;
    }
    if (text.length() > most || !PlainValues.isText(text)) {
      throw Refused.invalid("own.field_too_long").field(field).with("limit", most);
    }
    return text.strip();
  }
}
