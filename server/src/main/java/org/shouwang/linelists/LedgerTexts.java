package org.shouwang.linelists;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.shouwang.web.Messages;

/** Cells of ledgers in the reader's language. */
record LedgerTexts(Messages messages, Locale locale) {

  /** A word of a closed list; nothing where there is none. */
  String word(@Nullable String word) {
    return word == null ? "" : messages.text(locale, "linelists.word." + word, Map.of());
  }

  static String plain(@Nullable String text) {
    return text == null ? "" : text;
  }

  static String time(@Nullable Instant at) {
    return at == null ? "" : Shown.time(at);
  }
}
