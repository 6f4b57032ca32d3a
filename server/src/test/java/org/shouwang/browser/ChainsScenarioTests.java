package org.shouwang.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.BoundingBox;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Set;
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
 * An investigator looks at transmission chains: of 500 people one by one, of 3,000 as clusters that
 * open; moves and zooms, and finds the same on the timeline and in the table.
 */
@TestMethodOrder(OrderAnnotation.class)
@Timeout(240)
class ChainsScenarioTests {

  private static final String HOST = "chains.shouwang.test";
  private static final Set<String> NAMES = Set.of("守望三班", "守望四班", "守望食堂", "流调员");

  /** Nothing that a reader does may hold the page up for longer. */
  private static final double LONGEST_MS = 2_000;

  /** A chain of cases: each met the next; around each so many contacts. */
  private static final String CHAIN =
      """
      with number as (select generate_series(1, %1$d) as n),
      person as (
        insert into people.person (id, name, initials, kind, class_of_person, unit_id)
        select md5('%3$s' || n)::uuid, '病例' || n, 'bl', 'employee', 'shift_worker',
               (select id from people.unit where code = 'C1')
        from number returning id
      ),
      file as (
        insert into cases.case_file (id, number, person_id, unit_id, disease, classification,
          onset, sampled_at, controlled_at, state, opened_at, opened_by, traced_at)
        select md5('%3$s-case' || n)::uuid, '%3$s-' || lpad(n::text, 3, '0'), md5('%3$s' || n)::uuid,
               (select id from people.unit where code = 'C1'), 'covid-19',
               (array['confirmed', 'asymptomatic', 'suspected'])[1 + n %% 3],
               case when n %% 4 > 0 then date '2022-03-01' + n / 3 end,
               timestamptz '2022-03-03 09:00+08' + make_interval(days => n / 4),
               timestamptz '2022-03-03 12:00+08' + make_interval(days => n / 4), 'open',
               timestamptz '2022-03-03 10:00+08' + make_interval(days => n / 4), '测试', now()
        from number returning id
      ),
      near as (
        select md5('%3$s-case' || n)::uuid as file, md5('%3$s' || n)::uuid as of,
               md5('%3$s-near' || n || '-' || k)::uuid as person, k,
               timestamptz '2022-03-01 12:00+08' + make_interval(days => n / 4, mins => k) as at
        from number, generate_series(1, %2$d) as k
        union all
        select md5('%3$s-case' || n)::uuid, md5('%3$s' || n)::uuid, md5('%3$s' || n + 1)::uuid, 0,
               timestamptz '2022-03-01 12:00+08' + make_interval(days => n / 4)
        from number where n < %1$d
      ),
      contact_person as (
        insert into people.person (id, name, initials, kind, class_of_person, unit_id)
        select person, '接触' || k, 'jc', 'employee', 'shift_worker',
               (select id from people.unit where code = 'C1')
        from near where k > 0 returning id
      ),
      exposure as (
        insert into cases.exposure (case_id, person_id, id, of_id, kind, place_id, from_at, until_at,
          minutes, recorded_at)
        select file, person, gen_random_uuid(), of,
               (array['zone', 'ride', 'household'])[1 + k %% 3],
               (select id from people.place where code = 'C1'), at, at + interval '30 min', 30, now()
        from near returning id
      )
      insert into cases.contact (case_id, person_id, unit_id, degree, proposed, state, source,
        first_exposure, last_exposure, exposures, minutes, found_at)
      select file, person,
             (select id from people.unit where code = case when k %% 2 = 0 then 'C2' else 'C1' end),
             1, 'close',
             (array['close', 'candidate', 'general', 'secondary'])[1 + k %% 4], 'traced', at,
             at + interval '30 min', 1, 30, now()
      from near
      """;

  private static Playwright playwright;
  private static Browser browser;
  private static ServerProcess server;

  @BeforeAll
  static void startServer() throws IOException, InterruptedException, SQLException {
    playwright = ConsoleUser.playwright();
    browser = ConsoleUser.browser(playwright, HOST);
    server =
        ServerProcess.start(
            "chains",
            "--shouwang.demo=true",
            "--shouwang.scenario.play=false",
            "--shouwang.tls.enabled=false");
    FieldClient admin = new FieldClient(server);
    admin.signIn("admin", ConsoleUser.PASSWORD);
    admin.put("/api/v1/clock", Map.of("world", "2022-03-16T12:00:00+08:00", "rate", 1));
    try (Connection database = server.database();
        Statement statement = database.createStatement()) {
      statement.execute(
          """
          insert into people.unit (id, code, name, kind, path)
          values (gen_random_uuid(), 'C1', '守望三班', 'department', 'x'),
                 (gen_random_uuid(), 'C2', '守望四班', 'department', 'x')
          """);
      statement.execute(
          """
          insert into people.place (id, code, name, kind, level)
          values (gen_random_uuid(), 'C1', '守望食堂', 'canteen', 'room')
          """);
      statement.execute(CHAIN.formatted(20, 24, "A"));
      statement.execute(CHAIN.formatted(40, 74, "B"));
      statement.execute(
          """
          insert into isolation.isolation_order (id, person_id, unit_id, disease, class,
            last_exposure, isolated_on, place, document, rules_of, until_on, state, proposed_at, ordered_at,
            ordered_by)
          select gen_random_uuid(), c.person_id, c.unit_id, f.disease, 'close', '2022-03-02', '2022-03-03',
                 'central', '告知 1 号', now(), '2022-03-16', 'ordered', now(), now(), '联络员'
          from cases.contact c join cases.case_file f on f.id = c.case_id
          where f.number = 'A-001' and c.state = 'close' and c.person_id not in
            (select person_id from cases.case_file)
          """);
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

  private static void openChain(ConsoleUser user, String number) {
    user.go("cases");
    user.row("cases", number).getByTestId("case-link").click();
    user.at("case-to-chain").click();
    user.see(user.at("chain-graph"));
  }

  @Test
  @Order(1)
  void fiveHundredAreDrawnOneByOneAndMoveSmoothly() {
    try (ConsoleUser user = investigator()) {
      openChain(user, "A-020");
      user.seeText(user.at("chain-sum"), "1 条链 · 20 例病例 · 480 名接触者");
      assertThat(user.at("chain-graph").getAttribute("aria-label")).contains("500 个节点、499 条");
      seeDrawn(user, 500);
      user.seeText(user.at("chain-legend"), "发病较早者指向较晚者");
      user.shoot("chain-500");
      measure(user, "500 people");
    }
  }

  @Test
  @Order(2)
  void whoWasNearIsFoundByMouseAndByKeysWithItsEvidence() {
    try (ConsoleUser user = investigator()) {
      openChain(user, "A-018");
      user.at("chain-graph").focus();
      user.page().keyboard().press("ArrowRight");
      user.page().keyboard().press("Enter");
      user.seeText(user.at("chain-person"), "A-");
      user.shoot("chain-person");
      user.at("chain-why").first().click();
      user.seeText(user.at("chain-evidence"), "守望食堂");
      user.seeText(user.at("chain-evidence"), "30 分");
      user.shoot("chain-evidence");
      user.page().keyboard().press("Escape");
      user.seeNothingOf(user.at("chain-evidence").locator("visible=true"));
      clickSomebody(user);
      user.at("chain-to-case").first().click();
      user.page().waitForURL("**/cases/*-*");
    }
  }

  @Test
  @Order(3)
  void threeThousandAreClustersThatOpen() {
    try (ConsoleUser user = investigator()) {
      openChain(user, "B-040");
      user.seeText(user.at("chain-sum"), "40 例病例 · 2,960 名接触者");
      assertThat(user.at("chain-graph").getAttribute("aria-label"))
          .as("40 cases, each with one cluster")
          .contains("80 个节点");
      seeDrawn(user, 80);
      user.shoot("chain-3000");
      measure(user, "3,000 people in clusters");
      user.at("chain-view").getByText("表格").click();
      user.row("chain-items", "B-001 的接触者").getByTestId("chain-pick").click();
      user.seeText(user.at("chain-close-all"), "1");
      user.at("chain-view").getByText("关系图").click();
      user.see(user.page().locator("[data-testid=chain-graph][aria-label*='153 个节点']"));
      seeDrawn(user, 153);
      user.shoot("chain-3000-open");
      user.at("chain-close-all").click();
      user.seeNothingOf(user.at("chain-close-all"));
      user.choose("chain-by", "单位");
      user.at("chain-view").getByText("表格").click();
      user.seeText(user.row("chain-items", "守望四班"), "密接 ");
      user.shoot("chain-by-unit");
    }
  }

  @Test
  @Order(4)
  void theTimelineShowsWhenAndTheTableTheSame() {
    try (ConsoleUser user = investigator()) {
      openChain(user, "A-018");
      user.at("chain-view").getByText("时间轴").click();
      assertThat(user.at("timeline-row").count()).isEqualTo(100);
      user.at("timeline-more").click();
      user.see(user.at("timeline-row").nth(150));
      user.shoot("chain-timeline");
      Locator told =
          user.at("timeline-row", "病例1")
              .first()
              .getByRole(com.microsoft.playwright.options.AriaRole.IMG);
      assertThat(told.getAttribute("aria-label")).contains("首次阳性采样").contains("接触时段");
      user.at("timeline-row", "接触4")
          .first()
          .getByRole(com.microsoft.playwright.options.AriaRole.BUTTON)
          .click();
      user.see(user.at("chain-person"));
    }
  }

  @Test
  @Order(5)
  void thePagesAreEnglishAndFitAPhoneAndALeadMayNotLook() {
    try (ConsoleUser user = investigator()) {
      user.at("language").click();
      openChain(user, "A-018");
      user.seeNoChineseBut(NAMES);
      user.shoot("en-chain");
      user.page().setViewportSize(360, 740);
      seeDrawn(user, 500);
      user.shoot("phone-chain");
      assertThat(user.page().evaluate("() => document.documentElement.scrollWidth")).isEqualTo(360);
      user.at("chain-view").getByText("Timeline").click();
      user.see(user.at("timeline-row"));
      user.shoot("phone-chain-timeline");
      assertThat(user.page().evaluate("() => document.documentElement.scrollWidth")).isEqualTo(360);
      user.at("chain-view").getByText("Table").click();
      user.see(user.rows("chain-items"));
      user.shoot("phone-chain-table");
      assertThat(user.page().evaluate("() => document.documentElement.scrollWidth")).isEqualTo(360);
      user.page().setViewportSize(1440, 900);
      user.at("language").click(); // the account keeps its language
      user.see(user.button("English"));
    }
    try (ConsoleUser lead = new ConsoleUser(browser, server.uri("/")).signIn("lead")) {
      lead.typeAddress("/cases/chains");
      lead.see(lead.text("您没有查看此页的权限"));
      assertThat(lead.statusOf("/api/v1/cases/chains")).isEqualTo(403);
    }
  }

  /** Waits until the canvas holds at least so much ink as so many symbols need. */
  private static void seeDrawn(ConsoleUser user, int symbols) {
    user.page()
        .waitForFunction(
            """
            (symbols) => {
              const canvas = document.querySelector('[data-testid=chain-graph] canvas')
              if (!canvas?.width) return false
              const data = canvas.getContext('2d')
                .getImageData(0, 0, canvas.width, canvas.height).data
              let dots = 0
              for (let at = 3; at < data.length; at += 4) if (data[at] > 150) dots++
              return dots > symbols * 8
            }
            """,
            symbols);
  }

  /** Clicks across the middle until somebody is hit. */
  private static void clickSomebody(ConsoleUser user) {
    BoundingBox box = user.at("chain-graph").boundingBox();
    Locator found = user.at("chain-person").locator("visible=true");
    for (double x = box.x + 40; x < box.x + box.width; x += 5) {
      user.page().mouse().click(x, box.y + box.height * 0.45);
      if (user.page().locator(".el-drawer").locator("visible=true").count() > 0) {
        break;
      }
    }
    user.page().waitForTimeout(300);
    if (found.count() == 0) { // a link was hit: from it to one of the two
      user.at("chain-evidence").locator("button").first().click();
    }
    user.see(found);
  }

  private static Object picture(ConsoleUser user) {
    return user.page()
        .evaluate("() => document.querySelector('[data-testid=chain-graph] canvas').toDataURL()");
  }

  /** Moves and zooms as a reader would; says how long frames took. */
  private static void measure(ConsoleUser user, String what) {
    BoundingBox box = user.at("chain-graph").boundingBox();
    double x = box.x + box.width / 2;
    double y = box.y + box.height / 2;
    user.page()
        .evaluate(
            """
            () => {
              window.frames500 = []
              window.longest = 0
              new PerformanceObserver((list) => {
                for (const each of list.getEntries()) {
                  window.longest = Math.max(window.longest, each.duration)
                }
              }).observe({ type: 'longtask' })
              let last = performance.now()
              const next = (now) => {
                window.frames500.push(now - last)
                last = now
                window.watching = requestAnimationFrame(next)
              }
              window.watching = requestAnimationFrame(next)
            }
            """);
    Object before = picture(user);
    user.page().mouse().move(x, y);
    for (int i = 0; i < 12; i++) {
      user.page().mouse().wheel(0, -120);
      user.page().waitForTimeout(30);
    }
    user.page().mouse().down();
    for (int i = 0; i < 60; i++) {
      user.page().mouse().move(x + 3 * i, y + 2 * i);
      user.page().waitForTimeout(10);
    }
    user.page().mouse().up();
    assertThat(picture(user)).as("what was drawn moved").isNotEqualTo(before);
    for (int i = 0; i < 12; i++) {
      user.page().mouse().wheel(0, 120);
      user.page().waitForTimeout(30);
    }
    Map<?, ?> seen =
        (Map<?, ?>)
            user.page()
                .evaluate(
                    """
                    () => {
                      cancelAnimationFrame(window.watching)
                      const frames = window.frames500.slice(2).sort((one, other) => one - other)
                      const at = (part) => frames[Math.floor(frames.length * part)] ?? 0
                      return {
                        frames: frames.length,
                        median: at(0.5),
                        p95: at(0.95),
                        longest: window.longest,
                      }
                    }
                    """);
    double longest = ((Number) seen.get("longest")).doubleValue();
    System.out.printf(
        "chains: %s: %s frames, median %.1f ms, p95 %.1f ms, longest task %.0f ms%n",
        what,
        seen.get("frames"),
        ((Number) seen.get("median")).doubleValue(),
        ((Number) seen.get("p95")).doubleValue(),
        longest);
    assertThat(((Number) seen.get("frames")).intValue()).as("it moved at all").isGreaterThan(20);
    assertThat(longest).as("no task may hold the page up").isLessThan(LONGEST_MS);
  }
}
