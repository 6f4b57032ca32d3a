package org.shouwang.rollcall;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.shouwang.clock.WorldClock;
import org.shouwang.clock.WorldSet;
import org.shouwang.storage.RepeatedWork;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Opens days on the world clock, also those it jumped over, and puts the running day right. */
@Component
class RollCallClock {

  /** In a replay a world's minutes pass in a moment: then the running day waits this long. */
  private static final Duration REST = Duration.ofSeconds(5);

  /** And so many times as long as putting it right took: a twentieth of the time at most. */
  private static final int RESTS = 20;

  private final RollCall rollCall;
  private final ExpectedStore store;
  private final RollCallSettings settings;
  private final WorldClock world;
  private final Clock wall;
  private Instant nextRefresh = Instant.EPOCH;
  private final RepeatedWork work =
      new RepeatedWork(LoggerFactory.getLogger(RollCallClock.class), "a day could not be opened");

  RollCallClock(
      RollCall rollCall,
      ExpectedStore store,
      RollCallSettings settings,
      WorldClock world,
      Clock wall) {
    this.wall = wall;
    this.rollCall = rollCall;
    this.store = store;
    this.settings = settings;
    this.world = world;
  }

  @EventListener
  void on(WorldSet set) {
    tick();
  }

  @Scheduled(fixedDelay = 1_000, initialDelay = 3_000)
  synchronized void tick() {
    if (settings.watch()) {
      work.once(this::openDue);
    }
  }

  private void openDue() {
    Instant begun = wall.instant();
    due(world.now()).forEach(rollCall::open);
    Instant rested = begun.plus(Duration.between(begun, wall.instant()).multipliedBy(RESTS));
    nextRefresh = rested.isAfter(nextRefresh) ? rested : nextRefresh;
  }

  /** Days to be gone through now, in their order. */
  List<LocalDate> due(Instant now) {
    LocalDate today = now.atZone(WorldClock.ZONE).toLocalDate();
    LocalDate target = now.plus(settings.ahead()).atZone(WorldClock.ZONE).toLocalDate();
    LocalDate newest = store.newest(target);
    LocalDate first = newest == null ? today : newest.plusDays(1);
    LocalDate earliest = target.minusDays(settings.catchUp());
    List<LocalDate> days = new ArrayList<>();
    for (LocalDate day = first.isBefore(earliest) ? earliest : first;
        !day.isAfter(target);
        day = day.plusDays(1)) {
      days.add(day);
    }
    if (!wall.instant().isBefore(nextRefresh)) {
      nextRefresh = wall.instant().plus(REST);
      for (LocalDate day = today; !day.isAfter(target); day = day.plusDays(1)) {
        if (!days.contains(day) && isStale(day, now)) {
          days.add(day);
        }
      }
    }
    return days;
  }

  private boolean isStale(LocalDate day, Instant now) {
    return store
        .opened(day)
        .map(opened -> !opened.refreshedAt().plus(settings.refresh()).isAfter(now))
        .orElse(true);
  }
}
