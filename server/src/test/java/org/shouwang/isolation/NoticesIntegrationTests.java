package org.shouwang.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.shouwang.audit.Actor;
import org.shouwang.sampling.PositivesFound;
import org.shouwang.security.Browser;
import org.shouwang.security.Browser.Answer;
import org.shouwang.vault.Vault;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Papers about orders: filled to be signed, filed signed, taken with a trace, destroyed. */
class NoticesIntegrationTests extends IsolationPark {

  private static final String NOTICES = "/api/v1/reports/orders/notices.pdf";
  private static final byte[] PDF = "%PDF-1.7 signed".getBytes(StandardCharsets.UTF_8);
  private static final byte[] JPEG = {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, 1, 2, 3, 0, 9};

  @Autowired ObjectMapper json;
  @Autowired Vault vault;

  // ── to be signed ───────────────────────────────────────────────────────────────────────────────

  @Test
  void theNoticeSaysWhoIsIsolatedUnderWhichEditionUntilWhenAndWhere() throws Exception {
    UUID person = known("62010219900101123X");
    JsonNode order = ordered(classed(person, true), "central", room).json();
    String text = paper(liaison, Map.of("kind", "order", "ids", List.of(id(order))));
    assertThat(text)
        .startsWith("隔离医学观察告知书")
        .contains("隔离〔2022〕1号", "张小三", "单位" + unit, "密切接触者")
        .contains("2022年2月24日", "2022年2月25日", "2022年3月10日")
        .contains("密切接触者管理", "防控方案", "疾控〔2022〕9号", "集中隔离点", "地点" + room)
        .contains("行政复议", "被告知人（签字）")
        .doesNotContain("19900101", "{{", "reports.notice");
    assertThat(text).as("planned tests").contains("2022年2月28日", "2022年3月3日");
    String english =
        paper(liaison, Map.of("kind", "order", "ids", List.of(id(order)), "language", "en"));
    assertThat(english)
        .startsWith("Notice of quarantine")
        .contains("close contact", "March 10, 2022", "central quarantine site");
  }

  @Test
  void theNumberIsWholeOnlyForAPurposeThatIsLoggedAndWhoMayNotSeeItIsRefused() throws Exception {
    UUID person = known("62010219900101456X");
    JsonNode order = ordered(classed(person, true), "home", null).json();
    Map<String, Object> body =
        Map.of("kind", "order", "ids", List.of(id(order)), "purpose", "送达告知书" + person);
    Browser command = Browser.signedIn(port, "command");
    assertThat(paper(command, body)).contains("62010219900101456X");
    assertThat(
            jdbc.sql(
                    """
                    select count(*) from audit.entry e join audit.body b using (at, id)
                    where e.action = 'vault.opened' and b.body like ?
                    """)
                .param("%送达告知书" + person + "%")
                .query(Integer.class)
                .single())
        .isEqualTo(1);
    Browser site = Browser.signedIn(port, "isolation");
    assertThat(site.post(NOTICES, body).status())
        .as("sees orders, but no whole numbers")
        .isEqualTo(403);
    assertThat(site.post(NOTICES, Map.of("kind", "order", "ids", List.of(id(order)))).status())
        .as("masked")
        .isEqualTo(200);
  }

  @Test
  void whatIsOnlyProposedLeavesRoomForAPenAndCantBeReleased() throws Exception {
    JsonNode proposed = classed(person(null), true);
    String text = paper(liaison, Map.of("kind", "order", "ids", List.of(id(proposed))));
    assertThat(text).contains("自 ＿＿＿＿＿＿＿＿ 起", "编号：＿＿＿＿＿＿＿＿");
    Answer release = liaison.post(NOTICES, Map.of("kind", "release", "ids", List.of(id(proposed))));
    assertThat(release.status()).isEqualTo(409);
    assertThat(release.code()).isEqualTo("reports.notice_not_ordered");
  }

  @Test
  void theReleaseNamesItsDayAndTheMonitoringThatGoesOn() throws Exception {
    JsonNode order = ordered(classed(person(null), true), "home", null).json();
    assertThat(release(order, "疾控现场评估后同意").status()).isEqualTo(200);
    String text = paper(liaison, Map.of("kind", "release", "ids", List.of(id(order))));
    assertThat(text)
        .startsWith("解除隔离医学观察告知书")
        .contains("自 2022年3月10日 起解除", "解除〔2022〕1号", "健康监测至 2022年3月17日");
  }

  @Test
  void whoBecameACaseIsNotReleasedOnPaper() {
    UUID person = person(null);
    JsonNode order = ordered(classed(person, true), "home", null).json();
    transaction.executeWithoutResult(status ->
        events.publishEvent(
            new PositivesFound(
                List.of(
                    new PositivesFound.Positive(
                        UUID.randomUUID(),
                        person,
                        "T1",
                        UUID.randomUUID(),
                        NOON.minusSeconds(3_600),
                        NOON,
                        "covid-19")),
                Actor.SYSTEM)));
    assertThat(get(order).path("why").asString()).isEqualTo("became_case");
    Answer release = liaison.post(NOTICES, Map.of("kind", "release", "ids", List.of(id(order))));
    assertThat(release.status()).isEqualTo(409);
    assertThat(release.code()).isEqualTo("reports.notice_became_case");
    assertThat(liaison.post(NOTICES, Map.of("kind", "order", "ids", List.of(id(order)))).status())
        .as("what was ordered can be printed still")
        .isEqualTo(200);
  }

  @Test
  void manyComeAsOneFileEachOnItsOwnSheet() throws Exception {
    List<String> ids =
        List.of(
            id(ordered(classed(person(null), true), "home", null).json()),
            id(ordered(classed(person(null), true), "home", null).json()),
            id(ordered(classed(person(null), true), "home", null).json()));
    try (PDDocument pdf =
        Loader.loadPDF(bytes(liaison, NOTICES, Map.of("kind", "order", "ids", ids)))) {
      assertThat(pdf.getNumberOfPages()).isEqualTo(3);
      assertThat(text(pdf).split("被告知人", -1)).hasSize(4);
    }
    assertThat(
            liaison
                .post(
                    NOTICES,
                    Map.of(
                        "kind",
                        "order",
                        "ids",
                        java.util.stream.Stream.generate(() -> UUID.randomUUID().toString())
                            .limit(101)
                            .toList()))
                .code())
        .isEqualTo("reports.notice_too_many");
    assertThat(
            liaison
                .post(NOTICES, Map.of("kind", "order", "ids", List.of(UUID.randomUUID())))
                .code())
        .isEqualTo("reports.notice_no_order");
    assertThat(liaison.post(NOTICES, Map.of("kind", "letter", "ids", ids)).code())
        .isEqualTo("reports.notice_kind");
  }

  // ── signed ─────────────────────────────────────────────────────────────────────────────────────

  @Test
  void whatCameBackSignedIsKeptSealedListedTakenWithATraceAndDestroyed() throws Exception {
    JsonNode order = ordered(classed(person(null), true), "home", null).json();
    UUID key = UUID.randomUUID();
    JsonNode filed = file(liaison, order, key, "order", "签署件.pdf", PDF).json();
    assertThat(filed.path("name").asString()).isEqualTo("签署件.pdf");
    assertThat(filed.path("by").asString()).isNotEmpty();
    assertThat(file(liaison, order, key, "order", "签署件.pdf", PDF).status())
        .as("a retry")
        .isEqualTo(200);
    assertThat(file(liaison, order, key, "order", "x.jpg", JPEG).code())
        .isEqualTo("isolation.notice_other_file");
    file(liaison, order, UUID.randomUUID(), "order", "照片.exe", JPEG);
    String list = "/api/v1/isolation/orders/" + id(order) + "/notices";
    assertThat(liaison.get(list).json())
        .extracting(it -> it.path("type").asString())
        .containsExactlyInAnyOrder("application/pdf", "image/jpeg");
    byte[] kept =
        jdbc.sql("select content from isolation.signed_notice where id = ?")
            .param(key)
            .query(byte[].class)
            .single();
    assertThat(new String(kept, StandardCharsets.ISO_8859_1)).doesNotContain("signed");
    assertThat(bytes(liaison, list + "/" + key, null)).isEqualTo(PDF);
    assertThat(
            jdbc.sql(
                    "select count(*) from audit.entry where action = 'vault.opened' and subject = ?")
                .param("notice:" + key)
                .query(Integer.class)
                .single())
        .isEqualTo(1);
    assertThat(liaison.post(list + "/" + key + "/destroy", Map.of()).code())
        .isEqualTo("isolation.field_missing");
    JsonNode gone = liaison.post(list + "/" + key + "/destroy", Map.of("reason", "保存期满")).json();
    assertThat(gone.path("why").asString()).isEqualTo("保存期满");
    assertThat(gone.path("digest")).isEqualTo(filed.path("digest"));
    Answer taken = liaison.get(list + "/" + key);
    assertThat(taken.status()).isEqualTo(410);
    assertThat(taken.code()).isEqualTo("isolation.notice_destroyed");
    assertThat(liaison.get(list).json()).hasSize(2);
  }

  @Test
  void onlyScansOfOrdersThatWereFiledAreTaken() {
    JsonNode proposed = classed(person(null), true);
    assertThat(file(liaison, proposed, UUID.randomUUID(), "order", "a.pdf", PDF).code())
        .isEqualTo("isolation.notice_no_order");
    JsonNode order = ordered(proposed, "home", null).json();
    byte[] page = "<script>1</script>".getBytes(StandardCharsets.UTF_8);
    assertThat(file(liaison, order, UUID.randomUUID(), "order", "a.pdf", page).code())
        .isEqualTo("isolation.notice_not_a_scan");
    assertThat(file(liaison, order, UUID.randomUUID(), "letter", "a.pdf", PDF).code())
        .isEqualTo("isolation.notice_kind");
    byte[] large = Arrays.copyOf(PDF, (10 << 20) + 1);
    Answer refused = file(liaison, order, UUID.randomUUID(), "order", "a.pdf", large);
    assertThat(refused.status()).isEqualTo(413);
    assertThat(refused.code()).isEqualTo("isolation.notice_too_large");
  }

  @Test
  void whoHasNothingToDoWithIsolationSeesNoPapers() throws Exception {
    JsonNode order = ordered(classed(person(null), true), "home", null).json();
    UUID key = UUID.randomUUID();
    file(liaison, order, key, "order", "a.pdf", PDF);
    String list = "/api/v1/isolation/orders/" + id(order) + "/notices";
    for (String account : List.of("lead", "guard1", "gatelead", "sampling", "lab", "auditor")) {
      Browser browser = Browser.signedIn(port, account);
      assertThat(browser.get(list).status()).as(account).isEqualTo(403);
      assertThat(browser.get(list + "/" + key).status()).as(account).isEqualTo(403);
      assertThat(browser.post(NOTICES, Map.of("kind", "order", "ids", List.of(id(order)))).status())
          .as(account)
          .isEqualTo(403);
    }
    Browser worker = as("follow_up_worker");
    assertThat(worker.get(list).status()).as("that there is one").isEqualTo(200);
    assertThat(worker.get(list + "/" + key).status()).as("but not what is in it").isEqualTo(403);
    assertThat(worker.post(NOTICES, Map.of("kind", "order", "ids", List.of(id(order)))).status())
        .as("nor papers with addresses")
        .isEqualTo(403);
    Browser site = as("isolation_lead");
    assertThat(site.get(list + "/" + key).status()).isEqualTo(200);
    assertThat(site.post(NOTICES, Map.of("kind", "order", "ids", List.of(id(order)))).status())
        .isEqualTo(200);
    Browser investigator = Browser.signedIn(port, "investigator");
    assertThat(investigator.get(list).json()).hasSize(1);
    assertThat(investigator.get(list + "/" + key).status())
        .as("sees that it was signed, not the paper")
        .isEqualTo(403);
    assertThat(file(investigator, order, UUID.randomUUID(), "order", "a.pdf", PDF).status())
        .as("looks, but files nothing")
        .isEqualTo(403);
    JsonNode other = ordered(classed(person(null), true), "home", null).json();
    assertThat(liaison.get("/api/v1/isolation/orders/" + id(other) + "/notices/" + key).code())
        .isEqualTo("isolation.notice_unknown");
  }

  @Test
  void spansOfOrdersAreThereForATimeline() {
    UUID person = person(null);
    ordered(classed(person, true), "home", null);
    JsonNode spans =
        liaison
            .get("/api/v1/isolation/orders/spans?persons=" + person + "," + UUID.randomUUID())
            .json();
    assertThat(spans).hasSize(1);
    assertThat(spans.get(0).path("isolatedOn").asString()).isEqualTo(FIRST.toString());
    assertThat(spans.get(0).path("untilOn").asString()).isEqualTo(LAST.toString());
    assertThat(
            Browser.signedIn(port, "lead")
                .get("/api/v1/isolation/orders/spans?persons=" + person)
                .status())
        .isEqualTo(403);
  }

  // ── what the tests stand on ────────────────────────────────────────────────────────────────────

  /** A person whose ID number is known, as the console makes one. */
  private UUID known(String number) {
    UUID person = person(null);
    jdbc.sql(
            """
            insert into people.document (key, person_id, type, sealed, last4)
            values (?, ?, 'resident_id', ?, ?)
            """)
        .params(
            vault.index("people.document", "resident_id:" + number),
            person,
            vault.seal(
                number,
                "document:"
                    + java.util.HexFormat.of()
                        .formatHex(vault.index("people.document", "resident_id:" + number))),
            vault.index("people.document.last4", number.substring(number.length() - 4)))
        .update();
    return person;
  }

  private String paper(Browser who, Map<String, Object> body) throws IOException {
    try (PDDocument pdf = Loader.loadPDF(bytes(who, NOTICES, body))) {
      return text(pdf).replace("\n", "").strip();
    }
  }

  /** The font has one picture for a radical and for the character that looks the same. */
  private static String text(PDDocument pdf) throws IOException {
    return new PDFTextStripper()
        .getText(pdf)
        .codePoints()
        .mapToObj(Character::toString)
        .map(it ->
            it.compareTo("\u2f00") >= 0 && it.compareTo("\u2fdf") <= 0
                ? Normalizer.normalize(it, Normalizer.Form.NFKC)
                : it)
        .collect(Collectors.joining());
  }

  /** The answer's own bytes: a PDF is no text. */
  private byte[] bytes(Browser who, String path, @org.jspecify.annotations.Nullable Object body) {
    String cookies =
        who.cookies().entrySet().stream()
            .map(it -> it.getKey() + "=" + it.getValue())
            .collect(Collectors.joining("; "));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .header("Cookie", cookies)
            .header("Accept-Language", "zh-CN")
            .header("X-XSRF-TOKEN", who.cookies().getOrDefault("XSRF-TOKEN", ""));
    if (body != null) {
      request
          .header("Content-Type", "application/json")
          .POST(HttpRequest.BodyPublishers.ofString(json.writeValueAsString(body)));
    }
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<byte[]> answer =
          http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      assertThat(answer.statusCode())
          .as(() -> new String(answer.body(), StandardCharsets.UTF_8))
          .isEqualTo(200);
      return answer.body();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private Answer file(
      Browser who, JsonNode order, UUID key, String kind, String name, byte[] content) {
    String edge = "edge" + key;
    Map<String, String> fields = new HashMap<>(Map.of("key", key.toString(), "kind", kind));
    StringBuilder head = new StringBuilder();
    fields.forEach((field, value) ->
        head.append(
            "--%s\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n"
                .formatted(edge, field, value)));
    head.append(
        "--%s\r\nContent-Disposition: form-data; name=\"file\"; filename=\"%s\"\r\nContent-Type: application/octet-stream\r\n\r\n"
            .formatted(edge, name));
    return who.send(
        HttpRequest.newBuilder(
                URI.create(
                    "http://127.0.0.1:"
                        + port
                        + "/api/v1/isolation/orders/"
                        + id(order)
                        + "/notices"))
            .POST(
                HttpRequest.BodyPublishers.ofByteArrays(
                    List.of(
                        head.toString().getBytes(StandardCharsets.UTF_8),
                        content,
                        ("\r\n--" + edge + "--\r\n").getBytes(StandardCharsets.UTF_8)))),
        "multipart/form-data; boundary=" + edge);
  }
}
