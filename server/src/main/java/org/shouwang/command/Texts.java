package org.shouwang.command;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.shouwang.web.Refused;

/** Texts and times that people type. */
final class Texts {

  static final int TITLE = 120;
  static final int BODY = 10_000;
  static final int NOTE = 1_000;

  /** No deadline lies farther ahead. */
  private static final Duration LONGEST = Duration.ofDays(366);

  private Texts() {}

  /** A text that must be there, stripped. */
  static String required(String field, @Nullable String text, int most) {
    if (text == null || text.isBlank()) {
      throw Refused.invalid("command.field_missing").field(field);
    }
    return bounded(field, text, most);
  }

  /** A text that may be left out; empty then. */
  static String optional(String field, @Nullable String text, int most) {
    return text == null ? "" : bounded(field, text, most);
  }

  private static String bounded(String field, String text, int most) {
    String plain = text.strip();
    if (plain.length() > most) {
      throw Refused.invalid("command.field_too_long").field(field).with("limit", most);
    }
    return plain;
  }

  /** A deadline: after a moment and within a year of it. */
  static Instant due(String field, @Nullable Instant due, Instant after) {
    if (due == null) {
      throw Refused.invalid("command.field_missing").field(field);
    }
    if (!due.isAfter(after) || due.isAfter(after.plus(LONGEST))) {
      throw Refused.invalid("command.due_wrong")
          .field(field)
          .value(due)
          .with("after", after)
          .with("days", LONGEST.toDays());
    }
    return due;
  }

  /**
   * Digest of what a notice says: spaces, line breaks, full and half width and the case of letters
   * don't change it.
   */
  static byte[] meaning(String title, String body) {
    return sha256((said(title) + "\n" + said(body)).getBytes(StandardCharsets.UTF_8));
  }

  private static String said(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFKC)
        .toLowerCase(Locale.ROOT)
        .replaceAll("\\s+", "");
  }

  static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
