package org.shouwang.sampling;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.shouwang.clock.WorldClock;
import org.shouwang.policy.Policy;
import org.shouwang.policy.Snapshot;
import org.shouwang.sampling.MemberStore.Basis;
import org.shouwang.status.Level;
import org.shouwang.status.ParkStatus;
import org.shouwang.status.StatusView;
import org.springframework.stereotype.Component;

/** Who is swabbed how: key groups by the edition, people apart by their control status. */
@Component
class GroupBook {

  private static final int CHILD = 14;

  private final Policy policy;
  private final ParkStatus status;

  GroupBook(Policy policy, ParkStatus status) {
    this.policy = policy;
    this.status = status;
  }

  List<KeyGroup> groups(Instant at) {
    return KeyGroupRules.of(policy.inForce(at).values(KeyGroupRules.PREFIX));
  }

  /** Sizes of tubes that the edition gives. */
  Map<String, Integer> pools(Instant at) {
    return RoundRules.pools(policy.inForce(at).values(RoundRules.POOLS));
  }

  int number(Instant at, String rule, int otherwise) {
    return RoundRules.number(policy.inForce(at).value(rule), otherwise);
  }

  /** For everybody. */
  Basis basis(Map<String, Integer> pools, Instant at) {
    return basis(pools, at, status.restricted(at));
  }

  /** For some. */
  Basis basis(Map<String, Integer> pools, Instant at, Collection<UUID> persons) {
    return basis(pools, at, status.restricted(persons, at));
  }

  private Basis basis(Map<String, Integer> pools, Instant at, Map<UUID, StatusView> restricted) {
    Snapshot snapshot = policy.inForce(at);
    Map<UUID, String> apart = new HashMap<>();
    restricted.forEach((person, view) -> {
      String group = group(view.level());
      if (!group.equals(RoundRules.DEFAULT)) {
        apart.put(person, group);
      }
    });
    return new Basis(
        at.atZone(WorldClock.ZONE).toLocalDate(),
        KeyGroupRules.of(snapshot.values(KeyGroupRules.PREFIX)),
        RoundRules.number(snapshot.value(RoundRules.CHILD), CHILD),
        pools,
        apart);
  }

  /** Everybody whose status has them swabbed apart now, with the group. */
  Map<UUID, String> apart(Instant at) {
    return basis(Map.of(), at, status.restricted(at)).restricted();
  }

  /** Whose status says, by labels of the edition, that they can't come to a point. */
  Set<UUID> away(Instant at) {
    if (!(policy.inForce(at).value(RoundRules.AWAY) instanceof List<?> labels)) {
      return Set.of();
    }
    Set<UUID> away = new HashSet<>();
    status
        .restricted(at)
        .forEach((person, view) -> {
          if (view.labels().stream().anyMatch(labels::contains)) {
            away.add(person);
          }
        });
    return away;
  }

  private static String group(Level level) {
    return switch (level) {
      case HELD, BARRED -> "isolated";
      case TEST_FIRST -> "apart";
      case WATCHED, FREE -> RoundRules.DEFAULT;
    };
  }
}
