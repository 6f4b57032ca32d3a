package org.shouwang.security;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.audit.Actor;
import org.shouwang.audit.Audit;
import org.shouwang.web.Refused;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Locks a user name or an address after too many failed sign-ins, for a while. Names that no
 * account has are locked alike, so that a lock tells nothing.
 */
@Component
class Failures {

  private final FailureStore store;
  private final Audit audit;
  private final Clock clock;
  private final SecuritySettings settings;

  Failures(FailureStore store, Audit audit, Clock clock, SecuritySettings settings) {
    this.store = store;
    this.audit = audit;
    this.clock = clock;
    this.settings = settings;
  }

  /**
   * Refuses while the name or the address is locked.
   *
   * @throws Refused 423 {@code security.locked}, 429 {@code security.too_many_attempts}
   */
  void check(String username, String address) {
    Instant now = clock.instant();
    Digest nameKey = nameKey(username);
    Digest addressKey = addressKey(address);
    Map<Digest, Instant> locks = locks(List.of(nameKey, addressKey), now);
    @Nullable Instant addressEnd = locks.get(addressKey);
    if (addressEnd != null) {
      throw Refused.of(429, "security.too_many_attempts")
          .with("retryAfter", Duration.between(now, addressEnd).toSeconds() + 1);
    }
    @Nullable Instant nameEnd = locks.get(nameKey);
    if (nameEnd != null) {
      throw Refused.of(423, "security.locked")
          .with("retryAfter", Duration.between(now, nameEnd).toSeconds() + 1)
          .with("minutes", Duration.between(now, nameEnd).toMinutes() + 1);
    }
  }

  /** The ends of locks by account. */
  Map<UUID, Instant> lockedUntil(Collection<Account> accounts) {
    Map<Digest, UUID> ids = new HashMap<>();
    accounts.forEach(account -> ids.put(nameKey(account.username()), account.id()));
    Map<UUID, Instant> ends = new HashMap<>();
    locks(ids.keySet(), clock.instant())
        .forEach((key, until) -> ends.put(Objects.requireNonNull(ids.get(key)), until));
    return ends;
  }

  private Map<Digest, Instant> locks(Collection<Digest> keys, Instant now) {
    return store.lockedUntil(keys.stream().map(Digest::bytes).toArray(byte[][]::new), now);
  }

  /**
   * Counts a failed sign-in, and locks when it is one too many.
   *
   * @param subject the account for the audit; empty when no account has that name
   */
  @Transactional
  void count(String username, String address, Optional<Account> subject) {
    String named = subject.map(account -> "account:" + account.id()).orElse("account:unknown");
    audit.record(Actor.SYSTEM, "security.sign_in_failed", named, Map.of("address", address));
    countOne(nameKey(username), settings.accountFailures(), named);
    countOne(addressKey(address), settings.addressFailures(), "address:" + address);
  }

  @Transactional
  void clear(String username) {
    store.clear(nameKey(username).bytes());
  }

  @Scheduled(fixedDelayString = "PT10M", initialDelayString = "PT1M")
  @Transactional
  void deleteOver() {
    store.deleteOver(clock.instant().minus(settings.failureWindow()).minus(settings.lock()));
  }

  private void countOne(Digest key, int limit, String subject) {
    Instant now = clock.instant();
    if (store.count(key.bytes(), now, now.minus(settings.failureWindow())) >= limit) {
      Instant until = now.plus(settings.lock());
      store.lock(key.bytes(), now, until);
      audit.record(Actor.SYSTEM, "security.locked", subject, Map.of("until", until.toString()));
    }
  }

  private static Digest nameKey(String username) {
    return Digest.of("name:" + username.toLowerCase(Locale.ROOT));
  }

  private static Digest addressKey(String address) {
    return Digest.of("address:" + address);
  }
}
