package org.shouwang.audit;

import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import org.shouwang.audit.AuditStore.Seal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Chains the digests of all entries below the oldest running transaction, every second, and writes
 * the head to a file outside the database. One link inside each act's transaction would cap the
 * whole system at some 1,300 commits a second.
 */
@Component
class Sealer {

  private static final Logger log = LoggerFactory.getLogger(Sealer.class);
  static final byte[] GENESIS = new byte[32];

  private final AuditStore store;
  private final TransactionTemplate transaction;
  private final Clock wall;
  private final Anchor anchor;
  private long anchored = -1;

  Sealer(
      AuditStore store,
      TransactionTemplate transaction,
      Clock wall,
      @Value("${shouwang.audit.anchor:${shouwang.data}/audit-anchor.log}") Path anchor) {
    this.store = store;
    this.transaction = transaction;
    this.wall = wall;
    this.anchor = new Anchor(anchor);
  }

  @Scheduled(fixedDelay = 1_000)
  synchronized void seal() {
    Boolean sealed = transaction.execute(status -> sealWithin());
    if (Boolean.TRUE.equals(sealed) || anchored < 0) {
      anchor();
    }
  }

  /** Seals what can be sealed; whether there was anything. */
  private boolean sealWithin() {
    if (!store.maySeal()) {
      return false;
    }
    Seal last = store.lastSeal().orElse(new Seal(0, Instant.EPOCH, "0", GENESIS));
    String below = store.horizon();
    List<byte[]> digests = store.unsealed(last.below(), below);
    if (digests.isEmpty()) {
      return false;
    }
    byte[] head = chain(last.head(), digests);
    Instant at = wall.instant().truncatedTo(ChronoUnit.MILLIS);
    store.insert(last.no() + 1, at, below, digests.size(), last.head(), head);
    return true;
  }

  static byte[] chain(byte[] previous, List<byte[]> digests) {
    MessageDigest sha = Entry.sha256();
    sha.update(previous);
    digests.forEach(sha::update);
    return sha.digest();
  }

  /** Writes the heads that the file lacks: the new one, and those a crash kept from it. */
  private void anchor() {
    try {
      anchored = anchored < 0 ? anchor.last() : anchored;
      List<Seal> missing = store.sealsAfter(anchored);
      if (!missing.isEmpty()) {
        anchor.append(
            missing.stream()
                .map(it -> new Anchor.Line(it.no(), it.at(), HexFormat.of().formatHex(it.head())))
                .toList());
        anchored = missing.getLast().no();
      }
    } catch (IOException e) {
      log.error("the audit anchor could not be written; the chain goes on, it is tried again", e);
    }
  }
}
