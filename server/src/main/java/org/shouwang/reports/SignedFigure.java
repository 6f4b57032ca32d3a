package org.shouwang.reports;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A figure as it stands in a document.
 *
 * @param digest over key, day, unit and value: what is printed beside it can be checked
 */
record SignedFigure(String key, LocalDate day, @Nullable UUID unit, long value, String digest) {

  static SignedFigure of(String key, LocalDate day, @Nullable UUID unit, long value) {
    String line = key + "\n" + day + "\n" + (unit == null ? "" : unit) + "\n" + value;
    return new SignedFigure(
        key, day, unit, value, sha256(line.getBytes(StandardCharsets.UTF_8)).substring(0, 16));
  }

  /** The console's page of its records. */
  String path(boolean signed) {
    return "/figures/"
        + key
        + "?day="
        + day
        + (unit == null ? "" : "&unit=" + unit)
        + (signed ? "&signed=" + value : "");
  }

  static String sha256(byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (byte[] part : parts) {
        digest.update(part);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
