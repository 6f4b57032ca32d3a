package org.shouwang.security;

import java.util.concurrent.TimeUnit;
import org.shouwang.security.RevisionStore.Numbers;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The numbers under which accounts, sessions and devices may be remembered. Every instance reads
 * them twice a second, so a revocation made anywhere holds everywhere within a second, and a
 * request with a known token asks the database nothing.
 */
@Component
class Revisions {

  /** Without news for so long, nothing that is remembered counts. */
  private static final long STALE_NANOS = TimeUnit.MILLISECONDS.toNanos(1_500);

  private final RevisionStore store;
  private volatile Seen seen = new Seen(new Numbers(-1, -1), System.nanoTime() - 2 * STALE_NANOS);

  Revisions(RevisionStore store) {
    this.store = store;
  }

  /** The accounts' number. */
  long accounts() {
    return fresh().accounts();
  }

  /** The devices' number. */
  long devices() {
    return fresh().devices();
  }

  /** Call it in the transaction of a change to accounts or sessions. */
  void raiseAccounts() {
    store.raiseAccounts();
    askAnewAfterwards();
  }

  /** Call it in the transaction of a change to devices. */
  void raiseDevices() {
    store.raiseDevices();
    askAnewAfterwards();
  }

  @Scheduled(fixedDelay = 500)
  void refresh() {
    // the moment before the question: what is committed later may be missing in the answer
    long asked = System.nanoTime();
    seen = new Seen(store.read(), asked);
  }

  private Numbers fresh() {
    if (System.nanoTime() - seen.nanos() > STALE_NANOS) {
      refresh();
    }
    return seen.numbers();
  }

  /** The next request of this instance asks, on a connection of its own. */
  private void askAnewAfterwards() {
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCompletion(int status) {
            seen = new Seen(seen.numbers(), System.nanoTime() - 2 * STALE_NANOS);
          }
        });
  }

  private record Seen(Numbers numbers, long nanos) {}
}
