package org.shouwang.incidents;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Sees to it that each item of readiness has a duty to be looked at. */
@Component
class ReadinessClock {

  private static final Logger log = LoggerFactory.getLogger(ReadinessClock.class);

  private final Readiness readiness;

  ReadinessClock(Readiness readiness) {
    this.readiness = readiness;
  }

  @Scheduled(fixedDelay = 60_000, initialDelay = 60_000)
  void tick() {
    try {
      readiness.make();
    } catch (DataAccessException e) {
      log.warn("looks at readiness could not be made; trying again: {}", e.toString());
    }
  }
}
