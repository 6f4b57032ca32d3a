package org.shouwang.people;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.shouwang.IntegrationTest;
import org.shouwang.capture.PersonReference;
import org.shouwang.capture.PersonReference.ByDocument;
import org.shouwang.capture.PersonResolver.Resolution;
import org.shouwang.people.ImportRows.RowView;
import org.shouwang.people.ImportStore.Import;
import org.shouwang.security.Caller;
import org.shouwang.security.Permission;
import org.shouwang.security.Scope;
import org.shouwang.web.Refused;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

class ImportIntegrationTests extends IntegrationTest {

  @Autowired Imports imports;
  @Autowired ImportStore store;
  @Autowired ImportController controller;
  @Autowired ImportReport report;
  @Autowired PersonController persons;
  @Autowired PersonDirectory directory;
  @Autowired UnitController units;
  @Autowired People people;
  @Autowired JdbcClient jdbc;

  private static int next = 0;
  private String unit = "";

  @BeforeEach
  void aUnitOfItsOwn() throws InterruptedException {
    unit = "测试单位" + UUID.randomUUID().toString().substring(0, 8);
    Import job = run("单位名称,单位类型\n" + unit + ",子公司\n", ImportKind.UNITS);
    assertThat(job.state()).isEqualTo("committed");
    assertThat(job.good()).isEqualTo(1);
  }

  private static synchronized String number() {
    String body = "629901" + "19850302" + String.format(Locale.ROOT, "%03d", 1 + next++);
    return body + ResidentNumber.check(body);
  }

  private Import read(String csv, ImportKind kind) throws InterruptedException {
    UUID id =
        imports.start("t.csv", new ByteArrayInputStream(csv.getBytes(UTF_8)), kind, Caller.SYSTEM);
    return await(id, Set.of("previewed", "failed"));
  }

  private Import run(String csv, ImportKind kind) throws InterruptedException {
    Import job = read(csv, kind);
    assertThat(job.failure()).isNull();
    imports.commit(job, Caller.SYSTEM);
    return await(job.id(), Set.of("committed", "failed"));
  }

  private Import await(UUID id, Set<String> states) throws InterruptedException {
    Instant until = Instant.now().plus(Duration.ofSeconds(60));
    while (Instant.now().isBefore(until)) {
      Import job = store.find(id).orElseThrow();
      if (states.contains(job.state())) {
        return job;
      }
      Thread.sleep(30);
    }
    throw new AssertionError("the import did not end");
  }

  private String header() {
    return "石化集团人员花名册,,,,\n姓名,身份证号码,手机号,工作单位,现住址\n";
  }

  @Test
  void goodRowsComeInBadOnesAreNamedAndTheSameFileAgainChangesNothing() throws Exception {
    String first = number();
    String file =
        header()
            + "张三,'"
            + first
            + ",13900001111,"
            + unit
            + ",一村\n"
            + "李四,"
            + number().substring(0, 17)
            + ","
            + "13900001112,"
            + unit
            + ",一村\n"
            + ",,"
            + ",,\n"
            + "王五,"
            + number()
            + ",139,"
            + unit
            + ",一村\n"
            + "赵六,"
            + number()
            + ",13900001113,没有的单位,一村\n"
            + "张三,"
            + number()
            + ",13900001114,"
            + unit
            + ",二村\n"
            + "合计,,,,\n";
    Import job = run(file, ImportKind.PEOPLE);
    assertThat(job.state()).isEqualTo("committed");
    assertThat(job.rows()).isEqualTo(6);
    assertThat(job.good()).isEqualTo(2);
    assertThat(job.duplicates()).isEqualTo(1);
    assertThat(job.bad()).isEqualTo(4);
    List<RowView> bad =
        controller.rows(job.id(), "bad", null, null, Caller.SYSTEM, Locale.ENGLISH).items();
    assertThat(bad.stream().map(row -> row.reasons().getFirst().code()))
        .contains("people.document_length", "people.phone_invalid", "people.unit_unknown");
    assertThat(bad.getFirst().reasons().getFirst().message()).doesNotContain("people.");

    Import again = run(file, ImportKind.PEOPLE);
    assertThat(again.unchanged()).isEqualTo(2);
    assertThat(again.good()).isZero();

    Import moved =
        run(header() + "张三," + first + ",13900001119," + unit + ",三村\n", ImportKind.PEOPLE);
    assertThat(moved.good()).isEqualTo(1);
    UUID id = person("张三", first);
    assertThat(persons.get(id, Caller.SYSTEM).home()).isEqualTo("三村");
    assertThat(persons.get(id, Caller.SYSTEM).phoneMasked()).isEqualTo("139****1119");
    assertThat(persons.timeline(id, null, null, Caller.SYSTEM).items())
        .extracting(TimelineSource.TimelineEntry::kind)
        .contains("people.imported", "people.changed");
  }

  private UUID person(String name, String number) {
    Resolution found =
        directory
            .resolve(List.of(new ByDocument("resident_id", number, name, null)))
            .values()
            .iterator()
            .next();
    return ((Resolution.Found) found).id();
  }

  @Test
  void scriptAndSqlInEveryFieldStayText() throws Exception {
    String evil = "<script>alert(1)</script>'; drop table people.person; --";
    String number = number();
    Import job =
        run(
            "姓名,身份证号,单位,现住址,岗位,政治面貌,技能\n"
                + "\"=1+1<b>\","
                + number
                + ","
                + unit
                + ",\""
                + evil
                + "\",\""
                + evil.substring(0, 50)
                + "\",群众,\""
                + evil
                + "\"\n",
            ImportKind.PEOPLE);
    assertThat(job.good()).isEqualTo(1);
    UUID id = person("", number);
    assertThat(persons.get(id, Caller.SYSTEM).home()).isEqualTo(evil);
    assertThat(persons.search(evil, null, null, null, null, Caller.SYSTEM).items()).isEmpty();
  }

  @Test
  void whoStandsInForWhomIsKnownOfBothHoweverTheyCameIn() throws Exception {
    String one = "A" + UUID.randomUUID().toString().substring(0, 8);
    String other = "B" + one;
    String file =
        "姓名,身份证号码,工作单位,岗位,重要岗位,工牌号,A/B角\n"
            + row("张三", one, other)
            + row("李四", other, "")
            + row("王五", "C" + one, "C" + one);
    Import job = run(file, ImportKind.PEOPLE);
    assertThat(job.good()).isEqualTo(2);
    assertThat(
            controller
                .rows(job.id(), "bad", null, null, Caller.SYSTEM, Locale.ENGLISH)
                .items()
                .getFirst()
                .reasons()
                .getFirst()
                .code())
        .isEqualTo("people.counterpart_self");
    assertThat(counterparts(one)).containsExactly("李四");
    assertThat(counterparts(other)).containsExactly("张三");
    assertThat(run(file, ImportKind.PEOPLE).unchanged()).isEqualTo(2);
    run(file.replace(one + "," + other, one + ",D" + one), ImportKind.PEOPLE);
    assertThat(counterparts(other)).as("somebody else stands in").isEmpty();
  }

  private String row(String name, String badge, String counterpart) {
    return name + "," + number() + "," + unit + ",值长,是," + badge + "," + counterpart + "\n";
  }

  private List<String> counterparts(String badge) {
    UUID id =
        jdbc.sql("select id from people.person where badge = ?")
            .param(badge.toUpperCase(Locale.ROOT))
            .query(UUID.class)
            .single();
    return persons.get(id, Caller.SYSTEM).counterparts().stream()
        .map(PersonController.PersonView::name)
        .toList();
  }

  @Test
  void aPlaceHoldsAsManyAsItsBedsAndAPlanThatSaysNothingOfThemLeavesThem() throws Exception {
    String code = "R" + UUID.randomUUID().toString().substring(0, 8).toUpperCase(Locale.ROOT);
    Import job =
        run(
            "场所名称,场所编码,场所类型,床位数\n房间%1$s,%1$s,房间,2\n房间甲%1$s,甲%1$s,房间,两张\n".formatted(code),
            ImportKind.PLACES);
    assertThat(job.good()).isEqualTo(1);
    assertThat(
            controller
                .rows(job.id(), "bad", null, null, Caller.SYSTEM, Locale.ENGLISH)
                .items()
                .getFirst()
                .reasons()
                .getFirst()
                .code())
        .isEqualTo("people.capacity");
    run("场所名称,场所编码,场所类型\n新名%1$s,%1$s,房间\n".formatted(code), ImportKind.PLACES);
    assertThat(
            jdbc.sql("select capacity from people.place where code = ?")
                .param(code)
                .query(Integer.class)
                .single())
        .isEqualTo(2);
  }

  @Test
  void aPersonIsSeenWithinTheirUnitsAlone() throws Exception {
    String number = number();
    run(header() + "钱七," + number + ",13900002222," + unit + ",一村\n", ImportKind.PEOPLE);
    UUID id = person("钱七", number);
    UUID unitId = people.facts(List.of(id)).get(id).unitId();
    Caller inside = caller(new Scope(false, Set.of(unitId)));
    Caller outside = caller(new Scope(false, Set.of(UUID.randomUUID())));
    assertThat(persons.get(id, inside).name()).isEqualTo("钱七");
    assertThat(persons.search("钱七", null, null, null, null, outside).items()).isEmpty();
    assertThat(persons.search("qq", unitId, null, null, null, inside).items()).hasSize(1);
    assertThat(persons.search(number.substring(14), unitId, null, null, null, inside).items())
        .hasSize(1);
    assertThat(persons.search("2222", unitId, null, null, null, inside).items()).hasSize(1);
    assertThatRefused(() -> persons.get(id, outside), 404);
    assertThatRefused(() -> persons.unmask(id, new PersonController.Purpose("x y"), outside), 404);
    assertThatRefused(() -> persons.unmask(id, new PersonController.Purpose(""), inside), 422);
    PersonController.Unmasked seen =
        persons.unmask(id, new PersonController.Purpose("核对身份"), inside);
    assertThat(seen.document().number()).isEqualTo(number);
    assertThat(
            jdbc.sql(
                    "select count(*) from audit.entry where action = 'vault.opened' and subject = ?")
                .param("person:" + id)
                .query(Long.class)
                .single())
        .isEqualTo(1);
  }

  private static Caller caller(Scope scope) {
    return new Caller(
        Caller.Kind.ACCOUNT, UUID.randomUUID(), "lead", Set.of(Permission.values()), scope, null);
  }

  private static void assertThatRefused(Callable<?> act, int status) {
    try {
      act.call();
    } catch (Refused refused) {
      assertThat(refused.status()).isEqualTo(status);
      return;
    } catch (Exception other) {
      throw new AssertionError(other);
    }
    throw new AssertionError("was not refused");
  }

  @Test
  void anUnknownDocumentBecomesOneProvisionalPersonAlsoUnderConcurrency() throws Exception {
    String number = number();
    try (ExecutorService pool = Executors.newFixedThreadPool(8)) {
      List<Future<Resolution>> answers = new ArrayList<>();
      for (int i = 0; i < 24; i++) {
        answers.add(
            pool.submit(() -> {
              PersonReference who = new ByDocument("resident_id", number, "孙八", null);
              return directory.resolve(List.of(who)).get(who);
            }));
      }
      Set<Resolution> found = new HashSet<>();
      for (Future<Resolution> answer : answers) {
        found.add(answer.get());
      }
      assertThat(found).hasSize(1);
      assertThat(((Resolution.Found) found.iterator().next()).provisional()).isTrue();
    }
    run(header() + "孙八," + number + ",13900003333," + unit + ",一村\n", ImportKind.PEOPLE);
    UUID id = person("孙八", number);
    assertThat(people.facts(List.of(id)).get(id).known()).isTrue();
  }

  @Test
  void aWrongCheckDigitIsUnusableAndAnUnknownIdIsNoted() {
    PersonReference wrong = new ByDocument("resident_id", "620121190001010010", null, null);
    PersonReference id = new PersonReference.ById(UUID.randomUUID());
    var answers = directory.resolve(List.of(wrong, id));
    assertThat(answers.get(wrong)).isInstanceOf(Resolution.Unusable.class);
    assertThat(((Resolution.Found) answers.get(id)).provisional()).isTrue();
  }

  @Test
  void theReportHoldsNoFormulaAndACancelledImportLeavesNothing() throws Exception {
    Import job = read(header() + "=cmd(),123,13900001111," + unit + ",@x\n", ImportKind.PEOPLE);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    report.write(job, true, Locale.CHINESE, out);
    List<SheetRow> rows = read(out.toByteArray());
    assertThat(rows.get(1).cells().stream().map(SheetRow.Cell::text))
        .contains("'=cmd()", "'@x")
        .noneMatch(text -> text.startsWith("="));
    imports.cancel(job, Caller.SYSTEM);
    assertThat(controller.rows(job.id(), "bad", null, null, Caller.SYSTEM, Locale.CHINESE).items())
        .isEmpty();
    assertThat(store.parts(job.id())).isEmpty();
  }

  private static List<SheetRow> read(byte[] workbook) throws IOException {
    java.nio.file.Path file = java.nio.file.Files.createTempFile("report", ".xlsx");
    java.nio.file.Files.write(file, workbook);
    List<SheetRow> rows = new ArrayList<>();
    TableFile.read(file, "report", rows::add);
    java.nio.file.Files.delete(file);
    return rows;
  }
}
