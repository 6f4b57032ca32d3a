package org.shouwang.gates;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.audit.Audit;
import org.shouwang.clock.WorldClock;
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

/** Holds and alerts over HTTP. */
@RestController
@RequestMapping("/api/v1/gates")
class HoldController {

  private static final Set<String> OUTCOMES = Set.of("released", "handed_over", "left");

  private final HoldBoard board;
  private final HoldStore store;
  private final SeenAtGates seen;
  private final Audit audit;
  private final WorldClock world;

  HoldController(
      HoldBoard board, HoldStore store, SeenAtGates seen, Audit audit, WorldClock world) {
    this.seen = seen;
    this.board = board;
    this.store = store;
    this.audit = audit;
    this.world = world;
  }

  /** Who received the person. */
  record Receiving(@Nullable String receiver) {}

  /** How the hold ended. */
  record Closing(@Nullable String outcome, @Nullable String note) {}

  @GetMapping("/holds")
  @Access(value = Permission.GATES_WATCH, within = Within.UNITS)
  Page<GateViews.Hold> holds(
      @RequestParam(required = false) @Nullable String state,
      @RequestParam(required = false) @Nullable String after,
      @RequestParam(required = false) @Nullable Integer limit,
      Caller caller) {
    int size = Page.limit(limit);
    List<GateViews.Hold> rows = board.holds(wanted(state, after, size), caller.scope());
    return Page.of(rows, size, hold -> TimeKeys.text(hold.openedAt(), hold.id()));
  }

  @PostMapping("/holds/{id}/receive")
  @Access(value = Permission.GATES_ACT, within = Within.UNITS)
  @Transactional
  GateViews.Hold receive(@PathVariable UUID id, @RequestBody Receiving body, Caller caller) {
    GateViews.Hold hold = hold(id, caller);
    String receiver = Texts.required("receiver", body.receiver(), 100);
    if (!store.receive(id, receiver, world.now())) {
      throw moved(hold.state());
    }
    audit.record(caller.actor(), "gates.hold_received", "hold:" + id, Map.of("receiver", receiver));
    return hold(id, caller);
  }

  @PostMapping("/holds/{id}/close")
  @Access(value = Permission.GATES_ACT, within = Within.UNITS)
  @Transactional
  GateViews.Hold close(@PathVariable UUID id, @RequestBody Closing body, Caller caller) {
    GateViews.Hold hold = hold(id, caller);
    String outcome = body.outcome() == null ? "" : body.outcome();
    if (!OUTCOMES.contains(outcome)) {
      throw Refused.invalid("gates.outcome_unknown").field("outcome").value(Texts.cut(outcome));
    }
    String note = Texts.required("note", body.note(), 500);
    if (!store.close(id, outcome, note, caller.name(), world.now())) {
      throw moved(hold.state());
    }
    audit.record(
        caller.actor(),
        "gates.hold_closed",
        "hold:" + id,
        Map.of("outcome", outcome, "note", note));
    if (outcome.equals("released")) {
      seen.released(hold.person().id(), hold.openedAt(), note, caller.actor(), id);
    }
    return hold(id, caller);
  }

  @GetMapping("/alerts")
  @Access(value = Permission.GATES_WATCH, within = Within.UNITS)
  Page<GateViews.Alert> alerts(
      @RequestParam(required = false) @Nullable String state,
      @RequestParam(required = false) @Nullable String after,
      @RequestParam(required = false) @Nullable Integer limit,
      Caller caller) {
    int size = Page.limit(limit);
    List<GateViews.Alert> rows = board.alerts(wanted(state, after, size), caller.scope());
    return Page.of(rows, size, alert -> TimeKeys.text(alert.openedAt(), alert.id()));
  }

  @PostMapping("/alerts/{id}/close")
  @Access(value = Permission.GATES_ACT, within = Within.UNITS)
  @Transactional
  GateViews.Alert closeAlert(@PathVariable UUID id, @RequestBody Closing body, Caller caller) {
    alert(id, caller);
    String note = Texts.required("note", body.note(), 500);
    if (!store.closeAlert(id, note, caller.name(), world.now())) {
      throw moved("closed");
    }
    audit.record(caller.actor(), "gates.alert_closed", "alert:" + id, Map.of("note", note));
    return alert(id, caller);
  }

  private HoldBoard.Wanted wanted(@Nullable String state, @Nullable String after, int size) {
    TimeKeys keys = TimeKeys.of(after);
    Boolean open = state == null ? null : !state.equals("closed");
    return new HoldBoard.Wanted(open, null, keys.at(), keys.id(), size + 1);
  }

  private GateViews.Hold hold(UUID id, Caller caller) {
    return board.holds(HoldBoard.Wanted.one(id), caller.scope()).stream()
        .findFirst()
        .orElseThrow(() -> Refused.notFound("gates.hold_unknown").value(id));
  }

  private GateViews.Alert alert(UUID id, Caller caller) {
    return board.alerts(HoldBoard.Wanted.one(id), caller.scope()).stream()
        .findFirst()
        .orElseThrow(() -> Refused.notFound("gates.alert_unknown").value(id));
  }

  private static Refused moved(String state) {
    return Refused.conflict("gates.state_moved").value(state);
  }
}
