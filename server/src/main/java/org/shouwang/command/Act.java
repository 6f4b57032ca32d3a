package org.shouwang.command;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something done to a requirement, directive, task or notice.
 *
 * @param about what kind of thing it was done to
 * @param root requirement, directive or notice whose page shows it
 * @param subject what it was done to
 * @param what past tense, as in {@code task_returned}
 * @param note why, or what was reported
 */
record Act(
    String about,
    UUID root,
    UUID subject,
    String what,
    @Nullable UUID unit,
    @Nullable String note,
    @Nullable Integer percent,
    @Nullable UUID file) {

  static Act of(String about, UUID root, UUID subject, String what) {
    return new Act(about, root, subject, what, null, null, null, null);
  }

  Act at(UUID place) {
    return new Act(about, root, subject, what, place, note, percent, file);
  }

  Act because(@Nullable String reason) {
    return new Act(about, root, subject, what, unit, reason, percent, file);
  }

  Act showing(@Nullable Integer share, @Nullable UUID evidence) {
    return new Act(about, root, subject, what, unit, note, share, evidence);
  }
}
