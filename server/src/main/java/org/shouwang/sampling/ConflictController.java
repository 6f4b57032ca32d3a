package org.shouwang.sampling;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.audit.Audit;
import org.shouwang.clock.WorldClock;
import org.shouwang.sampling.TubeViews.ConflictLine;
import org.shouwang.sampling.TubeViews.Side;
import org.shouwang.security.Access;
import org.shouwang.security.Caller;
import org.shouwang.security.Permission;
import org.shouwang.security.Within;
import org.shouwang.web.Page;
import org.shouwang.web.Refused;
import org.shouwang.web.TimeKeys;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Conflicts over HTTP: both sides are shown, a person judges, the trail stays. */
@RestController
@RequestMapping("/api/v1/sampling/conflicts")
class ConflictController {

  private static final Set<String> STATES = Set.of("open", "resolved", "lapsed");
  private static final Set<String> OUTCOMES = Set.of("keep", "swabs_count", "tube_voided");

  private final ConflictBoard board;
  private final ConflictStore store;
  private final Filling filling;
  private final TubeStore tubes;
  private final Rounds rounds;
  private final SwabStore swabs;
  private final Reswabs reswabs;
  private final Audit audit;
  private final WorldClock world;

  ConflictController(
      ConflictBoard board,
      ConflictStore store,
      Filling filling,
      TubeStore tubes,
      Rounds rounds,
      SwabStore swabs,
      Reswabs reswabs,
      Audit audit,
      WorldClock world) {
    this.board = board;
    this.store = store;
    this.filling = filling;
    this.tubes = tubes;
    this.rounds = rounds;
    this.swabs = swabs;
    this.reswabs = reswabs;
    this.audit = audit;
    this.world = world;
  }

  /**
   * How a person judges.
   *
   * @param outcome keep, swabs_count or tube_voided
   * @param counts with swabs_count: those that count
   */
  record Judgement(
      @Nullable String outcome, @Nullable String reason, @Nullable List<@Nullable UUID> counts) {}

  @GetMapping
  @Access(value = Permission.SAMPLING_READ, within = Within.UNITS)
  Page<ConflictLine> list(
      @RequestParam(required = false) @Nullable String state,
      @RequestParam(required = false) @Nullable String after,
      @RequestParam(required = false) @Nullable Integer limit,
      Caller caller) {
    int size = Page.limit(limit);
    List<ConflictLine> lines =
        board.list(
            TubeInputs.filter("state", state, STATES),
            TimeKeys.of(after),
            size + 1,
            caller.scope());
    return Page.of(lines, size, line -> TimeKeys.text(line.openedAt(), line.id()));
  }

  @PostMapping("/{id}/resolve")
  @Access(value = Permission.SAMPLING_MANAGE, within = Within.UNITS)
  @Transactional
  ConflictLine resolve(@PathVariable UUID id, @RequestBody Judgement body, Caller caller) {
    ConflictLine conflict = find(id, caller);
    String outcome = TubeInputs.word("outcome", body.outcome(), OUTCOMES);
    String reason = TubeInputs.required("reason", body.reason(), 500);
    Set<UUID> counts = outcome.equals("swabs_count") ? counts(conflict, body) : Set.of();
    UUID act =
        audit.record(
            caller.actor(),
            "sampling.conflict_resolved",
            "conflict:" + id,
            Map.of(
                "kind", conflict.kind(),
                "tube", conflict.tube(),
                "outcome", outcome,
                "reason", reason,
                "counts", counts));
    Instant now = world.now();
    boolean moved =
        !store.resolve(
            id,
            new ConflictStore.Judged(outcome, reason, List.copyOf(counts), caller.name(), act),
            now);
    if (moved) {
      throw Refused.conflict("sampling.state_moved").value(conflict.state());
    }
    switch (outcome) {
      case "swabs_count" -> count(conflict, counts, new Act(act, reason, now, caller));
      case "tube_voided" -> voidTube(conflict, new Act(act, reason, now, caller));
      default -> filling.change(Set.of(conflict.tube()), row -> row, now);
    }
    return find(id, caller);
  }

  /** The judgement as an act. */
  private record Act(UUID id, String reason, Instant at, Caller caller) {
    SwabStore.End end(UUID swab) {
      return new SwabStore.End(swab, id, at, caller.name(), reason, true);
    }
  }

  private static Set<UUID> counts(ConflictLine conflict, Judgement body) {
    Set<UUID> counts = new HashSet<>();
    if (body.counts() != null) {
      for (UUID each : body.counts()) {
        if (each == null || conflict.sides().stream().noneMatch(it -> it.swab().equals(each))) {
          throw TubeInputs.wrong("counts", String.valueOf(each));
        }
        counts.add(each);
      }
    }
    if (counts.isEmpty()) {
      throw Refused.invalid("sampling.field_missing").field("counts");
    }
    return counts;
  }

  private void count(ConflictLine conflict, Set<UUID> counts, Act act) {
    List<SwabStore.End> ends =
        conflict.sides().stream()
            .map(Side::swab)
            .filter(swab -> !counts.contains(swab))
            .map(act::end)
            .toList();
    if (!ends.isEmpty()) {
      filling.end(ends, act.at(), act.caller().actor());
      // whoever still counts in the round is counted there, also if another swab of theirs ended
      rounds.tested(
          swabs.find(counts).stream()
              .filter(SwabStore.Found::counts)
              .map(SwabStore.Found::swab)
              .toList());
    }
    filling.change(
        conflict.sides().stream().map(Side::tube).distinct().toList(), row -> row, act.at());
  }

  /**
   * Nobody in it counts as tested; each must be swabbed again. Persons come before their tube, as
   * when it is filled; whoever joins it meanwhile is seen once it is held.
   */
  private void voidTube(ConflictLine conflict, Act act) {
    String code = conflict.tube();
    TubeRow row = tubes.read(Set.of(code)).get(code);
    List<SwabRow> members = new ArrayList<>();
    while (row != null && !row.fold().live().isEmpty()) {
      members.addAll(row.fold().live());
      filling.voidSwabs(row.fold().live().stream().map(it -> act.end(it.id())).toList(), act.at());
      row = filling.change(Set.of(code), TubeRow::withVoided, act.at()).get(code);
    }
    filling.change(Set.of(code), TubeRow::withVoided, act.at());
    reswabs.open(
        new Reswabs.Why(code, act.id(), Findings.VOIDED, false, act.at()),
        members,
        act.caller().actor());
  }

  private ConflictLine find(UUID id, Caller caller) {
    return board
        .find(id, caller.scope())
        .orElseThrow(() -> Refused.notFound("sampling.conflict_unknown").value(id));
  }
}
