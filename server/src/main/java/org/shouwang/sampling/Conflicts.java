package org.shouwang.sampling;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.shouwang.sampling.ConflictStore.Kept;
import org.springframework.stereotype.Component;

/**
 * Opens a conflict for what contradicts, and lets it lapse when later facts clear it. A judged one
 * stays judged unless further swabs join.
 */
@Component
class Conflicts {

  private static final String TWICE = TubeRules.Refusal.SAME_PERSON_IN_ROUND.key();

  private final ConflictStore store;

  Conflicts(ConflictStore store) {
    this.store = store;
  }

  /** Conflicts of tubes as they now are; the rows come back with how many are open. */
  List<TubeRow> reconcile(List<TubeRow> rows, Instant at) {
    List<TubeRow> touched =
        rows.stream()
            .filter(row -> row.conflicts() > 0 || !row.fold().problems().isEmpty())
            .toList();
    if (touched.isEmpty()) {
      return rows;
    }
    Map<String, List<Kept>> known =
        store.ofTubes(touched.stream().map(TubeRow::code).toList()).stream()
            .filter(each -> !each.kind().equals(TWICE))
            .collect(Collectors.groupingBy(Kept::tube));
    List<Kept> opened = new ArrayList<>();
    List<Kept> changed = new ArrayList<>();
    List<UUID> lapsed = new ArrayList<>();
    List<TubeRow> counted = new ArrayList<>();
    for (TubeRow row : rows) {
      List<Kept> its = known.getOrDefault(row.code(), List.of());
      List<TubeFold.Problem> problems = row.voided() ? List.of() : row.fold().problems();
      int open = 0;
      Set<String> standing = new HashSet<>();
      for (TubeFold.Problem problem : problems) {
        String key = problem.kind() + ":" + row.code();
        standing.add(key);
        Kept kept =
            new Kept(
                UuidCreator.getTimeOrderedEpoch(),
                key,
                problem.kind(),
                row.code(),
                null,
                null,
                problem.swabs(),
                "open");
        open += place(kept, its, opened, changed) ? 1 : 0;
      }
      its.stream()
          .filter(each -> each.open() && !standing.contains(each.key()))
          .forEach(each -> lapsed.add(each.id()));
      counted.add(row.withConflicts(open));
    }
    store.open(opened, at);
    store.change(changed);
    store.lapse(lapsed, at);
    return counted;
  }

  /** Whether it is open now. */
  private static boolean place(
      Kept wanted, List<Kept> known, List<Kept> opened, List<Kept> changed) {
    for (Kept each : known) {
      if (each.open() && each.key().equals(wanted.key())) {
        if (!Set.copyOf(each.swabs()).equals(Set.copyOf(wanted.swabs()))) {
          changed.add(each.with(wanted.swabs()));
        }
        return true;
      }
    }
    boolean judged =
        known.stream()
            .anyMatch(each ->
                each.key().equals(wanted.key())
                    && each.state().equals("resolved")
                    && each.swabs().containsAll(wanted.swabs()));
    if (!judged) {
      opened.add(wanted);
    }
    return !judged;
  }

  /** Persons swabbed in several tubes of a round. */
  void twice(List<SwabStore.Twice> found, Instant at) {
    if (found.isEmpty()) {
      return;
    }
    List<Kept> known = store.ofPersons(found.stream().map(SwabStore.Twice::person).toList());
    List<Kept> opened = new ArrayList<>();
    List<Kept> changed = new ArrayList<>();
    for (SwabStore.Twice each : found) {
      place(kept(each), known, opened, changed);
    }
    store.open(opened, at);
    store.change(changed);
  }

  private static Kept kept(SwabStore.Twice each) {
    return new Kept(
        UuidCreator.getTimeOrderedEpoch(),
        key(each.round(), each.person()),
        TWICE,
        each.tube(),
        each.person(),
        each.round(),
        each.swabs(),
        "open");
  }

  private static String key(UUID round, UUID person) {
    return TWICE + ":" + round + ":" + person;
  }

  /** Lets what no longer stands of these persons lapse. */
  void lapse(Collection<UUID> persons, List<SwabStore.Twice> still, Instant at) {
    Set<String> standing =
        still.stream().map(it -> key(it.round(), it.person())).collect(Collectors.toSet());
    store.lapse(
        store.ofPersons(persons).stream()
            .filter(each -> each.open() && !standing.contains(Objects.requireNonNull(each.key())))
            .map(Kept::id)
            .toList(),
        at);
    twice(still, at);
  }
}
