package org.shouwang.isolation;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.shouwang.audit.Actor;
import org.shouwang.clock.WorldClock;
import org.shouwang.duties.Duties;
import org.shouwang.duties.Duty;
import org.shouwang.duties.EvidenceWanted;
import org.shouwang.duties.NewDuty;
import org.shouwang.duties.Party;
import org.shouwang.isolation.IsolationPlan.Test;
import org.shouwang.people.People;
import org.shouwang.policy.Policy;
import org.springframework.stereotype.Component;

/**
 * What isolation obliges to: to file the order, to take each test, to put the release forward, to
 * find another carer.
 */
@Component
class OrderDuties {

  /** File the authority's order. */
  static final String ORDER = "isolation.order";

  /** Take a test of the plan. */
  static final String TEST = "isolation.test";

  /** Put the release before the authority. */
  static final String RELEASE = "isolation.release";

  /** Find another carer for a child or somebody who needs help. */
  static final String CARER = "isolation.carer";

  /** Why what is left of a released order is not to be done. */
  static final String RELEASED = "released";

  /** Why the person can't do what they hold. */
  private static final String AWAY = "quarantine";

  private static final String SWAB = "sampling.swab";
  private static final String SPECIMEN = "sampling.specimen";
  private static final String LADDER = "urgent";
  private static final int USUAL_HOURS = 12;
  private static final int USUAL_CARER_HOURS = 2;

  private final Duties duties;
  private final People people;
  private final Policy policy;
  private final WorldClock world;

  OrderDuties(Duties duties, People people, Policy policy, WorldClock world) {
    this.duties = duties;
    this.people = people;
    this.policy = policy;
    this.world = world;
  }

  void toOrder(List<OrderRow> proposed, Actor who, UUID act) {
    Instant now = world.now();
    people
        .top()
        .ifPresent(root ->
            duties.create(
                proposed.stream()
                    .map(it -> {
                      Instant due =
                          now.plus(hours(it.disease(), "isolation.order_hours", USUAL_HOURS, now));
                      return duty(it, root, ORDER, day(due), now, due, null, act);
                    })
                    .toList(),
                who));
  }

  private Duration hours(String disease, String rule, int usual, Instant at) {
    return policy.of(disease).inForce(at).value(rule) instanceof Number hours
            && hours.doubleValue() > 0
        ? Duration.ofMinutes(Math.round(hours.doubleValue() * 60))
        : Duration.ofHours(usual);
  }

  /** A carer is gone; somebody must come in their stead. */
  void carerGone(CarerStore.Left left, Instant at, Actor who, UUID act) {
    Instant due = at.plus(hours(left.disease(), "isolation.carer_hours", USUAL_CARER_HOURS, at));
    people
        .top()
        .ifPresent(root ->
            duties.create(
                List.of(
                    new NewDuty(
                        carerKey(left.order(), at),
                        CARER,
                        Party.unit(root),
                        root,
                        Party.person(left.person()),
                        "",
                        day(due),
                        at,
                        due,
                        null,
                        LADDER,
                        null,
                        null,
                        act)),
                who));
  }

  /** Somebody is placed anew: whoever stays with them is named, or nobody is needed. */
  void carerFound(OrderRow before, UUID act, Actor who) {
    duties.done(
        carers(List.of(before)).filter(it -> it.state().isPending()).map(Duty::id).toList(),
        act,
        who);
  }

  private Stream<Duty> carers(List<OrderRow> orders) {
    List<String> keys = new ArrayList<>();
    for (OrderRow order : orders) {
      if (order.carerGoneAt() != null) {
        keys.add(carerKey(order.id(), order.carerGoneAt()));
      }
    }
    return keys.isEmpty() ? Stream.of() : duties.byKeys(CARER, keys).stream();
  }

  /** A carer may go more than once. */
  private static String carerKey(UUID order, Instant gone) {
    return order + ":" + gone;
  }

  /** An order was filed. */
  void ordered(OrderRow order, IsolationPlan plan, Actor who, UUID act) {
    duties.done(duties.pending(ORDER, List.of(order.id().toString())), act, who);
    duties.unavailable(List.of(new Duties.Absence(order.person(), world.now(), null, AWAY)));
    tests(order, plan, LocalDate.MIN, who, act);
  }

  /**
   * The tests of the plan; those that are no longer in it are waived.
   *
   * @param since from which day on: nobody can be sent to a test of a day before
   */
  void tests(OrderRow order, IsolationPlan plan, LocalDate since, Actor who, UUID act) {
    people
        .top()
        .ifPresent(root -> {
          List<NewDuty> wanted = new ArrayList<>();
          Set<String> keys = new HashSet<>();
          for (Test test : plan.isolationTests()) {
            keys.add(TEST + test.on());
            if (test.on().isBefore(since)) {
              continue;
            }
            Instant from = start(test.on());
            Instant until = start(test.on().plusDays(1));
            wanted.add(
                duty(
                    order,
                    root,
                    TEST,
                    test.on(),
                    from,
                    until,
                    test(order.disease(), from, until),
                    act));
          }
          LocalDate last = plan.lastDay();
          if (last != null) {
            // at noon of the last day there is still time to ask for what is missing
            Instant noon = start(last).plus(Duration.ofHours(12));
            wanted.add(duty(order, root, RELEASE, last, noon, start(last.plusDays(1)), null, act));
          }
          wanted.forEach(it -> keys.add(it.kind() + it.day()));
          duties.waive(
              open(List.of(order)).stream()
                  .filter(it -> it.kind().equals(TEST) || it.kind().equals(RELEASE))
                  .filter(it -> !keys.contains(it.kind() + it.day()))
                  .map(Duty::id)
                  .toList(),
              "planned_anew",
              who,
              act);
          duties.create(wanted, who);
        });
  }

  /** A swab shows that a person was tested for the principal disease, for others a specimen. */
  private EvidenceWanted test(String disease, Instant from, Instant until) {
    return disease.equals(policy.principal(world.now()))
        ? new EvidenceWanted(Set.of(SWAB), Map.of(), from, until)
        : new EvidenceWanted(Set.of(SPECIMEN), Map.of("disease", disease), from, until);
  }

  /** The authority has released. */
  void released(OrderRow order, Set<UUID> back, Actor who, UUID act) {
    duties.done(duties.pending(RELEASE, List.of(order.id().toString())), act, who);
    over(List.of(order), RELEASED, back, who, act);
  }

  /**
   * Orders have ended: nothing of them is to be done any more.
   *
   * @param back who can do what they held again
   */
  void over(List<OrderRow> orders, String reason, Set<UUID> back, Actor who, UUID act) {
    duties.waive(open(orders).stream().map(Duty::id).toList(), reason, who, act);
    // whoever was only proposed may be away for a reason of their own
    orders.stream()
        .filter(it -> it.state() == OrderRow.State.ORDERED && back.contains(it.person()))
        .forEach(it -> duties.available(List.of(it.person()), AWAY));
  }

  private List<Duty> open(List<OrderRow> orders) {
    List<String> ids = orders.stream().map(it -> it.id().toString()).toList();
    return Stream.concat(
            Stream.of(ORDER, TEST, RELEASE).flatMap(kind -> duties.byKeys(kind, ids).stream()),
            carers(orders))
        .filter(it -> it.state().isPending())
        .toList();
  }

  private static NewDuty duty(
      OrderRow order,
      UUID root,
      String kind,
      LocalDate day,
      Instant opens,
      Instant due,
      @Nullable EvidenceWanted evidence,
      UUID act) {
    return new NewDuty(
        order.id().toString(),
        kind,
        Party.unit(root),
        root,
        Party.person(order.person()),
        "",
        day,
        opens,
        due,
        evidence,
        LADDER,
        null,
        null,
        act);
  }

  private static Instant start(LocalDate day) {
    return day.atStartOfDay(WorldClock.ZONE).toInstant();
  }

  private static LocalDate day(Instant at) {
    return at.atZone(WorldClock.ZONE).toLocalDate();
  }
}
