package org.shouwang;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.UuidCreator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.shouwang.clock.WorldClock;
import org.shouwang.security.Access;
import org.shouwang.security.Browser;
import org.shouwang.security.Browser.Answer;
import org.shouwang.security.Permission;
import org.shouwang.security.Role;
import org.shouwang.security.Within;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Who may not: every endpoint, found by itself, refuses everybody it isn't for. */
class BadCallersIntegrationTests extends IntegrationTest {

  private static final Map<String, Role> ACCOUNTS =
      Map.of(
          "guard1", Role.GUARD,
          "lead", Role.UNIT_LEAD,
          "gatelead", Role.GATE_LEAD,
          "auditor", Role.AUDITOR,
          "admin", Role.ADMINISTRATOR,
          "command", Role.COMMAND);

  @LocalServerPort int port;
  @Autowired JdbcClient jdbc;
  @Autowired WorldClock world;
  @Autowired RequestMappingHandlerMapping requestMappingHandlerMapping;

  @AfterEach
  void forgetTheFailures() {
    jdbc.sql("delete from security.failure").update();
  }

  private record Endpoint(String method, String path, Access access) {
    boolean isFor(Set<Permission> permissions) {
      return access.value().length == 0
          || Arrays.stream(access.value()).anyMatch(permissions::contains);
    }

    boolean isUnsafe() {
      return !method.equals("GET");
    }

    String sendBy(Browser browser) {
      Answer answer =
          browser.send(
              method,
              path.replaceAll("\\{[^}]+}", UUID.randomUUID().toString()),
              isUnsafe() ? "{}" : null);
      return answer.status() + " " + answer.code();
    }
  }

  private List<Endpoint> endpoints() {
    List<Endpoint> endpoints = new ArrayList<>();
    requestMappingHandlerMapping
        .getHandlerMethods()
        .forEach((info, handler) -> {
          Access access = handler.getMethodAnnotation(Access.class);
          if (access != null) {
            info.getPatternValues()
                .forEach(path ->
                    info.getMethodsCondition()
                        .getMethods()
                        .forEach(
                            method -> endpoints.add(new Endpoint(method.name(), path, access))));
          }
        });
    assertThat(endpoints).hasSizeGreaterThan(50);
    return endpoints;
  }

  @Test
  void everyRoleIsRefusedEveryEndpointThatIsNotItsOwn() {
    ACCOUNTS.forEach((name, role) -> {
      Browser browser = Browser.signedIn(port, name);
      assertThat(endpoints())
          .filteredOn(endpoint -> !endpoint.isFor(role.permissions()))
          .isNotEmpty()
          .allSatisfy(endpoint ->
              assertThat(endpoint.sendBy(browser))
                  .as("%s %s", name, endpoint)
                  .isEqualTo("403 security.forbidden"));
    });
  }

  @Test
  void whoIsNotSignedInIsRefusedAllButThePublicOnes() {
    Browser nobody = new Browser(port);
    nobody.get("/api/v1/session");
    Browser stolen = Browser.device(port, "never-issued");
    assertThat(endpoints())
        .filteredOn(endpoint -> endpoint.access().within() != Within.PUBLIC)
        .allSatisfy(endpoint -> {
          assertThat(endpoint.sendBy(nobody)).isEqualTo("401 security.not_signed_in");
          assertThat(endpoint.sendBy(stolen)).isEqualTo("401 security.device_unknown");
          TimeUnit.MILLISECONDS.sleep(25); // a fast machine would use up what an address may ask
        });
  }

  @Test
  void noChangeIsMadeForAPageThatIsNotOurs() {
    Browser signedIn = Browser.signedIn(port, "command");
    Browser forged = new Browser(port).withoutXsrf();
    forged.cookies().putAll(signedIn.cookies());
    Browser planted = new Browser(port);
    planted.cookies().putAll(signedIn.cookies());
    planted.cookies().put("XSRF-TOKEN", "planted");
    assertThat(endpoints())
        .filteredOn(endpoint -> endpoint.isUnsafe() && !endpoint.access().withoutXsrf())
        .hasSizeGreaterThan(20)
        .allSatisfy(endpoint -> {
          assertThat(endpoint.sendBy(forged)).isEqualTo("403 security.csrf");
          assertThat(endpoint.sendBy(planted)).isEqualTo("403 security.csrf");
        });
    // spared are only those that no cookie opens: an error's own page and a device's enrolment
    assertThat(endpoints().stream().filter(each -> each.access().withoutXsrf()).map(Endpoint::path))
        .allMatch(path -> path.equals("/api/v1/field/enrol") || path.equals("/error"));
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

  private UUID person(UUID unit) {
    UUID id = UUID.randomUUID();
    jdbc.sql(
            """
            insert into people.person (id, name, kind, class_of_person, unit_id)
            values (?, '庚', 'employee', 'shift_worker', ?)
            """)
        .params(id, unit)
        .update();
    return id;
  }

  /** An account with all roles, but within one unit. */
  private Browser within(UUID unit) {
    String name = "within-" + UUID.randomUUID();
    jdbc.sql(
            """
            insert into security.account (id, username, username_key, display_name, roles,
              everywhere, units, language, password_hash, must_change_password, made_at, demo)
            select gen_random_uuid(), :name, :name, '辛',
              '{command,gate_lead,unit_lead}', false, array[:unit]::uuid[], 'zh-CN', password_hash,
              false, now(), demo
            from security.account where username = 'command'
            """)
        .param("name", name)
        .param("unit", unit)
        .update();
    return Browser.signedIn(port, name);
  }

  @Test
  void anotherUnitsPersonLooksLikeNobodyByEveryAddress() {
    UUID mine = unit();
    UUID own = person(mine);
    UUID other = person(unit());
    Browser lead = within(mine);
    assertThat(lead.get("/api/v1/people/" + own).status()).isEqualTo(200);
    assertThat(lead.get("/api/v1/people/" + own + "/timeline").status()).isEqualTo(200);
    for (UUID id : List.of(other, UUID.randomUUID())) {
      String path = "/api/v1/people/" + id;
      Map<String, String> purpose = Map.of("purpose", "核对身份");
      for (Answer answer :
          List.of(
              lead.get(path), lead.get(path + "/timeline"), lead.post(path + "/unmask", purpose))) {
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.code()).isEqualTo("people.person_unknown");
      }
      Map<String, Object> override =
          Map.of(
              "personId",
              id,
              "reasons",
              List.of("colour_yellow"),
              "reason",
              "x",
              "until",
              world.now().plusSeconds(3_600).toString());
      assertThat(lead.post("/api/v1/gates/overrides", override).code())
          .isEqualTo("gates.person_unknown");
      assertThat(lead.get("/api/v1/gates/passes?person=" + id).json().path("items")).isEmpty();
    }
    assertThat(
            lead.get("/api/v1/people?q=庚&limit=500").json().path("items").findValuesAsString("id"))
        .contains(own.toString())
        .doesNotContain(other.toString());
    UUID hold = hold(other);
    for (String act : List.of("receive", "close")) {
      Answer answer =
          lead.post(
              "/api/v1/gates/holds/" + hold + "/" + act,
              Map.of("receiver", "x", "outcome", "left", "note", "x"));
      assertThat(answer.code()).isEqualTo("gates.hold_unknown");
    }
    assertThat(
            jdbc.sql("select state from gates.hold where id = ?")
                .param(hold)
                .query(String.class)
                .single())
        .isEqualTo("open");
    Answer moved = lead.post("/api/v1/units", Map.of("name", "x", "kind", "department"));
    assertThat(moved.status()).isEqualTo(404);
  }

  private UUID hold(UUID person) {
    UUID id = UUID.randomUUID();
    jdbc.sql(
            """
            insert into gates.hold (id, person_id, unit_id, place_id, cause, reasons, opened_at,
              due_at, state)
            select ?, id, unit_id, gen_random_uuid(), gen_random_uuid(), '{temperature}', now(),
              now(), 'open'
            from people.person where id = ?
            """)
        .params(id, person)
        .update();
    return id;
  }

  private record Field(Browser browser, UUID device, UUID place) {}

  /** A device as enrolment leaves it; the few enrolments a minute are for other tests. */
  private Field device(boolean revoked) {
    UUID device = UUID.randomUUID();
    UUID place = place();
    String token = "token-of-" + device;
    jdbc.sql(
            """
            insert into security.device (id, name, place, state, made_at)
            values (?, '机', ?, ?, now())
            """)
        .params(device, place, revoked ? "revoked" : "active")
        .update();
    jdbc.sql(
            """
            insert into security.device_token (token_hash, device, public_key, made_at, revoked_at)
            values (sha256(convert_to(?, 'UTF8')), ?, '\\x00', now(), case when ? then now() end)
            """)
        .params(token, device, revoked)
        .update();
    return new Field(Browser.device(port, token), device, place);
  }

  private UUID place() {
    UUID id = UUID.randomUUID();
    jdbc.sql(
            """
            insert into people.place (id, code, name, kind, level)
            values (?, ?, ?, 'checkpoint', 'none')
            """)
        .params(id, id.toString(), "路卡" + id)
        .update();
    return id;
  }

  private Map<String, Object> pass(UUID id, UUID place) {
    return Map.of(
        "id",
        id,
        "type",
        "gates.pass",
        "at",
        world.now().toString(),
        "place",
        place,
        "person",
        Map.of("id", UUID.randomUUID()),
        "data",
        Map.of("direction", "in"));
  }

  @Test
  void aRevokedDevicesFactIsNotTakenAndAnActiveOneSpeaksForItsOwnPlaceOnly() {
    UUID id = UuidCreator.getTimeOrderedEpoch();
    Field lost = device(true);
    Answer refused = lost.browser().post("/api/v1/facts", pass(id, lost.place()));
    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.code()).isEqualTo("security.device_revoked");
    assertThat(refused.json().path("cure").asString()).isNotEmpty();
    assertThat(lost.browser().get("/api/v1/field/roster").code())
        .isEqualTo("security.device_revoked");
    Field active = device(false);
    Answer elsewhere = active.browser().post("/api/v1/facts", pass(id, place()));
    assertThat(elsewhere.json().at("/error/code").asString()).isEqualTo("capture.other_place");
    assertThat(elsewhere.json().at("/error/field").asString()).isEqualTo("place");
    assertThat(
            jdbc.sql("select count(*) from capture.receipt where id = ?")
                .param(id)
                .query(Long.class)
                .single())
        .isZero();
  }

  @Test
  void oneDevicesOddReportDoesNotKeepTheOthersFromBeingSeen() {
    Field odd = device(false);
    Map<String, String> wrong =
        Map.of(
            "{\"unsynced\":-1}",
            "unsynced",
            "{\"unsynced\":10000000000}",
            "unsynced",
            "{\"unsynced\":\"many\"}",
            "unsynced",
            "{\"oldestUnsynced\":\"+999999999-12-31T23:59:59Z\"}",
            "oldestUnsynced",
            "{\"oldestUnsynced\":1e999}",
            "oldestUnsynced",
            "{\"appVersion\":\"a\\u0000b\"}",
            "appVersion",
            "{\"appVersion\":\"" + "x".repeat(65) + "\"}",
            "appVersion");
    wrong.forEach((body, field) -> {
      Answer answer = odd.browser().post("/api/v1/field/status", body);
      assertThat(answer.status()).as(body).isIn(400, 422);
      assertThat(answer.json().path("field").asString()).as(body).isEqualTo(field);
    });
    assertThat(odd.browser().post("/api/v1/field/status", "{\"unsynced\":3}").status())
        .isEqualTo(200);
  }

  @Test
  void tenThousandAttemptsOverHttpAreRefusedAndKeepNobodyElseOut() throws Exception {
    int workers = 16;
    List<Integer> answers = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<List<Integer>>> all =
          Stream.iterate(0, i -> i + 1)
              .limit(workers)
              .map(i -> threads.submit(() -> attempts(10_000 / workers)))
              .toList();
      Browser elsewhere = Browser.at(port, "127.0.0.12");
      assertThat(elsewhere.signIn("auditor", Browser.PASSWORD).status()).isIn(200, 429);
      for (Future<List<Integer>> one : all) {
        answers.addAll(one.get());
      }
    }
    assertThat(answers).hasSize(10_000);
    assertThat(Set.copyOf(answers)).isSubsetOf(401, 423, 429);
    // after a hundred failures from one address nothing is even hashed
    assertThat(answers.stream().filter(status -> status == 401).count()).isBetween(1L, 130L);
    assertThat(Browser.at(port, "127.0.0.13").signIn("auditor", Browser.PASSWORD).status())
        .isEqualTo(200);
  }

  private List<Integer> attempts(int count) {
    Browser browser = Browser.at(port, "127.0.0.11");
    List<Integer> answers = new ArrayList<>();
    Answer token = browser.get("/api/v1/session");
    while (token.status() == 429) {
      token = browser.get("/api/v1/session");
    }
    for (int i = 0; i < count; i++) {
      Answer answer =
          browser.post(
              "/api/v1/session",
              Map.of("username", "nobody-" + UUID.randomUUID(), "password", "wrong password"));
      if (answer.status() == 429) {
        assertThat(answer.raw().headers().firstValue("Retry-After")).isPresent();
      }
      answers.add(answer.status());
    }
    return answers;
  }
}
