package org.shouwang.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Playwright;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shouwang.FieldClient;
import org.shouwang.browser.FieldPark.Worker;
import org.shouwang.vault.Masks;
import tools.jackson.databind.JsonNode;

/**
 * A registrar with a queue before them: tubes fill as fast as people can be scanned, online and
 * offline, and the server has each swab once, however the phone and the server died meanwhile.
 */
class SamplingFieldScenarioTests {

  private static final int NEXT_WITHIN_MS = 300;
  private static final int TUBE = 10;
  private static final String POINT = "SP01";
  private static final String PHONE = "1号采样点一台";

  @TempDir Path profiles;
  private final List<SamplingPhone> phones = new ArrayList<>();
  private Playwright playwright;
  private FieldPark park;
  private UUID round;

  @BeforeEach
  void startServerWithARoundOpen() throws Exception {
    park = FieldPark.start();
    playwright =
        Playwright.create(
            new Playwright.CreateOptions()
                .setEnv(
                    Map.of(
                        "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD",
                        "1",
                        "PLAYWRIGHT_NODEJS_PATH",
                        nodeOnPath())));
    postAtIsolationSite(park.everyWorker().getLast());
    round = openRound();
  }

  @AfterEach
  void stopAll() throws IOException, InterruptedException {
    phones.forEach(SamplingPhone::close);
    if (playwright != null) {
      playwright.close();
    }
    if (park != null) {
      park.close();
    }
  }

  @Test
  void thirtyPeopleGoIntoThreeTubesWithOneTouchAtMostAndEachSwabReachesTheServerOnce()
      throws Exception {
    List<Worker> queue = pooled();
    String single = park.everyWorker().getLast().scan();
    SamplingPhone phone = phone();
    phone.enrol(PHONE, POINT);
    List<Integer> latencies = new ArrayList<>();

    // the first tube, online: a wrong scan, a double and somebody who is swabbed alone
    phone.scan(tube(1));
    swab(phone, queue.subList(0, 4), 0, latencies);
    phone.scan(queue.get(40).scan());
    phone.touch("undo-last");
    phone.await("mode", "undone");
    assertThat(phone.slots()).isEqualTo(4);
    swab(phone, queue.subList(4, 5), 4, latencies);
    phone.page().waitForTimeout(1_100); // sooner it would be the same movement of the scanner
    phone.scan(queue.get(4).scan());
    assertThat(phone.said("fault")).isEqualTo("same_person_in_tube");
    phone.shoot("sampling-double");
    swab(phone, queue.subList(5, 8), 5, latencies);
    int before = phone.touches();
    phone.scan(single);
    assertThat(phone.said("fault")).isEqualTo("single_only");
    phone.shoot("sampling-single-only");
    phone.touch("way-another");
    latencies.add(phone.scan(tube(90)));
    assertThat(phone.touches() - before).as("touches for a single").isEqualTo(1);
    assertThat(phone.said("tube")).as("back in the pooled tube").isEqualTo(tube(1));
    swab(phone, queue.subList(8, 10), 8, latencies);
    phone.await("mode", "full");
    phone.shoot("sampling-full");
    phone.touch("seal");
    phone.await("mode", "tube");

    // the second: the server stops in the middle
    phone.scan(tube(2));
    swab(phone, queue.subList(10, 15), 0, latencies);
    phone.waitForWaiting(0);
    park.stop();
    swab(phone, queue.subList(15, 20), 5, latencies);
    phone.touch("seal");

    // the third: the battery falls out in the middle
    phone.scan(tube(3));
    swab(phone, queue.subList(20, 23), 0, latencies);
    phone.kill();
    phone.open();
    phone.await("tube", tube(3));
    assertThat(phone.slots()).isEqualTo(3);
    swab(phone, queue.subList(23, 30), 3, latencies);
    phone.shoot("sampling-offline");
    phone.touch("seal");
    phone.await("mode", "tube");

    assertThat(latencies).allMatch(ms -> ms <= NEXT_WITHIN_MS);
    park.startAgain();
    phone.waitForWaiting(0);
    phone.shoot("sampling-sent");

    assertThat(swabsOf(PHONE)).as("all swabs, the undone one too, once each").hasSize(32);
    assertThat(swabsOf(PHONE).stream().map(Kept::id)).doesNotHaveDuplicates();
    assertThat(swabsOf(PHONE).stream().filter(Kept::undone)).hasSize(1);
    for (int serial : new int[] {1, 2, 3, 90}) {
      JsonNode tube = tubePage(tube(serial));
      int people = serial == 90 ? 1 : TUBE;
      assertThat(tube.toString()).contains("sealed");
      assertThat(live(tube(serial))).hasSize(people).doesNotHaveDuplicates();
    }
    assertThat(conflicts()).isEmpty();
    assertThat(roundNow().path("tested").asInt()).isEqualTo(31);
  }

  @Test
  void twoPointsOfflineWithTheSamePersonAndTubeKeepBothAndShowTheConflict() throws Exception {
    List<Worker> queue = pooled();
    Worker twice = queue.get(0);
    SamplingPhone one = phone();
    SamplingPhone other = phone();
    one.enrol("1号采样点一台", POINT);
    other.enrol("2号采样点一台", "SP02");
    park.stop();
    for (SamplingPhone phone : phones) {
      phone.scan(tube(7));
      phone.scan(twice.scan());
      assertThat(phone.said("person")).isEqualTo(Masks.name(twice.name()));
    }
    one.scan(queue.get(1).scan());
    other.scan(queue.get(2).scan());
    other.scan(queue.get(3).scan());

    park.startAgain();
    one.waitForWaiting(0);
    other.waitForWaiting(0);

    assertThat(swabsOf("1号采样点一台")).hasSize(2);
    assertThat(swabsOf("2号采样点一台")).hasSize(3);
    Map<String, JsonNode> conflicts = conflicts();
    assertThat(conflicts.keySet()).contains("two_places");
    assertThat(Set.of("same_person_in_tube", "same_person_in_round"))
        .anyMatch(conflicts.keySet()::contains);
    one.page().waitForTimeout(200);
    boolean told =
        phones.stream()
            .anyMatch(phone -> phone.page().locator("[data-testid=open-attention]").count() > 0);
    assertThat(told).as("a registrar is told").isTrue();
    SamplingPhone who =
        phones.stream()
            .filter(phone -> phone.page().locator("[data-testid=open-attention]").count() > 0)
            .findFirst()
            .orElseThrow();
    who.touch("open-attention");
    who.page().waitForSelector("[data-testid=conflict-code][data-code=two_places]");
    who.shoot("sampling-conflict");

    JsonNode conflict = conflicts.get("two_places");
    park.signedIn("sampling")
        .post(
            "/api/v1/sampling/conflicts/" + conflict.path("id").asString("") + "/resolve",
            Map.of("outcome", "keep", "reason", "查看实物：两支不同的管，重号"));
    assertThat(conflicts().keySet()).doesNotContain("two_places");
    assertThat(swabsOf("1号采样点一台").size() + swabsOf("2号采样点一台").size()).isEqualTo(5);
  }

  /** Scans people one after the other; each must be in the tube, without any touch. */
  private void swab(
      SamplingPhone phone, List<Worker> people, int already, List<Integer> latencies) {
    int position = already;
    for (Worker worker : people) {
      int touches = phone.touches();
      latencies.add(phone.scan(worker.scan()));
      position++;
      assertThat(phone.said("fault")).as(worker.name()).isEmpty();
      assertThat(phone.said("filled")).isEqualTo(String.valueOf(position));
      assertThat(phone.said("person")).isEqualTo(Masks.name(worker.name()));
      assertThat(phone.touches()).isEqualTo(touches);
    }
  }

  private SamplingPhone phone() throws IOException {
    Path profile = Files.createDirectory(profiles.resolve("phone-" + phones.size()));
    SamplingPhone phone = new SamplingPhone(playwright, profile, park);
    phones.add(phone);
    phone.open();
    return phone;
  }

  /** Whoever works at an isolation site is swabbed alone; the demo's roster has nobody there. */
  private void postAtIsolationSite(Worker worker) throws IOException {
    try (Connection database = park.database();
        PreparedStatement post =
            database.prepareStatement(
                """
                update people.membership set post = '隔离点消杀'
                where person_id = (select id from people.person where badge = ?)
                """)) {
      post.setString(1, worker.badge());
      assertThat(post.executeUpdate()).isPositive();
    } catch (SQLException e) {
      throw new IOException(e);
    }
  }

  private UUID openRound() throws IOException, InterruptedException {
    FieldClient lead = park.signedIn("sampling");
    Instant now = park.worldNow();
    JsonNode made =
        lead.post(
            "/api/v1/sampling/rounds",
            Map.of(
                "name",
                "第一轮",
                "opensAt",
                now.minus(Duration.ofHours(1)).toString(),
                "closesAt",
                now.plus(Duration.ofHours(8)).toString(),
                "everyone",
                true));
    String id = made.path("id").asString("");
    lead.post(
        "/api/v1/sampling/rounds/" + id + "/open", Map.of("version", made.path("version").asInt()));
    return UUID.fromString(id);
  }

  private JsonNode roundNow() throws IOException, InterruptedException {
    return park.signedIn("sampling").ask("/api/v1/sampling/rounds/" + round);
  }

  private JsonNode tubePage(String code) throws IOException, InterruptedException {
    return park.signedIn("sampling").ask("/api/v1/sampling/tubes/" + code);
  }

  /** Open conflicts by kind. */
  private Map<String, JsonNode> conflicts() throws IOException, InterruptedException {
    JsonNode page = park.signedIn("sampling").ask("/api/v1/sampling/conflicts?state=open");
    return StreamSupport.stream(page.path("items").spliterator(), false)
        .collect(
            java.util.stream.Collectors.toMap(
                item -> item.path("kind").asString(""), item -> item, (a, b) -> a));
  }

  /** Our codes carry a check digit over all before it; letters count as two digits. */
  private static String tube(int serial) {
    String payload = "QC220308%04d".formatted(serial);
    StringBuilder digits = new StringBuilder();
    payload.chars().forEach(each -> digits.append(Character.digit(each, 36)));
    int sum = 0;
    for (int i = digits.length() - 1, n = 0; i >= 0; i--, n++) {
      int digit = (digits.charAt(i) - '0') * (n % 2 == 0 ? 2 : 1);
      sum += digit > 9 ? digit - 9 : digit;
    }
    return payload + (10 - sum % 10) % 10;
  }

  /** Workers whom the round lets share a tube of ten. */
  private List<Worker> pooled() throws IOException {
    Set<String> badges =
        new TreeSet<>(badges("e.pool = 10 and e.household_id is null and not e.child"));
    List<Worker> pooled =
        park.everyWorker().stream().filter(worker -> badges.contains(worker.badge())).toList();
    assertThat(pooled).hasSizeGreaterThan(41);
    return pooled;
  }

  private List<String> badges(String which) throws IOException {
    try (Connection database = park.database();
        PreparedStatement people =
            database.prepareStatement(
                """
                select p.badge from sampling.expected e join people.person p on p.id = e.person_id
                where e.round_id = ? and p.badge like 'SH%' and p.unit_id in (
                  select c.descendant_id from people.place_unit l
                  join people.unit_closure c on c.ancestor_id = l.unit_id
                  join people.place s on s.id = l.place_id
                  where s.code = 'SP01') and
                """
                    + which
                    + " order by p.badge")) {
      people.setObject(1, round);
      List<String> badges = new ArrayList<>();
      try (ResultSet row = people.executeQuery()) {
        while (row.next()) {
          badges.add(row.getString(1));
        }
      }
      return badges;
    } catch (SQLException e) {
      throw new IOException(e);
    }
  }

  /** A swab in the server. */
  private record Kept(UUID id, UUID person, String tube, boolean undone) {}

  private List<String> live(String tube) throws IOException {
    return kept("s.tube = ?", tube).stream()
        .filter(swab -> !swab.undone())
        .map(swab -> swab.person().toString())
        .toList();
  }

  private List<Kept> swabsOf(String device) throws IOException {
    return kept("s.device_id = (select id from security.device where name = ?)", device);
  }

  private List<Kept> kept(String which, String value) throws IOException {
    try (Connection database = park.database();
        PreparedStatement swabs =
            database.prepareStatement(
                """
                select s.id, s.person_id, s.tube,
                  exists (select 1 from sampling.swab_end e where e.swab_id = s.id)
                from sampling.swab s where
                """
                    + which)) {
      swabs.setString(1, value);
      List<Kept> kept = new ArrayList<>();
      try (ResultSet row = swabs.executeQuery()) {
        while (row.next()) {
          kept.add(
              new Kept(
                  row.getObject(1, UUID.class),
                  row.getObject(2, UUID.class),
                  row.getString(3),
                  row.getBoolean(4)));
        }
      }
      return kept;
    } catch (SQLException e) {
      throw new IOException(e);
    }
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
