package org.shouwang.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.shouwang.security.Browser;
import org.shouwang.security.Browser.Answer;
import tools.jackson.databind.JsonNode;

/** Requirements from above and directives of our own: taken in, answered, fanned out, seen. */
class DirectiveIntegrationTests extends CommandPark {

  private Map<String, Object> upstream() {
    Map<String, Object> body = new HashMap<>();
    body.put("number", "甘疫防〔2022〕" + mark);
    body.put("issuer", "省联防联控领导小组办公室");
    body.put("title", "关于开展全员核酸检测的通知");
    body.put("text", "请于明日 12 时前报送情况。");
    body.put("dueAt", in(Duration.ofHours(20)));
    body.put("unitId", company);
    return body;
  }

  @Test
  void aRequirementIsTakenInWithItsFileAndMakesADutyThatItsAnswerEnds() {
    Map<String, Object> body = upstream();
    body.put("fileId", pdf(command));
    JsonNode taken = ok(command.post(API + "upstream", body)).json();
    assertThat(taken.at("/duty/state").asString()).isEqualTo("open");
    assertThat(taken.at("/file/name").asString()).isEqualTo("佐证.pdf");
    assertThat(taken.at("/file/digest").asString()).hasSize(64);
    UUID id = id(taken);
    JsonNode answered =
        ok(command.post(
                API + "upstream/" + id + "/answer", Map.of("text", "已完成。", "fileId", pdf(command))))
            .json();
    assertThat(answered.path("state").asString()).isEqualTo("answered");
    assertThat(answered.at("/duty/state").asString()).isEqualTo("done");
    assertThat(answered.at("/answerFile/name").asString()).isEqualTo("佐证.pdf");
    assertThat(audited("command.upstream_answered", id)).isEqualTo(1);
    Answer again = command.post(API + "upstream/" + id + "/answer", Map.of("text", "再答"));
    refused(again, 409, "command.answered_already");
    assertThat(again.json().path("detail").asString())
        .contains(answered.at("/answeredBy/name").asString());
  }

  @Test
  void aNumberOfTheSameBodyIsTakenInOnce() {
    ok(command.post(API + "upstream", upstream()));
    refused(command.post(API + "upstream", upstream()), 409, "command.number_taken");
    Map<String, Object> ofAnother = upstream();
    ofAnother.put("issuer", "新区管委会");
    ok(command.post(API + "upstream", ofAnother));
  }

  @Test
  void onlyADirectorTakesInAndOthersSeeWhatWasDirectedToThem() {
    refused(lead.post(API + "upstream", upstream()), 403, "security.forbidden");
    Map<String, Object> withFile = upstream();
    UUID file = pdf(command);
    withFile.put("fileId", file);
    UUID id = id(ok(command.post(API + "upstream", withFile)).json());
    refused(lead.get(API + "upstream/" + id), 404, "command.upstream_unknown");
    refused(lead.get(API + "files/" + file), 404, "command.file_unknown");
    Map<String, Object> directive = directive(company);
    directive.put("upstreamId", id);
    JsonNode issued = issue(directive);
    assertThat(issued.at("/directive/upstream/number").asString()).contains(mark);
    ok(lead.get(API + "upstream/" + id));
    Answer taken = lead.get(API + "files/" + file);
    assertThat(taken.status()).isEqualTo(200);
    assertThat(taken.raw().headers().firstValue("Content-Disposition").orElse(""))
        .startsWith("attachment");
    refused(otherLead.get(API + "upstream/" + id), 404, "command.upstream_unknown");
    refused(otherLead.get(API + "files/" + file), 404, "command.file_unknown");
  }

  @Test
  void aFileIsHeldToItsEndingAndItsSize() {
    refused(upload(command, "x.pdf", "MZ not a pdf".getBytes()), 422, "command.file_kind");
    refused(upload(command, "x.html", "<script>".getBytes()), 422, "command.file_kind");
    refused(upload(command, "x.txt", new byte[0]), 422, "command.file_kind");
    byte[] large = new byte[FileController.MOST + 1];
    refused(upload(command, "x.pdf", large), 413, "command.file_too_large");
    // what another brought can't be handed in as one's own
    UUID theirs = pdf(otherLead);
    Map<String, Object> body = upstream();
    body.put("fileId", theirs);
    refused(command.post(API + "upstream", body), 422, "command.file_unknown");
  }

  @Test
  void aDirectiveFansOutInOneActAndAUnitTwiceIsOnce() {
    JsonNode issued = issue(directive(company, team, other, company));
    assertThat(texts(issued.path("tasks"), "/unit/id"))
        .containsExactlyInAnyOrder(company.toString(), team.toString(), other.toString());
    assertThat(texts(issued.path("tasks"), "/duty/state")).containsOnly("open");
    assertThat(texts(issued.path("tasks"), "/state")).containsOnly("issued");
    UUID id = id(issued.path("directive"));
    assertThat(audited("command.directive_issued", id)).isEqualTo(1);
    assertThat(told(company, "command.task_new", "/directives/" + id)).isEqualTo(1);
    assertThat(
            jdbc.sql(
                    """
                    select count(*) from duties.duty
                    where kind = 'command.task' and group_id = ? and ladder = 'task'
                      and cause = (select id from command.act where subject_id = ?)
                    """)
                .params(id, id)
                .query(Long.class)
                .single())
        .isEqualTo(3);
  }

  @Test
  void aDirectiveToNobodyOrToAnUnknownUnitIsRefusedAndLeavesNothing() {
    long before = jdbc.sql("select count(*) from command.directive").query(Long.class).single();
    Map<String, Object> nobody = directive(company);
    nobody.put("units", List.of());
    refused(command.post(API + "directives", nobody), 422, "command.nobody");
    nobody.remove("units");
    refused(command.post(API + "directives", nobody), 422, "command.nobody");
    refused(
        command.post(API + "directives", directive(company, UUID.randomUUID())),
        422,
        "command.unit_unknown");
    Map<String, Object> past = directive(company);
    past.put("dueAt", in(Duration.ofMinutes(-1)));
    refused(command.post(API + "directives", past), 422, "command.due_wrong");
    assertThat(jdbc.sql("select count(*) from command.directive").query(Long.class).single())
        .isEqualTo(before);
  }

  @Test
  void whatIsSpecialToAUnitGoesBeforeWhatIsCommon() {
    Map<String, Object> body = directive(company, other);
    body.put("special", List.of(Map.of("unitId", other, "evidence", "照片", "fileNeeded", true)));
    JsonNode issued = issue(body);
    JsonNode special = taskFile(task(issued, other)).path("task");
    assertThat(special.path("evidence").asString()).isEqualTo("照片");
    assertThat(special.path("fileNeeded").asBoolean()).isTrue();
    assertThat(taskFile(task(issued, company)).at("/task/evidence").asString())
        .isEqualTo("应检、已检人数");
    body.put("special", List.of(Map.of("unitId", team)));
    refused(command.post(API + "directives", body), 422, "command.special_unknown");
  }

  @Test
  void onlyADirectorIssuesAndOnlyWithinTheirUnits() {
    refused(lead.post(API + "directives", directive(workshop)), 403, "security.forbidden");
    Browser companyCommand = account("cc", "command", company);
    refused(
        companyCommand.post(API + "directives", directive(company, other)),
        403,
        "command.unit_outside");
    ok(companyCommand.post(API + "directives", directive(company, team)));
  }

  @Test
  void aLeadSeesOnlyTheTasksOfTheirOwnUnits() {
    JsonNode issued = issue(directive(company, workshop, other));
    UUID id = id(issued.path("directive"));
    JsonNode seen = ok(lead.get(API + "directives/" + id)).json();
    assertThat(texts(seen.path("tasks"), "/unit/id"))
        .containsExactlyInAnyOrder(company.toString(), workshop.toString());
    assertThat(seen.at("/directive/standing/total").asLong()).isEqualTo(2);
    assertThat(
            texts(ok(workshopLead.get(API + "directives/" + id)).json().path("tasks"), "/unit/id"))
        .containsExactly(workshop.toString());
    refused(lead.get(API + "tasks/" + task(issued, other)), 404, "command.task_unknown");
    UUID elsewhere = id(issue(directive(other)).path("directive"));
    refused(lead.get(API + "directives/" + elsewhere), 404, "command.directive_unknown");
    assertThat(texts(ok(lead.get(API + "directives?limit=500")).json().path("items"), "/id"))
        .contains(id.toString())
        .doesNotContain(elsewhere.toString());
  }

  @Test
  void somebodyWithoutCommandSeesNothing() {
    Browser guard = Browser.signedIn(port, "guard1");
    for (String path :
        List.of("directives", "notices", "upstream", "deputies", "supervision/units")) {
      refused(guard.get(API + path), 403, "security.forbidden");
    }
  }

  @Test
  void aListGoesOnByItsKey() {
    issue(directive(company));
    issue(directive(company));
    JsonNode first = ok(lead.get(API + "directives?limit=1")).json();
    assertThat(first.path("items")).hasSize(1);
    JsonNode second =
        ok(lead.get(API + "directives?limit=1&after=" + first.path("next").asString())).json();
    assertThat(id(second.at("/items/0"))).isNotEqualTo(id(first.at("/items/0")));
    assertThat(second.path("next").asString("")).isEmpty();
  }
}
