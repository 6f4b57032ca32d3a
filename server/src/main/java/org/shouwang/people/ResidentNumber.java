package org.shouwang.people;

import java.time.DateTimeException;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** The arithmetic of the 18-digit resident's number, GB 11643-1999. */
final class ResidentNumber {

  private static final int[] WEIGHTS = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  private static final String CHECKS = "10X98765432";

  private ResidentNumber() {}

  /** The check digit of the first 17 digits. */
  static char check(String number) {
    int sum = 0;
    for (int i = 0; i < 17; i++) {
      sum += (number.charAt(i) - '0') * WEIGHTS[i];
    }
    return CHECKS.charAt(sum % 11);
  }

  static boolean isWellFormed(String number) {
    if (number.length() != 18) {
      return false;
    }
    for (int i = 0; i < 17; i++) {
      if (number.charAt(i) < '0' || number.charAt(i) > '9') {
        return false;
      }
    }
    char last = number.charAt(17);
    return last == 'X' || (last >= '0' && last <= '9');
  }

  static boolean checkHolds(String number) {
    return check(number) == number.charAt(17);
  }

  /** The birth date in the number; null when there is no such day. */
  static @Nullable LocalDate birthDate(String number) {
    try {
      return LocalDate.of(
          Integer.parseInt(number.substring(6, 10)),
          Integer.parseInt(number.substring(10, 12)),
          Integer.parseInt(number.substring(12, 14)));
    } catch (DateTimeException noSuchDay) {
      return null;
    }
  }

  static boolean isMale(String number) {
    return (number.charAt(16) - '0') % 2 == 1;
  }

  /** What Excel leaves of 18 digits: fifteen of them and 000, or 6.2E+17. */
  static boolean isRounded(String number) {
    boolean scientific = number.matches("\\d(\\.\\d+)?E\\+?1[67]");
    boolean zeros =
        number.length() == 18
            && number.endsWith("000")
            && isWellFormed(number)
            && !checkHolds(number);
    return scientific || zeros;
  }
}
