package org.shouwang;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.shouwang.linelists.ListPark;
import org.shouwang.security.Browser;
import org.shouwang.security.Browser.Answer;
import org.shouwang.security.Role;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * No number of a person leaves whole by a GET, whoever asks and whatever for: behind every screen
 * stand these addresses. Whole numbers come for a stated purpose alone, and the audit keeps it.
 */
class MasksIntegrationTests extends IntegrationTest {

  @Autowired JdbcClient jdbc;
  @Autowired RequestMappingHandlerMapping requestMappingHandlerMapping;
  @LocalServerPort int port;

  private final Map<String, String> ids = new LinkedHashMap<>();
  private Browser command;
  private ListPark park;
  private UUID person;
  private UUID order;
  private UUID transfer;

  @BeforeEach
  void somebodyWhoIsEverywhere() {
    command = Browser.signedIn(port, "command");
    park = new ListPark(port, jdbc, command);
    park.people(List.of("甲某", "乙某"));
    person = park.person("甲某");
    UUID other = park.person("乙某");
    String caseId = UUID.randomUUID().toString();
    Instant now = Instant.now();
    made(
        "/api/v1/cases",
        Map.of("id", caseId, "personId", person, "sampledAt", now.minus(2, ChronoUnit.HOURS)));
    made(
        "/api/v1/cases/" + caseId + "/contacts",
        Map.of(
            "personId",
            other,
            "from",
            now.minus(4, ChronoUnit.HOURS),
            "until",
            now.minus(3, ChronoUnit.HOURS),
            "note",
            "同桌",
            "proposed",
            "close"));
    order = UUID.randomUUID();
    jdbc.sql(
            """
            insert into isolation.isolation_order (id, person_id, unit_id, disease, class, case_id,
              basis, last_exposure, isolated_on, place, document, rules_of, until_on, state,
              proposed_at, ordered_at)
            values (?, ?, ?, 'covid-19', 'close', ?::uuid, '判定', current_date - 3, current_date - 2,
              'home', '文号', now(), current_date + 9, 'ordered', now(), now())
            """)
        .params(order, person, park.unit, caseId)
        .update();
    transfer = UUID.randomUUID();
    jdbc.sql(
            """
            insert into transfers.transfer (id, person_id, unit_id, order_id, asked_at, asked_by, state)
            values (?, ?, ?, ?, now(), '甲', 'waiting')
            """)
        .params(transfer, person, park.unit, order)
        .update();
    ids.put("/cases/{id}", caseId);
    ids.put("/isolation/orders/{id}", order.toString());
    ids.put("/units/{id}", park.unit.toString());
  }

  private void made(String path, Map<String, Object> body) {
    Answer answer = command.post(path, body);
    assertThat(answer.status()).as(answer.raw().body()).isBetween(200, 201);
  }

  /** An account that may do everything, everywhere. */
  private Browser mighty() {
    String name = "mighty-" + UUID.randomUUID();
    jdbc.sql(
            """
            insert into security.account (id, username, username_key, display_name, roles, everywhere,
              units, language, password_hash, must_change_password, made_at, demo)
            select ?, ?, lower(?), '全能', ?::text[], true, '{}', 'zh-CN', password_hash, false, now(),
              demo
            from security.account where username = 'command'
            """)
        .params(
            UUID.randomUUID(),
            name,
            name,
            "{"
                + String.join(",", java.util.Arrays.stream(Role.values()).map(Role::key).toList())
                + "}")
        .update();
    return Browser.signedIn(port, name);
  }

  private static String text(Answer answer) {
    return answer.raw().body();
  }

  @Test
  void noAddressGivesANumberWhole() {
    Browser mighty = mighty();
    Map<String, String> telling = new TreeMap<>();
    int answered = 0;
    int named = 0;
    for (String address :
        GetAddresses.about(requestMappingHandlerMapping, ids, person, park.unit)) {
      Answer answer = mighty.get(address);
      if (answer.status() == 200) {
        answered++;
        named += text(answer).contains("甲某") ? 1 : 0;
        for (String secret : List.of(park.word("D1"), park.word("P1"), park.word("D2"))) {
          if (text(answer).contains(secret)) {
            telling.put(address, secret);
          }
        }
      }
    }
    assertThat(telling).isEmpty();
    assertThat(answered).as("addresses that answered at all").isGreaterThan(120);
    assertThat(named).as("addresses that spoke of the person").isGreaterThan(5);
    String file = text(mighty.get("/api/v1/people/" + person));
    assertThat(file).as("masked, not missing").contains("\"phoneMasked\":\"139");
    assertThat(text(mighty.get("/api/v1/transfers?limit=500")))
        .as("masked, not missing")
        .contains("\"phone\":\"139");
  }

  @Test
  void aWholeNumberNeedsAPurposeThatIsKept() {
    for (String path :
        List.of(
            "/api/v1/people/" + person + "/unmask",
            "/api/v1/isolation/orders/" + order + "/phone",
            "/api/v1/transfers/" + transfer + "/phone")) {
      Answer nothing = command.post(path, Map.of("purpose", " "));
      assertThat(nothing.status()).as(path).isEqualTo(422);
      assertThat(nothing.json().path("field").asString()).isEqualTo("purpose");
      int before = logged().size();
      Answer shown = command.post(path, Map.of("purpose", "电话随访 " + path.length()));
      assertThat(shown.json().path("phone").asString()).isEqualTo(park.word("P1"));
      assertThat(shown.raw().headers().firstValue("Cache-Control"))
          .hasValueSatisfying(it -> assertThat(it).contains("no-store"));
      assertThat(logged()).hasSizeGreaterThan(before);
      assertThat(logged()).anyMatch(it -> it.contains("电话随访 " + path.length()));
    }
  }

  /**
   * Who may call whom: the follow-up worker by the order, the transfer officer by the transfer, the
   * investigator by the file.
   */
  @Test
  void whoCallsPeopleSeesTheirNumberAndNobodyElseDoes() {
    Map<String, Object> why = Map.of("purpose", "电话随访");
    String byOrder = "/api/v1/isolation/orders/" + order + "/phone";
    String byTransfer = "/api/v1/transfers/" + transfer + "/phone";
    String byFile = "/api/v1/people/" + person + "/unmask";
    for (Role role : Role.values()) {
      Browser who = of(role);
      assertThat(who.post(byOrder, why).status() == 200)
          .as("%s by the order", role)
          .isEqualTo(
              List.of(Role.COMMAND, Role.CDC_LIAISON, Role.ISOLATION_LEAD, Role.FOLLOW_UP_WORKER)
                  .contains(role));
      assertThat(who.post(byTransfer, why).status() == 200)
          .as("%s by the transfer", role)
          .isEqualTo(
              List.of(Role.COMMAND, Role.ISOLATION_LEAD, Role.TRANSFER_OFFICER).contains(role));
      assertThat(who.post(byFile, why).status() == 200)
          .as("%s by the file", role)
          .isEqualTo(List.of(Role.COMMAND, Role.CDC_LIAISON, Role.INVESTIGATOR).contains(role));
    }
  }

  private Browser of(Role role) {
    String name = role.key() + "-" + UUID.randomUUID();
    jdbc.sql(
            """
            insert into security.account (id, username, username_key, display_name, roles, everywhere,
              units, language, password_hash, must_change_password, made_at, demo)
            select ?, ?, lower(?), '甲', array[?], false, array[?]::uuid[], 'zh-CN', password_hash,
              false, now(), demo
            from security.account where username = 'command'
            """)
        .params(UUID.randomUUID(), name, name, role.key(), park.unit)
        .update();
    return Browser.signedIn(port, name);
  }

  /** What the audit says of openings. */
  private List<String> logged() {
    return jdbc.sql(
            """
            select b.body from audit.entry e join audit.body b on b.at = e.at and b.id = e.id
            where e.action = 'vault.opened' and e.subject = 'person:' || :person
            """)
        .param("person", person.toString())
        .query(String.class)
        .list();
  }
}
