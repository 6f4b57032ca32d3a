package org.shouwang.sampling;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Matches the government's registrations with ours, by person and time. Pure. */
final class ReconcileRules {

  private ReconcileRules() {}

  /** A registration of theirs. */
  record Theirs(int row, UUID person, String tube, Instant at) {}

  /** A swab of ours. */
  record Ours(UUID swab, UUID person, String tube, Instant at) {}

  /** A pair. */
  record Pair(Theirs theirs, Ours ours) {}

  /** Pairs, and what has none. */
  record Matched(List<Pair> pairs, List<Theirs> theirs, List<Ours> ours) {}

  /** The nearest in time within the window are a pair; each belongs to one pair at most. */
  static Matched match(List<Theirs> theirs, List<Ours> ours, Duration window) {
    Map<UUID, List<Ours>> byPerson = ours.stream().collect(Collectors.groupingBy(Ours::person));
    List<Pair> possible = new ArrayList<>();
    for (Theirs each : theirs) {
      byPerson.getOrDefault(each.person(), List.of()).stream()
          .filter(it -> apart(each, it).compareTo(window) <= 0)
          .forEach(it -> possible.add(new Pair(each, it)));
    }
    possible.sort(
        Comparator.comparing((Pair pair) -> apart(pair.theirs(), pair.ours()))
            .thenComparing(pair -> pair.theirs().row())
            .thenComparing(pair -> pair.ours().swab().toString()));
    Map<Integer, Pair> paired = new HashMap<>();
    Set<UUID> used = new HashSet<>();
    for (Pair pair : possible) {
      if (!paired.containsKey(pair.theirs().row()) && used.add(pair.ours().swab())) {
        paired.put(pair.theirs().row(), pair);
      }
    }
    return new Matched(
        List.copyOf(paired.values()),
        theirs.stream().filter(it -> !paired.containsKey(it.row())).toList(),
        ours.stream().filter(it -> !used.contains(it.swab())).toList());
  }

  private static Duration apart(Theirs theirs, Ours ours) {
    return Duration.between(theirs.at(), ours.at()).abs();
  }
}
