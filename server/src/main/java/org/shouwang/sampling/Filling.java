package org.shouwang.sampling;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.shouwang.audit.Actor;
import org.springframework.stereotype.Component;

/** Fills tubes, in the caller's transaction; what contradicts becomes a conflict. */
@Component
class Filling {

  /** A round is never longer; within it a person is looked for in other tubes. */
  private static final Duration ROUND = Duration.ofDays(4);

  private final SwabStore swabs;
  private final TubeStore tubes;
  private final Rounds rounds;
  private final Conflicts conflicts;
  private final Reswabs reswabs;
  private final Findings findings;

  Filling(
      SwabStore swabs,
      TubeStore tubes,
      Rounds rounds,
      Conflicts conflicts,
      Reswabs reswabs,
      Findings findings) {
    this.swabs = swabs;
    this.tubes = tubes;
    this.rounds = rounds;
    this.conflicts = conflicts;
    this.reswabs = reswabs;
    this.findings = findings;
  }

  /**
   * Keeps new swabs. Counting them in their rounds comes first: it holds the persons, so that the
   * same person swabbed at two points in the same second is seen by one of both.
   */
  void fill(List<SwabStore.New> news, Actor who) {
    swabs.keeping();
    Set<UUID> gone = swabs.ended(news.stream().map(it -> it.swab().id()).toList());
    List<SwabStore.New> counted = inRounds(news, gone);
    swabs.insert(counted);
    Map<String, Instant> firsts = new HashMap<>();
    counted.forEach(it ->
        firsts.merge(it.tube(), it.swab().at(), (one, other) -> one.isBefore(other) ? one : other));
    Map<String, TubeRow> rows = tubes.lockOrBegin(firsts);
    List<TubeRow> changed = new ArrayList<>();
    rows.forEach((code, row) -> {
      List<SwabRow> its =
          counted.stream().filter(it -> it.tube().equals(code)).map(SwabStore.New::swab).toList();
      changed.add(row.with(row.fold().with(its)));
    });
    settle(changed, news.getFirst().recordedAt());
    findings.late(
        changed, counted.stream().map(it -> it.swab().id()).collect(Collectors.toSet()), who);
    List<SwabRow> live =
        counted.stream().map(SwabStore.New::swab).filter(it -> !it.ended()).toList();
    twice(live.stream().filter(it -> it.round() != null).toList(), news.getFirst().recordedAt());
    reswabs.swabbed(live.stream().filter(it -> it.pool() == 1).toList(), who);
  }

  /**
   * Keeps specimens: each is alone in its tube and counts for no round. One that was undone before
   * it came counts no longer.
   *
   * @param byTube sorted by whoever comes first
   * @throws org.shouwang.web.Refused 409 when somebody was put into the tube meanwhile; it may be
   *     handed in again
   */
  void specimens(Map<String, List<SwabRow>> byTube, Instant at, Actor who) {
    swabs.keeping();
    Set<UUID> ids = new HashSet<>();
    byTube.values().forEach(rows -> rows.forEach(row -> ids.add(row.id())));
    Set<UUID> gone = swabs.ended(ids);
    Map<String, Instant> firsts = new HashMap<>();
    byTube.forEach((tube, rows) -> firsts.put(tube, rows.getFirst().at()));
    List<TubeRow> changed = new ArrayList<>();
    tubes
        .lockOrBegin(firsts)
        .forEach((code, row) -> {
          List<SwabRow> its =
              byTube.getOrDefault(code, List.of()).stream()
                  .map(it -> gone.contains(it.id()) ? it.withEnded() : it)
                  .toList();
          List<SwabRow> live = its.stream().filter(it -> !it.ended()).toList();
          if (live.size() + row.fold().live().size() > 1) {
            throw Specimens.taken(code);
          }
          changed.add(row.with(closed(row.fold().with(its), live)));
        });
    settle(changed, at);
    findings.late(changed, ids, who);
  }

  /** A specimen's tube is closed when it is taken; the seal has the specimen's id. */
  private static TubeFold closed(TubeFold fold, List<SwabRow> specimens) {
    TubeFold closed = fold;
    for (SwabRow each : specimens) {
      closed = closed.with(new TubeFold.Seal(each.id(), each.at(), 1, each.place(), each.by()));
    }
    return closed;
  }

  private List<SwabStore.New> inRounds(List<SwabStore.New> news, Set<UUID> gone) {
    List<Tested> tested =
        news.stream()
            .map(SwabStore.New::swab)
            .filter(it -> !gone.contains(it.id()))
            .map(SwabRow::tested)
            .toList();
    Map<UUID, UUID> found = tested.isEmpty() ? Map.of() : rounds.tested(tested);
    Map<UUID, Set<UUID>> asked = new HashMap<>();
    for (SwabStore.New each : news) {
      UUID round = found.get(each.swab().id());
      if (round != null && !round.equals(each.swab().round())) {
        asked.computeIfAbsent(round, id -> new HashSet<>()).add(each.swab().person());
      }
    }
    Map<UUID, Map<UUID, Integer>> own = new HashMap<>();
    asked.forEach((round, persons) -> own.put(round, rounds.pools(round, persons)));
    return news.stream()
        .map(each -> {
          SwabRow swab = each.swab();
          UUID round = found.get(swab.id());
          Map<UUID, Integer> pools = round == null ? null : own.get(round);
          int most = pools == null ? swab.own() : pools.getOrDefault(swab.person(), 0);
          SwabRow counted = swab.withRound(round == null ? swab.round() : round, most);
          return each.with(gone.contains(swab.id()) ? counted.withEnded() : counted);
        })
        .toList();
  }

  /** Changes tubes that are there, each under its lock, with what has ended since. */
  Map<String, TubeRow> change(Collection<String> codes, UnaryOperator<TubeRow> change, Instant at) {
    List<TubeRow> held = new ArrayList<>(tubes.lock(codes).values());
    Set<UUID> gone =
        swabs.ended(
            held.stream().flatMap(row -> row.fold().swabs().stream()).map(SwabRow::id).toList());
    List<TubeRow> changed =
        held.stream().map(row -> change.apply(row.with(row.fold().ended(gone)))).toList();
    settle(changed, at);
    return changed.stream().collect(Collectors.toMap(TubeRow::code, UnaryOperator.identity()));
  }

  /** The same; tubes that aren't there are begun. */
  void changeOrBegin(Map<String, Instant> firsts, UnaryOperator<TubeRow> change, Instant at) {
    tubes.lockOrBegin(firsts);
    change(firsts.keySet(), change, at);
  }

  private void settle(List<TubeRow> rows, Instant at) {
    tubes.write(conflicts.reconcile(rows, at));
  }

  private void twice(List<SwabRow> live, Instant at) {
    if (live.isEmpty()) {
      return;
    }
    Instant first = live.stream().map(SwabRow::at).min(Instant::compareTo).orElseThrow();
    Instant last = live.stream().map(SwabRow::at).max(Instant::compareTo).orElseThrow();
    Set<UUID> persons = new LinkedHashSet<>();
    live.forEach(it -> persons.add(it.person()));
    conflicts.twice(swabs.twice(persons, first.minus(ROUND), last.plus(ROUND)), at);
  }

  /**
   * Ends swabs that were never taken or were somebody else's: they count no longer, neither in
   * their tube nor in their round, and what a result had meant for their people is unwound. Ends of
   * swabs that haven't come yet wait for them.
   */
  List<SwabStore.Found> end(List<SwabStore.End> ends, Instant at, Actor who) {
    Map<String, TubeRow> changed = new HashMap<>();
    List<SwabStore.Found> fresh = end(ends, at, changed);
    if (!fresh.isEmpty()) {
      Map<UUID, SwabStore.End> bySwab = new HashMap<>();
      ends.forEach(end -> bySwab.merge(end.swab(), end, (one, other) -> one.act() ? one : other));
      findings.ended(changed, fresh, bySwab, who);
    }
    return fresh;
  }

  /**
   * Swabs that were taken but are worth nothing, for their tube is: they count no longer; what a
   * result of it had meant still holds.
   */
  void voidSwabs(List<SwabStore.End> ends, Instant at) {
    end(ends, at, new HashMap<>());
  }

  private List<SwabStore.Found> end(
      List<SwabStore.End> ends, Instant at, Map<String, TubeRow> changed) {
    List<UUID> ids = ends.stream().map(SwabStore.End::swab).toList();
    Set<UUID> already = swabs.ended(ids);
    swabs.end(ends);
    List<SwabStore.Found> found = swabs.find(ids);
    if (found.size() < Set.copyOf(ids).size()) {
      // one may be in a commit that has not ended yet, and does not see this one
      swabs.settled();
      found = swabs.find(ids);
    }
    List<SwabStore.Found> fresh =
        found.stream().filter(it -> !already.contains(it.swab().swab())).toList();
    if (fresh.isEmpty()) {
      return fresh;
    }
    List<Tested> counted =
        fresh.stream().filter(SwabStore.Found::counts).map(SwabStore.Found::swab).toList();
    if (!counted.isEmpty()) {
      rounds.undone(counted);
    }
    changed.putAll(
        change(
            fresh.stream().map(SwabStore.Found::tube).distinct().toList(),
            UnaryOperator.identity(),
            at));
    Set<UUID> persons = new HashSet<>();
    fresh.forEach(it -> persons.add(it.swab().person()));
    Instant first = fresh.stream().map(it -> it.swab().at()).min(Instant::compareTo).orElseThrow();
    Instant last = fresh.stream().map(it -> it.swab().at()).max(Instant::compareTo).orElseThrow();
    List<SwabStore.Twice> still = swabs.twice(persons, first.minus(ROUND), last.plus(ROUND));
    conflicts.lapse(persons, Objects.requireNonNull(still), at);
    return fresh;
  }
}
