package org.shouwang.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpHeaders;
import org.junit.jupiter.api.Test;
import org.shouwang.IntegrationTest;
import org.shouwang.security.Browser.Answer;
import org.springframework.boot.test.web.server.LocalServerPort;

class HeadersIntegrationTests extends IntegrationTest {

  @LocalServerPort int port;

  @Test
  void everyAnswerIsHardened() {
    for (String path : new String[] {"/api/v1/meta", "/nothing.js", "/api/v1/accounts"}) {
      HttpHeaders headers = new Browser(port).get(path).raw().headers();
      assertThat(headers.firstValue("Content-Security-Policy").orElse(""))
          .contains("default-src 'self'", "frame-ancestors 'none'", "object-src 'none'")
          .doesNotContain("'unsafe-eval'", "script-src 'self' 'unsafe-inline'");
      assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
      assertThat(headers.firstValue("Referrer-Policy")).contains("same-origin");
      assertThat(headers.firstValue("Permissions-Policy").orElse("")).contains("camera=(self)");
      assertThat(headers.firstValue("Strict-Transport-Security")).isEmpty();
      assertThat(headers.allValues("Set-Cookie")).isEmpty();
    }
  }

  @Test
  void answersOfTheApiAreNotKept() {
    assertThat(new Browser(port).get("/api/v1/meta").raw().headers().firstValue("Cache-Control"))
        .hasValueSatisfying(value -> assertThat(value).contains("no-store"));
  }

  @Test
  void metaNamesTheDemosAccountsAndTheRoot() {
    Answer meta = new Browser(port).get("/api/v1/meta");
    assertThat(meta.json().path("demo").asBoolean()).isTrue();
    assertThat(meta.json().path("demoAccounts").size()).isEqualTo(Demo.SEEDS.size());
    assertThat(meta.json().path("rootCertificate").asString()).isEqualTo("/root-ca.crt");
    assertThat(meta.json().path("fieldUrl").asString()).startsWith("https://").endsWith("/field/");
    Answer root = new Browser(port).get("/root-ca.crt");
    assertThat(root.raw().headers().firstValue("Content-Type"))
        .contains("application/x-x509-ca-cert");
  }

  @Test
  void theApiIsNotDescribedUnlessAsked() {
    assertThat(new Browser(port).get("/v3/api-docs.yaml").status()).isEqualTo(404);
    assertThat(new Browser(port).get("/swagger-ui/index.html").status()).isEqualTo(404);
  }

  @Test
  void unknownAddressesOfTheApiAreProblems() {
    Answer answer = new Browser(port).get("/api/v1/nothing");
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.code()).isEqualTo("web.not_found");
  }
}
