package org.shouwang.status;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.shouwang.policy.BothLanguages;
import org.shouwang.policy.Confidence;
import org.shouwang.policy.Editions;
import org.shouwang.policy.Policy;
import org.shouwang.policy.Rule;
import org.shouwang.policy.Snapshot;
import org.springframework.stereotype.Component;

/** Writes reasons out with the words of their edition. */
@Component
class ReasonTexts {

  private final Policy policy;

  ReasonTexts(Policy policy) {
    this.policy = policy;
  }

  /**
   * A reason as screens show it.
   *
   * @param meaning the rule in words; null when that edition is not in force for that time any more
   */
  record Shown(
      UUID evidence,
      EvidenceKind kind,
      String variant,
      String level,
      String label,
      Instant from,
      @Nullable Instant until,
      Reason.Ends ends,
      String rule,
      String snapshot,
      @Nullable BothLanguages meaning,
      @Nullable BothLanguages edition,
      @Nullable String article,
      @Nullable String source,
      @Nullable Confidence confidence) {}

  /**
   * Reasons in words.
   *
   * @param at when each piece of evidence was so: that time's edition judged it, or that of a
   *     switch after it
   */
  List<Shown> of(List<Reason> reasons, Map<UUID, Instant> at) {
    return reasons.stream().map(reason -> of(reason, at.get(reason.evidence()))).toList();
  }

  private Shown of(Reason reason, @Nullable Instant at) {
    Snapshot snapshot = judging(reason, at == null ? reason.from() : at);
    Rule rule = snapshot == null ? null : snapshot.rules().get(reason.rule());
    BothLanguages edition =
        rule == null || snapshot == null
            ? null
            : snapshot.layers().stream()
                .filter(layer -> layer.id().equals(rule.edition()))
                .map(Snapshot.Layer::name)
                .findFirst()
                .orElse(null);
    return new Shown(
        reason.evidence(),
        reason.kind(),
        reason.variant(),
        reason.level().key(),
        reason.label(),
        reason.from(),
        reason.until(),
        reason.ends(),
        reason.rule(),
        reason.edition(),
        rule == null ? null : rule.meaning(),
        edition,
        rule == null ? null : rule.article(),
        rule == null ? null : rule.source(),
        rule == null ? null : rule.confidence());
  }

  private @Nullable Snapshot judging(Reason reason, Instant at) {
    // the reason doesn't say of which disease it is, but its edition does
    List<Editions> books =
        Stream.concat(Stream.of((Editions) policy), policy.diseases().stream().map(policy::of))
            .toList();
    return Stream.concat(Stream.of(at), policy.switchesAfter(at).stream())
        .flatMap(when -> books.stream().map(book -> book.inForce(when)))
        .filter(it -> it.id().equals(reason.edition()))
        .findFirst()
        .orElse(null);
  }
}
