package org.shouwang.sampling;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether a result can be taken as it is; what contradicts is kept for a person to judge. Pure. */
final class ResultRules {

  static final String UNKNOWN = "sampling.tube_unknown";
  static final String NOT_SEALED = "sampling.tube_not_sealed";
  static final String NOT_RECEIVED = "sampling.tube_not_received";
  static final String BEFORE_RECEIPT = "sampling.result_before_receipt";
  static final String FUTURE = "sampling.result_in_future";
  static final String NOBODY = "sampling.tube_empty";
  static final String VOIDED = "sampling.tube_voided";
  static final String SPOILT = "sampling.tube_spoilt";
  static final String DIFFERS = "sampling.result_differs";

  /** What may clear by itself when facts come that are still on their way. */
  static final Set<String> MAY_CLEAR = Set.of(UNKNOWN, NOT_SEALED, NOT_RECEIVED, NOBODY);

  private static final Duration CLOCKS = Duration.ofMinutes(10);

  private ResultRules() {}

  /** The code of what stands against it; null: nothing. */
  static @Nullable String problem(@Nullable TubeRow tube, NewResult result, Instant now) {
    if (tube == null || tube.fold().swabs().isEmpty()) {
      return UNKNOWN;
    }
    if (tube.voided()) {
      return VOIDED;
    }
    if (tube.fold().live().isEmpty()) {
      return NOBODY;
    }
    if (tube.fold().sealedAt() == null) {
      return NOT_SEALED;
    }
    Instant received = tube.custody().receivedAt();
    if (received == null) {
      return NOT_RECEIVED;
    }
    if (result.reportedAt().isBefore(received)) {
      return BEFORE_RECEIPT;
    }
    if (result.reportedAt().isAfter(now.plus(CLOCKS))) {
      return FUTURE;
    }
    if (tube.custody().problem() != null) {
      return SPOILT;
    }
    ResultValue known =
        result.step() == ResultStep.SCREENING ? tube.screening() : tube.confirmation();
    return known != null && known != result.value() ? DIFFERS : null;
  }

  /** The same is known already. */
  static boolean known(@Nullable TubeRow tube, NewResult result) {
    return tube != null
        && (result.step() == ResultStep.SCREENING ? tube.screening() : tube.confirmation())
            == result.value();
  }
}
