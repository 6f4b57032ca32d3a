package org.shouwang.command;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A task as kept.
 *
 * @param title its directive's
 * @param body what the level that split it adds
 * @param round grows with each return
 * @param below its children by how far they are
 */
record TaskRow(
    UUID id,
    UUID directive,
    String title,
    @Nullable UUID parent,
    @Nullable UUID parentUnit,
    UUID unit,
    String body,
    String evidence,
    boolean fileNeeded,
    TaskState state,
    int round,
    int percent,
    Instant madeAt,
    @Nullable Instant acknowledgedAt,
    @Nullable Signed acknowledgedBy,
    Instant stateAt,
    Below below) {

  /** Children by how far they are. */
  record Below(long total, long acknowledged, long reported, long accepted) {}

  /** Key of the duty of its present round. */
  String dutyKey() {
    return dutyKey(id, round);
  }

  static String dutyKey(UUID id, int round) {
    return id + "/" + round;
  }
}
