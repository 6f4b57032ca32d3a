package org.shouwang.gates;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.shouwang.capture.Arrival;
import org.shouwang.duties.Evidence;
import org.shouwang.duties.EvidenceSource;
import org.springframework.stereotype.Component;

/**
 * Shows duties what a pass shows: who went through was there at that moment. Who was turned away is
 * not accounted for by it.
 */
@Component
class GateEvidence implements EvidenceSource {

  private final PassBoard board;

  GateEvidence(PassBoard board) {
    this.board = board;
  }

  @Override
  public Set<String> types() {
    return Set.of(GatePasses.TYPE);
  }

  @Override
  public List<Evidence> evidence(Arrival arrival) {
    return board.went(arrival.persons(), arrival.ats(), arrival.ids()).stream()
        .map(GateEvidence::shown)
        .toList();
  }

  @Override
  public List<Evidence> evidence(Collection<UUID> subjects, Instant from, Instant until) {
    return board.went(subjects, from, until).stream().map(GateEvidence::shown).toList();
  }

  private static Evidence shown(PassBoard.Went pass) {
    return new Evidence(
        pass.person(),
        GatePasses.TYPE,
        pass.id(),
        pass.at(),
        pass.at(),
        Map.of("accounts", "yes", "direction", pass.outward() ? "out" : "in"));
  }
}
