package org.shouwang.status;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Statuses changed; one event for a batch, published in the transaction that changed them. */
public record StatusesChanged(List<Change> changes) {

  /**
   * One person's change as it counts now.
   *
   * @param from level before
   * @param to level after
   * @param at since when
   */
  public record Change(UUID person, Level from, Level to, Instant at) {}
}
