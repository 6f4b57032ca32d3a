package org.shouwang.presence;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.clock.WorldClock;

/** Cuts stays at local midnight. */
final class Pieces {

  private Pieces() {}

  /**
   * The part of a stay on one local day. A part that ends at midnight knows nothing of how the
   * whole stay ends: its ending is {@link Ending#OPEN}, so that it needn't be written again.
   *
   * @param until end; null while inside
   */
  record Piece(Stay stay, LocalDate day, Instant from, @Nullable Instant until) {}

  /** Cuts all stays of a fold. */
  static List<Piece> of(UUID person, StayFold.Folded folded, LocalDate today) {
    List<Piece> pieces = new ArrayList<>(folded.closed().size() + folded.open().size());
    folded.closed().forEach(stay -> pieces.addAll(of(stay, today)));
    folded.open().forEach(stay -> pieces.addAll(of(stay.asStay(person), today)));
    return pieces;
  }

  /**
   * Cuts a stay.
   *
   * @param today last day to cut an open stay for; its piece of that day stays open
   */
  static List<Piece> of(Stay stay, LocalDate today) {
    List<Piece> pieces = new ArrayList<>(1);
    Instant from = stay.since();
    while (true) {
      LocalDate day = Days.of(from);
      Instant midnight = day.plusDays(1).atStartOfDay(WorldClock.ZONE).toInstant();
      Instant until = stay.until();
      boolean last = until == null ? !day.isBefore(today) : !until.isAfter(midnight);
      if (last) {
        pieces.add(new Piece(stay, day, from, until));
        return pieces;
      }
      pieces.add(new Piece(stay.goingOn(), day, from, midnight));
      from = midnight;
    }
  }
}
