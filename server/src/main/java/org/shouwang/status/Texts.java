package org.shouwang.status;

import org.jspecify.annotations.Nullable;
import org.shouwang.web.PlainValues;
import org.shouwang.web.Refused;

/** Texts that people type. */
final class Texts {

  static final int MOST = 500;

  private Texts() {}

  /** A text that must be there, stripped. */
  static String required(String field, @Nullable String text) {
    if (text == null || text.isBlank()) {
      throw Refused.invalid("status.field_missing").field(field);
    }
    if (text.length() > MOST || !PlainValues.isText(text)) {
      throw Refused.invalid("status.field_too_long").field(field).with("limit", MOST);
    }
    return text.strip();
  }

  static String shown(@Nullable String text) {
    return text == null ? "" : PlainValues.shown(text, 40);
  }
}
