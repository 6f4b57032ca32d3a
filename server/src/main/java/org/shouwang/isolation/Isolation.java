package org.shouwang.isolation;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.clock.WorldClock;
import org.shouwang.isolation.OrderPaper.Basis;
import org.shouwang.policy.BothLanguages;
import org.shouwang.policy.Policy;
import org.shouwang.policy.Rule;
import org.shouwang.policy.Snapshot;
import org.shouwang.security.Scope;
import org.springframework.stereotype.Service;

/**
 * What other modules may ask of isolation: how many orders followed from cases, and what the papers
 * about an order have to say.
 */
@Service
public class Isolation {

  private final CaseOrdersBoard board;
  private final OrderStore store;
  private final Releases releases;
  private final Policy policy;
  private final WorldClock world;

  Isolation(
      CaseOrdersBoard board, OrderStore store, Releases releases, Policy policy, WorldClock world) {
    this.board = board;
    this.store = store;
    this.releases = releases;
    this.policy = policy;
    this.world = world;
  }

  /** How many orders that followed from cases are in which state; not bounded by units. */
  public Map<String, Long> counts(Collection<UUID> cases) {
    return cases.isEmpty() ? Map.of() : board.counts(cases);
  }

  /**
   * Orders that followed from cases and are proposed or in force, 5,000 at most; not bounded by
   * units.
   */
  public List<UUID> open(Collection<UUID> cases) {
    return cases.isEmpty() ? List.of() : board.open(cases);
  }

  /**
   * Orders as papers state them, in the order of the ids; one that isn't there, isn't within the
   * scope or was withdrawn is left out.
   *
   * @param ids a few hundred at most
   */
  public List<OrderPaper> papers(Collection<UUID> ids, Scope scope) {
    List<OrderRow> rows = store.some(ids, scope);
    Map<UUID, Releases.Standing> standing = releases.of(rows);
    List<OrderPaper> papers = new ArrayList<>();
    for (UUID id : ids.stream().distinct().toList()) {
      rows.stream()
          .filter(it -> it.id().equals(id) && it.state() != OrderRow.State.WITHDRAWN)
          .forEach(it -> papers.add(paper(it, standing.get(it.id()))));
    }
    return papers;
  }

  private OrderPaper paper(OrderRow row, Releases.@Nullable Standing standing) {
    return new OrderPaper(
        row.id(),
        row.person(),
        row.kind().key(),
        basis(row),
        row.basis(),
        row.lastExposure(),
        row.isolatedOn(),
        row.untilOn(),
        row.place() == null ? null : row.place().key(),
        row.room(),
        row.document(),
        standing == null
            ? List.of()
            : standing.plan().tests().stream().map(IsolationPlan.Test::on).toList(),
        standing == null ? null : monitoredUntil(standing.plan()),
        row.worker(),
        row.state() == OrderRow.State.RELEASED && row.endedAt() != null
            ? row.endedAt().atZone(WorldClock.ZONE).toLocalDate()
            : null,
        row.endDocument(),
        row.state() == OrderRow.State.ENDED && Orders.BECAME_CASE.equals(row.why()));
  }

  private static @Nullable LocalDate monitoredUntil(IsolationPlan plan) {
    return plan.stays().stream()
        .filter(it -> !it.kind().isolates())
        .map(IsolationPlan.Stay::last)
        .reduce((one, later) -> later)
        .orElse(null);
  }

  /** The rule that says how long, of the editions that the order follows now. */
  private @Nullable Basis basis(OrderRow row) {
    Instant end = row.endedAt() == null ? world.now() : row.endedAt();
    Instant at = Objects.requireNonNullElse(row.rulesOf(), end);
    for (Instant change : policy.of(row.disease()).switchesAfter(at)) {
      at = change.isAfter(end) ? at : change;
    }
    Snapshot rules = policy.of(row.disease()).inForce(at);
    String own = IsolationTerms.PREFIX + row.kind().key() + ".";
    Rule rule = rules.rules().get(own + "central_days");
    if (rule == null || !(rule.value() instanceof Number days) || days.intValue() == 0) {
      rule = rules.rules().getOrDefault(own + "home_isolation_days", rule);
    }
    if (rule == null) {
      return null;
    }
    String edition = rule.edition();
    BothLanguages name =
        rules.layers().stream()
            .filter(it -> it.id().equals(edition))
            .map(Snapshot.Layer::name)
            .findFirst()
            .orElse(new BothLanguages(edition, edition));
    return new Basis(name, rule.article());
  }
}
