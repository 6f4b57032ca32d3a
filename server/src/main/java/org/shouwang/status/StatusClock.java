package org.shouwang.status;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.UUID;
import org.shouwang.clock.WorldClock;
import org.shouwang.clock.WorldSet;
import org.shouwang.storage.RepeatedWork;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Moves what time changes, on the world clock. Only persons whose status changes are touched;
 * several instances share the work. The gates don't wait for it: they read the history.
 */
@Component
class StatusClock {

  private final CurrentStore current;
  private final Evaluation evaluation;
  private final WorldClock world;
  private final TransactionTemplate transaction;
  private final RepeatedWork work =
      new RepeatedWork(LoggerFactory.getLogger(StatusClock.class), "statuses could not be moved");

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
    work.once(() -> {
      Instant now = world.now().truncatedTo(ChronoUnit.MICROS);
      transaction.executeWithoutResult(status -> {
        if (current.wentBack(now)) {
          current.again(now);
        }
      });
      RepeatedWork.all(Evaluation.AT_ONCE, () -> moveSome(now));
    });
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
