package org.shouwang.isolation;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.shouwang.isolation.IsolationPlan.Test;

/**
 * Whether a contact can be released, and what is missing. Shouwang proposes; the health authority
 * releases. Pure.
 *
 * <p>A test that was missed is made up by a later one that no other planned test takes; a test
 * before the release counts only from the last day on. Whoever has a positive test is no contact
 * any more.
 */
final class ReleaseRules {

  private ReleaseRules() {}

  /** Results of a swab. */
  enum Result {
    /** 阴性 */
    NEGATIVE,
    /** 阳性 */
    POSITIVE,
    /** No result yet, or none that counts. */
    OPEN
  }

  /**
   * A swab of the contact.
   *
   * @param on when it was taken
   * @param twice two swabs with different reagents
   */
  record Swab(LocalDate on, Result result, boolean twice) {}

  /**
   * Tests of the close contact by whom somebody is a secondary one, in time.
   *
   * @param results those that were due so far
   */
  record Source(List<Result> results) {
    static final Source NONE = new Source(List.of());
  }

  /** Why not yet, or what happened instead. */
  enum Cause {
    /** The term is running. */
    TERM_RUNNING,
    /** A planned test has no swab. */
    TEST_MISSING,
    /** A swab has no result yet. */
    RESULT_OPEN,
    /** No swab on the last day of isolation or after. */
    TEST_BEFORE_RELEASE_MISSING,
    /** One swab where two with different reagents are wanted. */
    SECOND_SWAB_MISSING,
    /** The close contact hasn't as many negative tests yet as the edition wants. */
    CONTACT_TESTS_MISSING,
    /** The close contact is positive: a secondary contact becomes a close one. */
    CONTACT_POSITIVE,
    /** A test is positive: no release, but a case. */
    POSITIVE
  }

  /**
   * One reason.
   *
   * @param on the day it concerns
   */
  record Reason(Cause cause, @Nullable LocalDate on) {}

  /**
   * The answer.
   *
   * @param on the day of release when nothing is missing: the last day of the term, or the later
   *     day on which the last missing test was taken
   * @param reasons why not; empty exactly when {@code on} is there or nothing was asked for
   */
  record Release(@Nullable LocalDate on, List<Reason> reasons) {}

  /**
   * Evaluates at a day.
   *
   * @param own swabs of the contact during the isolation, in any order
   * @param today local day, to its end
   */
  static Release evaluate(
      IsolationPlan plan, IsolationTerms terms, List<Swab> own, Source source, LocalDate today) {
    LocalDate last = plan.lastDay();
    if (last == null) {
      return new Release(null, List.of());
    }
    List<Swab> swabs =
        own.stream()
            .filter(swab -> !swab.on().isAfter(today))
            .filter(swab -> !swab.on().isBefore(plan.stays().getFirst().first()))
            .sorted(Comparator.comparing(Swab::on))
            .toList();
    for (Swab swab : swabs) {
      if (swab.result() == Result.POSITIVE) {
        return new Release(null, List.of(new Reason(Cause.POSITIVE, swab.on())));
      }
    }
    List<Reason> reasons = new ArrayList<>();
    ofSource(terms, source, reasons);
    if (today.isBefore(last)) {
      reasons.add(new Reason(Cause.TERM_RUNNING, last));
    }
    LocalDate on = tests(plan, swabs, today, last, reasons);
    return new Release(reasons.isEmpty() ? on : null, List.copyOf(reasons));
  }

  private static void ofSource(IsolationTerms terms, Source source, List<Reason> reasons) {
    if (terms.upgraded() && source.results().contains(Result.POSITIVE)) {
      reasons.add(new Reason(Cause.CONTACT_POSITIVE, null));
    } else if (source.results().stream()
            .limit(terms.contactNegatives())
            .filter(result -> result == Result.NEGATIVE)
            .count()
        < terms.contactNegatives()) {
      reasons.add(new Reason(Cause.CONTACT_TESTS_MISSING, null));
    }
  }

  /** Gives each planned test its swab; the day of the last one that was needed comes back. */
  private static LocalDate tests(
      IsolationPlan plan, List<Swab> swabs, LocalDate today, LocalDate last, List<Reason> reasons) {
    List<Test> due =
        plan.isolationTests().stream().filter(test -> !test.on().isAfter(today)).toList();
    List<Swab> free = new ArrayList<>(swabs);
    Map<Test, Swab> taken = new LinkedHashMap<>();
    // on its day comes first: a missed test must not take the swab of the next
    for (Test test : due) {
      give(test, free, taken, swab -> swab.on().equals(test.on()) && serves(swab, test));
    }
    for (Test test : due) {
      give(test, free, taken, swab -> swab.on().isAfter(test.on()) && serves(swab, test));
    }
    LocalDate on = last;
    for (Test test : due) {
      Swab swab = taken.get(test);
      if (swab == null) {
        reasons.add(lacking(test, free));
      } else if (swab.on().isAfter(on)) {
        on = swab.on();
      }
    }
    return on;
  }

  private static void give(
      Test test, List<Swab> free, Map<Test, Swab> taken, Predicate<Swab> fits) {
    if (taken.containsKey(test)) {
      return;
    }
    for (Swab swab : free) {
      if (fits.test(swab)) {
        taken.put(test, swab);
        free.remove(swab);
        return;
      }
    }
  }

  private static boolean serves(Swab swab, Test test) {
    return swab.result() == Result.NEGATIVE && (swab.twice() || !test.twice());
  }

  /** Why a test has no swab that serves: what comes nearest says what to do. */
  private static Reason lacking(Test test, List<Swab> free) {
    for (Swab swab : free) {
      if (!swab.on().isBefore(test.on())) {
        Cause cause = swab.result() == Result.OPEN ? Cause.RESULT_OPEN : Cause.SECOND_SWAB_MISSING;
        free.remove(swab);
        return new Reason(cause, swab.on());
      }
    }
    return new Reason(
        test.beforeRelease() ? Cause.TEST_BEFORE_RELEASE_MISSING : Cause.TEST_MISSING, test.on());
  }
}
