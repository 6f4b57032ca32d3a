package org.shouwang.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.shouwang.IntegrationTest;
import org.shouwang.security.Browser.Answer;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

class DevicesIntegrationTests extends IntegrationTest {

  @LocalServerPort int port;
  @Autowired Devices devices;
  @Autowired JdbcClient jdbc;
  private Browser admin;
  private KeyPair keys;

  @BeforeEach
  void signIn() throws Exception {
    admin = Browser.signedIn(port, "admin");
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    keys = generator.generateKeyPair();
  }

  private Answer made() {
    Answer made =
        admin.post("/api/v1/devices", Map.of("name", "一号门手持机", "placeId", place(), "lane", "1"));
    assertThat(made.status()).isEqualTo(201);
    return made;
  }

  private String place() {
    UUID place = UUID.randomUUID();
    jdbc.sql(
            """
            insert into people.place (id, code, name, kind, level)
            values (:id, :code, '测试门', 'gate', 'none')
            """)
        .param("id", place)
        .param("code", place.toString())
        .update();
    return place.toString();
  }

  private Map<String, Object> jwk() {
    ECPublicKey key = (ECPublicKey) keys.getPublic();
    return Map.of(
        "kty",
        "EC",
        "crv",
        "P-256",
        "x",
        coordinate(key.getW().getAffineX()),
        "y",
        coordinate(key.getW().getAffineY()));
  }

  private static String coordinate(BigInteger number) {
    byte[] bytes = number.toByteArray();
    byte[] fixed = new byte[32];
    int length = Math.min(32, bytes.length);
    System.arraycopy(bytes, bytes.length - length, fixed, 32 - length, length);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(fixed);
  }

  private Answer enrol(String code) {
    return new Browser(port).post("/api/v1/field/enrol", Map.of("code", code, "publicKey", jwk()));
  }

  @Test
  void aCodeEnrolsOnceAndTheTokenIsBoundToThePlace() {
    Answer made = made();
    String code = made.json().path("code").asString();
    assertThat(code).hasSize(8).matches("[2-9A-Z]+").doesNotContain("O", "I", "L");
    Answer enrolled =
        enrol(code.substring(0, 4).toLowerCase(java.util.Locale.ROOT) + "-" + code.substring(4));
    assertThat(enrolled.status()).isEqualTo(200);
    assertThat(enrolled.json().path("placeId").asString())
        .isEqualTo(made.json().path("device").path("placeId").asString());
    assertThat(enrol(code).code()).isEqualTo("security.code_invalid");
  }

  @Test
  void anExpiredCodeIsRefused() {
    Answer made = made();
    jdbc.sql("update security.device set code_expires = now() - interval '1 second' where id = :id")
        .param("id", UUID.fromString(made.json().path("device").path("id").asString()))
        .update();
    assertThat(enrol(made.json().path("code").asString()).code())
        .isEqualTo("security.code_invalid");
  }

  @Test
  void neitherTokenNorCodeIsKeptInPlain() {
    Answer made = made();
    String code = made.json().path("code").asString();
    String token = enrol(code).json().path("token").asString();
    assertThat(
            jdbc.sql(
                    """
                    select count(*) from security.device d, security.device_token t
                    where d::text like '%' || :code || '%'
                       or encode(t.token_hash, 'base64') like '%' || :token || '%'
                    """)
                .param("code", code)
                .param("token", token)
                .query(Long.class)
                .single())
        .isZero();
  }

  @Test
  void aDeviceReportsAndSeesTheGuardsOfItsPlaceButNothingElse() {
    Answer enrolled = enrol(made().json().path("code").asString());
    Browser device = Browser.device(port, enrolled.json().path("token").asString());
    Answer status =
        device.post(
            "/api/v1/field/status",
            Map.of("unsynced", 7, "oldestUnsynced", "2022-03-08T00:00:00Z", "appVersion", "1.2"));
    assertThat(status.json().path("ok").asBoolean()).isTrue();
    assertThat(status.raw().headers().allValues("Set-Cookie")).isEmpty();
    devices.writeReports();
    UUID id = UUID.fromString(enrolled.json().path("deviceId").asString());
    Devices.Device seen =
        devices.inUse().stream().filter(it -> it.id().equals(id)).findFirst().orElseThrow();
    assertThat(seen.unsynced()).isEqualTo(7);
    assertThat(seen.oldestUnsynced()).isEqualTo(Instant.parse("2022-03-08T00:00:00Z"));

    Answer guards = device.get("/api/v1/field/guards");
    assertThat(guards.json().valueStream().map(it -> it.path("displayName").asString()))
        .contains("门岗甲", "门岗乙", "门岗丙");
    Pin pin =
        new Pin(
            Base64.getDecoder().decode(guards.json().get(0).path("pin").path("salt").asString()),
            guards.json().get(0).path("pin").path("iterations").asInt(),
            Base64.getDecoder().decode(guards.json().get(0).path("pin").path("hash").asString()));
    assertThat(pin.matches("270358")).isTrue();
    assertThat(pin.matches("270359")).isFalse();

    assertThat(device.get("/api/v1/accounts").status()).isEqualTo(403);
    assertThat(device.get("/api/v1/devices").status()).isEqualTo(403);
    assertThat(device.delete("/api/v1/session").status()).isEqualTo(403);
  }

  @Test
  void aRevokedDeviceIsToldSoWithinTwoSeconds() throws Exception {
    Answer made = made();
    String token = enrol(made.json().path("code").asString()).json().path("token").asString();
    Browser device = Browser.device(port, token);
    assertThat(device.get("/api/v1/field/guards").status()).isEqualTo(200);
    String path = "/api/v1/devices/" + made.json().path("device").path("id").asString();
    assertThat(admin.post(path + "/revoke", Map.of("reason", "")).code())
        .isEqualTo("security.reason_missing");
    assertThat(admin.post(path + "/revoke", Map.of("reason", "遗失")).status()).isEqualTo(204);
    Thread.sleep(1_500);
    Answer refused = device.get("/api/v1/field/guards");
    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.code()).isEqualTo("security.device_revoked");
    assertThat(device.post("/api/v1/facts", List.of()).code()).isEqualTo("security.device_revoked");
    assertThat(Browser.device(port, "never-issued").get("/api/v1/field/guards").code())
        .isEqualTo("security.device_unknown");
  }

  @Test
  void enrollingAgainReplacesTheToken() {
    Answer made = made();
    String first = enrol(made.json().path("code").asString()).json().path("token").asString();
    String path = "/api/v1/devices/" + made.json().path("device").path("id").asString();
    String code = admin.post(path + "/code", Map.of()).json().path("code").asString();
    String second = enrol(code).json().path("token").asString();
    assertThat(Browser.device(port, second).get("/api/v1/field/guards").status()).isEqualTo(200);
    assertThat(Browser.device(port, first).get("/api/v1/field/guards").code())
        .isEqualTo("security.device_revoked");
  }

  @Test
  void verifiesWhatTheDeviceSigned() throws Exception {
    Answer enrolled = enrol(made().json().path("code").asString());
    UUID id = UUID.fromString(enrolled.json().path("deviceId").asString());
    Signature signer = Signature.getInstance("SHA256withECDSAinP1363Format");
    signer.initSign(keys.getPrivate());
    signer.update("a|b|c".getBytes(StandardCharsets.UTF_8));
    byte[] signature = signer.sign();
    assertThat(devices.verify(id, "a|b|c", signature)).isTrue();
    assertThat(devices.verify(id, "a|b|d", signature)).isFalse();
    assertThat(devices.verify(UUID.randomUUID(), "a|b|c", signature)).isFalse();
    assertThat(devices.verify(id, "a|b|c", new byte[0])).isFalse();
  }

  @Test
  void aKeyOffTheCurveIsRefused() {
    Map<String, Object> off =
        Map.of(
            "kty",
            "EC",
            "crv",
            "P-256",
            "x",
            coordinate(BigInteger.ONE),
            "y",
            coordinate(BigInteger.TWO));
    assertThat(
            new Browser(port)
                .post("/api/v1/field/enrol", Map.of("code", "23456789", "publicKey", off))
                .code())
        .isEqualTo("security.key_invalid");
  }
}
