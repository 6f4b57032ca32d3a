package org.shouwang.cases;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.shouwang.sampling.Sampling.Outcome;
import org.shouwang.sampling.Sampling.OwnSwab;

/**
 * Whose work asks for negatives before they go back to it, {@code case.return.*}: whoever handles
 * food, for one. Pure.
 */
final class ReturnRules {

  /** Beginning of these rules. */
  static final String PREFIX = "case.return.";

  private ReturnRules() {}

  /**
   * What is asked of a person.
   *
   * @param group their work, as rules and texts name it
   * @param negatives how many in a row
   * @param hoursApart at least between two samples
   */
  record Ask(String group, int negatives, int hoursApart) {}

  /**
   * What is asked of whoever has a post; of several groups that it names, the one that asks most.
   *
   * @param values rules by key
   * @return null: nothing
   */
  static @Nullable Ask of(Map<String, Object> values, @Nullable String post) {
    Ask most = null;
    TreeSet<String> groups = new TreeSet<>();
    values.keySet().stream()
        .filter(key -> key.startsWith(PREFIX) && key.endsWith(".words"))
        .forEach(key -> groups.add(key.substring(PREFIX.length(), key.lastIndexOf('.'))));
    for (String group : groups) {
      int negatives = number(values.get(PREFIX + group + ".negatives"));
      boolean named =
          post != null
              && values.get(PREFIX + group + ".words") instanceof List<?> words
              && words.stream().map(String::valueOf).anyMatch(post::contains);
      if (named && negatives > (most == null ? 0 : most.negatives())) {
        most = new Ask(group, negatives, number(values.get(PREFIX + group + ".hours_apart")));
      }
    }
    return most;
  }

  private static int number(@Nullable Object value) {
    return value instanceof Number number ? number.intValue() : 0;
  }

  /**
   * How many negatives in a row stand at the end; one without a result doesn't count and interrupts
   * nothing, a positive does.
   *
   * @param samples of one person and disease, in time
   */
  static int inARow(List<OwnSwab> samples, int hoursApart) {
    int found = 0;
    Instant counted = null;
    for (OwnSwab sample : samples.reversed()) {
      if (sample.result() == Outcome.POSITIVE) {
        break;
      }
      boolean apart =
          counted == null || !sample.at().plus(Duration.ofHours(hoursApart)).isAfter(counted);
      if (sample.result() == Outcome.NEGATIVE && apart) {
        found++;
        counted = sample.at();
      }
    }
    return found;
  }
}
