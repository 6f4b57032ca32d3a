package org.shouwang.security;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.shouwang.web.Refused;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.stereotype.Component;

/**
 * Hashes passwords with Argon2id (19 MiB, 2 passes: OWASP's least), few at a time: a flood of
 * sign-ins takes neither the memory nor the processors from the gates.
 */
@Component
class Passwords {

  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;
  private static final int MEMORY_KIB = 19 * 1024;
  private static final int PASSES = 2;
  private static final int WAIT_SECONDS = 10;

  private final Argon2PasswordEncoder argon2 =
      new Argon2PasswordEncoder(SALT_BYTES, HASH_BYTES, 1, MEMORY_KIB, PASSES);
  private final String nobody = String.valueOf(argon2.encode(Secrets.newToken()));
  private final Semaphore hashing;
  private final Semaphore admitted;

  Passwords(SecuritySettings settings) {
    this.hashing = new Semaphore(settings.hashing(), true);
    this.admitted = new Semaphore(settings.hashing() + settings.hashingQueue());
  }

  /**
   * Runs work that hashes, when it is its turn.
   *
   * @throws Refused 429 {@code security.busy} when too many wait already
   */
  <T> T inTurn(Supplier<T> work) {
    if (!admitted.tryAcquire()) {
      throw busy();
    }
    try {
      if (!hashing.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS)) {
        throw busy();
      }
      try {
        return work.get();
      } finally {
        hashing.release();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw busy();
    } finally {
      admitted.release();
    }
  }

  String hash(String password) {
    return inTurn(() -> String.valueOf(argon2.encode(password)));
  }

  /** Call it {@link #inTurn}. */
  boolean matches(String password, String hash) {
    return argon2.matches(password, hash);
  }

  /** As long as {@link #matches}, for names that no account has. Call it {@link #inTurn}. */
  void matchNobody(String password) {
    argon2.matches(password, nobody);
  }

  private static Refused busy() {
    return Refused.of(429, "security.busy").with("retryAfter", WAIT_SECONDS);
  }
}
