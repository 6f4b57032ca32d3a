package org.shouwang.gates;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.shouwang.presence.Level;
import org.shouwang.presence.Sighting;
import org.shouwang.presence.SightingSource;
import org.springframework.stereotype.Component;

/** Shows presence who went through which gate. */
@Component
class GateSightings implements SightingSource {

  private final PassBoard board;

  GateSightings(PassBoard board) {
    this.board = board;
  }

  @Override
  public String factType() {
    return GatePasses.TYPE;
  }

  @Override
  public List<Sighting> sightings(Collection<UUID> persons, Instant from, Instant to) {
    return board.seen(persons.toArray(), from, to).stream()
        .map(seen ->
            new Sighting(
                seen.person(),
                seen.at(),
                seen.id(),
                seen.place(),
                seen.zone(),
                Level.of(seen.level()),
                seen.outward() ? Sighting.Direction.OUT : Sighting.Direction.IN))
        .toList();
  }
}
