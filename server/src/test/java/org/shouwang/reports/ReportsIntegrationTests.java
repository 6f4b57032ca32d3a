package org.shouwang.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.f4b6a3.uuid.UuidCreator;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.poi.xwpf.usermodel.XWPFDocument;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.shouwang.CallerFixtures;
import org.shouwang.IntegrationTest;
import org.shouwang.clock.WorldClock;
import org.shouwang.gates.Gates;
import org.shouwang.security.Browser;
import org.shouwang.security.Browser.Answer;
import org.shouwang.security.Caller;
import org.shouwang.security.Permission;
import org.shouwang.security.Scope;
import org.shouwang.web.Page;
import org.shouwang.web.Refused;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Figures, documents, ledgers and the board on a real database. */
class ReportsIntegrationTests extends IntegrationTest {

  private static final String HOSTILE = "=HYPERLINK(\"x\")<script>alert(1)</script>";
  private static final String API = "/api/v1/reports";

  @Autowired JdbcClient jdbc;
  @Autowired TransactionTemplate transaction;
  @Autowired Figures figures;
  @Autowired DocumentLife documents;
  @Autowired DocumentPages pages;
  @Autowired DocumentStore documentStore;
  @Autowired Templates templates;
  @Autowired Ledgers ledgers;
  @Autowired ExportController exports;
  @Autowired BoardController boards;
  @Autowired Pictures pictures;
  @Autowired Gates gates;
  @LocalServerPort int port;

  /** A day and a unit that no other test knows. */
  private LocalDate day;

  private UUID unit;
  private UUID other;
  private UUID place;
  private Caller signer;

  @BeforeEach
  void unitsOfOurOwn() {
    day = LocalDate.of(2001, 1, 1).plusDays(ThreadLocalRandom.current().nextInt(3_000));
    unit = unit("甲");
    other = unit("乙");
    place = UUID.randomUUID();
    jdbc.sql(
            "insert into people.place (id, code, name, kind, level) values (?, ?, ?, 'gate', 'none')")
        .params(place, place.toString(), "门" + place)
        .update();
    signer = reader(unit, Permission.REPORTS_READ, Permission.REPORTS_SIGN, Permission.PEOPLE_READ);
  }

  private static Caller reader(UUID unit, Permission... permissions) {
    return CallerFixtures.account(new Scope(false, Set.of(unit)), permissions);
  }

  private UUID unit(String name) {
    UUID id = UUID.randomUUID();
    jdbc.sql(
            "insert into people.unit (id, code, name, kind, path) values (?, ?, ?, 'department', 'x')")
        .params(id, id.toString(), name + id)
        .update();
    return id;
  }

  private UUID person(String name, UUID of) {
    UUID id = UUID.randomUUID();
    jdbc.sql(
            """
            insert into people.person (id, name, kind, class_of_person, unit_id)
            values (?, ?, 'employee', 'shift_worker', ?)
            """)
        .params(id, name, of)
        .update();
    return id;
  }

  private void pass(UUID person, UUID of, String action, @Nullable String reasons) {
    Instant at =
        day.atTime(9, 0)
            .atZone(WorldClock.ZONE)
            .toInstant()
            .plusSeconds(ThreadLocalRandom.current().nextInt(30_000));
    jdbc.sql(
            """
            insert into gates.pass (person_id, at, id, recorded_at, skew_ms, flags, place_id,
              unit_id, outward, went_through, action, reasons, data)
            values (:person, :at, :id, :at, 0, 0, :place, :unit, false, true, :action, :reasons,
              '{"temperatures":[37.6],"colour":"green","plate":"甘A12345"}')
            """)
        .param("person", person)
        .param("at", at.atOffset(ZoneOffset.UTC))
        .param("id", UuidCreator.getTimeOrderedEpoch())
        .param("place", place)
        .param("unit", of)
        .param("action", action)
        .param("reasons", reasons)
        .update();
  }

  private DocumentStore.Document draft(DocumentKind kind) {
    return documents.draft(new DocumentLife.Wish(kind, day, unit, "zh", null), signer);
  }

  // ── figures ────────────────────────────────────────────────────────────────────────────────────

  @Test
  void aFigureCountsAsManyAsItHasRows() {
    for (int i = 0; i < 7; i++) {
      pass(person("张三", unit), unit, "pass", null);
    }
    pass(person("李四", unit), unit, "hold", "temperature_high");
    pass(person("王五", other), other, "pass", null);
    Scope scope = new Scope(false, Set.of(unit));
    for (Figure figure : figures.all()) {
      long value = figures.value(figure.key(), day, scope);
      Set<UUID> rows = new HashSet<>();
      String after = null;
      do {
        Page<FigureRow> page = figures.rows(figure.key(), day, scope, after, 3);
        page.items().forEach(row -> rows.add(row.id()));
        after = page.next();
      } while (after != null);
      assertThat(rows).as(figure.key()).hasSize((int) value);
    }
    assertThat(figures.value("gates.in", day, scope)).isEqualTo(7);
    assertThat(figures.value("gates.held", day, scope)).isEqualTo(1);
    assertThat(figures.value("gates.fever", day, scope)).isEqualTo(1);
  }

  @Test
  void aUnitsLeadIsToldOfNoOtherUnit() {
    pass(person("张三", other), other, "pass", null);
    Caller lead = reader(unit, Permission.REPORTS_READ);
    assertThat(figures.value("gates.in", day, lead.scope())).isZero();
    assertThatThrownBy(() -> boards.board(other, lead))
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.code()).isEqualTo("reports.unit_unknown"));
    assertThat(boards.board(unit, lead).posts()).isEmpty();
  }

  @Test
  void whoMayNotReadReportsIsRefusedAndWhoMayIsNot() {
    Browser guard = Browser.signedIn(port, "guard1");
    Browser command = Browser.signedIn(port, "command");
    Browser lead = Browser.signedIn(port, "lead");
    for (String path :
        List.of("/figures", "/figures/gates.in", "/board", "/ledgers", "/documents", "/exports")) {
      assertThat(guard.get(API + path).status()).as(path).isEqualTo(403);
      assertThat(command.get(API + path).status()).as(path).isEqualTo(200);
    }
    assertThat(lead.get(API + "/board").status()).isEqualTo(200);
    assertThat(lead.post(API + "/documents", Map.of("kind", "daily")).status()).isEqualTo(403);
    assertThat(command.get(API + "/figures/gates.nothing").code())
        .isEqualTo("reports.figure_unknown");
    Answer english = command.in("en").get(API + "/figures/gates.in");
    assertThat(english.json().path("definition").asString()).contains("midnight");
  }

  // ── documents ──────────────────────────────────────────────────────────────────────────────────

  @Test
  void whatIsSignedStaysWhileADraftMovesOn() {
    pass(person("张三", unit), unit, "pass", null);
    DocumentStore.Document signed = draft(DocumentKind.BULLETIN);
    signed = documents.sign(signed.id(), signed.version(), signer);
    DocumentStore.Files kept = documentStore.files(signed.id()).orElseThrow();
    pass(person("李四", unit), unit, "pass", null);
    DocumentStore.Document draft = draft(DocumentKind.BULLETIN);
    assertThat(value(pages.make(draft, null).figures(), "gates.in")).isEqualTo(2);
    assertThat(value(pages.signedFigures(signed), "gates.in")).isEqualTo(1);
    DocumentStore.Files later = documentStore.files(signed.id()).orElseThrow();
    assertThat(later.html()).isEqualTo(kept.html());
    assertThat(
            DocumentPages.digest(
                String.valueOf(signed.figures()), later.html(), later.docx(), later.pdf()))
        .isEqualTo(signed.digest());
    UUID id = signed.id();
    assertThatThrownBy(() ->
            jdbc.sql("update reports.document set title = 'x' where id = ?").param(id).update())
        .hasMessageContaining("signed");
    int version = signed.version();
    assertThatThrownBy(() -> documents.change(id, version, "x", null, signer))
        .isInstanceOf(Refused.class);
  }

  private static long value(List<SignedFigure> values, String key) {
    return values.stream().filter(it -> it.key().equals(key)).findFirst().orElseThrow().value();
  }

  @Test
  void signingWaitsUntilWhatWasRecordedIsCounted() throws Exception {
    DocumentStore.Document document = draft(DocumentKind.DAILY);
    Browser command = Browser.signedIn(port, "command");
    String note =
        """
        {"id":"%s","type":"test.note","at":"%s","data":{"text":"late"}}
        """
            .formatted(UuidCreator.getTimeOrderedEpoch(), Instant.now());
    Integer status =
        transaction.execute(held -> {
          jdbc.sql("select from capture.cursor where name = 'presence.stays' for update")
              .query((row, n) -> n)
              .list();
          return CompletableFuture.supplyAsync(
                  () -> {
                    assertThat(command.post("/api/v1/facts", note).status()).isEqualTo(200);
                    return command
                        .post(
                            "/api/v1/reports/documents/" + document.id() + "/sign",
                            Map.of("version", document.version()))
                        .status();
                  })
              .completeOnTimeout(0, 2, TimeUnit.SECONDS)
              .join();
        });
    assertThat(status).as("while a follower is held up").isZero();
    assertThat(documents.find(document.id(), signer.scope()).signed()).isFalse();
    for (int i = 0; i < 100 && !documents.find(document.id(), signer.scope()).signed(); i++) {
      Thread.sleep(100);
    }
    assertThat(documents.find(document.id(), signer.scope()).signed()).isTrue();
  }

  @Test
  void aCorrectionKeepsBothAndSaysWhatItChanges() {
    DocumentStore.Document first = draft(DocumentKind.DAILY);
    first = documents.sign(first.id(), first.version(), signer);
    pass(person("张三", unit), unit, "pass", null);
    DocumentStore.Document second = documents.correct(first.id(), "漏报一人", signer);
    assertThat(pages.correction(second, pages.make(second, null).figures()).changes())
        .contains(new Appendix.Change("gates.in", true, "0", "1"));
    second = documents.sign(second.id(), second.version(), signer);
    assertThat(documents.find(first.id(), signer.scope()).correctedBy()).isEqualTo(second.id());
    assertThat(documentStore.files(first.id())).isPresent();
    assertThat(documentStore.files(second.id()).orElseThrow().html()).contains("漏报一人");
    UUID id = first.id();
    assertThatThrownBy(() -> documents.correct(id, "又一次", signer))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> assertThat(refused.code()).isEqualTo("reports.corrected_already"));
    assertThatThrownBy(() -> draft(DocumentKind.DAILY))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> assertThat(refused.code()).isEqualTo("reports.document_twice"));
  }

  @Test
  void aTemplateWithAnUnknownFigureIsRefusedByItsName() throws Exception {
    byte[] docx = docx("进入 {{figure.gates.in}},其他 {{figure.gates.nowhere}}");
    assertThatThrownBy(() -> templates.bring(DocumentKind.DAILY, "x.docx", docx, signer))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> {
              assertThat(refused.code()).isEqualTo("reports.template_figure_unknown");
              assertThat(refused.values()).containsEntry("value", "gates.nowhere");
            });
    assertThatThrownBy(() -> templates.bring(DocumentKind.DAILY, "x", docx("{{+file}}"), signer))
        .isInstanceOf(Refused.class);
    assertThatThrownBy(() ->
            templates.bring(
                DocumentKind.DAILY, "x", "no docx".getBytes(StandardCharsets.UTF_8), signer))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> assertThat(refused.code()).isEqualTo("reports.template_unreadable"));
    TemplateStore.Template good =
        templates.bring(DocumentKind.DAILY, "好.docx", docx("进 {{figure.gates.in}}"), signer);
    DocumentStore.Document draft =
        documents.draft(
            new DocumentLife.Wish(DocumentKind.DAILY, day, unit, "zh", good.id()), signer);
    assertThat(pages.make(draft, null).html()).contains("/figures/gates.in?day=" + day);
  }

  private static byte[] docx(String text) throws Exception {
    try (XWPFDocument document = new XWPFDocument();
        ByteArrayOutputStream out = new ByteArrayOutputStream()) {
      document.createParagraph().createRun().setText(text);
      document.write(out);
      return out.toByteArray();
    }
  }

  @Test
  void textsAreEscapedAndTheFilesCarryTheFiguresReferences() throws Exception {
    pass(person("张三", unit), unit, "pass", null);
    DocumentStore.Document draft = draft(DocumentKind.BULLETIN);
    draft =
        documents.change(
            draft.id(),
            draft.version(),
            null,
            Map.of("problems", HOSTILE + "\n另 {{figure.gates.in}} 人次", "situation", "守望相助"),
            signer);
    DocumentPages.Made made = pages.make(draft, null);
    assertThat(made.html())
        .doesNotContain("<script>")
        .contains("&lt;script&gt;")
        .contains("<a href=\"/figures/gates.in?day=" + day + "&amp;unit=" + unit);
    String digest = made.figures().getFirst().digest();
    try (XWPFDocument docx = new XWPFDocument(new ByteArrayInputStream(made.docx()))) {
      assertThat(docx.getTables().getLast().getText()).contains("gates.in").contains(digest);
    }
    try (var pdf = Loader.loadPDF(pages.pdf(made.html()))) {
      String text = new PDFTextStripper().getText(pdf);
      assertThat(text).contains("守望相助").contains("基本情况").contains(digest);
    }
    UUID id = draft.id();
    int version = draft.version();
    assertThatThrownBy(
            () -> documents.change(id, version, null, Map.of("next", "{{figure.gates.x}}"), signer))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> assertThat(refused.values()).containsEntry("value", "gates.x"));
  }

  @Test
  void documentsOfAnotherUnitAreNotThere() {
    DocumentStore.Document mine = draft(DocumentKind.DAILY);
    Caller stranger = reader(other, Permission.REPORTS_READ, Permission.REPORTS_SIGN);
    assertThatThrownBy(() -> documents.find(mine.id(), stranger.scope()))
        .isInstanceOf(Refused.class);
    assertThatThrownBy(() -> documents.sign(mine.id(), mine.version(), stranger))
        .isInstanceOf(Refused.class);
    assertThat(documents.find(mine.id(), signer.scope())).isEqualTo(mine);
  }

  @Test
  void aTemplateIsBroughtOverHttp() throws Exception {
    Browser command = Browser.signedIn(port, "command");
    String border = "x" + UUID.randomUUID();
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.write(
        ("--"
                + border
                + "\r\nContent-Disposition: form-data; name=\"kind\"\r\n\r\ndaily\r\n--"
                + border
                + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.docx\"\r\n"
                + "Content-Type: application/octet-stream\r\n\r\n")
            .getBytes(StandardCharsets.UTF_8));
    body.write(docx("{{figure.gates.nowhere}}"));
    body.write(("\r\n--" + border + "--\r\n").getBytes(StandardCharsets.UTF_8));
    Answer answer =
        command.send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + API + "/templates"))
                .POST(BodyPublishers.ofByteArray(body.toByteArray())),
            "multipart/form-data; boundary=" + border);
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().path("detail").asString()).contains("gates.nowhere");
  }

  // ── ledgers and exports ────────────────────────────────────────────────────────────────────────

  @Test
  void theLedgerShowsWhatItsReaderMaySee() {
    pass(person("欧阳小明", unit), unit, "hold", "temperature_high");
    pass(person("王五", other), other, "pass", null);
    Ledger ledger = ledgers.get("passes");
    Caller lead = reader(unit, Permission.REPORTS_READ);
    Page<Ledger.Row> masked =
        ledger.page(
            new Ledger.Wanted(day, place, lead.scope(), lead, Locale.SIMPLIFIED_CHINESE), null, 50);
    assertThat(masked.items()).hasSize(1);
    assertThat(masked.items().getFirst().cells())
        .contains("欧**明", "甘A12345", "37.6", "暂留(体温)")
        .doesNotContain("欧阳小明");
    Page<Ledger.Row> whole =
        ledger.page(new Ledger.Wanted(day, null, signer.scope(), signer, Locale.ENGLISH), null, 50);
    assertThat(whole.items().getFirst().cells()).contains("欧阳小明", "in");
  }

  @Test
  void anExportIsApprovedBySomebodyElseAndRunsNoFormula() throws Exception {
    pass(person(HOSTILE, unit), unit, "pass", null);
    ExportController.ExportView asked =
        exports.ask(
            new ExportController.Asking("passes", day, unit, null, "核对"), signer, Locale.ENGLISH);
    assertThatThrownBy(() ->
            exports.decide(asked.id(), new ExportController.Decision(true), signer, Locale.ENGLISH))
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.code()).isEqualTo("reports.own_export"));
    var early = new org.springframework.mock.web.MockHttpServletResponse();
    assertThatThrownBy(() -> exports.take(asked.id(), signer, Locale.ENGLISH, early))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> assertThat(refused.code()).isEqualTo("reports.export_not_approved"));
    Caller approver = reader(unit, Permission.REPORTS_READ, Permission.REPORTS_SIGN);
    exports.decide(asked.id(), new ExportController.Decision(true), approver, Locale.ENGLISH);
    assertThatThrownBy(() -> exports.take(asked.id(), approver, Locale.ENGLISH, early))
        .isInstanceOf(Refused.class);
    var response = new org.springframework.mock.web.MockHttpServletResponse();
    exports.take(asked.id(), signer, Locale.ENGLISH, response);
    try (ReadableWorkbook workbook =
        new ReadableWorkbook(new ByteArrayInputStream(response.getContentAsByteArray()))) {
      List<Row> rows = workbook.getFirstSheet().read();
      assertThat(rows.get(1).getCellText(0)).contains(asked.id().toString());
      assertThat(rows.get(3).getCellText(4)).isEqualTo("'" + HOSTILE);
      assertThat(rows).hasSize(4);
    }
    assertThat(
            jdbc.sql("select action from audit.entry where subject = ? order by at")
                .param("export:" + asked.id())
                .query(String.class)
                .list())
        .containsExactly("reports.export_asked", "reports.export_approved", "reports.export_taken");
  }

  @Test
  void aMillionRowsStreamWithoutBeingHeld() throws Exception {
    long[] most = {0};
    long[] bytes = {0};
    OutputStream counting =
        new OutputStream() {
          @Override
          public void write(int one) {
            bytes[0]++;
          }

          @Override
          public void write(byte[] some, int from, int length) {
            bytes[0] += length;
          }
        };
    List<String> cells = List.of("门", "进", "2022-03-08 06:00:00", "张三", "629901********1019");
    try (LedgerWorkbook workbook =
        new LedgerWorkbook(counting, "台账", "标记", List.of("a", "b", "c", "d", "e"))) {
      long before = used();
      for (int batch = 0; batch < 1_000; batch++) {
        List<Ledger.Row> rows = new java.util.ArrayList<>(1_000);
        for (int i = 0; i < 1_000; i++) {
          List<String> unique = new java.util.ArrayList<>(cells);
          unique.set(3, "张" + batch + "-" + i);
          rows.add(new Ledger.Row(new UUID(batch, i), Instant.EPOCH, null, unique));
        }
        workbook.write(rows);
        if (batch % 250 == 249) {
          most[0] = Math.max(most[0], used() - before);
        }
      }
      assertThat(workbook.rows()).isEqualTo(1_000_000);
    }
    assertThat(bytes[0]).isGreaterThan(5_000_000);
    assertThat(most[0]).as("bytes held while a million rows went by").isLessThan(64L << 20);
  }

  @SuppressWarnings("PMD")
  private static long used() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  @Test
  void passesAreReadByACursorABatchAtATime() {
    jdbc.sql(
            """
            insert into gates.pass (person_id, at, id, recorded_at, skew_ms, flags, place_id,
              unit_id, outward, went_through, action, data)
            select gen_random_uuid(), :at::timestamptz + n * interval '1 ms', gen_random_uuid(),
              :at, 0, 0, :place, :unit, false, true, 'pass', '{}'
            from generate_series(1, 20000) n
            """)
        .param("at", day.atTime(8, 0).atZone(WorldClock.ZONE).toInstant().atOffset(ZoneOffset.UTC))
        .param("place", place)
        .param("unit", unit)
        .update();
    int[] counted = {0, 0};
    gates.everyPass(
        new Gates.Wanted(day, null, place),
        new Scope(false, Set.of(unit)),
        1_000,
        lines -> {
          counted[0] += lines.size();
          counted[1] = Math.max(counted[1], lines.size());
        });
    assertThat(counted).containsExactly(20_000, 1_000);
  }

  // ── board ──────────────────────────────────────────────────────────────────────────────────────

  @Test
  void allViewersOfAScopeShareOnePictureASecond() {
    Pictures.Of of = new Pictures.Of(new Scope(false, Set.of(unit)), unit);
    BoardPicture first = pictures.of(of);
    for (int i = 0; i < 200; i++) {
      BoardPicture again = pictures.of(of);
      if (again != first) {
        assertThat(again.at()).isAfter(first.at().plusMillis(800));
      }
    }
  }

  @Test
  void aDeltaHoldsOnlyWhatChanged() {
    BoardPicture one =
        new BoardPicture(
            Instant.EPOCH,
            day,
            null,
            "",
            Map.of("a", 1L, "b", 2L),
            List.of(),
            List.of(),
            List.of(),
            List.of());
    BoardPicture two =
        new BoardPicture(
            Instant.EPOCH.plusSeconds(1),
            day,
            null,
            "",
            Map.of("a", 1L, "b", 3L),
            List.of(),
            List.of(),
            List.of(),
            List.of());
    assertThat(BoardLive.delta(one, two)).isEqualTo(Map.of("figures", Map.of("b", 3L)));
    assertThat(BoardLive.delta(two, two)).isEmpty();
  }
}
