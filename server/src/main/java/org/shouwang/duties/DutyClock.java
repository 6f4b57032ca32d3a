package org.shouwang.duties;

import java.util.List;
import org.shouwang.audit.Actor;
import org.shouwang.clock.WorldClock;
import org.shouwang.clock.WorldSet;
import org.shouwang.duties.ClockStore.Moved;
import org.shouwang.storage.RepeatedWork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Moves duties on the world clock; one instance at a time. Moving a duty, its log and its messages
 * are one transaction: a step that was climbed was told, once, whatever dies in between.
 */
@Component
class DutyClock {

  private static final Logger log = LoggerFactory.getLogger(DutyClock.class);
  private static final int AT_ONCE = 5_000;

  private final ClockStore store;
  private final Duties duties;
  private final Reminders reminders;
  private final EvidenceFollower evidence;
  private final Ladders ladders;
  private final WorldClock world;
  private final TransactionTemplate transaction;
  private final RepeatedWork work = new RepeatedWork(log, "duties could not be moved");

  DutyClock(
      ClockStore store,
      Duties duties,
      Reminders reminders,
      EvidenceFollower evidence,
      Ladders ladders,
      WorldClock world,
      TransactionTemplate transaction) {
    this.store = store;
    this.duties = duties;
    this.reminders = reminders;
    this.evidence = evidence;
    this.ladders = ladders;
    this.world = world;
    this.transaction = transaction;
  }

  /** What was shown before the clock was set counts before anybody is reminded. */
  @EventListener
  void on(WorldSet set) {
    evidence.follow();
    tick();
  }

  @Scheduled(fixedDelay = 500)
  void tick() {
    work.once(() -> {
      ladders.follow(world.now());
      if (store.isDue(world.now()) && !evidence.isSettled()) {
        log.warn("duties move although not all evidence has been taken yet");
      }
      RepeatedWork.all(AT_ONCE, this::moveSome);
    });
  }

  /** Returns how many were moved. */
  int moveSome() {
    Integer count =
        transaction.execute(status -> {
          store.turn();
          List<Moved> moved = store.move(world.look(), AT_ONCE); // messages can't be taken back
          duties.tell(
              moved.stream()
                  .filter(it -> it.was() != it.change().to())
                  .map(Moved::change)
                  .toList());
          reminders.tell(moved.stream().filter(Moved::climbed).toList());
          return moved.size();
        });
    return count == null ? 0 : count;
  }

  /** Nobody's duties go to the leads; duties that come again are made; counters are gathered. */
  @Scheduled(fixedDelay = 10_000)
  void tend() {
    try {
      RepeatedWork.all(AT_ONCE, this::handOnSome);
      transaction.executeWithoutResult(status -> {
        store.turn();
        duties.create(store.recur(world.today()), Actor.SYSTEM);
        store.gather();
      });
    } catch (DataAccessException e) {
      log.warn("duties could not be tended; trying again: {}", e.toString());
    }
  }

  int handOnSome() {
    Integer count =
        transaction.execute(status -> {
          store.turn();
          List<java.util.UUID> ids = store.heldByNobody(world.now(), world.today(), AT_ONCE);
          return duties.toLeads(ids, Reminders.UNAVAILABLE, Actor.SYSTEM);
        });
    return count == null ? 0 : count;
  }
}
