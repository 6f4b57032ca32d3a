package org.shouwang.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shouwang.IntegrationTest;
import org.shouwang.audit.Proof.Break;
import org.shouwang.audit.Proof.Kind;
import org.shouwang.web.Messages;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.ObjectMapper;

/**
 * What an administrator of the machine could do with the owner's role is named, and undone by a
 * rollback: each test tampers within a transaction of the owner in which it also verifies.
 */
class VerificationIntegrationTests extends IntegrationTest {

  @Autowired Audit audit;
  @Autowired Sealer sealer;
  @Autowired AuditLog log;
  @Autowired ObjectMapper json;
  @Autowired Messages messages;

  @Autowired
  @Qualifier("owner")
  DataSource owner;

  @Value("${shouwang.data}")
  Path data;

  @TempDir Path scratch;

  private final List<UUID> recorded = new ArrayList<>();

  @BeforeEach
  void someEntriesInThreeLinks() throws InterruptedException {
    for (int link = 0; link < 3; link++) {
      long before = sealed();
      for (int i = 0; i < 3; i++) {
        recorded.add(audit.record(Actor.SYSTEM, "audit.tried", "test:" + i, Map.of("n", i)));
      }
      for (int wait = 0; sealed() < before + 3 && wait < 200; wait++) {
        sealer.seal(); // other tests' transactions may hold the horizon for a moment
        Thread.sleep(20);
      }
    }
  }

  private long sealed() {
    Proof proof = log.verify();
    return proof.entries() - proof.unsealed();
  }

  @Test
  void anUntouchedLogIsWholeAndAnchored() {
    Proof proof = log.verify();
    assertThat(proof.firstBreak()).isNull();
    assertThat(proof.seals()).isGreaterThanOrEqualTo(3);
    assertThat(proof.anchored()).isGreaterThanOrEqualTo(3);
    assertThat(proof.entries()).isGreaterThanOrEqualTo(9);
  }

  @Test
  void aChangedEntryIsNamed() {
    UUID victim = recorded.get(4);
    Break broken =
        tamper("update audit.entry set actor_name = 'somebody else' where id = :id", victim);
    assertThat(broken.kind()).isEqualTo(Kind.ENTRY_CHANGED);
    assertThat(broken.entry()).isEqualTo(victim);
    assertThat(broken.seal()).isPositive();
    assertThat(broken.since()).isNotNull();
    assertThat(broken.text(messages, Locale.ENGLISH))
        .contains(victim.toString())
        .contains("changed");
    assertThat(broken.text(messages, Locale.CHINESE)).contains(victim.toString()).contains("改动");
  }

  @Test
  void aChangedBodyIsNamed() {
    Break broken =
        tamper("update audit.body set body = '{\"n\":9}' where id = :id", recorded.get(2));
    assertThat(broken.kind()).isEqualTo(Kind.BODY_CHANGED);
    assertThat(broken.entry()).isEqualTo(recorded.get(2));
  }

  @Test
  void aDeletedEntryIsMissedByItsLink() {
    Break broken = tamper("delete from audit.entry where id = :id", recorded.get(4));
    assertThat(broken.kind()).isEqualTo(Kind.ENTRIES_MISSING);
    assertThat(Long.parseLong(broken.found())).isEqualTo(Long.parseLong(broken.expected()) - 1);
  }

  @Test
  void anEntryWithARecomputedDigestBreaksItsLink() {
    UUID victim = recorded.get(4);
    Break broken =
        tamper(
            """
            update audit.entry set action = 'audit.other', digest = sha256('other') where id = :id
            """,
            victim);
    assertThat(broken.kind()).isEqualTo(Kind.ENTRY_CHANGED);
    broken =
        tamper(
            """
            update audit.entry e
            set actor_name = o.actor_name, subject = o.subject, body_hash = o.body_hash,
                xid = o.xid
            from audit.entry o where e.id = :id and o.action = 'audit.tried' and o.xid < e.xid
            """,
            victim);
    assertThat(broken.kind()).isIn(Kind.ENTRY_CHANGED, Kind.ENTRIES_ADDED);
  }

  @Test
  void aChainCutOffAtItsEndIsShownByTheAnchor() {
    Break broken =
        tamper(
            """
            with last as (delete from audit.seal where no = (select max(no) from audit.seal)
                          returning no)
            select no, :id::uuid from last
            """,
            recorded.get(0));
    assertThat(broken.kind()).isEqualTo(Kind.ANCHOR_AHEAD);
  }

  @Test
  void aMissingLinkIsNamed() {
    Break broken =
        tamper("delete from audit.seal where no = 2 and :id::uuid is not null", recorded.get(0));
    assertThat(broken.kind()).isEqualTo(Kind.SEAL_MISSING);
    assertThat(broken.seal()).isEqualTo(2);
  }

  @Test
  void aChainWrittenAnewIsShownByTheAnchor() {
    Break broken =
        within(jdbc -> {
          UUID victim = recorded.get(0);
          jdbc.sql("delete from audit.entry where id = :id").param("id", victim).update();
          rewriteChain(jdbc);
        });
    assertThat(broken.kind()).isEqualTo(Kind.ANCHOR_DIFFERS);
  }

  @Test
  void withoutTheAnchorNothingIsProven() throws IOException {
    Path empty = scratch.resolve("empty.log");
    Proof proof = verification(owner, empty).verify();
    assertThat(Objects.requireNonNull(proof.firstBreak()).kind()).isEqualTo(Kind.ANCHOR_MISSING);

    Path holed = scratch.resolve("holed.log");
    List<String> lines = Files.readAllLines(data.resolve("audit-anchor.log"));
    lines.remove(1);
    Files.write(holed, lines);
    proof = verification(owner, holed).verify();
    assertThat(Objects.requireNonNull(proof.firstBreak()).kind()).isEqualTo(Kind.ANCHOR_GAP);
  }

  @Test
  void aLineTornByACrashIsWrittenAgain() throws IOException {
    Path file = scratch.resolve("torn.log");
    List<String> lines = Files.readAllLines(data.resolve("audit-anchor.log"));
    Files.writeString(file, lines.getFirst() + "\n" + lines.get(1).substring(0, 30));
    Anchor anchor = new Anchor(file);
    assertThat(anchor.last()).isEqualTo(1);
    anchor.append(
        lines.stream().skip(1).map(Anchor.Line::of).map(Objects::requireNonNull).toList());
    assertThat(verification(owner, file).verify().firstBreak()).isNull();
    Files.writeString(file, "\n", StandardOpenOption.APPEND);
    assertThat(anchor.read().lines()).hasSize(lines.size());
  }

  @Test
  void rowsThatAnEntryVouchesForAreCompared() {
    UUID entry = recorded.get(0);
    Witness lost = witness(Stream.of());
    assertThat(Objects.requireNonNull(verified(lost).firstBreak()).kind())
        .isEqualTo(Kind.ROWS_DIFFER);
    Witness orphan =
        witness(
            Stream.of(new Witness.Vouched(new UUID(0x0100000000007000L, entry.version()), 3, "x")));
    assertThat(Objects.requireNonNull(verified(orphan).firstBreak()).kind())
        .isEqualTo(Kind.ROWS_UNVOUCHED);
  }

  private Proof verified(Witness witness) {
    return verification(owner, data.resolve("audit-anchor.log"), witness).verify();
  }

  private static Witness witness(Stream<Witness.Vouched> rows) {
    return new Witness() {
      @Override
      public String action() {
        return "audit.tried";
      }

      @Override
      public Stream<Vouched> vouched() {
        return rows;
      }
    };
  }

  private Break tamper(String sql, UUID id) {
    return within(jdbc -> {
      if (sql.stripLeading().startsWith("with")) {
        jdbc.sql(sql).param("id", id).query().listOfRows();
      } else {
        assertThat(jdbc.sql(sql).param("id", id).update()).isPositive();
      }
    });
  }

  /** Tampers as the owner, verifies in the same transaction, rolls back. */
  private Break within(java.util.function.Consumer<JdbcClient> tampering) {
    JdbcTransactionManager transactions = new JdbcTransactionManager(owner);
    TransactionTemplate transaction = new TransactionTemplate(transactions);
    transaction.setIsolationLevel(
        org.springframework.transaction.TransactionDefinition.ISOLATION_REPEATABLE_READ);
    Proof proof =
        transaction.execute(status -> {
          status.setRollbackOnly();
          Anchor.Content ignored = read();
          assertThat(ignored.lines()).isNotEmpty();
          tampering.accept(JdbcClient.create(owner));
          return new Verification(
                  new AuditBoard(JdbcClient.create(owner)),
                  List.of(),
                  transactions,
                  json,
                  frozenAnchor())
              .verify();
        });
    return Objects.requireNonNull(Objects.requireNonNull(proof).firstBreak());
  }

  /** The anchor as of the snapshot: links that come meanwhile would look cut off. */
  private Path frozenAnchor() {
    try {
      long last =
          JdbcClient.create(owner).sql("select max(no) from audit.seal").query(Long.class).single();
      Path copy = Files.createTempFile(scratch, "anchor", ".log");
      List<String> lines = new ArrayList<>();
      for (String line : Files.readAllLines(data.resolve("audit-anchor.log"))) {
        if (Objects.requireNonNull(Anchor.Line.of(line)).no() <= last + 1) {
          lines.add(line);
        }
      }
      return Files.write(copy, lines);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private Anchor.Content read() {
    try {
      return new Anchor(data.resolve("audit-anchor.log")).read();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private Verification verification(DataSource source, Path anchor, Witness... witnesses) {
    return new Verification(
        new AuditBoard(JdbcClient.create(source)),
        List.of(witnesses),
        new JdbcTransactionManager(source),
        json,
        anchor);
  }

  private static void rewriteChain(JdbcClient jdbc) {
    byte[] head = Sealer.GENESIS;
    long from = 0;
    for (Map<String, Object> seal :
        jdbc.sql("select no, below::text as below from audit.seal order by no")
            .query()
            .listOfRows()) {
      String below = String.valueOf(seal.get("below"));
      List<byte[]> digests =
          jdbc.sql(
                  """
                  select digest from audit.entry
                  where xid >= :from::xid8 and xid < :below::xid8 order by xid, id
                  """)
              .param("from", String.valueOf(from))
              .param("below", below)
              .query((row, n) -> row.getBytes(1))
              .list();
      byte[] next = Sealer.chain(head, digests);
      jdbc.sql(
              "update audit.seal set previous = :previous, head = :head, entries = :n where no = :no")
          .param("previous", head)
          .param("head", next)
          .param("n", digests.size())
          .param("no", seal.get("no"))
          .update();
      head = next;
      from = Long.parseLong(below);
    }
    assertThat(HexFormat.of().formatHex(head)).hasSize(64);
  }
}
