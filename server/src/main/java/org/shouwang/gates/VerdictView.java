package org.shouwang.gates;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A verdict as receipts and screens show it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record VerdictView(
    String action, List<ReasonView> reasons, @Nullable String edition, boolean differs) {

  /** A reason; a guard's screen shows the category alone. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record ReasonView(
      String code,
      String category,
      @Nullable String rule,
      @Nullable Object value,
      @Nullable Object limit) {}

  static VerdictView of(GateVerdict verdict, boolean differs) {
    return new VerdictView(
        verdict.action().word(),
        verdict.reasons().stream()
            .map(reason ->
                new ReasonView(
                    reason.code().word(),
                    reason.code().category().word(),
                    reason.rule(),
                    reason.value(),
                    reason.limit()))
            .toList(),
        verdict.edition(),
        differs);
  }

  /** From what a row keeps: codes joined by commas. */
  static VerdictView ofRow(
      String action, @Nullable String codes, @Nullable String edition, boolean differs) {
    return new VerdictView(action, reasons(codes), edition, differs);
  }

  static List<ReasonView> reasons(@Nullable String codes) {
    if (codes == null || codes.isEmpty()) {
      return List.of();
    }
    return java.util.Arrays.stream(codes.split(","))
        .map(ReasonCode::ofWord)
        .flatMap(java.util.Optional::stream)
        .map(code -> new ReasonView(code.word(), code.category().word(), null, null, null))
        .toList();
  }
}
