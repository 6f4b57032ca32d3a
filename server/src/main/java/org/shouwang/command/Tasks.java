package org.shouwang.command;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.clock.WorldClock;
import org.shouwang.command.TaskStore.NewTask;
import org.shouwang.duties.Duty;
import org.shouwang.security.Permission;
import org.shouwang.web.Refused;
import org.springframework.stereotype.Component;

/** The life of a task: signed for, split, reported on, returned, accepted. */
@Component
class Tasks {

  private final TaskStore store;
  private final TaskBoard board;
  private final UnitBoard units;
  private final FileStore files;
  private final TaskDuties duties;
  private final Signatures signatures;
  private final Acts acts;
  private final WorldClock world;

  Tasks(
      TaskStore store,
      TaskBoard board,
      UnitBoard units,
      FileStore files,
      TaskDuties duties,
      Signatures signatures,
      Acts acts,
      WorldClock world) {
    this.store = store;
    this.board = board;
    this.units = units;
    this.files = files;
    this.duties = duties;
    this.signatures = signatures;
    this.acts = acts;
    this.world = world;
  }

  /** What is reported. */
  record Report(@Nullable String text, @Nullable Integer percent, @Nullable UUID file) {}

  /** To whom a task is split, and what of it. */
  record Split(
      @Nullable List<UUID> units,
      @Nullable String text,
      @Nullable String evidence,
      @Nullable Boolean fileNeeded,
      @Nullable Instant dueAt) {}

  /** A unit signs for its task. Of two who do so at once the first has it. */
  void acknowledge(UUID id, Signature by) {
    TaskRow task = held(id, by);
    if (!store.acknowledge(id, by.shown(), world.now())) {
      Signed first = task.acknowledgedBy();
      throw Refused.conflict("command.acknowledged_already")
          .field("id")
          .value(first == null ? "" : first.text())
          .with("at", Objects.requireNonNullElse(task.acknowledgedAt(), ""));
    }
    acts.record(by, act(task, "task_acknowledged"));
  }

  /** A unit splits its task over units below it; a unit that has its part keeps it. */
  void split(UUID id, Split split, Signature by) {
    TaskRow task = underWay(held(id, by));
    Set<UUID> chosen = chosen(split.units());
    requireBelow(task, chosen);
    Instant now = world.now();
    Duty own = duties.of(task);
    Instant due =
        split.dueAt() == null && own.dueAt().isAfter(now)
            ? own.dueAt()
            : Texts.due("dueAt", split.dueAt(), now);
    if (due.isAfter(own.dueAt()) && own.dueAt().isAfter(now)) {
      throw Refused.invalid("command.due_after_parent")
          .field("dueAt")
          .value(due)
          .with("limit", own.dueAt());
    }
    String evidence = Texts.optional("evidence", split.evidence(), Texts.NOTE);
    boolean fileNeeded =
        split.fileNeeded() == null ? task.fileNeeded() : Boolean.TRUE.equals(split.fileNeeded());
    List<NewTask> parts =
        chosen.stream()
            .map(unit ->
                new NewTask(
                    UuidCreator.getTimeOrderedEpoch(),
                    unit,
                    evidence.isEmpty() ? task.evidence() : evidence,
                    fileNeeded,
                    due))
            .toList();
    String text = Texts.optional("text", split.text(), Texts.BODY);
    UUID act =
        acts.record(
            by,
            act(task, "task_split").because(text.isEmpty() ? null : text),
            Map.of("units", chosen, "dueAt", due.toString()));
    Set<UUID> made = store.make(task.directive(), id, text, parts, now);
    List<NewTask> fresh = parts.stream().filter(it -> made.contains(it.id())).toList();
    duties.make(
        new TaskDuties.Of(task.directive(), task.title(), own.id(), act), fresh, by.actor());
  }

  /** Tasks go down the tree: not to the unit itself, nor above it, nor aside. */
  private void requireBelow(TaskRow task, Set<UUID> chosen) {
    Set<UUID> below = units.within(List.of(task.unit()), chosen);
    for (UUID unit : chosen) {
      if (unit.equals(task.unit())
          || (!below.contains(unit)
              && !units.within(List.of(unit), List.of(task.unit())).isEmpty())) {
        throw Refused.invalid("command.split_circular").field("units").value(unit);
      }
      if (!below.contains(unit)) {
        throw Refused.invalid("command.split_outside").field("units").value(unit);
      }
    }
  }

  /** The units somebody chose, each once. */
  static Set<UUID> chosen(@Nullable Collection<UUID> units) {
    if (units == null || units.isEmpty()) {
      throw Refused.invalid("command.nobody").field("units");
    }
    if (units.size() > TaskBoard.MOST) {
      throw Refused.invalid("command.too_many_units").field("units").with("limit", TaskBoard.MOST);
    }
    return new LinkedHashSet<>(units);
  }

  void progress(UUID id, Report report, Signature by) {
    TaskRow task = underWay(held(id, by));
    Integer percent = percent(report.percent());
    String text = Texts.required("text", report.text(), Texts.BODY);
    UUID file = file(report.file(), by);
    store.progress(id, percent);
    acts.record(by, act(task, "task_progressed").because(text).showing(percent, file));
  }

  /** A unit says that it is done: its duty ends here, until it comes back. */
  void done(UUID id, Report report, Signature by) {
    TaskRow task = underWay(held(id, by));
    String text = Texts.required("text", report.text(), Texts.BODY);
    UUID file = file(report.file(), by);
    if (task.fileNeeded() && file == null && !store.hasFile(id)) {
      throw Refused.invalid("command.file_missing").field("fileId");
    }
    move(task, TaskState.REPORTED, false);
    UUID act = acts.record(by, act(task, "task_reported").because(text).showing(100, file));
    duties.done(task, act, by.actor());
  }

  /** The level above sends it back with its reason: a new duty, with a new deadline. */
  void giveBack(UUID id, @Nullable String reason, @Nullable Instant dueAt, Signature by) {
    TaskRow task = judged(id, by);
    Instant now = world.now();
    String why = Texts.required("reason", reason, Texts.NOTE);
    Instant due = Texts.due("dueAt", dueAt, now);
    Duty before = duties.of(task);
    move(task, TaskState.RETURNED, true);
    UUID act =
        acts.record(by, act(task, "task_returned").because(why), Map.of("dueAt", due.toString()));
    duties.again(
        task,
        new TaskDuties.Of(task.directive(), task.title(), before.parent(), act),
        due,
        by.actor());
  }

  void accept(UUID id, @Nullable String note, Signature by) {
    TaskRow task = judged(id, by);
    String said = Texts.optional("note", note, Texts.NOTE);
    move(task, TaskState.ACCEPTED, false);
    acts.record(by, act(task, "task_accepted").because(said.isEmpty() ? null : said));
  }

  private void move(TaskRow task, TaskState to, boolean newRound) {
    if (!store.move(task.id(), Set.of(task.state()), to, newRound, world.now())) {
      throw moved(task);
    }
  }

  private static Refused moved(TaskRow task) {
    return Refused.conflict("command.state_moved").field("id").value(task.state().key());
  }

  private static TaskRow underWay(TaskRow task) {
    if (task.state() == TaskState.ISSUED) {
      throw Refused.conflict("command.not_acknowledged").field("id").value(task.id());
    }
    if (!task.state().isUnderWay()) {
      throw moved(task);
    }
    return task;
  }

  /** A task of the signer's units, held until the act is over. */
  private TaskRow held(UUID id, Signature by) {
    TaskRow task = find(id, by);
    require(by, Permission.COMMAND_CARRY_OUT);
    signatures.requireWithin(by, task.unit());
    return task;
  }

  /** A task that the signer's level gave, reported as done. */
  private TaskRow judged(UUID id, Signature by) {
    TaskRow task = find(id, by);
    UUID from = task.parentUnit();
    require(by, from == null ? Permission.COMMAND_DIRECT : Permission.COMMAND_CARRY_OUT);
    signatures.requireWithin(by, from == null ? task.unit() : from);
    if (task.state() != TaskState.REPORTED) {
      throw moved(task);
    }
    return task;
  }

  private static void require(Signature by, Permission permission) {
    if (!by.may(permission)) {
      throw Refused.forbidden("security.forbidden");
    }
  }

  private TaskRow find(UUID id, Signature by) {
    store.lock(id);
    Sight sight =
        by.may(Permission.COMMAND_DIRECT) ? new Sight(true, Set.of()) : Sight.of(by.scope());
    return board
        .one(id, sight)
        .orElseThrow(() -> Refused.notFound("command.task_unknown").field("id").value(id));
  }

  private @Nullable UUID file(@Nullable UUID file, Signature by) {
    if (file != null && !files.broughtBy(file, by.by().id())) {
      throw Refused.invalid("command.file_unknown").field("fileId").value(file);
    }
    return file;
  }

  private static @Nullable Integer percent(@Nullable Integer percent) {
    if (percent != null && (percent < 0 || percent > 100)) {
      throw Refused.invalid("command.percent_wrong").field("percent").value(percent);
    }
    return percent;
  }

  private static Act act(TaskRow task, String what) {
    return Act.of("task", task.directive(), task.id(), what).at(task.unit());
  }
}
