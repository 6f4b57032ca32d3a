package org.shouwang.rollcall;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.shouwang.clock.WorldClock;
import org.shouwang.duties.DutiesChanged;
import org.shouwang.duties.DutyState;
import org.shouwang.rollcall.DayPlan.State;
import org.shouwang.rollcall.ExpectedStore.Followed;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Takes over what became of persons' duties, in the transaction that changed them: list and duties
 * can't tell different things.
 */
@Component
class RollCallListeners {

  private final ExpectedStore store;
  private final WorldClock world;

  RollCallListeners(ExpectedStore store, WorldClock world) {
    this.store = store;
    this.world = world;
  }

  @EventListener
  void on(DutiesChanged changed) {
    List<Followed> rows = new ArrayList<>();
    for (DutiesChanged.Change change : changed.changes()) {
      if (change.kind().equals(RollCall.PERSON_DUTY)) {
        if (change.to() == DutyState.DONE) {
          rows.add(followed(change.key(), State.ACCOUNTED));
        } else if (change.to() == DutyState.WAIVED) {
          rows.add(followed(change.key(), State.EXEMPT));
        }
      }
    }
    if (!rows.isEmpty()) {
      store.follow(rows, world.now());
    }
  }

  private static Followed followed(String key, State state) {
    String[] parts = key.split(":", -1);
    return new Followed(
        UUID.fromString(parts[1]),
        LocalDate.parse(parts[0]),
        parts.length == 2 ? 0 : Integer.parseInt(parts[2]),
        state);
  }
}
