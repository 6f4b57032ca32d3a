package org.shouwang.cases;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.shouwang.IntegrationTest;
import org.shouwang.security.Browser;
import org.shouwang.security.Browser.Answer;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Chains as the database holds them, and who may look at them. */
class ChainsIntegrationTests extends IntegrationTest {

  private static final AtomicInteger NUMBERS = new AtomicInteger();

  @Autowired JdbcClient jdbc;
  @LocalServerPort int port;

  private Browser command;
  private UUID unit;
  private UUID otherUnit;
  private UUID canteen;

  @BeforeEach
  void park() {
    command = Browser.signedIn(port, "command");
    unit = unit();
    otherUnit = unit();
    canteen = UUID.randomUUID();
    jdbc.sql(
            "insert into people.place (id, code, name, kind, level) values (?, ?, ?, 'canteen', 'room')")
        .params(canteen, canteen.toString(), "食堂" + canteen)
        .update();
  }

  @Test
  void aContactWhoBecameACaseLinksTheTwoAndTheSameMeetingInBothFilesIsOne() {
    UUID first = person(unit);
    UUID second = person(unit);
    UUID eater = person(otherUnit);
    UUID one = file(first, unit, "2022-03-06", "open");
    UUID two = file(second, unit, "2022-03-09", "open");
    near(one, first, second, "close", "2022-03-07 12:00+08", 30);
    near(two, second, first, "close", "2022-03-07 12:00+08", 30);
    near(two, second, eater, "candidate", "2022-03-08 12:00+08", 20);
    near(two, second, eater, "candidate", "2022-03-08 18:00+08", 15);
    for (UUID from : List.of(one, two)) {
      JsonNode graph = graph("caseId=" + from);
      assertThat(kinds(graph)).isEqualTo(Map.of("case", 2, "contact", 1));
      assertThat(graph.path("chains")).hasSize(1);
      assertThat(graph.path("chains").get(0).path("caseId").asString()).isEqualTo(one.toString());
      JsonNode cases = link(graph, first, second);
      assertThat(cases.path("from").asString()).isEqualTo(first.toString());
      assertThat(cases.path("direction").asString()).isEqualTo("onset");
      assertThat(cases.path("times").asInt()).isEqualTo(1);
      assertThat(cases.path("minutes").asInt()).isEqualTo(30);
      assertThat(cases.path("places").get(0).asString()).isEqualTo("食堂" + canteen);
      JsonNode exposed = link(graph, second, eater);
      assertThat(exposed.path("direction").asString()).isEqualTo("exposed");
      assertThat(exposed.path("times").asInt()).isEqualTo(2);
      assertThat(exposed.path("minutes").asInt()).isEqualTo(35);
    }
    JsonNode told = command.get(exposures(eater, second)).json();
    assertThat(told).hasSize(2);
    assertThat(told.get(0).path("of").path("id").asString()).isEqualTo(second.toString());
    assertThat(
            jdbc.sql(
                    "select count(*) from audit.entry where action = 'cases.chains_read' and subject = ?")
                .param("case:" + one)
                .query(Integer.class)
                .single())
        .as("who looked is written down")
        .isEqualTo(1);
  }

  @Test
  void whoWasDroppedOrLapsedAndWhatWasWithdrawnLinksNobody() {
    UUID first = person(unit);
    UUID second = person(unit);
    UUID third = person(unit);
    UUID one = file(first, unit, "2022-03-06", "open");
    UUID two = file(second, unit, "2022-03-09", "open");
    UUID gone = file(third, unit, "2022-03-09", "withdrawn");
    near(one, first, second, "dropped", "2022-03-07 12:00+08", 30);
    near(one, first, third, "lapsed", "2022-03-07 12:00+08", 30);
    near(gone, third, second, "withdrawn", "2022-03-07 12:00+08", 30);
    JsonNode graph = graph("caseId=" + one);
    assertThat(kinds(graph)).isEqualTo(Map.of("case", 1));
    assertThat(graph.path("links")).isEmpty();
    assertThat(kinds(graph("caseId=" + two))).isEqualTo(Map.of("case", 1));
    assertThat(command.get("/api/v1/cases/chains?caseId=" + gone).code())
        .isEqualTo("cases.unknown");
    assertThat(command.get(exposures(first, second)).json()).isEmpty();
  }

  @Test
  void aPeriodTakesClosedCasesInAndOpenOnesAreShownWithoutOne() {
    UUID sick = person(unit);
    UUID file = file(sick, unit, "2022-03-06", "closed");
    Browser own = within(unit, "investigator");
    assertThat(own.get("/api/v1/cases/chains").json().path("items")).isEmpty();
    assertThat(
            own.get("/api/v1/cases/chains?from=2022-03-10&until=2022-03-10").json().path("items"))
        .hasSize(1);
    assertThat(own.get("/api/v1/cases/chains?from=2022-03-11").json().path("items")).isEmpty();
    assertThat(own.get("/api/v1/cases/chains?until=2022-03-09").json().path("items")).isEmpty();
    assertThat(own.get("/api/v1/cases/chains?caseId=" + file).json().path("items")).hasSize(1);
    Answer turned = own.get("/api/v1/cases/chains?from=2022-03-11&until=2022-03-10");
    assertThat(turned.status()).isEqualTo(422);
    assertThat(turned.code()).isEqualTo("cases.until_before");
    assertThat(own.get("/api/v1/cases/chains?by=colour").code()).isEqualTo("cases.not_a_choice");
    assertThat(own.get("/api/v1/cases/chains?open=" + "x,".repeat(40) + "y").code())
        .isEqualTo("cases.chains_too_open");
  }

  @Test
  void whatIsTooManyComesAsClustersThatOpen() {
    UUID first = person(unit);
    UUID file = file(first, unit, "2022-03-06", "open");
    UUID second = person(unit);
    UUID other = file(second, unit, "2022-03-08", "open");
    near(file, first, second, "close", "2022-03-07 12:00+08", 30);
    many(file, first, unit, 1_100);
    many(other, second, otherUnit, 450);
    JsonNode graph = graph("caseId=" + file);
    assertThat(graph.path("people").asInt()).isEqualTo(1_552);
    assertThat(kinds(graph)).isEqualTo(Map.of("case", 2, "cluster", 2));
    JsonNode small = cluster(graph, 450);
    assertThat(small.path("cluster").path("contacts").path("close").asInt()).isEqualTo(450);
    JsonNode open = graph("caseId=" + file + "&open=" + small.path("key").asString());
    assertThat(kinds(open)).isEqualTo(Map.of("case", 2, "cluster", 1, "contact", 450));
    assertThat(open.path("links")).hasSize(1 + 1 + 450);
    JsonNode large = cluster(graph, 1_100);
    JsonNode parts = graph("caseId=" + file + "&open=" + large.path("key").asString());
    assertThat(kinds(parts))
        .as("by unit and place they are one, so in parts")
        .isEqualTo(Map.of("case", 2, "cluster", 4));
    JsonNode units = graph("caseId=" + file + "&by=unit");
    assertThat(units.path("items").get(2).path("cluster").path("name").asString()).startsWith("单位");
  }

  @Test
  void onlyWhoWorksOnCasesSeesChainsAndOnlyThoseOfTheirUnits() {
    UUID sick = person(unit);
    UUID near = person(otherUnit);
    UUID file = file(sick, unit, "2022-03-06", "open");
    UUID elsewhere = file(near, otherUnit, "2022-03-09", "open");
    near(file, sick, near, "close", "2022-03-07 12:00+08", 30);
    String path = "/api/v1/cases/chains?caseId=" + file;
    for (String account :
        List.of("lead", "guard1", "gatelead", "sampling", "lab", "auditor", "admin")) {
      Browser browser = Browser.signedIn(port, account);
      for (String each : List.of("/api/v1/cases/chains", path, exposures(sick, near))) {
        assertThat(browser.get(each).status()).as("%s of %s", each, account).isEqualTo(403);
      }
    }
    Browser own = within(unit, "investigator");
    JsonNode seen = own.get(path).json();
    assertThat(kinds(seen))
        .as("the other case is of another unit")
        .isEqualTo(Map.of("case", 1, "contact", 1));
    assertThat(own.get(exposures(sick, near)).json()).hasSize(1);
    assertThat(own.get("/api/v1/cases/chains?caseId=" + elsewhere).code())
        .isEqualTo("cases.unknown");
    Browser others = within(otherUnit, "investigator");
    assertThat(others.get(path).code()).isEqualTo("cases.unknown");
    assertThat(others.get(exposures(sick, near)).json()).isEmpty();
    assertThat(kinds(graph("caseId=" + elsewhere)))
        .as("the command sees both")
        .isEqualTo(Map.of("case", 2));
  }

  // ── what the tests stand on ────────────────────────────────────────────────────────────────────

  private JsonNode graph(String query) {
    Answer answer = command.get("/api/v1/cases/chains?" + query);
    assertThat(answer.status()).as(answer.code()).isEqualTo(200);
    return answer.json();
  }

  private static String exposures(UUID one, UUID other) {
    return "/api/v1/cases/chains/exposures?one=" + one + "&other=" + other;
  }

  private static Map<String, Integer> kinds(JsonNode graph) {
    Map<String, Integer> kinds = new TreeMap<>();
    graph.path("items").forEach(it -> kinds.merge(it.path("kind").asString(), 1, Integer::sum));
    return kinds;
  }

  private static JsonNode link(JsonNode graph, UUID one, UUID other) {
    List<String> ends = List.of(one.toString(), other.toString());
    for (JsonNode each : graph.path("links")) {
      if (ends.contains(each.path("from").asString())
          && ends.contains(each.path("to").asString())) {
        return each;
      }
    }
    throw new AssertionError("no link between them in " + graph.path("links"));
  }

  private static JsonNode cluster(JsonNode graph, int size) {
    for (JsonNode each : graph.path("items")) {
      if (each.path("cluster").path("size").asInt() == size) {
        return each;
      }
    }
    throw new AssertionError("no cluster of " + size);
  }

  private UUID unit() {
    UUID id = UUID.randomUUID();
    jdbc.sql(
            "insert into people.unit (id, code, name, kind, path) values (?, ?, ?, 'department', 'x')")
        .params(id, id.toString(), "单位" + id)
        .update();
    jdbc.sql(
            "insert into people.unit_closure (ancestor_id, descendant_id, distance) values (?, ?, 0)")
        .params(id, id)
        .update();
    return id;
  }

  private UUID person(UUID unit) {
    UUID id = UUID.randomUUID();
    jdbc.sql(
            """
            insert into people.person (id, name, kind, class_of_person, unit_id)
            values (?, '张小三', 'employee', 'shift_worker', ?)
            """)
        .params(id, unit)
        .update();
    return id;
  }

  /**
   * Long under control: nothing more is asked of the records, which hold none of these contacts.
   */
  private UUID file(UUID person, UUID unit, @Nullable String onset, String state) {
    UUID id = UUID.randomUUID();
    jdbc.sql(
            """
            insert into cases.case_file (id, number, person_id, unit_id, disease, classification, onset,
              controlled_at, state, opened_at, opened_by, ended_at, traced_at)
            select :id, :number, :person, :unit, 'covid-19', 'confirmed', :onset::date,
                   '2022-03-10 18:00+08', :state, '2022-03-10 12:00+08', '测试', case when :state <> 'open' then now() end, now()
            """)
        .param("id", id)
        .param("number", "C-" + NUMBERS.incrementAndGet() + "-" + id)
        .param("person", person)
        .param("unit", unit)
        .param("onset", onset)
        .param("state", state)
        .update();
    return id;
  }

  private void near(UUID file, UUID of, UUID person, String state, String from, int minutes) {
    jdbc.sql(
            """
            insert into cases.contact (case_id, person_id, unit_id, degree, proposed, state, source,
              first_exposure, last_exposure, exposures, minutes, found_at)
            select :file, :person, p.unit_id, 1, 'close', :state, 'traced', :from::timestamptz,
                   :from::timestamptz, 1, :minutes, now()
            from people.person p where p.id = :person
            on conflict do nothing
            """)
        .param("file", file)
        .param("person", person)
        .param("state", state)
        .param("from", from)
        .param("minutes", minutes)
        .update();
    jdbc.sql(
            """
            insert into cases.exposure (case_id, person_id, id, of_id, kind, place_id, from_at,
              until_at, minutes, recorded_at)
            values (:file, :person, gen_random_uuid(), :of, 'zone', :place, :from::timestamptz,
              :from::timestamptz + make_interval(mins => :minutes), :minutes, now())
            """)
        .param("file", file)
        .param("person", person)
        .param("of", of)
        .param("place", canteen)
        .param("from", from)
        .param("minutes", minutes)
        .update();
  }

  /** People of one unit who ate beside somebody. */
  private void many(UUID file, UUID of, UUID unit, int people) {
    jdbc.sql(
            """
            with made as (
              insert into people.person (id, name, kind, class_of_person, unit_id)
              select gen_random_uuid(), '李四', 'employee', 'shift_worker', :unit
              from generate_series(1, :people)
              returning id
            ),
            near as (
              insert into cases.exposure (case_id, person_id, id, of_id, kind, place_id, from_at,
                until_at, minutes, recorded_at)
              select :file, id, gen_random_uuid(), :of, 'zone', :place, '2022-03-07 12:00+08',
                     '2022-03-07 12:30+08', 30, now()
              from made
            )
            insert into cases.contact (case_id, person_id, unit_id, degree, proposed, state, source,
              first_exposure, last_exposure, exposures, minutes, found_at)
            select :file, id, :unit, 1, 'close', 'close', 'traced', '2022-03-07 12:00+08',
                   '2022-03-07 12:30+08', 1, 30, now()
            from made
            """)
        .param("unit", unit)
        .param("people", people)
        .param("file", file)
        .param("of", of)
        .param("place", canteen)
        .update();
  }

  private Browser within(UUID unit, String role) {
    UUID id = UUID.randomUUID();
    String name = role + "-" + id;
    jdbc.sql(
            """
            insert into security.account (id, username, username_key, display_name, roles, everywhere,
              units, language, password_hash, must_change_password, made_at, demo)
            select ?, ?, lower(?), '甲', array[?], false, array[?]::uuid[], 'zh-CN', password_hash,
              false, now(), demo
            from security.account where username = 'command'
            """)
        .params(id, name, name, role, unit)
        .update();
    return Browser.signedIn(port, name);
  }
}
