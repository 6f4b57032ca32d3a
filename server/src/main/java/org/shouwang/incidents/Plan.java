package org.shouwang.incidents;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.shouwang.policy.BothLanguages;
import org.shouwang.policy.Rule;
import org.shouwang.policy.Snapshot;

/**
 * What the editions in force ask of an incident: its steps, its reports and what must be ready.
 *
 * @param level that an incident begins with
 * @param linkDays days after the last case within which a case joins the same incident
 */
record Plan(
    List<Step> steps,
    Map<Report.Kind, List<ReportForm.Field>> forms,
    List<Item> items,
    String level,
    int linkDays,
    Duration judge,
    Map<Report.Kind, Duration> reports) {

  private static final String STEP = "incident.step.";
  private static final String READINESS = "incident.readiness.";
  private static final int USUAL_LINK = 14;
  private static final double USUAL_JUDGE = 2;
  private static final double USUAL_INITIAL = 2;
  private static final double USUAL_PROGRESS = 24;

  /**
   * A step.
   *
   * @param words what is to be done
   * @param asks note or document: what must be written when it is done
   * @param team name of the unit that does it; null: the command
   */
  record Step(String key, BothLanguages words, double hours, String asks, @Nullable String team) {}

  /**
   * Something that must be ready.
   *
   * @param days after which it is to be looked at again
   * @param team name of the unit that answers for it; null: the command
   */
  record Item(String key, BothLanguages words, int days, @Nullable String team) {}

  static Plan of(Snapshot rules) {
    List<Step> steps = new ArrayList<>();
    List<Item> items = new ArrayList<>();
    for (Rule rule : rules.rules().values()) {
      if (!(rule.value() instanceof Number number)) {
        continue;
      }
      String step = name(rule.key(), STEP, ".hours");
      if (step != null) {
        steps.add(
            new Step(
                step,
                rule.meaning(),
                number.doubleValue(),
                "document".equals(rules.value(STEP + step + ".asks")) ? "document" : "note",
                text(rules, STEP + step + ".team")));
      }
      String item = name(rule.key(), READINESS, ".days");
      if (item != null) {
        items.add(
            new Item(
                item, rule.meaning(), number.intValue(), text(rules, READINESS + item + ".team")));
      }
    }
    steps.sort(Comparator.comparingDouble(Step::hours).thenComparing(Step::key));
    return new Plan(
        List.copyOf(steps),
        forms(rules),
        List.copyOf(items),
        rules.value("incident.level") instanceof String level ? level : "iv",
        (int) number(rules, "incident.link_days", USUAL_LINK),
        hours(number(rules, "incident.judge_hours", USUAL_JUDGE)),
        Map.of(
            Report.Kind.INITIAL,
            hours(number(rules, "incident.report_hours.initial", USUAL_INITIAL)),
            Report.Kind.PROGRESS,
            hours(number(rules, "incident.report_hours.progress", USUAL_PROGRESS))));
  }

  private static Map<Report.Kind, List<ReportForm.Field>> forms(Snapshot rules) {
    Map<Report.Kind, List<ReportForm.Field>> forms = new java.util.EnumMap<>(Report.Kind.class);
    for (Report.Kind kind : Report.Kind.values()) {
      forms.put(
          kind,
          rules.value("incident.report." + kind.key()) instanceof List<?> fields
              ? fields.stream().map(it -> ReportForm.Field.of(String.valueOf(it))).toList()
              : List.of());
    }
    return forms;
  }

  private static @Nullable String name(String key, String prefix, String suffix) {
    return key.startsWith(prefix) && key.endsWith(suffix)
        ? key.substring(prefix.length(), key.length() - suffix.length())
        : null;
  }

  private static @Nullable String text(Snapshot rules, String key) {
    return rules.value(key) instanceof String text ? text : null;
  }

  private static double number(Snapshot rules, String key, double usual) {
    return rules.value(key) instanceof Number number ? number.doubleValue() : usual;
  }

  static Duration hours(double hours) {
    return Duration.ofMinutes(Math.round(hours * 60));
  }
}
