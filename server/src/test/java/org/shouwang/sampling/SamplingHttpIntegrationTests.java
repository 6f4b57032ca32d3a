package org.shouwang.sampling;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.shouwang.CallerFixtures;
import org.shouwang.capture.Arrived;
import org.shouwang.security.Browser;
import org.shouwang.security.Browser.Answer;
import org.shouwang.security.Caller;
import org.shouwang.security.Permission;
import org.shouwang.security.Scope;
import org.shouwang.web.TimeKeys;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** Tubes, results and conflicts over HTTP: who sees and does what, and files of laboratories. */
class SamplingHttpIntegrationTests extends SamplingPark {

  @Autowired ResultFiles files;
  @Autowired ResultFileStore fileStore;
  @Autowired Reconciliations reconciliations;
  @Autowired ReconciliationStore reconciliationStore;

  private static final String API = "/api/v1/sampling";
  private final Caller laboratory =
      CallerFixtures.account(Scope.EVERYWHERE, Permission.LABORATORY_REPORT);
  private Browser lead;
  private Browser lab;
  private Browser command;

  @BeforeEach
  void people() {
    lead = Browser.signedIn(port, "sampling");
    lab = Browser.signedIn(port, "lab");
    command = Browser.signedIn(port, "command");
  }

  private static List<JsonNode> items(JsonNode json) {
    List<JsonNode> items = new ArrayList<>();
    json.path("items").forEach(items::add);
    return items;
  }

  @Test
  void theLaboratorySeesTubesAndCountsAndNeverPeople() {
    String code = code();
    received(code, people(3), 5, "round", start);
    JsonNode seen = lab.get(API + "/tubes/" + code).json();
    assertThat(seen.at("/tube/swabs").asInt()).isEqualTo(3);
    assertThat(seen.path("members").isArray()).isFalse();
    assertThat(seen.path("conflicts").isArray()).isFalse();
    assertThat(seen.toString()).doesNotContain("张");
    assertThat(seen.path("chain")).hasSize(2);

    JsonNode whole = lead.get(API + "/tubes/" + code).json();
    assertThat(whole.path("members")).hasSize(3);
    assertThat(whole.at("/members/0/person/name").asString()).isEqualTo("张*三");
    assertThat(whole.at("/members/2/position").asInt()).isEqualTo(3);
    assertThat(items(lead.get(API + "/tubes?q=" + code).json())).hasSize(1);

    assertThat(lab.get(API + "/conflicts").status()).isEqualTo(403);
    assertThat(Browser.signedIn(port, "guard1").get(API + "/tubes").status()).isEqualTo(403);
    assertThat(Browser.signedIn(port, "guard1").get(API + "/results/problems").status())
        .isEqualTo(403);
  }

  @Test
  void aPositiveTubeSaysOfEachMemberWhetherTheyWereSwabbedAgain() {
    String code = code();
    List<UUID> people = people(2);
    received(code, people, 5, "round", start);
    assertThat(follows(code, people.get(0)).isMissingNode()).isTrue();
    take(result(code, "screening", "positive", start.plusSeconds(600)));
    String alone = code();
    received(alone, List.of(people.get(0)), 1, "positive_follow_up", start.plusSeconds(900));
    take(result(alone, "screening", "negative", start.plusSeconds(1_500)));
    assertThat(follows(code, people.get(0)).path("tube").asString()).isEqualTo(alone);
    assertThat(follows(code, people.get(0)).path("state").asString()).isEqualTo("negative");
    assertThat(follows(code, people.get(1)).isObject()).isTrue();
    assertThat(follows(code, people.get(1)).has("tube")).isFalse();
  }

  @Test
  void theDutyToReportAPositiveTubeEndsWhenSomebodySaysToWhomItWasReported() {
    String code = code();
    received(code, people(2), 5, "round", start);
    Map<String, Object> told = Map.of("to", "新区疾控中心", "at", start.plusSeconds(700).toString());
    String reports = API + "/tubes/" + code + "/reports";
    assertThat(command.post(reports, told).status()).as("nothing to report yet").isEqualTo(409);
    take(result(code, "screening", "positive", start.plusSeconds(600)));
    assertThat(state(code)).isEqualTo("open");
    assertThat(lab.post(reports, told).status()).isEqualTo(403);
    assertThat(command.post(reports, Map.of("to", " ")).status()).isEqualTo(422);
    assertThat(command.post(reports, told).status()).isEqualTo(200);
    assertThat(state(code)).isEqualTo("done");
    assertThat(command.get(API + "/tubes/" + code).json().at("/reports/0/to").asString())
        .isEqualTo("新区疾控中心");
    assertThat(lab.get(API + "/tubes/" + code).json().path("reports").isArray()).isFalse();
  }

  private String state(String code) {
    return jdbc.sql("select state from duties.duty where kind = 'sampling.report' and title = ?")
        .param(code)
        .query(String.class)
        .single();
  }

  private JsonNode follows(String code, UUID person) {
    for (JsonNode member : lead.get(API + "/tubes/" + code).json().path("members")) {
      if (member.at("/person/id").asString().equals(person.toString())) {
        return member.path("followUp");
      }
    }
    throw new AssertionError("not in the tube: " + person);
  }

  @Test
  void aLeadOfAnotherUnitDoesNotSeeTheTube() {
    String code = code();
    received(code, people(1), 5, "round", start);
    UUID other = UUID.randomUUID();
    jdbc.sql(
            "insert into people.unit (id, code, name, kind, path) values (?, ?, ?, 'department', 'x')")
        .params(other, other.toString(), "他" + other)
        .update();
    for (UUID within : List.of(unit, other)) {
      String name = "lead-" + within;
      jdbc.sql(
              """
              insert into security.account (id, username, username_key, display_name, roles,
                everywhere, units, language, password_hash, must_change_password, made_at, demo)
              select gen_random_uuid(), :name, :name, '甲', '{unit_lead}', false,
                array[:unit]::uuid[], 'zh-CN', password_hash, false, now(), demo
              from security.account where username = 'command'
              """)
          .param("name", name)
          .param("unit", within)
          .update();
      Browser browser = Browser.signedIn(port, name);
      boolean own = within.equals(unit);
      assertThat(browser.get(API + "/tubes/" + code).status()).isEqualTo(own ? 200 : 404);
      take(result(code, "screening", "negative", start.plusSeconds(600)));
      if (own) {
        JsonNode seen = browser.get(API + "/tubes/" + code).json();
        assertThat(seen.at("/tube/state").asString()).isEqualTo("received");
        assertThat(seen.path("results").isArray()).isFalse();
        assertThat(browser.get(API + "/tubes?state=negative").status()).isEqualTo(403);
      }
    }
  }

  @Test
  void aConflictIsJudgedByAPersonWithAReasonAndATrail() {
    String code = code();
    Arrived here = swab(code, person(), point, start, 10, "round", "");
    Arrived there = swab(code, person(), otherPoint, start.plusSeconds(9), 10, "round", "");
    take(List.of(here, there));
    JsonNode conflict =
        items(lead.get(API + "/conflicts?state=open&limit=500").json()).stream()
            .filter(it -> it.path("tube").asString().equals(code))
            .findFirst()
            .orElseThrow();
    assertThat(conflict.path("sides")).hasSize(2);
    assertThat(conflict.at("/sides/0/place/name").asString()).isEqualTo("采样点" + point);
    String path = API + "/conflicts/" + conflict.path("id").asString() + "/resolve";

    Map<String, Object> judgement =
        Map.of("outcome", "swabs_count", "reason", "乙点写错了管码", "counts", List.of(id(here)));
    assertThat(Browser.signedIn(port, "lab").post(path, judgement).status()).isEqualTo(403);
    assertThat(lead.post(path, Map.of("outcome", "keep", "reason", " ")).status()).isEqualTo(422);
    assertThat(lead.post(path, Map.of("outcome", "swabs_count", "reason", "x")).status())
        .isEqualTo(422);
    assertThat(lead.post(path, judgement).json().path("state").asString()).isEqualTo("resolved");
    assertThat(lead.post(path, judgement).status()).isEqualTo(409);

    assertThat(tube(code).fold().live()).extracting(SwabRow::id).containsExactly(id(here));
    assertThat(tube(code).conflicts()).isZero();
    assertThat(counted.live).contains(id(here)).doesNotContain(id(there));
    assertThat(row("select count(*) as n from sampling.swab where tube = ?", code).get("n"))
        .isEqualTo(2L);
    assertThat(
            row(
                    "select count(*) as n from audit.entry where action = 'sampling.conflict_resolved' and subject = ?",
                    "conflict:" + conflict.path("id").asString())
                .get("n"))
        .isEqualTo(1L);
  }

  @Test
  void peopleOfAVoidedTubeMustBeSwabbedAgain() {
    String code = code();
    UUID one = person();
    UUID other = person();
    take(
        List.of(
            swab(code, one, point, start, 10, "round", ""),
            swab(code, other, otherPoint, start.plusSeconds(9), 10, "round", "")));
    UUID conflict =
        jdbc.sql("select id from sampling.conflict where tube = ?")
            .param(code)
            .query(UUID.class)
            .single();
    lead.post(
        API + "/conflicts/" + conflict + "/resolve",
        Map.of("outcome", "tube_voided", "reason", "说不清"));
    assertThat(tube(code).state()).isEqualTo("voided");
    assertThat(List.of(reswab(one), reswab(other))).containsOnly("open");
  }

  @Test
  void aResultByHandNeedsASecondPersonAndASecondValueIsACorrection() {
    String code = code();
    received(code, people(2), 5, "round", start);
    Map<String, Object> typed =
        Map.of(
            "tube",
            code.toLowerCase(java.util.Locale.ROOT),
            "step",
            "screening",
            "result",
            "positive",
            "reportedAt",
            start.plusSeconds(600).toString());
    assertThat(command.post(API + "/results", typed).status()).isEqualTo(403);
    String entry = lab.post(API + "/results", typed).json().path("id").asString();
    assertThat(tube(code).state()).isEqualTo("received");
    String path = API + "/results/entries/" + entry + "/confirm";
    assertThat(lab.post(path, "").status()).isEqualTo(403);
    assertThat(command.post(path, "").json().path("taken").asString()).isEqualTo("accepted");
    assertThat(tube(code).state()).isEqualTo("to_confirm");
    assertThat(command.post(path, "").status()).isEqualTo(409);

    Map<String, Object> right = new java.util.HashMap<>(typed);
    right.put("result", "negative");
    String second = lab.post(API + "/results", right).json().path("id").asString();
    command.post(API + "/results/entries/" + second + "/confirm", "");
    assertThat(tube(code).state()).isEqualTo("negative");
  }

  @Test
  void aContradictingResultIsTakenOrDismissedWithAReason() {
    String code = code();
    received(code, people(2), 5, "round", start);
    take(result(code, "screening", "negative", start.plusSeconds(600)));
    take(result(code, "screening", "positive", start.plusSeconds(700)));
    UUID problem =
        jdbc.sql("select id from sampling.result_problem where tube = ?")
            .param(code)
            .query(UUID.class)
            .single();
    String path = API + "/results/problems/" + problem;
    assertThat(lab.post(path + "/take", Map.of("reason", "x")).status()).isEqualTo(403);
    assertThat(lead.post(path + "/take", Map.of("reason", "")).status()).isEqualTo(422);
    assertThat(lead.post(path + "/take", Map.of("reason", "实验室来电更正")).status()).isEqualTo(200);
    assertThat(lead.post(path + "/dismiss", Map.of("reason", "x")).status()).isEqualTo(409);
    assertThat(tube(code).state()).isEqualTo("to_confirm");
    assertThat(lead.get(API + "/tubes/" + code).json().path("results")).hasSize(2);
  }

  private UUID read(byte[] content) throws IOException {
    Path file = Files.createTempFile("results", ".test");
    Files.write(file, content);
    UUID id = UUID.randomUUID();
    fileStore.begin(id, "结果.csv", "x", laboratory, Instant.now());
    files.read(id, "结果.csv", file, laboratory);
    Files.delete(file);
    return id;
  }

  private ResultFileStore.File file(UUID id) {
    return fileStore.find(id).orElseThrow();
  }

  private String time(int seconds) {
    return start.plusSeconds(seconds).toString();
  }

  @Test
  void everyRowOfAFileIsAnsweredGoodOnesGoInAndTheSameFileAgainChangesNothing() throws IOException {
    String good = code();
    received(good, people(2), 5, "round", start);
    String unsealed = code();
    take(swab(unsealed, person(), start, ""));
    String twice = code();
    received(twice, people(2), 5, "round", start);
    String csv =
        String.join(
            "\n",
            "检测结果汇总表,,",
            "管码,结果,报告时间",
            good + ",阴性," + time(600),
            unsealed + ",阴性," + time(600),
            code() + ",阴性," + time(600),
            twice + ",阴性," + time(600),
            twice + ",阳性," + time(601),
            "QC0000000001,阴性," + time(600),
            good + ",不知道," + time(600),
            good + ",阴性,昨天",
            "");
    for (Charset charset : List.of(Charset.forName("GBK"), UTF_8)) {
      UUID id = read(csv.getBytes(charset));
      ResultFileStore.File file = file(id);
      boolean first = charset != UTF_8;
      assertThat(file.state()).isEqualTo("done");
      assertThat(file.rows()).isEqualTo(8);
      assertThat(file.accepted()).isEqualTo(first ? 2 : 0);
      assertThat(file.known()).isEqualTo(first ? 0 : 2);
      assertThat(file.problems()).isEqualTo(3);
      assertThat(file.rejected()).isEqualTo(3);
      assertThat(fileStore.shown(id, 0, 100))
          .extracting(ResultFileStore.Row::row, ResultFileStore.Row::code)
          .containsExactly(
              org.assertj.core.groups.Tuple.tuple(4, "sampling.tube_not_sealed"),
              org.assertj.core.groups.Tuple.tuple(5, "sampling.tube_unknown"),
              org.assertj.core.groups.Tuple.tuple(7, "sampling.result_differs"),
              org.assertj.core.groups.Tuple.tuple(8, "sampling.row_tube_wrong"),
              org.assertj.core.groups.Tuple.tuple(9, "sampling.row_result_unknown"),
              org.assertj.core.groups.Tuple.tuple(10, "sampling.row_time_wrong"));
      JsonNode rows = lab.get(API + "/results/files/" + id + "/rows").json();
      assertThat(rows.at("/items/0/message").asString()).contains(unsealed);
      assertThat(lab.get(API + "/results/files/" + id + "/report.xlsx").status()).isEqualTo(200);
    }
    assertThat(tube(twice).state()).isEqualTo("negative");
    assertThat(row("select count(*) as n from sampling.result where tube = ?", good).get("n"))
        .isEqualTo(1L);
  }

  @Test
  void filesThatAreCutOrInAnotherEncodingAreAnsweredAndWhatWasGoodIsIn() throws IOException {
    String first = code();
    received(first, people(1), 5, "round", start);
    String second = code();
    received(second, people(1), 5, "round", start);
    String csv = "管码,结果,报告时间\n" + first + ",阴性," + time(600) + "\n" + second + ",\"阴性";
    UUID cut = read(csv.getBytes(UTF_8));
    assertThat(file(cut).accepted()).isEqualTo(1);
    assertThat(file(cut).state()).isIn("cut", "done");
    assertThat(file(cut).state().equals("cut") || file(cut).rejected() == 1).isTrue();
    assertThat(tube(first).state()).isEqualTo("negative");
    assertThat(tube(second).state()).isEqualTo("received");

    UUID short1 = read(("管码,结果,报告时间\n" + second + ",阴性").getBytes(UTF_8));
    assertThat(fileStore.shown(short1, 0, 9))
        .extracting(ResultFileStore.Row::code)
        .containsExactly("sampling.row_cut");

    assertThat(file(read(csv.getBytes(java.nio.charset.StandardCharsets.UTF_16))).state())
        .isEqualTo("failed");
    assertThat(file(read("a,b,c\n1,2,3\n".getBytes(UTF_8))).failure())
        .isEqualTo("sampling.file_headers");

    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (Workbook workbook = new Workbook(bytes, "x", "1.0")) {
      Worksheet sheet = workbook.newWorksheet("结果");
      sheet.value(0, 0, "管码");
      sheet.value(0, 1, "结果");
      sheet.value(0, 2, "报告时间");
      sheet.value(1, 0, second);
      sheet.value(1, 1, "阴性");
      sheet.value(1, 2, time(600));
    }
    byte[] whole = bytes.toByteArray();
    UUID half = read(java.util.Arrays.copyOf(whole, whole.length / 2));
    assertThat(file(half).state()).isEqualTo("failed");
    assertThat(file(half).failure()).isEqualTo("people.file_damaged");
    assertThat(file(read(whole)).accepted()).isEqualTo(1);
  }

  @Test
  void aLongFileIsReadInBatchesWithinBoundedMemory() throws IOException {
    int count = 20_000;
    StringBuilder csv = new StringBuilder("管码,结果,报告时间\n");
    for (int i = 0; i < count; i++) {
      csv.append("LONG-%08d,阴性,%s\n".formatted(i, time(600)));
    }
    UUID id = read(csv.toString().getBytes(UTF_8));
    assertThat(file(id).rows()).isEqualTo(count);
    assertThat(file(id).problems()).isEqualTo(count);
    assertThat(fileStore.shown(id, count - 1, 10)).hasSize(2);
  }

  @Test
  void labelsThatTheParkPrintsAreGivenOutOnceAndMakeTubes() {
    List<String> codes = new ArrayList<>();
    for (int sheet = 0; sheet < 2; sheet++) {
      lead.post(API + "/labels", "{\"count\":65}")
          .json()
          .path("codes")
          .forEach(code -> codes.add(code.asString()));
    }
    assertThat(codes).hasSize(130).doesNotHaveDuplicates().allMatch(TubeCode::valid);
    UUID person = person();
    take(swab(codes.getFirst(), person, start, ""));
    assertThat(tube(codes.getFirst()).fold().live()).hasSize(1);

    for (String count : List.of("0", "651", "null")) {
      Answer refused = lead.post(API + "/labels", "{\"count\":" + count + "}");
      assertThat(refused.status()).as(count).isEqualTo(422);
      assertThat(refused.json().path("field").asString()).isEqualTo("count");
    }
    assertThat(lab.post(API + "/labels", "{\"count\":1}").status()).isEqualTo(403);
  }

  @Test
  void theGovernmentsRegistrationsAreMatchedAndTheRestIsTakenOverOnce() throws IOException {
    String code = code();
    UUID ours = person();
    take(swab(code, ours, start, ""));
    Path file = Files.createTempFile("registrations", ".csv");
    Files.writeString(
        file,
        "证件号码,姓名,管码,采样时间\n"
            + "44052418800101001X,甲,"
            + code
            + ","
            + time(60)
            + "\n"
            + "E"
            + "%08d"
                .formatted(java.util.concurrent.ThreadLocalRandom.current().nextInt(100_000_000))
            + ",乙,"
            + code
            + ","
            + time(90)
            + "\n");
    UUID id = reconciliations.reconcile("登记.csv", file, point, laboratory);
    Files.delete(file);
    ReconciliationStore.Reconciliation job =
        reconciliationStore.list(id, TimeKeys.NEWEST, 1).getFirst();
    assertThat(job.bad()).isEqualTo(1);
    assertThat(job.theirs()).isEqualTo(1);
    assertThat(job.ours()).isEqualTo(1);
    assertThat(job.untaken()).isEqualTo(1);
    assertThat(lab.post(API + "/reconciliations/" + id + "/take", "").status()).isEqualTo(403);
    assertThat(lead.post(API + "/reconciliations/" + id + "/take", "").json().path("swabs").asInt())
        .isEqualTo(1);
    assertThat(lead.post(API + "/reconciliations/" + id + "/take", "").json().path("swabs").asInt())
        .isZero();
    assertThat(reconciliationStore.list(id, TimeKeys.NEWEST, 1).getFirst().untaken()).isZero();
    assertThat(tube(code).fold().live()).hasSize(2);
    assertThat(lead.get(API + "/reconciliations/" + id + "/rows?side=bad").json().path("items"))
        .hasSize(1);
  }
}
