package org.shouwang.presence;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** A source of sightings for the tests of presence. */
@Component
class RememberedSightings implements SightingSource {

  static final String TYPE = "test.sighting";

  private final Map<UUID, Sighting> facts = new ConcurrentHashMap<>();

  void remember(Sighting sighting) {
    facts.put(sighting.factId(), sighting);
  }

  void forget(Sighting sighting) {
    facts.remove(sighting.factId());
  }

  @Override
  public String factType() {
    return TYPE;
  }

  @Override
  public List<Sighting> sightings(Collection<UUID> persons, Instant from, Instant to) {
    return facts.values().stream()
        .filter(it -> persons.contains(it.person()))
        .filter(it -> !it.at().isBefore(from) && !it.at().isAfter(to))
        .toList();
  }
}
