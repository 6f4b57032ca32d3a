package org.shouwang.duties;

import java.util.List;
import java.util.UUID;

/**
 * Duties changed their state; published in the transaction that changed them, one for each batch.
 *
 * @param changes what became of which
 */
public record DutiesChanged(List<Change> changes) {

  /** One change. */
  public record Change(UUID duty, String key, String kind, DutyState to) {}
}
