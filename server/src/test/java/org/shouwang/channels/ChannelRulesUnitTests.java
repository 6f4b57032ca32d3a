package org.shouwang.channels;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.shouwang.channels.Adapter.Answer;
import org.shouwang.channels.Adapter.Letter;
import org.shouwang.channels.Adapter.Target;

class ChannelRulesUnitTests {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=k",
        "https://oapi.dingtalk.com/robot/send?access_token=t",
        "https://sms.example:8443/v1/send"
      })
  void addressesOfOthersOverTlsAreTaken(String address) {
    assertThat(AddressRules.problem(address, false)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "http://qyapi.weixin.qq.com/send,address_scheme",
    "ftp://example.org/x,address_scheme",
    "file:///etc/passwd,address_form",
    "javascript:alert(1),address_form",
    "https://user:word@example.org/,address_form",
    "https://example.org/#x,address_form",
    "https://exa mple.org/,address_form",
    "/only/a/path,address_form",
    "https://localhost/,address_inside",
    "https://db.localhost/,address_inside",
    "https://127.0.0.1/,address_inside",
    "https://[::1]/,address_inside",
    "https://0.0.0.0/,address_inside",
    "https://169.254.169.254/latest/meta-data,address_inside",
    "https://224.0.0.1/,address_inside",
    "http://127.0.0.1:9/,address_inside"
  })
  void addressesThatLeadInsideOrLeaveOpenAreNot(String address, String problem) {
    assertThat(AddressRules.problem(address, false)).contains(problem);
  }

  @Test
  void onlyWhereItIsSetMayAnAddressLeadToThisMachine() throws Exception {
    assertThat(AddressRules.problem("http://127.0.0.1:9/", true)).isEmpty();
    assertThat(AddressRules.problem("http://10.0.0.1/", true)).contains("address_scheme");
    assertThat(AddressRules.isInside(InetAddress.ofLiteral("127.0.0.1"), false)).isTrue();
    assertThat(AddressRules.isInside(InetAddress.ofLiteral("169.254.169.254"), true)).isTrue();
  }

  @Test
  void keysInAnAddressAreNotShown() {
    assertThat(AddressRules.shown("https://a.example/send?key=0123456789abcdef&n=short"))
        .isEqualTo("https://a.example/send?key=…cdef&n=…");
  }

  @Test
  void whatFailsWaitsFromTenSecondsToTenMinutes() {
    assertThat(BackoffRules.after(1, 0.5)).isEqualTo(Duration.ofSeconds(10));
    assertThat(BackoffRules.after(2, 0.5)).isEqualTo(Duration.ofSeconds(20));
    assertThat(BackoffRules.after(7, 0.5)).isEqualTo(Duration.ofMinutes(10));
    assertThat(BackoffRules.after(1_000_000, 0.5)).isEqualTo(Duration.ofMinutes(10));
    assertThat(BackoffRules.after(1, 0)).isEqualTo(Duration.ofSeconds(8));
    assertThat(BackoffRules.after(99, 1)).isLessThan(BackoffRules.FARTHEST);
  }

  @Test
  void dingtalksSignatureIsThatOfItsDocumentation() {
    // computed with openssl dgst -sha256 -hmac "this is secret" over "1577808000000\nthis is
    // secret"
    URI signed =
        DingtalkRobot.signed(
            URI.create("https://oapi.dingtalk.com/robot/send?access_token=t"),
            "this is secret",
            Instant.ofEpochMilli(1_577_808_000_000L));
    assertThat(signed.toString())
        .isEqualTo(
            "https://oapi.dingtalk.com/robot/send?access_token=t&timestamp=1577808000000&sign=ijHEivi6YiCNPZOq4hZstmvZ3sPfbioAiMhP30ae7W0%3D");
  }

  @Test
  void aRobotsTextIsCutAtAWholeCharacter() {
    String cut = RobotAnswer.cut("守".repeat(1_000) + "😀".repeat(100), 2_048);
    assertThat(cut.getBytes(UTF_8).length).isLessThanOrEqualTo(2_048).isGreaterThan(2_040);
    assertThat(cut).endsWith("…").doesNotContain("\ufffd");
    assertThat(RobotAnswer.cut("短", 2_048)).isEqualTo("短");
  }

  @ParameterizedTest
  @CsvSource({
    "200,'{\"errcode\":0}',DELIVERED",
    "200,'{\"errcode\":93000,\"errmsg\":\"invalid webhook url\"}',REFUSED",
    "200,'{\"errcode\":45009}',RESTING",
    "200,'{\"errcode\":-1}',RESTING",
    "200,'{\"errcode\":123456}',LATER",
    "200,'{\"errcode\":\"0\"}',RESTING",
    "200,'<html>',RESTING",
    "200,'',RESTING",
    "302,'',RESTING",
    "404,'',RESTING",
    "503,'',RESTING"
  })
  void wecomsAnswersAreUnderstood(int status, String body, Outcome.Kind kind) {
    assertThat(new WecomRobot().read(new Answer(status, body, null)).kind()).isEqualTo(kind);
  }

  @ParameterizedTest
  @CsvSource({
    "200,DELIVERED",
    "202,DELIVERED",
    "409,DELIVERED",
    "400,REFUSED",
    "422,REFUSED",
    "401,RESTING",
    "429,RESTING",
    "500,RESTING",
    "302,RESTING"
  })
  void theGatewaysAnswersAreUnderstood(int status, Outcome.Kind kind) {
    assertThat(new SmsGateway().read(new Answer(status, "", null)).kind()).isEqualTo(kind);
  }

  @Test
  void theGatewayIsToldTheSameIdInEveryAttempt() {
    Letter letter = new Letter(UUID.randomUUID(), "x", "13800000000");
    Target target = new Target(URI.create("https://sms.example/"), "token");
    Adapter.Post first = new SmsGateway().write(letter, target, Instant.EPOCH);
    Adapter.Post second = new SmsGateway().write(letter, target, Instant.EPOCH.plusSeconds(9));
    assertThat(first).isEqualTo(second);
    assertThat(first.headers())
        .containsEntry("Idempotency-Key", letter.id().toString())
        .containsEntry("Authorization", "Bearer token");
  }
}
