package org.shouwang.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.shouwang.audit.AuditBoard.EntryRow;
import org.shouwang.audit.AuditBoard.SealRow;
import org.shouwang.audit.AuditBoard.Vouching;
import org.shouwang.audit.Proof.Break;
import org.shouwang.audit.Proof.Kind;
import org.shouwang.audit.Witness.Vouched;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * Recomputes the whole log from its rows: every entry's digest and body hash, every link of the
 * chain, the outside anchor, and the rows that entries vouch for. Reads one snapshot, streaming.
 */
@Component
class Verification {

  private final AuditBoard board;
  private final List<Witness> witnesses;
  private final TransactionTemplate snapshot;
  private final ObjectMapper json;
  private final Anchor anchor;

  Verification(
      AuditBoard board,
      List<Witness> witnesses,
      PlatformTransactionManager transactions,
      ObjectMapper json,
      @Value("${shouwang.audit.anchor:${shouwang.data}/audit-anchor.log}") Path anchor) {
    this.board = board;
    this.witnesses = witnesses;
    this.json = json;
    this.anchor = new Anchor(anchor);
    this.snapshot = new TransactionTemplate(transactions);
    this.snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
    this.snapshot.setReadOnly(true);
  }

  /** Verifies all there is now; the server may go on writing meanwhile. */
  Proof verify() {
    // Before the snapshot: a link is committed first and anchored then.
    Anchor.Content anchored = anchored();
    return Objects.requireNonNull(
        snapshot.execute(status -> {
          Walk walk = new Walk(anchored);
          Break broken = walk.chain(board);
          for (Witness witness : witnesses) {
            broken = broken == null ? walk.rows(board, witness, json) : broken;
          }
          return walk.proof(broken);
        }));
  }

  private Anchor.Content anchored() {
    try {
      return anchor.read();
    } catch (IOException e) {
      throw new UncheckedIOException("the outside anchor can't be read", e);
    }
  }

  /** One walk along the chain, with what was counted on the way. */
  private static final class Walk {

    private final Anchor.Content anchored;
    private long entries;
    private long seals;
    private long links;
    private long unsealed;
    private long bodiesGone;
    private long vouched;

    Walk(Anchor.Content anchored) {
      this.anchored = anchored;
    }

    Proof proof(@Nullable Break broken) {
      return new Proof(entries, seals, links, unsealed, bodiesGone, vouched, broken);
    }

    @Nullable Break chain(AuditBoard board) {
      try (Stream<SealRow> chain = board.chain();
          Stream<EntryRow> all = board.entries()) {
        Following<EntryRow> next = new Following<>(all.iterator());
        Iterator<SealRow> links = chain.iterator();
        long no = 0;
        byte[] head = Sealer.GENESIS;
        Instant since = Instant.EPOCH;
        while (links.hasNext()) {
          SealRow seal = links.next();
          Break broken = link(seal, no + 1, head, since, next);
          if (broken != null) {
            return broken;
          }
          no = seal.no();
          head = seal.head();
          since = seal.at();
        }
        Break broken = beyond(no, since);
        return broken != null ? broken : rest(next);
      }
    }

    private @Nullable Break link(
        SealRow seal, long no, byte[] previous, Instant since, Following<EntryRow> next) {
      seals++;
      if (seal.no() != no) {
        return new Break(Kind.SEAL_MISSING, no, null, since, "" + seal.no(), "" + no);
      }
      if (!Arrays.equals(seal.previous(), previous)) {
        return new Break(Kind.SEAL_DETACHED, no, null, since, hex(seal.previous()), hex(previous));
      }
      MessageDigest sha = Entry.sha256();
      sha.update(previous);
      int count = 0;
      for (EntryRow entry = next.peek();
          entry != null && Long.compareUnsigned(entry.xid(), seal.below()) < 0;
          entry = next.peek()) {
        Break broken = entry(next.take(), no);
        if (broken != null) {
          return broken;
        }
        sha.update(entry.digest());
        count++;
      }
      if (count != seal.entries()) {
        return new Break(
            count < seal.entries() ? Kind.ENTRIES_MISSING : Kind.ENTRIES_ADDED,
            no,
            null,
            since,
            "" + count,
            "" + seal.entries());
      }
      byte[] head = sha.digest();
      if (!Arrays.equals(head, seal.head())) {
        return new Break(Kind.SEAL_BROKEN, no, null, since, hex(seal.head()), hex(head));
      }
      return outside(seal, since);
    }

    private @Nullable Break outside(SealRow seal, Instant since) {
      Anchor.Line line = anchored.lines().get(seal.no());
      if (line == null) {
        return anchored.after(seal.no()).isEmpty()
            ? null // sealed a moment ago, or the anchor is missing altogether
            : new Break(Kind.ANCHOR_GAP, seal.no(), null, since, "–", hex(seal.head()));
      }
      links++;
      return line.head().equals(hex(seal.head()))
          ? null
          : new Break(Kind.ANCHOR_DIFFERS, seal.no(), null, since, hex(seal.head()), line.head());
    }

    private @Nullable Break entry(EntryRow row, @Nullable Long seal) {
      entries++;
      byte[] digest =
          Entry.digest(
              row.at(),
              row.id(),
              row.actor(),
              row.action(),
              row.subject(),
              row.cause(),
              row.bodyHash());
      if (!Arrays.equals(digest, row.digest())) {
        return new Break(
            Kind.ENTRY_CHANGED, seal, row.id(), row.at(), hex(digest), hex(row.digest()));
      }
      String body = row.body();
      if (body == null) {
        bodiesGone++;
        return null;
      }
      byte[] hash = Entry.sha256().digest(body.getBytes(StandardCharsets.UTF_8));
      return Arrays.equals(hash, row.bodyHash())
          ? null
          : new Break(Kind.BODY_CHANGED, seal, row.id(), row.at(), hex(hash), hex(row.bodyHash()));
    }

    /** What the outside knows beyond the last link. */
    private @Nullable Break beyond(long last, Instant since) {
      if (!anchored.after(last).isEmpty()) {
        return new Break(
            Kind.ANCHOR_AHEAD, last + 1, null, since, "" + last, "" + anchored.lines().lastKey());
      }
      if (last > 0 && anchored.lines().isEmpty()) {
        return new Break(Kind.ANCHOR_MISSING, null, null, null, "0", "" + last);
      }
      return null;
    }

    private @Nullable Break rest(Following<EntryRow> next) {
      while (next.peek() != null) {
        unsealed++;
        Break broken = entry(next.take(), null);
        if (broken != null) {
          return broken;
        }
      }
      return null;
    }

    @Nullable Break rows(AuditBoard board, Witness witness, ObjectMapper json) {
      try (Stream<Vouching> vouching = board.vouching(witness.action());
          Stream<Vouched> present = witness.vouched()) {
        Following<Vouched> next = new Following<>(present.iterator());
        for (Iterator<Vouching> it = vouching.iterator(); it.hasNext(); ) {
          Vouching entry = it.next();
          Vouched rows = next.peek();
          if (rows != null && order(rows.entry(), entry.id()) < 0) {
            break; // rows of an entry that isn't there
          }
          Break broken =
              rows != null && rows.entry().equals(entry.id())
                  ? compare(entry, next.take(), json)
                  : compare(entry, new Vouched(entry.id(), 0, "–"), json);
          if (broken != null) {
            return broken;
          }
          vouched++;
        }
        Vouched orphan = next.peek();
        return orphan == null
            ? null
            : new Break(Kind.ROWS_UNVOUCHED, null, orphan.entry(), null, "" + orphan.rows(), "0");
      }
    }

    private static @Nullable Break compare(Vouching entry, Vouched rows, ObjectMapper json) {
      JsonNode body = json.readTree(entry.body());
      String digest = body.path("digest").stringValue("");
      if (digest.equals(rows.digest())) {
        return null;
      }
      long count = 0;
      for (JsonNode one : body.path("counts")) {
        count += one.longValue();
      }
      return new Break(
          Kind.ROWS_DIFFER, null, entry.id(), entry.at(), "" + rows.rows(), "" + count);
    }

    /** As PostgreSQL orders uuids. */
    private static int order(UUID left, UUID right) {
      int high =
          Long.compareUnsigned(left.getMostSignificantBits(), right.getMostSignificantBits());
      return high != 0
          ? high
          : Long.compareUnsigned(left.getLeastSignificantBits(), right.getLeastSignificantBits());
    }

    private static String hex(byte[] bytes) {
      return HexFormat.of().formatHex(bytes);
    }
  }

  /** An iterator that can be looked ahead by one. */
  private static final class Following<T> {

    private final Iterator<T> iterator;
    private @Nullable T ahead;

    Following(Iterator<T> iterator) {
      this.iterator = iterator;
    }

    @Nullable T peek() {
      if (ahead == null && iterator.hasNext()) {
        ahead = iterator.next();
      }
      return ahead;
    }

    T take() {
      T taken = Objects.requireNonNull(peek());
      ahead = null;
      return taken;
    }
  }
}
