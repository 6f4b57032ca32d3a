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

/** Shows duties what a specimen shows: the person was tested for its disease at that moment. */
@Component
class SpecimenEvidence implements EvidenceSource {

  private final SpecimenStore store;

  SpecimenEvidence(SpecimenStore store) {
    this.store = store;
  }

  @Override
  public Set<String> types() {
    return Set.of(Specimens.TYPE);
  }

  @Override
  public List<Evidence> evidence(Arrival arrival) {
    return store.of(arrival.persons(), arrival.ids()).stream()
        .map(SpecimenEvidence::shown)
        .toList();
  }

  @Override
  public List<Evidence> evidence(Collection<UUID> subjects, Instant from, Instant until) {
    return store.of(subjects, from, until).stream().map(SpecimenEvidence::shown).toList();
  }

  private static Evidence shown(SpecimenStore.Taken taken) {
    return new Evidence(
        taken.person(),
        Specimens.TYPE,
        taken.id(),
        taken.at(),
        taken.at(),
        Map.of("disease", taken.disease()));
  }
}
