package org.shouwang.clock;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.shouwang.storage.Partitions;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The time in the world that the rules speak of. In real use it is the wall's; in a replay it is
 * the scenario's. One database row, read by every instance twice a second.
 */
@Component
public class WorldClock {

  /** The park's time zone: days, shifts and reports are cut by it. */
  public static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

  private static final String READ = "select world_base, wall_base, rate from clock.world";

  private static final String SET =
      "update clock.world set world_base = :world, wall_base = :wall, rate = :rate";

  private final JdbcClient jdbc;
  private final Clock wall;
  private final Partitions partitions;
  private final ApplicationEventPublisher events;
  private volatile Reading reading;

  WorldClock(JdbcClient jdbc, Clock wall, Partitions partitions, ApplicationEventPublisher events) {
    this.jdbc = jdbc;
    this.wall = wall;
    this.partitions = partitions;
    this.events = events;
    this.reading = read();
  }

  /** World time now. */
  public Instant now() {
    return reading.at(wall.instant());
  }

  /** The park's local day now. */
  public LocalDate today() {
    return now().atZone(ZONE).toLocalDate();
  }

  /** World minus wall, now. */
  public Duration offset() {
    Instant now = wall.instant();
    return Duration.between(now, reading.at(now));
  }

  /** World seconds that pass in a wall second: 1 in real use, 0 while it stands still. */
  public double rate() {
    return reading.rate();
  }

  /**
   * Sets the world's time for all instances; only a replay does. The partitions of that day are
   * made first: rows that are being written to the default one when theirs is made would be
   * refused.
   *
   * <p>Never within a transaction: others would go on reading the old time until it ends, and who
   * acts on the setting would act in the middle of it.
   *
   * @param world the world's time from now on
   * @param rate world seconds in a wall second, ≥ 0
   * @throws IllegalStateException within a transaction
   */
  public void set(Instant world, double rate) {
    if (TransactionSynchronizationManager.isActualTransactionActive()) {
      throw new IllegalStateException("the world's clock is set outside of transactions");
    }
    LocalDate day = world.atZone(ZONE).toLocalDate();
    if (!day.equals(today())) {
      partitions.makeAround(day);
    }
    // a look at the row from before must not be taken for the newest after this one
    synchronized (this) {
      jdbc.sql(SET)
          .param("world", world.atOffset(java.time.ZoneOffset.UTC))
          .param("wall", wall.instant().atOffset(java.time.ZoneOffset.UTC))
          .param("rate", rate)
          .update();
      reading = read();
    }
    events.publishEvent(new WorldSet(world));
  }

  /**
   * Looks at the row again. Who can't take back what it does in the world's time looks before it,
   * for another instance may have set the clock since the last look.
   *
   * @return world time now
   */
  public Instant look() {
    refresh();
    return now();
  }

  @Scheduled(fixedDelay = 500)
  synchronized void refresh() {
    reading = read();
  }

  private Reading read() {
    return jdbc.sql(READ)
        .query((row, number) ->
            new Reading(
                row.getObject(1, java.time.OffsetDateTime.class).toInstant(),
                row.getObject(2, java.time.OffsetDateTime.class).toInstant(),
                row.getDouble(3)))
        .single();
  }

  private record Reading(Instant worldBase, Instant wallBase, double rate) {
    Instant at(Instant wall) {
      double seconds = Duration.between(wallBase, wall).toNanos() / 1e9 * rate;
      if (rate == 1) {
        return worldBase.plus(Duration.between(wallBase, wall));
      }
      return worldBase.plusNanos((long) (seconds * 1e9));
    }
  }
}
