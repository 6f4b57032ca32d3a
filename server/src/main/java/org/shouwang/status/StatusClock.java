package org.shouwang.status;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.UUID;
import org.shouwang.clock.WorldClock;
import org.shouwang.clock.WorldSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Moves what time changes, on the world clock. Only persons whose status changes are touched;
 * several instances share the work. The gates don't wait for it: they read the history.
 */
@Component
class StatusClock {

  private static final Logger log = LoggerFactory.getLogger(StatusClock.class);

  private final CurrentStore current;
  private final Evaluation evaluation;
  private final WorldClock world;
  private final TransactionTemplate transaction;
  private int failures;

  StatusClock(
      CurrentStore current,
      Evaluation evaluation,
      WorldClock world,
      TransactionTemplate transaction) {
    this.current = current;
    this.evaluation = evaluation;
    this.world = world;
    this.transaction = transaction;
  }

  @EventListener
  void on(WorldSet set) {
    tick();
  }

  @Scheduled(fixedDelay = 500)
  void tick() {
    try {
      Instant now = world.now().truncatedTo(ChronoUnit.MICROS);
      transaction.executeWithoutResult(status -> {
        if (current.wentBack(now)) {
          current.again(now);
        }
      });
      while (moveSome(now) == Evaluation.AT_ONCE) {
        failures = 0;
      }
      failures = 0;
    } catch (DataAccessException e) {
      failures++;
      if (Integer.bitCount(failures) == 1) {
        log.error("statuses could not be moved, {} times in a row; trying again", failures, e);
      }
    }
  }

  /** Returns how many persons were moved. */
  int moveSome(Instant now) {
    Integer moved =
        transaction.execute(status -> {
          Set<UUID> due = current.due(now, Evaluation.AT_ONCE);
          if (!due.isEmpty()) {
            evaluation.move(due, now);
          }
          return due.size();
        });
    return moved == null ? 0 : moved;
  }
}
