package org.shouwang.sampling;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Codes of tubes 管码. Ours begin with QC and end with a check digit (mod 10; letters count as 10 to
 * 35, written as two digits); a laboratory's own codes are taken as they are.
 */
final class TubeCode {

  private static final String OURS = "QC";
  private static final Pattern FORM = Pattern.compile("[A-Z0-9]{7,19}[0-9]");
  private static final Pattern FOREIGN = Pattern.compile("[A-Z0-9-]{6,32}");

  private TubeCode() {}

  /** A code that the park gives out itself, by its number. */
  static String issued(long number) {
    String payload = OURS + "L%09d".formatted(number);
    return payload + checkDigit(payload);
  }

  /** As it is compared and kept: no blanks around it, capital letters. */
  static String normal(String text) {
    return text.strip().toUpperCase(Locale.ROOT);
  }

  /** Whether a normal code can stand on a tube. */
  static boolean valid(String code) {
    if (!code.startsWith(OURS)) {
      return FOREIGN.matcher(code).matches();
    }
    return FORM.matcher(code).matches()
        && checkDigit(code.substring(0, code.length() - 1)) == code.charAt(code.length() - 1);
  }

  /** The digit that follows a code without one. */
  static char checkDigit(String payload) {
    StringBuilder digits = new StringBuilder();
    for (char each : payload.toCharArray()) {
      digits.append(Character.digit(each, 36));
    }
    int sum = 0;
    boolean twice = true;
    for (int i = digits.length() - 1; i >= 0; i--) {
      int digit = digits.charAt(i) - '0';
      int counted = twice ? digit * 2 : digit;
      sum += counted > 9 ? counted - 9 : counted;
      twice = !twice;
    }
    return (char) ('0' + (10 - sum % 10) % 10);
  }
}
