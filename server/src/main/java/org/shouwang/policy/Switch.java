package org.shouwang.policy;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The decision to go over to other rules.
 *
 * @param at from when, world time
 * @param rulesOf the local day whose rules hold from then on, until later ones come into force
 * @param disease whose rules alone go over; null: those of all
 * @param document of the authority that ordered it
 * @param from snapshot in force before
 * @param to snapshot in force from then on, as seen when it was decided
 * @param cancelledAt null unless it was called off before it came
 */
record Switch(
    UUID id,
    Instant at,
    LocalDate rulesOf,
    @Nullable String disease,
    String document,
    @Nullable String note,
    String from,
    String to,
    Instant decidedAt,
    String decider,
    @Nullable Instant cancelledAt,
    @Nullable String canceller) {

  boolean isCancelled() {
    return cancelledAt != null;
  }
}
