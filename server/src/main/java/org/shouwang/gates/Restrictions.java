package org.shouwang.gates;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.gates.GateQuestion.Restriction;
import org.shouwang.status.Level;
import org.shouwang.status.ParkStatus;
import org.shouwang.status.StatusView;
import org.springframework.stereotype.Component;

/** What the park control status says, in the gates' own shape. */
@Component
class Restrictions {

  private final ParkStatus status;

  Restrictions(ParkStatus status) {
    this.status = status;
  }

  /** All that ever stood against persons: a batch has passes of many instants. One query. */
  Map<UUID, List<Restriction>> of(Collection<UUID> persons) {
    Map<UUID, List<StatusView>> statuses = status.over(persons);
    if (statuses.isEmpty()) {
      return Map.of();
    }
    Map<UUID, List<Restriction>> restrictions = new HashMap<>();
    statuses.forEach((person, views) ->
        restrictions.put(
            person,
            views.stream()
                .filter(view -> kind(view.level()) != null)
                .map(Restrictions::restriction)
                .toList()));
    return restrictions;
  }

  /** Everybody against whom something stands, for a device's roster. */
  Map<UUID, Restriction> at(Instant now) {
    Map<UUID, Restriction> restrictions = new HashMap<>();
    status
        .restricted(now)
        .forEach((person, view) -> {
          if (kind(view.level()) != null) {
            restrictions.put(person, restriction(view));
          }
        });
    return restrictions;
  }

  private static Restriction restriction(StatusView view) {
    Restriction.Kind kind = Objects.requireNonNull(kind(view.level()));
    return new Restriction(kind, view.since(), view.until(), view.byCode());
  }

  private static Restriction.@Nullable Kind kind(Level level) {
    return switch (level) {
      case FREE -> null;
      case WATCHED -> Restriction.Kind.WATCHED;
      case TEST_FIRST -> Restriction.Kind.TEST_FIRST;
      case HELD -> Restriction.Kind.HOLD;
      case BARRED -> Restriction.Kind.BARRED;
    };
  }
}
