package org.shouwang.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Playwright;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.poi.xwpf.usermodel.XWPFDocument;
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

/**
 * The command centre's pages of proof in a browser: a template of its own from refusal to a
 * document, a routine duty planned and stopped, all of it in English and on a phone.
 */
@TestMethodOrder(OrderAnnotation.class)
@Timeout(180)
class ReportsScenarioTests {

  private static final String HOST = "reports.shouwang.test";
  private static final String UNIT = "守望一车间";
  private static final List<String> SCREENS =
      List.of("board", "rollcall", "duties", "ledgers", "documents");

  @TempDir static Path files;

  private static Playwright playwright;
  private static Browser browser;
  private static ServerProcess server;

  @BeforeAll
  static void startServer() throws IOException, InterruptedException {
    playwright = ConsoleUser.playwright();
    browser = ConsoleUser.browser(playwright, HOST);
    server =
        ServerProcess.start(
            "reports",
            "--shouwang.demo=true",
            "--shouwang.scenario.play=false",
            "--shouwang.tls.enabled=false");
    FieldClient command = new FieldClient(server);
    command.signIn("command", ConsoleUser.PASSWORD);
    command.post("/api/v1/units", Map.of("name", UNIT, "kind", "department"));
  }

  @AfterAll
  static void stopServer() throws IOException, InterruptedException {
    playwright.close();
    if (server != null) {
      server.close();
    }
  }

  private static ConsoleUser command() {
    return new ConsoleUser(browser, server.uri("/")).signIn("command");
  }

  private static Path template(String name, String text) throws IOException {
    Path file = files.resolve(name);
    try (XWPFDocument document = new XWPFDocument();
        OutputStream out = Files.newOutputStream(file)) {
      document.createParagraph().createRun().setText(text);
      document.write(out);
    }
    return file;
  }

  @Test
  @Order(1)
  void allPagesOfProofAreWhollyEnglishAndFitAPhone() {
    try (ConsoleUser user = command()) {
      user.at("language").click();
      for (String screen : SCREENS) {
        user.go(screen);
        user.see(user.page().locator("h1"));
        user.seeNoChineseBut(Set.of(UNIT));
        user.shoot("en-proof-" + screen);
      }
      user.page().setViewportSize(360, 740);
      for (String screen : SCREENS) {
        user.typeAddress("/" + screen);
        user.see(user.page().locator("h1"));
        user.shoot("en-phone-" + screen);
        assertThat(user.page().evaluate("() => document.documentElement.scrollWidth"))
            .as(screen + " is no wider than the phone")
            .isEqualTo(360);
      }
      user.page().setViewportSize(1440, 900);
      user.at("language").click(); // the account keeps its language
      user.see(user.button("English"));
    }
  }

  @Test
  @Order(2)
  void aTemplateThatNamesAnUnknownFigureIsRefusedByItsNameAndARightOneMakesADocument()
      throws IOException {
    try (ConsoleUser user = command()) {
      user.go("documents");
      user.at("template-file")
          .setInputFiles(template("错误.docx", "{{title}}：{{figure.gates.flying}}"));
      user.seeText(user.at("templates"), "gates.flying");
      user.seeRefused("/api/v1/reports/templates");
      user.shoot("template-refused");
      user.seeNothingOf(user.rows("template-list"));
      user.at("template-file")
          .setInputFiles(template("本园区日报.docx", "{{title}}：今日入园 {{figure.gates.in}} 人次"));
      user.see(user.row("template-list", "本园区日报.docx"));
      user.seeNothingOf(user.page().getByText("gates.flying"));
      user.choose("template-choice", "本园区日报.docx · 日报");
      user.at("new-daily").click();
      user.page().waitForURL("**/documents/*-*");
      user.see(user.page().locator("h1"));
      user.shoot("document-of-own-template");
    }
  }

  @Test
  @Order(3)
  void aRoutineDutyIsPlannedAndStopped() {
    try (ConsoleUser user = command()) {
      user.go("duties");
      user.at("routine-add").click();
      user.at("routine-title").fill("交接班巡查");
      user.at("routine-form").getByTestId("unit-select").click();
      user.chooseInTree(UNIT);
      user.shoot("routine-form");
      user.at("routine-go").click();
      user.see(user.row("routines", "交接班巡查"));
      user.seeText(user.row("routines", "交接班巡查"), "每天");
      user.shoot("routines");
      user.row("routines", "交接班巡查").getByTestId("routine-stop").click();
      user.page().locator(".el-message-box__btns .el-button--primary").click();
      user.seeNothingOf(user.at("routine-stop"));
    }
  }
}
