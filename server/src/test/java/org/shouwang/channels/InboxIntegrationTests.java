package org.shouwang.channels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.shouwang.IntegrationTest;
import org.shouwang.security.Browser;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

/** Who finds what in the inbox. */
class InboxIntegrationTests extends IntegrationTest {

  private static final String INBOX = "/api/v1/inbox";

  @LocalServerPort int port;
  @Autowired Channels channels;
  @Autowired JdbcClient jdbc;
  @Autowired TransactionTemplate transaction;

  private record Lead(UUID account, Browser browser) {}

  private UUID unit(@Nullable UUID parent) {
    UUID id = UUID.randomUUID();
    jdbc.sql(
            """
            insert into people.unit (id, code, name, kind, parent_id, path)
            values (?, ?, ?, 'department', ?, 'x')
            """)
        .params(id, id.toString(), "单位" + id, parent)
        .update();
    return id;
  }

  private Lead lead(@Nullable UUID unit) {
    return account("unit_lead", unit);
  }

  private Lead account(String role, @Nullable UUID unit) {
    UUID id = UUID.randomUUID();
    jdbc.sql(
            """
            insert into security.account (id, username, username_key, display_name, roles,
              everywhere, units, language, password_hash, must_change_password, made_at, demo)
            select :id, :name, :name, '辛', array[:role], :everywhere, :units, 'zh-CN',
              password_hash, false, now(), demo
            from security.account where username = 'command'
            """)
        .param("id", id)
        .param("name", "inbox-" + id)
        .param("role", role)
        .param("everywhere", unit == null)
        .param("units", unit == null ? new UUID[0] : new UUID[] {unit})
        .update();
    return new Lead(id, Browser.signedIn(port, "inbox-" + id).in("zh-CN"));
  }

  private void send(Addressee to, String... names) {
    List<Message> messages = new ArrayList<>();
    for (String name : names) {
      messages.add(
          new Message(
              UUID.randomUUID().toString(),
              to,
              "channels.test",
              Map.of("name", name),
              "/duties",
              null));
    }
    transaction.executeWithoutResult(status -> channels.send(messages));
  }

  private static List<String> bodies(JsonNode inbox) {
    return inbox.path("items").findValuesAsString("body");
  }

  @Test
  void aLeadFindsWhatIsForItsUnitAndItselfAndNothingOfUnitsAboveBelowOrBeside() {
    UUID above = unit(null);
    UUID own = unit(above);
    UUID below = unit(own);
    Lead lead = lead(own);
    send(Addressee.unit(own), "本单位");
    send(Addressee.account(lead.account()), "本人");
    send(Addressee.unit(above), "上级");
    send(Addressee.unit(below), "下级");
    send(Addressee.unit(unit(above)), "旁边");
    send(Addressee.account(UUID.randomUUID()), "他人");
    send(Addressee.person(UUID.randomUUID()), "人员");
    JsonNode inbox = lead.browser().get(INBOX).json();
    assertThat(bodies(inbox)).containsExactly("本人 发出的测试消息。收到即表示渠道可用。", "本单位 发出的测试消息。收到即表示渠道可用。");
    assertThat(inbox.path("unread").asInt()).isEqualTo(2);
    assertThat(inbox.at("/items/1/unit").asString()).isEqualTo("单位" + own);
    assertThat(inbox.at("/items/0/link").asString()).isEqualTo("/duties");
    assertThat(lead.browser().in("en").get(INBOX).json().at("/items/0/title").asString())
        .isEqualTo("Shouwang test message");
  }

  /** Messages to the top say of cases and positive tubes. */
  @Test
  void whoMayNotSeePeopleFindsNothingOfWhatUnitsAreTold() {
    UUID top = unit(null);
    send(Addressee.unit(top), "最上" + top);
    for (String role :
        List.of("transfer_officer", "guard", "medic", "laboratory", "follow_up_worker")) {
      Lead one = account(role, null);
      send(Addressee.account(one.account()), "本人");
      JsonNode inbox = one.browser().get(INBOX + "?limit=500").json();
      assertThat(bodies(inbox)).as(role).containsExactly("本人 发出的测试消息。收到即表示渠道可用。");
      assertThat(inbox.path("unread").asInt()).as(role).isEqualTo(1);
    }
  }

  @Test
  void whoSeesTheWholeTreeFindsWhatIsForItsTopmostUnits() {
    UUID top = unit(null);
    UUID below = unit(top);
    Lead all = lead(null);
    send(Addressee.unit(below), "下级" + below);
    send(Addressee.unit(top), "最上" + top);
    String inbox = all.browser().get(INBOX + "?limit=500").raw().body();
    assertThat(inbox).contains("最上" + top).doesNotContain("下级" + below);
  }

  @Test
  void readingIsEachAccountsOwnAndOnlyOfWhatItMaySee() {
    UUID own = unit(null);
    Lead one = lead(own);
    Lead other = lead(own);
    UUID elsewhere = unit(null);
    send(Addressee.unit(own), "一", "二", "三");
    send(Addressee.unit(elsewhere), "别处");
    String first = one.browser().get(INBOX).json().at("/items/0/id").asString();
    UUID foreign =
        jdbc.sql("select id from channels.message where to_id = ?")
            .param(elsewhere)
            .query(UUID.class)
            .single();
    Map<String, Object> some = Map.of("ids", List.of(first, foreign.toString()));
    assertThat(one.browser().post(INBOX + "/read", some).json().path("unread").asInt())
        .isEqualTo(2);
    assertThat(one.browser().post(INBOX + "/read", some).json().path("unread").asInt())
        .isEqualTo(2);
    assertThat(
            jdbc.sql("select count(*) from channels.reading where message_id = ?")
                .param(foreign)
                .query(Long.class)
                .single())
        .isZero();
    assertThat(bodies(one.browser().get(INBOX + "?unread=true").json())).hasSize(2);
    assertThat(other.browser().get(INBOX + "/unread").json().path("unread").asInt()).isEqualTo(3);
    one.browser().post(INBOX + "/read", Map.of("all", true));
    assertThat(one.browser().get(INBOX + "/unread").json().path("unread").asInt()).isZero();
    assertThat(other.browser().get(INBOX + "/unread").json().path("unread").asInt()).isEqualTo(3);
  }

  @Test
  void pagesGoThroughAllNewestFirstWithoutGapOrRepetition() {
    Lead lead = lead(unit(null));
    for (int i = 0; i < 7; i++) {
      send(Addressee.account(lead.account()), "第" + i);
    }
    List<String> seen = new ArrayList<>();
    String after = "";
    do {
      JsonNode page = lead.browser().get(INBOX + "?limit=3&after=" + after).json();
      seen.addAll(bodies(page));
      after = page.path("next").asString("");
    } while (!after.isEmpty());
    assertThat(seen).hasSize(7);
    assertThat(seen.getFirst()).startsWith("第6");
    assertThat(seen.getLast()).startsWith("第0");
  }
}
