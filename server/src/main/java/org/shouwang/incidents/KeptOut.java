package org.shouwang.incidents;

import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.shouwang.cases.CaseBook;
import org.shouwang.clock.WorldClock;
import org.shouwang.status.Level;
import org.shouwang.status.ParkStatus;
import org.shouwang.status.StatusView;
import org.springframework.stereotype.Component;

/** Who of the cases and their contacts is held or barred now. */
@Component
class KeptOut {

  private static final int AT_ONCE = 5_000;

  private final CaseBook cases;
  private final ParkStatus status;
  private final WorldClock world;

  KeptOut(CaseBook cases, ParkStatus status, WorldClock world) {
    this.cases = cases;
    this.status = status;
    this.world = world;
  }

  /** How many. */
  record Count(long held, long barred) {
    long total() {
      return held + barred;
    }
  }

  Count of(Collection<UUID> carried) {
    List<UUID> persons = cases.persons(carried);
    long held = 0;
    long barred = 0;
    for (int i = 0; i < persons.size(); i += AT_ONCE) {
      List<UUID> some = persons.subList(i, Math.min(i + AT_ONCE, persons.size()));
      for (StatusView each : status.restricted(some, world.now()).values()) {
        held += each.level() == Level.HELD ? 1 : 0;
        barred += each.level() == Level.BARRED ? 1 : 0;
      }
    }
    return new Count(held, barred);
  }
}
