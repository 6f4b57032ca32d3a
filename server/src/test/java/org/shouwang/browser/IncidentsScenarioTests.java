package org.shouwang.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
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
 * The command in a browser: the first case is an incident by itself; the response is started, the
 * report filled in and sent, and the end refused with all that is lacking.
 */
@TestMethodOrder(OrderAnnotation.class)
@Timeout(180)
class IncidentsScenarioTests {

  private static final String HOST = "incidents.shouwang.test";
  private static final String UNIT = "守望四班";
  private static final Set<String> NAMES =
      Set.of(
          UNIT,
          "周首例",
          "指挥中心值班员",
          "指挥组",
          "应急组",
          "后勤组",
          "督导组",
          "新区卫生健康局",
          "指挥部决定启动",
          "已贴封条",
          "新区疾控来电",
          "外地协查一名职工");

  private static Playwright playwright;
  private static Browser browser;
  private static ServerProcess server;

  @BeforeAll
  static void startServer() throws IOException, InterruptedException, SQLException {
    playwright = ConsoleUser.playwright();
    browser = ConsoleUser.browser(playwright, HOST);
    server =
        ServerProcess.start(
            "incidents",
            "--shouwang.demo=true",
            "--shouwang.scenario.play=false",
            "--shouwang.tls.enabled=false");
    FieldClient admin = new FieldClient(server);
    admin.signIn("admin", ConsoleUser.PASSWORD);
    admin.put("/api/v1/clock", Map.of("world", "2022-03-10T12:00:00+08:00", "rate", 1));
    try (Connection database = server.database()) {
      UUID unit = UUID.randomUUID();
      run(
          database,
          "insert into people.unit (id, code, name, kind, path) values (?, 'C4', ?, 'department', ?)",
          unit,
          UNIT,
          UNIT);
      run(
          database,
          """
          insert into people.person (id, name, initials, kind, class_of_person, unit_id, sex,
            birth_date, home)
          values (?, '周首例', 'zsl', 'employee', 'shift_worker', ?, 'male', '1985-05-01', '秦川镇 5 号')
          """,
          UUID.randomUUID(),
          unit);
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

  private static ConsoleUser as(String account) {
    return new ConsoleUser(browser, server.uri("/")).signIn(account);
  }

  private static void openFirst(ConsoleUser user) {
    user.go("incidents");
    user.at("incidents").getByTestId("row").getByRole(AriaRole.LINK).first().click();
    user.see(user.at("incident"));
  }

  @Test
  @Order(1)
  void theFirstCaseIsAnIncidentOnTheClockAndItsResponseIsStarted() {
    try (ConsoleUser user = as("command")) {
      user.go("incidents");
      user.see(user.text("没有进行中的事件"));
      user.shoot("incidents-none");
      user.go("cases");
      user.at("case-new").click();
      Locator search = user.at("person-search").locator("visible=true");
      search.click();
      search.locator("input").fill("zsl");
      user.page()
          .getByRole(AriaRole.OPTION)
          .filter(new Locator.FilterOptions().setHasText("周首例"))
          .locator("visible=true")
          .first()
          .click();
      user.at("open-case-go").click();
      user.page().waitForURL("**/cases/*-*");
      user.go("incidents");
      user.seeText(user.row("incidents", "E2022-001"), "预警");
      user.seeText(user.row("incidents", "E2022-001"), "未初报");
      user.seeText(user.row("incidents", "E2022-001"), "剩余");
      user.shoot("incidents");
      openFirst(user);
      user.seeText(user.at("counter-cases"), "1");
      user.seeText(user.row("covered", "病例上报"), "待办 1");
      user.at("move-responding").click();
      user.at("move-why").fill("指挥部决定启动");
      user.shoot("incident-respond");
      user.at("move-go").click();
      user.seeText(user.row("steps", "启动应急响应"), "已办");
      user.row("steps", "涉及场所暂停使用").getByTestId("step-end").click();
      user.at("step-note").fill("已贴封条");
      user.at("step-go").click();
      user.seeText(user.row("steps", "涉及场所暂停使用"), "已贴封条");
      user.row("steps", "终末消毒").getByTestId("step-end").click();
      assertThat(user.at("step-go").isDisabled()).as("no document").isTrue();
      user.page().keyboard().press("Escape");
      user.seeText(user.at("followed"), "事件建立");
      user.seeText(user.at("followed"), "疫情处置步骤");
      user.shoot("incident");
    }
  }

  @Test
  @Order(2)
  void aReportIsFilledFromTheRecordsAndSentOnceItIsComplete() {
    try (ConsoleUser user = as("liaison")) {
      openFirst(user);
      user.row("reports", "初报").getByRole(AriaRole.LINK).first().click();
      assertThat(user.at("field-age").inputValue()).isEqualTo("36");
      assertThat(user.at("field-home").inputValue()).isEqualTo("秦川镇 5 号");
      user.seeText(user.at("completeness"), "还缺");
      user.seeText(user.at("completeness"), "联系电话");
      assertThat(user.at("report-ask").isDisabled()).isTrue();
      user.shoot("incident-report");
      for (String field : new String[] {"sampledAt", "laboratory", "places", "reporter", "phone"}) {
        user.at("field-" + field).fill("填写 " + field);
      }
      user.seeText(user.at("completeness"), "必填项已齐");
      user.at("report-ask").click();
      user.at("send-to").fill("新区卫生健康局");
      user.at("send-receipt").fill("收 12 号");
      user.at("send-go").click();
      user.seeText(user.at("completeness"), "收 12 号");
      user.shoot("incident-report-sent");
      openFirst(user);
      user.seeText(user.row("reports", "初报"), "新区卫生健康局");
      user.seeText(user.row("reports", "续报"), "剩余");
      user.seeText(user.row("covered", "病例上报"), "已办 1");
    }
  }

  @Test
  @Order(3)
  void theEndIsRefusedWithAllThatIsLacking() {
    try (ConsoleUser user = as("command")) {
      openFirst(user);
      user.at("move-disposal").click();
      user.at("move-why").fill("措施落实");
      user.at("move-go").click();
      user.at("move-closed").click();
      user.seeText(user.at("lacking"), "未结束的病例 1 个");
      user.seeText(user.at("lacking"), "终报未发出");
      user.at("move-why").fill("想终止");
      user.at("move-go").click();
      user.seeText(user.at("move").getByTestId("error"), "还不能终止");
      user.shoot("incident-not-yet");
      user.seeRefused("/move");
    }
  }

  @Test
  @Order(4)
  void aCallIsTakenInAndJoinsAndReadinessIsLookedAt() {
    try (ConsoleUser user = as("command")) {
      user.go("incidents");
      user.at("signal-take").click();
      user.at("take-from").fill("新区疾控来电");
      user.at("take-what").fill("外地协查一名职工");
      user.at("take-go").click();
      user.row("signals", "外地协查").getByTestId("signal-judge").click();
      user.at("judge-why").fill("同一传播链");
      user.shoot("incident-judge");
      user.at("judge-go").click();
      user.seeNothingOf(user.row("signals", "外地协查"));
      user.go("readiness");
      user.row("readiness", "临时留观点").getByTestId("look").click();
      user.at("look-go").click();
      user.seeText(user.row("readiness", "临时留观点"), "就绪");
      user.seeText(user.at("ready-count"), "1/");
      user.shoot("readiness");
      user.seeNothingOf(user.page().locator(".el-message"));
      user.at("language").click();
      user.see(user.button("中文"));
      user.seeNoChineseBut(NAMES);
      user.shoot("en-readiness");
      user.go("incidents");
      user.see(user.row("incidents", "E2022-001"));
      user.seeNoChineseBut(NAMES);
      user.shoot("en-incidents");
      user.page().setViewportSize(360, 740);
      user.see(user.row("incidents", "E2022-001"));
      user.shoot("phone-incidents");
      assertThat(user.page().evaluate("() => document.documentElement.scrollWidth")).isEqualTo(360);
      user.at("incidents").getByTestId("row").getByRole(AriaRole.LINK).first().click();
      user.see(user.at("incident"));
      user.see(user.rows("followed"));
      user.shoot("phone-incident");
      assertThat(user.page().evaluate("() => document.documentElement.scrollWidth")).isEqualTo(360);
      user.page().setViewportSize(1440, 900);
      user.shoot("en-incident");
      user.at("language").click(); // the account keeps its language
      user.see(user.button("English"));
    }
  }

  @Test
  @Order(5)
  void aLeadFindsNoIncidentsButWhatTheUnitMustKeepReady() {
    try (ConsoleUser lead = as("lead")) {
      lead.seeNothingOf(lead.at("nav-incidents"));
      lead.typeAddress("/incidents");
      lead.see(lead.text("您没有查看此页的权限"));
      assertThat(lead.statusOf("/api/v1/incidents")).isEqualTo(403);
      lead.typeAddress("/readiness");
      lead.see(lead.at("ready-count"));
    }
  }
}
