package org.shouwang.command;

import java.util.Set;
import java.util.UUID;
import org.shouwang.security.Scope;

/**
 * What a reader sees: all, or what concerns these units and those below them. A deputy also sees
 * what the one they stand for sees.
 *
 * @param all everything
 * @param tops topmost units
 */
record Sight(boolean all, Set<UUID> tops) {

  /** Whether nothing is seen. */
  boolean isNothing() {
    return !all && tops.isEmpty();
  }

  static Sight of(Scope scope) {
    return new Sight(scope.everywhere(), scope.units());
  }
}
