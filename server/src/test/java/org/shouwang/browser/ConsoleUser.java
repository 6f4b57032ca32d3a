package org.shouwang.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.NotFoundException;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.ReaderException;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ReducedMotion;
import com.microsoft.playwright.options.ScreenshotAnimations;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * Somebody at the console with a browser of their own, who also notes what a developer would see go
 * wrong in it.
 */
final class ConsoleUser implements AutoCloseable {

  static final String PASSWORD = "Park-Demo-2022";

  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  private static final Path SCREENSHOTS = Path.of("target", "screenshots");
  private static final int WIDTH = 1440;
  private static final int HEIGHT = 900;
  private static final int PATIENCE_MS = 20_000;

  private static final Path TEXTS = Path.of("..", "web", "src", "i18n", "zh-CN");
  private static final Pattern CHINESE = Pattern.compile("\\p{IsHan}");
  private static final List<Pattern> OWN_TEXTS = ownTexts();
  private static final Pattern RAW_KEY =
      Pattern.compile(
          "^(NAME)(\\.\\w+)+$|\\b(NAME)\\.\\w+\\.\\w"
              .replace(
                  "NAME",
                  "shell|gates|imports|people|places|policy|security|units|audit|directives|notices"
                      + "|channels|duties|rollcall|reports|rounds|tubes|status|field|cases|chains|orders"
                      + "|screening|incidents|enquiries|transfers|linelists|specimen|isolation|own"));

  /** Asked before anybody has signed in, and answered so: the one error that is none. */
  private static final String EXPECTED = "status of 401";

  private final BrowserContext context;
  private final Page page;
  private final URI server;
  private final List<String> complaints = new ArrayList<>();

  /** A live page may have asked before it learns that the session is over. */
  private boolean leaving;

  /** What the browser says of a request that a test wants refused. */
  private String wanted = "no refusal";

  ConsoleUser(Browser browser, URI server) {
    this.server = server;
    context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setViewportSize(WIDTH, HEIGHT)
                .setLocale("zh-CN")
                .setReducedMotion(ReducedMotion.REDUCE) // nothing is clicked while it moves
                .setTimezoneId("Asia/Shanghai"));
    context.setDefaultTimeout(PATIENCE_MS);
    PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MS);
    page = context.newPage();
    page.onConsoleMessage(message -> {
      boolean unsigned =
          message.text().contains(EXPECTED)
              && (leaving || message.location().contains("/api/v1/session"));
      if (message.type().equals("error") && !unsigned && !message.text().contains(wanted)) {
        complaints.add("console: " + message.text() + " at " + message.location());
      }
    });
    page.onPageError(error -> complaints.add("page: " + error));
  }

  /** From now on requests may be refused with this status: the test looks at what is said of it. */
  void mayBeRefused(int status) {
    wanted = "status of " + status;
  }

  /** Debian's Chromium, driven by the Node that is there. */
  static Playwright playwright() {
    assertThat(CHROMIUM).as("Debian's chromium; ./test installs it").isExecutable();
    return Playwright.create(
        new Playwright.CreateOptions()
            .setEnv(
                Map.of(
                    "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD",
                    "1",
                    "PLAYWRIGHT_NODEJS_PATH",
                    nodeOnPath())));
  }

  /**
   * Starts Chromium.
   *
   * @param host a name that is this machine for it
   */
  static Browser browser(Playwright playwright, String host) {
    return playwright
        .chromium()
        .launch(
            new BrowserType.LaunchOptions()
                .setExecutablePath(CHROMIUM)
                .setHeadless(true)
                .setArgs(
                    List.of(
                        "--no-sandbox",
                        "--host-resolver-rules=MAP " + host + " 127.0.0.1",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--no-first-run")));
  }

  Page page() {
    return page;
  }

  /** Opens the console and fills the sign-in form in, as somebody typing. */
  void trySignIn(String username, String password) {
    if (!page.url().startsWith(server.toString())) {
      page.navigate(server.toString());
    }
    at("username").fill(username);
    at("password").fill(password);
    at("sign-in-go").click();
  }

  ConsoleUser signIn(String username) {
    trySignIn(username, PASSWORD);
    see(at("account-menu"));
    return this;
  }

  void signOut() {
    leaving = true;
    at("account-menu").click();
    at("sign-out").click();
    see(at("username"));
  }

  /** Chooses a screen in the navigation. */
  void go(String screen) {
    at("nav-" + screen).click();
    page.waitForURL("**/" + screen + "*");
  }

  /** Types an address in. */
  void typeAddress(String path) {
    page.navigate(server.resolve(path).toString());
  }

  Locator at(String testId) {
    return page.getByTestId(testId);
  }

  Locator at(String testId, String text) {
    return at(testId).filter(new Locator.FilterOptions().setHasText(text));
  }

  Locator row(String table, String text) {
    return rows(table).filter(new Locator.FilterOptions().setHasText(text));
  }

  Locator rows(String table) {
    return at(table).getByTestId("row");
  }

  Locator text(String text) {
    return page.getByText(text, new Page.GetByTextOptions().setExact(true));
  }

  Locator button(String name) {
    return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
  }

  /** Opens a list of choices and takes one. */
  void choose(String select, String option) {
    at(select).click();
    page.getByRole(AriaRole.OPTION, new Page.GetByRoleOptions().setName(option).setExact(true))
        .locator("visible=true")
        .click();
  }

  /** Takes a leaf of the tree of choices that is open. */
  void chooseInTree(String leaf) {
    page.getByRole(AriaRole.TREEITEM)
        .filter(new Locator.FilterOptions().setHasText(leaf))
        .locator("visible=true")
        .last()
        .click();
  }

  void see(Locator what) {
    PlaywrightAssertions.assertThat(what.first()).isVisible();
  }

  void seeNothingOf(Locator what) {
    PlaywrightAssertions.assertThat(what).hasCount(0);
  }

  void seeText(Locator where, String text) {
    PlaywrightAssertions.assertThat(where.first()).containsText(text);
  }

  /**
   * The number that an element shows once it is another than before.
   *
   * @param before −1 for any
   */
  long numberOtherThan(String testId, long before) {
    String shown = "[data-testid='" + testId + "'] b";
    return ((Number)
            page.waitForFunction(
                    """
                    ([shown, before]) => {
                      const text = document.querySelector(shown)?.textContent.replaceAll(',', '')
                      return /^\\d+$/.test(text ?? '') && Number(text) !== before
                        ? { number: Number(text) } : null
                    }
                    """,
                    List.of(shown, (double) before))
                .evaluate("it => it.number"))
        .longValue();
  }

  /** Waits until the plan has been drawn with something on it. */
  void seePlanDrawn() {
    page.waitForFunction(
        """
        () => {
          const canvas = document.querySelector('[data-testid=plan] canvas')
          if (!canvas?.width) return false
          const drawn = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data
          let dots = 0
          for (let at = 3; at < drawn.length; at += 4) if (drawn[at] > 200) dots++
          return dots > 2000
        }
        """);
  }

  /** Takes the screen's picture; every screen of the demo says that it is the demo. */
  void shoot(String name) {
    see(at("demo-banner"));
    assertThat(rawKeys()).as("keys in place of texts on " + name).isEmpty();
    page.screenshot(
        new Page.ScreenshotOptions()
            .setAnimations(ScreenshotAnimations.DISABLED)
            .setPath(SCREENSHOTS.resolve("console-" + name + ".png")));
  }

  /** Texts that are the key of a text; codes stand in an element of their own. */
  private List<String> rawKeys() {
    return texts("body").stream()
        .filter(RAW_KEY.asPredicate())
        .filter(text -> !text.endsWith(".xlsx"))
        .toList();
  }

  /**
   * Texts, tips, hints and names for screen readers, but for codes, which stand in an element of
   * their own.
   *
   * @param within selector of the elements that they stand in
   */
  List<String> texts(String within) {
    List<?> found =
        (List<?>)
            page.evaluate(
                """
                (within) => {
                  const found = new Set([document.title])
                  const look = (text, element) => {
                    if (text.trim() && element.closest(within)) found.add(text.trim())
                  }
                  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
                  while (walk.nextNode()) {
                    const element = walk.currentNode.parentElement
                    if (!element.closest('code, .mono')) look(walk.currentNode.data, element)
                  }
                  for (const name of ['title', 'placeholder', 'aria-label', 'alt']) {
                    for (const element of document.querySelectorAll(`[${name}]`)) {
                      look(element.getAttribute(name), element)
                    }
                  }
                  return [...found]
                }
                """,
                within);
    return found.stream().map(String::valueOf).toList();
  }

  /**
   * Holds that no text of the console itself is Chinese.
   *
   * @param names of things, which stay what they are even if a text reads the same
   */
  void seeNoChineseBut(Set<String> names) {
    assertThat(texts("h1, h2, th, .page-head p, nav, .demo, .clock, .el-radio-group"))
        .as("Chinese headings at " + page.url())
        .noneMatch(CHINESE.asPredicate());
    assertThat(texts("body"))
        .as("Chinese texts at " + page.url())
        .noneMatch(text ->
            !names.contains(text)
                && OWN_TEXTS.stream().anyMatch(own -> own.matcher(text).matches()));
  }

  /** The console's own texts in Chinese, with anything in their gaps. */
  private static List<Pattern> ownTexts() {
    List<String> texts = new ArrayList<>();
    try (Stream<Path> sheets = Files.list(TEXTS)) {
      sheets
          .filter(sheet -> !sheet.endsWith("field.json"))
          .forEach(sheet -> gather(new ObjectMapper().readTree(sheet.toFile()), texts));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    assertThat(texts).hasSizeGreaterThan(400);
    return texts.stream()
        .filter(CHINESE.asPredicate())
        .map(text -> "\\Q" + text.replaceAll("\\{\\w+}", "\\\\E.*\\\\Q") + "\\E")
        .map(Pattern::compile)
        .toList();
  }

  private static void gather(JsonNode node, List<String> texts) {
    if (node.isString()) {
      texts.add(node.asString(""));
    } else {
      node.forEach(each -> gather(each, texts));
    }
  }

  /** Downloads a workbook; the rows below its headers, each as one text. */
  List<String> download(Locator link) throws IOException {
    Download report = page.waitForDownload(link::click);
    assertThat(report.suggestedFilename()).endsWith(".xlsx");
    try (ReadableWorkbook book = new ReadableWorkbook(report.path().toFile());
        Stream<Row> rows = book.getFirstSheet().openStream()) {
      return rows.skip(1)
          .map(row -> row.stream().map(cell -> cell == null ? "" : cell.getText()))
          .map(cells -> cells.collect(Collectors.joining("|")))
          .toList();
    }
  }

  /** What a phone reads from the code on the screen. */
  String scan(Locator code) throws IOException {
    BufferedImage picture = ImageIO.read(new ByteArrayInputStream(code.screenshot()));
    int width = picture.getWidth();
    int height = picture.getHeight();
    int[] pixels = picture.getRGB(0, 0, width, height, null, 0, width);
    try {
      return new QRCodeReader()
          .decode(
              new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(width, height, pixels))))
          .getText();
    } catch (NotFoundException e) {
      throw new AssertionError("there is no code in the picture", e);
    } catch (ReaderException e) {
      throw new AssertionError("the code can't be read", e);
    }
  }

  /** What the field app fills in as its code when a phone opens an address. */
  String codeOnPhone(String address) {
    Browser browser = Objects.requireNonNull(context.browser());
    try (BrowserContext phone =
        browser.newContext(new Browser.NewContextOptions().setIgnoreHTTPSErrors(true))) {
      Page field = phone.newPage();
      field.navigate(address);
      return field.getByTestId("enrol-code").inputValue();
    }
  }

  /** How the server answers this user's session. */
  int statusOf(String path) {
    return context.request().get(server.resolve(path).toString()).status();
  }

  /** Holds that one request was refused, as it should be; the browser notes that as an error. */
  void seeRefused(String path) {
    assertThat(complaints).as("refusals").hasSize(1).allMatch(it -> it.contains(path));
    complaints.clear();
  }

  /** Ends the session's window; what went wrong in it unseen is told now. */
  @Override
  public void close() {
    context.close();
    assertThat(complaints).as("errors in the browser").isEmpty();
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
