package org.shouwang.command;

import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.command.TaskViews.TaskView;
import org.shouwang.security.Access;
import org.shouwang.security.Caller;
import org.shouwang.security.Permission;
import org.shouwang.security.Within;
import org.shouwang.web.Page;
import org.shouwang.web.PlainValues;
import org.shouwang.web.Refused;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The board of supervision 督办 for tasks, over HTTP: whose are late comes first. */
@RestController
@RequestMapping("/api/v1/command/supervision")
class SupervisionController {

  private static final List<TaskState> OPEN =
      List.of(TaskState.ISSUED, TaskState.ACKNOWLEDGED, TaskState.RETURNED);
  private static final List<TaskState> PENDING =
      List.of(TaskState.ISSUED, TaskState.ACKNOWLEDGED, TaskState.RETURNED, TaskState.REPORTED);
  private static final Instant FAR = Instant.parse("9999-01-01T00:00:00Z");

  private final TaskBoard board;
  private final TaskViews views;
  private final Signatures signatures;

  SupervisionController(TaskBoard board, TaskViews views, Signatures signatures) {
    this.board = board;
    this.views = views;
    this.signatures = signatures;
  }

  /**
   * How a unit stands, those below it not counted.
   *
   * @param open to be done, the late ones included
   * @param unsigned not signed for yet
   * @param reported waiting for the level above
   */
  record Standing(Named unit, long late, long open, long unsigned, long reported) {}

  /** Place of a task on the board. */
  private record Place(boolean late, Instant due, UUID id) implements Comparable<Place> {

    private static final Comparator<Place> ORDER =
        Comparator.comparing((Place place) -> !place.late())
            .thenComparing(Place::due)
            .thenComparing(place -> place.id().toString());

    static Place of(TaskView task) {
      DutyView duty = task.duty();
      return new Place(task.late(), duty == null ? FAR : duty.dueAt(), task.id());
    }

    static Place read(String text) {
      String[] parts = text.split("\\|", -1);
      return new Place(
          parts[0].equals("late"), PlainValues.instant(parts[1]), PlainValues.uuid(parts[2]));
    }

    String text() {
      return (late ? "late" : "open") + "|" + due + "|" + id;
    }

    @Override
    public int compareTo(Place other) {
      return ORDER.compare(this, other);
    }
  }

  @GetMapping("/units")
  @Access(value = Permission.COMMAND_READ, within = Within.UNITS)
  List<Standing> units(@RequestParam(required = false) @Nullable UUID unit, Caller caller) {
    Map<Named, Standing> standings = new LinkedHashMap<>();
    for (TaskView task : views.of(board.pending(PENDING, unit, signatures.sight(caller)), caller)) {
      boolean reported = task.state().equals(TaskState.REPORTED.key());
      standings.merge(
          task.unit(),
          new Standing(
              task.unit(),
              task.late() ? 1 : 0,
              reported ? 0 : 1,
              task.state().equals(TaskState.ISSUED.key()) ? 1 : 0,
              reported ? 1 : 0),
          SupervisionController::sum);
    }
    return standings.values().stream()
        .sorted(
            Comparator.comparingLong(Standing::late)
                .thenComparingLong(Standing::open)
                .reversed()
                .thenComparing(standing -> standing.unit().path()))
        .toList();
  }

  private static Standing sum(Standing one, Standing other) {
    return new Standing(
        one.unit(),
        one.late() + other.late(),
        one.open() + other.open(),
        one.unsigned() + other.unsigned(),
        one.reported() + other.reported());
  }

  /** Open tasks, or those that wait for the level above; late first, then by deadline. */
  @GetMapping("/tasks")
  @Access(value = Permission.COMMAND_READ, within = Within.UNITS)
  Page<TaskView> tasks(
      @RequestParam(required = false) @Nullable UUID unit,
      @RequestParam(defaultValue = "open") String state,
      @RequestParam(required = false) @Nullable String after,
      @RequestParam(required = false) @Nullable Integer limit,
      Caller caller) {
    int size = Page.limit(limit);
    Place from = Page.decode(after, Place::read);
    List<TaskView> all =
        views.of(board.pending(states(state), unit, signatures.sight(caller)), caller);
    List<TaskView> rows =
        all.stream()
            .filter(task -> from == null || Place.of(task).compareTo(from) > 0)
            .sorted(Comparator.comparing(Place::of))
            .limit(size + 1L)
            .toList();
    return Page.of(rows, size, task -> Place.of(task).text()).withTotal(all.size());
  }

  private static List<TaskState> states(String word) {
    return switch (word) {
      case "open" -> OPEN;
      case "reported" -> List.of(TaskState.REPORTED);
      default ->
          throw Refused.invalid("command.word_unknown")
              .field("state")
              .value(PlainValues.shown(word, 40));
    };
  }
}
