package org.shouwang.gates;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.shouwang.capture.Arrival;
import org.shouwang.capture.Arrivals;
import org.shouwang.clock.WorldClock;
import org.shouwang.clock.WorldSet;
import org.shouwang.security.Scope;
import org.shouwang.web.LiveEvents;
import org.shouwang.web.TimeKeys;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Feeds the live screens once a second from the arrivals' cursor: at most some fifty passes, the
 * overview, and what was newly held or alerted. Costs nothing while nobody watches.
 */
@Component
class GateLive {

  private static final int MOST_PASSES = 50;
  private static final int MOST_COMMITS = 2_000;
  private static final Instant FAR = Instant.parse("9999-01-01T00:00:00Z");

  private final LiveEvents events;
  private final Arrivals arrivals;
  private final PassBoard board;
  private final HoldBoard holds;
  private final HoldStore store;
  private final GateViews views;
  private final Overviews overviews;
  private final WorldClock world;
  private Arrivals.@Nullable Cursor cursor;
  private List<UUID> shownHolds = List.of();
  private List<UUID> shownAlerts = List.of();

  GateLive(
      LiveEvents gateEvents,
      Arrivals arrivals,
      PassBoard board,
      HoldBoard holds,
      HoldStore store,
      GateViews views,
      Overviews overviews,
      WorldClock world) {
    this.events = gateEvents;
    this.arrivals = arrivals;
    this.board = board;
    this.holds = holds;
    this.store = store;
    this.views = views;
    this.overviews = overviews;
    this.world = world;
  }

  SseEmitter open(Predicate<String> wants) {
    return events.open(wants);
  }

  @EventListener
  void on(WorldSet set) {
    raiseOverdue();
  }

  /** Holds past their time alert whether somebody watches or not. */
  @Scheduled(fixedDelay = 5_000)
  void raiseOverdue() {
    store.raiseOverdue(world.now());
  }

  @Scheduled(fixedDelay = 1_000)
  synchronized void tick() {
    if (!events.hasReaders()) {
      cursor = null;
      return;
    }
    Arrivals.Cursor from = cursor;
    if (from == null) {
      cursor = arrivals.end();
      shownHolds = ids(openHolds(), GateViews.Hold::id);
      shownAlerts = ids(openAlerts(), GateViews.Alert::id);
      return;
    }
    Arrivals.Slice slice = arrivals.after(from, MOST_COMMITS);
    cursor = slice.next();
    List<GateViews.Pass> passes = newest(slice.arrivals());
    if (!passes.isEmpty()) {
      events.publish("pass", passes);
    }
    events.publish("overview", overviews.now());
    List<GateViews.Hold> open = openHolds();
    publishNew("hold", open, shownHolds, GateViews.Hold::id);
    shownHolds = ids(open, GateViews.Hold::id);
    List<GateViews.Alert> raised = openAlerts();
    publishNew("alert", raised, shownAlerts, GateViews.Alert::id);
    shownAlerts = ids(raised, GateViews.Alert::id);
  }

  private <T> void publishNew(
      String name, List<T> rows, List<UUID> shown, java.util.function.Function<T, UUID> id) {
    for (T row : rows) {
      if (!shown.contains(id.apply(row))) {
        events.publish(name, row);
      }
    }
  }

  private static <T> List<UUID> ids(List<T> rows, java.util.function.Function<T, UUID> id) {
    return rows.stream().map(id).toList();
  }

  private List<GateViews.Hold> openHolds() {
    return holds.holds(new HoldBoard.Wanted(true, null, FAR, TimeKeys.LAST, 50), Scope.EVERYWHERE);
  }

  private List<GateViews.Alert> openAlerts() {
    return holds.alerts(new HoldBoard.Wanted(true, null, FAR, TimeKeys.LAST, 50), Scope.EVERYWHERE);
  }

  private List<GateViews.Pass> newest(List<Arrival> arrived) {
    List<UUID> persons = new ArrayList<>();
    List<Instant> ats = new ArrayList<>();
    List<UUID> ids = new ArrayList<>();
    for (Arrival arrival : arrived.reversed()) {
      if (!arrival.type().equals(GatePasses.TYPE)) {
        continue;
      }
      for (int i = arrival.ids().size() - 1; i >= 0 && ids.size() < MOST_PASSES; i--) {
        UUID person = arrival.persons().get(i);
        if (person != null) {
          persons.add(person);
          ats.add(arrival.ats().get(i));
          ids.add(arrival.ids().get(i));
        }
      }
    }
    return ids.isEmpty() ? List.of() : views.passes(board.byKeys(persons, ats, ids));
  }
}
