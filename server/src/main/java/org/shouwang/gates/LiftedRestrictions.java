package org.shouwang.gates;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.shouwang.audit.Actor;
import org.shouwang.audit.Audit;
import org.shouwang.clock.WorldClock;
import org.shouwang.status.Level;
import org.shouwang.status.StatusesChanged;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * A hold at a gate that only a restriction led to ends with the restriction, in the same
 * transaction. Told twice, it finds nothing left to close.
 */
@Component
class LiftedRestrictions {

  private final HoldStore holds;
  private final Audit audit;
  private final WorldClock world;

  LiftedRestrictions(HoldStore holds, Audit audit, WorldClock world) {
    this.holds = holds;
    this.audit = audit;
    this.world = world;
  }

  @EventListener
  void on(StatusesChanged changed) {
    List<UUID> lifted =
        changed.changes().stream()
            .filter(change -> change.from().compareTo(Level.HELD) >= 0)
            .filter(change -> change.to().compareTo(Level.HELD) < 0)
            .map(StatusesChanged.Change::person)
            .toList();
    if (lifted.isEmpty()) {
      return;
    }
    Actor system = Actor.SYSTEM;
    List<UUID> closed = holds.lift(lifted, "管控已解除 restriction ended", system.name(), world.now());
    if (!closed.isEmpty()) {
      audit.record(
          system,
          "gates.holds_lifted",
          null,
          Map.of("holds", closed.size(), "first", closed.getFirst()));
    }
  }
}
