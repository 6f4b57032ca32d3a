package org.shouwang.web;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The key a list goes on from: newest first by time and id.
 *
 * @param at time of the last row shown
 * @param id of that row
 */
public record TimeKeys(Instant at, UUID id) {

  /** The greatest id. */
  public static final UUID LAST = new UUID(-1, -1);

  /** Before it is everything. */
  public static final TimeKeys NEWEST = new TimeKeys(Instant.parse("9999-01-01T00:00:00Z"), LAST);

  /**
   * Reads the page's opaque key; without one, from the newest.
   *
   * @throws Refused {@code web.cursor_invalid} when it isn't one of ours
   */
  public static TimeKeys of(@Nullable String after) {
    TimeKeys keys = Page.decode(after, TimeKeys::read);
    return keys == null ? NEWEST : keys;
  }

  private static TimeKeys read(String text) {
    int bar = text.indexOf('|');
    return new TimeKeys(
        PlainValues.instant(text.substring(0, bar)), PlainValues.uuid(text.substring(bar + 1)));
  }

  /** The plain text of a key. */
  public static String text(Instant at, UUID id) {
    return at + "|" + id;
  }
}
