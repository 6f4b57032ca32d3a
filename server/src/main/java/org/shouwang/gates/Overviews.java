package org.shouwang.gates;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.shouwang.clock.WorldClock;
import org.springframework.stereotype.Component;

/** The picture of all gates at a moment, from tallies and counts, never from passes. */
@Component
class Overviews {

  private static final Duration RATE_OVER = Duration.ofMinutes(5);
  private static final Duration FRESH = Duration.ofMillis(900);

  private final PassBoard passes;
  private final HoldBoard holds;
  private final OrderStore orders;
  private final PlaceBook places;
  private final InsideList inside;
  private final WorldClock world;
  private volatile @Nullable Made made;

  Overviews(
      PassBoard passes,
      HoldBoard holds,
      OrderStore orders,
      PlaceBook places,
      InsideList inside,
      WorldClock world) {
    this.passes = passes;
    this.holds = holds;
    this.orders = orders;
    this.places = places;
    this.inside = inside;
    this.world = world;
  }

  /** The picture. */
  record Overview(
      Instant world,
      Inside inside,
      Today today,
      long openHolds,
      long openAlerts,
      List<Gate> gates) {}

  /** How many are inside. */
  record Inside(long total, List<InsideList.Count> zones) {}

  /** What happened since local midnight. */
  record Today(
      long in, long out, long held, long denied, long reMeasured, long manual, long testFirst) {}

  /** One gate. */
  record Gate(
      UUID placeId,
      String name,
      String kind,
      @Nullable Double x,
      @Nullable Double y,
      @Nullable Instant lastPass,
      double ratePerMinute,
      long passesToday,
      boolean evacuation) {}

  private record Made(Overview overview, long nanos) {}

  /** The picture, a second old at most, made once for all who ask. */
  Overview now() {
    Made last = made;
    if (last == null || System.nanoTime() - last.nanos() > FRESH.toNanos()) {
      last = new Made(make(), System.nanoTime());
      made = last;
    }
    return last.overview();
  }

  private Overview make() {
    Instant now = world.now();
    List<PassBoard.Tallied> day = passes.tally(world.today());
    Map<UUID, List<PassBoard.Tallied>> byPlace =
        day.stream().collect(Collectors.groupingBy(PassBoard.Tallied::place));
    Map<UUID, Long> recent =
        passes.tally(now.minus(RATE_OVER), now.plusSeconds(60)).stream()
            .collect(
                Collectors.groupingBy(
                    PassBoard.Tallied::place, Collectors.summingLong(PassBoard.Tallied::passes)));
    List<UUID> evacuated =
        orders.evacuations(true).stream()
            .flatMap(evacuation -> places.within(evacuation.zone()).stream())
            .toList();
    HoldBoard.Counts counts = holds.counts();
    return new Overview(
        now,
        new Inside(inside.total(), inside.zones()),
        today(day),
        counts.holds(),
        counts.alerts(),
        places.all().stream()
            .filter(place -> place.isGate() || byPlace.containsKey(place.id()))
            .sorted(Comparator.comparing(Place::name))
            .map(place ->
                gate(
                    place,
                    byPlace.getOrDefault(place.id(), List.of()),
                    recent.getOrDefault(place.id(), 0L),
                    place.entersId() != null && evacuated.contains(place.entersId())))
            .toList());
  }

  private static Gate gate(
      Place place, List<PassBoard.Tallied> day, long recent, boolean evacuated) {
    return new Gate(
        place.id(),
        place.name(),
        place.kind(),
        place.x(),
        place.y(),
        day.stream().map(PassBoard.Tallied::newest).max(Comparator.naturalOrder()).orElse(null),
        recent / (double) RATE_OVER.toMinutes(),
        day.stream().mapToLong(PassBoard.Tallied::passes).sum(),
        evacuated);
  }

  private static Today today(List<PassBoard.Tallied> day) {
    return new Today(
        sum(day, "pass", false),
        sum(day, "pass", true),
        sum(day, "hold", null),
        sum(day, "deny", null),
        sum(day, "re_measure", null),
        sum(day, "manual", null),
        sum(day, "test_first", null));
  }

  private static long sum(List<PassBoard.Tallied> day, String action, @Nullable Boolean outward) {
    return day.stream()
        .filter(each -> each.action().equals(action))
        .filter(each -> outward == null || each.outward() == outward)
        .mapToLong(PassBoard.Tallied::passes)
        .sum();
  }
}
