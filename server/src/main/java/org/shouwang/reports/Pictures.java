package org.shouwang.reports;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.shouwang.clock.WorldClock;
import org.shouwang.gates.Gates;
import org.shouwang.presence.Presence;
import org.shouwang.security.Scope;
import org.springframework.stereotype.Component;

/**
 * Makes the picture of a scope at most once a second, whoever and however many ask: two hundred
 * viewers cost what one does.
 */
@Component
class Pictures {

  private static final long FRESH_NANOS = 900_000_000L;

  /** Beyond it all are forgotten: scopes come and go with accounts. */
  private static final int MOST_SCOPES = 500;

  /** What is told of each unit, where it is known by unit. */
  private static final List<String> OF_UNITS =
      List.of("rollcall.missing", "duties.late", "gates.held", "gates.holds_open");

  private final Figures figures;
  private final Gates gates;
  private final Presence presence;
  private final Units units;
  private final WorldClock world;
  private final Map<Of, Kept> kept = new ConcurrentHashMap<>();

  Pictures(Figures figures, Gates gates, Presence presence, Units units, WorldClock world) {
    this.figures = figures;
    this.gates = gates;
    this.presence = presence;
    this.units = units;
    this.world = world;
  }

  /**
   * Of what.
   *
   * @param scope the caller's, bounded by the unit
   */
  record Of(Scope scope, @Nullable UUID unit) {}

  private static final class Kept {
    private @Nullable BoardPicture picture;
    private long nanos;
  }

  /** The picture, a second old at most. Who asks while it is being made waits for that one. */
  BoardPicture of(Of of) {
    if (kept.size() > MOST_SCOPES) {
      kept.clear();
    }
    Kept mine = kept.computeIfAbsent(of, ignored -> new Kept());
    synchronized (mine) {
      BoardPicture picture = mine.picture;
      if (picture == null || System.nanoTime() - mine.nanos > FRESH_NANOS) {
        picture = make(of);
        mine.picture = picture;
        mine.nanos = System.nanoTime();
      }
      return picture;
    }
  }

  private BoardPicture make(Of of) {
    Instant now = world.now();
    LocalDate day = world.today();
    Scope scope = of.scope();
    boolean all = scope.everywhere();
    return new BoardPicture(
        now,
        day,
        of.unit(),
        units.name(of.unit()),
        figures.values(day, scope),
        gates.hours(day, scope),
        all ? gates.posts() : List.of(),
        all
            ? presence.zones().stream()
                .map(zone ->
                    new BoardPicture.Zone(
                        zone.zone(),
                        zone.name(),
                        zone.level().name().toLowerCase(java.util.Locale.ROOT),
                        zone.people()))
                .toList()
            : List.of(),
        lines(day, scope));
  }

  /** One statement a figure, not one a unit. */
  private List<BoardPicture.UnitLine> lines(LocalDate day, Scope scope) {
    List<UnitBoard.Unit> below = units.below(scope);
    Map<UUID, Map<String, Long>> byUnit = new HashMap<>();
    for (String key : OF_UNITS) {
      units
          .rolledUp(figures.byUnit(key, day, scope), below)
          .forEach((unit, value) ->
              byUnit.computeIfAbsent(unit, ignored -> new HashMap<>()).put(key, value));
    }
    List<BoardPicture.UnitLine> lines = new ArrayList<>();
    for (UnitBoard.Unit unit : below) {
      Map<String, Long> values = byUnit.get(unit.id());
      if (values != null) {
        lines.add(new BoardPicture.UnitLine(unit.id(), unit.name(), values));
      }
    }
    return lines;
  }
}
