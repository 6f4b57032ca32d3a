package org.shouwang.sampling;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import org.shouwang.capture.Arrivals;
import org.shouwang.clock.WorldClock;
import org.shouwang.clock.WorldSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** What comes on the world clock by itself; one instance at a time. */
@Component
class RoundClock {

  private static final Logger log = LoggerFactory.getLogger(RoundClock.class);
  private static final String FOLLOWER = "sampling.calendar";
  private static final int COMMITS = 200;
  private static final int CHASE = 4;

  private final RoundStore store;
  private final RoundActs acts;
  private final TestCalendar calendar;
  private final GroupBook groups;
  private final Arrivals arrivals;
  private final WorldClock world;
  private final TransactionTemplate transaction;

  RoundClock(
      RoundStore store,
      RoundActs acts,
      TestCalendar calendar,
      GroupBook groups,
      Arrivals arrivals,
      WorldClock world,
      TransactionTemplate transaction) {
    this.store = store;
    this.acts = acts;
    this.calendar = calendar;
    this.groups = groups;
    this.arrivals = arrivals;
    this.world = world;
    this.transaction = transaction;
  }

  @EventListener
  void on(WorldSet set) {
    tick();
  }

  /** Chases who is missing, makes the day's calendar. */
  @Scheduled(fixedDelay = 1_000, initialDelay = 3_000)
  void tick() {
    try {
      follow();
      transaction.executeWithoutResult(status -> {
        if (store.turn("sampling.clock")) {
          chase(world.now());
          day(world.now());
        }
      });
    } catch (DataAccessException e) {
      log.warn("rounds could not be moved on; trying again: {}", e.toString());
    }
  }

  private void chase(Instant now) {
    Duration ahead = Duration.ofHours(groups.number(now, RoundRules.CHASE, CHASE));
    store.toChase(now, now.plus(ahead)).forEach(round -> acts.chase(round, now));
  }

  private void day(Instant now) {
    LocalDate today = now.atZone(WorldClock.ZONE).toLocalDate();
    if (!calendar.isMade(today, now)) {
      calendar.make(today, now);
    }
  }

  @Scheduled(fixedDelay = 500)
  void follow() {
    try {
      while (arrivals.follow(FOLLOWER, COMMITS, calendar::take) >= COMMITS) {
        log.debug("more swabs to take into the calendar");
      }
    } catch (DataAccessException e) {
      log.warn("the calendar could not follow; trying again: {}", e.toString());
    }
  }

  @Scheduled(fixedDelay = 10_000)
  void gather() {
    try {
      transaction.executeWithoutResult(status -> {
        if (store.turn("sampling.gather")) {
          store.gather();
        }
      });
    } catch (DataAccessException e) {
      log.warn("counters could not be gathered; trying again: {}", e.toString());
    }
  }
}
