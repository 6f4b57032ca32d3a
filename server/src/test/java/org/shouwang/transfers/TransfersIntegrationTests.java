package org.shouwang.transfers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.shouwang.IntegrationTest;
import org.shouwang.audit.Actor;
import org.shouwang.clock.WorldClock;
import org.shouwang.isolation.OrderFiled;
import org.shouwang.security.Browser;
import org.shouwang.security.Browser.Answer;
import org.shouwang.security.Role;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

/** Whoever is ordered to a site is brought there in time, and the order knows of it. */
class TransfersIntegrationTests extends IntegrationTest {

  /** The 8th edition is in force: twelve hours. */
  private static final Instant NOON = Instant.parse("2022-03-10T04:00:00Z");

  private static final String TRANSFERS = "/api/v1/transfers";
  private static final String ORDERS = "/api/v1/isolation/orders/";

  @Autowired JdbcClient jdbc;
  @Autowired WorldClock world;
  @Autowired TransactionTemplate transaction;
  @Autowired ApplicationEventPublisher events;
  @LocalServerPort int port;

  private Duration offset = Duration.ZERO;
  private Browser site;
  private Browser officer;
  private UUID unit;

  @BeforeEach
  void park() {
    offset = world.offset();
    world.set(NOON, 1);
    unit = unit();
    site = as("isolation_lead", unit);
    officer = as("transfer_officer", unit);
  }

  @AfterEach
  void goBack() {
    world.set(Instant.now().plus(offset), 1);
  }

  private UUID unit() {
    UUID id = UUID.randomUUID();
    jdbc.sql(
            "insert into people.unit (id, code, name, kind, path) values (?, ?, ?, 'department', 'x')")
        .params(id, id.toString(), "单位" + id)
        .update();
    jdbc.sql("insert into people.unit_closure values (?, ?, 0)").params(id, id).update();
    return id;
  }

  private UUID room() {
    return place("room", place("isolation_site", null));
  }

  private UUID place(String kind, @Nullable UUID parent) {
    UUID id = UUID.randomUUID();
    jdbc.sql(
            "insert into people.place (id, code, name, kind, level, parent_id) values (?, ?, ?, ?, 'none', ?::uuid)")
        .params(Arrays.asList(id, id.toString(), kind + id, kind, parent))
        .update();
    return id;
  }

  private UUID person() {
    UUID id = UUID.randomUUID();
    jdbc.sql(
            """
            insert into people.person (id, name, kind, class_of_person, unit_id, home)
            values (?, '张小三', 'employee', 'shift_worker', ?, '秦川镇五道岘村 12 号')
            """)
        .params(id, unit)
        .update();
    return id;
  }

  private Browser as(String role, UUID within) {
    UUID id = UUID.randomUUID();
    String name = role + "-" + id;
    jdbc.sql(
            """
            insert into security.account (id, username, username_key, display_name, roles, everywhere,
              units, language, password_hash, must_change_password, made_at, demo)
            select ?, ?, lower(?), '甲', array[?], false, array[?]::uuid[], 'zh-CN', password_hash,
              false, now(), demo
            from security.account where username = 'command'
            """)
        .params(id, name, name, role, within)
        .update();
    return Browser.signedIn(port, name);
  }

  private UUID proposed(UUID person, String disease) {
    UUID id = UUID.randomUUID();
    jdbc.sql(
            """
            insert into isolation.isolation_order (id, person_id, unit_id, disease, class,
              last_exposure, basis, state, proposed_at)
            values (?, ?, ?, ?, 'close', ?::timestamptz::date - 1, '机密判定', 'proposed',
              ?::timestamptz)
            """)
        .params(id, person, unit, disease, world.now().toString(), world.now().toString())
        .update();
    return id;
  }

  private Answer file(UUID order, String place, @Nullable UUID room) {
    Map<String, Object> body = new HashMap<>();
    body.put("isolatedOn", world.today().toString());
    body.put("place", place);
    body.put("roomId", room);
    body.put("document", "隔离〔2022〕1号");
    body.put("version", order(order).path("version").asInt());
    return site.post(ORDERS + order + "/order", body);
  }

  private JsonNode order(UUID id) {
    return site.get(ORDERS + id).json();
  }

  /** An order in force at a site, with its transfer. */
  private UUID ordered(UUID person, UUID room) {
    UUID order = proposed(person, "covid-19");
    Answer filed = file(order, "central", room);
    assertThat(filed.status()).as(filed.raw().body()).isEqualTo(200);
    return order;
  }

  private List<JsonNode> list(String query) {
    return officer.get(TRANSFERS + query).json().path("items").valueStream().toList();
  }

  /** The open transfer of a person. */
  private JsonNode open(UUID person) {
    List<JsonNode> found =
        list("?limit=500").stream()
            .filter(it -> it.path("personId").asString().equals(person.toString()))
            .toList();
    assertThat(found).hasSize(1);
    return found.getFirst();
  }

  private JsonNode ended(String state, UUID person) {
    return list("?limit=500&state=" + state).stream()
        .filter(it -> it.path("personId").asString().equals(person.toString()))
        .findFirst()
        .orElseThrow();
  }

  private static Map<String, Object> seen(JsonNode transfer) {
    Map<String, Object> body = new HashMap<>();
    body.put("version", transfer.path("version").asInt());
    return body;
  }

  private Answer act(JsonNode transfer, String act, Map<String, Object> body) {
    return officer.post(TRANSFERS + "/" + transfer.path("id").asString() + "/" + act, body);
  }

  private JsonNode pickedUp(UUID person) {
    JsonNode waiting = open(person);
    Answer answer = act(waiting, "pick-up", seen(waiting));
    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
    return answer.json();
  }

  private record DutyRow(String state, Instant due) {}

  private DutyRow duty(JsonNode transfer) {
    return jdbc.sql(
            """
            select case state when 'waiting' then 'open' else state end, due_at from duties.duty
            where kind = 'transfers.carry_out' and key = ?
            """)
        .param(transfer.path("id").asString())
        .query((row, n) -> new DutyRow(row.getString(1), row.getTimestamp(2).toInstant()))
        .single();
  }

  private int acts(JsonNode transfer, String action) {
    return jdbc.sql("select count(*) from audit.entry where action = ? and subject = ?")
        .params(action, "transfer:" + transfer.path("id").asString())
        .query(Integer.class)
        .single();
  }

  private static Instant time(JsonNode node, String field) {
    return Instant.parse(node.path(field).asString());
  }

  // ── asked for by an order ──────────────────────────────────────────────────────────────────────

  @Test
  void anOrderAtASiteAsksForTheTransferInItsCommitWithTheEditionsDeadline() {
    UUID person = person();
    UUID room = room();
    UUID order = ordered(person, room);
    JsonNode waiting = open(person);
    assertThat(waiting.path("state").asString()).isEqualTo("waiting");
    assertThat(waiting.path("name").asString()).isEqualTo("张小三");
    assertThat(waiting.path("from").asString()).isEqualTo("秦川镇五道岘村 12 号");
    assertThat(waiting.path("to").asString()).contains("room" + room).contains("isolation_site");
    assertThat(waiting.path("ordered").asBoolean()).isTrue();
    assertThat(Duration.between(time(waiting, "askedAt"), time(waiting, "dueAt")))
        .isEqualTo(Duration.ofHours(12));
    assertThat(duty(waiting)).isEqualTo(new DutyRow("open", time(waiting, "dueAt")));
    assertThat(acts(waiting, "transfers.asked")).isEqualTo(1);
    assertThat(waiting.toString())
        .doesNotContain(order.toString())
        .doesNotContain("close")
        .doesNotContain("covid");

    UUID stranger = person();
    UUID refused = proposed(stranger, "covid-19");
    assertThat(file(refused, "central", room).code()).isEqualTo("isolation.room_taken");
    UUID atHome = person();
    assertThat(file(proposed(atHome, "covid-19"), "home", null).status()).isEqualTo(200);
    assertThat(list("?limit=500"))
        .extracting(it -> it.path("personId").asString())
        .containsExactly(person.toString());
  }

  @Test
  void anotherEditionGivesAnotherDeadlineAndWithoutARuleThereIsNone() {
    UUID sick = person();
    Answer filed = file(proposed(sick, "norovirus"), "central", room());
    assertThat(filed.status()).as(filed.raw().body()).isEqualTo(200);
    JsonNode without = open(sick);
    assertThat(without.has("dueAt")).isFalse();
    assertThat(duty(without).due())
        .as("the end of the day")
        .isEqualTo(Instant.parse("2022-03-10T16:00:00Z"));

    world.set(Instant.parse("2022-07-10T04:00:00Z"), 1);
    UUID later = person();
    ordered(later, room());
    JsonNode waiting = open(later);
    assertThat(Duration.between(time(waiting, "askedAt"), time(waiting, "dueAt")))
        .isEqualTo(Duration.ofHours(8));
  }

  @Test
  void aFilingThatIsToldAgainAsksForNothingMore() {
    UUID person = person();
    UUID act = UUID.randomUUID();
    OrderFiled filed =
        new OrderFiled(UUID.randomUUID(), person, unit, "covid-19", true, null, Actor.SYSTEM, act);
    tell(filed);
    JsonNode waiting = open(person);
    assertThat(waiting.has("to")).as("the room isn't given yet").isFalse();
    tell(filed);
    assertThat(open(person).path("id")).isEqualTo(waiting.path("id"));
    Map<String, Object> body = seen(waiting);
    body.put("reason", "本人自行前往");
    assertThat(act(waiting, "cancel", body).status()).isEqualTo(200);
    tell(filed);
    assertThat(list("?limit=500")).as("also once it has ended").isEmpty();
  }

  private void tell(Object event) {
    transaction.executeWithoutResult(status -> events.publishEvent(event));
  }

  // ── carried out ────────────────────────────────────────────────────────────────────────────────

  @Test
  void whoIsPickedUpAndArrivesHasArrivedForTheOrderToo() {
    UUID person = person();
    UUID room = room();
    UUID order = ordered(person, room);
    JsonNode waiting = open(person);
    assertThat(act(waiting, "arrive", seen(waiting)).code()).isEqualTo("transfers.not_picked_up");
    world.set(NOON.plus(Duration.ofHours(2)), 1);
    Map<String, Object> body = seen(waiting);
    for (Instant wrong : List.of(NOON.minusSeconds(60), NOON.plus(Duration.ofHours(3)))) {
      body.put("at", wrong.toString());
      Answer refused = act(waiting, "pick-up", body);
      assertThat(refused.code()).isEqualTo("transfers.time_wrong");
      assertThat(refused.json().path("field").asString()).isEqualTo("at");
    }
    Instant up = NOON.plus(Duration.ofHours(1));
    body.put("at", up.toString());
    body.put("officer", "王师傅");
    body.put("vehicle", "转运 03 号车");
    JsonNode underWay = act(waiting, "pick-up", body).json();
    assertThat(underWay.path("state").asString()).isEqualTo("under_way");
    assertThat(underWay.path("officer").asString()).isEqualTo("王师傅");
    assertThat(time(underWay, "pickedUpAt")).isEqualTo(up);
    assertThat(duty(waiting).state()).isEqualTo("open");

    Map<String, Object> arrival = seen(underWay);
    arrival.put("at", up.minusSeconds(60).toString());
    assertThat(act(underWay, "arrive", arrival).code()).isEqualTo("transfers.time_wrong");
    arrival.put("at", up.plusSeconds(1_800).toString());
    Answer there = act(underWay, "arrive", arrival);
    assertThat(there.status()).as(there.raw().body()).isEqualTo(200);
    assertThat(there.json().path("state").asString()).isEqualTo("arrived");
    assertThat(there.json().has("phone")).isFalse();
    JsonNode isolated = order(order);
    assertThat(time(isolated, "arrivedAt")).isEqualTo(up.plusSeconds(1_800));
    assertThat(isolated.path("roomId").asString()).isEqualTo(room.toString());
    assertThat(duty(waiting).state()).isEqualTo("done");
    assertThat(acts(waiting, "transfers.picked_up")).isEqualTo(1);
    assertThat(acts(waiting, "transfers.arrived")).isEqualTo(1);
    assertThat(act(underWay, "cancel", Map.of("reason", "x", "version", 3)).code())
        .isEqualTo("transfers.ended");
    assertThat(officer.get(TRANSFERS + "/counts").json().path("arrived").asInt()).isEqualTo(1);
    assertThat(list("?state=arrived&today=true")).hasSize(1);
    world.set(NOON.plus(Duration.ofDays(1)), 1);
    assertThat(list("?state=arrived&today=true")).isEmpty();
    assertThat(list("?state=arrived")).hasSize(1);
  }

  @Test
  void aRoomThatIsRefusedKeepsNothing() {
    UUID taken = room();
    ordered(person(), taken);
    UUID person = person();
    UUID order = ordered(person, room());
    JsonNode underWay = pickedUp(person);
    Map<String, Object> body = seen(underWay);
    body.put("roomId", taken);
    assertThat(act(underWay, "arrive", body).code()).isEqualTo("isolation.room_taken");
    assertThat(open(person)).isEqualTo(underWay);
    assertThat(order(order).has("arrivedAt")).isFalse();
    assertThat(duty(underWay).state()).isEqualTo("open");
    assertThat(acts(underWay, "transfers.arrived")).isZero();
    UUID other = room();
    body.put("roomId", other);
    Answer there = act(underWay, "arrive", body);
    assertThat(there.status()).as(there.raw().body()).isEqualTo(200);
    assertThat(there.json().path("to").asString()).contains(other.toString());
    assertThat(order(order).path("roomId").asString()).isEqualTo(other.toString());
  }

  @Test
  void oneThatIsCalledOffCanBeAskedForAgainByHandAndTheOrderStillKnows() {
    UUID person = person();
    UUID room = room();
    UUID order = ordered(person, room);
    JsonNode waiting = open(person);
    Answer silent = act(waiting, "cancel", seen(waiting));
    assertThat(silent.json().path("field").asString()).isEqualTo("reason");
    Map<String, Object> why = seen(waiting);
    why.put("reason", "车辆故障");
    assertThat(act(waiting, "cancel", why).json().path("why").asString()).isEqualTo("车辆故障");
    assertThat(duty(waiting).state()).isEqualTo("waived");

    Map<String, Object> body = asking(person, null);
    body.put("roomId", room);
    Answer asked = site.post(TRANSFERS, body);
    assertThat(asked.status()).as(asked.raw().body()).isEqualTo(200);
    assertThat(asked.json().path("ordered").asBoolean()).isTrue();
    JsonNode underWay = pickedUp(person);
    assertThat(act(underWay, "arrive", seen(underWay)).status()).isEqualTo(200);
    assertThat(order(order).has("arrivedAt")).isTrue();
  }

  // ── ended by what isolation does ───────────────────────────────────────────────────────────────

  @Test
  void anOrderThatIsOverEndsItAndNothingSaysWhy() {
    UUID person = person();
    UUID order = ordered(person, room());
    JsonNode waiting = open(person);
    withdraw(order);
    JsonNode ended = ended("cancelled", person);
    assertThat(ended.path("why").asString()).as("no diagnosis").isEqualTo("order_over");
    assertThat(duty(waiting).state()).isEqualTo("waived");
    assertThat(list("?limit=500")).isEmpty();
  }

  private void withdraw(UUID order) {
    assertThat(site.post(ORDERS + order + "/withdraw", Map.of("reason", "机密：复核阴性")).status())
        .isEqualTo(200);
  }

  @Test
  void whoeverIsUnderWayWhenTheOrderEndsIsStillBroughtSomewhere() {
    UUID person = person();
    UUID order = ordered(person, room());
    pickedUp(person);
    withdraw(order);
    JsonNode adrift = open(person);
    assertThat(adrift.path("state").asString()).isEqualTo("under_way");
    assertThat(adrift.path("adrift").asBoolean()).isTrue();
    assertThat(duty(adrift).state()).isEqualTo("open");
    Map<String, Object> body = seen(adrift);
    body.put("roomId", room());
    assertThat(act(adrift, "arrive", body).code()).isEqualTo("transfers.not_wanted");
    assertThat(act(adrift, "arrive", seen(adrift)).json().path("field").asString())
        .as("nobody knows where to")
        .isEqualTo("to");
    Map<String, Object> there = seen(adrift);
    there.put("to", "新区医院");
    assertThat(act(adrift, "arrive", there).json().path("to").asString()).isEqualTo("新区医院");
    assertThat(duty(adrift).state()).isEqualTo("done");
    assertThat(order(order).has("arrivedAt")).isFalse();
  }

  @Test
  void whoeverIsMovedByHandIsThereAlreadyOrStaysAtHome() {
    UUID person = person();
    UUID order = ordered(person, room());
    JsonNode waiting = open(person);
    UUID other = room();
    move(order, "central", other);
    JsonNode there = ended("arrived", person);
    assertThat(time(there, "endedAt")).isEqualTo(NOON.minusSeconds(600));
    assertThat(there.path("to").asString()).contains(other.toString());
    assertThat(duty(waiting).state()).isEqualTo("done");

    UUID second = person();
    UUID atHome = ordered(second, room());
    JsonNode called = open(second);
    move(atHome, "home", null);
    assertThat(ended("cancelled", second).path("why").asString()).isEqualTo("stays_home");
    assertThat(duty(called).state()).isEqualTo("waived");
  }

  private void move(UUID order, String place, @Nullable UUID room) {
    Map<String, Object> body = new HashMap<>();
    body.put("place", place);
    body.put("roomId", room);
    body.put("at", NOON.minusSeconds(600).toString());
    body.put("version", order(order).path("version").asInt());
    Answer moved = site.post(ORDERS + order + "/move", body);
    assertThat(moved.status()).as(moved.raw().body()).isEqualTo(200);
  }

  // ── by hand ────────────────────────────────────────────────────────────────────────────────────

  private static Map<String, Object> asking(UUID person, @Nullable String to) {
    Map<String, Object> body = new HashMap<>();
    body.put("id", UUID.randomUUID());
    body.put("personId", person);
    body.put("to", to);
    return body;
  }

  @Test
  void anInvestigatorHasAPatientBroughtToHospitalOnce() {
    Browser investigator = as("investigator", unit);
    UUID person = person();
    Map<String, Object> body = asking(person, "新区医院发热门诊");
    body.put("dueAt", NOON.plus(Duration.ofHours(1)).toString());
    Answer asked = investigator.post(TRANSFERS, body);
    assertThat(asked.status()).as(asked.raw().body()).isEqualTo(200);
    assertThat(investigator.post(TRANSFERS, body).json()).as("a retry").isEqualTo(asked.json());
    assertThat(investigator.post(TRANSFERS, asking(person, "另一处")).code())
        .isEqualTo("transfers.open_already");
    JsonNode underWay = pickedUp(person);
    assertThat(act(underWay, "arrive", seen(underWay)).json().path("to").asString())
        .isEqualTo("新区医院发热门诊");
    assertThat(duty(underWay).state()).isEqualTo("done");

    assertThat(investigator.post(TRANSFERS, asking(person, null)).json().path("field").asString())
        .isEqualTo("to");
    Map<String, Object> late = asking(person, "x");
    late.put("dueAt", NOON.minusSeconds(60).toString());
    assertThat(investigator.post(TRANSFERS, late).json().path("field").asString())
        .isEqualTo("dueAt");
    Map<String, Object> room = asking(person, null);
    room.put("roomId", unit);
    assertThat(investigator.post(TRANSFERS, room).code()).isEqualTo("transfers.room_unknown");
    room.put("roomId", room());
    assertThat(investigator.post(TRANSFERS, room).code()).isEqualTo("transfers.not_isolated");
    assertThat(as("investigator", unit()).post(TRANSFERS, asking(person, "x")).code())
        .isEqualTo("transfers.person_unknown");
  }

  // ── several at once ────────────────────────────────────────────────────────────────────────────

  private List<Answer> atOnce(List<Callable<Answer>> acts) throws Exception {
    try (ExecutorService both = Executors.newFixedThreadPool(acts.size())) {
      List<Answer> answers = new ArrayList<>();
      for (Future<Answer> each : both.invokeAll(acts)) {
        answers.add(each.get());
      }
      return answers;
    }
  }

  @Test
  void ofTwoOfficersWhoPickUpAtOnceTheSecondIsTold() throws Exception {
    UUID person = person();
    ordered(person, room());
    JsonNode waiting = open(person);
    Browser second = as("transfer_officer", unit);
    String path = TRANSFERS + "/" + waiting.path("id").asString() + "/pick-up";
    List<Answer> answers =
        atOnce(
            List.of(
                () -> officer.post(path, seen(waiting)), () -> second.post(path, seen(waiting))));
    assertThat(answers).extracting(Answer::status).containsExactlyInAnyOrder(200, 409);
    assertThat(answers).extracting(Answer::code).contains("transfers.moved");
    assertThat(acts(waiting, "transfers.picked_up")).isEqualTo(1);
  }

  @Test
  void anArrivalAndAWithdrawalAtOnceDoNotHinderEachOther() throws Exception {
    for (int i = 0; i < 5; i++) {
      UUID person = person();
      UUID order = ordered(person, room());
      JsonNode underWay = pickedUp(person);
      String path = TRANSFERS + "/" + underWay.path("id").asString() + "/arrive";
      List<Answer> answers =
          atOnce(
              List.of(
                  () -> officer.post(path, seen(underWay)),
                  () -> site.post(ORDERS + order + "/withdraw", Map.of("reason", "x"))));
      assertThat(answers.getLast().status()).isEqualTo(200);
      assertThat(answers.getFirst().status()).isIn(200, 409);
      assertThat(order(order).path("state").asString()).isEqualTo("withdrawn");
    }
  }

  // ── lists ──────────────────────────────────────────────────────────────────────────────────────

  @Test
  void theSoonestDueStandsFirstPageByPageAndWithoutADeadlineLast() {
    List<UUID> persons = new ArrayList<>();
    for (Integer hours : Arrays.asList(null, 5, 3, 1)) {
      UUID person = person();
      persons.add(person);
      Map<String, Object> body = asking(person, "医院");
      body.put("dueAt", hours == null ? null : NOON.plus(Duration.ofHours(hours)).toString());
      assertThat(site.post(TRANSFERS, body).status()).isEqualTo(200);
    }
    List<String> shown = new ArrayList<>();
    String after = "";
    do {
      JsonNode page = officer.get(TRANSFERS + "?state=waiting&limit=2&after=" + after).json();
      page.path("items").forEach(it -> shown.add(it.path("personId").asString()));
      after = page.path("next").asString("");
    } while (!after.isEmpty());
    assertThat(shown)
        .containsExactlyElementsOf(persons.reversed().stream().map(UUID::toString).toList());

    for (UUID person : persons) {
      JsonNode waiting = open(person);
      Map<String, Object> body = seen(waiting);
      body.put("reason", "x");
      act(waiting, "cancel", body);
    }
    JsonNode first = officer.get(TRANSFERS + "?state=cancelled&limit=3").json();
    assertThat(first.path("items")).hasSize(3);
    JsonNode rest =
        officer
            .get(TRANSFERS + "?state=cancelled&limit=3&after=" + first.path("next").asString())
            .json();
    assertThat(rest.path("items"))
        .extracting(it -> it.path("personId").asString())
        .containsExactly(persons.getFirst().toString());
    assertThat(officer.get(TRANSFERS + "?state=lost").code()).isEqualTo("transfers.not_a_choice");
  }

  // ── who may ────────────────────────────────────────────────────────────────────────────────────

  @Test
  void eachRoleMayWhatItsWorkNeeds() {
    UUID nobody = UUID.randomUUID();
    String path = TRANSFERS + "/" + nobody;
    Set<Role> act = Set.of(Role.COMMAND, Role.ISOLATION_LEAD, Role.TRANSFER_OFFICER);
    Set<Role> ask = Set.of(Role.COMMAND, Role.ISOLATION_LEAD, Role.CDC_LIAISON, Role.INVESTIGATOR);
    for (Role role : Role.values()) {
      Browser who = as(role.key(), unit);
      boolean acts = act.contains(role);
      boolean asks = ask.contains(role);
      for (String list : List.of(TRANSFERS, TRANSFERS + "/counts")) {
        assertThat(who.get(list).status())
            .as("%s reads %s", role, list)
            .isEqualTo(acts || asks ? 200 : 403);
      }
      assertThat(who.post(TRANSFERS, asking(nobody, "x")).status())
          .as("%s asks", role)
          .isEqualTo(asks ? 404 : 403);
      Map<String, Object> body = Map.of("version", 1, "reason", "x", "purpose", "电话联系");
      for (String each : List.of("pick-up", "arrive", "phone")) {
        assertThat(who.post(path + "/" + each, body).status())
            .as("%s: %s", role, each)
            .isEqualTo(acts ? 404 : 403);
      }
      assertThat(who.post(path + "/cancel", body).status())
          .as("%s calls off", role)
          .isEqualTo(acts || asks ? 404 : 403);
    }
    for (String other :
        List.of("/isolation/orders", "/cases", "/people", "/duties", "/own/needs", "/status")) {
      assertThat(officer.get("/api/v1" + other).status()).as(other).isIn(403, 404);
    }
  }

  @Test
  void whoeverWorksForAnotherUnitSeesNothingOfIt() {
    UUID person = person();
    ordered(person, room());
    JsonNode waiting = open(person);
    Browser elsewhere = as("transfer_officer", unit());
    assertThat(elsewhere.get(TRANSFERS).json().path("items")).isEmpty();
    assertThat(elsewhere.get(TRANSFERS + "/counts").json().path("waiting").asInt(0)).isZero();
    String path = TRANSFERS + "/" + waiting.path("id").asString();
    Map<String, Object> body = Map.of("version", 1, "reason", "x", "purpose", "电话联系");
    for (String act : List.of("pick-up", "arrive", "cancel", "phone")) {
      assertThat(elsewhere.post(path + "/" + act, body).code())
          .as(act)
          .isEqualTo("transfers.unknown");
    }
    assertThat(open(person)).isEqualTo(waiting);
  }

  @Test
  void thePhoneIsShownForAPurposeWhileThePersonIsToBeBrought() {
    UUID person = person();
    ordered(person, room());
    JsonNode waiting = open(person);
    assertThat(act(waiting, "phone", Map.of("purpose", " ")).json().path("field").asString())
        .isEqualTo("purpose");
    assertThat(act(waiting, "phone", Map.of("purpose", "联系上车")).status()).isEqualTo(200);
    JsonNode underWay = pickedUp(person);
    assertThat(act(underWay, "arrive", seen(underWay)).status()).isEqualTo(200);
    assertThat(act(underWay, "phone", Map.of("purpose", "联系上车")).code())
        .isEqualTo("transfers.ended");
  }
}
