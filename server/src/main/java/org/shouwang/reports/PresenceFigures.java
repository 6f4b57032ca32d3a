package org.shouwang.reports;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.clock.WorldClock;
import org.shouwang.people.People;
import org.shouwang.people.PlaceSummary;
import org.shouwang.presence.Inside;
import org.shouwang.presence.Presence;
import org.shouwang.presence.Stay;
import org.shouwang.security.Scope;
import org.shouwang.web.Page;
import org.springframework.stereotype.Component;

/** Who is inside: now, or at the end of a day that is over. */
@Component
class PresenceFigures implements FigureGroup {

  static final String INSIDE = "presence.inside";

  /** Ids handed to people at once. */
  private static final int BATCH = 5_000;

  private final Presence presence;
  private final People people;
  private final WorldClock world;

  PresenceFigures(Presence presence, People people, WorldClock world) {
    this.presence = presence;
    this.people = people;
    this.world = world;
  }

  private record Somebody(UUID person, UUID zone, UUID fact, Instant since) {}

  @Override
  public List<Figure> figures() {
    return List.of(new Figure(INSIDE, Figure.Measure.PERSONS, "/gates/inside"));
  }

  @Override
  public Map<String, Long> values(LocalDate day, Scope scope) {
    return Map.of(INSIDE, value(day, scope));
  }

  private long value(LocalDate day, Scope scope) {
    if (scope.everywhere()) {
      return isOver(day) ? presence.totalAtEndOf(day) : presence.total();
    }
    long count = 0;
    String after = null;
    do {
      Page<Somebody> page = page(day, after, BATCH);
      count += visible(scope, page.items()).size();
      after = page.next();
    } while (after != null);
    return count;
  }

  @Override
  public Page<FigureRow> rows(
      String key, LocalDate day, Scope scope, @Nullable String after, int limit) {
    Map<UUID, PlaceSummary> places = people.places();
    if (scope.everywhere()) {
      Page<Somebody> page = page(day, after, limit);
      return new Page<>(
          page.items().stream().map(row -> row(row, places)).toList(), page.next(), null);
    }
    // a page of the whole may hold few of the scope: read on until this one is full
    List<FigureRow> rows = new ArrayList<>();
    String next = after;
    do {
      Page<Somebody> page = page(day, next, limit);
      Set<UUID> visible = visible(scope, page.items());
      for (Somebody one : page.items()) {
        if (visible.contains(one.person())) {
          rows.add(row(one, places));
        }
      }
      next = page.next();
    } while (next != null && rows.isEmpty());
    return new Page<>(rows, next, null);
  }

  private boolean isOver(LocalDate day) {
    return day.isBefore(world.today());
  }

  private Page<Somebody> page(LocalDate day, @Nullable String after, int limit) {
    if (isOver(day)) {
      Page<Stay> page = presence.atEndOf(day, after, limit);
      return new Page<>(
          page.items().stream()
              .map(it -> new Somebody(it.person(), it.zone(), it.enteredBy(), it.since()))
              .toList(),
          page.next(),
          null);
    }
    Page<Inside> page = presence.inside(null, after, limit);
    return new Page<>(
        page.items().stream()
            .map(it -> new Somebody(it.person(), it.zone(), it.person(), it.since()))
            .toList(),
        page.next(),
        null);
  }

  private Set<UUID> visible(Scope scope, List<Somebody> page) {
    Set<UUID> persons = new HashSet<>();
    page.forEach(one -> persons.add(one.person()));
    return people.visible(scope, persons);
  }

  private static FigureRow row(Somebody one, Map<UUID, PlaceSummary> places) {
    PlaceSummary zone = places.get(one.zone());
    return new FigureRow(
        one.fact(),
        one.since(),
        "reports.inside.since",
        one.person(),
        null,
        zone == null ? "" : zone.name(),
        "/people/" + one.person());
  }
}
