package org.shouwang.screening;

import java.util.ArrayList;
import java.util.List;
import org.shouwang.audit.Actor;
import org.shouwang.capture.Arrival;
import org.shouwang.capture.Arrivals;
import org.shouwang.presence.TripCardSource;
import org.shouwang.storage.RepeatedWork;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Follows the feed of facts and puts cards that speak against a declaration before a person. */
@Component
class TripCardFollower {

  /** Name of the durable cursor. */
  static final String NAME = "screening.trip_cards";

  private static final int COMMITS = 500;

  private final Arrivals arrivals;
  private final TripCards cards;
  private final Matching matching;
  private final RepeatedWork work =
      new RepeatedWork(
          LoggerFactory.getLogger(TripCardFollower.class), "trip cards could not be looked at");

  TripCardFollower(Arrivals arrivals, TripCards cards, Matching matching) {
    this.arrivals = arrivals;
    this.cards = cards;
    this.matching = matching;
  }

  @Scheduled(fixedDelay = 250)
  void follow() {
    work.untilLess(COMMITS, () -> arrivals.follow(NAME, COMMITS, this::take));
  }

  private void take(List<Arrival> some) {
    List<TripCardSource.Shown> shown = new ArrayList<>();
    for (TripCardSource source : cards.sources()) {
      List<Arrival> its = some.stream().filter(it -> it.type().equals(source.factType())).toList();
      if (!its.isEmpty()) {
        shown.addAll(source.shown(its));
      }
    }
    if (!shown.isEmpty()) {
      matching.shown(shown, Actor.SYSTEM);
    }
  }
}
