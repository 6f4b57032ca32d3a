package org.shouwang.security;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.shouwang.web.Refused;

/**
 * The verifier of a guard's PIN, for devices that are offline. Six digits can be searched by who
 * holds it: it tells guards apart on a device that is enrolled, it doesn't replace a password.
 *
 * @param salt 16 random bytes
 * @param iterations rounds of PBKDF2 with HMAC-SHA256
 * @param hash 32 bytes
 */
@SuppressWarnings("ArrayRecordComponent")
record Pin(byte[] salt, int iterations, byte[] hash) {

  private static final int SALT_BYTES = 16;
  private static final int HASH_BITS = 256;

  /**
   * Makes the verifier of a new PIN.
   *
   * @throws Refused {@code security.pin_form}, {@code security.pin_trivial}
   */
  static Pin of(String digits, int iterations) {
    check(digits);
    byte[] salt = Secrets.bytes(SALT_BYTES);
    return new Pin(salt, iterations, derive(digits, salt, iterations));
  }

  boolean matches(String digits) {
    return MessageDigest.isEqual(hash, derive(digits, salt, iterations));
  }

  static void check(String digits) {
    if (!digits.matches("[0-9]{6}")) {
      throw Refused.invalid("security.pin_form").field("pin");
    }
    if (isTrivial(digits)) {
      throw Refused.invalid("security.pin_trivial").field("pin");
    }
  }

  private static boolean isTrivial(String digits) {
    boolean fewDigits = digits.chars().distinct().count() < 3;
    boolean repeated =
        digits.substring(0, 3).equals(digits.substring(3))
            || digits.substring(0, 2).repeat(3).equals(digits);
    return fewDigits || repeated || isRun(digits, 1) || isRun(digits, -1) || isDate(digits);
  }

  private static boolean isRun(String digits, int step) {
    for (int i = 1; i < digits.length(); i++) {
      if (Math.floorMod(digits.charAt(i) - digits.charAt(i - 1), 10) != Math.floorMod(step, 10)) {
        return false;
      }
    }
    return true;
  }

  /** A birthday as yyMMdd, the commonest six digits of all. */
  private static boolean isDate(String digits) {
    int month = Integer.parseInt(digits.substring(2, 4));
    int day = Integer.parseInt(digits.substring(4, 6));
    return month >= 1 && month <= 12 && day >= 1 && day <= 31;
  }

  private static byte[] derive(String digits, byte[] salt, int iterations) {
    try {
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
          .generateSecret(new PBEKeySpec(digits.toCharArray(), salt, iterations, HASH_BITS))
          .getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has PBKDF2 with SHA-256", e);
    }
  }
}
