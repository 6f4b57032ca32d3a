package org.shouwang.browser;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.UuidCreator;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
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
import tools.jackson.databind.JsonNode;

/**
 * An investigator in a browser: opens a case, sees who was near by the records, adds whom an
 * interview names, files the authority's decision, and takes the case back.
 */
@TestMethodOrder(OrderAnnotation.class)
@Timeout(180)
class CasesScenarioTests {

  private static final String HOST = "cases.shouwang.test";
  private static final String UNIT = "守望三班";
  private static final String PLACE = "守望食堂";
  private static final Set<String> NAMES =
      Set.of(UNIT, PLACE, "林病例", "陈同桌", "周聊天", "流调员", "疾控联络员", "隔离〔2022〕1 号");

  private static final Set<String> SWITCHED =
      Set.of(UNIT, "林病例", "陈同桌", "周聊天", "指挥中心值班员", "联防联控 71 号");

  private static final Set<String> SCREENED =
      Set.of(UNIT, "周聊天", "指挥中心值班员", "甘肃省兰州新区秦川镇五道岘村", "秦川镇五道岘村", "本人说走亲戚");

  private static final Set<String> BROUGHT =
      Set.of(UNIT, "周聊天", "转运员", "疾控联络员", "守望小区 3 栋", "新区医院", "转运 03 号车");

  private static Playwright playwright;
  private static Browser browser;
  private static ServerProcess server;

  @BeforeAll
  static void startServer() throws IOException, InterruptedException, SQLException {
    playwright = ConsoleUser.playwright();
    browser = ConsoleUser.browser(playwright, HOST);
    server =
        ServerProcess.start(
            "cases",
            "--shouwang.demo=true",
            "--shouwang.scenario.play=false",
            "--shouwang.tls.enabled=false");
    FieldClient admin = new FieldClient(server);
    admin.signIn("admin", ConsoleUser.PASSWORD);
    admin.put("/api/v1/clock", Map.of("world", "2022-03-10T12:00:00+08:00", "rate", 1));
    try (Connection database = server.database()) {
      fill(database);
    }
  }

  /** Three people of a unit, two of whom ate at one table yesterday. */
  private static void fill(Connection database) throws SQLException {
    UUID unit = UUID.randomUUID();
    run(
        database,
        "insert into people.unit (id, code, name, kind, path) values (?, 'C1', ?, 'department', 'x')",
        unit,
        UNIT);
    UUID place = UUID.randomUUID();
    run(
        database,
        "insert into people.place (id, code, name, kind, level) values (?, 'C1', ?, 'canteen', 'room')",
        place,
        PLACE);
    for (String[] each :
        new String[][] {{"林病例", "lbl", "00"}, {"陈同桌", "ctz", "05"}, {"周聊天", "zlt", null}}) {
      UUID person = UUID.randomUUID();
      run(
          database,
          """
          insert into people.person (id, name, initials, kind, class_of_person, unit_id)
          values (?, ?, ?, 'employee', 'shift_worker', ?)
          """,
          person,
          each[0],
          each[1],
          unit);
      if (each[2] != null) {
        run(
            database,
            """
            insert into presence.stay (person_id, level, day, during, zone_id, since, via_id,
              entered_by, ending, implied)
            select ?, 'room', '2022-03-09', tstzrange(begun, '2022-03-09 12:40+08'), zone, begun, zone,
                   gen_random_uuid(), 'left', false
            from (select ('2022-03-09 12:' || ? || '+08')::timestamptz, ?::uuid) s (begun, zone)
            """,
            person,
            each[2],
            place);
      }
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

  private static ConsoleUser investigator() {
    return new ConsoleUser(browser, server.uri("/")).signIn("investigator");
  }

  private static void find(ConsoleUser user, String initials, String name) {
    Locator search = user.at("person-search").locator("visible=true");
    search.click();
    search.locator("input").fill(initials);
    user.page()
        .getByRole(AriaRole.OPTION)
        .filter(new Locator.FilterOptions().setHasText(name))
        .locator("visible=true")
        .first()
        .click();
  }

  @Test
  @Order(1)
  void aCaseIsOpenedAndWhoWasNearStandsThereWithinSeconds() {
    try (ConsoleUser user = investigator()) {
      user.go("cases");
      user.see(user.text("没有病例"));
      user.at("case-new").click();
      find(user, "lbl", "林病例");
      user.shoot("case-open");
      user.at("open-case-go").click();
      user.page().waitForURL("**/cases/*-*");
      user.see(user.row("contacts", "陈同桌"));
      user.seeText(user.row("contacts", "陈同桌"), "待判定");
      user.seeText(user.row("contacts", "陈同桌"), "35 分");
      user.seeText(user.row("stops", PLACE), "出入记录");
      user.at("stop-new").click();
      Locator times = user.at("stop").locator(".el-date-editor input");
      times.first().fill("2022-03-09 12:10:00");
      times.first().press("Enter");
      times.last().fill("2022-03-09 12:30:00");
      times.last().press("Enter");
      user.at("stop-where").fill("西固区玉门街菜市场");
      user.shoot("itinerary-stop");
      user.at("stop-go").click();
      user.seeText(user.row("stops", "菜市场"), "与出入记录不符");
      user.shoot("case");
      user.row("contacts", "陈同桌").getByTestId("numbers").click();
      user.choose("unmask-purpose", "联系本人");
      user.shoot("contact-numbers");
      user.at("unmask-confirm").click();
      user.see(user.at("unmasked"));
      user.page().keyboard().press("Escape");
      user.row("contacts", "陈同桌").getByTestId("contact-why").click();
      user.seeText(user.at("contact-file"), "同处");
      user.seeText(user.at("contact-file"), PLACE);
      user.shoot("case-evidence");
    }
  }

  @Test
  @Order(2)
  void anInterviewAddsSomebodyAndADecisionNeedsItsDocument() {
    try (ConsoleUser user = investigator()) {
      user.go("cases");
      user.row("cases", "林病例").getByRole(AriaRole.LINK).first().click();
      user.at("contact-name").click();
      find(user, "zlt", "周聊天");
      Locator times = user.at("name-contact").locator(".el-date-editor input");
      times.first().fill("2022-03-09 20:00:00");
      times.first().press("Enter");
      times.last().fill("2022-03-09 20:30:00");
      times.last().press("Enter");
      user.at("name-note").fill("本人说，晚上在宿舍楼下聊天");
      user.shoot("contact-named");
      user.at("name-go").click();
      user.seeText(user.row("contacts", "周聊天"), "流调询问");

      user.row("contacts", "陈同桌").getByTestId("contact-pick").click();
      user.at("contact-decide").click();
      user.at("decide-reason").fill("同桌就餐未戴口罩");
      assertThat(user.at("decide-go").isDisabled()).as("no document yet").isTrue();
      user.at("decide-document").fill("新区疾控〔2022〕18 号");
      user.shoot("contact-decide");
      user.at("decide-go").click();
      user.seeText(user.row("contacts", "陈同桌"), "密接");
      user.seeText(user.row("contacts", "陈同桌"), "新区疾控〔2022〕18 号");
      user.at("case-report").click();
      user.at("case-report-to").fill("新区卫生健康局");
      user.at("case-go").click();
      user.seeText(user.at("case"), "新区卫生健康局");
      user.shoot("case-decided");
    }
  }

  @Test
  @Order(3)
  void theAuthoritysOrderIsFiledAndAFeverOfTheFollowUpStandsThere() throws IOException {
    try (ConsoleUser user = new ConsoleUser(browser, server.uri("/")).signIn("liaison")) {
      user.at("nav-isolationOrders").click();
      user.seeText(user.row("orders", "陈同桌"), "待下达");
      user.row("orders", "陈同桌").getByTestId("order-file").click();
      user.at("order-document").fill("隔离〔2022〕1 号");
      whoNeedsHelpIsNotAloneAtASite(user);
      user.page().getByText("居家隔离").locator("visible=true").last().click();
      user.shoot("order-file");
      user.at("order-go").click();
      user.seeNothingOf(user.row("orders", "陈同桌"));
      user.at("order-state").getByText("在隔离").click();
      user.seeText(user.row("orders", "陈同桌"), "隔离期至");
      user.row("orders", "陈同桌").getByTestId("order-notices").click();
      user.see(user.text("还没有签署件"));
      Download notice = user.page().waitForDownload(() -> user.at("notice-make").click());
      assertThat(notice.suggestedFilename()).isEqualTo("notices-order.pdf");
      assertThat(Files.readAllBytes(notice.path())).startsWith("%PDF-".getBytes(UTF_8));
      Files.copy(notice.path(), Path.of("target", "screenshots", "notice.pdf"), REPLACE_EXISTING);
      user.at("notice-input")
          .setInputFiles(
              new FilePayload("签署件.pdf", "application/pdf", "%PDF-1.7 signed".getBytes(UTF_8)));
      user.seeText(user.at("notice-list"), "签署件.pdf");
      user.shoot("notices");
      user.page().keyboard().press("Escape");
      user.row("orders", "陈同桌").getByTestId("order-follow").click();
      user.at("follow-temperature").fill("37.9");
      user.shoot("follow-up");
      user.at("follow-go").click();
      user.seeText(user.row("orders", "陈同桌"), "有异常");
      user.row("orders", "陈同桌").getByTestId("order-release").click();
      user.seeText(user.at("order-lacks"), "缺");
      assertThat(user.at("order-go").isDisabled()).as("no document, no reason").isTrue();
      user.shoot("order-lacks");
      user.page().keyboard().press("Escape");
      user.at("language").click();
      user.at("order-state").getByText("In isolation").click();
      user.see(user.row("orders", "陈同桌"));
      user.seeNoChineseBut(NAMES);
      user.shoot("en-orders");
      user.page().setViewportSize(360, 740);
      user.see(user.row("orders", "陈同桌"));
      user.shoot("phone-orders");
      assertThat(user.page().evaluate("() => document.documentElement.scrollWidth")).isEqualTo(360);
      user.page().setViewportSize(1440, 900);
      user.at("language").click(); // the account keeps its language
      user.see(user.button("English"));
    }
  }

  /** In the dialog of an order: a carer is asked for, found by name, and no patient. */
  private static void whoNeedsHelpIsNotAloneAtASite(ConsoleUser user) {
    user.page().getByText("集中隔离").locator("visible=true").last().click();
    user.at("order-dependent").click();
    user.see(user.at("order-carer"));
    assertThat(user.at("order-go").isDisabled()).as("nobody would stay with them").isTrue();
    find(user, "lbl", "林病例");
    user.see(user.at("order-carer").getByText("林病例"));
    user.shoot("order-carer");
    user.mayBeRefused(409);
    user.at("order-go").click();
    user.seeText(user.at("order-form"), "陪护人是在管病例");
    user.shoot("order-carer-ill");
    user.at("order-dependent").click();
    user.seeNothingOf(user.at("order-carer"));
  }

  /** Of the 9th edition, taken over before it comes into force. */
  @Test
  @Order(4)
  void theCommandSeesWhomASwitchOfEditionsConcernsAndDecidesIt() {
    try (ConsoleUser user = new ConsoleUser(browser, server.uri("/")).signIn("command")) {
      user.go("policy");
      user.at("to-switch").click();
      user.at("switch-to").click();
      user.page().getByText("防控方案(第九版)").locator("visible=true").first().click();
      user.at("switch-preview").click();
      user.seeText(user.at("switch-state"), "已推算");
      // an order keeps whom it isolates out until the release, whatever the class says
      user.seeText(user.at("switch-changes"), "没有人受影响");
      user.seeText(user.row("switch-order-changes", "陈同桌"), "缩短");
      user.seeText(user.row("switch-order-changes", "陈同桌"), "2022/03/16");
      user.seeText(user.at("switch-differences"), "密接集中隔离");
      user.shoot("switch-preview");
      assertThat(user.at("switch-go").isDisabled()).as("no document").isTrue();
      user.at("switch-document").fill("联防联控 71 号");
      user.at("switch-go").click();
      user.seeText(user.row("switch-past", "联防联控 71 号"), "待生效");
      user.seeNothingOf(user.page().locator(".el-message"));
      user.at("language").click();
      user.see(user.row("switch-past", "71"));
      user.at("switch-preview").click();
      user.seeText(user.at("switch-state"), "judged");
      user.seeNoChineseBut(SWITCHED);
      user.shoot("en-switch");
      user.page().setViewportSize(360, 740);
      user.see(user.at("switch-preview"));
      user.shoot("phone-switch");
      assertThat(user.page().evaluate("() => document.documentElement.scrollWidth")).isEqualTo(360);
      user.page().setViewportSize(1440, 900);
      user.at("language").click(); // the account keeps its language
      user.row("switch-past", "联防联控 71 号").getByTestId("switch-call-off").click();
      user.seeText(user.row("switch-past", "联防联控 71 号"), "已取消");
      user.shoot("switch-called-off");
    }
  }

  @Test
  @Order(5)
  void thePagesAreEnglishFitAPhoneAndACaseIsTakenBack() {
    try (ConsoleUser user = investigator()) {
      user.at("language").click();
      user.go("cases");
      user.see(user.row("cases", "林病例"));
      user.seeNoChineseBut(NAMES);
      user.shoot("en-cases");
      user.row("cases", "林病例").getByRole(AriaRole.LINK).first().click();
      user.see(user.row("contacts", "陈同桌"));
      user.shoot("en-case");
      user.page().setViewportSize(360, 740);
      user.see(user.row("contacts", "陈同桌"));
      user.shoot("phone-case");
      assertThat(user.page().evaluate("() => document.documentElement.scrollWidth")).isEqualTo(360);
      user.page().setViewportSize(1440, 900);
      user.at("language").click(); // the account keeps its language
      user.see(user.button("English"));
      user.at("case-withdraw").click();
      user.at("case-reason").fill("复核阴性");
      user.at("case-go").click();
      user.seeText(user.at("case"), "已撤销");
      user.seeText(user.row("contacts", "陈同桌"), "随病例撤销");
      user.shoot("case-withdrawn");
    }
  }

  @Test
  @Order(6)
  void aDeclaredStayIsFoundWhenItsPlaceBecomesARiskAreaAndLookedInto() {
    try (ConsoleUser user = new ConsoleUser(browser, server.uri("/")).signIn("command")) {
      user.go("screening");
      user.at("declare").click();
      find(user, "zlt", "周聊天");
      user.at("stay-add").click();
      user.at("stay-place").fill("秦川镇五道岘村");
      Locator days = user.at("declare-dialog").locator(".el-date-editor input");
      days.first().fill("2022-03-05");
      days.first().press("Enter");
      days.last().fill("2022-03-06");
      days.last().press("Enter");
      user.shoot("screening-declare");
      user.at("declare-go").click();
      user.seeText(user.row("declarations", "周聊天"), "秦川镇五道岘村");
      user.at("area-add").click();
      user.at("area-name").fill("甘肃省兰州新区秦川镇五道岘村");
      user.at("area-document").fill("通告 3 号");
      user.shoot("screening-area");
      user.at("area-go").click();
      user.seeText(user.row("areas", "五道岘村"), "待核实 1");
      user.row("areas", "五道岘村").getByTestId("area-residents").click();
      user.seeText(user.at("residents"), "没有人登记住在这里");
      user.page().keyboard().press("Escape");
      user.shoot("screening-areas");
      user.at("screening-view").getByText("比对结果").click();
      user.seeText(user.row("hits", "周聊天"), "高风险");
      user.shoot("screening-hits");
      user.row("hits", "周聊天").getByTestId("hit-judge").click();
      user.at("judge-note").fill("本人说走亲戚");
      user.shoot("screening-judge");
      user.at("judge-go").click();
      user.seeNothingOf(user.row("hits", "周聊天"));
      user.at("hit-state").getByText("属实").first().click();
      user.seeText(user.row("hits", "周聊天"), "走亲戚");
      user.seeNothingOf(user.page().locator(".el-message"));
      user.at("language").click();
      user.at("hit-state").getByText("Confirmed").first().click();
      user.see(user.row("hits", "周聊天"));
      user.seeNoChineseBut(SCREENED);
      user.shoot("en-screening");
      user.page().setViewportSize(360, 740);
      user.see(user.row("hits", "周聊天"));
      user.shoot("phone-screening");
      assertThat(user.page().evaluate("() => document.documentElement.scrollWidth")).isEqualTo(360);
      user.page().setViewportSize(1440, 900);
      user.at("language").click(); // the account keeps its language
      user.see(user.button("English"));
    }
  }

  @Test
  @Order(7)
  void aLetterIsTakenInLookedIntoAndAnswered() {
    try (ConsoleUser user = new ConsoleUser(browser, server.uri("/")).signIn("liaison")) {
      user.go("enquiries");
      user.see(user.text("没有待答复的协查函"));
      user.at("letter-new").click();
      user.at("letter-number").fill("协查〔2022〕17号");
      user.at("letter-sender").fill("兰州市疾控中心");
      Locator times = user.at("letter").locator(".el-date-editor input");
      times.last().fill("2022-03-11 18:00:00");
      times.last().press("Enter");
      user.at("letter-question").fill("请核查以下人员是否在贵单位，并于期限内函复。");
      user.at("letter-people").fill("周聊天，622801198503020017，3月8日乘K7次\n赵六，13998765432");
      user.see(user.text("识别出 2 人"));
      user.shoot("letter-take");
      user.at("letter-go").click();
      user.page().waitForURL("**/enquiries/*-*");
      user.seeText(user.row("asked", "赵六"), "未找到");
      PlaywrightAssertions.assertThat(user.at("letter-answer")).isDisabled();
      user.row("asked", "赵六").getByTestId("asked-find").click();
      user.at("finding-go").click();
      user.seeText(user.row("asked", "赵六"), "查无此人");
      user.row("asked", "周聊天").getByTestId("asked-find").click();
      user.at("finding").getByText("在园区").click();
      find(user, "zlt", "周聊天");
      user.shoot("letter-finding");
      user.at("finding-go").click();
      user.seeText(user.row("asked", "周聊天"), "在园区");
      user.shoot("letter");
      user.at("language").click();
      user.see(user.button("中文"));
      user.shoot("en-letter");
      user.page().setViewportSize(360, 740);
      user.shoot("phone-letter");
      assertThat(user.page().evaluate("() => document.documentElement.scrollWidth")).isEqualTo(360);
      user.page().setViewportSize(1440, 900);
      user.at("language").click(); // the account keeps its language
      user.see(user.button("English"));
      user.at("letter-answer").click();
      user.at("answer-document").fill("防控函〔2022〕8号");
      assertThat(user.at("answer-text").inputValue())
          .startsWith("兰州市疾控中心：\n来函（协查〔2022〕17号）收悉，所列 2 人已逐一核查")
          .contains("\n1. 周聊天 ", "：现在我园区（")
          .contains("\n2. 赵六 ", "：我园区查无此人。")
          .doesNotContain("13998765432");
      user.shoot("letter-answer");
      user.at("answer-go").click();
      user.seeText(user.at("enquiry"), "已答复");
      user.seeText(user.at("enquiry"), "我园区查无此人");
      user.shoot("letter-answered");
    }
  }

  @Test
  @Order(8)
  void somebodyIsBroughtToHospitalByWhoeverDrivesWithAPhoneInTheHand() {
    try (ConsoleUser user = new ConsoleUser(browser, server.uri("/")).signIn("liaison")) {
      user.go("transfers");
      user.see(user.text("没有待接的人"));
      user.at("transfer-ask").click();
      find(user, "zlt", "周聊天");
      user.at("ask-from").fill("守望小区 3 栋");
      user.at("ask-to").fill("新区医院");
      user.shoot("transfer-ask");
      user.at("ask-go").click();
      user.seeText(user.row("transfers", "周聊天"), "方案未规定时限");
      user.shoot("transfers");
    }
    try (ConsoleUser user = new ConsoleUser(browser, server.uri("/")).signIn("transfer")) {
      user.seeNothingOf(user.at("nav-people"));
      user.page().setViewportSize(360, 740);
      user.seeText(user.row("transfers", "周聊天"), "新区医院");
      user.shoot("phone-transfers");
      assertThat(user.page().evaluate("() => document.documentElement.scrollWidth")).isEqualTo(360);
      user.row("transfers", "周聊天").getByTestId("transfer-pick-up").click();
      user.at("transfer-vehicle").fill("转运 03 号车");
      user.shoot("phone-transfer-pick-up");
      user.at("transfer-go").click();
      user.at("states").getByText("途中").click();
      user.seeText(user.row("transfers", "周聊天"), "转运 03 号车");
      user.row("transfers", "周聊天").getByTestId("transfer-arrive").click();
      user.at("transfer-go").click();
      user.at("states").getByText("今日送达").click();
      user.seeText(user.row("transfers", "周聊天"), "已送达");
      user.page().setViewportSize(1440, 900);
      user.seeNothingOf(user.page().locator(".el-message"));
      user.at("language").click();
      user.at("states").getByText("Arrived today").click();
      user.seeText(user.row("transfers", "周聊天"), "Picked up");
      user.seeNoChineseBut(BROUGHT);
      user.shoot("en-transfers");
    }
  }

  @Test
  @Order(9)
  void aLeadFindsNoCases() {
    try (ConsoleUser lead = new ConsoleUser(browser, server.uri("/")).signIn("lead")) {
      lead.seeNothingOf(lead.at("nav-cases"));
      lead.typeAddress("/cases");
      lead.see(lead.text("您没有查看此页的权限"));
      assertThat(lead.statusOf("/api/v1/cases")).isEqualTo(403);
    }
  }

  @Test
  @Order(8)
  void aSpecimenOfTheWrongPersonIsUndoneOnThePageOfItsTube() throws Exception {
    FieldClient command = new FieldClient(server);
    command.signIn("command", ConsoleUser.PASSWORD);
    String at = command.ask("/api/v1/clock").path("world").asString();
    JsonNode receipt =
        command.post(
            "/api/v1/facts",
            Map.of(
                "id",
                UuidCreator.getTimeOrderedEpoch().toString(),
                "type",
                "sampling.specimen",
                "at",
                at,
                "sent",
                at,
                "person",
                Map.of("id", id("select id from people.person where name = '周聊天'")),
                "place",
                id("select id from people.place where code = 'C1'"),
                "data",
                Map.of("tube", "STOOL-0001", "disease", "norovirus", "kind", "stool")));
    assertThat(receipt.path("status").asString()).as(receipt.toString()).isEqualTo("recorded");
    try (ConsoleUser user = new ConsoleUser(browser, server.uri("/")).signIn("command")) {
      user.page().navigate(server.uri("/tubes/STOOL-0001").toString());
      Locator member = user.at("tube-members").locator("tbody tr");
      user.seeText(member, "周*天");
      member.getByTestId("tube-undo").click();
      Locator box = user.page().locator(".el-message-box");
      box.getByText("撤销登记").last().click();
      user.seeText(box, "原因（必填");
      box.locator("input").fill("登记错了人");
      assertThat(box.boundingBox().x).as("a box in the middle, with its styles").isGreaterThan(300);
      user.shoot("specimen-undo");
      box.getByText("撤销登记").last().click();
      user.seeText(member, "不计");
      user.seeNothingOf(member.getByTestId("tube-undo"));
      user.shoot("specimen-undone");
    }
  }

  private static String id(String sql) throws SQLException, IOException {
    try (Connection database = server.database();
        Statement statement = database.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      assertThat(row.next()).isTrue();
      return row.getString(1);
    }
  }
}
