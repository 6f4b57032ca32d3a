package org.shouwang.linelists;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.Charset;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;
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

/** Lists of other systems become cases and contacts; what can't be taken comes back. */
class LineListsIntegrationTests extends IntegrationTest {

  /** The 8th edition is in force. */
  private static final Instant NOON = Instant.parse("2022-03-10T04:00:00Z");

  private static final String DOCUMENT = "疾控函〔2022〕17号";

  @Autowired JdbcClient jdbc;
  @Autowired WorldClock world;
  @Autowired LineLists lists;
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
  }

  @AfterEach
  void goBack() {
    world.set(Instant.now().plus(offset), 1);
  }

  // ── as other systems export them ───────────────────────────────────────────────────────────────

  @Test
  void goDatasCasesAndContactsComeInAndWhatCantBeTakenIsNamed() {
    JsonNode cases = park.brought("go-data-cases.csv");
    assertThat(cases.path("format").asString()).isEqualTo("go_data_cases");
    assertThat(park.told(cases))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                1, "new linelists.class_without_document",
                2, "skipped linelists.not_a_case"));
    assertThat(openOf("王建国")).as("a preview does nothing").isNull();
    park.taken(cases);
    JsonNode file = openOf("王建国");
    assertThat(file.path("classification").asString()).as("no document").isEqualTo("suspected");
    assertThat(file.path("onset").asString()).isEqualTo("2022-03-06");
    assertThat(level("王建国")).isEqualTo("barred");

    JsonNode contacts = park.brought("go-data-contacts.csv");
    assertThat(contacts.path("format").asString()).isEqualTo("go_data_contacts");
    assertThat(park.told(contacts))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                1, "new",
                2, "new",
                3, "bad linelists.person_unknown",
                4, "bad linelists.case_unknown",
                5, "bad people.document_check",
                6, "bad linelists.contact_is_case",
                7, "bad linelists.field_missing"));
    JsonNode done = park.taken(contacts);
    assertThat(done.at("/counts/fresh").asInt()).isEqualTo(2);
    assertThat(done.at("/counts/bad").asInt()).isEqualTo(5);
    Map<UUID, JsonNode> known = contacts(file);
    assertThat(known).containsOnlyKeys(park.person("李秀兰"), park.person("张伟"));
    assertThat(known.get(park.person("李秀兰")).path("state").asString()).isEqualTo("candidate");
    assertThat(known.get(park.person("李秀兰")).path("lastExposure").asString())
        .as("the day that the file names, not a time of day")
        .isEqualTo("2022-03-07T16:00:00Z");
    assertThat(level("张伟")).isEqualTo("watched");
    assertThat(duties("cases.decide", file)).isEqualTo(1);
  }

  @Test
  void sormasCasesComeInWithTheAuthoritysDocumentAndTheOrderOfDaysIsTold() {
    JsonNode read = park.brought("sormas-cases.csv");
    assertThat(read.path("format").asString()).isEqualTo("sormas_cases");
    assertThat(read.at("/mapping/order").asString()).isEqualTo("month_first");
    Map<String, Object> reading = ListPark.reading(read);
    reading.put("document", DOCUMENT);
    JsonNode list = park.mapped(read, reading);
    assertThat(park.told(list))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                1, "new linelists.change",
                2, "new linelists.change",
                3, "new",
                4, "skipped linelists.not_a_case",
                5, "bad linelists.sex_differs",
                6, "bad linelists.person_unknown",
                7, "bad linelists.person_unregistered",
                8, "bad linelists.date_out_of_bounds linelists.value_unknown",
                9, "skipped linelists.over_by_file"));
    park.taken(list);
    JsonNode confirmed = openOf("王建国");
    assertThat(confirmed.path("classification").asString()).isEqualTo("confirmed");
    assertThat(confirmed.path("document").asString()).isEqualTo(DOCUMENT);
    assertThat(confirmed.path("onset").asString()).isEqualTo("2022-02-28");
    assertThat(confirmed.path("controlledAt").asString()).isEqualTo("2022-03-07T16:00:00Z");
    assertThat(openOf("李秀兰").path("classification").asString()).isEqualTo("asymptomatic");
    assertThat(openOf("张伟").path("classification").asString()).isEqualTo("suspected");
    assertThat(openOf("杨勇")).isNull();
    assertThat(duties("cases.report", confirmed)).isEqualTo(1);
  }

  @Test
  void aClassWithADocumentIsFiledAndLeadsToAnOrder() {
    sormasCases();
    JsonNode read = park.brought("sormas-contacts.csv");
    assertThat(read.path("format").asString()).isEqualTo("sormas_contacts");
    Map<String, Object> reading = ListPark.reading(read);
    reading.put("document", DOCUMENT);
    JsonNode list = park.mapped(read, reading);
    assertThat(park.told(list))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                1, "new linelists.change",
                2, "new",
                3, "skipped linelists.not_a_contact"));
    park.taken(list);
    Map<UUID, JsonNode> known = contacts(openOf("王建国"));
    JsonNode close = known.get(park.person("陈静"));
    assertThat(close.path("state").asString()).isEqualTo("close");
    assertThat(close.path("document").asString()).isEqualTo(DOCUMENT);
    assertThat(known.get(park.person("杨勇")).path("state").asString()).isEqualTo("candidate");
    assertThat(orders("陈静")).isEqualTo(List.of("proposed"));
    assertThat(orders("杨勇")).isEmpty();
  }

  @Test
  void theSameFileAgainAddsNothingAndSaysSo() {
    sormasCases();
    JsonNode contacts = park.brought("sormas-contacts.csv");
    park.taken(contacts);
    JsonNode before = openOf("王建国");
    int evidence = rows("status.evidence");
    int exposures = rows("cases.exposure");
    JsonNode again = park.brought("sormas-contacts.csv");
    assertThat(again.at("/counts/unchanged").asInt()).isEqualTo(2);
    assertThat(again.at("/counts/fresh").asInt() + again.at("/counts/changed").asInt()).isZero();
    park.taken(again);
    JsonNode cases = park.brought("sormas-cases.csv");
    Map<String, Object> reading = ListPark.reading(cases);
    reading.put("document", DOCUMENT);
    cases = park.mapped(cases, reading);
    assertThat(cases.at("/counts/unchanged").asInt()).isEqualTo(3);
    assertThat(cases.at("/counts/fresh").asInt() + cases.at("/counts/changed").asInt()).isZero();
    park.taken(cases);
    assertThat(openOf("王建国").path("version").asInt()).isEqualTo(before.path("version").asInt());
    assertThat(rows("status.evidence")).isEqualTo(evidence);
    assertThat(rows("cases.exposure")).isEqualTo(exposures);
  }

  @Test
  void twoPreviewsOfOneFileTakenOneAfterTheOtherOpenEachCaseOnce() {
    JsonNode first = park.brought("go-data-cases.csv");
    JsonNode second = park.brought("go-data-cases.csv");
    park.taken(first);
    JsonNode later = park.taken(second);
    assertThat(later.at("/counts/fresh").asInt()).as("judged anew when taken in").isZero();
    assertThat(later.at("/counts/unchanged").asInt()).isEqualTo(1);
    assertThat(
            jdbc.sql("select count(*) from cases.case_file where person_id = ?")
                .param(park.person("王建国"))
                .query(Integer.class)
                .single())
        .isEqualTo(1);
  }

  @Test
  void whatAListSaysAgainstWhatWeKnowCountsOnlyWithADocument() {
    command.post(
        "/api/v1/cases",
        Map.of("id", UUID.randomUUID(), "personId", park.person("王建国"), "onset", "2022-03-01"));
    JsonNode read = park.brought("go-data-cases.csv");
    assertThat(park.told(read).get(1))
        .isEqualTo("joined linelists.kept_ours linelists.class_without_document");
    Map<String, Object> reading = ListPark.reading(read);
    reading.put("document", DOCUMENT);
    JsonNode list = park.mapped(read, reading);
    assertThat(park.told(list).get(1)).isEqualTo("changed linelists.change linelists.change");
    JsonNode reason = park.rows(list, "changed").getFirst().path("reasons").get(0);
    assertThat(reason.path("message").asString()).contains("2022-03-01", "2022-03-06");
    park.taken(list);
    assertThat(openOf("王建国").path("onset").asString()).isEqualTo("2022-03-06");
    assertThat(openOf("王建国").path("classification").asString()).isEqualTo("confirmed");
  }

  @Test
  void onlyADocumentEndsACaseAndOnlyWhenNobodyWaitsToBeDecided() {
    JsonNode file = opened("陈静");
    String table =
        park.filled("姓名,病例编号,证件号码,病例分类,转归\n陈静,")
            + file.path("number").asString()
            + park.filled(",{D4},,治愈\n");
    JsonNode read = park.brought("t.csv", table.getBytes(UTF_8));
    assertThat(read.path("format").asString()).isEqualTo("own_cases");
    assertThat(park.told(read).get(1)).isEqualTo("unchanged linelists.class_without_document");
    Map<String, Object> reading = ListPark.reading(read);
    reading.put("document", DOCUMENT);
    JsonNode list = park.mapped(read, reading);
    assertThat(park.told(list).get(1)).isEqualTo("changed linelists.change");
    command.post(
        "/api/v1/cases/" + file.path("id").asString() + "/contacts",
        Map.of(
            "personId",
            park.person("杨勇"),
            "from",
            "2022-03-09T04:00:00Z",
            "proposed",
            "close",
            "note",
            "同桌"));
    JsonNode done = park.taken(list);
    assertThat(park.told(done).get(1)).contains("linelists.not_closed");
    assertThat(openOf("陈静")).as("a candidate waits").isNotNull();
    JsonNode contact = contacts(openOf("陈静")).get(park.person("杨勇"));
    command.post(
        "/api/v1/cases/" + file.path("id").asString() + "/decisions",
        Map.of(
            "contacts",
            List.of(
                Map.of("personId", park.person("杨勇"), "version", contact.path("version").asInt())),
            "became",
            "dropped",
            "reason",
            "排除"));
    JsonNode again = park.brought("t.csv", table.getBytes(UTF_8));
    Map<String, Object> same = ListPark.reading(again);
    same.put("document", DOCUMENT);
    park.taken(park.mapped(again, same));
    assertThat(openOf("陈静")).as("closed").isNull();
  }

  // ── of which disease ───────────────────────────────────────────────────────────────────────────

  @Test
  void aRowOpensACaseOfTheDiseaseItNames() {
    String table =
        park.filled(
            """
            姓名,证件号码,病例分类,发病日期,病种
            王建国,{D1},疑似,2022-03-08,诺如病毒感染
            王建国,{D1},疑似,2022-03-07,
            李秀兰,{D2},疑似,2022-03-08,COVID-19
            张伟,{P3},疑似,2022-03-08,MEASLES
            陈静,{D4},疑似,2022-03-08,瘟疫
            杨勇,{D5},疑似,2022-03-08,norovirus
            """);
    JsonNode read = park.brought("t.csv", table.getBytes(UTF_8));
    Map<String, Object> reading = ListPark.reading(read);
    reading.put("kind", "cases");
    JsonNode list = park.mapped(read, reading);
    assertThat(park.told(list))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                1, "new",
                2, "new",
                3, "new",
                4, "bad linelists.disease_not_in_force",
                5, "bad linelists.value_unknown",
                6, "new"));
    JsonNode unknown = park.rows(list, "bad").getLast().path("reasons").get(0);
    assertThat(unknown.path("header").asString()).isEqualTo("病种");
    assertThat(unknown.path("value").asString()).isEqualTo("瘟疫");
    park.taken(list);
    assertThat(diseases("王建国")).containsExactly("covid-19", "norovirus");
    assertThat(diseases("李秀兰")).containsExactly("covid-19");
    assertThat(diseases("杨勇")).containsExactly("norovirus");
    JsonNode again = park.brought("t.csv", table.getBytes(UTF_8));
    JsonNode same = park.mapped(again, reading);
    assertThat(same.at("/counts/fresh").asInt()).as("each is known again").isZero();
  }

  @Test
  void aNumberOfACaseOfAnotherDiseaseIsNotTaken() {
    JsonNode file =
        command
            .post(
                "/api/v1/cases",
                Map.of(
                    "id",
                    UUID.randomUUID(),
                    "personId",
                    park.person("陈静"),
                    "disease",
                    "norovirus",
                    "onset",
                    "2022-03-08"))
            .json();
    String row = "陈静," + file.path("number").asString() + park.filled(",{D4},疑似,2022-03-08,");
    String head = "姓名,病例编号,证件号码,病例分类,发病日期,病种\n";
    JsonNode other = park.brought("t.csv", (head + row + "COVID-19\n").getBytes(UTF_8));
    assertThat(park.told(other).get(1)).isEqualTo("bad linelists.case_of_other_disease");
    assertThat(park.rows(other, "bad").getFirst().path("reasons").get(0).path("message").asString())
        .contains(file.path("number").asString());
    JsonNode blank = park.brought("t.csv", (head + row + "\n").getBytes(UTF_8));
    assertThat(park.told(blank).get(1)).isEqualTo("bad linelists.case_of_other_disease");
    JsonNode right = park.brought("t.csv", (head + row + "诺如病毒感染\n").getBytes(UTF_8));
    assertThat(park.told(right).get(1)).isEqualTo("unchanged");
    String contact =
        park.filled("姓名,证件号码,关联病例,末次接触,病种\n杨勇,{D5},")
            + file.path("number").asString()
            + ",2022-03-08,";
    assertThat(park.told(park.brought("c.csv", (contact + "\n").getBytes(UTF_8))).get(1))
        .as("the case says which disease it is")
        .isEqualTo("new");
    assertThat(park.told(park.brought("c.csv", (contact + "COVID-19\n").getBytes(UTF_8))).get(1))
        .isEqualTo("bad linelists.case_of_other_disease");
  }

  private List<String> diseases(String name) {
    return jdbc.sql(
            "select disease from cases.case_file where person_id = ? and state = 'open' order by 1")
        .param(park.person(name))
        .query(String.class)
        .list();
  }

  // ── any other table ────────────────────────────────────────────────────────────────────────────

  @Test
  void anUnknownTableIsMappedOnceAndItsMappingServesAgain() {
    JsonNode file = opened("王建国");
    JsonNode read = park.brought("unknown-table.csv", Charset.forName("GB18030"));
    assertThat(read.path("state").asString()).isEqualTo("mapping");
    assertThat(read.path("format").asString()).isEqualTo("other");
    List<String> headers = new ArrayList<>();
    read.path("columns").forEach(it -> headers.add(it.path("header").asString()));
    assertThat(headers).containsExactly("序号", "人员", "有效证件", "联系方式", "最后见面", "怎么接触的", "级别");
    Map<String, Object> reading = new HashMap<>();
    reading.put("kind", "contacts");
    reading.put(
        "columns",
        Map.of(
            "人员", "name",
            "有效证件", "document",
            "联系方式", "phone",
            "最后见面", "lastContact",
            "怎么接触的", "note",
            "级别", "contactClass"));
    reading.put(
        "values", Map.of("contactClass", Map.of("A", "close", "B", "general", "C", "none")));
    reading.put("caseId", file.path("id").asString());
    String name = "新区交办单" + UUID.randomUUID();
    reading.put("saveAs", name);
    JsonNode list = park.mapped(read, reading);
    assertThat(list.at("/mapping/order").asString()).as("25/02 tells").isEqualTo("day_first");
    assertThat(park.told(list))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                1, "new linelists.class_without_document",
                2, "new linelists.class_without_document",
                3, "skipped linelists.not_a_contact",
                4, "bad linelists.value_unknown"));
    assertThat(park.rows(list, "bad").getFirst().at("/reasons/0/header").asString())
        .isEqualTo("级别");
    park.taken(list);
    JsonNode contact = contacts(file).get(park.person("李秀兰"));
    assertThat(contact.path("lastExposure").asString()).isEqualTo("2022-03-07T16:00:00Z");
    assertThat(contacts(file).get(park.person("张伟")).path("proposed").asString())
        .isEqualTo("general");

    JsonNode again = park.brought("unknown-table.csv", UTF_8);
    assertThat(again.path("mappedBy").asString()).isEqualTo(name);
    assertThat(again.path("kind").asString()).isEqualTo("contacts");
    assertThat(park.told(again).get(1))
        .as("the case is of the list, not of the mapping")
        .isEqualTo("bad linelists.case_missing");
    List<String> names = new ArrayList<>();
    command
        .get("/api/v1/line-lists/mappings")
        .json()
        .forEach(it -> names.add(it.path("name").asString()));
    assertThat(names).contains(name);
  }

  @Test
  void daysThatCanBeTwoDaysAreRefusedUntilSomebodyChooses() {
    JsonNode file = opened("王建国");
    String table =
        park.filled("姓名,证件号码,末次接触,关联病例\n陈静,{D4},03/02/2022,")
            + file.path("number").asString()
            + "\n";
    JsonNode read = park.brought("t.csv", table.getBytes(UTF_8));
    assertThat(read.path("format").asString()).isEqualTo("own_contacts");
    assertThat(park.told(read).get(1)).isEqualTo("bad linelists.date_ambiguous");
    Map<String, Object> reading = ListPark.reading(read);
    reading.put("order", "month_first");
    JsonNode list = park.mapped(read, reading);
    assertThat(park.told(list).get(1)).isEqualTo("new");
    park.taken(list);
    assertThat(contacts(file).get(park.person("陈静")).path("lastExposure").asString())
        .isEqualTo("2022-03-01T16:00:00Z");
  }

  @Test
  void oneOfSeveralOfTheSameNameIsNeverGuessed() {
    JsonNode file = opened("王建国");
    String name = "重名" + UUID.randomUUID().toString().substring(0, 6);
    for (int i = 0; i < 3; i++) {
      jdbc.sql(
              "insert into people.person (id, name, kind, class_of_person, unit_id) values (?, ?, 'employee', 'shift_worker', ?)")
          .params(UUID.randomUUID(), name, park.unit)
          .update();
    }
    String table =
        park.filled("姓名,证件号码,末次接触,关联病例\n" + name + ",,2022-03-08,{N}\n李某某,{D4},2022-03-08,{N}\n")
            .replace("{N}", file.path("number").asString());
    JsonNode list = park.brought("t.csv", table.getBytes(UTF_8));
    assertThat(park.told(list))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(1, "bad linelists.several_people", 2, "bad linelists.other_name"));
    assertThat(park.rows(list, "bad").getFirst().at("/reasons/0/message").asString()).contains("3");
    assertThat(command.post(ListPark.path(list) + "/commit", Map.of()).status()).isEqualTo(200);
    park.await(ListPark.path(list), java.util.Set.of("committed"));
    assertThat(contacts(file)).isEmpty();
  }

  @Test
  void peopleNobodyKnowsAreNotedByTheirDocumentsOnlyWhenSomebodySaysSo() {
    JsonNode read = park.brought("sormas-cases.csv");
    Map<String, Object> reading = ListPark.reading(read);
    reading.put("noteUnknown", true);
    JsonNode list = park.mapped(read, reading);
    assertThat(park.told(list).get(7))
        .isEqualTo("new linelists.class_without_document linelists.person_noted");
    park.taken(list);
    assertThat(
            jdbc.sql(
                    """
                    select count(*) from cases.case_file f join people.person p on p.id = f.person_id
                    where p.name = '何新' and p.provisional and f.opened_at = ?
                      and f.state = 'open'
                    """)
                .param(java.sql.Timestamp.from(openedAt(list, 7)))
                .query(Integer.class)
                .single())
        .isEqualTo(1);
  }

  @Test
  void rejectedRowsComeBackAsAFileThatComesInOnceCorrected() throws Exception {
    JsonNode list = park.brought("sormas-cases.csv");
    park.taken(list);
    byte[] file = download(ListPark.path(list) + "/rejected.xlsx");
    List<List<String>> table = table(file);
    assertThat(table.getFirst()).startsWith("※Row", "※Column", "※Reason", "※What to do");
    int sex = table.getFirst().indexOf("person.sex");
    int reason = table.getFirst().indexOf("※Reason");
    assertThat(table).hasSize(5);
    List<String> wrong = table.get(1);
    assertThat(wrong.getFirst()).as("row of the file").isEqualTo("8");
    assertThat(wrong.get(1)).isEqualTo("person.sex");
    assertThat(wrong.get(sex)).isEqualTo("Female");
    assertThat(wrong.get(reason)).contains("document");
    StringBuilder corrected = new StringBuilder();
    for (List<String> row : List.of(table.getFirst(), wrong)) {
      corrected.append(
          row.stream()
              .map(it -> "\"" + (it.equals("Female") ? "Male" : it).replace("\n", " ") + "\"")
              .collect(Collectors.joining(",")));
      corrected.append('\n');
    }
    JsonNode again = park.brought("again.csv", corrected.toString().getBytes(UTF_8));
    assertThat(again.path("format").asString()).isEqualTo("sormas_cases");
    assertThat(park.told(again).get(1)).startsWith("new");
    park.taken(again);
    assertThat(openOf("陈静").path("state").asString()).isEqualTo("open");
  }

  @Test
  void aListThatWasCutOffIsTakenUpAgain() {
    JsonNode list = park.brought("sormas-cases.csv");
    jdbc.sql("update linelists.list set state = 'committing' where id = ?::uuid")
        .param(list.path("id").asString())
        .update();
    lists.resume();
    JsonNode done = park.await(ListPark.path(list), java.util.Set.of("committed"));
    assertThat(done.at("/counts/fresh").asInt()).isEqualTo(3);
    assertThat(openOf("王建国").path("state").asString()).isEqualTo("open");
  }

  // ── who may ────────────────────────────────────────────────────────────────────────────────────

  @Test
  void onlyWhoOpensCasesMayBringListsAndSeesOwnUnitsOnly() {
    byte[] content = park.fixture("sormas-cases.csv").getBytes(UTF_8);
    for (String who : List.of("lead", "guard1", "gatelead", "auditor", "admin")) {
      Browser browser = Browser.signedIn(port, who);
      assertThat(park.send(browser, "/api/v1/line-lists", "x.csv", content).status())
          .as(who)
          .isEqualTo(403);
      assertThat(browser.get("/api/v1/line-lists").status()).as(who).isEqualTo(403);
    }
    Browser inside = within(park.unit, "investigator");
    Browser outside = within(UUID.randomUUID(), "investigator");
    ListPark theirs = new ListPark(port, jdbc, outside);
    JsonNode list = theirs.brought("x.csv", content);
    assertThat(theirs.told(list).get(1)).isEqualTo("bad linelists.person_elsewhere");
    assertThat(inside.get(ListPark.path(list)).status()).as("not theirs").isEqualTo(404);
    assertThat(command.get(ListPark.path(list)).status()).as("works everywhere").isEqualTo(200);
    assertThat(command.get(ListPark.path(list) + "/rows").json().at("/items/0/cells").toString())
        .as("numbers are masked for others")
        .doesNotContain(park.word("D1"));
    assertThat(theirs.rows(list, "all").getFirst().path("cells").toString())
        .contains(park.word("D1"));
    JsonNode own = new ListPark(port, jdbc, inside).brought("x.csv", content);
    assertThat(new ListPark(port, jdbc, inside).told(own).get(1)).startsWith("new");
    Map<String, Object> reading = ListPark.reading(own);
    reading.put("noteUnknown", true);
    assertThat(inside.put(ListPark.path(own) + "/mapping", reading).code())
        .isEqualTo("linelists.note_everywhere");
  }

  @Test
  void aFileThatIsNoTableIsRefusedWithItsCure() {
    JsonNode damaged = park.brought("x.csv", new byte[] {1, 0, 2, 0, 3, 0, 4, 0, 5, 0});
    assertThat(damaged.path("state").asString()).isEqualTo("failed");
    assertThat(damaged.at("/failed/cure").asString()).isNotBlank();
    JsonNode empty = park.brought("x.csv", "姓名,关联病例,末次接触\n".getBytes(UTF_8));
    assertThat(empty.path("state").asString()).isEqualTo("failed");
  }

  // ── helpers ────────────────────────────────────────────────────────────────────────────────────

  private void sormasCases() {
    JsonNode read = park.brought("sormas-cases.csv");
    Map<String, Object> reading = ListPark.reading(read);
    reading.put("document", DOCUMENT);
    park.taken(park.mapped(read, reading));
  }

  private JsonNode opened(String name) {
    Answer answer =
        command.post(
            "/api/v1/cases", Map.of("id", UUID.randomUUID(), "personId", park.person(name)));
    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
    return answer.json();
  }

  private JsonNode openOf(String name) {
    return jdbc.sql("select id from cases.case_file where person_id = ? and state = 'open'")
        .param(park.person(name))
        .query(String.class)
        .optional()
        .map(id -> command.get("/api/v1/cases/" + id).json())
        .orElse(null);
  }

  private Instant openedAt(JsonNode list, int number) {
    return jdbc.sql(
            """
            select f.opened_at from cases.case_file f join linelists.list_row r on r.case_id = f.id
            where r.list_id = ?::uuid and r.number = ?
            """)
        .params(list.path("id").asString(), number)
        .query((row, n) -> row.getTimestamp(1).toInstant())
        .single();
  }

  private Map<UUID, JsonNode> contacts(JsonNode file) {
    Map<UUID, JsonNode> contacts = new HashMap<>();
    command
        .get("/api/v1/cases/" + file.path("id").asString() + "/contacts?limit=500")
        .json()
        .path("items")
        .forEach(it -> contacts.put(UUID.fromString(it.at("/person/id").asString()), it));
    return contacts;
  }

  private String level(String name) {
    return command
        .get("/api/v1/status/persons/" + park.person(name))
        .json()
        .path("level")
        .asString();
  }

  private int duties(String kind, JsonNode file) {
    return jdbc.sql("select count(*) from duties.duty where kind = ? and subject_id = ?::uuid")
        .params(kind, file.path("id").asString())
        .query(Integer.class)
        .single();
  }

  private List<String> orders(String name) {
    return jdbc.sql("select state from isolation.isolation_order where person_id = ?")
        .param(park.person(name))
        .query(String.class)
        .list();
  }

  private int rows(String table) {
    return jdbc.sql("select count(*) from " + table + " where person_id = any (?)")
        .param(
            new UUID[] {
              park.person("王建国"), park.person("李秀兰"), park.person("陈静"), park.person("杨勇")
            })
        .query(Integer.class)
        .single();
  }

  private byte[] download(String path) throws IOException, InterruptedException {
    StringBuilder cookies = new StringBuilder();
    command.cookies().forEach((name, value) -> cookies.append(name + "=" + value + "; "));
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Cookie", cookies.toString())
                .header("Accept-Language", "en")
                .build(),
            BodyHandlers.ofByteArray())
        .body();
  }

  private static List<List<String>> table(byte[] file) throws IOException {
    List<List<String>> table = new ArrayList<>();
    try (ReadableWorkbook workbook = new ReadableWorkbook(new ByteArrayInputStream(file))) {
      for (Row row : workbook.getFirstSheet().read()) {
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < row.getCellCount(); i++) {
          cells.add(row.getCell(i) == null ? "" : row.getCellText(i));
        }
        table.add(cells);
      }
    }
    return table;
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
