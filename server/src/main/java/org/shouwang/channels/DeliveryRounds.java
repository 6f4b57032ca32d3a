package org.shouwang.channels;

import org.shouwang.storage.RepeatedWork;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Wakes the worker up. */
@Component
class DeliveryRounds {

  private final DeliveryWorker worker;
  private final boolean works;
  private final RepeatedWork work =
      new RepeatedWork(
          LoggerFactory.getLogger(DeliveryRounds.class), "due deliveries can't be read");

  DeliveryRounds(DeliveryWorker worker, ChannelsSettings settings) {
    this.worker = worker;
    this.works = settings.work();
  }

  @Scheduled(fixedDelay = 500)
  void begin() {
    if (works) {
      work.once(worker::begin);
    }
  }

  @Scheduled(fixedDelay = 600_000, initialDelay = 60_000)
  void tend() {
    if (works) {
      worker.tend();
    }
  }
}
