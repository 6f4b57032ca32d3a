package org.shouwang.duties;

import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.shouwang.policy.Policy;
import org.shouwang.policy.Snapshot;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Ladders as the editions in force have them, copied into the table that duties climb by: {@code
 * duties.ladder.<name>} is a list of steps such as {@code 09:00 holder} (a time of the day on which
 * the duty ends) or {@code -2h holder} (so long before its end).
 */
@Component
class Ladders {

  private static final String PREFIX = "duties.ladder.";
  private static final int MINUTES = 60;

  private final Policy policy;
  private final LadderStore store;
  private final ClockStore clock;
  private final TransactionTemplate transaction;
  private volatile String followed = "";

  Ladders(Policy policy, LadderStore store, ClockStore clock, TransactionTemplate transaction) {
    this.policy = policy;
    this.store = store;
    this.clock = clock;
    this.transaction = transaction;
  }

  /**
   * A step.
   *
   * @param at time of the park's local day on which the duty ends; null: {@code after} says when
   * @param after minutes after its end, before it if negative
   * @param told holder, lead, above or calls
   */
  record Step(
      String ladder, int step, @Nullable LocalTime at, @Nullable Integer after, String told) {}

  /** Takes over what has changed; a ladder that no edition speaks of stays as it is. */
  void follow(Instant now) {
    Snapshot rules = policy.inForce(now);
    if (rules.id().equals(followed)) {
      return;
    }
    List<Step> steps = new ArrayList<>();
    rules
        .values(PREFIX)
        .forEach((key, value) -> steps.addAll(read(key.substring(PREFIX.length()), value)));
    if (!steps.isEmpty()) {
      transaction.executeWithoutResult(status -> {
        clock.turn();
        store.replace(steps);
      });
    }
    followed = rules.id();
  }

  /** The edition was checked when it was taken in. */
  static List<Step> read(String ladder, Object value) {
    List<Step> steps = new ArrayList<>();
    if (value instanceof List<?> list) {
      for (Object each : list) {
        String[] parts = String.valueOf(each).split(" ", 2);
        boolean ofDay = parts[0].contains(":");
        steps.add(
            new Step(
                ladder,
                steps.size() + 1,
                ofDay ? LocalTime.parse(parts[0]) : null,
                ofDay ? null : minutes(parts[0]),
                parts[1]));
      }
    }
    return steps;
  }

  private static int minutes(String text) {
    if (text.equals("0")) {
      return 0;
    }
    int number = Integer.parseInt(text.substring(0, text.length() - 1));
    return text.endsWith("h") ? number * MINUTES : number;
  }
}
