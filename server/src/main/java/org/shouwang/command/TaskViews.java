package org.shouwang.command;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.duties.Duties;
import org.shouwang.security.Caller;
import org.shouwang.security.Permission;
import org.springframework.stereotype.Component;

/** Tasks as pages show them, with the state of their duties and what the reader may do. */
@Component
class TaskViews {

  private final Duties duties;
  private final UnitBoard units;
  private final Signatures signatures;

  TaskViews(Duties duties, UnitBoard units, Signatures signatures) {
    this.duties = duties;
    this.units = units;
    this.signatures = signatures;
  }

  /**
   * A task.
   *
   * @param from unit that split it; null: the command
   * @param mayCarryOut whether the reader may sign for it, split it and report on it
   * @param mayJudge whether the reader may return and accept it
   */
  record TaskView(
      UUID id,
      UUID directiveId,
      String title,
      @Nullable UUID parentId,
      @Nullable Named from,
      Named unit,
      String text,
      String evidence,
      boolean fileNeeded,
      String state,
      Instant stateAt,
      int round,
      int percent,
      @Nullable Instant acknowledgedAt,
      @Nullable Signed acknowledgedBy,
      TaskRow.Below below,
      @Nullable DutyView duty,
      boolean mayCarryOut,
      boolean mayJudge) {

    boolean late() {
      DutyView known = duty;
      return known != null && known.late();
    }
  }

  List<TaskView> of(List<TaskRow> rows, Caller reader) {
    Set<UUID> concerned = new HashSet<>();
    rows.forEach(row -> {
      concerned.add(row.unit());
      if (row.parentUnit() != null) {
        concerned.add(row.parentUnit());
      }
    });
    Map<UUID, Named> names = units.named(concerned);
    Map<String, DutyView> states =
        DutyView.byKey(
            duties.byKeys(TaskDuties.KIND, rows.stream().map(TaskRow::dutyKey).toList()));
    Set<UUID> carries = held(concerned, reader, Permission.COMMAND_CARRY_OUT);
    Set<UUID> directs = held(concerned, reader, Permission.COMMAND_DIRECT);
    return rows.stream()
        .map(row ->
            view(
                row,
                names,
                states.get(row.dutyKey()),
                carries.contains(row.unit()),
                row.parentUnit() == null
                    ? directs.contains(row.unit())
                    : carries.contains(row.parentUnit())))
        .toList();
  }

  private Set<UUID> held(Set<UUID> concerned, Caller reader, Permission permission) {
    return units.within(signatures.hands(reader, permission), concerned);
  }

  private static TaskView view(
      TaskRow row,
      Map<UUID, Named> names,
      @Nullable DutyView duty,
      boolean mayCarryOut,
      boolean mayJudge) {
    UUID from = row.parentUnit();
    return new TaskView(
        row.id(),
        row.directive(),
        row.title(),
        row.parent(),
        from == null ? null : named(from, names),
        named(row.unit(), names),
        row.body(),
        row.evidence(),
        row.fileNeeded(),
        row.state().key(),
        row.stateAt(),
        row.round(),
        row.percent(),
        row.acknowledgedAt(),
        row.acknowledgedBy(),
        row.below(),
        duty,
        mayCarryOut,
        mayJudge);
  }

  private static Named named(UUID id, Map<UUID, Named> names) {
    return names.getOrDefault(id, new Named(id, "", ""));
  }
}
