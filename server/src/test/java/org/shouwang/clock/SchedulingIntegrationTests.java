package org.shouwang.clock;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.shouwang.IntegrationTest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.scheduling.TaskScheduler;

class SchedulingIntegrationTests extends IntegrationTest {

  @Autowired TaskScheduler scheduler;

  @Test
  void aLongRunHoldsUpNoOther() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch others = new CountDownLatch(3);
    List<ScheduledFuture<?>> running = new ArrayList<>();
    running.add(scheduler.scheduleWithFixedDelay(() -> await(release), Duration.ofMillis(10)));
    running.add(scheduler.scheduleWithFixedDelay(others::countDown, Duration.ofMillis(10)));
    try {
      assertThat(others.await(10, TimeUnit.SECONDS)).isTrue();
    } finally {
      running.forEach(it -> it.cancel(false));
      release.countDown();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
