package org.shouwang.duties;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.shouwang.capture.Arrival;
import org.springframework.stereotype.Component;

/** A source that shows what a test tells it. */
@Component
class RememberedEvidence implements EvidenceSource {

  static final String TYPE = "test.shown";

  private final List<Evidence> all = new CopyOnWriteArrayList<>();

  void remember(Evidence evidence) {
    all.add(evidence);
  }

  @Override
  public Set<String> types() {
    return Set.of(TYPE);
  }

  @Override
  public List<Evidence> evidence(Arrival arrival) {
    return all.stream().filter(it -> arrival.ids().contains(it.factId())).toList();
  }

  @Override
  public List<Evidence> evidence(Collection<UUID> subjects, Instant from, Instant until) {
    return all.stream().filter(it -> subjects.contains(it.subject())).toList();
  }
}
