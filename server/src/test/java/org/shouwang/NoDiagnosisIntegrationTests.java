package org.shouwang;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.shouwang.audit.Actor;
import org.shouwang.security.Browser;
import org.shouwang.security.Browser.Answer;
import org.shouwang.status.EvidenceKind;
import org.shouwang.status.NewEvidence;
import org.shouwang.status.ParkStatus;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Whoever leads a unit, stands at a gate or brings people never sees a diagnosis: every endpoint
 * that answers a GET is asked about a person whose case, contact, isolation and results are full of
 * secrets. The endpoints are found by themselves, so that a new one is asked as soon as it is
 * there.
 */
class NoDiagnosisIntegrationTests extends IntegrationTest {

  private static final String SECRET = "机密";

  @Autowired JdbcClient jdbc;
  @Autowired ParkStatus status;
  @Autowired RequestMappingHandlerMapping requestMappingHandlerMapping;
  @LocalServerPort int port;

  private final Map<String, String> ids = new LinkedHashMap<>();
  private UUID unit;
  private UUID person;
  private String caseId;

  @BeforeEach
  void somebodyWithSecrets() {
    unit = UUID.randomUUID();
    person = UUID.randomUUID();
    // below another one: whoever leads the park is told of cases
    UUID above = UUID.randomUUID();
    jdbc.sql(
            """
            insert into people.unit (id, code, name, kind, path, parent_id)
            values (:above, :above::text, '上级' || :above, 'department', 'x', null),
                   (:unit, :unit::text, '单位' || :unit, 'department', 'x', :above)
            """)
        .param("above", above)
        .param("unit", unit)
        .update();
    jdbc.sql(
            """
            insert into people.unit_closure (ancestor_id, descendant_id, distance)
            values (:above, :above, 0), (:above, :unit, 1), (:unit, :unit, 0)
            """)
        .param("above", above)
        .param("unit", unit)
        .update();
    jdbc.sql(
            """
            insert into people.person (id, name, kind, class_of_person, unit_id)
            values (?, '甲某', 'employee', 'shift_worker', ?)
            """)
        .params(person, unit)
        .update();
    Browser investigator = Browser.signedIn(port, "investigator");
    caseId = UUID.randomUUID().toString();
    Instant now = Instant.now();
    assertThat(
            investigator
                .post(
                    "/api/v1/cases",
                    Map.of(
                        "id",
                        caseId,
                        "personId",
                        person,
                        "symptoms",
                        SECRET + "症状",
                        "sampledAt",
                        now.minus(2, ChronoUnit.HOURS)))
                .status())
        .isBetween(200, 201);
    status.take(
        List.of(
            new NewEvidence(
                UUID.randomUUID(),
                person,
                EvidenceKind.TEST_RESULT,
                Map.of("result", "positive", "tube", SECRET + "管号"),
                now.minusSeconds(3_600).truncatedTo(ChronoUnit.MICROS),
                null,
                "sampling.result",
                UUID.randomUUID())),
        Actor.SYSTEM);
    UUID order = UUID.randomUUID();
    jdbc.sql(
            """
            insert into isolation.isolation_order (id, person_id, unit_id, disease, class, case_id, basis,
              last_exposure, isolated_on, place, document, rules_of, until_on, state, proposed_at,
              ordered_at)
            values (?, ?, ?, 'covid-19', 'close', ?::uuid, '机密判定', current_date - 3, current_date - 2, 'home',
              '机密隔离', now(), current_date + 9, 'ordered', now(), now())
            """)
        .params(order, person, unit, caseId)
        .update();
    jdbc.sql(
            """
            insert into isolation.reading (order_id, id, at, half, state, how, note, by_name,
              recorded_at)
            values (?, ?, now(), 'morning', 'seen_unwell', 'phone', '机密随访', '甲', now())
            """)
        .params(order, UUID.randomUUID())
        .update();
    jdbc.sql(
            """
            insert into transfers.transfer (id, person_id, unit_id, order_id, asked_at, asked_by, state)
            values (?, ?, ?, ?, now(), '甲', 'waiting')
            """)
        .params(UUID.randomUUID(), person, unit, order)
        .update();
    ids.put("/cases/{id}", caseId);
    ids.put("/isolation/orders/{id}", order.toString());
    ids.put("/units/{id}", unit.toString());
  }

  private List<String> addresses() {
    List<String> addresses = GetAddresses.about(requestMappingHandlerMapping, ids, person, unit);
    assertThat(addresses).hasSizeGreaterThan(100);
    return addresses;
  }

  private List<String> tell(Browser browser) {
    List<String> telling = new ArrayList<>();
    for (String address : addresses()) {
      Answer answer = browser.get(address);
      String text = answer.raw().body();
      if (answer.status() == 200
          && (text.contains(SECRET)
              || text.contains(caseId)
              || text.contains("\"classification\"")
              || text.contains("\"lastExposure\":\"2")
              || text.contains("\"result\":\"positive\""))) {
        telling.add(address.replace(person.toString(), "…"));
      }
    }
    return telling;
  }

  private Browser as(String role) {
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
        .params(id, name, name, role, unit)
        .update();
    return Browser.signedIn(port, name);
  }

  @Test
  void noEndpointTellsALeadOrAGuardWhatSomebodyHas() {
    assertThat(as("transfer_officer").get("/api/v1/transfers").raw().body())
        .as("who brings the person sees whom")
        .contains("甲某");
    for (String role :
        List.of(
            "unit_lead", "guard", "gate_lead", "sampling_lead", "auditor", "transfer_officer")) {
      assertThat(tell(as(role)).stream().filter(it -> !mayTell(role, it)).toList())
          .as(role)
          .isEmpty();
    }
    assertThat(tell(Browser.signedIn(port, "investigator")))
        .as("who may know is told, so that this test would see it")
        .anyMatch(it -> it.startsWith("/api/v1/cases"))
        .anyMatch(it -> it.startsWith("/api/v1/isolation/orders"))
        .anyMatch(it -> it.startsWith("/api/v1/status/persons"));
  }

  /** Whoever runs sampling sees results; whoever audits sees that a case was opened, by its id. */
  private static boolean mayTell(String role, String address) {
    return (role.equals("sampling_lead") && address.startsWith("/api/v1/sampling"))
        || (role.equals("auditor") && address.startsWith("/api/v1/audit"));
  }
}
