package org.shouwang.rollcall;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is to be changed so that the persons expected on a day are those that the rules say now.
 *
 * @param added nobody had them on the list
 * @param moved another unit, shift or window than before
 * @param withdrawn no longer expected
 */
record DayPlan(List<Expected> added, List<Expected> moved, List<Expected> withdrawn) {

  /** Where an expected person stands. */
  enum State {
    /** Nothing shows where they are. */
    MISSING,
    /** A fact accounts for them. */
    ACCOUNTED,
    /** Somebody decided that they need not be accounted for. */
    EXEMPT,
    /** Not expected after all. */
    WITHDRAWN;

    /** Name in JSON and the database. */
    String key() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }

    static State of(String key) {
      return valueOf(key.toUpperCase(java.util.Locale.ROOT));
    }
  }

  /**
   * An expected person.
   *
   * @param holder whose duty it is; null: the person's own
   * @param turn grows each time their duty is made anew
   */
  record Expected(
      LocalDate day,
      UUID person,
      UUID unit,
      @Nullable UUID holder,
      Expectation expectation,
      int turn,
      State state) {

    /** Key of their duty. */
    String dutyKey() {
      return day + ":" + person + (turn == 0 ? "" : ":" + turn);
    }

    Expected in(State other, int otherTurn) {
      return new Expected(day, person, unit, holder, expectation, otherTurn, other);
    }

    private boolean sameAs(Expected other) {
      return unit.equals(other.unit) && expectation.equals(other.expectation);
    }
  }

  /**
   * Compares.
   *
   * @param wanted what the rules say, each person once, in state missing and of turn 0
   * @param kept what is on the list of these persons
   */
  static DayPlan of(Collection<Expected> wanted, Collection<Expected> kept) {
    Map<UUID, Expected> left = new HashMap<>();
    kept.forEach(each -> left.put(each.person(), each));
    List<Expected> added = new ArrayList<>();
    List<Expected> moved = new ArrayList<>();
    for (Expected each : wanted) {
      Expected before = left.remove(each.person());
      if (before == null) {
        added.add(each);
      } else if (before.state() == State.WITHDRAWN || !each.sameAs(before)) {
        moved.add(each.in(before.state(), before.turn()));
      }
    }
    List<Expected> withdrawn =
        left.values().stream().filter(each -> each.state() != State.WITHDRAWN).toList();
    return new DayPlan(added, moved, withdrawn);
  }

  boolean isEmpty() {
    return added.isEmpty() && moved.isEmpty() && withdrawn.isEmpty();
  }
}
