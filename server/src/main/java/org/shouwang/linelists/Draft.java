package org.shouwang.linelists;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What a row says, in our words.
 *
 * @param disease its key; null: the row doesn't say
 * @param classification suspected, clinical, confirmed, asymptomatic, none
 * @param outcome open, recovered, transferred, died
 * @param firstContact the same as the last one when only that is known
 * @param contactClass candidate, close, secondary, general, none
 */
record Draft(
    String name,
    @Nullable String documentType,
    @Nullable String document,
    @Nullable String phone,
    @Nullable String externalId,
    @Nullable String externalNumber,
    @Nullable String disease,
    @Nullable String classification,
    @Nullable LocalDate onset,
    @Nullable Instant sampledAt,
    @Nullable Instant controlledAt,
    @Nullable String symptoms,
    @Nullable String outcome,
    @Nullable String caseReference,
    @Nullable Instant firstContact,
    @Nullable Instant lastContact,
    @Nullable String contactClass,
    @Nullable String note) {

  @Override
  public String toString() {
    return "Draft"; // never into a log
  }
}
