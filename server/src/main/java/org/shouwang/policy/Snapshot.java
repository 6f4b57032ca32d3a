package org.shouwang.policy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rules in force over a stretch of days: the same rules have the same id.
 *
 * @param id first 16 hex digits of the SHA-256 over the rules
 * @param layers the editions they come from, the widest jurisdiction first
 * @param rules by key, sorted
 */
public record Snapshot(String id, List<Layer> layers, Map<String, Rule> rules) {

  /**
   * An edition with at least one rule in force.
   *
   * @param id of the edition
   * @param name title
   * @param jurisdiction whose
   */
  public record Layer(String id, BothLanguages name, Jurisdiction jurisdiction) {}

  /** The value of a rule, null when no edition says anything. */
  public @Nullable Object value(String key) {
    Rule rule = rules.get(key);
    return rule == null ? null : rule.value();
  }

  /**
   * Values of all rules whose key begins with a prefix.
   *
   * @param prefix such as {@code gate.}
   */
  public Map<String, Object> values(String prefix) {
    Map<String, Object> values = new LinkedHashMap<>();
    rules.forEach((key, rule) -> {
      if (key.startsWith(prefix) && rule.value() != null) {
        values.put(key, rule.value());
      }
    });
    return values;
  }
}
