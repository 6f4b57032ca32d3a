package org.shouwang.gates;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything a verdict depends on; nothing else does.
 *
 * @param pass what the guard saw
 * @param at when
 * @param person what the roster knows
 * @param restrictions of this person
 * @param override of a named approver for this person
 * @param evacuation whether the zone behind the gate is being evacuated
 * @param rules the edition in force
 * @param rosterAgeHours age of the roster it is judged by, on a device
 */
record GateQuestion(
    PassData pass,
    Instant at,
    Subject person,
    List<Restriction> restrictions,
    @Nullable Override override,
    boolean evacuation,
    GateRules rules,
    @Nullable Double rosterAgeHours) {

  /**
   * What the roster knows of the person.
   *
   * @param known on the roster
   * @param provisional registered at a gate, identity not confirmed
   * @param classOfPerson as registered
   */
  record Subject(boolean known, boolean provisional, @Nullable String classOfPerson) {}

  /**
   * Something that keeps a person in or out.
   *
   * @param barred barred from the park, else held
   * @param until end, open when absent
   */
  record Restriction(boolean barred, @Nullable Instant until) {

    boolean inForce(Instant at) {
      return until == null || at.isBefore(until);
    }
  }

  /**
   * Lifts named reasons for a time.
   *
   * @param reasons which
   * @param from start, at once when absent
   * @param until end, not included
   */
  record Override(Set<ReasonCode> reasons, @Nullable Instant from, Instant until) {

    boolean begun(Instant at) {
      return from == null || !at.isBefore(from);
    }

    boolean ended(Instant at) {
      return !at.isBefore(until);
    }

    /** Whether this override, were it in force, would lift the reason. */
    boolean covers(Reason reason) {
      return reasons.contains(reason.code())
          && reason.code().canBeLifted()
          && switch (reason.asks()) {
            case TEST_FIRST, HOLD, MANUAL -> true;
            case PASS, RE_MEASURE, DENY -> false;
          };
    }
  }
}
