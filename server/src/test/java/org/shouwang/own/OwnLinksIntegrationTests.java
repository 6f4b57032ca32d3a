package org.shouwang.own;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.shouwang.security.Browser;
import org.shouwang.security.Browser.Answer;

/** Who may make a link, what it opens, and that it opens nothing else. */
class OwnLinksIntegrationTests extends OwnPark {

  private static final String NOBODYS = "A".repeat(43);

  @Test
  void aLinkIsToldOnceAndKeptAsADigestAndEachMakingAndRevokingIsLogged() {
    UUID person = person();
    isolated(person, null);
    Answer made = make(liaison, person, "follow_up", 5);
    assertThat(made.status()).isEqualTo(200);
    String token = made.json().path("token").asString();
    assertThat(token).matches("[A-Za-z0-9_-]{43}");
    assertThat(made.json().path("path").asString()).isEqualTo("/own#" + token);
    assertThat(made.raw().headers().firstValue("Cache-Control").orElse("")).contains("no-store");
    assertThat(
            jdbc.sql("select l::text from own.link l where person_id = ?")
                .param(person)
                .query(String.class)
                .single())
        .doesNotContain(token);
    assertThat(open(phone(), token).status()).isEqualTo(200);
    assertThat(liaison.get("/api/v1/own/links?person=" + person).json()).hasSize(1);
    assertThat(revoke(liaison, person, "follow_up").json().path("changed").asInt()).isEqualTo(1);
    assertThat(open(phone(), token).status()).isEqualTo(404);
    assertThat(liaison.get("/api/v1/own/links?person=" + person).json()).isEmpty();
    assertThat(acts(person)).containsExactly("own.link_made", "own.link_revoked");
    assertThat(
            jdbc.sql("select count(*) from audit.body where strpos(body, ?) > 0")
                .param(token)
                .query(Long.class)
                .single())
        .isZero();
  }

  @Test
  void aNewLinkTakesThePlaceOfTheOneBeforeAndOfNoOther() {
    UUID person = person();
    isolated(person, null);
    String first = token(person, "follow_up");
    String declaring = token(person, "declaration");
    String second = token(person, "follow_up");
    assertThat(open(phone(), first).status()).isEqualTo(404);
    assertThat(open(phone(), second).status()).isEqualTo(200);
    assertThat(open(phone(), declaring).status()).isEqualTo(200);
  }

  @Test
  void unknownExpiredRevokedAndEndedLinksAnswerTheSame() {
    UUID person = person();
    UUID order = isolated(person, null);
    String revoked = token(person, "follow_up");
    revoke(liaison, person, "follow_up");
    String expired = expired(person, order);
    Answer late = open(phone(), expired);
    assertThat(late.status()).isEqualTo(404);
    String ended = token(person, "follow_up");
    assertThat(release(order).status()).isEqualTo(200);
    for (String token : List.of(revoked, ended, NOBODYS, "short")) {
      Answer answer = open(phone(), token);
      assertThat(answer.status()).isEqualTo(404);
      assertThat(plain(answer, token)).isEqualTo(plain(late, expired));
      Answer post = handIn(token, reading(UUID.randomUUID(), 36.5, List.of(), null));
      assertThat(post.status()).isEqualTo(404);
      assertThat(post.code()).isEqualTo("own.link_unknown");
    }
    assertThat(open(phone().in("en"), NOBODYS).json().path("title").asString())
        .isEqualTo("This link opens nothing");
    assertThat(open(phone().in("zh-CN"), NOBODYS).json().path("title").asString())
        .isEqualTo("这个链接打不开");
  }

  /** A link whose days are over, as the database keeps it. */
  private String expired(UUID person, UUID order) {
    String token = "E%042d".formatted(Math.abs(person.getLeastSignificantBits()));
    jdbc.sql(
            """
            insert into own.link (id, digest, person_id, purpose, order_id, made_at, made_by,
              made_name, expires_at)
            values (?, sha256(convert_to(?, 'UTF8')), ?, 'follow_up', ?, now() - interval '9 days', ?,
              '甲', now() - interval '1 second')
            """)
        .params(UUID.randomUUID(), token, person, order, person)
        .update();
    return token;
  }

  private static String plain(Answer answer, String token) {
    return answer.raw().body().replace(token, "");
  }

  @Test
  void thePageShowsWhatItMustAndNothingOfTheCase() {
    UUID person = person();
    isolated(person, null);
    String token = token(person, "follow_up");
    Answer page = open(phone(), token);
    assertThat(page.json().path("name").asString()).isEqualTo("张*");
    assertThat(page.json().at("/followUp/until").asString()).isEqualTo("2022-03-19");
    assertThat(page.json().at("/followUp/today/0/state").asString()).isEqualTo("to_come");
    assertThat(page.json().at("/followUp/nextTest").asString()).startsWith("2022-03-");
    assertThat(page.raw().body())
        .doesNotContain("机密", "小三", "covid", "close", "lastExposure", person.toString());
    Answer refused = open(phone(), NOBODYS);
    for (Answer answer : List.of(page, refused, phone().get("/own"))) {
      assertThat(answer.raw().headers().firstValue("Referrer-Policy")).contains("no-referrer");
    }
    for (Answer answer : List.of(page, refused)) {
      assertThat(answer.raw().headers().firstValue("Cache-Control")).contains("no-store");
    }
  }

  @Test
  void aLinkOpensOnePersonAndOnePurpose() {
    UUID mine = person();
    isolated(mine, null);
    UUID other = person();
    UUID theirs = isolated(other, null);
    String token = token(mine, "follow_up");
    String theirToken = token(other, "follow_up");
    UUID id = UUID.randomUUID();
    assertThat(need(theirToken, id, "other", "他人的药").status()).isEqualTo(200);
    UUID reading = UUID.randomUUID();
    assertThat(handIn(theirToken, reading(reading, 36.1, List.of(), null)).status()).isEqualTo(200);
    assertThat(open(phone(), token).raw().body()).doesNotContain("他人的药", "36.1", id.toString());
    Answer taken = need(token, id, "other", "我的");
    assertThat(taken.status()).isEqualTo(409);
    assertThat(taken.raw().body()).doesNotContain("他人的药");
    assertThat(handIn(token, reading(UUID.randomUUID(), 36.2, List.of(), reading)).code())
        .isEqualTo("isolation.correction_late");
    assertThat(
            jdbc.sql("select count(*) from isolation.reading where order_id = ?")
                .param(theirs)
                .query(Long.class)
                .single())
        .isEqualTo(1);
    assertThat(send(token, "declarations", Map.of()).code()).isEqualTo("own.link_unknown");
    assertThat(need(token(mine, "declaration"), UUID.randomUUID(), "meals", null).code())
        .isEqualTo("own.link_unknown");
  }

  @Test
  void whoLooksAfterSomebodyMakesTheirLinkAndNobodyElse() {
    UUID person = person();
    isolated(person, null);
    Browser worker = as("follow_up_worker", unit);
    Browser lead = as("unit_lead", unit);
    assertThat(make(worker, person, "follow_up", null).status()).isEqualTo(200);
    assertThat(make(worker, person, "declaration", null).code()).isEqualTo("own.purpose_forbidden");
    assertThat(make(lead, person, "declaration", null).status()).isEqualTo(200);
    assertThat(make(lead, person, "follow_up", null).code()).isEqualTo("own.purpose_forbidden");
    assertThat(revoke(lead, person, "follow_up").code()).isEqualTo("own.purpose_forbidden");
    assertThat(lead.get("/api/v1/own/links?person=" + person).json()).hasSize(1);
    UUID elsewhere = unit();
    assertThat(make(as("follow_up_worker", elsewhere), person, "follow_up", null).code())
        .isEqualTo("own.person_unknown");
    assertThat(make(as("unit_lead", elsewhere), person, "declaration", null).code())
        .isEqualTo("own.person_unknown");
    assertThat(make(as("guard", unit), person, "declaration", null).status()).isEqualTo(403);
    assertThat(make(phone(), person, "declaration", null).status()).isEqualTo(401);
    assertThat(make(liaison, person(), "follow_up", null).code()).isEqualTo("own.not_isolated");
    Answer days = make(liaison, person, "follow_up", 61);
    assertThat(days.code()).isEqualTo("own.days_wrong");
    assertThat(days.json().path("value").asString()).isEqualTo("61");
    assertThat(make(liaison, person, "x", 1).code()).isEqualTo("own.not_a_choice");
  }

  @Test
  void whoGuessesIsSlowedDownAndHarmsNobodyElse() {
    UUID person = person();
    isolated(person, null);
    String token = token(person, "follow_up");
    Browser guessing = Browser.at(port, "127.0.0.71");
    guessing.get("/api/v1/session");
    int status = 404;
    for (int i = 0; i < 400 && status == 404; i++) {
      status = open(guessing, "%043d".formatted(i)).status();
    }
    Answer slowed = open(guessing, NOBODYS);
    assertThat(slowed.status()).isEqualTo(429);
    assertThat(slowed.raw().headers().firstValue("Retry-After")).isPresent();
    assertThat(open(guessing, token).status()).as("who has a link goes on").isEqualTo(200);
    assertThat(open(phone(), NOBODYS).status()).as("from elsewhere").isEqualTo(404);
  }

  @Test
  void aLongBodyIsTurnedAwayUnread() {
    UUID person = person();
    isolated(person, null);
    String token = token(person, "follow_up");
    Answer turned = send(token, "readings", Map.of("note", "x".repeat(70_000)));
    assertThat(turned.status()).isEqualTo(413);
    assertThat(turned.code()).isEqualTo("web.body_too_large");
  }

  private static Answer revoke(Browser browser, UUID person, String purpose) {
    return browser.post("/api/v1/own/links/revoke", Map.of("personId", person, "purpose", purpose));
  }

  private List<String> acts(UUID person) {
    return jdbc.sql("select action from audit.entry where subject = ? order by at, id")
        .param("person:" + person)
        .query(String.class)
        .list();
  }
}
