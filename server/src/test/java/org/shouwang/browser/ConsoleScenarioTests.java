package org.shouwang.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shouwang.browser.ConsoleUser.PASSWORD;

import com.github.f4b6a3.uuid.UuidCreator;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.shouwang.FieldClient;
import org.shouwang.ServerProcess;
import tools.jackson.databind.JsonNode;

/**
 * A newcomer's way through the console of the demo, at 1440 × 900: every screen, in Chinese and in
 * English, as the people do who work at it. Screenshots are left in {@code target/screenshots}.
 *
 * <p>Each test waits for what it needs of the demo; those that need no passes come first, so that
 * the demo gets ready meanwhile.
 */
@TestMethodOrder(OrderAnnotation.class)
@Timeout(180)
class ConsoleScenarioTests {

  private static final String HOST = "console.shouwang.test";
  private static final String OWN_PASSWORD = "雪山下的守望者 2022";

  private static final String NAME = "闻人守望";
  private static final String NUMBER = "629901198503027789";
  private static final String MASKED = "629901********7789";
  private static final String PHONE = "13900007789";
  private static final String UNIT = "化学工程公司";

  private static final Pattern A_NAME = Pattern.compile("\"(?:name|displayName)\":\"([^\"]*)\"");

  private static final Set<String> PLAYED = Set.of("live", "done");
  private static final Set<String> PEOPLE_IN = Set.of("enrolling", "playing", "live", "done");

  private static Playwright playwright;
  private static Browser browser;
  private static ServerProcess server;
  private static FieldClient admin;
  @TempDir Path files;

  @BeforeAll
  static void startServer() throws IOException, InterruptedException {
    playwright = ConsoleUser.playwright();
    browser = ConsoleUser.browser(playwright, HOST);
    server =
        ServerProcess.start(
            "console",
            "--shouwang.demo=true",
            "--shouwang.scenario.until=2022-03-08",
            "--shouwang.scenario.park=1500",
            "--shouwang.scenario.live-every=1s",
            "--shouwang.tls.port=" + ServerProcess.freePort(),
            "--shouwang.tls.names=" + HOST);
    admin = new FieldClient(server);
    admin.signIn("admin", PASSWORD);
  }

  @AfterAll
  static void stopServer() throws IOException, InterruptedException {
    playwright.close();
    if (server != null) {
      server.close();
    }
  }

  private static ConsoleUser somebody() {
    return new ConsoleUser(browser, server.uri("/"));
  }

  private static ConsoleUser signedIn(String username) {
    return somebody().signIn(username);
  }

  /** Waits until the demo has come so far: its people are there, its morning has been played. */
  private static void awaitDemo(Set<String> states) throws IOException, InterruptedException {
    for (String state = ""; !states.contains(state); TimeUnit.MILLISECONDS.sleep(200)) {
      state = admin.ask("/api/v1/scenario").path("state").asString("");
      assertThat(state).isNotEqualTo("failed");
    }
  }

  @Test
  @Order(1)
  void aWrongPasswordIsToldAndTheRightOneEnters() {
    try (ConsoleUser user = somebody()) {
      user.trySignIn("command", "not-the-password");
      user.seeText(user.at("error"), "用户名或密码不正确");
      user.seeNothingOf(user.at("account-menu"));
      user.shoot("sign-in-refused");
      user.at("demo-command").click(); // the demo's accounts fill themselves in
      user.at("sign-in-go").click();
      user.seeText(user.at("account-menu"), "指挥中心值班员");
      user.go("live");
      user.see(user.at("stream-state"));
      user.signOut();
      user.shoot("sign-in");
    }
  }

  @Test
  @Order(2)
  void anImportShowsItsRowsAndBringsThePersonIn() throws IOException, InterruptedException {
    awaitDemo(PEOPLE_IN);
    try (ConsoleUser user = signedIn("command")) {
      user.go("imports");
      user.see(user.rows("imports-table"));
      user.shoot("imports");
      user.at("import-file").setInputFiles(dirtyFile());
      user.see(user.at("import-commit"));
      Map.of("rows", "5", "good", "1", "bad", "4")
          .forEach((count, value) -> user.seeText(user.at("count-" + count), value));
      for (String reason : List.of("的最后一位与其余各位不符", "只剩 15 位", "没有这个单位处", "“姓名”没有填写")) {
        user.seeText(user.at("import-rows"), reason);
      }
      user.shoot("import-preview");
      assertThat(user.download(user.at("import-report")))
          .hasSize(4)
          .anyMatch(row -> row.contains("的最后一位与其余各位不符"));

      user.at("import-commit").click();
      user.seeText(user.at("commit-says"), "1 行将写入档案");
      user.shoot("import-commit");
      user.at("import-confirm").click();
      user.see(user.page().locator("[data-testid=import-state][data-state=committed]"));

      user.go("people");
      user.at("people-search").fill(NAME);
      findAlone(user);
      user.at("people-search").fill("wrsw");
      findAlone(user);
      user.shoot("people-search");
      unmask(user);
    }
    seeUnmaskingInTheAudit();
  }

  private static void findAlone(ConsoleUser user) {
    PlaywrightAssertions.assertThat(user.rows("people-table")).hasCount(1);
    user.seeText(user.row("people-table", NAME), MASKED);
  }

  private static void unmask(ConsoleUser user) {
    user.at("person-link").click();
    user.seeText(user.at("person-card"), NAME);
    user.seeText(user.at("person-document"), MASKED);
    user.seeText(user.at("timeline-entry"), "导入");
    assertThat(user.page().content()).doesNotContain(NUMBER, PHONE);
    user.shoot("person");
    user.at("unmask").click();
    PlaywrightAssertions.assertThat(user.at("unmask-confirm")).isDisabled();
    user.choose("unmask-purpose", "核对身份");
    user.at("unmask-note").fill("与本人当面核对");
    user.shoot("unmask-purpose");
    user.at("unmask-confirm").click();
    user.seeText(user.at("unmasked-document"), NUMBER);
    user.seeText(user.at("unmasked"), PHONE);
    user.shoot("unmasked");
    user.button("立即隐藏").click();
    user.seeNothingOf(user.at("unmasked"));
    assertThat(user.page().content()).doesNotContain(NUMBER);
  }

  private static void seeUnmaskingInTheAudit() {
    try (ConsoleUser auditor = signedIn("auditor")) {
      auditor.see(auditor.rows("audit"));
      auditor.at("audit-action").fill("vault.opened");
      auditor.seeText(auditor.rows("audit").first(), "与本人当面核对");
      assertThat(auditor.page().content()).doesNotContain(NUMBER);
      auditor.at("audit-action").fill("");
      auditor.at("audit-verify").click();
      auditor.seeText(auditor.at("audit-proof"), "链完整");
      auditor.see(auditor.rows("seals"));
      auditor.shoot("audit");
    }
  }

  /** Of the kind the field has: a merged title, one good row, four that can't come in. */
  private Path dirtyFile() throws IOException {
    Path file = files.resolve("花名册.xlsx");
    try (OutputStream out = Files.newOutputStream(file);
        Workbook book = new Workbook(out, "Test", "1.0")) {
      Worksheet sheet = book.newWorksheet("花名册");
      sheet.value(0, 0, UNIT + "人员花名册");
      sheet.range(0, 0, 0, 5).merge();
      row(sheet, 1, "姓名", "性别", "身份证号", "手机号", "工作单位", "岗位");
      row(sheet, 2, NAME, "女", "'６２９９０１198503027789", PHONE, UNIT, "工艺员");
      row(sheet, 3, "赵校验", "男", "629901199111186540", "13900007790", UNIT, "工艺员");
      row(sheet, 4, "钱四舍", "男", "", "13900007791", UNIT, "工艺员");
      sheet.value(4, 2, 629901197905236300d);
      row(sheet, 5, "孙无处", "女", "629901198808083212", "13900007792", "没有这个单位处", "工艺员");
      row(sheet, 6, "", "男", "629901197905236319", "13900007793", UNIT, "工艺员");
    }
    return file;
  }

  private static void row(Worksheet sheet, int line, String... cells) {
    for (int i = 0; i < cells.length; i++) {
      if (!cells[i].isEmpty()) {
        sheet.value(line, i, cells[i]);
      }
    }
  }

  @Test
  @Order(3)
  void unitsPlacesRulesAndSheetsOpenWithContent() throws IOException, InterruptedException {
    awaitDemo(PEOPLE_IN);
    try (ConsoleUser user = signedIn("command")) {
      user.go("units");
      user.at("unit-search").fill(UNIT);
      user.seeText(user.at("unit-tree"), UNIT);
      user.at("unit-search").fill("");
      user.seeText(user.at("unit-tree"), "东川村");
      user.shoot("units");
      user.at("unit-add").click();
      user.see(user.at("unit-form"));
      user.shoot("unit-new");
      user.page().keyboard().press("Escape");
      user.go("places");
      user.at("places-find").fill("东门");
      user.seeText(user.rows("places"), "GATE1");
      user.at("places-find").fill("");
      user.shoot("places");
      user.text("示意图").click();
      user.seePlanDrawn();
      user.shoot("places-plan");
      user.go("policy");
      user.at("rules-q").fill("体温");
      user.seeText(user.rows("rules"), "37.3");
      assertThat(user.at("snapshot").textContent()).matches("[0-9a-f]{16}");
      user.shoot("policy");
      user.go("sheets");
      user.choose("sheet-place", "东门");
      user.at("sheet-make").click();
      user.see(user.at("sheet"));
      user.shoot("sheets");
    }
  }

  @Test
  @Order(4)
  void aNewDeviceGetsAOneTimeCodeThatTheFieldAppReads() throws IOException, InterruptedException {
    awaitDemo(PEOPLE_IN);
    try (ConsoleUser user = signedIn("admin")) {
      user.go("devices");
      user.see(user.at("root-certificate").getByTestId("qr"));
      user.at("device-new").click();
      user.at("device-name").fill("东门 1 号手持机");
      user.choose("device-place", "东门");
      user.shoot("device-new");
      user.at("device-save").click();
      String code = user.at("enrol-code").textContent().strip();
      assertThat(code).matches("[0-9A-Z-]{8,}");
      String scanned = user.scan(user.page().getByLabel("登记二维码"));
      assertThat(scanned).startsWith("https://" + HOST + ":").contains(code);
      user.shoot("device-code");
      assertThat(user.codeOnPhone(scanned)).isEqualTo(code);
      user.page().keyboard().press("Escape");
      user.seeText(user.row("devices", "东门 1 号手持机"), "待登记");
      user.shoot("devices");
    }
  }

  @Test
  @Order(5)
  void aNewLeadSetsAPasswordAndSeesOneUnitAlone() throws IOException, InterruptedException {
    awaitDemo(PEOPLE_IN);
    String password;
    try (ConsoleUser user = signedIn("admin")) {
      user.go("accounts");
      user.see(user.rows("accounts"));
      user.shoot("accounts");
      user.at("account-new").click();
      user.at("account-username").fill("wang.lead");
      user.at("account-display-name").fill("王负责");
      user.choose("account-roles", "单位负责人");
      user.at("account-form").getByText("角色").click(); // closes the choices
      user.at("account-form").getByText("全园区").click();
      user.at("account-units").locator("input").fill(UNIT);
      user.chooseInTree(UNIT);
      user.shoot("account-new");
      user.at("account-save").click();
      password = user.at("initial-password").textContent().strip();
      user.shoot("account-password");
    }
    try (ConsoleUser lead = somebody()) {
      lead.trySignIn("wang.lead", password);
      lead.at("password-current").fill(password);
      lead.at("password-next").fill(OWN_PASSWORD);
      lead.at("password-again").fill(OWN_PASSWORD);
      lead.shoot("password");
      lead.at("password-save").click();
      lead.page().waitForURL("**/rollcall"); // where a lead lands
      lead.go("live");
      lead.see(lead.at("inside-total"));
      lead.go("units");
      lead.seeText(lead.at("unit-line").first(), UNIT);
      assertThat(lead.at("unit-tree").textContent()).doesNotContain("东川村");
      lead.go("people");
      lead.see(lead.rows("people-table"));
      assertThat(lead.at("people-table").textContent()).doesNotContain("村民");
    }
  }

  @Test
  @Order(6)
  void aLeadSeesNoAdministrationAndIsRefusedAtItsAddress() {
    try (ConsoleUser lead = somebody()) {
      lead.typeAddress("/accounts");
      lead.trySignIn("lead", PASSWORD);
      lead.see(lead.text("您没有查看此页的权限"));
      lead.see(lead.at("nav-live"));
      for (String screen : List.of("accounts", "devices", "imports", "audit", "sheets")) {
        lead.seeNothingOf(lead.at("nav-" + screen));
        lead.typeAddress("/" + screen);
        lead.see(lead.text("您没有查看此页的权限"));
        lead.seeNothingOf(lead.at(screen));
      }
      lead.shoot("refused");
      assertThat(lead.statusOf("/api/v1/accounts")).isEqualTo(403);
      lead.typeAddress("/no-such-screen");
      lead.see(lead.text("没有这个页面"));
    }
  }

  @Test
  @Order(7)
  void peopleRulesAndSystemAreEnglishAfterSwitching() throws IOException, InterruptedException {
    awaitDemo(PEOPLE_IN);
    readInEnglish("admin", "accounts row account-new", "devices row device-new", "places row");
    readInEnglish("auditor", "audit row", "policy row");
    readInEnglish(
        "command", "people row", "units unit-line unit-add", "imports row", "sheets empty");
  }

  @Test
  @Order(8)
  void peopleInsideGrowLiveAndAHeldPersonIsHandedOver() throws IOException, InterruptedException {
    awaitDemo(PLAYED);
    try (ConsoleUser user = signedIn("command")) {
      user.go("live");
      user.see(user.page().locator("[data-testid=stream-state][data-state=open]"));
      user.page().evaluate("() => { window.neverLoadedAgain = true }");
      long inside = user.numberOtherThan("inside-total", -1);
      String newest = user.at("live-pass").first().textContent();
      user.seePlanDrawn();
      long later = user.numberOtherThan("inside-total", inside);
      for (int more = 0; later <= inside && more < 10; more++) {
        later = user.numberOtherThan("inside-total", later); // one in four leaves
      }
      assertThat(later).as("people inside").isGreaterThan(inside);
      PlaywrightAssertions.assertThat(user.at("live-pass").first()).not().hasText(newest);
      user.shoot("live");

      long holds = user.numberOtherThan("open-holds", -1);
      String held = holdSomebody();
      Locator hold = user.at("hold", held);
      user.seeText(hold, "健康码");
      assertThat(user.numberOtherThan("open-holds", holds)).isEqualTo(holds + 1);
      handOver(user, hold, held);
      assertThat(user.numberOtherThan("open-holds", holds + 1)).isEqualTo(holds);
      assertThat(user.page().evaluate("() => window.neverLoadedAgain")).isEqualTo(true);
      seeHoldInItsRecords(user, held);
    }
  }

  /** A yellow code at the east gate, handed in through the door; the name of who was held. */
  private static String holdSomebody() throws IOException, InterruptedException {
    FieldClient gate = new FieldClient(server);
    gate.signIn("gatelead", PASSWORD);
    JsonNode person = gate.ask("/api/v1/people?kind=builder&limit=1").path("items").path(0);
    String now = gate.ask("/api/v1/clock").path("world").asString("");
    String place = "";
    for (JsonNode each : gate.ask("/api/v1/places")) {
      place = each.path("code").asString("").equals("GATE1") ? each.path("id").asString("") : place;
    }
    Map<String, Object> fact = new HashMap<>(Map.of("type", "gates.pass", "place", place));
    fact.put("id", UuidCreator.getTimeOrderedEpoch());
    fact.put("at", now);
    fact.put("sent", now);
    fact.put("person", Map.of("id", person.path("id").asString("")));
    fact.put("data", Map.of("direction", "in", "colour", "yellow", "method", "typed"));
    JsonNode receipt = gate.post("/api/v1/facts", fact);
    assertThat(receipt.path("verdict").path("action").asString("")).isEqualTo("hold");
    return person.path("name").asString("");
  }

  private static void handOver(ConsoleUser user, Locator hold, String held) {
    hold.getByTestId("hold-receive").click();
    user.at("hold-receiver").fill("李大夫");
    user.at("hold-go").click();
    user.seeText(hold, "李大夫");
    hold.getByTestId("hold-close").click();
    user.see(user.text("结束 " + held + " 的留观"));
    PlaywrightAssertions.assertThat(user.at("hold-go")).isDisabled(); // it asks how it ended
    user.text("移交医疗或疾控").click();
    user.at("hold-note").fill("复核仍为黄码，已交新区医疗队。");
    user.shoot("hold-close");
    user.at("hold-go").click();
    user.seeNothingOf(user.at("hold", held));
  }

  private static void seeHoldInItsRecords(ConsoleUser user, String held) {
    user.go("holds");
    user.see(user.rows("holds-table"));
    user.shoot("holds");
    user.text("已结").click();
    Locator closed = user.row("holds-table", held);
    user.seeText(closed, "移交医疗或疾控");
    user.seeText(closed, "复核仍为黄码，已交新区医疗队。");
    closed.getByRole(AriaRole.LINK).first().click();
    user.seeText(user.at("person-card"), held);
    user.seeText(user.at("timeline"), "东门");
    user.shoot("person-held");
    user.go("inside");
    user.see(user.rows("inside"));
    user.shoot("inside");
    user.go("passes");
    user.choose("filter-action", "暂留");
    user.seeText(user.row("passes", held), "黄码");
    user.shoot("passes");
    user.go("overrides");
    user.at("override-new").click();
    user.see(user.at("override-form"));
    user.shoot("override-new");
  }

  @Test
  @Order(9)
  void theGatesAreEnglishAfterSwitching() throws IOException, InterruptedException {
    awaitDemo(PLAYED);
    readInEnglish(
        "command",
        "live live-pass evacuation-start",
        "inside row",
        "passes row",
        "holds row hold-receive",
        "overrides empty override-new");
  }

  /** Each screen: its name, what shows that it is there, and what opens its dialog, if any. */
  private static void readInEnglish(String username, String... screens)
      throws IOException, InterruptedException {
    Set<String> names = namesOfData();
    try (ConsoleUser user = signedIn(username)) {
      user.at("language").click();
      for (String each : screens) {
        String[] screen = each.split(" ");
        user.go(screen[0]);
        user.see(user.at(screen[1]));
        user.seeNoChineseBut(names);
        user.shoot("en-" + screen[0]);
        if (screen.length > 2) {
          user.at(screen[2]).first().click();
          user.see(user.page().getByRole(AriaRole.DIALOG).locator("visible=true"));
          user.seeNoChineseBut(names);
          user.page().keyboard().press("Escape");
        }
      }
      user.at("language").click(); // the account keeps its language
      user.see(user.button("English"));
    }
  }

  /** Names that are data, though a text of the console may read the same. */
  private static Set<String> namesOfData() throws IOException, InterruptedException {
    Set<String> names = new HashSet<>();
    for (String path : List.of("places", "units/tree", "accounts?limit=100")) {
      String data = admin.ask("/api/v1/" + path).toString();
      A_NAME.matcher(data).results().forEach(name -> names.add(name.group(1)));
    }
    return names;
  }
}
