package org.shouwang.gates;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What stands against or for a person at the gates, over time, read once for a batch. */
final class Standing {

  static final Standing NONE = new Standing();

  private final List<Hold> holds = new ArrayList<>(2);
  private final List<Given> overrides = new ArrayList<>(2);

  /** A hold and when it counted. */
  record Hold(Instant from, @Nullable Instant to) {}

  /** An override and where it counts. */
  record Given(@Nullable UUID place, Set<ReasonCode> reasons, Instant from, Instant until) {}

  void held(Instant from, @Nullable Instant to) {
    holds.add(new Hold(from, to));
  }

  void given(Given override) {
    overrides.add(override);
  }

  boolean heldAt(Instant at) {
    return holds.stream()
        .anyMatch(
            hold -> hold.from().isBefore(at) && (hold.to() == null || at.isBefore(hold.to())));
  }

  List<GateQuestion.Restriction> restrictionsAt(Instant at) {
    return heldAt(at) ? List.of(GateQuestion.Restriction.HELD) : List.of();
  }

  /** Of those that have begun, the one that lasts longest, as the device chooses too. */
  GateQuestion.@Nullable Override overrideAt(Instant at, UUID place) {
    Given chosen = null;
    for (Given each : overrides) {
      boolean here = each.place() == null || each.place().equals(place);
      if (here && !at.isBefore(each.from())) {
        chosen = chosen == null || each.until().isAfter(chosen.until()) ? each : chosen;
      }
    }
    return chosen == null
        ? null
        : new GateQuestion.Override(chosen.reasons(), chosen.from(), chosen.until());
  }
}
