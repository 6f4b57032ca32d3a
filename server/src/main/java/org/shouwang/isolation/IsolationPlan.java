package org.shouwang.isolation;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a contact stays on which days, and when they are tested. Terms count from the last
 * exposure: who is found late stays for the rest of them only. Test days count from the first day
 * of the isolation; those after its end fall away, and the last day has a test in any case where
 * the edition wants one before the release.
 *
 * @param stays in time, without gaps; empty where the edition asks for none, or the term was over
 *     when the contact was found
 * @param tests in time, one a day
 */
record IsolationPlan(List<Stay> stays, List<Test> tests) {

  /** Kinds of stay. */
  enum Kind {
    /** 集中隔离 */
    CENTRAL,
    /** 居家隔离 */
    HOME,
    /** 居家健康监测: no isolation any more. */
    MONITORING;

    boolean isolates() {
      return this != MONITORING;
    }
  }

  /**
   * Days of one kind.
   *
   * @param last the last day, still in it
   */
  record Stay(Kind kind, LocalDate first, LocalDate last) {}

  /**
   * A test to be taken.
   *
   * @param during the stay it belongs to
   * @param day of that stay, from 1
   * @param twice two swabs with different reagents
   * @param beforeRelease on the last day of isolation
   */
  record Test(LocalDate on, Kind during, int day, boolean twice, boolean beforeRelease) {}

  /**
   * A contact as ordered by the health authority.
   *
   * @param lastExposure 末次暴露, local day
   * @param isolated first day of isolation
   */
  record Contact(ContactClass kind, LocalDate lastExposure, LocalDate isolated) {}

  /** Plans for a contact. Pure. */
  static IsolationPlan of(Contact contact, IsolationTerms terms) {
    if (!terms.managed()) {
      return new IsolationPlan(List.of(), List.of());
    }
    LocalDate before = contact.lastExposure().minusDays(terms.dayOneIsTheDayAfter() ? 0 : 1);
    List<Stay> stays = new ArrayList<>();
    LocalDate first = contact.isolated();
    LocalDate end = before;
    for (Map.Entry<Kind, Integer> each : days(terms).entrySet()) {
      end = end.plusDays(each.getValue());
      if (each.getValue() > 0 && !end.isBefore(first)) {
        stays.add(new Stay(each.getKey(), first, end));
        first = end.plusDays(1);
      }
    }
    return new IsolationPlan(List.copyOf(stays), tests(contact, terms, stays));
  }

  /**
   * Terms that hold from a day on.
   *
   * @param from first local day; of the first era any
   */
  record Era(LocalDate from, IsolationTerms terms) {}

  /**
   * Plans for a contact whose park went over to other rules meanwhile. What was before a switch
   * stays as it was; the term is reckoned anew from the last exposure, and tests are asked for by
   * the rules of their day. Whose new term is over already is due on the day of the switch, and
   * needs the test before the release from the end of that term on. Pure.
   *
   * @param eras in time, never empty
   */
  static IsolationPlan of(Contact contact, List<Era> eras) {
    IsolationPlan plan = of(contact, eras.getFirst().terms());
    for (Era era : eras.subList(1, eras.size())) {
      IsolationPlan next = of(contact, era.terms());
      plan = era.terms().managed() ? plan.goesOver(next, era) : next;
    }
    return plan;
  }

  private IsolationPlan goesOver(IsolationPlan next, Era era) {
    LocalDate day = era.from();
    LocalDate end = next.lastDay();
    boolean over = end == null || end.isBefore(day);
    List<Stay> joined = new ArrayList<>();
    LocalDate last = over ? day : day.minusDays(1);
    stays.forEach(stay -> join(joined, stay, LocalDate.MIN, last));
    next.stays.forEach(stay -> join(joined, stay, last.plusDays(1), LocalDate.MAX));
    Map<LocalDate, Test> asked = new LinkedHashMap<>();
    // there is one test before the release, by the rules of the release
    tests.stream()
        .filter(it -> it.on().isBefore(day) && !it.beforeRelease())
        .forEach(it -> asked.put(it.on(), it));
    next.tests.stream()
        .filter(it -> !it.on().isBefore(day) || (over && it.beforeRelease()))
        .forEach(it -> asked.put(it.on(), it));
    if (asked.values().stream().noneMatch(Test::beforeRelease)) {
      // found so late that the new rules would leave nothing: nobody goes without the last test
      lastOfIsolation(joined)
          .filter(stay -> era.terms().testBeforeRelease() || era.terms().doubleSwab())
          .ifPresent(stay -> atTheEnd(asked, stay, era.terms()));
    }
    return new IsolationPlan(
        List.copyOf(joined),
        asked.values().stream().sorted(Comparator.comparing(Test::on)).toList());
  }

  /** Adds what of a stay lies within days; goes on with the one before where it is of its kind. */
  private static void join(List<Stay> stays, Stay stay, LocalDate from, LocalDate to) {
    LocalDate first = stay.first().isBefore(from) ? from : stay.first();
    LocalDate last = stay.last().isAfter(to) ? to : stay.last();
    if (first.isAfter(last)) {
      return;
    }
    Stay before = stays.isEmpty() ? null : stays.getLast();
    if (before != null && before.kind() == stay.kind()) {
      first = stays.removeLast().first();
    }
    stays.add(new Stay(stay.kind(), first, last));
  }

  private static Map<Kind, Integer> days(IsolationTerms terms) {
    Map<Kind, Integer> days = new LinkedHashMap<>();
    days.put(Kind.CENTRAL, terms.centralDays());
    days.put(Kind.HOME, terms.homeDays());
    days.put(Kind.MONITORING, terms.monitoringDays());
    return days;
  }

  private static List<Test> tests(Contact contact, IsolationTerms terms, List<Stay> stays) {
    Map<LocalDate, Test> tests = new LinkedHashMap<>();
    for (int i = 0; i < stays.size(); i++) {
      Stay stay = stays.get(i);
      LocalDate one = stay.first();
      if (i == 0 && stay.kind().isolates() && terms.testsFromExposure()) {
        one = contact.lastExposure().plusDays(terms.dayOneIsTheDayAfter() ? 1 : 0);
      }
      for (int day : testDays(stay.kind(), i == 0, terms)) {
        LocalDate on = one.plusDays(day - 1L);
        if (!on.isBefore(stay.first()) && !on.isAfter(stay.last())) {
          tests.put(on, new Test(on, stay.kind(), day, false, false));
        }
      }
    }
    lastOfIsolation(stays).ifPresent(stay -> atTheEnd(tests, stay, terms));
    return tests.values().stream().sorted(Comparator.comparing(Test::on)).toList();
  }

  /** Tests of isolation go with its first stay, wherever that is. */
  private static List<Integer> testDays(Kind kind, boolean first, IsolationTerms terms) {
    return switch (kind) {
      case CENTRAL -> terms.testDays();
      case HOME -> first && terms.centralDays() == 0 ? terms.testDays() : terms.homeTestDays();
      case MONITORING -> terms.monitoringTestDays();
    };
  }

  private static void atTheEnd(Map<LocalDate, Test> tests, Stay stay, IsolationTerms terms) {
    Test planned = tests.get(stay.last());
    if (planned != null || terms.testBeforeRelease() || terms.doubleSwab()) {
      int day = (int) (stay.last().toEpochDay() - stay.first().toEpochDay()) + 1;
      tests.put(stay.last(), new Test(stay.last(), stay.kind(), day, terms.doubleSwab(), true));
    }
  }

  private static Optional<Stay> lastOfIsolation(List<Stay> stays) {
    return stays.stream().filter(stay -> stay.kind().isolates()).reduce((one, other) -> other);
  }

  /** The last day of isolation; null when there is none. */
  @Nullable LocalDate lastDay() {
    return lastOfIsolation(stays).map(Stay::last).orElse(null);
  }

  /** The last day of anything; null when there is nothing. */
  @Nullable LocalDate until() {
    return stays.isEmpty() ? null : stays.getLast().last();
  }

  /** Tests of the isolation itself. */
  List<Test> isolationTests() {
    return tests.stream().filter(test -> test.during().isolates()).toList();
  }
}
