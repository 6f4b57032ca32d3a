package org.shouwang.command;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.web.Page;
import org.shouwang.web.PlainValues;

/**
 * The key a list goes on from: newest first by time and id.
 *
 * @param at time of the last row shown
 * @param id of that row
 */
record Keys(Instant at, UUID id) {

  private static final UUID LAST = new UUID(-1, -1);

  /** Reads the page's opaque key; without one, from the newest. */
  static Keys of(@Nullable String after) {
    Keys keys = Page.decode(after, Keys::read);
    return keys == null ? new Keys(Instant.parse("9999-01-01T00:00:00Z"), LAST) : keys;
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
