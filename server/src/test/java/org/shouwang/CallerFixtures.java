package org.shouwang;

import java.util.Set;
import java.util.UUID;
import org.shouwang.security.Caller;
import org.shouwang.security.Permission;
import org.shouwang.security.Scope;

/** Callers for tests below HTTP; over HTTP, sign in. */
public final class CallerFixtures {

  private CallerFixtures() {}

  /** An account within a scope. */
  public static Caller account(Scope scope, Permission... permissions) {
    return new Caller(
        Caller.Kind.ACCOUNT, UUID.randomUUID(), "测试", Set.of(permissions), scope, null);
  }

  /** A device at a place. */
  public static Caller device(UUID id, UUID place) {
    return new Caller(
        Caller.Kind.DEVICE, id, "设备", Set.of(Permission.FACTS_SUBMIT), Scope.EVERYWHERE, place);
  }
}
