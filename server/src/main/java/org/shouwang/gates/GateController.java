package org.shouwang.gates;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.clock.WorldClock;
import org.shouwang.security.Access;
import org.shouwang.security.Caller;
import org.shouwang.security.Callers;
import org.shouwang.security.Permission;
import org.shouwang.security.Within;
import org.shouwang.web.Page;
import org.shouwang.web.Refused;
import org.shouwang.web.TimeKeys;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** The gates live, over HTTP. */
@RestController
@RequestMapping("/api/v1/gates")
class GateController {

  private static final Duration WINDOW = Duration.ofDays(7);

  private final Overviews overviews;
  private final PassBoard board;
  private final GateViews views;
  private final InsideList inside;
  private final GateLive live;
  private final Callers callers;
  private final WorldClock world;

  GateController(
      Overviews overviews,
      PassBoard board,
      GateViews views,
      InsideList inside,
      GateLive live,
      Callers callers,
      WorldClock world) {
    this.overviews = overviews;
    this.board = board;
    this.views = views;
    this.inside = inside;
    this.live = live;
    this.callers = callers;
    this.world = world;
  }

  @GetMapping("/overview")
  @Access(value = Permission.GATES_WATCH, within = Within.PARK)
  Overviews.Overview overview() {
    return overviews.now();
  }

  /** Newest first; without a person the last seven days before {@code before}. */
  @GetMapping("/passes")
  @Access(value = Permission.GATES_WATCH, within = Within.UNITS)
  Page<GateViews.Pass> passes(
      @RequestParam(required = false) @Nullable UUID place,
      @RequestParam(required = false) @Nullable UUID person,
      @RequestParam(required = false) @Nullable String action,
      @RequestParam(required = false) @Nullable String direction,
      @RequestParam(required = false) @Nullable Instant before,
      @RequestParam(required = false) @Nullable String after,
      @RequestParam(required = false) @Nullable Integer limit,
      Caller caller) {
    if (action != null && GateAction.ofWord(action).isEmpty()) {
      throw Refused.invalid("gates.action_unknown").field("action").value(Texts.cut(action));
    }
    if (direction != null && !direction.equals("in") && !direction.equals("out")) {
      throw Refused.invalid("gates.direction_unknown")
          .field("direction")
          .value(Texts.cut(direction));
    }
    Boolean outward = direction == null ? null : direction.equals("out");
    int size = Page.limit(limit);
    Instant newest = before == null ? world.now().plus(WINDOW) : before;
    TimeKeys keys =
        after == null || after.isEmpty() ? new TimeKeys(newest, TimeKeys.LAST) : TimeKeys.of(after);
    Instant from = person == null ? keys.at().minus(WINDOW.multipliedBy(2)) : Instant.EPOCH;
    List<PassBoard.Row> rows =
        board.passes(
            new PassBoard.Wanted(
                place, person, action, outward, from, keys.at(), keys.id(), size + 1),
            caller.scope());
    return Page.of(views.passes(rows), size, pass -> TimeKeys.text(pass.at(), pass.id()));
  }

  @GetMapping("/inside")
  @Access(value = Permission.GATES_WATCH, within = Within.UNITS)
  Page<InsideList.Row> inside(
      @RequestParam(required = false) @Nullable UUID zone,
      @RequestParam(required = false) @Nullable String q,
      @RequestParam(required = false) @Nullable String after,
      @RequestParam(required = false) @Nullable Integer limit,
      Caller caller) {
    return inside.inside(zone, q, after, Page.limit(limit), caller.scope());
  }

  /** Passes, holds and alerts name people: those whose scope is the whole park are sent them. */
  @GetMapping(path = "/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  @Access(value = Permission.GATES_WATCH, within = Within.PARK)
  SseEmitter events(Caller caller) {
    boolean everywhere = caller.scope().everywhere();
    return live.open(name ->
        (everywhere || name.equals("overview"))
            && callers.stillMay(caller, Permission.GATES_WATCH));
  }
}
