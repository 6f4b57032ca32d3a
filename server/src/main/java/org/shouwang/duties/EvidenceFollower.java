package org.shouwang.duties;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.shouwang.capture.Arrival;
import org.shouwang.capture.Arrivals;
import org.shouwang.storage.RepeatedWork;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Follows the feed of facts and discharges what they show. */
@Component
class EvidenceFollower {

  /** Name of the durable cursor. */
  static final String NAME = "duties.evidence";

  private static final int COMMITS = 200;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Arrivals arrivals;
  private final Duties duties;
  private final Map<String, EvidenceSource> sources = new HashMap<>();
  private final RepeatedWork work =
      new RepeatedWork(
          LoggerFactory.getLogger(EvidenceFollower.class), "evidence could not be taken");

  EvidenceFollower(Arrivals arrivals, Duties duties, List<EvidenceSource> sources) {
    this.arrivals = arrivals;
    this.duties = duties;
    sources.forEach(source -> source.types().forEach(type -> this.sources.put(type, source)));
  }

  /**
   * Whether all that was recorded before this call has been taken, after waiting for it a while.
   */
  boolean isSettled() {
    boolean settled = arrivals.settled(PATIENCE, List.of(NAME));
    RepeatedWork.all(Duties.GROUPS, duties::lookAgain);
    return settled;
  }

  @Scheduled(fixedDelay = 250)
  void follow() {
    work.once(() -> {
      RepeatedWork.all(COMMITS, () -> arrivals.follow(NAME, COMMITS, this::take));
      RepeatedWork.all(Duties.GROUPS, duties::lookAgain);
    });
  }

  private void take(List<Arrival> some) {
    List<Evidence> shown = new ArrayList<>();
    for (Arrival arrival : some) {
      EvidenceSource source = sources.get(arrival.type());
      if (source != null) {
        shown.addAll(source.evidence(arrival));
      }
    }
    duties.discharge(shown);
  }
}
