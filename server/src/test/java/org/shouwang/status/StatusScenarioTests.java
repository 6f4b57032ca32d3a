package org.shouwang.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.UuidCreator;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.math.BigInteger;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.shouwang.IntegrationTest;
import org.shouwang.clock.WorldClock;
import org.shouwang.security.Browser;
import org.shouwang.security.Browser.Answer;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** From evidence to the gate and back, over HTTP. */
class StatusScenarioTests extends IntegrationTest {

  @Autowired ParkStatus status;
  @Autowired WorldClock world;
  @Autowired JdbcClient jdbc;
  @LocalServerPort int port;

  private UUID gate;

  private JsonNode pass(Browser device, UUID person, String more) {
    Answer answer =
        device.post(
            "/api/v1/facts",
            """
            {"id":"%s","type":"gates.pass","at":"%s","sentAt":"%s","place":"%s",
             "person":{"id":"%s"},
             "data":{"direction":"in","colour":"green","temperatures":[36.5]%s}}
            """
                .formatted(
                    UuidCreator.getTimeOrderedEpoch(),
                    world.now(),
                    world.now(),
                    gate,
                    person,
                    more));
    JsonNode one = answer.json().path("receipts").get(0);
    JsonNode verdict = (one == null ? answer.json() : one).path("verdict");
    assertThat(verdict.isMissingNode()).as(answer.raw().body()).isFalse();
    return verdict;
  }

  private static List<String> codes(JsonNode verdict) {
    return verdict.path("reasons").valueStream().map(it -> it.path("code").asString()).toList();
  }

  @Test
  void aPositiveTubeShutsTheGateAtOnceAndItsCorrectionOpensItAgain() throws Exception {
    StatusPark park = new StatusPark(jdbc, port);
    UUID plant = place("plant", "plant", null);
    gate = place("plant_gate", "none", plant);
    UUID person = park.worker(park.unit, "李师傅");
    Thread.sleep(1_050); // the places in memory are a second old at most
    Browser device = device();
    assertThat(pass(device, person, "").path("action").asString()).isEqualTo("pass");

    NewEvidence tube =
        StatusPark.evidence(
            person,
            EvidenceKind.POOL_RESULT,
            world.now().minusSeconds(5),
            Map.of("result", "positive", "tube", "QC77"));
    long taken = System.nanoTime();
    status.take(List.of(tube), StatusPark.LABORATORY);
    JsonNode refused = pass(device, person, "");
    assertThat(Duration.ofNanos(System.nanoTime() - taken)).isLessThan(Duration.ofSeconds(5));
    assertThat(refused.path("action").asString()).isEqualTo("hold");
    assertThat(codes(refused)).containsExactly("restriction_hold");
    assertThat(refused.toString()).as("never why").doesNotContain("QC77").doesNotContain("pool");

    Answer withdrawn =
        park.signedIn("command")
            .post("/api/v1/status/evidence/" + tube.id() + "/withdraw", Map.of("reason", "样本混淆"));
    assertThat(withdrawn.status()).isEqualTo(200);
    assertThat(pass(device, person, "").path("action").asString()).isEqualTo("pass");
    assertThat(
            jdbc.sql("select outcome from gates.hold where person_id = ?")
                .param(person)
                .query(String.class)
                .list())
        .as("the hold that only this led to is unwound, too")
        .containsExactly("released");
  }

  @Test
  void whoMissedARoundEntersWithATestSampledSince() throws Exception {
    StatusPark park = new StatusPark(jdbc, port);
    UUID plant = place("plant", "plant", null);
    gate = place("plant_gate", "none", plant);
    UUID person = park.worker(park.unit, "赵师傅");
    Thread.sleep(1_050);
    Browser device = device();
    Instant since = world.now().minus(Duration.ofHours(5));
    status.take(
        List.of(
            StatusPark.evidence(person, EvidenceKind.MISSED_ROUND, since, Map.of("round", "r1"))),
        StatusPark.LABORATORY);
    assertThat(codes(pass(device, person, ""))).containsExactly("restriction_test_first");
    String test = ",\"test\":{\"result\":\"negative\",\"sampledAt\":\"%s\"}";
    assertThat(
            pass(device, person, test.formatted(since.minusSeconds(60))).path("action").asString())
        .isEqualTo("test_first");
    assertThat(
            pass(device, person, test.formatted(since.plusSeconds(60))).path("action").asString())
        .isEqualTo("pass");
    jdbc.sql("insert into people.place_unit (place_id, unit_id) values (?, ?)")
        .params(gate, park.unit)
        .update();
    jdbc.sql("update people.person set badge = ? where id = ?")
        .params(person.toString(), person)
        .update();
    JsonNode roster = device.get("/api/v1/field/roster").json();
    JsonNode entry = roster.path("entries").get(0);
    assertThat(entry.path("id").asString()).isEqualTo(person.toString());
    assertThat(entry.at("/restrictions/0/kind").asString()).isEqualTo("test_first");
    assertThat(Instant.parse(entry.at("/restrictions/0/since").asString()))
        .isBetween(since.minusMillis(1), since.plusMillis(1));
    assertThat(entry.toString()).as("never why").doesNotContain("missed_round");
  }

  @Test
  void noEndpointGivesAnOfficialColour() {
    ArchRuleDefinition.noClasses()
        .that()
        .haveSimpleNameEndingWith("Controller")
        .should()
        .accessField(EvidenceKind.class, "OFFICIAL_COLOUR")
        .check(
            new ClassFileImporter()
                .withImportOption(new DoNotIncludeTests())
                .importPackages("org.shouwang"));
    StatusPark park = new StatusPark(jdbc, port);
    UUID person = park.worker(park.unit, "钱师傅");
    Browser command = park.signedIn("command");
    Browser deputy = park.signedIn("deputy");
    String until = world.now().plus(Duration.ofDays(1)).toString();
    Answer made =
        command.post(
            "/api/v1/status/by-hand",
            Map.of(
                "personId", person,
                "level", "test_first",
                "reason", "travel_pending",
                "note", "x",
                "until", until,
                "colour", "red",
                "kind", "official_colour"));
    if (made.status() == 200) {
      String path = "/api/v1/status/by-hand/" + made.json().path("id").asString();
      deputy.post(path + "/confirm", Map.of("reason", "x"));
    }
    assertThat(
            jdbc.sql(
                    "select count(*) from status.evidence where person_id = ? and kind <> 'by_hand'")
                .param(person)
                .query(Long.class)
                .single())
        .isZero();
  }

  private UUID place(String kind, String level, @org.jspecify.annotations.Nullable UUID enters) {
    UUID id = UUID.randomUUID();
    jdbc.sql(
            """
            insert into people.place (id, code, name, kind, level, enters_id)
            values (?, ?, ?, ?, ?, ?::uuid)
            """)
        .params(java.util.Arrays.asList(id, id.toString(), kind + id, kind, level, enters))
        .update();
    return id;
  }

  private Browser device() throws Exception {
    Browser command = Browser.signedIn(port, "command");
    Answer made = command.post("/api/v1/devices", Map.of("name", "机", "placeId", gate));
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    ECPublicKey key = (ECPublicKey) generator.generateKeyPair().getPublic();
    Map<String, String> jwk =
        Map.of(
            "kty",
            "EC",
            "crv",
            "P-256",
            "x",
            coordinate(key.getW().getAffineX()),
            "y",
            coordinate(key.getW().getAffineY()));
    Answer enrolled =
        new Browser(port)
            .post(
                "/api/v1/field/enrol",
                Map.of("code", made.json().path("code").asString(), "publicKey", jwk, "name", "机"));
    assertThat(enrolled.status()).as(enrolled.raw().body()).isEqualTo(200);
    return Browser.device(port, enrolled.json().path("token").asString());
  }

  private static String coordinate(BigInteger number) {
    byte[] bytes = new byte[32];
    byte[] given = number.toByteArray();
    int length = Math.min(32, given.length);
    System.arraycopy(given, given.length - length, bytes, 32 - length, length);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
