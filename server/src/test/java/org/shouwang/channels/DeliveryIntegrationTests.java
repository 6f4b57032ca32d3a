package org.shouwang.channels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.shouwang.IntegrationTest;
import org.shouwang.security.Browser;
import org.shouwang.vault.Vault;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

/** Deliveries against a server that speaks the real protocols, on clocks that a test moves. */
class DeliveryIntegrationTests extends IntegrationTest {

  @LocalServerPort int port;
  @Autowired Channels channels;
  @Autowired DeliveryStore store;
  @Autowired Letters letters;
  @Autowired Wire wire;
  @Autowired Targets targets;
  @Autowired ChannelsSettings settings;
  @Autowired List<Adapter> adapters;
  @Autowired JdbcClient jdbc;
  @Autowired TransactionTemplate transaction;
  @Autowired Vault vault;

  private final MovedClock clock = new MovedClock();
  private final List<DeliveryWorker> workers = new ArrayList<>();
  private final List<UUID> routes = new ArrayList<>();
  private Remotes remotes;
  private Browser command;

  /** The wall clock, moved. */
  private static final class MovedClock extends Clock {
    private volatile Duration moved = Duration.ZERO;

    void move(Duration by) {
      moved = moved.plus(by);
    }

    @Override
    public Instant instant() {
      return Clock.systemUTC().instant().plus(moved);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  @BeforeEach
  void begin() throws IOException {
    remotes = new Remotes();
    command = Browser.signedIn(port, "command").in("zh-CN");
  }

  @AfterEach
  void end() {
    workers.forEach(DeliveryWorker::destroy);
    routes.forEach(route -> command.delete("/api/v1/channels/routes/" + route));
    remotes.close();
  }

  private DeliveryWorker worker() {
    DeliveryWorker worker =
        new DeliveryWorker(store, letters, wire, targets, settings, clock, adapters);
    workers.add(worker);
    return worker;
  }

  private static void work(DeliveryWorker worker) throws Exception {
    for (Future<?> begun : worker.begin()) {
      begun.get();
    }
  }

  private UUID unit() {
    UUID id = UUID.randomUUID();
    jdbc.sql(
            "insert into people.unit (id, code, name, kind, path) values (?, ?, ?, 'department', 'x')")
        .params(id, id.toString(), "单位" + id)
        .update();
    return id;
  }

  private UUID route(
      String channel, @Nullable UUID to, String path, @Nullable String secret, int perMinute) {
    Map<String, Object> body = new java.util.HashMap<>();
    body.put("name", channel);
    body.put("channel", channel);
    body.put("toKind", to == null ? null : channel.equals("sms") ? "person" : "unit");
    body.put("toId", to);
    body.put("address", remotes.address(path));
    body.put("secret", secret);
    body.put("perMinute", perMinute);
    Browser.Answer made = command.post("/api/v1/channels/routes", body);
    assertThat(made.status()).as(made.raw().body()).isEqualTo(200);
    UUID id = UUID.fromString(made.json().path("id").asString());
    routes.add(id);
    return id;
  }

  private static String some() {
    return UUID.randomUUID().toString();
  }

  private int send(int count, Addressee to) {
    List<Message> messages = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      messages.add(message(some(), to, "甲" + i));
    }
    return send(messages);
  }

  private static Message message(String key, Addressee to, String name) {
    return new Message(key, to, "channels.test", Map.of("name", name), null, null);
  }

  private int send(List<Message> messages) {
    return transaction.execute(status -> channels.send(messages));
  }

  private long deliveries(UUID route, String state) {
    return jdbc.sql("select count(*) from channels.delivery where route_id = ? and state = ?")
        .params(route, state)
        .query(Long.class)
        .single();
  }

  @Test
  void theSameKeyTwiceIsOneMessageAlsoWithinOneCallAndAfterARoundOfOthers() {
    UUID unit = unit();
    UUID route = route("wecom", unit, "/wecom/same?key=k", null, 20);
    Message message = message(some(), Addressee.unit(unit), "甲");
    assertThat(send(List.of(message, message))).isEqualTo(1);
    assertThat(send(List.of(message(some(), Addressee.unit(unit), "乙"), message))).isEqualTo(1);
    assertThat(deliveries(route, "waiting")).isEqualTo(2);
  }

  @Test
  void aMessageStandsAndFallsWithTheActThatCausesIt() {
    UUID unit = unit();
    Message message = message(some(), Addressee.unit(unit), "甲");
    transaction.executeWithoutResult(status -> {
      channels.send(List.of(message));
      status.setRollbackOnly();
    });
    assertThat(send(List.of(message))).isEqualTo(1);
    assertThatThrownBy(() -> channels.send(List.of(message)))
        .isInstanceOf(IllegalTransactionStateException.class);
  }

  @Test
  void twoSendersOfTheSameMessagesAtOnceMakeThemOnce() throws Exception {
    UUID unit = unit();
    List<Message> messages = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      messages.add(message(some(), Addressee.unit(unit), "甲"));
    }
    List<Message> backwards = messages.reversed();
    CountDownLatch together = new CountDownLatch(2);
    try (var threads = java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> sent = new ArrayList<>();
      for (List<Message> each : List.of(messages, backwards)) {
        sent.add(
            threads.submit(() -> {
              together.countDown();
              together.await();
              return send(each);
            }));
      }
      assertThat(sent.get(0).get() + sent.get(1).get()).isEqualTo(300);
    }
  }

  @Test
  void eachRobotGetsAMessageInChineseBySignedAddressAndOnce() throws Exception {
    UUID unit = unit();
    UUID wecom = route("wecom", unit, "/wecom/each?key=k", null, 20);
    UUID dingtalk =
        route("dingtalk", unit, "/dingtalk/each?access_token=t", Remotes.DINGTALK_SECRET, 20);
    send(List.of(message(some(), Addressee.unit(unit), "王工")));
    DeliveryWorker worker = worker();
    work(worker);
    work(worker);
    String text = "【守望测试消息】\n王工 发出的测试消息。收到即表示渠道可用。";
    assertThat(remotes.arrived("/wecom/each")).containsExactly(text);
    assertThat(remotes.arrived("/dingtalk/each")).containsExactly(text);
    assertThat(deliveries(wecom, "delivered")).isEqualTo(1);
    assertThat(deliveries(dingtalk, "delivered")).isEqualTo(1);
  }

  @Test
  void aWrongSignatureAndADeadWebhookStandAmongTheFailedUntilPutRightByHand() throws Exception {
    UUID unit = unit();
    UUID wrong = route("dingtalk", unit, "/dingtalk/wrong?access_token=t", "SECanother", 20);
    UUID gone = route("wecom", unit, "/wecom/gone?key=k", null, 20);
    remotes.answers("/wecom/gone", 93000);
    send(2, Addressee.unit(unit));
    DeliveryWorker worker = worker();
    work(worker);
    JsonNode failed =
        command.get("/api/v1/channels/deliveries?state=failed&route=" + gone).json().path("items");
    assertThat(failed).hasSize(2);
    assertThat(failed.get(0).path("reason").asString()).isEqualTo("refused");
    assertThat(failed.get(0).path("detail").asString()).contains("93000", "invalid webhook url");
    assertThat(failed.get(0).path("title").asString()).isEqualTo("守望测试消息");
    assertThat(deliveries(wrong, "failed")).isEqualTo(2);
    clock.move(Duration.ofMinutes(20));
    work(worker);
    assertThat(remotes.asked("/wecom/gone")).isEqualTo(2);
    command.put("/api/v1/channels/routes/" + wrong, Map.of("secret", Remotes.DINGTALK_SECRET));
    assertThat(command.post("/api/v1/channels/routes/" + wrong + "/retry", "{}").status())
        .isEqualTo(200);
    work(worker);
    assertThat(remotes.arrived("/dingtalk/wrong")).hasSize(2);
    assertThat(deliveries(wrong, "failed")).isZero();
  }

  @Test
  void anUnknownErrcodeIsTriedAgainLaterAndHoldsUpNoOtherMessage() throws Exception {
    UUID unit = unit();
    UUID route = route("wecom", unit, "/wecom/odd?key=k", null, 20);
    remotes.answers("/wecom/odd", 987654);
    send(3, Addressee.unit(unit));
    DeliveryWorker worker = worker();
    work(worker);
    assertThat(remotes.asked("/wecom/odd")).isEqualTo(3);
    assertThat(deliveries(route, "waiting")).isEqualTo(3);
    remotes.answers("/wecom/odd", 0);
    work(worker);
    assertThat(remotes.arrived("/wecom/odd")).isEmpty();
    clock.move(Duration.ofSeconds(15));
    work(worker);
    assertThat(remotes.arrived("/wecom/odd")).hasSize(3);
  }

  @Test
  void aRouteKeepsToItsRateAndSendsTheRestInTheNextMinutes() throws Exception {
    UUID unit = unit();
    UUID route = route("wecom", unit, "/wecom/rate?key=k", null, 20);
    send(45, Addressee.unit(unit));
    DeliveryWorker worker = worker();
    DeliveryWorker other = worker();
    work(worker);
    work(other);
    work(worker);
    assertThat(remotes.asked("/wecom/rate")).isEqualTo(20);
    clock.move(Duration.ofSeconds(61));
    work(other);
    assertThat(remotes.asked("/wecom/rate")).isEqualTo(40);
    clock.move(Duration.ofSeconds(61));
    work(worker);
    assertThat(remotes.arrived("/wecom/rate")).hasSize(45).doesNotHaveDuplicates();
    assertThat(deliveries(route, "delivered")).isEqualTo(45);
  }

  @Test
  void whenTheOtherSideSaysTooManyTheRouteRestsAMinuteAndGoesOn() throws Exception {
    UUID unit = unit();
    route("wecom", unit, "/wecom/freq?key=k", null, 100);
    remotes.perMinute = 5;
    send(8, Addressee.unit(unit));
    DeliveryWorker worker = worker();
    work(worker);
    assertThat(remotes.asked("/wecom/freq")).isEqualTo(6);
    clock.move(Duration.ofSeconds(50));
    work(worker);
    assertThat(remotes.asked("/wecom/freq")).isEqualTo(6);
    remotes.perMinute = 100;
    clock.move(Duration.ofSeconds(15));
    work(worker);
    assertThat(remotes.arrived("/wecom/freq")).hasSize(8).doesNotHaveDuplicates();
  }

  @Test
  void aChannelThatIsDownForADayLosesNothingDoublesNothingAndIsAskedSparingly() throws Exception {
    UUID unit = unit();
    UUID route = route("wecom", unit, "/wecom/day?key=k", null, 1_000);
    remotes.down = true;
    DeliveryWorker worker = worker();
    for (int hour = 0; hour < 24; hour++) {
      send(5, Addressee.unit(unit));
      for (int minute = 0; minute < 60; minute += 6) {
        clock.move(Duration.ofMinutes(6));
        work(worker);
      }
    }
    assertThat(remotes.arrived("/wecom/day")).isEmpty();
    assertThat(deliveries(route, "waiting")).isEqualTo(120);
    // one probe in about ten minutes, not one for each message
    assertThat(remotes.asked("/wecom/day")).isBetween(100, 200);
    JsonNode shown = routeShown(route);
    assertThat(shown.path("waiting").asInt()).isEqualTo(120);
    assertThat(shown.path("reason").asString()).isEqualTo("remote_error");
    assertThat(shown.path("detail").asString()).isEqualTo("HTTP 503");
    remotes.down = false;
    clock.move(Duration.ofMinutes(13));
    work(worker);
    assertThat(remotes.arrived("/wecom/day")).hasSize(120);
    assertThat(deliveries(route, "delivered")).isEqualTo(120);
    assertThat(routeShown(route).path("failures").asInt()).isZero();
  }

  private JsonNode routeShown(UUID route) {
    for (JsonNode each : command.get("/api/v1/channels/routes?limit=500").json().path("items")) {
      if (each.path("id").asString().equals(route.toString())) {
        return each;
      }
    }
    throw new AssertionError("not listed");
  }

  @Test
  void aDeadChannelAndASlowOneDoNotDelayAnother() throws Exception {
    UUID unit = unit();
    route("wecom", unit, "/wecom/slow?key=k", null, 20);
    route("wecom", unit, "/wecom/dead?key=k", null, 20);
    UUID well =
        route("dingtalk", unit, "/dingtalk/well?access_token=t", Remotes.DINGTALK_SECRET, 20);
    remotes.slowMillis = 1_500;
    send(5, Addressee.unit(unit));
    DeliveryWorker worker = worker();
    long start = System.nanoTime();
    List<Future<?>> begun = worker.begin();
    while (deliveries(well, "delivered") < 5) {
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
      Thread.sleep(20);
    }
    assertThat(remotes.arrived("/wecom/slow").size()).isLessThan(5);
    for (Future<?> each : begun) {
      each.get();
    }
    assertThat(remotes.arrived("/wecom/slow")).hasSize(5);
    assertThat(remotes.asked("/wecom/dead")).isEqualTo(1);
  }

  @Test
  void manyWorkersOnOneDatabaseSendEachMessageOnce() throws Exception {
    UUID unit = unit();
    List<UUID> made = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      made.add(route("wecom", unit, "/wecom/many" + i + "?key=k", null, 6_000));
    }
    send(150, Addressee.unit(unit));
    List<DeliveryWorker> all = List.of(worker(), worker(), worker());
    try (var threads = java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> working = new ArrayList<>();
      for (DeliveryWorker each : all) {
        working.add(
            threads.submit(() -> {
              for (int i = 0; i < 20; i++) {
                work(each);
              }
              return null;
            }));
      }
      for (Future<?> each : working) {
        each.get();
      }
    }
    for (int i = 0; i < 4; i++) {
      assertThat(remotes.arrived("/wecom/many" + i)).hasSize(150).doesNotHaveDuplicates();
      assertThat(deliveries(made.get(i), "delivered")).isEqualTo(150);
    }
  }

  @Test
  void anInstanceKilledWhileSendingLeavesItsMessagesToTheOthersAndSaysThatTheyMayBeDouble()
      throws Exception {
    UUID person = person("13800001234");
    UUID route = route("sms", person, "/sms/killed", Remotes.SMS_TOKEN, 100);
    send(3, Addressee.person(person));
    // taken and sent, but killed before it could be recorded
    store.claim(route, clock.instant(), Duration.ofMinutes(3), 10).orElseThrow();
    List<UUID> ids =
        jdbc.sql("select id from channels.delivery where route_id = ?")
            .param(route)
            .query(UUID.class)
            .list();
    remotes.arrived("/sms/killed").add(ids.getFirst().toString());
    DeliveryWorker worker = worker();
    work(worker);
    assertThat(remotes.asked("/sms/killed")).isZero();
    clock.move(Duration.ofMinutes(4));
    remotes.down = true;
    work(worker);
    JsonNode waiting =
        command
            .get("/api/v1/channels/deliveries?state=waiting&route=" + route)
            .json()
            .path("items");
    assertThat(waiting.findValues("unsure"))
        .hasSize(3)
        .allSatisfy(unsure -> assertThat(unsure.asBoolean()).isTrue());
    remotes.down = false;
    clock.move(Duration.ofSeconds(15));
    work(worker);
    assertThat(deliveries(route, "delivered")).isEqualTo(3);
    // the gateway knew the first by its id and took it once
    assertThat(new HashSet<>(remotes.arrived("/sms/killed"))).hasSize(3);
    assertThat(remotes.arrived("/sms/killed")).hasSize(3);
  }

  @Test
  void aResultThatComesAfterItsLeaseChangesNothing() {
    UUID unit = unit();
    UUID route = route("wecom", unit, "/wecom/late?key=k", null, 100);
    send(1, Addressee.unit(unit));
    Instant now = clock.instant();
    var first = store.claim(route, now, Duration.ofMinutes(3), 10).orElseThrow();
    assertThat(store.claim(route, now, Duration.ofMinutes(3), 10)).isEmpty();
    var second =
        store
            .claim(route, now.plus(Duration.ofMinutes(4)), Duration.ofMinutes(3), 10)
            .orElseThrow();
    assertThat(settle(route, first, Outcome.refused("refused", "x"))).isZero();
    assertThat(settle(route, second, Outcome.DELIVERED)).isEqualTo(1);
    assertThat(deliveries(route, "delivered")).isEqualTo(1);
  }

  private int settle(UUID route, DeliveryStore.Load load, Outcome outcome) {
    return store.settle(
        route,
        load.deliveries().stream()
            .map(each -> new DeliveryStore.Settled(each, outcome, clock.instant()))
            .toList(),
        new DeliveryStore.Fare(null, true, true),
        clock.instant());
  }

  @Test
  void whenTheWallClockGoesBackAnHourNothingWaitsForIt() throws Exception {
    UUID unit = unit();
    route("wecom", unit, "/wecom/back?key=k", null, 20);
    remotes.down = true;
    clock.move(Duration.ofHours(1));
    send(3, Addressee.unit(unit));
    DeliveryWorker worker = worker();
    work(worker);
    clock.move(Duration.ofHours(-1));
    remotes.down = false;
    work(worker);
    assertThat(remotes.arrived("/wecom/back")).hasSize(3).doesNotHaveDuplicates();
  }

  private UUID person(@Nullable String phone) {
    UUID id = UUID.randomUUID();
    jdbc.sql(
            "insert into people.person (id, name, kind, class_of_person) values (?, '乙', 'visitor', 'visitor')")
        .param(id)
        .update();
    if (phone != null) {
      byte[] key = vault.index("people.phone", phone);
      jdbc.sql("insert into people.phone (person_id, key, sealed, last4) values (?, ?, ?, ?)")
          .params(
              id,
              key,
              vault.seal(phone, "phone:" + java.util.HexFormat.of().formatHex(key)),
              vault.index("people.phone.last4", phone.substring(7)))
          .update();
    }
    return id;
  }

  @Test
  void anSmsGoesToThePersonsPhoneWhoseOpeningIsLogged() throws Exception {
    UUID person = person("13900005678");
    UUID silent = person(null);
    UUID route = route("sms", null, "/sms/all", Remotes.SMS_TOKEN, 100);
    send(1, Addressee.person(person));
    send(1, Addressee.person(silent));
    work(worker());
    assertThat(remotes.phones()).containsExactly("13900005678");
    assertThat(
            jdbc.sql(
                    "select count(*) from audit.entry where action = 'vault.opened' and subject = ?")
                .param("person:" + person)
                .query(Long.class)
                .single())
        .isEqualTo(1);
    JsonNode failed =
        command.get("/api/v1/channels/deliveries?state=failed&route=" + route).json().path("items");
    assertThat(failed).hasSize(1);
    assertThat(failed.get(0).path("reason").asString()).isEqualTo("no_phone");
    assertThat(failed.toString()).doesNotContain("13900005678");
  }

  @Test
  void aPersonWhomNoRouteReachesIsCounted() {
    long before = command.get("/api/v1/channels/routes").json().path("unrouted").asLong();
    assertThat(send(2, Addressee.person(UUID.randomUUID()))).isEqualTo(2);
    assertThat(command.get("/api/v1/channels/routes").json().path("unrouted").asLong())
        .isEqualTo(before + 2);
  }

  @Test
  void whatWaitsTooLongIsGivenUpAndShownNotForgotten() {
    UUID unit = unit();
    UUID route = route("wecom", unit, "/wecom/old?key=k", null, 20);
    send(2, Addressee.unit(unit));
    jdbc.sql(
            "update channels.delivery set waiting_since = waiting_since - interval '8 days' where route_id = ?")
        .param(route)
        .update();
    worker().tend();
    JsonNode failed =
        command.get("/api/v1/channels/deliveries?state=failed&route=" + route).json().path("items");
    assertThat(failed).hasSize(2);
    assertThat(failed.get(0).path("reason").asString()).isEqualTo("gave_up");
  }

  @Test
  void aTestMessageIsSentAtOnceAndItsOutcomeTold() {
    UUID unit = unit();
    UUID route = route("wecom", unit, "/wecom/test?key=k", null, 2);
    String path = "/api/v1/channels/routes/" + route + "/test";
    assertThat(command.post(path, "{}").json().path("outcome").asString()).isEqualTo("delivered");
    remotes.answers("/wecom/test", 93000);
    JsonNode refused = command.post(path, "{}").json();
    assertThat(refused.path("outcome").asString()).isEqualTo("refused");
    assertThat(refused.path("detail").asString()).contains("93000");
    Browser.Answer third = command.post(path, "{}");
    assertThat(third.status()).isEqualTo(429);
    assertThat(third.code()).isEqualTo("channels.rate_used_up");
  }

  @Test
  void addressesAndSecretsNeverComeOut() {
    UUID unit = unit();
    UUID route =
        route(
            "dingtalk", unit, "/dingtalk/s?access_token=0123456789abcdef0123", "SECverysecret", 20);
    String listed = command.get("/api/v1/channels/routes?limit=500").raw().body();
    assertThat(listed).contains(route.toString(), "access_token=…0123");
    assertThat(listed).doesNotContain("0123456789abcdef0123", "SECverysecret");
    String changed =
        command.put("/api/v1/channels/routes/" + route, Map.of("name", "新名")).raw().body();
    assertThat(changed).contains("新名").doesNotContain("0123456789abcdef0123", "SECverysecret");
    assertThat(
            jdbc.sql(
                    "select body from audit.body b join audit.entry e on e.id = b.id"
                        + " where e.subject = ?")
                .param("route:" + route)
                .query(String.class)
                .list()
                .toString())
        .doesNotContain("0123456789abcdef0123", "SECverysecret");
    Browser lead = Browser.signedIn(port, "lead");
    assertThat(lead.get("/api/v1/channels/routes").status()).isEqualTo(403);
  }
}
