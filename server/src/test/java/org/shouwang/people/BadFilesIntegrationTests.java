package org.shouwang.people;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.shouwang.IntegrationTest;
import org.shouwang.security.Browser;
import org.shouwang.security.Browser.Answer;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Files that nobody should upload, by their real way. */
@ExtendWith(OutputCaptureExtension.class)
class BadFilesIntegrationTests extends IntegrationTest {

  private static final String IMPORTS = "/api/v1/imports";
  private static final String SHEET =
      "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">"
          + "<sheetData>%s</sheetData></worksheet>";
  private static final String EVIL = "<script>alert(1)</script>'; drop table people.person; --";
  private static final String ID_NUMBER = "629901198503021019";

  @LocalServerPort int port;
  @Autowired JdbcClient jdbc;

  private Browser command;

  @BeforeEach
  void signIn() {
    command = Browser.signedIn(port, "command");
  }

  private HttpRequest.Builder post(byte[] body) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + IMPORTS))
        .POST(BodyPublishers.ofByteArray(body));
  }

  private Answer upload(String name, byte[] file, String kind) {
    return command.send(post(multipart(name, file, kind)), "multipart/form-data; boundary=bound");
  }

  private static byte[] multipart(String name, byte[] file, String kind) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(
        ("--bound\r\nContent-Disposition: form-data; name=\"kind\"\r\n\r\n" + kind + "\r\n")
            .getBytes(UTF_8));
    body.writeBytes(
        ("--bound\r\nContent-Disposition: form-data; name=\"file\"; filename=\""
                + name
                + "\"\r\nContent-Type: application/octet-stream\r\n\r\n")
            .getBytes(UTF_8));
    body.writeBytes(file);
    body.writeBytes("\r\n--bound--\r\n".getBytes(UTF_8));
    return body.toByteArray();
  }

  /** The import when it was read. */
  private JsonNode read(String name, byte[] file) {
    Answer started = upload(name, file, "people");
    assertThat(started.status()).as(started.raw().body()).isEqualTo(200);
    String id = started.json().path("id").asString();
    Instant until = Instant.now().plusSeconds(60);
    while (Instant.now().isBefore(until)) {
      Answer answer = command.get(IMPORTS + "/" + id);
      assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
      JsonNode job = answer.json();
      if (!job.path("state").asString().equals("reading")) {
        return job;
      }
      // as a console waits: without it a long reading meets the limit of requests a second
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
    throw new AssertionError("the import did not end");
  }

  private interface Content {
    void write(ZipOutputStream zip) throws IOException;
  }

  private static byte[] zip(Content content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      content.write(zip);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void entry(ZipOutputStream zip, String name, String text) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(text.getBytes(UTF_8));
  }

  /** A workbook of our writer with its first sheet replaced. */
  private static byte[] workbook(String sheet) {
    return zip(zip -> {
      entry(
          zip,
          "[Content_Types].xml",
          "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
              + "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
              + "<Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/>"
              + "</Types>");
      entry(
          zip,
          "_rels/.rels",
          "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
              + "<Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/>"
              + "</Relationships>");
      entry(
          zip,
          "xl/workbook.xml",
          "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\">"
              + "<sheets><sheet name=\"s\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>");
      entry(
          zip,
          "xl/_rels/workbook.xml.rels",
          "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
              + "<Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/>"
              + "</Relationships>");
      entry(zip, "xl/worksheets/sheet1.xml", sheet);
    });
  }

  private static String row(int number, String... cells) {
    StringBuilder row = new StringBuilder("<row r=\"" + number + "\">");
    for (int i = 0; i < cells.length; i++) {
      row.append("<c r=\"")
          .append((char) ('A' + i))
          .append(number)
          .append("\" t=\"inlineStr\"><is><t>")
          .append(cells[i])
          .append("</t></is></c>");
    }
    return row.append("</row>").toString();
  }

  @Test
  void whatIsNoUploadIsAProblemThatSaysWhatIsMissing() {
    Answer noMultipart = command.in("en").post(IMPORTS, "{}");
    assertThat(noMultipart.status()).isEqualTo(400);
    assertThat(noMultipart.json().path("cure").asString()).contains("multipart/form-data");
    for (String type : List.of("multipart/form-data", "multipart/form-data; boundary=other")) {
      Answer broken = command.send(post(multipart("a.csv", new byte[] {1}, "people")), type);
      assertThat(broken.status()).as(type).isEqualTo(400);
      assertThat(broken.json().path("cure").asString()).isNotEmpty();
    }
    Answer without =
        command.send(
            post(
                "--bound\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\n1\r\n--bound--\r\n"
                    .getBytes(UTF_8)),
            "multipart/form-data; boundary=bound");
    assertThat(without.status()).isEqualTo(400);
    assertThat(without.json().path("field").asString()).isEqualTo("file");
    assertThat(upload("a.csv", new byte[0], "people").code()).isEqualTo("people.file_unknown");
    Answer kind = upload("a.csv", "姓名\n".getBytes(UTF_8), EVIL);
    assertThat(kind.status()).isEqualTo(422);
    assertThat(kind.code()).isEqualTo("people.import_kind");
    assertThat(upload("a.csv", new byte[66 << 20], "people").status()).isEqualTo(413);
    for (String name :
        List.of(
            "../../etc/passwd", EVIL.replace("\"", ""), "a\u0000b.csv", "x".repeat(5_000), "")) {
      assertThat(upload(name, "姓名,身份证号\n".getBytes(UTF_8), "people").status())
          .as(name)
          .isIn(200, 400, 413, 422);
    }
  }

  @Test
  void everyFileThatIsNoTableFailsWithACodeThatHasWordsAndLeavesNothing() {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("people.file_unknown", new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0, 0});
    files.put(
        "people.file_old_excel",
        new byte[] {
          (byte) 0xD0,
          (byte) 0xCF,
          0x11,
          (byte) 0xE0,
          (byte) 0xA1,
          (byte) 0xB1,
          0x1A,
          (byte) 0xE1,
          0
        });
    files.put("people.file_no_header", "some prose, and more\nof it\n".getBytes(UTF_8));
    files.put("people.file_damaged", zip(zip -> entry(zip, "word/document.xml", "<w/>")));
    files.put(
        "people.file_damaged ",
        java.util.Arrays.copyOf(workbook(SHEET.formatted(row(1, "姓名"))), 300));
    files.put("people.file_damaged  ", workbook("<worksheet><sheetData><row r=\"1\"><c"));
    files.put(
        "people.file_bomb",
        zip(zip -> {
          zip.putNextEntry(new ZipEntry("xl/worksheets/sheet1.xml"));
          for (int i = 0; i < 64; i++) {
            zip.write(new byte[1 << 20]);
          }
        }));
    files.put(
        "people.file_bomb ",
        zip(zip -> {
          for (int i = 0; i < 2_001; i++) {
            entry(zip, "xl/e" + i, "");
          }
        }));
    StringBuilder empty = new StringBuilder(row(1, "姓名", "身份证号", "单位"));
    for (int i = 2; i <= 1_000_000; i++) {
      empty.append("<row r=\"").append(i).append("\"/>");
    }
    files.put("people.file_too_many_rows", workbook(SHEET.formatted(empty)));
    files.put("people.file_too_many_columns", ("x,".repeat(1_100) + "\n").getBytes(UTF_8));
    files.forEach((code, file) -> {
      JsonNode job = read("x.xlsx", file);
      assertThat(job.path("state").asString()).as(code).isEqualTo("failed");
      assertThat(job.path("failure").asString()).isEqualTo(code.strip());
      for (String language : List.of("zh-CN", "en")) {
        JsonNode said =
            command
                .in(language)
                .get(IMPORTS + "/" + job.path("id").asString())
                .json()
                .path("failed");
        for (String part : List.of("message", "cure")) {
          assertThat(said.path(part).asString()).isNotEmpty().doesNotContain("people.", "{most}");
        }
        assertThat(said.path("cure").asString().matches(".*\\p{IsHan}.*"))
            .isEqualTo(language.equals("zh-CN") || code.contains("no_header"));
      }
      UUID id = UUID.fromString(job.path("id").asString());
      assertThat(
              jdbc.sql("select count(*) from people.import_file where import_id = ?")
                  .param(id)
                  .query(Long.class)
                  .single())
          .isZero();
      assertThat(command.post(IMPORTS + "/" + id + "/commit", "{}").status()).isEqualTo(409);
    });
  }

  @Test
  void aWorkbookReadsNoOtherFileAndDoesNotGrowByItsEntities() {
    String outside =
        "<!DOCTYPE w [<!ENTITY e SYSTEM \"file:///etc/hostname\">]>"
            + SHEET.formatted(row(1, "姓名", "身份证号") + row(2, "&e;", "1"));
    JsonNode job = read("x.xlsx", workbook(outside));
    assertThat(job.toString()).doesNotContain(hostname());
    StringBuilder laughs = new StringBuilder("<!DOCTYPE w [<!ENTITY a0 \"ha\">");
    for (int i = 1; i < 12; i++) {
      laughs
          .append("<!ENTITY a")
          .append(i)
          .append(" \"")
          .append(("&a" + (i - 1) + ";").repeat(10))
          .append("\">");
    }
    laughs.append("]>").append(SHEET.formatted(row(1, "姓名", "身份证号") + row(2, "&a11;", "1")));
    assertThat(read("x.xlsx", workbook(laughs.toString())).path("state").asString())
        .isIn("failed", "previewed");
  }

  private static String hostname() {
    try {
      return Files.readString(Path.of("/etc/hostname")).strip();
    } catch (IOException none) {
      return "no such file here";
    }
  }

  @Test
  void csvOfTheFieldIsReadInGbkAndWithAMarkAndNulHarmsOneRowAtMost() {
    String header = "姓名,身份证号码,单位,性别\n";
    String table = header + "张三,1,没有,男\n";
    for (byte[] file :
        List.of(table.getBytes(Charset.forName("GBK")), ("\ufeff" + table).getBytes(UTF_8))) {
      assertThat(read("x.csv", file).path("columns").toString()).contains("身份证号码");
    }
    String many = "张三,1,没有,男\n".repeat(1_000);
    String odd = header + many + "李\u0000四,\u0000,没\u0000有,\u0000男\u0000\n" + many;
    JsonNode job = read("x.csv", odd.getBytes(UTF_8));
    assertThat(job.path("state").asString()).isEqualTo("previewed");
    assertThat(job.path("bad").asInt(0)).isEqualTo(2_001);
  }

  @Test
  void anIdNumberInAWrongColumnIsInNoReasonAndNoLog(CapturedOutput output) {
    String file =
        "姓名,身份证号码,单位,性别,政治面貌,证件类型,出生日期\n甲,1,没有,"
            + ID_NUMBER
            + ","
            + ID_NUMBER
            + ",,"
            + ID_NUMBER
            + "\n甲,1,"
            + ID_NUMBER
            + ",,,138 1234 5678,\n";
    JsonNode job = read("x.csv", file.getBytes(UTF_8));
    UUID id = UUID.fromString(job.path("id").asString());
    assertThat(
            jdbc.sql("select reasons::text from people.import_row where import_id = ?")
                .param(id)
                .query(String.class)
                .list())
        .hasSize(2)
        .allSatisfy(reasons -> assertThat(reasons).doesNotContain(ID_NUMBER, "138 1234 5678"));
    // a colleague sees the rows, masked
    String seen =
        Browser.signedIn(port, "admin").get(IMPORTS + "/" + id + "/rows?state=all").raw().body();
    assertThat(seen).contains("people.word_unknown").doesNotContain(ID_NUMBER);
    assertThat(output.getAll()).doesNotContain(ID_NUMBER);
  }

  @Test
  void sqlScriptAndFormulasInEveryCellComeBackAsTextInTheReport() throws Exception {
    List<String> starts = List.of("=", "+", "-", "@", "\t=", "\r=", "＝", "＋", "－", "＠");
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (Workbook workbook = new Workbook(file, "test", "1.0")) {
      Worksheet sheet = workbook.newWorksheet("=1+1");
      List<Column> columns =
          java.util.Arrays.stream(Column.values())
              .filter(column ->
                  Column.ofField(ImportKind.PEOPLE, column.field())
                      .equals(java.util.Optional.of(column)))
              .toList();
      for (int i = 0; i < columns.size(); i++) {
        sheet.value(0, i, columns.get(i).field());
        for (int n = 0; n < starts.size(); n++) {
          sheet.value(n + 1, i, starts.get(n) + "cmd|' /C calc'!A0" + EVIL);
        }
        sheet.formula(starts.size() + 1, i, "HYPERLINK(\"http://evil\",\"x\")");
      }
      sheet.value(0, columns.size(), "=header()");
    }
    JsonNode job = read("x.xlsx", file.toByteArray());
    assertThat(job.path("bad").asInt(0)).isGreaterThanOrEqualTo(starts.size());
    List<SheetRow> report = report(job.path("id").asString());
    assertThat(report).hasSizeGreaterThan(starts.size());
    for (SheetRow row : report) {
      for (SheetRow.Cell cell : row.cells()) {
        assertThat(cell.formula()).isFalse();
        assertThat(cell.text()).doesNotMatch("(?s)^[=+\\-@\t\r\n＝＋－＠].*");
      }
    }
    String all =
        report.stream()
            .flatMap(row -> row.cells().stream())
            .map(SheetRow.Cell::text)
            .collect(Collectors.joining("\n"));
    assertThat(all).contains("'=cmd|", "'+cmd|", "'-cmd|", "'@cmd|", "<script>", "'=header()");
  }

  private List<SheetRow> report(String id) throws Exception {
    String cookies =
        command.cookies().entrySet().stream()
            .map(each -> each.getKey() + "=" + each.getValue())
            .collect(Collectors.joining("; "));
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + port + IMPORTS + "/" + id + "/report.xlsx"))
            .header("Cookie", cookies)
            .build();
    Path file = Files.createTempFile("report", ".xlsx");
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<Path> answer = client.send(request, HttpResponse.BodyHandlers.ofFile(file));
      assertThat(answer.statusCode()).isEqualTo(200);
    }
    List<SheetRow> rows = new ArrayList<>();
    TableFile.read(file, "report", rows::add);
    Files.delete(file);
    return rows;
  }
}
