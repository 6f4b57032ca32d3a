package org.shouwang.status;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The values of one edition snapshot as the status asks for them. A value of {@code status.*} may
 * name other rules instead of a number: their sum counts, so that no number is written twice.
 */
final class EditionRules {

  private static final String ROOT = "status.";

  /** Labels come from outside; nobody shall fill the memory with them. */
  private static final int MOST_KNOWN = 1_000;

  private final String edition;
  private final Map<String, Object> values;

  /** What was read once: a million people are judged by a few dozen rules. */
  private final Map<String, Rule> known = new ConcurrentHashMap<>();

  /**
   * Reads a snapshot.
   *
   * @param edition snapshot id
   * @param values all its values by key
   */
  EditionRules(String edition, Map<String, Object> values) {
    this.edition = edition;
    this.values = new HashMap<>(values);
  }

  String edition() {
    return edition;
  }

  /** The rule of some evidence, null when the edition has none for it. */
  @Nullable Rule of(Evidence evidence) {
    if (evidence.kind() == EvidenceKind.BY_HAND) {
      return byHand(evidence);
    }
    String general = ROOT + evidence.kind().key() + "." + evidence.variant();
    String label = evidence.label();
    String special = label == null ? general : general + "." + label;
    Rule rule = known.get(special);
    if (rule == null) {
      rule = new Rule(special, general);
      if (known.size() < MOST_KNOWN) {
        known.put(special, rule);
      }
    }
    return rule.level() == null ? null : rule;
  }

  /** Two people may set any level for a reason of the closed list; the edition has the list. */
  private @Nullable Rule byHand(Evidence evidence) {
    Level level = level(evidence.detail().get("level"));
    if (level == null || !list(ROOT + "by_hand.reasons").contains(evidence.variant())) {
      return null;
    }
    return new Rule(ROOT + "by_hand", ROOT + "by_hand") {
      @Override
      Level level() {
        return level;
      }

      @Override
      String key() {
        return ROOT + "by_hand.reasons";
      }

      @Override
      String label() {
        return "by_hand";
      }
    };
  }

  List<String> list(String key) {
    return values.get(key) instanceof List<?> list
        ? list.stream().map(String::valueOf).toList()
        : List.of();
  }

  /** A number, or the sum of the numbers of the rules that the value names. */
  @Nullable Integer number(String key) {
    return number(values.get(key), 0);
  }

  private @Nullable Integer number(@Nullable Object value, int depth) {
    if (depth > 3) {
      return null;
    }
    return switch (value) {
      case Number number -> number.intValue();
      case String other -> number(values.get(other), depth + 1);
      case List<?> others -> {
        int sum = 0;
        boolean any = false;
        for (Object other : others) {
          Integer part = number(values.get(String.valueOf(other)), depth + 1);
          any |= part != null;
          sum += part == null ? 0 : part;
        }
        yield any ? sum : null;
      }
      case null, default -> null;
    };
  }

  static @Nullable Level level(@Nullable Object word) {
    for (Level level : Level.values()) {
      if (level != Level.FREE && level.key().equals(word)) {
        return level;
      }
    }
    return null;
  }

  /** Day one is the day after an exposure, unless the edition says the day itself. */
  boolean dayOneIsTheDayAfter() {
    return !"exposure_date".equals(values.get("contact.day_one"));
  }

  /** One rule: an attribute is looked up under the special prefix, then under the general one. */
  class Rule {
    private final String special;
    private final String general;
    private final String key;
    private final @Nullable Level level;
    private final String label;
    private final @Nullable Integer days;
    private final @Nullable Level thenLevel;
    private final @Nullable Integer thenDays;
    private final String thenLabel;
    private final int negatives;
    private final @Nullable Integer negativesWithinHours;
    private final int negativesBeforeHours;
    private final boolean negativesSingle;
    private final List<String> endedBy;

    Rule(String special, String general) {
      this.special = special;
      this.general = general;
      key = keyOf("level");
      level = EditionRules.level(values.get(key));
      label = values.get(keyOf("label")) instanceof String word ? word : lastWord(special);
      days = number(keyOf("days"));
      thenLevel = EditionRules.level(values.get(keyOf("then_level")));
      thenDays = number(keyOf("then_days"));
      thenLabel = values.get(keyOf("then_label")) instanceof String word ? word : label;
      negatives = orNone(number(keyOf("negatives")));
      Integer within = number(keyOf("negatives_within_days"));
      negativesWithinHours =
          within == null ? number(keyOf("negatives_within_hours")) : Integer.valueOf(within * 24);
      negativesBeforeHours = orNone(number(keyOf("negatives_before_hours")));
      negativesSingle = Boolean.TRUE.equals(values.get(keyOf("negatives_single")));
      endedBy = list(keyOf("ended_by"));
    }

    private String keyOf(String attribute) {
      String own = special + "." + attribute;
      return values.containsKey(own) ? own : general + "." + attribute;
    }

    /** Key of the value that gives the level. */
    String key() {
      return key;
    }

    @Nullable Level level() {
      return level;
    }

    /** Why, in a word that tells no diagnosis. */
    String label() {
      return label;
    }

    /** Local days it lasts, null when time alone doesn't end it. */
    @Nullable Integer days() {
      return days;
    }

    /** The level of a second stretch after the first ran out by itself. */
    @Nullable Level thenLevel() {
      return thenLevel;
    }

    @Nullable Integer thenDays() {
      return thenDays;
    }

    String thenLabel() {
      return thenLabel;
    }

    int negatives() {
      return negatives;
    }

    /** All of them within so many hours; null: whenever. */
    @Nullable Integer negativesWithinHours() {
      return negativesWithinHours;
    }

    /** Those of so many hours before count, too. */
    int negativesBeforeHours() {
      return negativesBeforeHours;
    }

    boolean negativesSingle() {
      return negativesSingle;
    }

    /** Kinds of later evidence that end it. */
    List<String> endedBy() {
      return endedBy;
    }
  }

  private static String lastWord(String special) {
    String[] words = special.toLowerCase(Locale.ROOT).split("\\.");
    return words[words.length - 1].equals("any")
        ? words[words.length - 2]
        : words[words.length - 1];
  }

  private static int orNone(@Nullable Integer number) {
    return number == null ? 0 : number;
  }
}
