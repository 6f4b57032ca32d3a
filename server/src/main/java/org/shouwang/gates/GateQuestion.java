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
   * @param since when it began; absent: before anything
   * @param until end, open when absent
   * @param byCode rests on an official code alone: what the code shows now goes before it
   */
  record Restriction(Kind kind, @Nullable Instant since, @Nullable Instant until, boolean byCode) {

    /** Kinds of restrictions. */
    enum Kind {
      /** Kept apart: a hold at a gate, or the control status 暂留. */
      HOLD,
      /** 禁入. */
      BARRED,
      /** 先检后入. */
      TEST_FIRST,
      /** 关注: passes, and is shown. */
      WATCHED;

      /** The word on the wire. */
      String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
      }

      /** The kind of a word; what is not understood holds. */
      static Kind ofWord(@Nullable String word) {
        for (Kind kind : values()) {
          if (kind.word().equals(word)) {
            return kind;
          }
        }
        return HOLD;
      }
    }

    /** A hold at a gate. */
    static final Restriction HELD = new Restriction(Kind.HOLD, null, null, false);

    boolean inForce(Instant at) {
      return (since == null || !at.isBefore(since)) && (until == null || at.isBefore(until));
    }

    /** Whether a test was sampled after the restriction began. */
    boolean isBefore(Instant sampled) {
      return since == null || sampled.isAfter(since);
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
