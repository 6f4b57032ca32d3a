package org.shouwang.channels;

import java.time.Duration;

/** When something that failed is tried again: from 10 seconds doubling to 10 minutes. */
final class BackoffRules {

  private static final Duration FIRST = Duration.ofSeconds(10);
  private static final Duration LONGEST = Duration.ofMinutes(10);

  /** The longest that anything waits by these rules: what waits longer, a clock has gone back. */
  static final Duration FARTHEST = Duration.ofMinutes(15);

  private BackoffRules() {}

  /**
   * How long to wait.
   *
   * @param failures in a row, from 1
   * @param jitter 0 to 1, drawn by the caller: instances and routes spread out by it
   */
  static Duration after(int failures, double jitter) {
    int doublings = Math.clamp(failures - 1, 0, 20);
    long millis = Math.min(FIRST.toMillis() << doublings, LONGEST.toMillis());
    return Duration.ofMillis((long) (millis * (0.8 + 0.4 * jitter)));
  }
}
