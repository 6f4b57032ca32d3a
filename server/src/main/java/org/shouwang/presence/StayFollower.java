package org.shouwang.presence;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;
import org.shouwang.capture.Arrivals;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Follows the feed of arrivals; one instance at a time does, the others stand by. */
@Component
class StayFollower {

  private static final Logger log = LoggerFactory.getLogger(StayFollower.class);

  /** Name of the durable cursor. */
  static final String NAME = "presence.stays";

  private static final int COMMITS = 100;
  private static final int PERSONS = 2_000;

  private final Arrivals arrivals;
  private final StayProjection projection;
  private final TransactionTemplate transaction;
  private final ReentrantLock turn = new ReentrantLock();
  private int failures;

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

  /**
   * Repeats until a round is not full. A failure is told and tried again, less and less often told.
   */
  private void inTurn(int full, IntSupplier round) {
    turn.lock();
    try {
      while (round.getAsInt() >= full) {
        failures = 0;
      }
      failures = 0;
    } catch (DataAccessException e) {
      failures++;
      if (Integer.bitCount(failures) == 1) {
        log.error("stays could not be folded, {} times in a row; trying again", failures, e);
      }
    } finally {
      turn.unlock();
    }
  }
}
