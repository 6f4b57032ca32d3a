package org.shouwang.isolation;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.clock.WorldClock;
import org.shouwang.isolation.OrderPaper.Basis;
import org.shouwang.policy.BothLanguages;
import org.shouwang.policy.Policy;
import org.shouwang.policy.Rule;
import org.shouwang.policy.Snapshot;
import org.shouwang.security.Caller;
import org.shouwang.security.Scope;
import org.shouwang.web.Refused;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * What other modules may ask of isolation: how many orders followed from cases, what the papers
 * about an order have to say; and what they tell it: that somebody arrived.
 */
@Service
public class Isolation {

  private final CaseOrdersBoard board;
  private final OrderStore store;
  private final Orders orders;
  private final Releases releases;
  private final Policy policy;
  private final WorldClock world;

  Isolation(
      CaseOrdersBoard board,
      OrderStore store,
      Orders orders,
      Releases releases,
      Policy policy,
      WorldClock world) {
    this.board = board;
    this.store = store;
    this.orders = orders;
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

  /** A person's order in force within a scope, the newest of several. */
  public Optional<UUID> inForce(UUID person, Scope scope) {
    return store.orderedOf(person, scope);
  }

  /**
   * Keeps an order in force as it is until the caller's commit.
   *
   * @throws Refused 409 when it isn't in force any more
   */
  @Transactional
  public void hold(UUID order) {
    orders.held(order, OrderRow.State.ORDERED, null);
  }

  /**
   * Somebody who was brought to a central site is there, exactly as if their order had been moved.
   *
   * @param room null: that of the order
   * @throws Refused 409 when the order isn't in force any more or the room is taken, 404 for a room
   *     that isn't there
   */
  @Transactional
  public void arrived(UUID order, @Nullable UUID room, Instant at, Caller caller) {
    OrderRow row = orders.held(order, OrderRow.State.ORDERED, null);
    UUID where = room == null ? row.room() : room;
    orders.move(order, OrderRow.Place.CENTRAL, where, at, row.version(), caller);
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
