package org.shouwang.browser;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.shouwang.FieldClient;
import org.shouwang.ServerProcess;
import tools.jackson.databind.JsonNode;

/**
 * An investigator brings a table that nobody knows: maps its columns and words, sees what each row
 * would do, takes the good ones in and the others home.
 */
@Timeout(240)
class LineListsScenarioTests {

  private static final String HOST = "lists.shouwang.test";
  private static final String DOCUMENT = "629901198503020018";

  private static Playwright playwright;
  private static Browser browser;
  private static ServerProcess server;

  @BeforeAll
  static void startServer() throws IOException, InterruptedException, SQLException {
    playwright = ConsoleUser.playwright();
    browser = ConsoleUser.browser(playwright, HOST);
    server =
        ServerProcess.start(
            "lists",
            "--shouwang.demo=true",
            "--shouwang.scenario.play=false",
            "--shouwang.tls.enabled=false");
    FieldClient admin = new FieldClient(server);
    admin.signIn("admin", ConsoleUser.PASSWORD);
    admin.put("/api/v1/clock", Map.of("world", "2022-03-10T12:00:00+08:00", "rate", 1));
    try (Connection database = server.database();
        PreparedStatement unit =
            database.prepareStatement(
                "insert into people.unit (id, code, name, kind, path) values (?, 'L1', '守望四班', 'department', 'x')")) {
      unit.setObject(1, UUID.randomUUID());
      unit.executeUpdate();
    }
    people(admin);
  }

  private static void people(FieldClient admin) throws IOException, InterruptedException {
    Path file = Files.createTempFile("people", ".csv");
    Files.writeString(
        file,
        "姓名,身份证号码,手机号,工作单位\n"
            + "林病例,629901198503020034,13900000001,守望四班\n"
            + "陈同桌,"
            + DOCUMENT
            + ",13900000002,守望四班\n",
        UTF_8);
    JsonNode job = admin.upload("/api/v1/imports", file);
    String path = "/api/v1/imports/" + job.path("id").asString();
    until(admin, path, "previewed");
    admin.post(path + "/commit", Map.of());
    assertThat(until(admin, path, "committed").path("good").asInt()).isEqualTo(2);
  }

  private static JsonNode until(FieldClient client, String path, String state)
      throws IOException, InterruptedException {
    Instant end = Instant.now().plusSeconds(60);
    JsonNode job = client.ask(path);
    while (!job.path("state").asString().equals(state) && Instant.now().isBefore(end)) {
      Thread.sleep(100);
      job = client.ask(path);
    }
    return job;
  }

  @AfterAll
  static void stopServer() throws IOException, InterruptedException {
    playwright.close();
    if (server != null) {
      server.close();
    }
  }

  private static void bring(ConsoleUser user, String name, String text) {
    user.at("nav-lineLists").click();
    user.page().waitForURL("**/line-lists");
    user.at("list-file").setInputFiles(new FilePayload(name, "text/csv", text.getBytes(UTF_8)));
    user.page().waitForURL("**/line-lists/*-*");
  }

  private static void is(ConsoleUser user, String state) {
    user.see(user.page().locator("[data-testid=list-state][data-state=" + state + "]"));
  }

  private static void choose(ConsoleUser user, String label, String option) {
    // what is chosen lies over the field that bears the label
    user.at("list-mapping")
        .getByLabel(label, exactly())
        .click(new Locator.ClickOptions().setForce(true));
    user.page()
        .getByRole(AriaRole.OPTION, new Page.GetByRoleOptions().setName(option).setExact(true))
        .locator("visible=true")
        .click();
  }

  private static Locator.GetByLabelOptions exactly() {
    return new Locator.GetByLabelOptions().setExact(true);
  }

  @Test
  void aTableNobodyKnowsIsMappedPreviewedAndTakenInAndTheRestComesBack() throws IOException {
    try (ConsoleUser user = new ConsoleUser(browser, server.uri("/")).signIn("investigator")) {
      bring(user, "病例.csv", "姓名,病例编号,证件号码,病例分类,发病日期\n林病例,A-1,629901198503020034,确诊病例,2022-03-08\n");
      is(user, "previewed");
      user.seeText(user.at("list-format"), "守望病例名单");
      user.seeText(user.row("list-rows-table", "林病例"), "没有主管部门文书");
      user.shoot("list-cases");
      user.at("list-commit").click();
      is(user, "committed");

      bring(
          user,
          "交办.csv",
          "序号;人员;有效证件;最后见面;级别\n1;陈同桌;" + DOCUMENT + ";08/03/2022;A\n2;周不在;;25/02/2022;A\n");
      is(user, "mapping");
      user.at("mapping-kind").click();
      user.page()
          .getByRole(AriaRole.OPTION, new Page.GetByRoleOptions().setName("密接").setExact(true))
          .click();
      choose(user, "人员", "姓名");
      choose(user, "有效证件", "证件号码");
      choose(user, "最后见面", "末次接触");
      choose(user, "级别", "判定类别");
      choose(user, "A", "密切接触者");
      user.at("mapping-case").click();
      user.page()
          .getByRole(AriaRole.OPTION)
          .filter(new Locator.FilterOptions().setHasText("林病例"))
          .click();
      user.at("mapping-document").fill("新区疾控〔2022〕18 号");
      user.at("mapping-save").fill("新区交办单");
      user.shoot("list-mapping");
      user.at("mapping-read").click();
      is(user, "previewed");
      user.seeText(user.at("count-fresh"), "1");
      user.seeText(user.at("count-bad"), "1");
      user.seeText(user.row("list-rows-table", "周不在"), "先在人员库登记此人");
      user.shoot("list-preview");
      user.at("list-commit").click();
      user.page().reload();
      is(user, "committed");
      Download rejected = user.page().waitForDownload(() -> user.at("list-rejected").click());
      assertThat(Files.size(rejected.path())).isPositive();
      user.at("rows-new").click();
      user.row("list-rows-table", "陈同桌")
          .getByText("病例", new Locator.GetByTextOptions().setExact(true))
          .click();
      user.page().waitForURL("**/cases/*-*");
      user.seeText(user.row("contacts", "陈同桌"), "密接");
      user.seeText(user.row("contacts", "陈同桌"), "新区疾控〔2022〕18 号");

      user.at("nav-lineLists").click();
      user.seeText(user.at("saved-mappings"), "新区交办单");
      bring(user, "交办二.csv", "级别;序号;人员;有效证件;最后见面\nA;1;陈同桌;" + DOCUMENT + ";08/03/2022\n");
      is(user, "previewed");
      user.seeText(user.at("list-mapped-by"), "新区交办单");
    }
  }
}
