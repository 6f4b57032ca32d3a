package org.shouwang.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Why a status is what it is: one piece of evidence under one rule.
 *
 * @param rule key of the rule that gave the level
 * @param edition snapshot it was judged under
 * @param until when it ends by itself, as known; null: only by what {@code ends} names
 * @param ends what ends it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Reason(
    UUID evidence,
    EvidenceKind kind,
    String variant,
    String rule,
    String edition,
    Level level,
    String label,
    Instant from,
    @Nullable Instant until,
    Ends ends) {

  /** The same over another time. */
  Reason within(Instant from, @Nullable Instant until) {
    return new Reason(evidence, kind, variant, rule, edition, level, label, from, until, ends);
  }

  /**
   * Whether another edition says the same from a moment on.
   *
   * @param since when both began before it, their begins don't matter
   */
  boolean sameBut(Reason other, Instant since) {
    boolean begins =
        from.equals(other.from) || (!from.isAfter(since) && !other.from.isAfter(since));
    return begins
        && level == other.level
        && label.equals(other.label)
        && Objects.equals(until, other.until)
        && ends.equals(other.ends);
  }

  /** Whether nothing but an official code is behind these. */
  static boolean byCode(List<Reason> reasons) {
    return !reasons.isEmpty()
        && reasons.stream().allMatch(it -> it.kind() == EvidenceKind.OFFICIAL_COLOUR);
  }

  /**
   * What ends it, besides time and withdrawal.
   *
   * @param negatives own negative tests; 0: none do
   * @param withinHours all within these hours; null: whenever
   * @param single whether only tests of one's own tube count
   * @param by later evidence of these kinds
   */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record Ends(int negatives, @Nullable Integer withinHours, boolean single, List<String> by) {}
}
