package org.shouwang.isolation;

import java.util.Locale;
import java.util.Optional;

/** Files that a signed paper may come as. The first bytes decide, not the name. */
enum ScanKind {
  /** A PDF, as scanners make it. */
  PDF("application/pdf", ".pdf", new byte[] {'%', 'P', 'D', 'F', '-'}),
  /** A photograph. */
  JPEG("image/jpeg", ".jpg", new byte[] {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF});

  /** Bytes in a file. */
  static final int MOST = 10 << 20;

  private final String type;
  private final String ending;
  private final byte[] begins;

  ScanKind(String type, String ending, byte[] begins) {
    this.type = type;
    this.ending = ending;
    this.begins = begins;
  }

  String type() {
    return type;
  }

  static Optional<ScanKind> of(byte[] content) {
    for (ScanKind each : values()) {
      if (content.length > each.begins.length
          && java.util.Arrays.equals(
              content, 0, each.begins.length, each.begins, 0, each.begins.length)) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  /** The last part of a given name with this kind's own ending, without what no file name has. */
  String name(String given) {
    String last = given.substring(Math.max(given.lastIndexOf('/'), given.lastIndexOf('\\')) + 1);
    String plain = last.replaceAll("[\\p{Cntrl}\"<>|:*?]", "_").strip();
    String stem = plain.replaceAll("(?i)\\.(pdf|jpe?g)$", "");
    String kept = stem.isBlank() ? name().toLowerCase(Locale.ROOT) : stem;
    return (kept.length() > 180 ? kept.substring(0, 180) : kept) + ending;
  }
}
