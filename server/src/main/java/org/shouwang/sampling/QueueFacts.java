package org.shouwang.sampling;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.shouwang.capture.Arrived;
import org.shouwang.capture.FactHandler;
import org.shouwang.people.People;
import org.shouwang.people.PlaceSummary;
import org.shouwang.security.Caller;
import org.shouwang.security.Permission;
import org.shouwang.web.Refused;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Takes {@code sampling.queue} from the door: a point says how many are waiting. */
@Component
class QueueFacts implements FactHandler {

  static final String TYPE = "sampling.queue";

  private static final int MOST = 100_000;

  private final PointStore store;
  private final People people;

  QueueFacts(PointStore store, People people) {
    this.store = store;
    this.people = people;
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public Set<Permission> needs() {
    return Set.of(Permission.SAMPLING_REGISTER, Permission.FACTS_SUBMIT);
  }

  @Override
  public List<Judgement> judge(List<Arrived> facts) {
    Map<UUID, PlaceSummary> places = people.places();
    List<Judgement> judgements = new ArrayList<>(facts.size());
    for (Arrived fact : facts) {
      try {
        judgements.add(new Accepted(fact, null, read(fact, places)));
      } catch (Refused refused) {
        judgements.add(new Rejected(refused));
      }
    }
    return judgements;
  }

  private static PointStore.Said read(Arrived fact, Map<UUID, PlaceSummary> places) {
    PlaceSummary place = RoundReading.requirePoint("place", fact.fact().place(), places);
    JsonNode length = fact.fact().data().path("length");
    if (!length.isInt() || length.intValue() < 0 || length.intValue() > MOST) {
      throw RoundFields.wrong("data.length", length.isMissingNode() ? "" : length.toString());
    }
    return new PointStore.Said(
        place.id(),
        fact.at(),
        fact.fact().id(),
        length.intValue(),
        fact.caller().kind() == Caller.Kind.DEVICE ? fact.caller().id() : null,
        fact.recordedAt());
  }

  @Override
  public void record(List<Accepted> facts) {
    store.queued(facts.stream().map(it -> (PointStore.Said) it.row()).toList());
  }
}
