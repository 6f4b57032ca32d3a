package org.shouwang.security;

import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.audit.Actor;

/**
 * Who calls: a signed-in account, an enrolled device, a person by their own page, or the system
 * itself. Handler methods take it as an argument.
 *
 * @param kind what it is
 * @param id account or device
 * @param name for the audit and for screens
 * @param permissions what it may do
 * @param scope units it works within
 * @param place the place a device is bound to; null for accounts
 */
public record Caller(
    Kind kind,
    UUID id,
    String name,
    Set<Permission> permissions,
    Scope scope,
    @Nullable UUID place) {

  /** The system itself: jobs, the first start. */
  public static final Caller SYSTEM =
      new Caller(
          Kind.SYSTEM,
          new UUID(0, 0),
          "system",
          Set.of(Permission.values()),
          Scope.EVERYWHERE,
          null);

  /** Kinds of callers. */
  public enum Kind {
    /** A person signed in. */
    ACCOUNT,
    /** An enrolled field device. */
    DEVICE,
    /** A person without an account, by the link to their own page. */
    PERSON,
    /** The software itself. */
    SYSTEM
  }

  /** Whether the caller may. */
  public boolean may(Permission permission) {
    return permissions.contains(permission);
  }

  /**
   * The place of a device; for endpoints that only devices may call.
   *
   * @throws org.shouwang.web.Refused 403 {@code security.device_only} for anybody else
   */
  public UUID devicePlace() {
    if (kind != Kind.DEVICE || place == null) {
      throw org.shouwang.web.Refused.forbidden("security.device_only");
    }
    return place;
  }

  /** The same as the audit names it. */
  public Actor actor() {
    return new Actor(kind.name().toLowerCase(Locale.ROOT), id, name);
  }
}
