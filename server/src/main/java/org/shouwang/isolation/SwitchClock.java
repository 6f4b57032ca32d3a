package org.shouwang.isolation;

import org.shouwang.clock.WorldSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Takes orders over to other rules once a switch has come; several instances share the work. */
@Component
class SwitchClock {

  private static final Logger log = LoggerFactory.getLogger(SwitchClock.class);
  private static final int AT_ONCE = 200;

  private final Orders orders;

  SwitchClock(Orders orders) {
    this.orders = orders;
  }

  @EventListener
  void on(WorldSet set) {
    tick();
  }

  @Scheduled(fixedDelay = 2_000, initialDelay = 5_000)
  void tick() {
    try {
      while (orders.goOver(AT_ONCE) >= AT_ONCE) {
        log.debug("more orders go over to other rules");
      }
    } catch (DataAccessException e) {
      log.warn("orders could not go over to other rules; trying again: {}", e.toString());
    }
  }
}
