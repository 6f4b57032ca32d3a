package org.shouwang.gates;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.shouwang.gates.GateQuestion.Override;
import org.shouwang.gates.GateQuestion.Restriction;

/**
 * The verdict: one named method per check, each adding its reason when it fails; the action is that
 * of the most severe reason. The field app holds the same function; {@code
 * golden/gate-verdicts.json} keeps the two equal.
 *
 * <p>Leaving asks identity and restrictions alone, and identity never keeps anyone in. What a check
 * can't find in the edition never passes by itself: it adds {@code edition_missing}.
 */
final class VerdictRules {

  private static final Comparator<Reason> MOST_SEVERE_FIRST =
      Comparator.comparing((Reason reason) -> !reason.code().opensTheGate())
          .thenComparing(Reason::asks, Comparator.reverseOrder())
          .thenComparing(Reason::code);

  /** The official colours, as they are seen. */
  static final Set<String> CODES = Set.of("green", "yellow", "orange", "red");

  private final GateQuestion question;
  private final PassData pass;
  private final GateRules rules;
  private @Nullable List<Reason> failed;

  private VerdictRules(GateQuestion question) {
    this.question = question;
    this.pass = question.pass();
    this.rules = question.rules();
  }

  /** Judges one pass. */
  static GateVerdict judge(GateQuestion question) {
    return new VerdictRules(question).verdict();
  }

  private GateVerdict verdict() {
    emergency();
    evacuation();
    restrictions();
    identity();
    if (!pass.outward()) {
      entering();
    }
    if (failed == null) {
      return new GateVerdict(GateAction.PASS, List.of(), rules.edition());
    }
    GateAction action = action();
    failed.sort(MOST_SEVERE_FIRST);
    return new GateVerdict(action, List.copyOf(failed), rules.edition());
  }

  private void entering() {
    edition();
    roster();
    String visitClass = classOfPerson();
    Set<String> mandatory = mandatoryFor(visitClass);
    colour(mandatory.contains("colour"));
    temperature(mandatory.contains("temperature"));
    test(visitClass, mandatory.contains("test"));
    trip(mandatory.contains("tripCard"));
    stated(pass.reason(), mandatory.contains("reason"), ReasonCode.REASON_MISSING);
    stated(pass.host(), mandatory.contains("host"), ReasonCode.HOST_MISSING);
    stated(pass.escort(), mandatory.contains("escort"), ReasonCode.ESCORT_MISSING);
  }

  /** Life first: the gate opens, everything else is for the record. */
  private void emergency() {
    if (pass.emergency() != null && PassData.EMERGENCIES.contains(pass.emergency())) {
      add(ReasonCode.EMERGENCY_PASS, GateAction.PASS);
    }
  }

  private void evacuation() {
    if (question.evacuation()) {
      add(ReasonCode.EVACUATION, GateAction.PASS);
    }
  }

  /**
   * Holds and bars count in both directions, each kind once. A test is asked for at the entrance
   * only, and not of somebody who shows one. What rests on an official code alone is left to the
   * code that is shown now.
   */
  private void restrictions() {
    EnumSet<Restriction.Kind> kinds = EnumSet.noneOf(Restriction.Kind.class);
    for (Restriction restriction : question.restrictions()) {
      boolean lifted =
          (restriction.byCode() && CODES.contains(pass.colour() == null ? "" : pass.colour()))
              || (restriction.kind() == Restriction.Kind.TEST_FIRST && testedSince(restriction));
      if (restriction.inForce(question.at()) && !lifted) {
        kinds.add(restriction.kind());
      }
    }
    if (kinds.contains(Restriction.Kind.HOLD)) {
      add(ReasonCode.RESTRICTION_HOLD, GateAction.HOLD);
    }
    if (kinds.contains(Restriction.Kind.BARRED)) {
      add(ReasonCode.RESTRICTION_BARRED, GateAction.DENY);
    }
    if (kinds.contains(Restriction.Kind.TEST_FIRST) && !pass.outward()) {
      add(ReasonCode.RESTRICTION_TEST_FIRST, GateAction.TEST_FIRST);
    }
    if (kinds.contains(Restriction.Kind.WATCHED)) {
      add(ReasonCode.RESTRICTION_WATCHED, GateAction.PASS);
    }
  }

  private boolean testedSince(Restriction restriction) {
    PassData.Test test = pass.test();
    Instant sampled = test == null ? null : test.sampledAt();
    return test != null
        && "negative".equals(test.result())
        && sampled != null
        && !sampled.isAfter(question.at())
        && restriction.isBefore(sampled);
  }

  /** Nobody is kept in for want of papers. */
  private void identity() {
    GateAction asks = pass.outward() ? GateAction.PASS : GateAction.MANUAL;
    if (!question.person().known()) {
      add(ReasonCode.PERSON_UNKNOWN, asks);
    } else if (question.person().provisional()) {
      add(ReasonCode.PERSON_PROVISIONAL, asks);
    }
  }

  private void edition() {
    if (rules.edition() == null) {
      missingRule("edition");
    }
  }

  private void roster() {
    Double age = question.rosterAgeHours();
    if (age == null) {
      return;
    }
    Double limit = rules.number(GateRules.ROSTER_AGE);
    if (limit == null) {
      missingRule(GateRules.ROSTER_AGE);
    } else if (age > limit) {
      add(ReasonCode.ROSTER_STALE, GateAction.MANUAL, GateRules.ROSTER_AGE, age, limit);
    }
  }

  /** The roster's class wins; a guard's word counts for people the roster doesn't know. */
  private @Nullable String classOfPerson() {
    String registered = question.person().classOfPerson();
    String visitClass = registered == null ? pass.classOfPerson() : registered;
    if (visitClass == null || visitClass.isBlank()) {
      add(ReasonCode.CLASS_MISSING, GateAction.MANUAL);
      return null;
    }
    return visitClass;
  }

  private Set<String> mandatoryFor(@Nullable String visitClass) {
    if (visitClass == null) {
      return Set.of();
    }
    Set<String> mandatory = rules.list(GateRules.MANDATORY + visitClass);
    if (mandatory == null) {
      missingRule(GateRules.MANDATORY + visitClass);
      return Set.of();
    }
    return mandatory;
  }

  /** Green and yellow may pass by rule; a check that told nothing may not. */
  private void colour(boolean mandatory) {
    String shown = pass.colour() == null && mandatory ? "none" : pass.colour();
    if (shown == null) {
      return;
    }
    ReasonCode code =
        switch (shown) {
          case "green" -> null;
          case "yellow" -> ReasonCode.COLOUR_YELLOW;
          case "orange" -> ReasonCode.COLOUR_ORANGE;
          case "red" -> ReasonCode.COLOUR_RED;
          case "expired" -> ReasonCode.COLOUR_EXPIRED;
          case "check_failed" -> ReasonCode.COLOUR_CHECK_FAILED;
          case "timed_out" -> ReasonCode.COLOUR_TIMED_OUT;
          case "none" -> ReasonCode.COLOUR_MISSING;
          default -> ReasonCode.COLOUR_UNKNOWN;
        };
    String key = GateRules.COLOUR + (code == ReasonCode.COLOUR_UNKNOWN ? "unknown" : shown);
    GateAction asks = actionOf(key);
    if (code == ReasonCode.COLOUR_YELLOW && asks == GateAction.PASS) {
      return;
    }
    if (code != null) {
      add(code, asks.orWorse(GateAction.MANUAL), key, shown, null);
    } else if (asks != GateAction.PASS && rules.action(key) != null) {
      add(ReasonCode.COLOUR_UNKNOWN, asks, key, shown, null);
    }
  }

  /** One high reading may be measured again; the second holds. */
  private void temperature(boolean mandatory) {
    double[] readings = pass.temperatures();
    if (readings.length == 0) {
      if (mandatory) {
        add(ReasonCode.TEMPERATURE_MISSING, GateAction.RE_MEASURE);
      }
      return;
    }
    Double limit = needed(GateRules.LIMIT);
    Double min = needed(GateRules.MIN);
    Double max = needed(GateRules.MAX);
    if (limit == null || min == null || max == null) {
      return;
    }
    int high = 0;
    boolean lastHigh = false;
    double highest = 0;
    for (double reading : readings) {
      if (reading >= min && reading <= max) {
        lastHigh = reading >= limit;
        high += lastHigh ? 1 : 0;
        highest = Math.max(highest, reading);
      }
    }
    if (high >= 2) {
      ReasonCode again = ReasonCode.TEMPERATURE_HIGH_AGAIN;
      add(again, GateAction.HOLD, GateRules.LIMIT, highest, limit);
    } else if (lastHigh) {
      ReasonCode first = ReasonCode.TEMPERATURE_HIGH;
      add(first, GateAction.RE_MEASURE, GateRules.LIMIT, highest, limit);
    }
    double last = readings[readings.length - 1];
    if (!(last >= min && last <= max)) {
      ReasonCode implausible = ReasonCode.TEMPERATURE_IMPLAUSIBLE;
      add(
          implausible,
          GateAction.RE_MEASURE,
          last < min ? GateRules.MIN : GateRules.MAX,
          last,
          last < min ? min : max);
    }
  }

  /**
   * A positive test counts for everybody; its age only where the edition asks the class for one.
   */
  private void test(@Nullable String visitClass, boolean mandatory) {
    PassData.Test test = pass.test();
    if (test != null && "positive".equals(test.result())) {
      add(ReasonCode.TEST_POSITIVE, GateAction.DENY);
      return;
    }
    String key = GateRules.TEST_AGE + visitClass;
    Double limit = visitClass == null ? null : rules.number(key);
    if (limit == null && !mandatory) {
      return;
    }
    if (test == null) {
      add(ReasonCode.TEST_MISSING, GateAction.TEST_FIRST, limit == null ? null : key, null, limit);
    } else if (!"negative".equals(test.result())) {
      add(ReasonCode.TEST_PENDING, GateAction.TEST_FIRST);
    } else if (limit != null) {
      testAge(test, key, limit);
    }
  }

  private void testAge(PassData.Test test, String key, double limit) {
    String from = rules.word(GateRules.COUNTS_FROM);
    if (from == null) {
      missingRule(GateRules.COUNTS_FROM);
      return;
    }
    Instant counted = test.sampledAt();
    if (from.equals("report") && test.reportedAt() != null) {
      counted = test.reportedAt();
    }
    if (counted == null) {
      add(ReasonCode.TEST_MISSING, GateAction.TEST_FIRST, key, null, limit);
    } else if (counted.isAfter(question.at())) {
      add(ReasonCode.TEST_PENDING, GateAction.TEST_FIRST);
    } else {
      double hours = Duration.between(counted, question.at()).toMillis() / 3_600_000.0;
      if (hours > limit) {
        add(ReasonCode.TEST_EXPIRED, GateAction.TEST_FIRST, key, hours, limit);
      }
    }
  }

  /** A star alone is at most a reason to ask, whatever the edition says. */
  private void trip(boolean mandatory) {
    String shown = pass.tripCard() == null && mandatory ? "none" : pass.tripCard();
    if (shown == null || shown.equals("clear")) {
      return;
    }
    switch (shown) {
      case "starred" -> {
        if (actionOf(GateRules.TRIP + shown) != GateAction.PASS) {
          add(ReasonCode.TRIP_UNKNOWN, GateAction.MANUAL, GateRules.TRIP + shown, shown, null);
        }
      }
      case "risk" -> tripAsks(ReasonCode.TRIP_RISK, shown, shown);
      case "none" -> {
        if (actionOf(GateRules.TRIP + shown) != GateAction.PASS) {
          tripAsks(ReasonCode.TRIP_MISSING, shown, shown);
        }
      }
      default -> tripAsks(ReasonCode.TRIP_UNKNOWN, "unknown", shown);
    }
  }

  private void tripAsks(ReasonCode code, String state, String shown) {
    String key = GateRules.TRIP + state;
    add(code, actionOf(key).orWorse(GateAction.MANUAL), key, shown, null);
  }

  private void stated(@Nullable String text, boolean mandatory, ReasonCode missing) {
    if (mandatory && (text == null || text.isBlank())) {
      add(missing, GateAction.MANUAL);
    }
  }

  private GateAction action() {
    List<Reason> reasons = List.copyOf(failed());
    boolean opened = reasons.stream().anyMatch(reason -> reason.code().opensTheGate());
    Override override = question.override();
    Set<Reason> lifted = Set.of();
    if (override != null && override.begun(question.at())) {
      Set<Reason> covered = Set.copyOf(reasons.stream().filter(override::covers).toList());
      boolean ended = override.ended(question.at());
      if (!covered.isEmpty()) {
        add(ended ? ReasonCode.OVERRIDE_EXPIRED : ReasonCode.OVERRIDE_IN_FORCE, GateAction.PASS);
      }
      lifted = ended ? Set.of() : covered;
    }
    GateAction worst = GateAction.PASS;
    for (Reason reason : reasons) {
      worst = lifted.contains(reason) ? worst : worst.orWorse(reason.asks());
    }
    return opened ? GateAction.PASS : worst;
  }

  /** The action of a rule that must be there; without it a person has to look. */
  private GateAction actionOf(String key) {
    GateAction action = rules.action(key);
    if (action == null) {
      missingRule(key);
      return GateAction.MANUAL;
    }
    return action;
  }

  private @Nullable Double needed(String key) {
    Double value = rules.number(key);
    if (value == null) {
      missingRule(key);
    }
    return value;
  }

  /** Once is enough, however many values are missing. */
  private void missingRule(String key) {
    ReasonCode missing = ReasonCode.EDITION_MISSING;
    if (failed().stream().noneMatch(reason -> reason.code() == missing)) {
      add(missing, GateAction.MANUAL, key, null, null);
    }
  }

  private void add(ReasonCode code, GateAction asks) {
    failed().add(Reason.of(code, asks));
  }

  private void add(
      ReasonCode code,
      GateAction asks,
      @Nullable String rule,
      @Nullable Object value,
      @Nullable Object limit) {
    failed().add(new Reason(code, asks, rule, value, limit));
  }

  private List<Reason> failed() {
    List<Reason> list = failed;
    if (list == null) {
      list = new ArrayList<>(4);
      failed = list;
    }
    return list;
  }
}
