package org.shouwang.security;

import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.clock.WorldClock;

/**
 * An account as it is kept.
 *
 * @param validUntil last day it works, in the park's time zone; null for no end
 * @param demo has a known password; dead where the demo is off
 * @param passwordHash Argon2id
 * @param version raised with every change
 */
record Account(
    UUID id,
    String username,
    String displayName,
    Set<Role> roles,
    Scope scope,
    @Nullable LocalDate validUntil,
    boolean disabled,
    boolean demo,
    String language,
    String passwordHash,
    boolean mustChangePassword,
    @Nullable Pin pin,
    @Nullable Instant lastSignIn,
    int version) {

  boolean expiredAt(Instant now) {
    return validUntil != null && LocalDate.ofInstant(now, WorldClock.ZONE).isAfter(validUntil);
  }

  Set<Permission> permissions() {
    Set<Permission> all = EnumSet.noneOf(Permission.class);
    roles.forEach(role -> all.addAll(role.permissions()));
    return all;
  }

  Caller caller() {
    return new Caller(Caller.Kind.ACCOUNT, id, displayName, permissions(), scope, null);
  }
}
