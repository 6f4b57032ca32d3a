package org.shouwang.sampling;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the steps of custody, in whatever order they came, say of a tube. Pure. */
final class CustodySteps {

  /** All steps. */
  static final Set<String> STEPS =
      Set.of("boxed", "handed_over", "received", "lost", "leaking", "unlabelled", "over_age");

  private static final Map<String, Integer> WAY =
      Map.of("boxed", 1, "handed_over", 2, "received", 3);

  private CustodySteps() {}

  /**
   * A step.
   *
   * @param tube empty: the box as a whole
   */
  record Step(
      String tube,
      Instant at,
      UUID id,
      String step,
      @Nullable String box,
      @Nullable UUID place,
      @Nullable String from,
      @Nullable String to,
      @Nullable Double temperature,
      @Nullable UUID device,
      String by) {}

  /** The box a tube is in: the last it was put into. */
  static @Nullable Step boxed(List<Step> own) {
    return own.stream()
        .filter(step -> step.step().equals("boxed") && step.box() != null)
        .max(Comparator.comparing(Step::at).thenComparing(step -> step.id().toString()))
        .orElse(null);
  }

  /** The tube's own steps and those of its box since it was put in, in the order of time. */
  static List<Step> chain(List<Step> own, List<Step> ofBox) {
    List<Step> chain = new ArrayList<>(own);
    Step boxed = boxed(own);
    if (boxed != null) {
      ofBox.stream().filter(step -> !step.at().isBefore(boxed.at())).forEach(chain::add);
    }
    chain.sort(Comparator.comparing(Step::at).thenComparing(step -> step.id().toString()));
    return chain;
  }

  /**
   * How far the tube has come.
   *
   * @param sampledAt its first swab; null: not known
   * @param oldest older at receipt is over-age
   */
  static TubeRow.Custody custody(List<Step> chain, @Nullable Instant sampledAt, Duration oldest) {
    String furthest = null;
    Instant received = null;
    String problem = null;
    for (Step step : chain) {
      Integer way = WAY.get(step.step());
      if (way == null) {
        problem = problem == null ? step.step() : problem;
      } else if (furthest == null || way > WAY.getOrDefault(furthest, 0)) {
        furthest = step.step();
      }
      if (step.step().equals("received") && received == null) {
        received = step.at();
      }
    }
    if (problem == null
        && received != null
        && sampledAt != null
        && received.isAfter(sampledAt.plus(oldest))) {
      problem = "over_age";
    }
    return new TubeRow.Custody(furthest, received, problem);
  }
}
