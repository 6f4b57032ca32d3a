package org.shouwang.gates;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The gate's values of one edition snapshot, read once so that a verdict only looks them up. */
final class GateRules {

  static final String LIMIT = "gate.temperature.limit";
  static final String MIN = "gate.temperature.min";
  static final String MAX = "gate.temperature.max";
  static final String COUNTS_FROM = "gate.test.counts_from";
  static final String TEST_AGE = "gate.test.max_age_hours.";
  static final String COLOUR = "gate.colour.action.";
  static final String TRIP = "gate.trip.action.";
  static final String MANDATORY = "gate.mandatory.";
  static final String ROSTER_AGE = "gate.roster.max_age_hours";
  static final String HOLD_MINUTES = "gate.hold.minutes";

  private final @Nullable String edition;
  private final Map<String, Double> numbers = new HashMap<>();
  private final Map<String, GateAction> actions = new HashMap<>();
  private final Map<String, Set<String>> lists = new HashMap<>();
  private final Map<String, String> words = new HashMap<>();

  /**
   * Reads the values of a snapshot; keys of other modules are skipped.
   *
   * @param edition snapshot id, null or blank when the device or server has none
   * @param values rule values by key: numbers, words, lists of words
   */
  GateRules(@Nullable String edition, Map<String, ?> values) {
    this.edition = edition == null || edition.isBlank() ? null : edition;
    values.forEach(this::read);
  }

  private void read(String key, @Nullable Object value) {
    if (!key.startsWith("gate.") || value == null) {
      return;
    }
    switch (value) {
      case Number number -> numbers.put(key, number.doubleValue());
      case List<?> list -> {
        Set<String> names = new HashSet<>();
        list.forEach(name -> names.add(String.valueOf(name)));
        lists.put(key, names);
      }
      default -> {
        words.put(key, value.toString());
        GateAction.ofWord(value.toString()).ifPresent(action -> actions.put(key, action));
      }
    }
  }

  @Nullable String edition() {
    return edition;
  }

  @Nullable Double number(String key) {
    return numbers.get(key);
  }

  @Nullable GateAction action(String key) {
    return actions.get(key);
  }

  @Nullable Set<String> list(String key) {
    return lists.get(key);
  }

  @Nullable String word(String key) {
    return words.get(key);
  }
}
