package org.shouwang.capture;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.shouwang.web.Refused;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The feed of recorded facts in commit order. A projection reads it with a durable cursor; a live
 * screen with a cursor of its own in memory.
 */
@Service
public class Arrivals {

  private static final Duration LONGEST = Duration.ofSeconds(10);
  private static final Duration LOOK = Duration.ofMillis(20);

  private final ArrivalStore store;
  private final TransactionTemplate transaction;
  private final Clock wall;
  private final Set<String> followers = ConcurrentHashMap.newKeySet();

  Arrivals(ArrivalStore store, TransactionTemplate transaction, Clock wall) {
    this.wall = wall;
    this.store = store;
    this.transaction = transaction;
  }

  /**
   * Hands the next arrivals to a follower and moves its durable cursor in the same transaction.
   * Only one instance at a time does so for a name; the others return 0.
   *
   * @param name of the follower, {@code module.projection}
   * @param limit most commits at once
   * @param handler writes its projection; called with a non-empty list
   * @return how many commits were handed over; 0 when there was nothing to do
   */
  public int follow(String name, int limit, Consumer<List<Arrival>> handler) {
    followers.add(name);
    Integer count =
        transaction.execute(status -> {
          Cursor cursor = store.claim(name);
          if (cursor == null) {
            return 0;
          }
          List<ArrivalStore.Row> rows = store.after(cursor, limit);
          if (!rows.isEmpty()) {
            handler.accept(rows.stream().map(ArrivalStore.Row::arrival).toList());
            store.move(name, rows.getLast().cursor());
          }
          return rows.size();
        });
    return Objects.requireNonNull(count);
  }

  /**
   * Waits until all followers have taken whatever was recorded before this call, for figures that
   * are about to be kept for good. Never within a transaction: followers may wait for it to end.
   *
   * @throws Refused 503 if they are still behind after ten seconds
   * @throws IllegalStateException within a transaction
   */
  public void settle() {
    if (!settled(LONGEST, followers)) {
      throw Refused.of(503, "capture.still_counting").with("retryAfter", 2);
    }
  }

  /**
   * Waits until followers have taken whatever was recorded before this call.
   *
   * @return whether they have
   * @throws IllegalStateException within a transaction
   */
  public boolean settled(Duration longest, Collection<String> names) {
    if (TransactionSynchronizationManager.isActualTransactionActive()) {
      throw new IllegalStateException("followers may wait for this transaction");
    }
    String bound = store.bound();
    Instant until = wall.instant().plus(longest);
    while (store.behind(names, bound)) {
      if (wall.instant().isAfter(until)) {
        return false;
      }
      try {
        Thread.sleep(LOOK);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return true;
  }

  /** A cursor at the end of the feed as it stands now, for a live screen. */
  public Cursor end() {
    return store.end();
  }

  /**
   * The next arrivals after a cursor in memory.
   *
   * @return them and the cursor to go on with
   */
  public Slice after(Cursor cursor, int limit) {
    List<ArrivalStore.Row> rows = store.after(cursor, limit);
    return new Slice(
        rows.stream().map(ArrivalStore.Row::arrival).toList(),
        rows.isEmpty() ? cursor : rows.getLast().cursor());
  }

  /**
   * Place in the feed.
   *
   * @param xid transaction id as text, for it is unsigned
   */
  public record Cursor(String xid, long seq) {}

  /** Some arrivals and where to go on. */
  public record Slice(List<Arrival> arrivals, Cursor next) {}
}
