package org.shouwang.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.shouwang.security.Browser;
import org.shouwang.security.Browser.Answer;
import tools.jackson.databind.JsonNode;

/** Deputies: who may sign for whom, within what, until when, and how it is shown. */
class DeputyIntegrationTests extends CommandPark {

  private Answer set(Browser by, UUID principal, UUID deputy, Duration until) {
    Map<String, Object> body = new HashMap<>();
    body.put("deputyId", deputy);
    body.put("until", in(until));
    return by.put(API + "deputies/" + principal, body);
  }

  @Test
  void aDeputySignsForAnApproverWithTheirRightsAndBothNamesAreShown() {
    UUID principal = accountId("lead");
    UUID task = task(issue(directive(company)), company);
    refused(otherLead.get(API + "tasks/" + task), 404, "command.task_unknown");
    refused(
        act(otherLead, task, "acknowledge", Map.of("onBehalfOf", principal)),
        403,
        "command.not_deputy");
    ok(set(lead, principal, accountId("other"), Duration.ofDays(1)));
    ok(otherLead.get(API + "tasks/" + task));
    refused(act(otherLead, task, "acknowledge", Map.of()), 404, "command.task_unknown");
    JsonNode signed =
        ok(act(otherLead, task, "acknowledge", Map.of("onBehalfOf", principal))).json();
    assertThat(signed.at("/task/acknowledgedBy/name").asString()).isEqualTo(shown("other"));
    assertThat(signed.at("/task/acknowledgedBy/onBehalfOf").asString()).isEqualTo(shown("lead"));
    assertThat(signed.at("/acts/0/by/onBehalfOf").asString()).isEqualTo(shown("lead"));
    Answer late = act(lead, task, "acknowledge", Map.of());
    refused(late, 409, "command.acknowledged_already");
    assertThat(late.json().path("detail").asString())
        .contains(shown("other") + " 代 " + shown("lead"));
    assertThat(
            jdbc.sql(
                    """
                    select b.body from audit.entry e join audit.body b on b.at = e.at and b.id = e.id
                    where e.action = 'command.task_acknowledged' and e.subject = ?
                    """)
                .param("task:" + task)
                .query(String.class)
                .single())
        .contains(principal.toString());
  }

  @Test
  void aDeputyOfADirectorDirects() {
    Browser chief = account("chief", "command", company);
    UUID principal = accountId("chief");
    Map<String, Object> body = directive(workshop);
    body.put("onBehalfOf", principal);
    refused(lead.post(API + "directives", body), 403, "command.not_deputy");
    ok(set(chief, principal, accountId("lead"), Duration.ofDays(1)));
    JsonNode issued = ok(lead.post(API + "directives", body)).json();
    assertThat(issued.at("/directive/issuedBy/name").asString()).isEqualTo(shown("lead"));
    assertThat(issued.at("/directive/issuedBy/onBehalfOf").asString()).isEqualTo(shown("chief"));
    // no further than whom they stand for
    body.put("units", java.util.List.of(other));
    refused(lead.post(API + "directives", body), 403, "command.unit_outside");
  }

  @Test
  void whatADeputyMayEndsWithTheirTimeOrWithAnother() {
    UUID principal = accountId("lead");
    UUID task = task(issue(directive(company)), company);
    Map<String, Object> later = new HashMap<>();
    later.put("deputyId", accountId("other"));
    later.put("from", in(Duration.ofHours(1)));
    later.put("until", in(Duration.ofHours(2)));
    ok(lead.put(API + "deputies/" + principal, later));
    Map<String, Object> sign = Map.of("onBehalfOf", principal);
    refused(act(otherLead, task, "acknowledge", sign), 403, "command.not_deputy");
    ok(set(lead, principal, accountId("other"), Duration.ofDays(1)));
    ok(set(lead, principal, accountId("shop"), Duration.ofDays(1)));
    refused(act(otherLead, task, "acknowledge", sign), 403, "command.not_deputy");
    ok(act(workshopLead, task, "acknowledge", sign));
    ok(lead.delete(API + "deputies/" + principal));
    refused(
        act(workshopLead, task, "progress", Map.of("text", "x", "onBehalfOf", principal)),
        403,
        "command.not_deputy");
    assertThat(audited("command.deputy_set", principal)).isEqualTo(3);
    assertThat(audited("command.deputy_ended", principal)).isEqualTo(1);
  }

  @Test
  void aDeputyMayChooseAmongTheUnitsOfWhomTheyStandFor() {
    assertThat(texts(ok(otherLead.get(API + "units")).json(), "/id"))
        .containsExactly(other.toString());
    ok(set(lead, accountId("lead"), accountId("other"), Duration.ofDays(1)));
    assertThat(texts(ok(otherLead.get(API + "units")).json(), "/id"))
        .containsExactlyInAnyOrder(
            other.toString(),
            company.toString(),
            workshop.toString(),
            workshop2.toString(),
            team.toString());
  }

  @Test
  void onesOwnDeputyIsSetByOneselfOrByADirector() {
    UUID principal = accountId("lead");
    refused(
        set(otherLead, principal, accountId("other"), Duration.ofDays(1)),
        403,
        "security.forbidden");
    ok(set(command, principal, accountId("other"), Duration.ofDays(1)));
    refused(set(lead, principal, principal, Duration.ofDays(1)), 422, "command.deputy_unfit");
    refused(
        set(lead, principal, UUID.randomUUID(), Duration.ofDays(1)), 422, "command.deputy_unfit");
    refused(
        set(lead, principal, accountId("other"), Duration.ofDays(-1)), 422, "command.due_wrong");
    UUID guard =
        jdbc.sql("select id from security.account where username = 'guard1'")
            .query(UUID.class)
            .single();
    refused(set(lead, principal, guard, Duration.ofDays(1)), 422, "command.deputy_unfit");
  }

  @Test
  void aDirectorSeesEveryApproverOthersTheirOwn() {
    ok(set(command, accountId("lead"), accountId("other"), Duration.ofDays(1)));
    assertThat(texts(ok(command.get(API + "deputies")).json().path("approvers"), "/account/name"))
        .contains(shown("lead"), shown("other"), shown("shop"));
    JsonNode own = ok(otherLead.get(API + "deputies")).json().path("approvers");
    assertThat(texts(own, "/account/name"))
        .containsExactlyInAnyOrder(shown("lead"), shown("other"));
    own.forEach(each ->
        assertThat(each.path("mine").asBoolean())
            .isEqualTo(each.at("/account/name").asString().equals(shown("lead"))));
  }
}
