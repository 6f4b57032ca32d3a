package org.shouwang.reports;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.clock.WorldClock;
import org.shouwang.security.Scope;
import org.shouwang.web.Page;
import org.shouwang.web.PlainValues;
import org.shouwang.web.Refused;
import org.springframework.stereotype.Component;

/** All figures by their keys. */
@Component
class Figures {

  private static final LocalDate FIRST = LocalDate.of(2000, 1, 1);
  private static final LocalDate LAST = LocalDate.of(2099, 12, 31);

  private final Map<String, Known> known = new LinkedHashMap<>();
  private final List<FigureGroup> groups;
  private final WorldClock world;

  Figures(List<FigureGroup> groups, WorldClock world) {
    this.groups = groups;
    this.world = world;
    for (FigureGroup group : groups) {
      for (Figure figure : group.figures()) {
        if (known.put(figure.key(), new Known(figure, group)) != null) {
          throw new IllegalStateException("two figures are named " + figure.key());
        }
      }
    }
  }

  private record Known(Figure figure, FigureGroup group) {}

  List<Figure> all() {
    return known.values().stream().map(Known::figure).toList();
  }

  Optional<Figure> find(String key) {
    return Optional.ofNullable(known.get(key)).map(Known::figure);
  }

  /**
   * A figure.
   *
   * @throws Refused 404 {@code reports.figure_unknown} that names it
   */
  Figure get(String key) {
    return known(key).figure();
  }

  private Known known(String key) {
    Known found = known.get(key);
    if (found == null) {
      throw Refused.notFound("reports.figure_unknown")
          .field("key")
          .value(PlainValues.shown(key, 60));
    }
    return found;
  }

  /** The day of a request: today unless given, within this century. */
  LocalDate day(@Nullable LocalDate wanted) {
    if (wanted == null) {
      return world.today();
    }
    if (wanted.isBefore(FIRST) || wanted.isAfter(LAST)) {
      throw Refused.invalid("reports.day_outside").field("day").value(wanted);
    }
    return wanted;
  }

  /** The values of all figures. */
  Map<String, Long> values(LocalDate day, Scope scope) {
    Map<String, Long> values = new HashMap<>();
    groups.forEach(group -> values.putAll(group.values(day, scope)));
    return values;
  }

  /** The values of some figures; a group is asked only when one of its figures is wanted. */
  Map<String, Long> values(Collection<String> keys, LocalDate day, Scope scope) {
    Set<FigureGroup> asked = new LinkedHashSet<>();
    keys.forEach(key -> asked.add(known(key).group()));
    Map<String, Long> values = new LinkedHashMap<>();
    Map<String, Long> all = new HashMap<>();
    asked.forEach(group -> all.putAll(group.values(day, scope)));
    keys.forEach(key -> values.put(key, all.getOrDefault(key, 0L)));
    return values;
  }

  long value(String key, LocalDate day, Scope scope) {
    return values(List.of(key), day, scope).getOrDefault(key, 0L);
  }

  Page<FigureRow> rows(String key, LocalDate day, Scope scope, @Nullable String after, int limit) {
    return known(key).group().rows(key, day, scope, after, limit);
  }

  Map<UUID, Long> byUnit(String key, LocalDate day, Scope scope) {
    return known(key).group().byUnit(key, day, scope);
  }

  /** The keys of all, for a template's author. */
  List<String> keys() {
    return new ArrayList<>(known.keySet());
  }
}
