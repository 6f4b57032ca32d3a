package org.shouwang.linelists;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.shouwang.IntegrationTest;
import org.shouwang.clock.WorldClock;
import org.shouwang.security.Browser;
import org.shouwang.security.Browser.Answer;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Lists out: ledgers with masked numbers, and files for other systems once somebody approved. */
class ListLedgersIntegrationTests extends IntegrationTest {

  private static final Instant NOON = Instant.parse("2022-03-10T04:00:00Z");

  @Autowired JdbcClient jdbc;
  @Autowired WorldClock world;
  @LocalServerPort int port;

  private Duration offset = Duration.ZERO;
  private Browser command;
  private ListPark park;

  @BeforeEach
  void people() {
    offset = world.offset();
    world.set(NOON, 1);
    command = Browser.signedIn(port, "command");
    park = new ListPark(port, jdbc, command);
    park.people(List.of("王建国", "李秀兰", "张伟", "陈静", "杨勇"));
    park.taken(park.brought("sormas-cases.csv"));
    Map<String, Object> reading = ListPark.reading(park.brought("sormas-contacts.csv"));
    reading.put("document", "疾控函17号");
    park.taken(park.mapped(park.brought("sormas-contacts.csv"), reading));
  }

  @AfterEach
  void goBack() {
    world.set(Instant.now().plus(offset), 1);
  }

  @Test
  void theLedgerOfContactsHasTheFieldsColumnsAndNoWholeNumbers() {
    JsonNode rows = rows(command, "contacts");
    assertThat(rows.size()).isEqualTo(2);
    String text = rows.toString();
    assertThat(text).contains("陈静", "密切接触者", "疾控函17号", "待下达告知书", "2022-03-08 00:00");
    assertThat(text)
        .contains("sormas-contacts.csv")
        .doesNotContain(park.word("D4"), park.word("P4"));
    JsonNode cases = rows(command, "cases");
    assertThat(cases.toString()).contains("王建国", "疑似", "新型冠状病毒感染").doesNotContain(park.word("D1"));
  }

  @Test
  void ordersAndTestsStandWithTheContactOfTheirDisease() {
    JsonNode file =
        command
            .post(
                "/api/v1/cases",
                Map.of(
                    "id",
                    UUID.randomUUID(),
                    "personId",
                    park.person("张伟"),
                    "disease",
                    "norovirus",
                    "onset",
                    "2022-03-08"))
            .json();
    String list =
        park.filled("姓名,证件号码,关联病例,末次接触,判定类别\n陈静,{D4},")
            + file.path("number").asString()
            + ",2022-03-08,密切接触者\n";
    JsonNode read = park.brought("c.csv", list.getBytes(UTF_8));
    Map<String, Object> reading = ListPark.reading(read);
    reading.put("document", "疾控函18号");
    park.taken(park.mapped(read, reading));
    jdbc.sql(
            """
            update isolation.isolation_order set state = 'ordered', ordered_at = now(), place = 'home',
              until_on = '2022-03-13', isolated_on = '2022-03-09', document = 'x', rules_of = now(),
              ordered_by = 'x'
            where person_id = ? and disease = 'norovirus'
            """)
        .param(park.person("陈静"))
        .update();
    jdbc.sql(
            """
            insert into sampling.specimen (person_id, at, id, recorded_at, tube, disease, kind,
              place_id, taken_by)
            values (?, '2022-03-09T04:00:00Z', ?, now(), ?, 'norovirus', 'stool', ?, 'x')
            """)
        .params(park.person("陈静"), UUID.randomUUID(), "T" + UUID.randomUUID(), UUID.randomUUID())
        .update();
    List<String> ofChen = new ArrayList<>();
    rows(command, "contacts")
        .forEach(row -> {
          if (row.toString().contains("陈静")) {
            ofChen.add(row.toString());
          }
        });
    assertThat(ofChen)
        .anySatisfy(row ->
            assertThat(row)
                .contains("诺如病毒感染", "2022-03-13", "2022-03-09 待结果")
                .doesNotContain("待下达告知书"))
        .anySatisfy(row ->
            assertThat(row).contains("新型冠状病毒感染", "待下达告知书").doesNotContain("2022-03-13", "待结果"))
        .hasSize(2);
  }

  @Test
  void onlyWhoSeesCasesSeesTheirLedgers() {
    Browser lead = Browser.signedIn(port, "lead");
    List<String> keys = new ArrayList<>();
    lead.get("/api/v1/reports/ledgers").json().forEach(it -> keys.add(it.path("key").asString()));
    assertThat(keys).contains("passes").doesNotContain("contacts", "cases", "list_go_data_cases");
    assertThat(lead.get("/api/v1/reports/ledgers/contacts/rows").status()).isEqualTo(404);
    assertThat(
            lead.post("/api/v1/reports/exports", Map.of("ledger", "contacts", "purpose", "看看"))
                .status())
        .isEqualTo(404);
    Browser investigator = Browser.signedIn(port, "investigator");
    List<String> seen = new ArrayList<>();
    investigator
        .get("/api/v1/reports/ledgers")
        .json()
        .forEach(it -> seen.add(it.path("key").asString()));
    assertThat(seen).contains("contacts", "list_sormas_contacts").doesNotContain("passes");
    assertThat(investigator.get("/api/v1/reports/ledgers/passes/rows").status()).isEqualTo(404);
  }

  @Test
  void aFileForAnotherSystemLeavesWholeOnlyWhenSomebodyElseApproved() {
    Browser investigator = Browser.signedIn(port, "investigator");
    JsonNode asked = asked(investigator, "list_go_data_contacts");
    String path = "/api/v1/reports/exports/" + asked.path("id").asString();
    assertThat(investigator.get(path + "/file.csv").status()).as("not yet").isEqualTo(409);
    assertThat(command.post(path + "/decision", Map.of("approved", true)).status()).isEqualTo(200);
    assertThat(command.get(path + "/file.csv").status()).as("not theirs").isEqualTo(403);
    String file = investigator.get(path + "/file.csv").raw().body();
    assertThat(file.lines().findFirst().orElseThrow())
        .startsWith("Contact ID,First name,Last name,Gender");
    assertThat(file)
        .contains("静,陈,", park.word("D4"), park.word("P4"), "National ID card", "2022-03-08");
    assertThat(
            jdbc.sql(
                    """
                    select count(*) from audit.entry e join audit.body b on b.at = e.at and b.id = e.id
                    where e.action = 'vault.opened' and b.body like '%交疾控%'
                    """)
                .query(Integer.class)
                .single())
        .as("the opening of numbers is logged with its purpose")
        .isPositive();
    JsonNode list = park.brought("back.csv", file.getBytes(UTF_8));
    assertThat(list.path("format").asString()).isEqualTo("go_data_contacts");
  }

  @Test
  void aFileForAnotherSystemSaysOfWhichDiseaseEachLineIs() {
    command.post(
        "/api/v1/cases",
        Map.of(
            "id",
            UUID.randomUUID(),
            "personId",
            park.person("杨勇"),
            "disease",
            "norovirus",
            "onset",
            "2022-03-08"));
    assertThat(ofYang("list_sormas_cases")).startsWith("norovirus,");
    assertThat(ofYang("list_go_data_cases")).endsWith(",norovirus");
    assertThat(ofYang("list_own_cases")).contains(",norovirus,");
    assertThat(rows(command, "cases").toString()).contains("诺如病毒感染");
  }

  private String ofYang(String ledger) {
    Browser investigator = Browser.signedIn(port, "investigator");
    String path = "/api/v1/reports/exports/" + asked(investigator, ledger).path("id").asString();
    command.post(path + "/decision", Map.of("approved", true));
    return investigator
        .get(path + "/file.csv")
        .raw()
        .body()
        .lines()
        .filter(line -> line.contains(park.word("D5")))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void ourOwnListComesInAgainAndChangesNothing() {
    JsonNode asked = asked(Browser.signedIn(port, "investigator"), "list_own_contacts");
    String path = "/api/v1/reports/exports/" + asked.path("id").asString();
    command.post(path + "/decision", Map.of("approved", true));
    String file = Browser.signedIn(port, "investigator").get(path + "/file.csv").raw().body();
    JsonNode list = park.brought("own.csv", file.getBytes(UTF_8));
    assertThat(list.path("format").asString()).isEqualTo("own_contacts");
    assertThat(list.at("/counts/joined").asInt()).isGreaterThanOrEqualTo(2);
    int contacts = count();
    assertThat(park.taken(list).at("/counts/fresh").asInt()).isZero();
    assertThat(count()).isEqualTo(contacts);
  }

  private int count() {
    return jdbc.sql("select count(*) from cases.contact").query(Integer.class).single();
  }

  private JsonNode asked(Browser who, String ledger) {
    Answer asked =
        who.post(
            "/api/v1/reports/exports",
            Map.of("ledger", ledger, "day", "2022-03-10", "purpose", "交疾控" + UUID.randomUUID()));
    assertThat(asked.status()).as(asked.raw().body()).isEqualTo(200);
    assertThat(asked.json().path("exchange").asBoolean()).isTrue();
    return asked.json();
  }

  private JsonNode rows(Browser who, String ledger) {
    Answer answer =
        who.in("zh-CN")
            .get(
                "/api/v1/reports/ledgers/%s/rows?day=2022-03-10&limit=500&unit=%s"
                    .formatted(ledger, park.unit));
    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
    return answer.json().path("items");
  }
}
