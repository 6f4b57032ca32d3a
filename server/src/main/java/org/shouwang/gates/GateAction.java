package org.shouwang.gates;

import java.util.Locale;
import java.util.Optional;

/** What a guard does with a person, from the mildest to the most severe: the order is the rule. */
enum GateAction {
  /** 放行: go through. */
  PASS,
  /** 人工核验: a check that a machine can't finish; a person looks. */
  MANUAL,
  /** 复测: measure the temperature again. */
  RE_MEASURE,
  /** 先检后入: a test first, then enter. */
  TEST_FIRST,
  /** 暂留: wait in the temporary holding room until received. */
  HOLD,
  /** 禁入: must not go through. */
  DENY;

  /** The word on the wire and in the editions. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The action of a word, empty for anything else. */
  static Optional<GateAction> ofWord(String word) {
    for (GateAction action : values()) {
      if (action.word().equals(word)) {
        return Optional.of(action);
      }
    }
    return Optional.empty();
  }

  /** The more severe of the two. */
  GateAction orWorse(GateAction other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
