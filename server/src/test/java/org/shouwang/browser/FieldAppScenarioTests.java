package org.shouwang.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.TimeoutError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * A guard at a gate with the field app, on an https origin that is not localhost, at 360 × 740:
 * fast online and offline, and nothing lost through a stopped server, a cold start and a killed
 * browser. Screenshots are left in {@code target/screenshots}.
 *
 * <p>The app is the built one, the server is {@link PlayedFieldServer}: this proves the device's
 * half. That the real door records the same facts once and judges them itself is for a test that
 * starts the real server.
 */
class FieldAppScenarioTests {

  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  private static final Path SCREENSHOTS = Path.of("target", "screenshots");
  private static final String VERDICT = "[data-testid=verdict]";
  private static final int VERDICT_WITHIN_MS = 300;
  private static final int REGISTERED_WITHIN_MS = 5_000;

  @TempDir Path profile;
  private Playwright playwright;
  private PlayedFieldServer server;
  private BrowserContext browser;
  private Page page;

  @BeforeEach
  void startServer() throws Exception {
    assumeTrue(PlayedFieldServer.appIsBuilt(), "the front end is not built");
    assumeTrue(Files.isExecutable(CHROMIUM), "Debian's chromium is not installed");
    server = new PlayedFieldServer();
    server.start();
    playwright =
        Playwright.create(
            new Playwright.CreateOptions()
                .setEnv(
                    Map.of(
                        "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD",
                        "1",
                        "PLAYWRIGHT_NODEJS_PATH",
                        nodeOnPath())));
  }

  @AfterEach
  void stopAll() {
    if (playwright != null) {
      killBrowser();
      playwright.close();
    }
    if (server != null) {
      server.stop();
    }
  }

  @Test
  void aKnownShiftWorkerIsRegisteredWithTwoTouchesInFiveSecondsOnlineAndOffline() {
    openBrowser();
    enrolAndSignIn();
    shoot("field-ready");
    for (int person = 0; person < 5; person++) {
      registerAndMeasure(person);
    }
    server.stop();
    for (int person = 5; person < 10; person++) {
      registerAndMeasure(person);
    }
    shoot("field-offline");
  }

  @Test
  void twoHundredAndFivePassesOutliveServerStopColdStartAndKilledBrowser() throws IOException {
    openBrowser();
    enrolAndSignIn();
    for (int person = 0; person < 5; person++) {
      registerAndMeasure(person);
    }
    waitForWaiting(0);
    assertThat(passes()).hasSize(5);

    server.stop();
    browser.close();
    openBrowser(); // a cold start with no server at all
    page.waitForSelector("[data-testid=gate]");
    Instant offlineFrom = worldNow();
    for (int person = 5; person < 205; person++) {
      scan(PlayedFieldServer.numberOf(person));
      scan("36.5");
    }
    page.waitForTimeout(400); // else this Enter would be the tail of the line's own
    page.keyboard().press("Enter");
    waitForWaiting(200);
    Instant offlineTo = worldNow();
    shoot("field-offline-200");
    killBrowser();
    assertThat(plainTextAtRest()).as("readable personal data in the browser's profile").isEmpty();

    openBrowser();
    page.waitForSelector("[data-testid=status][data-waiting='200']");
    server.start();
    waitForWaiting(0);

    assertThat(passes()).hasSize(205);
    assertThat(personsOf(passes())).hasSize(205);
    assertThat(passes().stream().filter(fact -> !at(fact).isBefore(offlineFrom)).map(this::at))
        .hasSize(200)
        .allMatch(at -> !at.isAfter(offlineTo));
    page.click("[data-testid=open-records]");
    page.waitForSelector("[data-testid=records] [data-state=recorded]");
    assertThat(page.locator("[data-testid=records] [data-state=waiting]").count()).isZero();
    shoot("field-drained");
  }

  private void enrolAndSignIn() {
    page.navigate(server.url() + "#/enrol?code=" + PlayedFieldServer.CODE);
    page.click("[data-testid=guard-" + PlayedFieldServer.GUARD + "]");
    for (char digit : PlayedFieldServer.PIN.toCharArray()) {
      page.click("[data-testid=pad-" + digit + "]");
    }
    page.click("[data-testid='lane-" + PlayedFieldServer.LANE + "']");
    page.waitForSelector("[data-testid=gate]");
    page.waitForFunction("() => navigator.serviceWorker.controller !== null");
  }

  /** Scan, touch the reading, touch “next”. */
  private void registerAndMeasure(int person) {
    long begun = System.nanoTime();
    scan(PlayedFieldServer.numberOf(person));
    page.waitForSelector(VERDICT + "[data-person='" + PlayedFieldServer.nameOf(person) + "']");
    page.waitForFunction("() => document.querySelector('" + VERDICT + "').dataset.latency");
    int latency = Integer.parseInt(page.getAttribute(VERDICT, "data-latency"));
    page.click("[data-testid='temperature-36.5']");
    page.waitForSelector(VERDICT + "[data-action=pass]");
    if (person == 0) {
      shoot("field-pass");
    }
    page.click("[data-testid=confirm]");
    page.waitForSelector(
        "[data-testid=last][data-title='" + PlayedFieldServer.nameOf(person) + "']");
    assertThat(latency).as("scan to verdict, ms").isLessThanOrEqualTo(VERDICT_WITHIN_MS);
    assertThat((System.nanoTime() - begun) / 1_000_000)
        .as("whole registration, ms")
        .isLessThanOrEqualTo(REGISTERED_WITHIN_MS);
  }

  private void scan(String text) {
    page.keyboard().type(text);
    page.keyboard().press("Enter");
  }

  private void waitForWaiting(int count) {
    try {
      page.waitForSelector(
          "[data-testid=status][data-waiting='" + count + "']",
          new Page.WaitForSelectorOptions().setTimeout(90_000));
    } catch (TimeoutError e) {
      shoot("field-not-waiting-" + count);
      String waiting = page.getAttribute("[data-testid=status]", "data-waiting");
      throw new AssertionError("waiting: " + waiting + ", not " + count, e);
    }
  }

  private List<JsonNode> passes() {
    return server.facts().values().stream()
        .filter(fact -> "gates.pass".equals(fact.path("type").stringValue()))
        .toList();
  }

  private static Set<String> personsOf(List<JsonNode> passes) {
    Set<String> persons = new HashSet<>();
    passes.forEach(pass -> persons.add(pass.path("person").path("id").stringValue()));
    return persons;
  }

  private Instant at(JsonNode fact) {
    return Instant.parse(fact.path("at").stringValue());
  }

  private Instant worldNow() {
    return server.worldNow();
  }

  private void openBrowser() {
    browser =
        playwright
            .chromium()
            .launchPersistentContext(
                profile,
                new BrowserType.LaunchPersistentContextOptions()
                    .setExecutablePath(CHROMIUM)
                    .setHeadless(true)
                    .setViewportSize(360, 740)
                    .setHasTouch(true)
                    .setLocale("zh-CN")
                    .setArgs(
                        List.of(
                            "--no-sandbox",
                            "--host-resolver-rules=MAP " + PlayedFieldServer.HOST + " 127.0.0.1",
                            "--ignore-certificate-errors-spki-list=" + server.publicKeyPin(),
                            "--disable-background-networking",
                            "--disable-component-update",
                            "--disable-sync",
                            "--no-first-run")));
    page = browser.pages().isEmpty() ? browser.newPage() : browser.pages().getFirst();
    page.navigate(server.url());
  }

  /** SIGKILL, as when a battery falls out; only the processes of this profile. */
  private void killBrowser() {
    String mark = "--user-data-dir=" + profile;
    List<ProcessHandle> processes =
        ProcessHandle.allProcesses()
            .filter(process -> process.info().commandLine().orElse("").contains(mark))
            .toList();
    processes.forEach(ProcessHandle::destroyForcibly);
    processes.forEach(
        process -> process.onExit().orTimeout(10, java.util.concurrent.TimeUnit.SECONDS).join());
    try {
      Files.deleteIfExists(profile.resolve("SingletonLock"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Files of the profile in which a name, a number or the token can be read. */
  private List<Path> plainTextAtRest() throws IOException {
    List<String> secrets =
        List.of(PlayedFieldServer.numberOf(7), PlayedFieldServer.nameOf(7), "token-of-the-device");
    try (Stream<Path> files = Files.walk(profile.resolve("Default"))) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> file.toString().matches(".*(IndexedDB|Local Storage|Service Worker).*"))
          .filter(file -> secrets.stream().anyMatch(secret -> holds(file, secret)))
          .toList();
    }
  }

  private static boolean holds(Path file, String text) {
    try {
      String content = Files.readString(file, StandardCharsets.ISO_8859_1);
      String utf8 = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
      String utf16 =
          new String(text.getBytes(StandardCharsets.UTF_16LE), StandardCharsets.ISO_8859_1);
      return content.contains(utf8) || content.contains(utf16);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void shoot(String name) {
    page.screenshot(new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve(name + ".png")));
  }

  private static String nodeOnPath() {
    return Stream.of(System.getenv("PATH").split(":"))
        .map(directory -> Path.of(directory, "node"))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst()
        .orElse("node");
  }
}
