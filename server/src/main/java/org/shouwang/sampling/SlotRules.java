package org.shouwang.sampling;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** Gives each group of people a stretch of time at the point that is free first. */
final class SlotRules {

  private static final int STEP = 5;

  private SlotRules() {}

  /** People that come together. */
  record Party(UUID unit, long people) {}

  /** A point and what it can do. */
  record Desk(UUID place, LocalTime opens, LocalTime closes, int perHour) {}

  /** A stretch of time. */
  record Given(UUID unit, UUID place, Instant from, Instant until) {}

  /**
   * Slots for all parties; the largest come first. What doesn't fit into the window is placed at
   * its end: the plan shows that capacity is short instead of leaving somebody out.
   */
  static List<Given> plan(
      List<Party> parties, List<Desk> desks, Instant opens, Instant closes, ZoneId zone) {
    List<Given> slots = new ArrayList<>();
    if (desks.isEmpty()) {
      return slots;
    }
    Map<UUID, Instant> free = new HashMap<>();
    desks.forEach(desk -> free.put(desk.place(), opening(desk, opens, zone)));
    List<Party> sorted =
        parties.stream()
            .filter(party -> party.people() > 0)
            .sorted(Comparator.comparingLong(Party::people).reversed().thenComparing(Party::unit))
            .toList();
    for (Party party : sorted) {
      Given first = null;
      for (Desk desk : desks) {
        Given slot = place(party, desk, Objects.requireNonNull(free.get(desk.place())), zone);
        if (first == null || slot.until().isBefore(first.until())) {
          first = slot;
        }
      }
      Given slot = Objects.requireNonNull(first);
      if (slot.until().isAfter(closes)) {
        Duration span = Duration.between(slot.from(), slot.until());
        Instant from = closes.minus(span).isBefore(opens) ? opens : closes.minus(span);
        slot = new Given(slot.unit(), slot.place(), from, closes);
      } else {
        free.put(slot.place(), slot.until());
      }
      slots.add(slot);
    }
    return slots;
  }

  private static Given place(Party party, Desk desk, Instant free, ZoneId zone) {
    long minutes = (party.people() * 60 + desk.perHour() - 1) / desk.perHour();
    minutes = Math.max(2L * STEP, (minutes + STEP - 1) / STEP * STEP);
    ZonedDateTime from = opening(desk, free, zone).atZone(zone);
    ZonedDateTime until = from.plusMinutes(minutes);
    boolean begunToday = from.toLocalTime().isAfter(desk.opens());
    if (begunToday
        && (until.toLocalTime().isAfter(desk.closes())
            || !until.toLocalDate().equals(from.toLocalDate()))) {
      from = from.toLocalDate().plusDays(1).atTime(desk.opens()).atZone(zone);
      until = from.plusMinutes(minutes);
    }
    return new Given(party.unit(), desk.place(), from.toInstant(), until.toInstant());
  }

  /** The moment itself while the point is open, else when it opens next. */
  private static Instant opening(Desk desk, Instant at, ZoneId zone) {
    ZonedDateTime local = at.atZone(zone);
    if (local.toLocalTime().isBefore(desk.opens())) {
      return local.toLocalDate().atTime(desk.opens()).atZone(zone).toInstant();
    }
    if (!local.toLocalTime().isBefore(desk.closes())) {
      return local.toLocalDate().plusDays(1).atTime(desk.opens()).atZone(zone).toInstant();
    }
    return at;
  }
}
