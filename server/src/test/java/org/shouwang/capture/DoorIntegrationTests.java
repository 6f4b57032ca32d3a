package org.shouwang.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.f4b6a3.uuid.UuidCreator;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.shouwang.IntegrationTest;
import org.shouwang.capture.Receipt.Status;
import org.shouwang.clock.WorldClock;
import org.shouwang.security.Caller;
import org.shouwang.web.Refused;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.ObjectMapper;

class DoorIntegrationTests extends IntegrationTest {

  @Autowired FactsController door;
  @Autowired WorldClock world;
  @Autowired JdbcClient jdbc;
  @Autowired ObjectMapper json;
  @Autowired Arrivals arrivals;

  @Autowired
  @Qualifier("owner")
  DataSource owner;

  @Autowired TransactionTemplate transaction;

  /** Whoever keeps a figure for good waits for all followers; those of a test go on no more. */
  @AfterEach
  void endOwnFollowers() {
    JdbcClient.create(owner).sql("delete from capture.cursor where name like 'test.%'").update();
  }

  @Test
  void aRetryIsTheSameFactAndGetsTheSameAnswer() {
    String fact = note(id(), "一次", world.now(), world.now());
    Receipt first = single(fact);
    Receipt again =
        single(fact.replaceAll("\"sent\":\"[^\"]+\"", "\"sent\":\"" + world.now() + "\""));
    assertThat(first.status()).isEqualTo(Status.recorded);
    assertThat(again.status()).isEqualTo(Status.duplicate);
    assertThat(again.at()).isEqualTo(first.at());
    assertThat(json.readTree(again.verdict())).isEqualTo(json.readTree(first.verdict()));
  }

  @Test
  void theSameIdWithAnotherBodyIsRejectedAndAudited() {
    UUID id = id();
    Instant now = world.now();
    single(note(id, "first", now, now));
    Receipt other = single(note(id, "second", now, now));
    assertThat(other.status()).isEqualTo(Status.rejected);
    assertThat(error(other).code()).isEqualTo("capture.id_reused");
    assertThat(error(other).cure()).contains("新的编号");
    assertThat(
            jdbc.sql(
                    "select count(*) from audit.entry where action = 'capture.id_reused' and subject = ?")
                .param("fact:" + id)
                .query(Integer.class)
                .single())
        .isEqualTo(1);
  }

  @Test
  void aBatchAnswersEachFactInItsOrderAndABadOneHarmsNoOther() {
    Instant now = world.now();
    UUID good = id();
    List<Receipt> receipts =
        batch(
            note(good, "good", now, now),
            note(id(), "refuse", now, now),
            note(id(), "poison", now, now),
            "{\"id\":\"not-a-uuid\",\"type\":\"test.note\"}",
            "{\"id\":\"" + id() + "\",\"type\":\"no.such\",\"at\":\"" + now + "\",\"data\":{}}",
            note(good, "good", now, now),
            note(id(), "'; drop table capture.receipt; --<script>alert(1)</script>", now, now));
    assertThat(receipts.stream().map(Receipt::status))
        .containsExactly(
            Status.recorded,
            Status.rejected,
            Status.rejected,
            Status.rejected,
            Status.rejected,
            Status.duplicate,
            Status.recorded);
    assertThat(receipts.stream().filter(it -> it.error() != null).map(it -> error(it).code()))
        .containsExactly(
            "capture.field_invalid",
            "capture.not_kept",
            "capture.field_invalid",
            "capture.unknown_type");
    assertThat(error(receipts.get(3)).field()).isEqualTo("id");
  }

  @Test
  void whoLosesALockIsTakenOnceMore() {
    Instant now = world.now();
    assertThat(single(note(id(), "unlucky", now, now)).status()).isEqualTo(Status.recorded);
    assertThat(batch(note(id(), "good", now, now), note(id(), "unlucky", now, now)))
        .extracting(Receipt::status)
        .containsOnly(Status.recorded);
  }

  /** What is kept for good is reckoned when all followers have taken what was recorded before. */
  @Test
  void whoSettlesWaitsForFollowersThatAreBehind() {
    String follower = "presence.stays";
    single(note(id(), "before", world.now(), world.now()));
    assertThat(arrivals.settled(Duration.ofSeconds(10), List.of(follower))).isTrue();
    transaction.executeWithoutResult(held -> {
      jdbc.sql("select from capture.cursor where name = ? for update")
          .param(follower)
          .query((row, n) -> n)
          .list();
      assertThat(
              elsewhere(() -> {
                single(note(id(), "after", world.now(), world.now()));
                return arrivals.settled(Duration.ofMillis(300), List.of(follower));
              }))
          .isFalse();
      assertThatThrownBy(() -> arrivals.settle()).isInstanceOf(IllegalStateException.class);
    });
    assertThat(arrivals.settled(Duration.ofSeconds(10), List.of(follower))).isTrue();
  }

  private static <T> T elsewhere(Supplier<T> work) {
    return CompletableFuture.supplyAsync(work).join();
  }

  @Test
  void aRejectionDoesNotBurnTheId() {
    UUID id = id();
    Instant now = world.now();
    assertThat(single(note(id, "refuse", now, now)).status()).isEqualTo(Status.rejected);
    assertThat(single(note(id, "right", now, now)).status()).isEqualTo(Status.recorded);
  }

  @Test
  void aThousandGoInAndOneMoreIsRefusedWhole() throws IOException {
    Instant now = world.now();
    List<String> facts =
        IntStream.range(0, 1_001).mapToObj(i -> note(id(), "n" + i, now, now)).toList();
    int before = receipts();
    assertThatThrownBy(() -> send("[" + String.join(",", facts) + "]"))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> {
              assertThat(refused.status()).isEqualTo(413);
              assertThat(refused.code()).isEqualTo("capture.batch_too_large");
            });
    assertThat(receipts()).isEqualTo(before);
    assertThat(batch(facts.subList(0, 1_000).toArray(String[]::new)))
        .allMatch(receipt -> receipt.status() == Status.recorded);
    assertThat(receipts()).isEqualTo(before + 1_000);
  }

  @Test
  void whatIsNotJsonIsRefusedWhole() {
    for (String body : new String[] {"{", "[{]", "42", "", "\"text\"", "null"}) {
      assertThatThrownBy(() -> send(body))
          .isInstanceOfSatisfying(
              Refused.class, refused -> assertThat(refused.code()).isEqualTo("capture.malformed"));
    }
  }

  @Test
  void theDevicesWrongClockIsCorrectedByTheSkewSeenWhenItSent() {
    Instant now = world.now().truncatedTo(ChronoUnit.MILLIS);
    Instant wrong = now.minus(Duration.ofDays(3));
    Receipt late = single(note(id(), "wrong clock", wrong.minus(Duration.ofHours(2)), wrong));
    assertThat(Duration.between(late.at(), now.minus(Duration.ofHours(2))).abs())
        .isLessThan(Duration.ofSeconds(20));
    assertThat(late.flags()).containsExactly("skewed");
    assertThat(late.skewMs()).isGreaterThan(Duration.ofDays(3).toMillis() - 1);

    Receipt right =
        single(note(id(), "right clock, hours late", now.minus(Duration.ofHours(5)), world.now()));
    assertThat(right.at()).isEqualTo(now.minus(Duration.ofHours(5)));
    assertThat(right.flags()).isEmpty();
  }

  @Test
  void aTimeAheadIsRecordedAndFlagged() {
    Instant now = world.now();
    Receipt ahead = single(note(id(), "ahead", now.plus(Duration.ofHours(1)), now));
    assertThat(ahead.status()).isEqualTo(Status.recorded);
    assertThat(ahead.flags()).containsExactly("future");
  }

  @Test
  void missingFieldsAreNamed() {
    Instant now = world.now();
    String whole = note(id(), "x", now, now);
    for (String field : new String[] {"id", "type", "at", "data"}) {
      Receipt receipt = single(whole.replace("\"" + field + "\"", "\"other\""));
      assertThat(error(receipt).code()).isEqualTo("capture.field_missing");
      assertThat(error(receipt).field()).isEqualTo(field);
    }
    Receipt version4 = single(note(UUID.randomUUID(), "x", now, now));
    assertThat(error(version4).code()).isEqualTo("capture.id_not_v7");
    Receipt nul = single(whole.replace("test.note", "test\\u0000note"));
    assertThat(error(nul).code()).isEqualTo("capture.field_invalid");
  }

  @Test
  void sixteenAtOnceRecordEachFactOnce() throws Exception {
    Instant now = world.now();
    List<String> facts =
        new ArrayList<>(
            IntStream.range(0, 400).mapToObj(i -> note(id(), "c" + i, now, now)).toList());
    try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
      CountDownLatch start = new CountDownLatch(1);
      List<Future<List<Receipt>>> answers =
          IntStream.range(0, 16)
              .mapToObj(n -> {
                List<String> mine = new ArrayList<>(facts);
                Collections.shuffle(mine, new java.util.Random(n));
                Callable<List<Receipt>> work =
                    () -> {
                      start.await();
                      return n % 2 == 0
                          ? batch(mine.toArray(String[]::new))
                          : mine.stream().map(this::single).toList();
                    };
                return threads.submit(work);
              })
              .toList();
      start.countDown();
      long recorded = 0;
      long duplicates = 0;
      for (Future<List<Receipt>> answer : answers) {
        recorded += answer.get().stream().filter(it -> it.status() == Status.recorded).count();
        duplicates += answer.get().stream().filter(it -> it.status() == Status.duplicate).count();
      }
      assertThat(recorded).isEqualTo(400);
      assertThat(duplicates).isEqualTo(15 * 400);
    }
  }

  @Test
  void aFollowerSeesEachFactOnceInCommitOrder() {
    List<UUID> seen = new ArrayList<>();
    String name = "test." + UUID.randomUUID();
    drain(name, new ArrayList<>());
    Instant now = world.now();
    List<UUID> sent = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      UUID id = id();
      sent.add(id);
      single(note(id, "follow " + i, now, now));
    }
    // what is younger than the oldest running transaction waits for it
    Instant deadline = Instant.now().plusSeconds(20);
    while (!seen.containsAll(sent) && Instant.now().isBefore(deadline)) {
      drain(name, seen);
    }
    drain(name, seen);
    assertThat(seen).containsSubsequence(sent).doesNotHaveDuplicates();
  }

  @Test
  void aFollowerMissesNothingWhereTheTransactionNumberGrowsADigit() {
    List<UUID> sent = new ArrayList<>();
    Instant now = world.now();
    for (int xid : new int[] {8, 9, 10, 11, 99, 100, 101}) {
      UUID id = id();
      sent.add(id);
      jdbc.sql(
              """
              insert into capture.arrival (recorded_at, xid, type, ids, persons, ats, places)
              values (:now, :xid::xid8, 'test.digits', array[:id::uuid], array[null::uuid],
                      array[:now::timestamptz], array[null::uuid])
              """)
          .param("now", now.atOffset(java.time.ZoneOffset.UTC))
          .param("xid", String.valueOf(xid))
          .param("id", id)
          .update();
    }
    List<UUID> seen = new ArrayList<>();
    String name = "test." + UUID.randomUUID();
    while (seen.size() < sent.size()
        && arrivals.follow(name, 3, rows -> rows.forEach(arrival -> seen.addAll(arrival.ids())))
            > 0) {
      // a few commits at a time
    }
    assertThat(seen).startsWith(sent.toArray(UUID[]::new));
  }

  private void drain(String name, List<UUID> into) {
    while (arrivals.follow(name, 1_000, rows -> rows.forEach(arrival -> into.addAll(arrival.ids())))
        > 0) {
      // until the end of the feed
    }
  }

  private int receipts() {
    return jdbc.sql("select count(*) from capture.receipt").query(Integer.class).single();
  }

  private static Receipt.Error error(Receipt receipt) {
    return Objects.requireNonNull(receipt.error());
  }

  private Receipt single(String fact) {
    try {
      return (Receipt) send(fact);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @SuppressWarnings("unchecked")
  private List<Receipt> batch(String... facts) {
    try {
      return ((Map<String, List<Receipt>>) send("{\"facts\":[" + String.join(",", facts) + "]}"))
          .get("receipts");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private Object send(String body) throws IOException {
    return door.take(
        new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)),
        Caller.SYSTEM,
        Locale.SIMPLIFIED_CHINESE);
  }

  private static UUID id() {
    return UuidCreator.getTimeOrderedEpoch();
  }

  private String note(UUID id, String text, Instant at, Instant sent) {
    return """
    {"id":"%s","type":"test.note","at":"%s","sent":"%s","data":{"text":%s}}\
    """
        .formatted(id, at, sent, json.writeValueAsString(text));
  }
}
