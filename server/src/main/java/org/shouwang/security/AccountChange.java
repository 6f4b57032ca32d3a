package org.shouwang.security;

import java.time.LocalDate;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Changes of an account, each a new one with the same version. */
final class AccountChange {

  private AccountChange() {}

  static Account password(Account a, String hash, boolean mustChange) {
    return new Account(
        a.id(),
        a.username(),
        a.displayName(),
        a.roles(),
        a.scope(),
        a.validUntil(),
        a.disabled(),
        a.demo(),
        a.language(),
        hash,
        mustChange,
        a.pin(),
        a.lastSignIn(),
        a.version());
  }

  static Account language(Account a, String language) {
    return new Account(
        a.id(),
        a.username(),
        a.displayName(),
        a.roles(),
        a.scope(),
        a.validUntil(),
        a.disabled(),
        a.demo(),
        language,
        a.passwordHash(),
        a.mustChangePassword(),
        a.pin(),
        a.lastSignIn(),
        a.version());
  }

  static Account pin(Account a, Pin pin) {
    return new Account(
        a.id(),
        a.username(),
        a.displayName(),
        a.roles(),
        a.scope(),
        a.validUntil(),
        a.disabled(),
        a.demo(),
        a.language(),
        a.passwordHash(),
        a.mustChangePassword(),
        pin,
        a.lastSignIn(),
        a.version());
  }

  static Account profile(
      Account a,
      String username,
      String displayName,
      Set<Role> roles,
      Scope scope,
      @Nullable LocalDate validUntil,
      boolean disabled) {
    return new Account(
        a.id(),
        username,
        displayName,
        roles,
        scope,
        validUntil,
        disabled,
        a.demo(),
        a.language(),
        a.passwordHash(),
        a.mustChangePassword(),
        a.pin(),
        a.lastSignIn(),
        a.version());
  }
}
