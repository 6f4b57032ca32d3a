package org.shouwang.sampling;

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

/** Shows duties what a swab shows: the person was tested at that moment, for that round. */
@Component
class SwabEvidence implements EvidenceSource {

  /** The fact that somebody was swabbed. */
  static final String TYPE = "sampling.swab";

  /** What a swab says of its round. */
  static final String ROUND = "round";

  private final TakenStore taken;

  SwabEvidence(TakenStore taken) {
    this.taken = taken;
  }

  @Override
  public Set<String> types() {
    return Set.of(TYPE);
  }

  @Override
  public List<Evidence> evidence(Arrival arrival) {
    return taken.of(arrival.persons(), arrival.ids()).stream().map(SwabEvidence::shown).toList();
  }

  @Override
  public List<Evidence> evidence(Collection<UUID> subjects, Instant from, Instant until) {
    return taken.of(subjects, from, until).stream().map(SwabEvidence::shown).toList();
  }

  private static Evidence shown(TakenStore.Swab swab) {
    return new Evidence(
        swab.person(),
        TYPE,
        swab.id(),
        swab.at(),
        swab.at(),
        swab.round() == null ? Map.of() : Map.of(ROUND, swab.round().toString()));
  }
}
