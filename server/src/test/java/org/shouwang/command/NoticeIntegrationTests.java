package org.shouwang.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.shouwang.security.Browser;
import org.shouwang.security.Browser.Answer;
import tools.jackson.databind.JsonNode;

/** Notices: read, answered, chased, changed, made tasks; and who may. */
class NoticeIntegrationTests extends CommandPark {

  private Map<String, Object> notice(String asks, UUID... units) {
    Map<String, Object> body = new HashMap<>();
    body.put("title", "班车停运 " + mark);
    body.put("text", "3 月 8 日起,全部班车停运。");
    body.put("asks", asks);
    body.put("units", List.of(units));
    body.put("dueAt", in(Duration.ofHours(4)));
    return body;
  }

  private UUID sent(String asks, UUID... units) {
    return id(ok(command.post(API + "notices", notice(asks, units))).json().path("notice"));
  }

  private JsonNode file(UUID notice) {
    return ok(command.get(API + "notices/" + notice)).json();
  }

  private JsonNode unit(UUID notice, UUID unit) {
    for (JsonNode each : file(notice).path("units")) {
      if (each.at("/unit/id").asString().equals(unit.toString())) {
        return each;
      }
    }
    throw new AssertionError("not addressed: " + unit);
  }

  private Answer post(Browser who, UUID notice, String what, Map<String, ?> body) {
    return who.post(API + "notices/" + notice + "/" + what, body);
  }

  @Test
  void readingEndsTheDutyOfANoticeThatAsksForItAndLeavesAReceipt() {
    UUID notice = sent("read", company, other);
    assertThat(unit(notice, company).at("/duty/state").asString()).isEqualTo("open");
    assertThat(told(company, "command.notice_sent", "/notices/" + notice)).isEqualTo(1);
    JsonNode seen = ok(lead.get(API + "notices/" + notice)).json();
    assertThat(seen.path("unreadMine").toString()).contains(company.toString());
    assertThat(texts(seen.path("units"), "/unit/id")).containsExactly(company.toString());
    ok(post(lead, notice, "read", Map.of()));
    ok(post(lead, notice, "read", Map.of()));
    JsonNode read = unit(notice, company);
    assertThat(read.path("state").asString()).isEqualTo("read");
    assertThat(read.at("/duty/state").asString()).isEqualTo("done");
    assertThat(texts(read.path("receipts"), "/by/name")).containsExactly(shown("lead"));
    assertThat(unit(notice, other).path("state").asString()).isEqualTo("unread");
    JsonNode counts = file(notice).path("notice");
    assertThat(counts.path("total").asInt()).isEqualTo(2);
    assertThat(counts.path("read").asInt()).isEqualTo(1);
    assertThat(audited("command.notice_read", notice)).as("twice is once").isEqualTo(1);
  }

  @Test
  void aSecondReaderLeavesAReceiptOfTheirOwnForTheSameUnit() {
    UUID notice = sent("read", company);
    Browser second = account("lead2", "unit_lead", company);
    ok(post(lead, notice, "read", Map.of()));
    ok(post(second, notice, "read", Map.of()));
    assertThat(texts(unit(notice, company).path("receipts"), "/by/name"))
        .containsExactly(shown("lead"), shown("lead2"));
    assertThat(file(notice).at("/notice/read").asInt()).isEqualTo(1);
  }

  @Test
  void readingForAUnitBelowMustBeSaid() {
    UUID notice = sent("read", company, team);
    ok(post(lead, notice, "read", Map.of()));
    assertThat(unit(notice, team).path("state").asString()).isEqualTo("unread");
    ok(post(lead, notice, "read", Map.of("unitIds", List.of(team))));
    assertThat(unit(notice, team).path("state").asString()).isEqualTo("read");
    refused(
        post(lead, notice, "read", Map.of("unitIds", List.of(other))),
        422,
        "command.not_addressed");
    refused(
        post(workshopLead, notice, "read", Map.of("unitIds", List.of(company))),
        422,
        "command.not_addressed");
  }

  @Test
  void aNoticeThatAsksForAReplyIsDoneByNothingLess() {
    UUID notice = sent("reply", company);
    ok(post(lead, notice, "read", Map.of()));
    assertThat(unit(notice, company).at("/duty/state").asString()).isEqualTo("open");
    ok(post(lead, notice, "feedback", Map.of("text", "还缺 3 台车")));
    JsonNode replied = unit(notice, company);
    assertThat(replied.path("state").asString()).isEqualTo("replied");
    assertThat(replied.at("/duty/state").asString()).isEqualTo("done");
    assertThat(file(notice).at("/feedback/0/text").asString()).isEqualTo("还缺 3 台车");
    refused(post(lead, notice, "feedback", Map.of("text", " ")), 422, "command.field_missing");
  }

  @Test
  void aReplyAloneCountsAsRead() {
    UUID notice = sent("read", company);
    ok(post(lead, notice, "feedback", Map.of("text", "收到")));
    assertThat(unit(notice, company).path("state").asString()).isEqualTo("replied");
    assertThat(unit(notice, company).at("/duty/state").asString()).isEqualTo("done");
    assertThat(file(notice).at("/notice/read").asInt()).isEqualTo(1);
  }

  @Test
  void whoIsSilentIsChasedOnceAMinuteAtMost() {
    UUID notice = sent("read", company, workshop, other);
    ok(post(lead, notice, "read", Map.of()));
    JsonNode first = ok(post(command, notice, "chase", Map.of())).json();
    assertThat(first.path("chased").asInt()).isEqualTo(2);
    assertThat(first.path("tooSoon").asInt()).isZero();
    JsonNode second = ok(post(command, notice, "chase", Map.of())).json();
    assertThat(second.path("chased").asInt()).isZero();
    assertThat(second.path("tooSoon").asInt()).isEqualTo(2);
    jdbc.sql(
            """
            update command.notice_unit set chased_at = chased_at - interval '61 seconds'
            where notice_id = ? and unit_id = ?
            """)
        .params(notice, other)
        .update();
    JsonNode third = ok(post(command, notice, "chase", Map.of())).json();
    assertThat(third.path("chased").asInt()).isEqualTo(1);
    assertThat(unit(notice, other).path("chases").asInt()).isEqualTo(2);
    assertThat(unit(notice, workshop).path("chases").asInt()).isEqualTo(1);
    assertThat(unit(notice, company).path("chases").asInt()).as("has read it").isZero();
    assertThat(told(other, "command.notice_chased", "/notices/" + notice)).isEqualTo(2);
    assertThat(told(workshop, "command.notice_chased", "/notices/" + notice)).isEqualTo(1);
    assertThat(told(company, "command.notice_chased", "/notices/" + notice)).isZero();
    refused(post(lead, notice, "chase", Map.of()), 403, "security.forbidden");
    refused(
        post(command, notice, "chase", Map.of("units", List.of(team))),
        422,
        "command.not_addressed");
  }

  @Test
  void chasesAtTheSameMomentAreOneForAUnit() {
    UUID notice = sent("read", company, other);
    List<CompletableFuture<Answer>> asked =
        java.util.stream.IntStream.range(0, 4)
            .mapToObj(i -> Browser.signedIn(port, "command"))
            .map(browser ->
                CompletableFuture.supplyAsync(() -> post(browser, notice, "chase", Map.of())))
            .toList();
    int chased =
        asked.stream()
            .map(CompletableFuture::join)
            .mapToInt(answer -> ok(answer).json().path("chased").asInt())
            .sum();
    assertThat(chased).isEqualTo(2);
  }

  @Test
  void onlyAChangeOfContentMakesItUnreadAndTheOldTextIsKept() {
    UUID notice = sent("read", company, other);
    ok(post(lead, notice, "read", Map.of()));
    Map<String, Object> same = new HashMap<>();
    same.put("title", "班车停运 " + mark);
    same.put("text", "3月8日起,\n全部班车停运。");
    JsonNode reworded = ok(command.put(API + "notices/" + notice, same)).json();
    assertThat(reworded.path("changed").asBoolean()).isFalse();
    assertThat(file(notice).at("/notice/edition").asInt()).isEqualTo(1);
    assertThat(told(company, "command.notice_changed", "/notices/" + notice)).isZero();
    assertThat(unit(notice, company).path("state").asString()).isEqualTo("read");

    same.put("text", "3 月 9 日起,全部班车停运。");
    JsonNode changed = ok(command.put(API + "notices/" + notice, same)).json();
    assertThat(changed.path("changed").asBoolean()).isTrue();
    assertThat(told(company, "command.notice_changed", "/notices/" + notice)).isEqualTo(1);
    JsonNode now = file(notice);
    assertThat(now.at("/notice/edition").asInt()).isEqualTo(2);
    assertThat(now.at("/notice/read").asInt()).isZero();
    assertThat(unit(notice, company).path("state").asString()).isEqualTo("unread");
    assertThat(unit(notice, company).at("/duty/state").asString()).isEqualTo("open");
    assertThat(texts(now.path("editions"), "/text"))
        .containsExactly("3 月 9 日起,全部班车停运。", "3 月 8 日起,全部班车停运。");
    assertThat(
            jdbc
                .sql(
                    """
                    select state, count(*) as n from duties.duty
                    where kind = 'command.notice' and group_id = ? group by state
                    """)
                .param(notice)
                .query((row, n) -> Map.entry(row.getString("state"), row.getLong("n")))
                .list()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)))
        .as("the one read is done, the other's is waived, both have new ones")
        .isEqualTo(Map.of("done", 1L, "waived", 1L, "open", 2L));
    ok(post(lead, notice, "read", Map.of()));
    assertThat(file(notice).at("/notice/read").asInt()).isEqualTo(1);
    refused(lead.put(API + "notices/" + notice, same), 403, "security.forbidden");
  }

  @Test
  void feedbackIsMadeATaskWithOneClickAndOnlyOnce() {
    UUID notice = sent("reply", company);
    ok(post(lead, notice, "feedback", Map.of("text", "缺口罩 200 只")));
    UUID feedback = id(file(notice).at("/feedback/0"));
    refused(lead.post(API + "feedback/" + feedback + "/task", Map.of()), 403, "security.forbidden");
    JsonNode made = ok(command.post(API + "feedback/" + feedback + "/task", Map.of())).json();
    assertThat(made.at("/directive/text").asString()).isEqualTo("缺口罩 200 只");
    assertThat(texts(made.path("tasks"), "/unit/id")).containsExactly(company.toString());
    assertThat(made.at("/tasks/0/duty/state").asString()).isEqualTo("open");
    String directive = made.at("/directive/id").asString();
    assertThat(file(notice).at("/feedback/0/directiveId").asString()).isEqualTo(directive);
    Answer again = command.post(API + "feedback/" + feedback + "/task", Map.of());
    refused(again, 409, "command.feedback_used");
    assertThat(again.json().path("detail").asString())
        .contains(made.at("/directive/title").asString());
  }

  @Test
  void aNoticeToNobodyOrByNoDirectorIsRefusedAndOthersDontSeeIt() {
    Map<String, Object> nobody = notice("read");
    refused(command.post(API + "notices", nobody), 422, "command.nobody");
    refused(lead.post(API + "notices", notice("read", company)), 403, "security.forbidden");
    refused(command.post(API + "notices", notice("sing", company)), 422, "command.word_unknown");
    UUID notice = sent("read", company);
    refused(otherLead.get(API + "notices/" + notice), 404, "command.notice_unknown");
    refused(post(otherLead, notice, "read", Map.of()), 404, "command.notice_unknown");
    refused(
        post(otherLead, notice, "feedback", Map.of("text", "x")), 404, "command.notice_unknown");
    assertThat(texts(ok(otherLead.get(API + "notices?limit=500")).json().path("items"), "/id"))
        .doesNotContain(notice.toString());
  }

  @Test
  void anOpenPageHearsOfAReceiptWithinTwoSeconds() throws Exception {
    UUID notice = sent("read", company);
    HttpURLConnection stream =
        (HttpURLConnection)
            URI.create("http://127.0.0.1:" + port + API + "events").toURL().openConnection();
    stream.setRequestProperty(
        "Cookie",
        command.cookies().entrySet().stream()
            .map(each -> each.getKey() + "=" + each.getValue())
            .collect(Collectors.joining("; ")));
    stream.setReadTimeout(10_000);
    CompletableFuture<Long> heard = new CompletableFuture<>();
    Thread reader =
        Thread.ofVirtual()
            .start(() -> {
              try (BufferedReader lines =
                  new BufferedReader(
                      new InputStreamReader(stream.getInputStream(), StandardCharsets.UTF_8))) {
                String line = lines.readLine();
                while (line != null && !line.contains(notice.toString())) {
                  line = lines.readLine();
                }
                heard.complete(System.nanoTime());
              } catch (java.io.IOException e) {
                heard.completeExceptionally(e);
              }
            });
    Thread.sleep(2_500); // the reader is known, the sending is past
    long from = System.nanoTime();
    ok(post(lead, notice, "read", Map.of()));
    long took = Duration.ofNanos(heard.get(8, TimeUnit.SECONDS) - from).toMillis();
    assertThat(took).isBetween(0L, 2_000L);
    stream.disconnect();
    reader.join(1_000);
  }
}
