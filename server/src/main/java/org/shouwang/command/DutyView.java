package org.shouwang.command;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.shouwang.duties.Duty;

/**
 * The duty behind a task, requirement or notice, as its page shows it.
 *
 * @param state waiting, open, late, done, waived
 */
record DutyView(UUID id, String state, Instant dueAt, Instant stateAt, int step) {

  static DutyView of(Duty duty) {
    return new DutyView(duty.id(), duty.state().key(), duty.dueAt(), duty.stateAt(), duty.step());
  }

  boolean late() {
    return state.equals("late");
  }

  static Map<String, DutyView> byKey(Collection<Duty> duties) {
    Map<String, DutyView> byKey = new HashMap<>();
    duties.forEach(duty -> byKey.put(duty.key(), of(duty)));
    return byKey;
  }
}
