package org.shouwang.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RulesOfSecretsUnitTests {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "123456", "987654", "890123", "111111", "121212", "123123", "112211", "900612", "001231"
      })
  void aPinThatIsEasilyGuessedIsRefused(String pin) {
    assertThatThrownBy(() -> Pin.check(pin)).hasMessage("security.pin_trivial");
  }

  @ParameterizedTest
  @ValueSource(strings = {"12345", "1234567", "12a456", "", "１２３４５６"})
  void aPinHasSixDigits(String pin) {
    assertThatThrownBy(() -> Pin.check(pin)).hasMessage("security.pin_form");
  }

  @Test
  void aPinIsVerifiedByItsOwnVerifierOnly() {
    Pin pin = Pin.of("270358", 1_000);
    assertThat(pin.matches("270358")).isTrue();
    assertThat(pin.matches("270357")).isFalse();
    assertThat(Pin.of("270358", 1_000).hash()).isNotEqualTo(pin.hash());
  }

  @ParameterizedTest
  @ValueSource(strings = {"1234567890", "woaini1314", "aaaaaaaaaaaa", "zhangsan-is-me"})
  void aPasswordThatIsEasilyGuessedIsRefused(String password) {
    assertThatThrownBy(() -> PasswordRules.check("zhangsan", password))
        .hasMessage("security.password_common");
  }

  @Test
  void aPasswordIsNeitherShortNorEndless() {
    assertThatThrownBy(() -> PasswordRules.check("x", "short one"))
        .hasMessage("security.password_short");
    assertThatThrownBy(() -> PasswordRules.check("x", "long ".repeat(40)))
        .hasMessage("security.password_long");
    PasswordRules.check("zhangsan", "correct horse battery");
    PasswordRules.check("zhangsan", "守望相助共克时艰二零二二");
  }

  @Test
  void aBucketRefillsWithTime() {
    AtomicLong nanos = new AtomicLong();
    RateLimit limit = new RateLimit(3, 1, nanos::get);
    for (int i = 0; i < 3; i++) {
      assertThat(limit.take("a")).isZero();
    }
    assertThat(limit.take("a")).isEqualTo(1);
    assertThat(limit.take("b")).isZero();
    nanos.addAndGet(1_000_000_000L);
    assertThat(limit.take("a")).isZero();
    assertThat(limit.take("a")).isEqualTo(1);
  }

  @Test
  void whatIsRememberedHoldsWhileTheRevisionStands() {
    AtomicLong revision = new AtomicLong();
    AtomicInteger loads = new AtomicInteger();
    Remembered<String> remembered = new Remembered<>(revision::get);
    for (int i = 0; i < 5; i++) {
      assertThat(remembered.get("k", key -> Optional.of("v" + loads.incrementAndGet())))
          .contains("v1");
    }
    revision.incrementAndGet();
    assertThat(remembered.get("k", key -> Optional.of("v" + loads.incrementAndGet())))
        .contains("v2");
    revision.incrementAndGet();
    assertThat(remembered.get("k", key -> Optional.empty())).isEmpty();
  }
}
