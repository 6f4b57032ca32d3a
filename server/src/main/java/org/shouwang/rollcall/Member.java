package org.shouwang.rollcall;

import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Somebody's membership on a day.
 *
 * @param family of the unit, as its place in the tree says
 * @param unitKind the unit's own kind
 * @param roles in force on that day
 * @param household null when none is known
 */
record Member(
    UUID person,
    UUID unit,
    Family family,
    String unitKind,
    @Nullable String post,
    Set<String> roles,
    @Nullable UUID household) {

  /** Words by which the field says that somebody lives in the plant. */
  private static final Set<String> LIVING_IN = Set.of("living_in", "驻厂", "驻厂人员");

  /** Living in 驻厂: by role, or by a post that says so. */
  boolean livesIn() {
    return roles.stream().anyMatch(LIVING_IN::contains) || (post != null && post.contains("驻厂"));
  }
}
