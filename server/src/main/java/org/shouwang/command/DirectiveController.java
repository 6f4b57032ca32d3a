package org.shouwang.command;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.shouwang.duties.Duties;
import org.shouwang.duties.DutyState;
import org.shouwang.security.Access;
import org.shouwang.security.Caller;
import org.shouwang.security.Permission;
import org.shouwang.security.Within;
import org.shouwang.web.Page;
import org.shouwang.web.Refused;
import org.shouwang.web.TimeKeys;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Directives over HTTP: issued to units, and shown with their tasks. */
@RestController
@RequestMapping("/api/v1/command/directives")
class DirectiveController {

  private final Directives directives;
  private final DirectiveBoard board;
  private final TaskBoard tasks;
  private final TaskViews views;
  private final ActStore acts;
  private final FileStore files;
  private final Duties duties;
  private final Signatures signatures;

  DirectiveController(
      Directives directives,
      DirectiveBoard board,
      TaskBoard tasks,
      TaskViews views,
      ActStore acts,
      FileStore files,
      Duties duties,
      Signatures signatures) {
    this.directives = directives;
    this.board = board;
    this.tasks = tasks;
    this.views = views;
    this.acts = acts;
    this.files = files;
    this.duties = duties;
    this.signatures = signatures;
  }

  /** A directive as it is issued; what is special to some units goes before what is common. */
  record Issuing(
      @Nullable String title,
      @Nullable String text,
      @Nullable UUID upstreamId,
      @Nullable List<UUID> units,
      @Nullable Instant dueAt,
      @Nullable String evidence,
      @Nullable Boolean fileNeeded,
      @Nullable List<Directives.Special> special,
      @Nullable UUID onBehalfOf) {}

  /**
   * A directive's tasks by how far they are.
   *
   * @param late null: too many to count for this page
   */
  record Standing(
      long total, long acknowledged, long reported, long accepted, @Nullable Long late) {}

  /** A directive in a list. */
  record DirectiveView(
      UUID id,
      String title,
      String text,
      Instant issuedAt,
      Signed issuedBy,
      DirectiveBoard.@Nullable From upstream,
      FileStore.@Nullable FileView upstreamFile,
      @Nullable UUID feedbackId,
      Standing standing) {}

  /** A directive with the tasks that the reader sees. */
  record DirectiveFile(
      DirectiveView directive, List<TaskViews.TaskView> tasks, List<ActStore.Done> acts) {}

  @GetMapping
  @Access(value = Permission.COMMAND_READ, within = Within.UNITS)
  Page<DirectiveView> list(
      @RequestParam(required = false) @Nullable UUID upstream,
      @RequestParam(defaultValue = "") String q,
      @RequestParam(required = false) @Nullable String after,
      @RequestParam(required = false) @Nullable Integer limit,
      Caller caller) {
    int size = Page.limit(limit);
    Sight sight = signatures.sight(caller);
    List<DirectiveBoard.Row> rows =
        board.list(
            new DirectiveBoard.Wanted(TimeKeys.of(after), null, upstream, q.strip(), size + 1),
            sight);
    Page<DirectiveBoard.Row> page =
        Page.of(rows, size, row -> TimeKeys.text(row.issuedAt(), row.id()));
    return new Page<>(views(page.items(), sight), page.next(), null);
  }

  @GetMapping("/{id}")
  @Access(value = Permission.COMMAND_READ, within = Within.UNITS)
  DirectiveFile get(@PathVariable UUID id, Caller caller) {
    Sight sight = signatures.sight(caller);
    DirectiveView shown =
        views(board.list(DirectiveBoard.Wanted.one(id), sight), sight).stream()
            .findFirst()
            .orElseThrow(() -> Refused.notFound("command.directive_unknown").field("id").value(id));
    return new DirectiveFile(shown, views.of(tasks.ofDirective(id, sight), caller), acts.of(id));
  }

  @PostMapping
  @Access(value = Permission.COMMAND_READ, within = Within.UNITS)
  @Transactional
  DirectiveFile issue(@RequestBody Issuing body, Caller caller) {
    Signature by = signatures.of(caller, body.onBehalfOf(), Permission.COMMAND_DIRECT);
    UUID id =
        directives.issue(
            new Directives.Draft(
                body.title(),
                body.text(),
                body.upstreamId(),
                null,
                body.units(),
                body.dueAt(),
                body.evidence(),
                Boolean.TRUE.equals(body.fileNeeded()),
                body.special() == null ? List.of() : body.special()),
            by);
    return get(Objects.requireNonNull(id), caller);
  }

  private List<DirectiveView> views(List<DirectiveBoard.Row> rows, Sight sight) {
    List<UUID> ids = rows.stream().map(DirectiveBoard.Row::id).toList();
    Map<UUID, DirectiveBoard.Counts> counts = board.counts(ids, sight);
    Map<UUID, Long> late = late(ids, sight);
    Map<UUID, FileStore.FileView> known = files.named(upstreamFiles(rows));
    return rows.stream()
        .map(row -> {
          DirectiveBoard.From from = row.upstream();
          UUID file = from == null ? null : from.fileId();
          return new DirectiveView(
              row.id(),
              row.title(),
              row.body(),
              row.issuedAt(),
              row.issuedBy(),
              from,
              file == null ? null : known.get(file),
              row.feedback(),
              standing(
                  counts.getOrDefault(row.id(), new DirectiveBoard.Counts(0, 0, 0, 0)),
                  late == null ? null : late.getOrDefault(row.id(), 0L)));
        })
        .toList();
  }

  private static List<UUID> upstreamFiles(List<DirectiveBoard.Row> rows) {
    return rows.stream()
        .map(DirectiveBoard.Row::upstream)
        .filter(Objects::nonNull)
        .map(DirectiveBoard.From::fileId)
        .filter(Objects::nonNull)
        .toList();
  }

  private static Standing standing(DirectiveBoard.Counts counts, @Nullable Long late) {
    return new Standing(
        counts.total(), counts.acknowledged(), counts.reported(), counts.accepted(), late);
  }

  /** Late ones by directive: of all from the duties' groups, of some from the duties one by one. */
  private @Nullable Map<UUID, Long> late(Collection<UUID> ids, Sight sight) {
    if (sight.all()) {
      Map<UUID, Long> late = new HashMap<>();
      duties
          .groups(ids)
          .forEach((id, states) -> late.put(id, states.getOrDefault(DutyState.LATE, 0L)));
      return late;
    }
    Map<String, UUID> keys = board.openDuties(ids, sight, TaskBoard.MOST + 1);
    if (keys.size() > TaskBoard.MOST) {
      return null;
    }
    return duties.byKeys(TaskDuties.KIND, keys.keySet()).stream()
        .filter(duty -> duty.state() == DutyState.LATE)
        .map(duty -> Objects.requireNonNull(keys.get(duty.key())))
        .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
  }
}
