package org.shouwang.policy;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the rules of incidents must look like: steps, report forms and readiness are named by the
 * editions themselves, so their keys are patterns.
 */
final class IncidentKinds {

  static final String PREFIX = "incident.";

  private static final double MOST_HOURS = 24.0 * 60;
  private static final int MOST_DAYS = 366;
  private static final String NAME = "[a-z][a-z0-9_]{0,39}";

  private static final Pattern HOURS =
      Pattern.compile(
          "incident\\.(step\\.NAME\\.hours|report_hours\\.(initial|progress)|judge_hours)"
              .replace("NAME", NAME));
  private static final Pattern DAYS =
      Pattern.compile("incident\\.(readiness\\.NAME\\.days|link_days)".replace("NAME", NAME));
  private static final Pattern TEAM =
      Pattern.compile(
          "incident\\.(step\\.NAME\\.team|readiness\\.NAME\\.team)".replace("NAME", NAME));
  private static final Pattern ASKS =
      Pattern.compile("incident\\.step\\.NAME\\.asks".replace("NAME", NAME));
  private static final Pattern FORM =
      Pattern.compile("incident\\.report\\.(initial|progress|final)");
  private static final Pattern FIELD = Pattern.compile("[a-z][A-Za-z]{0,39}!?");
  private static final String LEVEL = "incident.level";
  private static final Set<String> LEVELS = Set.of("i", "ii", "iii", "iv");

  private IncidentKinds() {}

  static boolean known(String key) {
    return key.equals(LEVEL)
        || List.of(HOURS, DAYS, TEAM, ASKS, FORM).stream()
            .anyMatch(each -> each.matcher(key).matches());
  }

  static Optional<String> wanted(String key, Object value) {
    if (HOURS.matcher(key).matches()) {
      return number(value, 0.1, MOST_HOURS);
    }
    if (DAYS.matcher(key).matches()) {
      return number(value, 1, MOST_DAYS);
    }
    if (TEAM.matcher(key).matches()) {
      boolean right = value instanceof String text && !text.isBlank() && text.length() <= 100;
      return right ? Optional.empty() : Optional.of("应急组");
    }
    if (ASKS.matcher(key).matches()) {
      return Set.<Object>of("note", "document").contains(value)
          ? Optional.empty()
          : Optional.of("document | note");
    }
    if (FORM.matcher(key).matches()) {
      boolean right =
          value instanceof List<?> fields
              && !fields.isEmpty()
              && fields.stream()
                  .allMatch(it -> it instanceof String text && FIELD.matcher(text).matches());
      return right ? Optional.empty() : Optional.of("[number!, symptoms, …]");
    }
    return LEVELS.contains(value) ? Optional.empty() : Optional.of("i | ii | iii | iv");
  }

  private static Optional<String> number(Object value, double from, double to) {
    boolean right =
        value instanceof Number number
            && number.doubleValue() >= from
            && number.doubleValue() <= to;
    return right ? Optional.empty() : Optional.of(from + " … " + to);
  }
}
