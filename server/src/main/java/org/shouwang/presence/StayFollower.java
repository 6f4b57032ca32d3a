package org.shouwang.presence;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;
import org.shouwang.capture.Arrivals;
import org.shouwang.storage.RepeatedWork;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Follows the feed of arrivals; one instance at a time does, the others stand by. */
@Component
class StayFollower {

  /** Name of the durable cursor. */
  static final String NAME = "presence.stays";

  private static final int COMMITS = 100;
  private static final int PERSONS = 2_000;

  private final Arrivals arrivals;
  private final StayProjection projection;
  private final TransactionTemplate transaction;
  private final ReentrantLock turn = new ReentrantLock();
  private final RepeatedWork work =
      new RepeatedWork(LoggerFactory.getLogger(StayFollower.class), "stays could not be folded");

  StayFollower(Arrivals arrivals, StayProjection projection, TransactionTemplate transaction) {
    this.arrivals = arrivals;
    this.projection = projection;
    this.transaction = transaction;
  }

  @Scheduled(fixedDelay = 150)
  void follow() {
    inTurn(COMMITS, () -> arrivals.follow(NAME, COMMITS, projection::fold));
  }

  @Scheduled(fixedDelay = 1_000)
  void tend() {
    inTurn(PERSONS, () -> inTransaction(() -> projection.refoldRequested(PERSONS)));
    inTurn(PERSONS, () -> inTransaction(() -> projection.tend(PERSONS)));
  }

  private int inTransaction(IntSupplier work) {
    Integer done = transaction.execute(status -> work.getAsInt());
    return done == null ? 0 : done;
  }

  private void inTurn(int full, IntSupplier round) {
    turn.lock();
    try {
      work.untilLess(full, round);
    } finally {
      turn.unlock();
    }
  }
}
