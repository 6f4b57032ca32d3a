package org.shouwang.gates;

import org.jspecify.annotations.Nullable;

/**
 * One failing check.
 *
 * @param code which check
 * @param asks what this check alone asks for
 * @param rule key of the rule that said so, where one did
 * @param value what was seen, where it says more than the code
 * @param limit the rule's value
 */
record Reason(
    ReasonCode code,
    GateAction asks,
    @Nullable String rule,
    @Nullable Object value,
    @Nullable Object limit) {

  static Reason of(ReasonCode code, GateAction asks) {
    return new Reason(code, asks, null, null, null);
  }
}
