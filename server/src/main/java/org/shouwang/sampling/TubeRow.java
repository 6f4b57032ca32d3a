package org.shouwang.sampling;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A tube as kept.
 *
 * @param firstAt of its first swab or step
 * @param problem the step of custody that spoilt it
 * @param conflicts open ones
 */
record TubeRow(
    TubeFold fold,
    Instant firstAt,
    @Nullable String box,
    Custody custody,
    boolean voided,
    @Nullable ResultValue screening,
    @Nullable ResultValue confirmation,
    int conflicts) {

  /**
   * How far it has come.
   *
   * @param step the furthest of boxed, handed_over, received; null: not sent yet
   * @param problem lost, leaking, unlabelled, over_age; null: none
   */
  record Custody(@Nullable String step, @Nullable Instant receivedAt, @Nullable String problem) {
    static final Custody NONE = new Custody(null, null, null);
  }

  static TubeRow fresh(String code, Instant firstAt) {
    return new TubeRow(
        new TubeFold(code, java.util.List.of(), java.util.List.of()),
        firstAt,
        null,
        Custody.NONE,
        false,
        null,
        null,
        0);
  }

  TubeRow with(TubeFold fold) {
    Instant first =
        fold.swabs().isEmpty() || fold.swabs().getFirst().at().isAfter(firstAt)
            ? firstAt
            : fold.swabs().getFirst().at();
    return new TubeRow(fold, first, box, custody, voided, screening, confirmation, conflicts);
  }

  TubeRow withConflicts(int open) {
    return new TubeRow(fold, firstAt, box, custody, voided, screening, confirmation, open);
  }

  TubeRow with(@Nullable String box, Custody custody) {
    return new TubeRow(fold, firstAt, box, custody, voided, screening, confirmation, conflicts);
  }

  TubeRow withVoided() {
    return new TubeRow(fold, firstAt, box, custody, true, screening, confirmation, conflicts);
  }

  TubeRow with(ResultStep step, ResultValue value) {
    return step == ResultStep.SCREENING
        ? new TubeRow(fold, firstAt, box, custody, voided, value, confirmation, conflicts)
        : new TubeRow(fold, firstAt, box, custody, voided, screening, value, conflicts);
  }

  String code() {
    return fold.code();
  }

  /**
   * A swab alone in a tube meant for one is its person's own test. In a pooled tube others may
   * still be on their way from a desk without network.
   */
  boolean single() {
    return fold.live().size() == 1 && fold.size() == 1;
  }

  /** What it is tested for; null: the principal disease. */
  @Nullable String disease() {
    List<SwabRow> live = fold.live();
    return !live.isEmpty()
        ? live.getFirst().disease()
        : fold.swabs().isEmpty() ? null : fold.swabs().getFirst().disease();
  }

  @Nullable UUID place() {
    return fold.swabs().isEmpty() ? null : fold.swabs().getFirst().place();
  }

  @Nullable UUID round() {
    return fold.swabs().stream()
        .map(SwabRow::round)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  /** Its state, from all that is known of it. */
  String state() {
    if (voided) {
      return "voided";
    }
    ResultValue value = confirmation != null ? confirmation : screening;
    if (value != null) {
      return switch (value) {
        case NEGATIVE -> "negative";
        case POSITIVE, GREY -> confirmation == ResultValue.POSITIVE ? "positive" : "to_confirm";
        case INVALID -> "invalid";
      };
    }
    if (custody.problem() != null) {
      return "spoilt";
    }
    String step = custody.step();
    return step != null ? step : fold.sealedAt() != null ? "sealed" : "filling";
  }
}
