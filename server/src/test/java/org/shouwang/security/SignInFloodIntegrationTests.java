package org.shouwang.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.shouwang.IntegrationTest;
import org.shouwang.web.Refused;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

class SignInFloodIntegrationTests extends IntegrationTest {

  private static final int ATTEMPTS = 10_000;

  @LocalServerPort int port;
  @Autowired SignIn signIn;
  @Autowired JdbcClient jdbc;

  /** Others of this JVM sign in from the same address. */
  @AfterEach
  void forget() {
    jdbc.sql("delete from security.failure").update();
  }

  @Test
  void tenThousandAttemptsOnOneAccountLockItAndCostLittle() throws Exception {
    Map<String, LongAdder> answers = new ConcurrentHashMap<>();
    Instant start = Instant.now();
    long before = used();
    Semaphore connections = new Semaphore(200);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < ATTEMPTS; i++) {
        int number = i;
        connections.acquire();
        threads.submit(() -> {
          try {
            count(
                answers,
                attempt(
                    "gatelead",
                    "wrong " + number,
                    "10.9.%d.%d".formatted(number / 250, number % 250)));
          } finally {
            connections.release();
          }
          return null;
        });
      }
    }
    assertThat(answers.values().stream().mapToLong(LongAdder::sum).sum()).isEqualTo(ATTEMPTS);
    assertThat(answers.keySet())
        .isSubsetOf("security.signin_failed", "security.locked", "security.busy");
    assertThat(count(answers, "security.signin_failed")).isLessThanOrEqualTo(5);
    assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(60));
    assertThat(used() - before).isLessThan(300L << 20);
    // even the right password has to wait
    assertThat(attempt("gatelead", Browser.PASSWORD, "10.8.0.1")).contains("security.locked");
    assertThat(
            jdbc.sql("select count(*) from audit.entry where action = 'security.locked'")
                .query(Long.class)
                .single())
        .isPositive();
  }

  @Test
  void oneAddressIsSlowedDownOverHttpWithARetryAfter() {
    Browser browser = Browser.at(port, "127.0.0.2");
    Browser.Answer last = browser.get("/api/v1/session");
    for (int i = 0; i < 1_000 && last.status() != 429; i++) {
      last =
          browser.post(
              "/api/v1/session",
              Map.of("username", "nobody-" + (i % 3), "password", "wrong password"));
      assertThat(last.status()).isIn(401, 423, 429);
    }
    assertThat(last.status()).isEqualTo(429);
    assertThat(last.raw().headers().firstValue("Retry-After")).isPresent();
  }

  private Optional<String> attempt(String username, String password, String address) {
    try {
      signIn.signIn(username, password, address, null);
      return Optional.empty();
    } catch (Refused refused) {
      return Optional.of(refused.code());
    }
  }

  private static void count(Map<String, LongAdder> answers, Optional<String> code) {
    answers.computeIfAbsent(code.orElse("signed in"), it -> new LongAdder()).increment();
  }

  private static long count(Map<String, LongAdder> answers, String code) {
    return answers.getOrDefault(code, new LongAdder()).sum();
  }

  private static long used() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
