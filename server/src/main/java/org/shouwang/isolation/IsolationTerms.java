package org.shouwang.isolation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an edition says of one class of contacts.
 *
 * @param managed whether the edition manages the class at all
 * @param centralDays 集中隔离, days
 * @param homeDays 居家隔离, days after the central ones
 * @param monitoringDays 居家健康监测, days after the isolation
 * @param testDays counted from the first day of isolation, which is 1
 * @param homeTestDays counted from the first day at home after central isolation
 * @param monitoringTestDays counted from the first day of monitoring
 * @param testBeforeRelease whether the last day of isolation needs a test of its own
 * @param doubleSwab whether that test is of two swabs with different reagents 双采双检
 * @param contactNegatives how many tests of the close contact must be negative before a secondary
 *     contact is released
 * @param upgraded whether a secondary contact becomes a close one when the contact turns positive
 * @param dayOneIsTheDayAfter whether terms count from the day after the last exposure
 * @param testsFromExposure whether test days count from the last exposure, not from the isolation
 */
record IsolationTerms(
    boolean managed,
    int centralDays,
    int homeDays,
    int monitoringDays,
    List<Integer> testDays,
    List<Integer> homeTestDays,
    List<Integer> monitoringTestDays,
    boolean testBeforeRelease,
    boolean doubleSwab,
    int contactNegatives,
    boolean upgraded,
    boolean dayOneIsTheDayAfter,
    boolean testsFromExposure) {

  /** Beginning of the rules that terms are read from. */
  static final String PREFIX = "contact.";

  /**
   * Reads the terms of a class.
   *
   * @param values rules that begin with {@link #PREFIX}, by key; withdrawn ones are left out
   */
  static IsolationTerms of(ContactClass kind, Map<String, Object> values) {
    String own = PREFIX + kind.key() + ".";
    int central = number(values.get(own + "central_days"));
    int home = number(values.get(own + "home_isolation_days"));
    Object managed = values.get(own + "managed");
    return new IsolationTerms(
        !Boolean.FALSE.equals(managed) && central + home > 0,
        central,
        home,
        number(values.get(own + "home_monitoring_days")),
        numbers(values.get(own + "test_days")),
        numbers(values.get(own + "home_test_days")),
        numbers(values.get(own + "after_release_test_days")),
        Boolean.TRUE.equals(values.get(PREFIX + "test_before_release")),
        Boolean.TRUE.equals(values.get(own + "release_double_swab")),
        number(values.get(own + "release_needs_contact_negative_tests")),
        Boolean.TRUE.equals(values.get(own + "upgraded_when_contact_positive")),
        !"exposure_date".equals(values.get(PREFIX + "day_one")),
        "last_exposure".equals(values.get(PREFIX + "test_days_count_from")));
  }

  private static int number(@Nullable Object value) {
    return value instanceof Number number ? Math.max(0, number.intValue()) : 0;
  }

  private static List<Integer> numbers(@Nullable Object value) {
    List<Integer> numbers = new ArrayList<>();
    if (value instanceof List<?> list) {
      for (Object each : list) {
        if (each instanceof Number number && number.intValue() > 0) {
          numbers.add(number.intValue());
        }
      }
    }
    return numbers.stream().distinct().sorted().toList();
  }
}
