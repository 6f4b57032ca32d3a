package org.shouwang.gates;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.shouwang.capture.Arrival;
import org.shouwang.presence.TripCardSource;
import org.springframework.stereotype.Component;

/** Trip cards that were shown at gates, also by whoever was turned away. */
@Component
class GateTripCards implements TripCardSource {

  private final PassBoard board;

  GateTripCards(PassBoard board) {
    this.board = board;
  }

  @Override
  public String factType() {
    return GatePasses.TYPE;
  }

  @Override
  public List<Shown> shown(List<Arrival> arrivals) {
    List<Instant> ats = new ArrayList<>();
    List<UUID> ids = new ArrayList<>();
    for (Arrival each : arrivals) {
      ats.addAll(each.ats());
      ids.addAll(each.ids());
    }
    return board.tripCards(ats, ids);
  }

  @Override
  public List<Shown> shown(Collection<UUID> persons, Instant from, Instant until) {
    return board.tripCards(persons, from, until);
  }
}
