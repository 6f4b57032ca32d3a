package org.shouwang.presence;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The sightings of all sources together. */
@Component
class Sightings {

  /** After every fact: the door takes none beyond it. */
  static final Instant END = Instant.parse("2201-01-01T00:00:00Z");

  private static final int PERSONS = 5_000;

  /** How far back a restart is looked for: it is nearly always yesterday's exit. */
  private static final List<Duration> LOOK_BACK = List.of(Duration.ofDays(3), Duration.ofDays(40));

  private final Map<String, SightingSource> sources;

  Sightings(List<SightingSource> sources) {
    this.sources =
        sources.stream().collect(Collectors.toMap(SightingSource::factType, Function.identity()));
  }

  /**
   * What follows a restart.
   *
   * @param sightings in order
   */
  record Since(Restart restart, List<Sighting> sightings) {}

  boolean comeFrom(String factType) {
    return sources.containsKey(factType);
  }

  /** Sightings of one source. */
  List<Sighting> of(String factType, Collection<UUID> persons, Instant from, Instant to) {
    SightingSource source = sources.get(factType);
    return source == null ? List.of() : inChunks(source, persons, from, to);
  }

  /** Sightings of all sources by person, each list in order. */
  Map<UUID, List<Sighting>> of(Collection<UUID> persons, Instant from) {
    Map<UUID, List<Sighting>> all = new HashMap<>();
    for (SightingSource source : sources.values()) {
      for (Sighting sighting : inChunks(source, persons, from, END)) {
        all.computeIfAbsent(sighting.person(), person -> new ArrayList<>()).add(sighting);
      }
    }
    all.values().forEach(list -> list.sort(StayFold.ORDER));
    return all;
  }

  private static List<Sighting> inChunks(
      SightingSource source, Collection<UUID> persons, Instant from, Instant to) {
    if (persons.size() <= PERSONS) {
      return source.sightings(persons, from, to);
    }
    List<UUID> rest = List.copyOf(persons);
    List<Sighting> all = new ArrayList<>();
    for (int i = 0; i < rest.size(); i += PERSONS) {
      all.addAll(source.sightings(rest.subList(i, Math.min(i + PERSONS, rest.size())), from, to));
    }
    return all;
  }

  /** For each person the last restart before a moment, and all that follows it. */
  Map<UUID, Since> sinceRestart(Map<UUID, Instant> moments, StayRules rules) {
    Map<UUID, Since> found = new HashMap<>();
    Map<UUID, Instant> open = new HashMap<>(moments);
    for (Duration back : LOOK_BACK) {
      if (open.isEmpty()) {
        return found;
      }
      Instant from =
          open.values().stream().min(Comparator.naturalOrder()).orElseThrow().minus(back);
      Map<UUID, List<Sighting>> seen = of(open.keySet(), from);
      open.entrySet()
          .removeIf(it -> {
            List<Sighting> sightings = seen.getOrDefault(it.getKey(), List.of());
            @Nullable Restart restart = Restart.before(sightings, from, it.getValue(), rules);
            if (restart != null) {
              found.put(it.getKey(), new Since(restart, after(restart, sightings)));
            }
            return restart != null;
          });
    }
    if (!open.isEmpty()) {
      Map<UUID, List<Sighting>> seen = of(open.keySet(), Instant.EPOCH);
      open.keySet()
          .forEach(person ->
              found.put(
                  person, new Since(Restart.BEGINNING, seen.getOrDefault(person, List.of()))));
    }
    return found;
  }

  private static List<Sighting> after(Restart restart, List<Sighting> sightings) {
    return sightings.stream().filter(restart::isBefore).toList();
  }
}
