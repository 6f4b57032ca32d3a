package org.shouwang.channels;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Wakes the worker up. */
@Component
class DeliveryRounds {

  private static final Logger log = LoggerFactory.getLogger(DeliveryRounds.class);

  private final DeliveryWorker worker;
  private final boolean works;
  private int failures;

  DeliveryRounds(DeliveryWorker worker, ChannelsSettings settings) {
    this.worker = worker;
    this.works = settings.work();
  }

  @Scheduled(fixedDelay = 500)
  void begin() {
    if (!works) {
      return;
    }
    try {
      worker.begin();
      failures = 0;
    } catch (DataAccessException e) {
      failures++;
      if (Integer.bitCount(failures) == 1) {
        log.error("due deliveries can't be read, {} times in a row; trying again", failures, e);
      }
    }
  }

  @Scheduled(fixedDelay = 600_000, initialDelay = 60_000)
  void tend() {
    if (works) {
      worker.tend();
    }
  }
}
