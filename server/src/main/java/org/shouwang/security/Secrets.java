package org.shouwang.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Locale;

/** Random tokens, codes and passwords, and the digests by which they are kept. */
final class Secrets {

  /** Without 0 O 1 I L U: nothing to misread, no words. */
  private static final String UNAMBIGUOUS = "23456789ABCDEFGHJKMNPQRSTVWXYZ";

  private static final SecureRandom RANDOM = new SecureRandom();

  private Secrets() {}

  /** 256 random bits, in URL-safe Base64 (43 characters). */
  static String newToken() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(32));
  }

  /** A device's one-time code: eight characters, 39 bits. */
  static String newCode() {
    return unambiguous(8);
  }

  /** What a person typed as a code: upper case, without spaces and dashes. */
  static String normalCode(String typed) {
    return typed.replaceAll("[\\s-]", "").toUpperCase(Locale.ROOT);
  }

  /** An initial password that can be read out: four groups of four, 78 bits. */
  static String newPassword() {
    return "%s-%s-%s-%s".formatted(unambiguous(4), unambiguous(4), unambiguous(4), unambiguous(4));
  }

  static byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  static boolean same(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }

  private static String unambiguous(int length) {
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append(UNAMBIGUOUS.charAt(RANDOM.nextInt(UNAMBIGUOUS.length())));
    }
    return text.toString();
  }
}
