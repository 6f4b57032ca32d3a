package org.shouwang.storage;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.springframework.dao.DataAccessException;

/**
 * Work that a timer does again and again. What fails for the database's sake is told and done at
 * the next turn; a failure that lasts is told at the 1st, 2nd, 4th, 8th … time.
 */
public final class RepeatedWork {

  private final Logger log;
  private final String failed;
  private final AtomicInteger failures = new AtomicInteger();

  /**
   * Makes one.
   *
   * @param log of whoever does the work
   * @param failed what is said of a failure: “stays could not be folded”
   */
  public RepeatedWork(Logger log, String failed) {
    this.log = log;
    this.failed = failed;
  }

  /** Does it once. */
  public void once(Runnable work) {
    try {
      work.run();
      failures.set(0);
    } catch (DataAccessException e) {
      int times = failures.incrementAndGet();
      if (Integer.bitCount(times) == 1) {
        log.error("{}, {} times in a row; trying again", failed, times, e);
      }
    }
  }

  /** Does {@link #all} of it. */
  public void untilLess(int full, IntSupplier round) {
    once(() -> all(full, round));
  }

  /**
   * Repeats a round until one does less than it could.
   *
   * @param full how much a round does at most
   * @param round does some and says how much
   */
  public static void all(int full, IntSupplier round) {
    int done;
    do {
      done = round.getAsInt();
    } while (done >= full);
  }
}
