package org.shouwang.isolation;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
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
 * @param dependent whether they need help, as was said at the order
 * @param carer who stays with them in their room; null: nobody
 * @param carerGoneAt since when the carer is no longer there; null: they are
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
    boolean dependent,
    @Nullable UUID carer,
    @Nullable Instant carerGoneAt,
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

  /** As it is filed. */
  OrderRow ordered(Orders.Order given, Rooms.Care care, LocalDate lastDay, Instant now, String by) {
    return new OrderRow(
        id,
        person,
        unit,
        disease,
        kind,
        caseId,
        via,
        given.lastExposure(),
        basis,
        given.isolatedOn(),
        given.place(),
        given.room(),
        given.document(),
        now,
        lastDay,
        State.ORDERED,
        proposedAt,
        now,
        by,
        null,
        null,
        null,
        null,
        null,
        List.of(),
        worker,
        care.dependent(),
        care.carer(),
        null,
        version);
  }

  /** Persons of orders, for one look at all. */
  static Set<UUID> persons(Collection<OrderRow> orders) {
    Set<UUID> persons = new HashSet<>();
    orders.forEach(it -> persons.add(it.person()));
    return persons;
  }

  /** Persons of those orders that are in force, not only proposed. */
  static Set<UUID> inForce(Collection<OrderRow> orders) {
    return persons(orders.stream().filter(it -> it.state() == State.ORDERED).toList());
  }
}
