package org.shouwang.gates;

import java.time.Duration;
import java.time.Instant;
import org.shouwang.clock.WorldClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Keeps the tally short: what a minute's commits brought becomes one row a kind. */
@Component
class TallyFold {

  private static final Logger log = LoggerFactory.getLogger(TallyFold.class);

  /** Devices hand in what is hours late; the minutes of then are folded too. */
  private static final Duration BACK = Duration.ofDays(2);

  private final PassStore store;
  private final WorldClock world;

  TallyFold(PassStore store, WorldClock world) {
    this.store = store;
    this.world = world;
  }

  @Scheduled(fixedDelay = 5_000)
  void fold() {
    Instant now = world.now();
    try {
      store.foldTally(now.minus(BACK), now);
    } catch (DataAccessException e) {
      log.warn("the tally could not be folded; trying again: {}", e.toString());
    }
  }
}
