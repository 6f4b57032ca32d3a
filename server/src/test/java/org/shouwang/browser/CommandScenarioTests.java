package org.shouwang.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shouwang.browser.ConsoleUser.PASSWORD;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.shouwang.FieldClient;
import org.shouwang.ServerProcess;

/**
 * The command centre and a unit's lead side by side in their browsers: a directive from issuing to
 * acceptance, a notice from sending to a task.
 */
@TestMethodOrder(OrderAnnotation.class)
@Timeout(180)
class CommandScenarioTests {

  private static final String HOST = "command.shouwang.test";
  private static final String COMPANY = "守望试验公司";

  private static Playwright playwright;
  private static Browser browser;
  private static ServerProcess server;

  @BeforeAll
  static void startServer() throws IOException, InterruptedException {
    playwright = ConsoleUser.playwright();
    browser = ConsoleUser.browser(playwright, HOST);
    server =
        ServerProcess.start(
            "command",
            "--shouwang.demo=true",
            "--shouwang.scenario.until=2022-03-06",
            "--shouwang.scenario.park=900",
            "--shouwang.scenario.live-passes=0",
            "--shouwang.tls.port=" + ServerProcess.freePort(),
            "--shouwang.tls.names=" + HOST);
    FieldClient command = new FieldClient(server);
    command.signIn("command", PASSWORD);
    UUID company = unit(command, COMPANY, "subsidiary", null);
    unit(command, "守望一车间", "department", company);
    unit(command, "守望二车间", "department", company);
    FieldClient admin = new FieldClient(server);
    admin.signIn("admin", PASSWORD);
    // deadlines are of the world's time: it must have come to rest
    for (String state = ""; !state.equals("done") && !state.equals("live"); ) {
      TimeUnit.MILLISECONDS.sleep(200);
      state = admin.ask("/api/v1/scenario").path("state").asString("");
      assertThat(state).isNotEqualTo("failed");
    }
    lead(company);
  }

  private static UUID unit(FieldClient command, String name, String kind, UUID parent)
      throws IOException, InterruptedException {
    Map<String, Object> body = new HashMap<>();
    body.put("name", name);
    body.put("kind", kind);
    body.put("parentId", parent);
    return UUID.fromString(command.post("/api/v1/units", body).path("id").asString(""));
  }

  private static void lead(UUID company) throws IOException {
    try (Connection database = server.database();
        PreparedStatement row =
            database.prepareStatement(
                """
                insert into security.account (id, username, username_key, display_name, roles,
                  everywhere, units, language, password_hash, must_change_password, made_at, demo)
                select ?, 'trial', 'trial', '试验负责人', '{unit_lead}', false, array[?], 'zh-CN',
                  password_hash, false, now(), demo
                from security.account where username = 'command'
                """)) {
      row.setObject(1, UUID.randomUUID());
      row.setObject(2, company);
      row.executeUpdate();
    } catch (SQLException e) {
      throw new IOException("the lead could not be made", e);
    }
  }

  @AfterAll
  static void stopServer() throws IOException, InterruptedException {
    playwright.close();
    if (server != null) {
      server.close();
    }
  }

  private static ConsoleUser signedIn(String username) {
    return new ConsoleUser(browser, server.uri("/")).signIn(username);
  }

  private static Locator line(ConsoleUser user, String unit) {
    return user.at("task-line", unit);
  }

  private static void act(ConsoleUser user, String unit, String act, String text) {
    line(user, unit).getByTestId("task-" + act).click();
    if (!text.isEmpty()) {
      user.at("task-text").fill(text);
    }
    user.at("task-go").click();
    user.seeNothingOf(user.at("task-form").locator("visible=true"));
  }

  @Test
  @Order(1)
  void aDirectiveGoesDownIsSignedForReportedReturnedAndAccepted() {
    try (ConsoleUser command = signedIn("command");
        ConsoleUser lead = signedIn("trial")) {
      command.go("directives");
      command.at("directive-new").click();
      command.at("directive-title").fill("守望全员核酸");
      command.at("directive-text").fill("今日内完成一轮。");
      command.at("unit-choice", COMPANY).getByTestId("unit-all").click();
      command.at("directive-evidence").fill("应检、已检人数");
      command.seeText(command.at("directive-go"), "3");
      command.shoot("directive-new");
      command.at("directive-go").click();
      command.page().waitForURL("**/directives/*");
      command.see(line(command, COMPANY));

      lead.go("directives");
      lead.shoot("directives");
      lead.row("directives", "守望全员核酸").getByRole(AriaRole.LINK).click();
      act(lead, COMPANY, "acknowledge", "");
      command.seeText(line(command, COMPANY), "试验负责人"); // without a reload
      act(lead, COMPANY, "progress", "已检一半");
      act(lead, COMPANY, "done", "应检 430,已检 412");
      command.see(line(command, COMPANY).getByTestId("task-return"));
      act(command, COMPANY, "return", "18 人未检");
      lead.seeText(line(lead, COMPANY), "已退回");
      act(lead, COMPANY, "done", "430 人全部已检");
      command.see(line(command, COMPANY).getByTestId("task-accept"));
      act(command, COMPANY, "accept", "");
      command.seeText(line(command, COMPANY), "已完成");
      command.shoot("directive");
      line(command, COMPANY).getByRole(AriaRole.BUTTON).first().click();
      command.seeText(command.at("acts"), "18 人未检");
      command.shoot("task");
    }
  }

  @Test
  @Order(2)
  void aNoticeIsReadLiveChasedAnsweredAndMadeATask() {
    try (ConsoleUser command = signedIn("command");
        ConsoleUser lead = signedIn("trial")) {
      command.go("notices");
      command.at("notice-new").click();
      command.at("notice-title").fill("Shift buses stop");
      command.at("notice-text").fill("明日起班车停运。");
      command.at("unit-choice", COMPANY).getByTestId("unit-all").click();
      command.shoot("notice-new");
      command.at("notice-go").click();
      command.page().waitForURL("**/notices/*");
      command.seeText(command.row("notice-units", COMPANY), "未读");

      lead.go("notices");
      lead.row("notices", "Shift buses stop").getByRole(AriaRole.LINK).click();
      lead.page().waitForURL("**/notices/*");
      lead.seeText(lead.at("notice-counts"), "已读");
      lead.seeNothingOf(lead.at("error"));
      lead.see(lead.row("notice-units", "试验负责人"));
      command.seeText(
          command.rows("notice-units").filter(new Locator.FilterOptions().setHasText("试验负责人")),
          "已读");
      command.at("notice-chase").click();
      command.seeText(command.row("notice-units", "守望一车间").locator("td").nth(4), "1");
      lead.at("notice-reply").click();
      lead.at("reply-text").fill("缺口罩 200 只");
      lead.at("reply-go").click();
      command.seeText(command.at("feedback"), "缺口罩 200 只");
      command.shoot("notice");
      command.at("feedback-task").click();
      command.page().waitForURL("**/directives/*");
      command.seeText(command.at("task-tree"), COMPANY);
    }
  }

  @Test
  @Order(3)
  void thePagesAreEnglishAfterSwitching() {
    try (ConsoleUser command = signedIn("command")) {
      command.at("language").click();
      command.go("directives");
      command.see(command.rows("directives"));
      Set<String> names = Set.of("单位负责人"); // an account of that name
      command.seeNoChineseBut(names);
      command.shoot("en-directives");
      command.at("directive-new").click();
      command.see(command.at("unit-choice"));
      command.seeNoChineseBut(names);
      command.page().keyboard().press("Escape");
      for (String view : new String[] {"supervision", "upstream", "deputies"}) {
        command.at("view-" + view).click();
        command.see(command.at(view.equals("supervision") ? "supervised-units" : view));
        command.seeNoChineseBut(names);
        command.shoot("en-" + view);
      }
      command.go("notices");
      command.see(command.rows("notices"));
      command.seeNoChineseBut(names);
      command.rows("notices").getByRole(AriaRole.LINK).first().click();
      command.see(command.rows("notice-units"));
      command.seeNoChineseBut(names);
      command.shoot("en-notice");
    }
  }
}
