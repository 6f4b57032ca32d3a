package org.shouwang.people;

import java.util.Set;

/** The first digits of a resident's number: the province must exist (GB/T 2260). */
final class Regions {

  private static final Set<String> PROVINCES =
      Set.of(
          "11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37",
          "41", "42", "43", "44", "45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64",
          "65", "71");

  /** A region of the demo alone: no authority has ever given it out, so no real person is hit. */
  static final String DEMO = "6299";

  private final boolean demo;

  /**
   * @param demo whether the demo's own region counts as one
   */
  Regions(boolean demo) {
    this.demo = demo;
  }

  boolean knows(String number) {
    if (number.startsWith(DEMO)) {
      return demo;
    }
    return PROVINCES.contains(number.substring(0, 2));
  }
}
