package org.shouwang.security;

import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An account as the API shows it: nothing of its password or PIN. */
record AccountView(
    UUID id,
    String username,
    String displayName,
    List<String> roles,
    List<Names.Unit> units,
    boolean everywhere,
    @Nullable LocalDate validUntil,
    boolean disabled,
    @Nullable Instant lockedUntil,
    @Nullable Instant lastSignIn,
    boolean hasPin) {

  static AccountView of(Account account, List<Names.Unit> units, @Nullable Instant lockedUntil) {
    return new AccountView(
        account.id(),
        account.username(),
        account.displayName(),
        roles(account),
        units,
        account.scope().everywhere(),
        account.validUntil(),
        account.disabled(),
        lockedUntil,
        account.lastSignIn(),
        account.pin() != null);
  }

  static List<String> roles(Account account) {
    return account.roles().stream().map(Role::key).toList();
  }

  /** What the audit keeps of an account. */
  static Map<String, Object> audited(Account account) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("username", account.username());
    body.put("roles", roles(account));
    body.put("everywhere", account.scope().everywhere());
    body.put("units", account.scope().units());
    body.put("validUntil", String.valueOf(account.validUntil()));
    body.put("disabled", account.disabled());
    return body;
  }
}
