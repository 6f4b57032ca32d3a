package org.shouwang.clock;

import java.time.Clock;
import java.time.LocalDate;
import org.shouwang.storage.Partitions;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.stereotype.Component;

/** The wall clock, and what must happen as days go by. */
@Configuration(proxyBeanMethods = false)
@EnableScheduling
class ClockConfiguration {

  private static final int AT_ONCE = 8;

  /** Wall time: sessions, tokens, retries, audit. */
  @Bean
  Clock wallClock() {
    return Clock.systemUTC();
  }

  /**
   * What runs again and again. With virtual threads Spring would run all that waits between two
   * runs on one thread: a long look at the roll call held up the followers of passes.
   */
  @Bean
  ThreadPoolTaskScheduler taskScheduler() {
    ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
    scheduler.setPoolSize(AT_ONCE);
    scheduler.setThreadNamePrefix("scheduling-");
    scheduler.setRemoveOnCancelPolicy(true);
    return scheduler;
  }

  /** Makes partitions around both clocks: at start, every hour, and when the world has jumped. */
  @Component
  static class PartitionJob {

    private final Partitions partitions;
    private final Clock wall;
    private final WorldClock world;
    private volatile LocalDate made = LocalDate.EPOCH;

    PartitionJob(Partitions partitions, Clock wall, WorldClock world) {
      this.partitions = partitions;
      this.wall = wall;
      this.world = world;
      makeAhead();
    }

    @Scheduled(fixedDelay = 2_000)
    void makeAhead() {
      LocalDate today = world.today();
      if (!today.equals(made)) {
        partitions.makeAround(LocalDate.ofInstant(wall.instant(), WorldClock.ZONE));
        partitions.makeAround(today);
        made = today;
      }
    }
  }
}
