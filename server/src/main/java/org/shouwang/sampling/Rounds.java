package org.shouwang.sampling;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.shouwang.audit.Actor;
import org.shouwang.clock.WorldClock;
import org.shouwang.sampling.ExpectedStore.Pair;
import org.shouwang.sampling.ExpectedStore.Row;
import org.shouwang.sampling.MemberStore.Somebody;
import org.shouwang.sampling.TakenStore.Found;
import org.springframework.stereotype.Service;

/** Rounds as the tubes need them: what a swab means for who is still missing. */
@Service
class Rounds {

  /** Reason of who came without being expected. */
  static final String WALK_IN = "walk_in";

  private static final Comparator<Tested> ORDER =
      Comparator.comparing(Tested::person).thenComparing(Tested::swab);

  private final RoundStore rounds;
  private final ExpectedStore expected;
  private final TakenStore taken;
  private final MemberStore members;
  private final GroupBook groups;
  private final MissedRounds missed;
  private final WorldClock world;

  Rounds(
      RoundStore rounds,
      ExpectedStore expected,
      TakenStore taken,
      MemberStore members,
      GroupBook groups,
      MissedRounds missed,
      WorldClock world) {
    this.rounds = rounds;
    this.expected = expected;
    this.taken = taken;
    this.members = members;
    this.groups = groups;
    this.missed = missed;
    this.world = world;
  }

  /**
   * Counts swabs, in the caller's transaction. Whoever wasn't expected is added as a later arrival.
   *
   * @return the round each swab counts for, by swab; without a round it is left out
   */
  Map<UUID, UUID> tested(List<Tested> swabs) {
    if (swabs.isEmpty()) {
      return Map.of();
    }
    List<Tested> sorted = swabs.stream().sorted(ORDER).toList();
    Map<UUID, Found> found = taken.rounds(sorted);
    Map<UUID, UUID> counted = new HashMap<>();
    found
        .values()
        .forEach(each -> {
          UUID round = each.round();
          if (round != null) {
            counted.put(each.swab(), round);
          }
        });
    walkIn(sorted, found);
    expected.lock(pairs(sorted, counted));
    Map<UUID, Tested> bySwab = new HashMap<>();
    sorted.forEach(swab -> bySwab.put(swab.swab(), swab));
    Set<UUID> unmissed = new LinkedHashSet<>();
    for (TakenStore.Put put : taken.put(sorted, counted)) {
      Tested swab = bySwab.get(put.swab());
      Found known = found.get(put.swab());
      UUID round = put.round();
      Integer turn = put.freed();
      if (swab != null && known != null && known.closed() && round != null && turn != null) {
        unmissed.add(RoundRules.evidence(round, swab.person(), turn));
      }
    }
    missed.withdraw(unmissed);
    return counted;
  }

  /**
   * In the order of persons within each round, and of rounds: two batches don't wait in a circle.
   */
  private void walkIn(List<Tested> swabs, Map<UUID, Found> found) {
    Map<UUID, Map<UUID, Somebody>> late = new java.util.TreeMap<>();
    for (Tested swab : swabs) {
      Found each = found.get(swab.swab());
      if (each != null && each.round() != null && !each.expected() && !each.kept()) {
        late.computeIfAbsent(each.round(), round -> new LinkedHashMap<>())
            .putIfAbsent(
                swab.person(),
                new Somebody(swab.person(), swab.unit() == null ? RoundUnits.NONE : swab.unit()));
      }
    }
    if (late.isEmpty()) {
      return;
    }
    Instant now = world.now();
    rounds
        .of(late.keySet())
        .forEach((id, round) -> {
          Map<UUID, Somebody> some = Objects.requireNonNull(late.get(id));
          expected.add(
              id,
              groups.basis(round.pools(), now, some.keySet()),
              some.values(),
              WALK_IN,
              null,
              Actor.SYSTEM.name(),
              now);
        });
  }

  private static List<Pair> pairs(List<Tested> swabs, Map<UUID, UUID> counted) {
    List<Pair> pairs = new ArrayList<>();
    for (Tested swab : swabs) {
      UUID round = counted.get(swab.swab());
      if (round != null) {
        pairs.add(new Pair(swab.person(), round));
      }
    }
    return pairs;
  }

  /** Takes swabs back, in the caller's transaction: the person is missing again. */
  void undone(List<Tested> swabs) {
    if (swabs.isEmpty()) {
      return;
    }
    Set<Pair> pairs = taken.undo(swabs.stream().sorted(ORDER).toList());
    reckon(pairs);
  }

  /** Reckons anew where persons stand; who is missing again has a duty again, or missed it. */
  List<Row> reckon(Collection<Pair> pairs) {
    expected.lock(pairs);
    List<Row> rows = expected.reckon(pairs);
    Map<UUID, List<Row>> missing =
        rows.stream().filter(Row::missing).collect(Collectors.groupingBy(Row::round));
    if (!missing.isEmpty()) {
      rounds
          .of(missing.keySet())
          .forEach((id, round) -> {
            List<Row> some = Objects.requireNonNull(missing.get(id));
            if (round.chasedAt() != null) {
              missed.duty(round, some);
            }
            missed.evidence(round, some, Actor.SYSTEM);
          });
    }
    return rows;
  }

  /** The swab by which each of the persons counts as tested in a round; others are left out. */
  Map<UUID, UUID> testedBy(UUID round, Collection<UUID> persons) {
    return persons.isEmpty() ? Map.of() : expected.tested(round, persons);
  }

  /** Pool size of the person's group in a round: 1 is single only. */
  Map<UUID, Integer> pools(UUID round, Collection<UUID> persons) {
    if (persons.isEmpty()) {
      return Map.of();
    }
    Instant now = world.now();
    Map<String, Integer> sizes =
        rounds.find(round).map(Round::pools).orElseGet(() -> groups.pools(now));
    return members.pools(round, groups.basis(sizes, now, persons), persons);
  }
}
