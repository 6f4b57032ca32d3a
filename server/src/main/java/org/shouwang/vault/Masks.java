package org.shouwang.vault;

/** How personal numbers are shown. */
public final class Masks {

  private Masks() {}

  /** First six and last four of a long number; short ones keep only the last two. */
  public static String document(String number) {
    int length = number.length();
    if (length >= 15) {
      return number.substring(0, 6) + "*".repeat(length - 10) + number.substring(length - 4);
    }
    return "*".repeat(Math.max(0, length - 2)) + number.substring(Math.max(0, length - 2));
  }

  /** First three and last four of a mobile; of others the last two. */
  public static String phone(String number) {
    int length = number.length();
    return length == 11
        ? number.substring(0, 3) + "****" + number.substring(7)
        : "*".repeat(Math.max(0, length - 2)) + number.substring(Math.max(0, length - 2));
  }

  /** The first character of a name; of a longer one the last too. */
  public static String name(String name) {
    int[] points = name.codePoints().toArray();
    if (points.length <= 1) {
      return "*";
    }
    String first = Character.toString(points[0]);
    return points.length == 2
        ? first + "*"
        : first + "*".repeat(points.length - 2) + Character.toString(points[points.length - 1]);
  }
}
