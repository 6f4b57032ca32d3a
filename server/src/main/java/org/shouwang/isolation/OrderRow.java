package org.shouwang.isolation;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An order of isolation as kept.
 *
 * @param disease key of the disease of the case
 * @param via of a secondary contact: the close one between
 * @param basis the authority's document of the class
 * @param isolatedOn first day of isolation; null while it is only proposed
 * @param place central or home; null while it is only proposed
 * @param document the authority's order
 * @param rulesOf whose editions it follows; null while it is only proposed
 * @param untilOn last day of isolation by these; null when they ask for none
 * @param endDocument the authority's release
 * @param evidence all that was given to the status
 * @param worker who looks after the person; null: the command
 */
record OrderRow(
    UUID id,
    UUID person,
    @Nullable UUID unit,
    String disease,
    ContactClass kind,
    @Nullable UUID caseId,
    @Nullable UUID via,
    LocalDate lastExposure,
    @Nullable String basis,
    @Nullable LocalDate isolatedOn,
    @Nullable Place place,
    @Nullable UUID room,
    @Nullable String document,
    @Nullable Instant rulesOf,
    @Nullable LocalDate untilOn,
    State state,
    Instant proposedAt,
    @Nullable Instant orderedAt,
    @Nullable String orderedBy,
    @Nullable Instant arrivedAt,
    @Nullable Instant endedAt,
    @Nullable String endedBy,
    @Nullable String endDocument,
    @Nullable String why,
    List<UUID> evidence,
    @Nullable UUID worker,
    int version) {

  /** Where somebody is isolated. */
  enum Place {
    /** 集中隔离点 */
    CENTRAL,
    /** 居家 */
    HOME;

    String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Where an order stands. */
  enum State {
    /** The authority has classified; its order isn't filed yet. */
    PROPOSED,
    /** In force. */
    ORDERED,
    /** 解除 by the authority. */
    RELEASED,
    /** Ended before its time: became a case, or for another reason. */
    ENDED,
    /** There was no reason for it. */
    WITHDRAWN;

    String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
