package org.shouwang.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.shouwang.IntegrationTest;
import org.shouwang.security.Browser.Answer;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

class SessionIntegrationTests extends IntegrationTest {

  @LocalServerPort int port;
  @Autowired SessionStore sessionStore;
  @Autowired AccountStore accountStore;
  @Autowired Revisions revisions;
  @Autowired SecuritySettings settings;
  @Autowired java.time.Clock clock;
  @Autowired Demo demo;

  private Browser admin() {
    return Browser.signedIn(port, "admin");
  }

  private static String uniqueName() {
    return "u" + UUID.randomUUID().toString().substring(0, 8);
  }

  /** A new account whose password is changed already, in a browser of its own. */
  private Browser fresh(Browser admin, String username, String role) {
    Answer made =
        admin.post(
            "/api/v1/accounts",
            Map.of(
                "username",
                username,
                "displayName",
                "新账号",
                "roles",
                List.of(role),
                "everywhere",
                true));
    assertThat(made.status()).isEqualTo(201);
    String initial = made.json().path("initialPassword").asString();
    Browser browser = new Browser(port);
    assertThat(browser.signIn(username, initial).json().path("mustChangePassword").asBoolean())
        .isTrue();
    assertThat(
            browser
                .put(
                    "/api/v1/session/password",
                    Map.of("current", initial, "next", "correct horse battery"))
                .status())
        .isEqualTo(200);
    return browser;
  }

  private String idOf(Browser browser) {
    return browser.get("/api/v1/session").json().path("account").path("id").asString();
  }

  @Test
  void signsInAndOut() {
    Browser browser = admin();
    Answer me = browser.get("/api/v1/session");
    assertThat(me.status()).isEqualTo(200);
    assertThat(me.json().path("roles").get(0).asString()).isEqualTo("administrator");
    String old = browser.cookies().get("SHOUWANG");
    assertThat(browser.delete("/api/v1/session").status()).isEqualTo(204);
    browser.cookies().put("SHOUWANG", old);
    assertThat(browser.get("/api/v1/session").status()).isEqualTo(401);
  }

  @Test
  void aWrongNameLooksLikeAWrongPassword() {
    Answer wrongName = new Browser(port).signIn(uniqueName(), "whatever it is");
    Answer wrongPassword = new Browser(port).signIn("auditor", "whatever it is");
    assertThat(wrongName.status()).isEqualTo(401);
    assertThat(wrongName.raw().body()).isEqualTo(wrongPassword.raw().body());
    assertThat(wrongName.code()).isEqualTo("security.signin_failed");
  }

  @Test
  void aPlantedSessionIsNeverAdopted() {
    Browser browser = new Browser(port);
    browser.cookies().put("SHOUWANG", "planted-by-somebody-else-000000000000000000");
    browser.signIn("command", Browser.PASSWORD);
    assertThat(browser.cookies().get("SHOUWANG")).doesNotContain("planted");
    String first = browser.cookies().get("SHOUWANG");
    browser.signIn("command", Browser.PASSWORD);
    assertThat(browser.cookies().get("SHOUWANG")).isNotEqualTo(first);
    browser.cookies().put("SHOUWANG", first);
    assertThat(browser.get("/api/v1/session").status()).isEqualTo(401);
  }

  @Test
  void cookiesAreOutOfReachOfScriptsAndOtherSites() {
    Browser browser = new Browser(port);
    Answer answer = browser.signIn("command", Browser.PASSWORD);
    assertThat(answer.raw().headers().allValues("Set-Cookie"))
        .anyMatch(line ->
            line.startsWith("SHOUWANG=")
                && line.contains("HttpOnly")
                && line.contains("SameSite=Strict"));
  }

  @Test
  void aForgedRequestChangesNothing() {
    Browser admin = admin();
    Map<String, Object> body =
        Map.of("username", uniqueName(), "displayName", "x", "roles", List.of("administrator"));
    Browser forged = new Browser(port).withoutXsrf();
    forged.cookies().putAll(admin.cookies());
    assertThat(forged.post("/api/v1/accounts", body).code()).isEqualTo("security.csrf");

    Browser planted = new Browser(port);
    planted.cookies().putAll(admin.cookies());
    planted.cookies().put("XSRF-TOKEN", "planted");
    assertThat(planted.post("/api/v1/accounts", body).code()).isEqualTo("security.csrf");

    assertThat(admin.post("/api/v1/accounts", body).status()).isEqualTo(201);
  }

  @Test
  void signingInItselfNeedsTheToken() {
    Answer answer =
        new Browser(port)
            .withoutXsrf()
            .post("/api/v1/session", Map.of("username", "admin", "password", Browser.PASSWORD));
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.code()).isEqualTo("security.csrf");
  }

  @Test
  void anInitialPasswordOpensNothingButItsChange() {
    Browser admin = admin();
    String username = uniqueName();
    String initial =
        admin
            .post(
                "/api/v1/accounts",
                Map.of(
                    "username",
                    username,
                    "displayName",
                    "新管理员",
                    "roles",
                    List.of("administrator"),
                    "everywhere",
                    true))
            .json()
            .path("initialPassword")
            .asString();
    Browser browser = new Browser(port);
    browser.signIn(username, initial);
    assertThat(browser.get("/api/v1/accounts").code())
        .isEqualTo("security.password_change_required");
    assertThat(
            browser
                .put("/api/v1/session/password", Map.of("current", initial, "next", "1234567890"))
                .code())
        .isEqualTo("security.password_common");
    browser.put(
        "/api/v1/session/password", Map.of("current", initial, "next", "correct horse battery"));
    assertThat(browser.get("/api/v1/accounts").status()).isEqualTo(200);
  }

  @Test
  void aGuardMayNotCallAnAdministratorsEndpoints() {
    Browser guard = Browser.signedIn(port, "guard1");
    String someone = UUID.randomUUID().toString();
    assertThat(guard.get("/api/v1/accounts").code()).isEqualTo("security.forbidden");
    assertThat(guard.get("/api/v1/devices").status()).isEqualTo(403);
    assertThat(guard.post("/api/v1/accounts", Map.of()).status()).isEqualTo(403);
    assertThat(guard.patch("/api/v1/accounts/" + someone, Map.of()).status()).isEqualTo(403);
    assertThat(guard.post("/api/v1/accounts/" + someone + "/password-reset", Map.of()).status())
        .isEqualTo(403);
    assertThat(guard.put("/api/v1/accounts/" + someone + "/pin", Map.of()).status()).isEqualTo(403);
    assertThat(guard.post("/api/v1/devices", Map.of()).status()).isEqualTo(403);
    assertThat(guard.post("/api/v1/devices/" + someone + "/code", Map.of()).status())
        .isEqualTo(403);
    assertThat(guard.post("/api/v1/devices/" + someone + "/revoke", Map.of()).status())
        .isEqualTo(403);
    assertThat(guard.get("/api/v1/field/guards").code()).isEqualTo("security.device_only");
    assertThat(new Browser(port).get("/api/v1/accounts").status()).isEqualTo(401);
  }

  @Test
  void aDisabledAccountIsOutWithinTwoSeconds() throws Exception {
    Browser admin = admin();
    String username = uniqueName();
    Browser browser = fresh(admin, username, "auditor");
    String id = idOf(browser);
    admin.patch("/api/v1/accounts/" + id, Map.of("disabled", true));
    Thread.sleep(1_500);
    assertThat(browser.get("/api/v1/session").status()).isEqualTo(401);
    assertThat(new Browser(port).signIn(username, "correct horse battery").code())
        .isEqualTo("security.account_disabled");
    admin.patch("/api/v1/accounts/" + id, Map.of("disabled", false));
    assertThat(new Browser(port).signIn(username, "correct horse battery").status()).isEqualTo(200);
  }

  @Test
  void aChangedRoleHoldsWithinTwoSeconds() throws Exception {
    Browser admin = admin();
    Browser browser = fresh(admin, uniqueName(), "administrator");
    assertThat(browser.get("/api/v1/accounts").status()).isEqualTo(200);
    admin.patch("/api/v1/accounts/" + idOf(browser), Map.of("roles", List.of("guard")));
    Thread.sleep(1_500);
    assertThat(browser.get("/api/v1/accounts").status()).isEqualTo(403);
  }

  @Test
  void anOutsideAccountEndsAfterItsLastDay() throws Exception {
    Browser admin = admin();
    String username = uniqueName();
    Browser police = fresh(admin, username, "command");
    String id = idOf(police);
    LocalDate today = LocalDate.now(org.shouwang.clock.WorldClock.ZONE);
    admin.patch("/api/v1/accounts/" + id, Map.of("validUntil", today.toString()));
    Thread.sleep(1_500);
    assertThat(police.get("/api/v1/session").status()).isEqualTo(200);
    admin.patch("/api/v1/accounts/" + id, Map.of("validUntil", today.minusDays(1).toString()));
    Thread.sleep(1_500);
    assertThat(police.get("/api/v1/session").status()).isEqualTo(401);
    assertThat(new Browser(port).signIn(username, "correct horse battery").code())
        .isEqualTo("security.account_expired");
  }

  @Test
  void anAdministratorCanNotLockHimselfOut() {
    Browser admin = admin();
    assertThat(admin.patch("/api/v1/accounts/" + idOf(admin), Map.of("disabled", true)).code())
        .isEqualTo("security.own_account");
  }

  @Test
  void aNewPasswordEndsAllOtherSessions() throws Exception {
    Browser admin = admin();
    String username = uniqueName();
    Browser here = fresh(admin, username, "auditor");
    Browser there = new Browser(port);
    there.signIn(username, "correct horse battery");
    here.put(
        "/api/v1/session/password",
        Map.of("current", "correct horse battery", "next", "another long phrase"));
    assertThat(here.get("/api/v1/session").status()).isEqualTo(200);
    assertThat(there.get("/api/v1/session").status()).isEqualTo(401);
  }

  @Test
  void instancesShareSessionsAndTimeOutByTheWallClock() {
    Browser browser = admin();
    String token = Objects.requireNonNull(browser.cookies().get("SHOUWANG"));
    assertThat(other(clock).account(token)).isPresent();
    Instant later = clock.instant().plus(settings.sessionIdle()).plusSeconds(60);
    assertThat(other(java.time.Clock.fixed(later, java.time.ZoneOffset.UTC)).account(token))
        .isEmpty();
  }

  @Test
  void aSessionInUseStaysAliveForOtherInstances() {
    Browser browser = admin();
    String token = Objects.requireNonNull(browser.cookies().get("SHOUWANG"));
    Instant nearlyIdle = clock.instant().plus(settings.sessionIdle()).minusSeconds(60);
    Sessions busy = other(java.time.Clock.fixed(nearlyIdle, java.time.ZoneOffset.UTC));
    assertThat(busy.account(token)).isPresent();
    busy.writeSeen();
    Instant later = nearlyIdle.plusSeconds(120);
    assertThat(other(java.time.Clock.fixed(later, java.time.ZoneOffset.UTC)).account(token))
        .isPresent();
  }

  /** Another instance on the same database. */
  private Sessions other(java.time.Clock itsClock) {
    return new Sessions(sessionStore, revisions, settings, itsClock, demo);
  }

  @Test
  void sqlAndScriptsInEveryFieldAreJustText() {
    Browser admin = admin();
    String evil = "<script>alert(1)</script>'; drop table security.account; --";
    Answer made =
        admin.post(
            "/api/v1/accounts",
            Map.of("username", uniqueName(), "displayName", evil, "roles", List.of("auditor")));
    assertThat(made.json().path("account").path("displayName").asString()).isEqualTo(evil);
    assertThat(
            admin
                .post(
                    "/api/v1/accounts",
                    Map.of("username", evil, "displayName", "x", "roles", List.of("auditor")))
                .code())
        .isEqualTo("security.username_form");
    assertThat(admin.get("/api/v1/accounts?q=%27%22%25_%3Cscript").status()).isEqualTo(200);
    assertThat(new Browser(port).signIn(evil, evil).status()).isEqualTo(401);
  }
}
