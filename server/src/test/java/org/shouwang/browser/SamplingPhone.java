package org.shouwang.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.TimeoutError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A registrar's phone at a sampling point: a browser profile of its own, 360 × 740. */
final class SamplingPhone implements AutoCloseable {

  static final String PANEL = "[data-testid=swab-panel]";

  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  private static final Path SCREENSHOTS = Path.of("target", "screenshots");
  private static final String REGISTRAR = "采样登记员甲";
  private static final String PIN = "418725";

  /** Counts what a finger does; a scanner touches nothing. */
  private static final String COUNT_TOUCHES =
      "window.touches = 0; addEventListener('click', () => window.touches++, true)";

  private final Playwright playwright;
  private final Path profile;
  private final FieldPark park;
  private final String pin;
  private BrowserContext browser;
  private Page page;

  SamplingPhone(Playwright playwright, Path profile, FieldPark park) throws IOException {
    this.playwright = playwright;
    this.profile = profile;
    this.park = park;
    pin = park.publicKeyPin();
  }

  void open() {
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
                            "--host-resolver-rules=MAP " + FieldPark.HOST + " 127.0.0.1",
                            "--ignore-certificate-errors-spki-list=" + pin,
                            "--disable-background-networking",
                            "--disable-component-update",
                            "--disable-sync",
                            "--no-first-run")));
    browser.addInitScript(COUNT_TOUCHES);
    page = browser.pages().isEmpty() ? browser.newPage() : browser.pages().getFirst();
    page.navigate(park.url());
  }

  /** Enrols at a sampling point, which opens the desk and not the gate. */
  void enrol(String device, String point) throws IOException, InterruptedException {
    String enrolment = park.url() + "#/enrol?code=" + park.enrolmentCode(device, park.place(point));
    page.waitForResponse(
        response -> response.url().endsWith("/field/enrol") && response.ok(),
        () -> page.navigate(enrolment));
    page.locator("[data-testid^=guard-]", new Page.LocatorOptions().setHasText(REGISTRAR)).click();
    for (char digit : PIN.toCharArray()) {
      page.click("[data-testid=pad-" + digit + "]");
    }
    page.waitForSelector("[data-testid=sampling]");
    page.waitForSelector("[data-testid=tube]:has-text('轮次采样')");
    page.waitForFunction("() => navigator.serviceWorker.controller !== null");
    assertThat(page.locator("[data-testid=gate]").count()).isZero();
  }

  /** Scans and waits for the painted answer; milliseconds from the end of the scan to it. */
  int scan(String text) {
    int answers = number("data-answers");
    page.keyboard().type(text);
    page.keyboard().press("Enter");
    try {
      page.waitForFunction(
          "n => Number(document.querySelector('" + PANEL + "')?.dataset.shown) > n",
          answers,
          new Page.WaitForFunctionOptions().setTimeout(10_000));
    } catch (TimeoutError e) {
      shoot("sampling-no-answer");
      throw new AssertionError("no answer to " + text, e);
    }
    return number("data-latency");
  }

  /** A touch, and the answer to it. */
  void touch(String testId) {
    page.click("[data-testid=" + testId + "]");
  }

  /** Waits until the panel says so. */
  void await(String attribute, String value) {
    try {
      page.waitForSelector(
          PANEL + "[data-" + attribute + "='" + value + "']",
          new Page.WaitForSelectorOptions().setTimeout(10_000));
    } catch (TimeoutError e) {
      shoot("sampling-not-" + attribute);
      throw new AssertionError(attribute + " is " + said(attribute) + ", not " + value, e);
    }
  }

  String said(String attribute) {
    return page.getAttribute(PANEL, "data-" + attribute);
  }

  private int number(String attribute) {
    String text = page.getAttribute(PANEL, attribute);
    return text == null || text.isEmpty() ? 0 : Integer.parseInt(text);
  }

  int touches() {
    return ((Number) page.evaluate("() => window.touches")).intValue();
  }

  int slots() {
    return page.locator("[data-testid=slot]").count();
  }

  void waitForWaiting(int count) {
    try {
      page.waitForSelector(
          "[data-testid=status][data-waiting='" + count + "']",
          new Page.WaitForSelectorOptions().setTimeout(90_000));
    } catch (TimeoutError e) {
      shoot("sampling-not-waiting-" + count);
      String waiting = page.getAttribute("[data-testid=status]", "data-waiting");
      throw new AssertionError("waiting: " + waiting + ", not " + count, e);
    }
  }

  Page page() {
    return page;
  }

  void shoot(String name) {
    page.screenshot(new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve(name + ".png")));
  }

  /** SIGKILL, as when a battery falls out; only the processes of this profile. */
  void kill() {
    String mark = "--user-data-dir=" + profile;
    List<ProcessHandle> processes =
        ProcessHandle.allProcesses()
            .filter(process -> process.info().commandLine().orElse("").contains(mark))
            .toList();
    processes.forEach(ProcessHandle::destroyForcibly);
    processes.forEach(process -> process.onExit().orTimeout(10, TimeUnit.SECONDS).join());
    try {
      Files.deleteIfExists(profile.resolve("SingletonLock"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    kill();
  }
}
