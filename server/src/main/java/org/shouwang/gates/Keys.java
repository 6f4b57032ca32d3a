package org.shouwang.gates;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.web.Page;
import org.shouwang.web.Refused;

/**
 * The key a list goes on from: newest first by time and id.
 *
 * @param at time of the last row shown
 * @param id of that row
 */
record Keys(Instant at, UUID id) {

  /** The greatest id. */
  static final UUID LAST = new UUID(-1, -1);

  /** Reads the page's opaque key; without one, from the newest. */
  static Keys of(@Nullable String after) {
    String text = Page.decode(after);
    if (text == null) {
      return new Keys(Instant.parse("9999-01-01T00:00:00Z"), LAST);
    }
    int bar = text.indexOf('|');
    try {
      return new Keys(
          Instant.parse(text.substring(0, bar)), UUID.fromString(text.substring(bar + 1)));
    } catch (DateTimeException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw Refused.invalid("web.cursor_invalid").field("after").value("");
    }
  }

  static String text(Instant at, UUID id) {
    return at + "|" + id;
  }
}
