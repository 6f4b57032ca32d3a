package org.shouwang.security;

import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.shouwang.security.SessionStore.Session;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Sessions of signed-in accounts: opaque tokens, kept as digests in the database that all instances
 * share. They end after a time unused and after a time altogether, by the wall clock.
 */
@Component
class Sessions {

  private final SessionStore store;
  private final Revisions revisions;
  private final SecuritySettings settings;
  private final Clock clock;
  private final boolean demo;
  private final Remembered<Session> remembered;
  private final ConcurrentHashMap<Digest, Instant> seen = new ConcurrentHashMap<>();

  Sessions(
      SessionStore store, Revisions revisions, SecuritySettings settings, Clock clock, Demo demo) {
    this.store = store;
    this.revisions = revisions;
    this.settings = settings;
    this.clock = clock;
    this.demo = demo.on();
    this.remembered = new Remembered<>(revisions::accounts);
  }

  /** The account whose live session the token is, as it is now. */
  Optional<Account> account(String token) {
    Digest hash = Digest.of(token);
    Instant now = clock.instant();
    Optional<Session> session = remembered.get(hash, it -> store.find(it.bytes()));
    if (session.isPresent() && idle(hash, session.get(), now)) {
      // another instance may have served it meanwhile
      remembered.forget(hash);
      session = store.find(hash.bytes());
    }
    Optional<Account> account =
        session
            .filter(it -> !idle(hash, it, now))
            .filter(it -> it.startedAt().plus(settings.sessionLife()).isAfter(now))
            .map(Session::account)
            .filter(it -> works(it, now));
    if (account.isPresent()) {
      seen.put(hash, now);
    }
    return account;
  }

  /** Whether an account may be used at all. */
  boolean works(Account account, Instant now) {
    return !account.disabled() && !account.expiredAt(now) && (demo || !account.demo());
  }

  /** Starts a session with a fresh token; call it in the transaction of the sign-in. */
  String start(Account account) {
    String token = Secrets.newToken();
    store.insert(Digest.of(token).bytes(), account.id(), clock.instant());
    return token;
  }

  /** Ends one session at once, everywhere. */
  @Transactional
  void end(String token) {
    Digest hash = Digest.of(token);
    store.delete(hash.bytes());
    revisions.raiseAccounts();
    seen.remove(hash);
    remembered.forget(hash);
  }

  /** Ends all sessions of an account; call it in the transaction of what ends them. */
  void endAllOf(Account account) {
    store.deleteOf(account.id());
    revisions.raiseAccounts();
  }

  @Scheduled(fixedDelay = 10_000)
  @Transactional
  void writeSeen() {
    if (seen.isEmpty()) {
      return;
    }
    Map<Digest, Instant> taken = new HashMap<>(seen);
    store.seen(taken);
    Instant kept = clock.instant().minus(settings.sessionIdle());
    taken.forEach((hash, at) -> {
      if (at.isBefore(kept)) {
        seen.remove(hash, at);
      }
    });
  }

  @Scheduled(fixedDelayString = "PT10M", initialDelayString = "PT1M")
  @Transactional
  void deleteOver() {
    Instant now = clock.instant();
    store.deleteOver(now.minus(settings.sessionLife()), now.minus(settings.sessionIdle()));
  }

  private boolean idle(Digest hash, Session session, Instant now) {
    Instant here = seen.getOrDefault(hash, Instant.EPOCH);
    Instant last = here.isAfter(session.seenAt()) ? here : session.seenAt();
    return !last.plus(settings.sessionIdle()).isAfter(now);
  }
}
