package org.shouwang.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.shouwang.FieldClient;
import org.shouwang.ServerProcess;

/**
 * Somebody in isolation opens the code that the site printed on a phone, hands in a reading and a
 * need; the site sees both and answers, and the phone shows it, in Chinese and in English.
 */
@Timeout(240)
class OwnPageScenarioTests {

  private static final String HOST = "own.shouwang.test";
  private static final Path SCREENSHOTS = Path.of("target", "screenshots");

  private static Playwright playwright;
  private static Browser browser;
  private static ServerProcess server;

  @BeforeAll
  static void startServer() throws IOException, InterruptedException, SQLException {
    playwright = ConsoleUser.playwright();
    browser = ConsoleUser.browser(playwright, HOST);
    server =
        ServerProcess.start(
            "own",
            "--shouwang.demo=true",
            "--shouwang.scenario.play=false",
            "--shouwang.tls.enabled=false");
    FieldClient admin = new FieldClient(server);
    admin.signIn("admin", ConsoleUser.PASSWORD);
    admin.put("/api/v1/clock", Map.of("world", "2022-03-10T08:00:00+08:00", "rate", 1));
    try (Connection database = server.database()) {
      UUID unit = UUID.randomUUID();
      run(
          database,
          "insert into people.unit (id, code, name, kind, path) values (?, 'C5', '守望五班', 'department', 'x')",
          unit);
      UUID site = UUID.randomUUID();
      UUID room = UUID.randomUUID();
      run(
          database,
          "insert into people.place (id, code, name, kind, level) values (?, 'GS', '东区隔离点', 'isolation_site', 'none')",
          site);
      run(
          database,
          "insert into people.place (id, code, name, kind, level, parent_id) values (?, 'GS302', '302 室', 'room', 'none', ?)",
          room,
          site);
      UUID person = UUID.randomUUID();
      run(
          database,
          "insert into people.person (id, name, kind, class_of_person, unit_id) values (?, '张小三', 'employee', 'shift_worker', ?)",
          person,
          unit);
      run(
          database,
          """
          insert into isolation.isolation_order (id, person_id, unit_id, disease, class, basis,
            last_exposure, isolated_on, place, room_id, document, rules_of, until_on, state,
            proposed_at, ordered_at, arrived_at)
          values (?, ?, ?, 'covid-19', 'close', '判定', '2022-03-05', '2022-03-06', 'central', ?,
            '告知书', '2022-03-06T00:00:00Z', '2022-03-19', 'ordered', '2022-03-06T00:00:00Z',
            '2022-03-06T00:00:00Z', '2022-03-06T04:00:00Z')
          """,
          UUID.randomUUID(),
          person,
          unit,
          room);
    }
  }

  private static void run(Connection database, String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = database.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      statement.executeUpdate();
    }
  }

  @AfterAll
  static void stopServer() throws IOException, InterruptedException {
    playwright.close();
    if (server != null) {
      server.close();
    }
  }

  @Test
  void aReadingAndANeedFromAPhoneAreSeenAndAnswered() throws IOException {
    try (ConsoleUser site = new ConsoleUser(browser, server.uri("/")).signIn("liaison");
        BrowserContext phones = phone()) {
      site.typeAddress("/isolation/orders");
      site.at("order-state").getByText("在隔离").click();
      site.row("orders", "张小三").getByTestId("order-own").click();
      site.at("own-link-make").click();
      site.see(site.at("own-address"));
      site.shoot("own-link");
      String address = site.scan(site.at("qr"));
      assertThat(address).contains("/own#").isEqualTo(site.at("own-address").innerText());
      Page phone = phones.newPage();
      List<String> asked = new ArrayList<>();
      phone.onRequest(request -> asked.add(request.url()));
      String key = URI.create(address).getFragment();
      phone.navigate(server.uri("/own#" + key).toString());
      see(phone, "own-where", "2022/03/19");
      see(phone, "own-where", "302 室");
      shoot(phone, "zh-open");
      phone.getByTestId("own-temperature").fill("38.2");
      phone.getByTestId("own-sign-cough").check();
      phone.getByTestId("own-reading-go").click();
      see(phone, "own-unwell", "工作人员已收到通知");
      see(phone, "own-today", "38.2");
      phone.getByTestId("own-need-text").fill("降压药");
      phone.getByTestId("own-need-go").click();
      see(phone, "own-needs", "降压药");
      see(phone, "own-unwell", "工作人员已收到通知"); // also after something else was handed in
      shoot(phone, "zh-done");
      assertThat(phone.textContent("body")).doesNotContain("小三", "密接", "判定");

      site.typeAddress("/isolation/orders");
      site.at("order-state").getByText("在隔离").click();
      site.seeText(site.row("orders", "张小三"), "有异常");
      site.seeText(site.row("orders", "张小三"), "需求 1 项待办");
      site.row("orders", "张小三").getByTestId("order-needs").click();
      site.at("need-note").locator("visible=true").first().fill("已放在门口");
      site.shoot("own-needs");
      site.at("need-answer").click();
      site.seeText(site.rows("needs"), "已放在门口");
      site.page().keyboard().press("Escape");

      phone.reload();
      see(phone, "own-needs", "已放在门口");
      phone.getByTestId("own-language").click();
      see(phone, "own-today", "Handed in");
      see(phone, "own-where", "19/03/2022");
      phone.getByTestId("own-correct").click();
      phone.getByTestId("own-temperature").fill("36.8");
      phone.getByTestId("own-reading-go").click();
      see(phone, "own-today", "36.8");
      PlaywrightAssertions.assertThat(phone.getByTestId("own-unwell")).hasCount(0);
      shoot(phone, "en-done");

      site.row("orders", "张小三").getByTestId("order-own").click();
      site.at("own-link-revoke").click();
      site.seeNothingOf(site.at("own-stands"));
      phone.reload();
      see(phone, "error", "This link opens nothing");
      shoot(phone, "en-revoked");
      assertThat(asked)
          .as("no server sees the key in an address")
          .isNotEmpty()
          .noneMatch(it -> it.replaceFirst("#.*", "").contains(key));
    }
  }

  private static BrowserContext phone() {
    return browser.newContext(
        new Browser.NewContextOptions()
            .setViewportSize(360, 740)
            .setHasTouch(true)
            .setLocale("zh-CN")
            .setTimezoneId("Asia/Shanghai"));
  }

  private static void see(Page phone, String testId, String text) {
    PlaywrightAssertions.assertThat(phone.getByTestId(testId)).containsText(text);
  }

  private static void shoot(Page phone, String name) {
    assertThat(phone.evaluate("() => document.documentElement.scrollWidth")).isEqualTo(360);
    phone.screenshot(
        new Page.ScreenshotOptions()
            .setFullPage(true)
            .setPath(SCREENSHOTS.resolve("own-" + name + ".png")));
  }
}
