package org.shouwang.status;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.shouwang.audit.Audit;
import org.shouwang.clock.WorldClock;
import org.shouwang.policy.Editions;
import org.shouwang.policy.Policy;
import org.shouwang.security.Caller;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Says who would be restricted otherwise, and why, if the park switched to other rules: the same
 * function that judges after the switch judges here, and nothing is written but the answer.
 */
@Component
class SwitchPreview {

  private static final UUID FIRST = new UUID(0, 0);
  private static final int KEPT = 20;
  private static final Duration SILENT = Duration.ofMinutes(2);
  private static final Logger log = LoggerFactory.getLogger(SwitchPreview.class);

  private final PreviewStore store;
  private final StatusStore status;
  private final Evaluation evaluation;
  private final Policy policy;
  private final Audit audit;
  private final Clock wall;
  private final WorldClock world;
  private final TransactionTemplate transaction;
  private final ExecutorService worker =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("previews").factory());

  SwitchPreview(
      PreviewStore store,
      StatusStore status,
      Evaluation evaluation,
      Policy policy,
      Audit audit,
      Clock wall,
      WorldClock world,
      TransactionTemplate transaction) {
    this.store = store;
    this.status = status;
    this.evaluation = evaluation;
    this.policy = policy;
    this.audit = audit;
    this.wall = wall;
    this.world = world;
    this.transaction = transaction;
  }

  /**
   * Begins a preview.
   *
   * @param at when the switch would be
   * @param rulesOf the day whose rules would hold from then on
   * @param disease whose rules alone would go over; null: those of all
   */
  UUID begin(Instant at, LocalDate rulesOf, @Nullable String disease, Caller caller) {
    Editions tried = policy.tried(at, rulesOf, disease);
    UUID id = UuidCreator.getTimeOrderedEpoch();
    transaction.executeWithoutResult(status -> {
      store.begin(
          id,
          at,
          rulesOf,
          disease,
          world.now().truncatedTo(ChronoUnit.MICROS),
          caller.name(),
          wall.instant());
      store.dropOld(KEPT);
      audit.record(
          caller.actor(),
          "status.switch_previewed",
          "preview:" + id,
          Map.of(
              "at", at.toString(),
              "rulesOf", rulesOf.toString(),
              "disease", Objects.requireNonNullElse(disease, "")));
    });
    worker.execute(() -> work(id, at, tried));
    return id;
  }

  private void work(UUID id, Instant at, Editions tried) {
    try {
      run(id, at, tried);
    } catch (RuntimeException e) {
      log.error("the preview {} failed", id, e);
      store.moved(id, 0, "failed", wall.instant());
    }
  }

  /** Judges everybody whom it may concern. Returns how many these are. */
  long run(UUID id, Instant at, Editions tried) {
    StatusRules now = evaluation.rules();
    StatusRules then = evaluation.rulesOf(tried);
    UUID after = FIRST;
    long judged = 0;
    while (true) {
      List<UUID> some = store.concerned(at, after, Evaluation.AT_ONCE);
      if (some.isEmpty()) {
        store.moved(id, 0, "done", wall.instant());
        return judged;
      }
      Map<UUID, List<Evidence>> evidence = status.evidence(some);
      List<SwitchChange> changes = new ArrayList<>();
      for (UUID person : some) {
        List<Evidence> known = evidence.getOrDefault(person, List.of());
        SwitchChange change = SwitchChange.of(person, at, now.history(known), then.history(known));
        if (change != null) {
          changes.add(change);
        }
      }
      transaction.executeWithoutResult(done -> {
        store.keep(id, changes);
        store.moved(id, some.size(), "running", wall.instant());
      });
      judged += some.size();
      after = some.getLast();
    }
  }

  /** Whether nothing has been heard of a running one for long: its instance is gone. */
  boolean isSilent(PreviewStore.Row row) {
    return row.state().equals("running") && row.movedAt().plus(SILENT).isBefore(wall.instant());
  }
}
