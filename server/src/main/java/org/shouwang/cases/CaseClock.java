package org.shouwang.cases;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.shouwang.clock.WorldClock;
import org.shouwang.clock.WorldSet;
import org.shouwang.policy.Policy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.support.TransactionTemplate;

/** Traces open cases: a new one at once, others each minute while something can still come. */
@Component
class CaseClock {

  private static final Logger log = LoggerFactory.getLogger(CaseClock.class);
  private static final Duration AGAIN = Duration.ofSeconds(60);
  private static final int USUAL_HOURS = 72;
  private static final int AT_ONCE = 20;

  private final CaseStore store;
  private final Tracing tracing;
  private final Policy policy;
  private final WorldClock world;
  private final TransactionTemplate apart;

  CaseClock(
      CaseStore store,
      Tracing tracing,
      Policy policy,
      WorldClock world,
      PlatformTransactionManager transactions) {
    this.store = store;
    this.tracing = tracing;
    this.policy = policy;
    this.world = world;
    this.apart = new TransactionTemplate(transactions);
    this.apart.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
  }

  /** Whoever hands in a positive result finds the candidates there when it is answered. */
  @TransactionalEventListener
  void on(CaseOpened opened) {
    trace(opened.id());
  }

  @EventListener
  void on(WorldSet set) {
    tick();
  }

  @Scheduled(fixedDelay = 1_000, initialDelay = 3_000)
  void tick() {
    try {
      Instant now = world.now();
      Map<String, Instant> controlled = new HashMap<>();
      for (String disease : policy.diseases()) {
        controlled.put(disease, now.minus(hours(disease, now)));
      }
      Instant usual = now.minus(Duration.ofHours(USUAL_HOURS));
      for (UUID id : store.due(now, now.minus(AGAIN), controlled, usual, AT_ONCE)) {
        trace(id);
      }
    } catch (DataAccessException e) {
      log.warn("cases could not be looked up; trying again: {}", e.toString());
    }
  }

  /**
   * How long after the person was controlled something can still come, by the disease's edition.
   */
  private Duration hours(String disease, Instant now) {
    return Duration.ofHours(
        policy.of(disease).inForce(now).value("cases.trace_hours") instanceof Number number
            ? number.intValue()
            : USUAL_HOURS);
  }

  /** One that fails must not keep the others back. */
  private void trace(UUID id) {
    try {
      apart.executeWithoutResult(status -> tracing.trace(id));
    } catch (DataAccessException e) {
      log.warn("case {} could not be traced; trying again: {}", id, e.toString());
    }
  }
}
