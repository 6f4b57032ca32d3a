package org.shouwang.isolation;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.clock.WorldClock;
import org.shouwang.policy.Editions;
import org.shouwang.policy.Policy;
import org.shouwang.security.Scope;
import org.shouwang.web.TimeKeys;
import org.springframework.stereotype.Component;

/** What a switch to other rules would change for the orders in force; nothing is written. */
@Component
class SwitchedOrders {

  private static final int AT_ONCE = 1_000;

  private final OrderStore store;
  private final Releases releases;
  private final Policy policy;

  SwitchedOrders(OrderStore store, Releases releases, Policy policy) {
    this.store = store;
    this.releases = releases;
    this.policy = policy;
  }

  /** In which way. */
  enum Kind {
    /** Nothing is asked any more. */
    ENDS,
    /** The new term is over by the day of the switch. */
    DUE,
    /** A shorter term, to come. */
    SHORTER,
    /** A longer term. */
    LONGER,
    /** The same term with other tests or at another place. */
    OTHERWISE,
    /** The same. */
    SAME;

    String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * An order before and after.
   *
   * @param from last day of isolation as it is
   * @param to last day after the switch; null when nothing is asked
   */
  record Change(
      UUID order,
      UUID person,
      TimeKeys key,
      Kind kind,
      @Nullable LocalDate from,
      @Nullable LocalDate to) {

    /** Whether it comes after a key in a list of the newest first. */
    boolean isBefore(TimeKeys other) {
      int time = key.at().compareTo(other.at());
      return time < 0 || (time == 0 && key.id().toString().compareTo(other.id().toString()) < 0);
    }
  }

  /** How many in which way, and who is changed. */
  record Found(Map<Kind, Integer> counts, List<Change> changes) {}

  /** Reckons all orders in force, the newest first. */
  Found of(Instant at, LocalDate rulesOf, @Nullable String disease, Scope scope) {
    Editions tried = policy.tried(at, rulesOf, disease);
    LocalDate day = at.atZone(WorldClock.ZONE).toLocalDate();
    Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
    List<Change> changes = new ArrayList<>();
    TimeKeys before = TimeKeys.NEWEST;
    List<OrderRow> some;
    do {
      some = store.list(new OrderStore.Wanted("ordered", null, before), scope, AT_ONCE);
      for (OrderRow order : some) {
        before = new TimeKeys(order.proposedAt(), order.id());
        Change change = change(order, before, tried, at, day);
        counts.merge(change.kind(), 1, Integer::sum);
        if (change.kind() != Kind.SAME) {
          changes.add(change);
        }
      }
    } while (some.size() == AT_ONCE);
    return new Found(counts, List.copyOf(changes));
  }

  private Change change(OrderRow order, TimeKeys key, Editions tried, Instant at, LocalDate day) {
    IsolationPlan now = releases.plan(order, policy, at);
    IsolationPlan then = releases.plan(order, tried, at);
    Kind kind = kind(now, then, day);
    return new Change(order.id(), order.person(), key, kind, now.lastDay(), then.lastDay());
  }

  private static Kind kind(IsolationPlan now, IsolationPlan then, LocalDate day) {
    LocalDate to = then.lastDay();
    if (to == null) {
      return Kind.ENDS;
    }
    LocalDate from = Objects.requireNonNullElse(now.lastDay(), LocalDate.MIN);
    if (to.isBefore(from)) {
      return to.isAfter(day) ? Kind.SHORTER : Kind.DUE;
    }
    if (to.isAfter(from)) {
      return Kind.LONGER;
    }
    return now.equals(then) ? Kind.SAME : Kind.OTHERWISE;
  }
}
