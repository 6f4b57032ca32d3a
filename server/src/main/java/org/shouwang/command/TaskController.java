package org.shouwang.command;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.security.Access;
import org.shouwang.security.Caller;
import org.shouwang.security.Permission;
import org.shouwang.security.Within;
import org.shouwang.web.Refused;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Tasks over HTTP. Who may read may ask; whether they may act, for themselves or for whom they are
 * a deputy, is seen from the signature.
 */
@RestController
@RequestMapping("/api/v1/command/tasks")
class TaskController {

  private final Tasks tasks;
  private final TaskBoard board;
  private final TaskViews views;
  private final ActStore acts;
  private final Signatures signatures;

  TaskController(
      Tasks tasks, TaskBoard board, TaskViews views, ActStore acts, Signatures signatures) {
    this.tasks = tasks;
    this.board = board;
    this.views = views;
    this.acts = acts;
    this.signatures = signatures;
  }

  /** For whom an act is signed. */
  record Signing(@Nullable UUID onBehalfOf) {}

  /** A task split over units below. */
  record Splitting(
      @Nullable List<UUID> units,
      @Nullable String text,
      @Nullable String evidence,
      @Nullable Boolean fileNeeded,
      @Nullable Instant dueAt,
      @Nullable UUID onBehalfOf) {}

  /** What is reported, with its evidence. */
  record Reporting(
      @Nullable String text,
      @Nullable Integer percent,
      @Nullable UUID fileId,
      @Nullable UUID onBehalfOf) {}

  /** Why it comes back, and until when it is to be done. */
  record Returning(@Nullable String reason, @Nullable Instant dueAt, @Nullable UUID onBehalfOf) {}

  /** That it is well done. */
  record Accepting(@Nullable String note, @Nullable UUID onBehalfOf) {}

  /** A task with all that was done to it, newest first. */
  record TaskFile(TaskViews.TaskView task, List<ActStore.Done> acts) {}

  @GetMapping("/{id}")
  @Access(value = Permission.COMMAND_READ, within = Within.UNITS)
  TaskFile get(@PathVariable UUID id, Caller caller) {
    return file(id, caller);
  }

  @PostMapping("/{id}/acknowledge")
  @Access(value = Permission.COMMAND_READ, within = Within.UNITS)
  @Transactional
  TaskFile acknowledge(@PathVariable UUID id, @RequestBody Signing body, Caller caller) {
    tasks.acknowledge(id, signature(body.onBehalfOf(), caller));
    return file(id, caller);
  }

  @PostMapping("/{id}/split")
  @Access(value = Permission.COMMAND_READ, within = Within.UNITS)
  @Transactional
  TaskFile split(@PathVariable UUID id, @RequestBody Splitting body, Caller caller) {
    tasks.split(
        id,
        new Tasks.Split(
            body.units(), body.text(), body.evidence(), body.fileNeeded(), body.dueAt()),
        signature(body.onBehalfOf(), caller));
    return file(id, caller);
  }

  @PostMapping("/{id}/progress")
  @Access(value = Permission.COMMAND_READ, within = Within.UNITS)
  @Transactional
  TaskFile progress(@PathVariable UUID id, @RequestBody Reporting body, Caller caller) {
    tasks.progress(id, report(body), signature(body.onBehalfOf(), caller));
    return file(id, caller);
  }

  @PostMapping("/{id}/done")
  @Access(value = Permission.COMMAND_READ, within = Within.UNITS)
  @Transactional
  TaskFile done(@PathVariable UUID id, @RequestBody Reporting body, Caller caller) {
    tasks.done(id, report(body), signature(body.onBehalfOf(), caller));
    return file(id, caller);
  }

  private static Tasks.Report report(Reporting body) {
    return new Tasks.Report(body.text(), body.percent(), body.fileId());
  }

  @PostMapping("/{id}/return")
  @Access(value = Permission.COMMAND_READ, within = Within.UNITS)
  @Transactional
  TaskFile giveBack(@PathVariable UUID id, @RequestBody Returning body, Caller caller) {
    tasks.giveBack(id, body.reason(), body.dueAt(), signature(body.onBehalfOf(), caller));
    return file(id, caller);
  }

  @PostMapping("/{id}/accept")
  @Access(value = Permission.COMMAND_READ, within = Within.UNITS)
  @Transactional
  TaskFile accept(@PathVariable UUID id, @RequestBody Accepting body, Caller caller) {
    tasks.accept(id, body.note(), signature(body.onBehalfOf(), caller));
    return file(id, caller);
  }

  /** Which right the act needs depends on the task's level; the least of them is asked here. */
  private Signature signature(@Nullable UUID onBehalfOf, Caller caller) {
    return signatures.of(caller, onBehalfOf, Permission.COMMAND_READ);
  }

  private TaskFile file(UUID id, Caller caller) {
    TaskRow row =
        board
            .one(id, signatures.sight(caller))
            .orElseThrow(() -> Refused.notFound("command.task_unknown").field("id").value(id));
    return new TaskFile(views.of(List.of(row), caller).getFirst(), acts.of(id));
  }
}
