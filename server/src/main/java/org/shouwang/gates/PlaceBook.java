package org.shouwang.gates;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** All places in memory, a second old at most: each pass asks for its own. */
@Component
class PlaceBook {

  private static final long FRESH_NANOS = 1_000_000_000L;

  private final GateBoard board;
  private volatile @Nullable Loaded loaded;

  PlaceBook(GateBoard board) {
    this.board = board;
  }

  private record Loaded(Map<UUID, Place> places, long nanos) {}

  @Nullable Place find(@Nullable UUID id) {
    return id == null ? null : places().get(id);
  }

  Collection<Place> all() {
    return places().values();
  }

  String name(@Nullable UUID id) {
    Place place = find(id);
    return place == null ? "" : place.name();
  }

  /** The temporary holding room of a gate: its own, else the nearest. */
  Optional<Place> holdingRoom(Place gate) {
    List<Place> rooms =
        all().stream().filter(place -> place.kind().equals("holding_room")).toList();
    return rooms.stream()
        .filter(room -> gate.id().equals(room.parentId()))
        .findFirst()
        .or(() -> rooms.stream().min(Comparator.comparingDouble(room -> distance(room, gate))));
  }

  /** A zone and everything in it. */
  Set<UUID> within(UUID zone) {
    Set<UUID> found = new HashSet<>(Set.of(zone));
    boolean grew = true;
    while (grew) {
      grew = false;
      for (Place place : all()) {
        grew |=
            place.parentId() != null && found.contains(place.parentId()) && found.add(place.id());
      }
    }
    return found;
  }

  private static double distance(Place one, Place other) {
    if (one.x() == null || one.y() == null || other.x() == null || other.y() == null) {
      return Double.MAX_VALUE;
    }
    return Math.hypot(one.x() - other.x(), one.y() - other.y());
  }

  private Map<UUID, Place> places() {
    Loaded now = loaded;
    if (now == null || System.nanoTime() - now.nanos() > FRESH_NANOS) {
      now =
          new Loaded(
              board.places().stream().collect(Collectors.toMap(Place::id, Function.identity())),
              System.nanoTime());
      loaded = now;
    }
    return now.places();
  }
}
