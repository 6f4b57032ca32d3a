package org.shouwang.security;

import java.util.Arrays;

/** SHA-256 as a key. Tokens have 256 random bits, so that a plain digest hides them. */
@SuppressWarnings("ArrayRecordComponent")
record Digest(byte[] bytes) {

  static Digest of(String text) {
    return new Digest(Secrets.sha256(text));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Digest hash && Arrays.equals(bytes, hash.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "Digest";
  }
}
