package org.shouwang.command;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.audit.Actor;
import org.shouwang.channels.Addressee;
import org.shouwang.channels.Channels;
import org.shouwang.channels.Message;
import org.shouwang.clock.WorldClock;
import org.shouwang.command.TaskStore.NewTask;
import org.shouwang.duties.Duties;
import org.shouwang.duties.Duty;
import org.shouwang.duties.NewDuty;
import org.shouwang.duties.Party;
import org.shouwang.web.PlainValues;
import org.springframework.stereotype.Component;

/**
 * The duties behind tasks: one for each round. Units are told here that they have one; that it
 * nears its end, or is late, the duties tell by themselves.
 */
@Component
class TaskDuties {

  static final String KIND = "command.task";

  /** Ladder that tasks, notices and requirements climb when late. */
  static final String LADDER = "task";

  private final Duties duties;
  private final Channels channels;
  private final WorldClock world;

  TaskDuties(Duties duties, Channels channels, WorldClock world) {
    this.duties = duties;
    this.channels = channels;
    this.world = world;
  }

  /**
   * Whose tasks they are.
   *
   * @param parent duty they were split from
   * @param cause the act that led to them
   */
  record Of(UUID directive, String title, @Nullable UUID parent, UUID cause) {}

  /** Makes the duties of new tasks, all members of their directive. */
  void make(Of whose, List<NewTask> tasks, Actor who) {
    duties.create(
        tasks.stream()
            .map(task -> duty(TaskRow.dutyKey(task.id(), 1), task.unit(), task.dueAt(), whose))
            .toList(),
        who);
    channels.send(
        tasks.stream()
            .map(task ->
                message(TaskRow.dutyKey(task.id(), 1), task.unit(), "command.task_new", whose))
            .toList());
  }

  /** Makes the duty of a task's next round. */
  void again(TaskRow task, Of whose, Instant due, Actor who) {
    String key = TaskRow.dutyKey(task.id(), task.round() + 1);
    duties.create(List.of(duty(key, task.unit(), due, whose)), who);
    channels.send(List.of(message(key, task.unit(), "command.task_back", whose)));
  }

  /** The duty of a task's present round. */
  Duty of(TaskRow task) {
    return duties.byKeys(KIND, List.of(task.dutyKey())).stream()
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("task without duty: " + task.id()));
  }

  void done(TaskRow task, UUID act, Actor who) {
    duties.done(List.of(of(task).id()), act, who);
  }

  private NewDuty duty(String key, UUID unit, Instant due, Of whose) {
    return new NewDuty(
        key,
        KIND,
        Party.unit(unit),
        unit,
        Party.thing(whose.directive()),
        whose.title(),
        due.atZone(WorldClock.ZONE).toLocalDate(),
        world.now(),
        due,
        null,
        LADDER,
        whose.directive(),
        whose.parent(),
        whose.cause());
  }

  private static Message message(String key, UUID unit, String text, Of whose) {
    return new Message(
        "command.task:" + key,
        Addressee.unit(unit),
        text,
        Map.of("title", PlainValues.shown(whose.title(), Texts.TITLE)),
        "/directives/" + whose.directive(),
        whose.cause());
  }
}
