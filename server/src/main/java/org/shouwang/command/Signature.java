package org.shouwang.command;

import org.jspecify.annotations.Nullable;
import org.shouwang.audit.Actor;
import org.shouwang.security.Caller;
import org.shouwang.security.Permission;
import org.shouwang.security.Scope;

/**
 * Who does an act, and for whom. A deputy acts with the rights of whom they stand for, under their
 * own name.
 *
 * @param by who does it
 * @param principal for whom it is signed; null: for oneself
 */
record Signature(Caller by, @Nullable Caller principal) {

  private Caller rights() {
    Caller other = principal;
    return other == null ? by : other;
  }

  boolean may(Permission permission) {
    return rights().may(permission);
  }

  Scope scope() {
    return rights().scope();
  }

  Actor actor() {
    return by.actor();
  }

  Signed shown() {
    Caller other = principal;
    return new Signed(by.name(), other == null ? null : other.name());
  }
}
