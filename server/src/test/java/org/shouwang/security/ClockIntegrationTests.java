package org.shouwang.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.shouwang.IntegrationTest;
import org.shouwang.clock.WorldClock;
import org.shouwang.clock.WorldSet;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.transaction.support.TransactionTemplate;

class ClockIntegrationTests extends IntegrationTest {

  @LocalServerPort int port;
  @Autowired WorldClock world;
  @Autowired ConfigurableApplicationContext context;
  @Autowired TransactionTemplate transaction;

  @AfterEach
  void back() {
    world.set(Instant.now(), 1);
  }

  /**
   * Once whoever acts by the clock is told, nobody anywhere may read the time before: duties of the
   * set day were once called late because a look in between brought the old year back.
   */
  @Test
  void theSettingIsThereForAllBeforeAnybodyActsOnIt() {
    Instant wanted = Instant.parse("2022-03-08T06:00:00Z");
    List<Instant> seen = new CopyOnWriteArrayList<>();
    ApplicationListener<PayloadApplicationEvent<WorldSet>> listener =
        event -> seen.add(CompletableFuture.supplyAsync(world::look).join());
    context.addApplicationListener(new Told(listener));
    try {
      int status =
          Browser.signedIn(port, "admin")
              .put("/api/v1/clock", Map.of("world", wanted.toString(), "rate", 0))
              .status();
      assertThat(status).isEqualTo(200);
    } finally {
      context.removeApplicationListener(new Told(listener));
    }
    assertThat(seen).containsExactly(wanted);
    assertThat(world.now()).isEqualTo(wanted);
  }

  @Test
  void isNotSetInTheMiddleOfATransaction() {
    assertThatThrownBy(() ->
            transaction.executeWithoutResult(
                status -> world.set(Instant.parse("2022-03-08T06:00:00Z"), 0)))
        .isInstanceOf(IllegalStateException.class);
  }

  /** Keeps the type that a lambda loses. */
  private record Told(ApplicationListener<PayloadApplicationEvent<WorldSet>> to)
      implements ApplicationListener<PayloadApplicationEvent<WorldSet>> {

    @Override
    public void onApplicationEvent(PayloadApplicationEvent<WorldSet> event) {
      to.onApplicationEvent(event);
    }
  }
}
