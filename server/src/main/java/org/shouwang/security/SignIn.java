package org.shouwang.security;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.shouwang.audit.Audit;
import org.shouwang.web.Refused;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Signing in and out, and one's own password. */
@Component
class SignIn {

  private final AccountStore accounts;
  private final Sessions sessions;
  private final Revisions revisions;
  private final Passwords passwords;
  private final Failures failures;
  private final Audit audit;
  private final Clock clock;
  private final TransactionTemplate transaction;
  private final RateLimit attempts;

  SignIn(
      AccountStore accounts,
      Sessions sessions,
      Revisions revisions,
      Passwords passwords,
      Failures failures,
      Audit audit,
      Clock clock,
      TransactionTemplate transaction,
      SecuritySettings settings) {
    this.accounts = accounts;
    this.sessions = sessions;
    this.revisions = revisions;
    this.passwords = passwords;
    this.failures = failures;
    this.audit = audit;
    this.clock = clock;
    this.transaction = transaction;
    this.attempts = new RateLimit(settings.attemptsBurst(), settings.attemptsPerSecond());
  }

  /** A session that has begun. */
  record Begun(String token, Account account) {}

  /**
   * Checks a password and begins a session with a token of its own, never one the browser brought.
   *
   * @param before the token of a session that this browser had; it ends
   * @throws Refused 401 {@code security.signin_failed} for a wrong name as for a wrong password,
   *     423 {@code security.locked}, 429 {@code security.too_many_attempts}, {@code security.busy},
   *     403 {@code security.account_disabled}, {@code security.account_expired}
   */
  Begun signIn(String username, String password, String address, @Nullable String before) {
    long wait = attempts.take(address);
    if (wait > 0) {
      throw Refused.of(429, "security.too_many_attempts").with("retryAfter", wait);
    }
    failures.check(username, address);
    Account account =
        passwords.inTurn(() -> {
          // others of the same flood may have locked it while this one waited
          failures.check(username, address);
          Optional<Account> known = accounts.byUsername(username);
          if (!matches(known, password)) {
            failures.count(username, address, known);
            throw Refused.of(401, "security.signin_failed");
          }
          return known.orElseThrow();
        });
    Instant now = clock.instant();
    requireWorking(account, now);
    return transaction.execute(status -> {
      failures.clear(username);
      if (before != null) {
        sessions.end(before);
      }
      accounts.signedIn(account.id(), now);
      audit.record(
          account.caller().actor(),
          "security.signed_in",
          "account:" + account.id(),
          Map.of("address", address));
      return new Begun(sessions.start(account), account);
    });
  }

  /** Ends a session. */
  void signOut(Caller caller, String token) {
    transaction.executeWithoutResult(status -> {
      sessions.end(token);
      audit.record(caller.actor(), "security.signed_out", "account:" + caller.id(), Map.of());
    });
  }

  /**
   * Changes one's own password; all sessions end and a new one begins.
   *
   * @throws Refused 422 {@code security.password_wrong} and those of {@link PasswordRules}; 423
   *     {@code security.locked} after too many wrong ones
   */
  Begun changePassword(Caller caller, String current, String next, String address) {
    Account account = accounts.byId(caller.id()).orElseThrow();
    failures.check(account.username(), address);
    passwords.inTurn(() -> {
      failures.check(account.username(), address);
      if (!matches(Optional.of(account), current)) {
        failures.count(account.username(), address, Optional.of(account));
        throw Refused.invalid("security.password_wrong").field("current");
      }
      return true;
    });
    PasswordRules.check(account.username(), next);
    if (current.equals(next)) {
      throw Refused.invalid("security.password_same").field("next");
    }
    Account changed = AccountChange.password(account, passwords.hash(next), false);
    return transaction.execute(status -> {
      if (!accounts.update(changed)) {
        throw Refused.conflict("security.account_moved_on");
      }
      sessions.endAllOf(changed);
      audit.record(
          caller.actor(), "security.password_changed", "account:" + account.id(), Map.of());
      return new Begun(sessions.start(changed), changed);
    });
  }

  /** Sets the language of one's screens and messages. */
  void changeLanguage(Caller caller, String language) {
    if (!language.equals("zh-CN") && !language.equals("en")) {
      throw Refused.invalid("security.language_unknown").field("language").value(language);
    }
    transaction.executeWithoutResult(status -> {
      Account account = accounts.byId(caller.id()).orElseThrow();
      if (!accounts.update(AccountChange.language(account, language))) {
        throw Refused.conflict("security.account_moved_on");
      }
      revisions.raiseAccounts();
    });
  }

  /** Takes equally long for names that no account has. */
  private boolean matches(Optional<Account> account, String password) {
    String tried = password.length() > PasswordRules.LONGEST ? "" : password;
    if (account.isEmpty()) {
      passwords.matchNobody(tried);
      return false;
    }
    return passwords.matches(tried, account.get().passwordHash()) && !tried.isEmpty();
  }

  private void requireWorking(Account account, Instant now) {
    if (account.expiredAt(now)) {
      throw Refused.forbidden("security.account_expired");
    }
    if (!sessions.works(account, now)) {
      throw Refused.forbidden("security.account_disabled");
    }
  }
}
