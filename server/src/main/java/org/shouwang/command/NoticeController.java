package org.shouwang.command;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.shouwang.duties.Duties;
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
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Notices over HTTP: sent, changed, chased by those who direct; read and answered by units. */
@RestController
@RequestMapping("/api/v1/command/notices")
class NoticeController {

  private final Notices notices;
  private final NoticeBoard board;
  private final UnitBoard units;
  private final ActStore acts;
  private final Duties duties;
  private final Signatures signatures;

  NoticeController(
      Notices notices,
      NoticeBoard board,
      UnitBoard units,
      ActStore acts,
      Duties duties,
      Signatures signatures) {
    this.notices = notices;
    this.board = board;
    this.units = units;
    this.acts = acts;
    this.duties = duties;
    this.signatures = signatures;
  }

  /**
   * A notice as it is sent.
   *
   * @param asks {@code read} or {@code reply}: what discharges a unit's duty
   */
  record Sending(
      @Nullable String title,
      @Nullable String text,
      @Nullable String asks,
      @Nullable List<UUID> units,
      @Nullable Instant dueAt,
      @Nullable UUID onBehalfOf) {}

  /** What it shall say instead. */
  record Changing(
      @Nullable String title,
      @Nullable String text,
      @Nullable Instant dueAt,
      @Nullable UUID onBehalfOf) {}

  /** For which units it is read; none: the reader's own. */
  record Reading(@Nullable List<UUID> unitIds, @Nullable UUID onBehalfOf) {}

  /** What a unit answers. */
  record Replying(@Nullable UUID unitId, @Nullable String text, @Nullable UUID onBehalfOf) {}

  /** Whom to chase; none: all that are silent. */
  record Chasing(@Nullable List<UUID> units, @Nullable UUID onBehalfOf) {}

  /** How a notice stands with a unit: {@code unread}, {@code read} or {@code replied}. */
  record UnitView(
      Named unit,
      String state,
      @Nullable Instant readAt,
      @Nullable Instant repliedAt,
      @Nullable Instant chasedAt,
      int chases,
      List<NoticeBoard.Receipt> receipts,
      @Nullable DutyView duty) {}

  /**
   * A notice with its units.
   *
   * @param unreadMine units of the reader's own for which they have not read it yet
   * @param mine units for which the reader may read and answer it
   * @param mayDirect whether the reader may change and chase it
   */
  record NoticeFile(
      NoticeBoard.Row notice,
      List<UnitView> units,
      List<NoticeBoard.Edition> editions,
      List<NoticeBoard.Feedback> feedback,
      List<ActStore.Done> acts,
      List<UUID> unreadMine,
      List<UUID> mine,
      boolean mayDirect) {}

  /** Whether a change was one of content. */
  record Changed(boolean changed, NoticeFile notice) {}

  @GetMapping
  @Access(value = Permission.COMMAND_READ, within = Within.UNITS)
  Page<NoticeBoard.Row> list(
      @RequestParam(required = false) @Nullable String after,
      @RequestParam(required = false) @Nullable Integer limit,
      Caller caller) {
    int size = Page.limit(limit);
    List<NoticeBoard.Row> rows = board.list(TimeKeys.of(after), signatures.sight(caller), size + 1);
    return Page.of(rows, size, row -> TimeKeys.text(row.sentAt(), row.id()));
  }

  @GetMapping("/{id}")
  @Access(value = Permission.COMMAND_READ, within = Within.UNITS)
  NoticeFile get(@PathVariable UUID id, Caller caller) {
    Sight sight = signatures.sight(caller);
    NoticeBoard.Row notice = find(id, sight);
    List<NoticeBoard.Receipt> receipts = board.receipts(id, sight);
    List<NoticeBoard.UnitRow> rows = board.units(id, sight);
    Set<UUID> addressed = rows.stream().map(row -> row.unit().id()).collect(Collectors.toSet());
    Set<UUID> mine =
        units.within(signatures.hands(caller, Permission.COMMAND_CARRY_OUT), addressed);
    boolean directs = !signatures.hands(caller, Permission.COMMAND_DIRECT).isNothing();
    Set<UUID> readMine =
        receipts.stream()
            .filter(it -> it.edition() == notice.edition() && it.accountId().equals(caller.id()))
            .map(NoticeBoard.Receipt::unitId)
            .collect(Collectors.toSet());
    return new NoticeFile(
        notice,
        views(notice, rows, receipts),
        board.editions(id),
        board.feedback(id, sight),
        directs ? acts.of(id) : List.of(),
        caller.scope().units().stream()
            .filter(it -> mine.contains(it) && !readMine.contains(it))
            .toList(),
        List.copyOf(mine),
        directs);
  }

  private List<UnitView> views(
      NoticeBoard.Row notice, List<NoticeBoard.UnitRow> rows, List<NoticeBoard.Receipt> receipts) {
    Map<UUID, List<NoticeBoard.Receipt>> byUnit =
        receipts.stream()
            .filter(it -> it.edition() == notice.edition())
            .collect(Collectors.groupingBy(NoticeBoard.Receipt::unitId));
    Map<String, UUID> keys = new HashMap<>();
    rows.forEach(row ->
        keys.put(Notices.key(notice.id(), row.unit().id(), notice.edition()), row.unit().id()));
    Map<String, DutyView> states = DutyView.byKey(duties.byKeys(Notices.KIND, keys.keySet()));
    return rows.stream()
        .map(row ->
            new UnitView(
                row.unit(),
                row.repliedAt() != null ? "replied" : row.readAt() != null ? "read" : "unread",
                row.readAt(),
                row.repliedAt(),
                row.chasedAt(),
                row.chases(),
                byUnit.getOrDefault(row.unit().id(), List.of()),
                states.get(Notices.key(notice.id(), row.unit().id(), notice.edition()))))
        .toList();
  }

  @PostMapping
  @Access(value = Permission.COMMAND_READ, within = Within.UNITS)
  @Transactional
  NoticeFile send(@RequestBody Sending body, Caller caller) {
    Signature by = signatures.of(caller, body.onBehalfOf(), Permission.COMMAND_DIRECT);
    UUID id =
        notices.send(
            new Notices.Draft(body.title(), body.text(), body.asks(), body.units(), body.dueAt()),
            by);
    return get(id, caller);
  }

  @PutMapping("/{id}")
  @Access(value = Permission.COMMAND_READ, within = Within.UNITS)
  @Transactional
  Changed change(@PathVariable UUID id, @RequestBody Changing body, Caller caller) {
    Signature by = signatures.of(caller, body.onBehalfOf(), Permission.COMMAND_DIRECT);
    find(id, signatures.sight(caller));
    boolean changed =
        notices.change(
            id, new Notices.Draft(body.title(), body.text(), null, null, body.dueAt()), by);
    return new Changed(changed, get(id, caller));
  }

  @PostMapping("/{id}/read")
  @Access(value = Permission.COMMAND_READ, within = Within.UNITS)
  @Transactional
  NoticeFile read(@PathVariable UUID id, @RequestBody Reading body, Caller caller) {
    Signature by = signatures.of(caller, body.onBehalfOf(), Permission.COMMAND_CARRY_OUT);
    find(id, signatures.sight(caller));
    notices.read(id, body.unitIds(), by);
    return get(id, caller);
  }

  @PostMapping("/{id}/feedback")
  @Access(value = Permission.COMMAND_READ, within = Within.UNITS)
  @Transactional
  NoticeFile reply(@PathVariable UUID id, @RequestBody Replying body, Caller caller) {
    Signature by = signatures.of(caller, body.onBehalfOf(), Permission.COMMAND_CARRY_OUT);
    find(id, signatures.sight(caller));
    notices.reply(id, body.unitId(), body.text(), by);
    return get(id, caller);
  }

  @PostMapping("/{id}/chase")
  @Access(value = Permission.COMMAND_READ, within = Within.UNITS)
  @Transactional
  Notices.Chase chase(@PathVariable UUID id, @RequestBody Chasing body, Caller caller) {
    Signature by = signatures.of(caller, body.onBehalfOf(), Permission.COMMAND_DIRECT);
    find(id, signatures.sight(caller));
    return notices.chase(id, body.units(), by);
  }

  private NoticeBoard.Row find(UUID id, Sight sight) {
    return board
        .find(id, sight)
        .orElseThrow(() -> Refused.notFound("command.notice_unknown").field("id").value(id));
  }
}
