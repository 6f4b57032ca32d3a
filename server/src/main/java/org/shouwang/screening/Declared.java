package org.shouwang.screening;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What somebody declared.
 *
 * @param contact whether they say that they were near somebody infected
 * @param stays where they were; empty: nowhere
 */
record Declared(
    UUID id,
    UUID person,
    @Nullable UUID unit,
    Instant at,
    Instant recordedAt,
    boolean contact,
    @Nullable String note,
    String by,
    List<Stay> stays) {

  /** The same with where they were. */
  Declared with(List<Stay> others) {
    return new Declared(id, person, unit, at, recordedAt, contact, note, by, others);
  }

  /**
   * A place where they were.
   *
   * @param n counted within the declaration
   * @param transport train and seat, flight, own car
   */
  record Stay(
      UUID declaration,
      int n,
      UUID person,
      String place,
      List<String> parts,
      LocalDate from,
      LocalDate until,
      @Nullable String transport) {}
}
