package org.shouwang.isolation;

import org.shouwang.clock.WorldSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Makes each day's visits; several instances share the work. */
@Component
class VisitClock {

  private static final Logger log = LoggerFactory.getLogger(VisitClock.class);
  private static final int AT_ONCE = 1_000;

  private final FollowUp followUp;

  VisitClock(FollowUp followUp) {
    this.followUp = followUp;
  }

  @EventListener
  void on(WorldSet set) {
    tick();
  }

  @Scheduled(fixedDelay = 5_000, initialDelay = 5_000)
  void tick() {
    try {
      while (followUp.makeVisits(AT_ONCE) >= AT_ONCE) {
        log.debug("more visits to make");
      }
    } catch (DataAccessException e) {
      log.warn("visits could not be made; trying again: {}", e.toString());
    }
  }
}
