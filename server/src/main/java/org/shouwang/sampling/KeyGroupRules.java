package org.shouwang.sampling;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads the key groups of an edition. Source: regional testing guides, key groups 重点人群. */
final class KeyGroupRules {

  /** Beginning of the rules about key groups. */
  static final String PREFIX = "testing.key_group.";

  private static final int LONGEST = 31;

  private KeyGroupRules() {}

  /**
   * The groups, the most often tested first; one without days or words is none.
   *
   * @param values rules by key
   */
  static List<KeyGroup> of(Map<String, Object> values) {
    TreeSet<String> names = new TreeSet<>();
    for (String key : values.keySet()) {
      int end = key.lastIndexOf('.');
      if (key.startsWith(PREFIX) && end > PREFIX.length()) {
        names.add(key.substring(PREFIX.length(), end));
      }
    }
    List<KeyGroup> groups = new ArrayList<>();
    for (String name : names) {
      int days = number(values.get(PREFIX + name + ".days"));
      List<String> words = words(values.get(PREFIX + name + ".words"));
      if (days >= 1 && days <= LONGEST && !words.isEmpty()) {
        boolean single = Boolean.TRUE.equals(values.get(PREFIX + name + ".single"));
        groups.add(new KeyGroup(name, days, words, single));
      }
    }
    groups.sort(Comparator.comparingInt(KeyGroup::days).thenComparing(KeyGroup::name));
    return List.copyOf(groups);
  }

  private static int number(@Nullable Object value) {
    return value instanceof Number number ? number.intValue() : 0;
  }

  private static List<String> words(@Nullable Object value) {
    if (!(value instanceof List<?> list)) {
      return List.of();
    }
    return list.stream().map(String::valueOf).filter(word -> !word.isBlank()).toList();
  }
}
