package org.shouwang.capture;

import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The feed of recorded facts in commit order. A projection reads it with a durable cursor; a live
 * screen with a cursor of its own in memory.
 */
@Service
public class Arrivals {

  private final ArrivalStore store;
  private final TransactionTemplate transaction;

  Arrivals(ArrivalStore store, TransactionTemplate transaction) {
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
