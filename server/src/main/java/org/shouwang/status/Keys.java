package org.shouwang.status;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.web.Page;
import org.shouwang.web.PlainValues;

/** The key a list goes on from: newest first by time and id. */
record Keys(Instant at, UUID id) {

  private static final Keys NEWEST =
      new Keys(Instant.parse("9999-01-01T00:00:00Z"), new UUID(-1, -1));

  static Keys of(@Nullable String after) {
    Keys keys = Page.decode(after, Keys::read);
    return keys == null ? NEWEST : keys;
  }

  private static Keys read(String text) {
    int bar = text.indexOf('|');
    return new Keys(
        PlainValues.instant(text.substring(0, bar)), PlainValues.uuid(text.substring(bar + 1)));
  }

  static String text(Instant at, UUID id) {
    return at + "|" + id;
  }
}
