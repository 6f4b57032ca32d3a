package org.shouwang.presence;

import java.time.LocalDate;
import java.util.List;

/**
 * The stored stays of a day against a fold of the facts.
 *
 * @param persons persons compared
 * @param stays pieces of stays there should be
 * @param differences those that are missing, wrong or too many; at most 200
 */
public record Comparison(LocalDate day, int persons, int stays, List<Difference> differences) {

  /**
   * A difference.
   *
   * @param problem {@code missing} or {@code superfluous}
   * @param stay the piece or open stay in words of its fields; no names
   */
  public record Difference(String problem, String stay) {}

  /** Whether the stored is what the facts say. */
  public boolean equal() {
    return differences.isEmpty();
  }
}
