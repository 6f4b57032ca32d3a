package org.shouwang.status;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.shouwang.audit.Actor;
import org.shouwang.audit.Audit;
import org.shouwang.clock.WorldClock;
import org.shouwang.policy.Editions;
import org.shouwang.policy.Policy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Judges everybody anew when the editions have changed, thousands in a transaction, by one instance
 * at a time; one that is stopped goes on where it was.
 */
@Component
class Rejudging {

  private static final Logger log = LoggerFactory.getLogger(Rejudging.class);
  private static final LocalDate FIRST = LocalDate.of(2019, 12, 1);
  private static final LocalDate LAST = LocalDate.of(2040, 1, 1);

  private final JudgedStore store;
  private final Evaluation evaluation;
  private final Policy policy;
  private final Audit audit;
  private final WorldClock world;
  private final TransactionTemplate transaction;

  Rejudging(
      JudgedStore store,
      Evaluation evaluation,
      Policy policy,
      Audit audit,
      WorldClock world,
      TransactionTemplate transaction) {
    this.store = store;
    this.evaluation = evaluation;
    this.policy = policy;
    this.audit = audit;
    this.world = world;
    this.transaction = transaction;
  }

  @Scheduled(fixedDelay = 5_000)
  void run() {
    if (!policy.isSettled()) {
      // another instance may still judge by the old rules, and would after us
      return;
    }
    try {
      while (some() > 0) {
        log.debug("judged some anew");
      }
    } catch (DataAccessException e) {
      log.warn("people could not be judged anew; trying again: {}", e.toString());
    }
  }

  /** Judges the next ones. Returns how many; 0: all are judged by what is in force. */
  int some() {
    String digest = digest();
    Integer judged =
        transaction.execute(status -> {
          Optional<UUID> last = store.turn(digest);
          if (last.isEmpty()) {
            return 0;
          }
          List<UUID> next = store.next(last.get(), Evaluation.AT_ONCE);
          if (next.isEmpty()) {
            store.done(digest);
            return 0;
          }
          Instant now = world.now().truncatedTo(ChronoUnit.MICROS);
          UUID act =
              audit.record(
                  Actor.SYSTEM,
                  "status.judged_anew",
                  null,
                  java.util.Map.of("editions", digest, "persons", next.size()));
          evaluation.evaluate(next, now, act);
          store.reached(next.getLast());
          return next.size();
        });
    return judged == null ? 0 : judged;
  }

  /** Of the snapshots of all days that anything may have been on, and of all changes of them. */
  String digest() {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      sha.update((policy.version() + "\n").getBytes(StandardCharsets.UTF_8));
      String known = "";
      for (LocalDate day = FIRST; day.isBefore(LAST); day = day.plusDays(1)) {
        String id = ids(policy, day.atStartOfDay(WorldClock.ZONE).toInstant());
        if (!id.equals(known)) {
          sha.update((day + " " + id + "\n").getBytes(StandardCharsets.UTF_8));
          known = id;
        }
      }
      Instant last = LAST.atStartOfDay(WorldClock.ZONE).toInstant();
      for (Instant change : policy.switchesAfter(FIRST.atStartOfDay(WorldClock.ZONE).toInstant())) {
        if (change.isBefore(last)) {
          sha.update((change + " " + ids(policy, change) + "\n").getBytes(StandardCharsets.UTF_8));
        }
      }
      return HexFormat.of().formatHex(sha.digest(), 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Of all diseases, and which of them is the principal one. */
  private static String ids(Editions books, Instant at) {
    StringBuilder ids = new StringBuilder(books.principal(at));
    books.diseases().forEach(disease -> ids.append(' ').append(books.of(disease).inForce(at).id()));
    return ids.toString();
  }
}
