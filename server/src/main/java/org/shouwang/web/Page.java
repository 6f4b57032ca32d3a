package org.shouwang.web;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list, paged by key.
 *
 * @param items the rows
 * @param next opaque key to ask for the following page with {@code after}; null on the last one
 * @param total count of all rows where it is cheap to know
 */
public record Page<T>(List<T> items, @Nullable String next, @Nullable Long total) {

  /** Rows on a page unless asked otherwise. */
  public static final int DEFAULT_LIMIT = 50;

  /** Most rows on a page. */
  public static final int MAX_LIMIT = 500;

  /**
   * Cuts a list that was read with one row more than the page holds.
   *
   * @param rows at most {@code limit + 1} rows
   * @param limit rows on the page
   * @param key the sort key of a row as plain text
   */
  public static <T> Page<T> of(List<T> rows, int limit, Function<T, String> key) {
    if (rows.size() <= limit) {
      return new Page<>(rows, null, null);
    }
    List<T> items = rows.subList(0, limit);
    return new Page<>(items, encode(key.apply(items.getLast())), null);
  }

  /** The same page of something else. */
  public <R> Page<R> map(Function<T, R> to) {
    return new Page<>(items.stream().map(to).toList(), next, total);
  }

  /** The same page with a total. */
  public Page<T> withTotal(long total) {
    return new Page<>(items, next, total);
  }

  /**
   * Limits a wanted page size.
   *
   * @param wanted from the caller; null for the default
   */
  public static int limit(@Nullable Integer wanted) {
    return wanted == null ? DEFAULT_LIMIT : Math.clamp(wanted, 1, MAX_LIMIT);
  }

  /** Opaque form of a key. */
  public static String encode(String key) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(key.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Reads a key back.
   *
   * @throws Refused {@code web.cursor_invalid} when it isn't one of ours
   */
  public static @Nullable String decode(@Nullable String after) {
    return decode(after, Function.identity());
  }

  /**
   * Reads a key back in the form it has.
   *
   * @param read throws one of Java's exceptions of parsing for what is not a key
   * @throws Refused {@code web.cursor_invalid} when it isn't one of ours
   */
  public static <T> @Nullable T decode(@Nullable String after, Function<String, T> read) {
    if (after == null || after.isEmpty()) {
      return null;
    }
    try {
      String key = new String(Base64.getUrlDecoder().decode(after), StandardCharsets.UTF_8);
      if (!PlainValues.isText(key)) {
        throw new IllegalArgumentException("not a text");
      }
      return read.apply(key);
    } catch (IllegalArgumentException | DateTimeException | IndexOutOfBoundsException e) {
      throw Refused.invalid("web.cursor_invalid").field("after").value(after);
    }
  }
}
