package org.shouwang.security;

import java.util.Locale;
import java.util.Set;
import org.shouwang.web.Refused;

/** What a password must be: long rather than full of signs (NIST SP 800-63B). */
final class PasswordRules {

  static final int SHORTEST = 10;
  static final int LONGEST = 128;
  private static final int DISTINCT = 5;

  /** The common ones of at least ten characters, and the words that they are made of. */
  private static final Set<String> COMMON =
      Set.of(
          "1234567890",
          "0123456789",
          "0987654321",
          "1q2w3e4r5t",
          "qwertyuiop",
          "password123",
          "password1234",
          "passw0rd123",
          "woaini1314",
          "woaini520",
          "5201314520",
          "admin123456",
          "admin12345",
          "a123456789",
          "1234567890a",
          "qwerty123456",
          "q1w2e3r4t5",
          "abcd123456",
          "abc1234567",
          "1qaz2wsx3edc",
          "zxcvbnm123",
          "asdfghjkl1",
          "shouwang123",
          "shouwang2022");

  private PasswordRules() {}

  /**
   * Refuses a password that is too short, too long or easily guessed.
   *
   * @throws Refused {@code security.password_short}, {@code _long}, {@code _common}
   */
  static void check(String username, String password) {
    if (password.length() < SHORTEST) {
      throw Refused.invalid("security.password_short").field("next").with("limit", SHORTEST);
    }
    if (password.length() > LONGEST) {
      throw Refused.invalid("security.password_long").field("next").with("limit", LONGEST);
    }
    String plain = password.toLowerCase(Locale.ROOT);
    if (COMMON.contains(plain)
        || plain.contains(username.toLowerCase(Locale.ROOT))
        || plain.chars().distinct().count() < DISTINCT) {
      throw Refused.invalid("security.password_common").field("next");
    }
  }
}
