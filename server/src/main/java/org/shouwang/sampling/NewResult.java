package org.shouwang.sampling;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A result on its way in.
 *
 * @param source fact, file or hand
 * @param sourceId the file or entry; null for a fact
 * @param row row of the file
 * @param by who brought it, as named then
 */
record NewResult(
    UUID id,
    String tube,
    ResultStep step,
    ResultValue value,
    Instant reportedAt,
    @Nullable String laboratory,
    String source,
    @Nullable UUID sourceId,
    @Nullable Integer row,
    String by) {

  /** The same result has the same key, whoever brings it. */
  String key() {
    return tube + "|" + step.key() + "|" + value.key() + "|" + reportedAt;
  }
}
