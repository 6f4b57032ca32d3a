package org.shouwang.status;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.shouwang.clock.WorldClock;
import org.shouwang.web.PlainValues;

/**
 * Evidence as the rules see it.
 *
 * @param at when it was so
 * @param until first moment it no longer counts
 */
record Evidence(
    UUID id, EvidenceKind kind, Map<String, String> detail, Instant at, @Nullable Instant until) {

  /** In time; of two at the same instant the one with the greater id is the later. */
  static final Comparator<Evidence> IN_TIME =
      Comparator.comparing(Evidence::at).thenComparing(Evidence::id);

  private static final Pattern WORD = Pattern.compile("[a-z0-9_]{1,40}");
  private static final Pattern DISEASE = Pattern.compile("[a-z][a-z0-9-]{0,39}");

  boolean isAfter(Evidence other) {
    return IN_TIME.compare(this, other) > 0;
  }

  /** The disease it is of; null: the principal one. */
  @Nullable String disease() {
    String named = detail.get(NewEvidence.DISEASE);
    return named != null && DISEASE.matcher(named).matches() ? named : null;
  }

  boolean isOwnNegative() {
    return kind == EvidenceKind.TEST_RESULT && "negative".equals(detail.get("result"));
  }

  /** The moment it speaks of: for a test when it was sampled, as far as that is known. */
  Instant about() {
    return instant("sampled");
  }

  /** A moment or the begin of a day out of the detail; its own time where it has none. */
  Instant instant(String key) {
    String text = detail.get(key);
    if (text == null) {
      return at;
    }
    try {
      return text.length() == 10
          ? PlainValues.day(text).atStartOfDay(WorldClock.ZONE).toInstant()
          : PlainValues.instant(text);
    } catch (DateTimeException e) {
      return at;
    }
  }

  /** Of a tube with this person alone in it, as far as anybody said. */
  boolean isSingle() {
    return "1".equals(detail.getOrDefault("size", "1"));
  }

  /** The word that with the kind names the rule; {@code any} where the kind has only one. */
  String variant() {
    String name =
        switch (kind) {
          case OFFICIAL_COLOUR -> "colour";
          case TEST_RESULT, POOL_RESULT -> "result";
          case CONTACT_CLASS -> "class";
          case RISK_AREA_STAY -> "level";
          case SEALED_HOME -> "zone";
          case SYMPTOMS -> "symptom";
          case ISOLATION -> "place";
          case BY_HAND -> "reason";
          case MISSED_ROUND, RELEASE -> "";
        };
    return word(detail.get(name), "any");
  }

  /** The label an authority gave with it, such as those of a yellow code. */
  @Nullable String label() {
    return detail.containsKey("label") ? word(detail.get("label"), "any") : null;
  }

  private static String word(@Nullable String text, String otherwise) {
    return text != null && WORD.matcher(text).matches() ? text : otherwise;
  }
}
