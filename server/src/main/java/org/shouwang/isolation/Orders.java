package org.shouwang.isolation;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.shouwang.audit.Actor;
import org.shouwang.audit.Audit;
import org.shouwang.cases.ContactsClassed;
import org.shouwang.cases.ContactsFreed;
import org.shouwang.clock.WorldClock;
import org.shouwang.isolation.IsolationPlan.Kind;
import org.shouwang.isolation.OrderRow.Place;
import org.shouwang.isolation.OrderRow.State;
import org.shouwang.isolation.OrderStore.End;
import org.shouwang.isolation.OrderStore.Proposal;
import org.shouwang.sampling.PositivesFound;
import org.shouwang.security.Caller;
import org.shouwang.status.EvidenceKind;
import org.shouwang.status.NewEvidence;
import org.shouwang.status.ParkStatus;
import org.shouwang.web.Refused;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Orders of isolation: proposed when the authority has classified somebody, filed when it orders,
 * carried out, and ended by its release, because the person became a case, or because there was no
 * reason for them.
 */
@Component
class Orders {

  private static final String SOURCE = "isolation.order";

  /** Why an order ended when its person became a case. */
  static final String BECAME_CASE = "became_case";

  /** The rules that the park went over to ask for nothing. */
  private static final String SWITCHED = "rules_switched";

  private final OrderStore store;
  private final Releases releases;
  private final OrderDuties duties;
  private final FollowUp followUp;
  private final Rooms rooms;
  private final Carers carers;
  private final ParkStatus status;
  private final Audit audit;
  private final WorldClock world;
  private final ApplicationEventPublisher events;

  Orders(
      OrderStore store,
      Releases releases,
      OrderDuties duties,
      FollowUp followUp,
      Rooms rooms,
      Carers carers,
      ParkStatus status,
      Audit audit,
      WorldClock world,
      ApplicationEventPublisher events) {
    this.store = store;
    this.releases = releases;
    this.duties = duties;
    this.followUp = followUp;
    this.rooms = rooms;
    this.carers = carers;
    this.status = status;
    this.audit = audit;
    this.world = world;
    this.events = events;
  }

  // ── by what others decided ─────────────────────────────────────────────────────────────────────

  /** Whom the authority classified is to be isolated; what that asks for is planned anew. */
  @EventListener
  @Transactional(propagation = Propagation.MANDATORY)
  void on(ContactsClassed classed) {
    Instant now = now();
    // an edition that asks for nothing is asked for nothing
    Map<String, Set<ContactClass>> managed = new HashMap<>();
    classed
        .contacts()
        .forEach(it -> managed.computeIfAbsent(it.disease(), key -> managed(key, now)));
    List<OrderRow> orders =
        store.propose(
            classed.contacts().stream()
                .filter(it -> managed.getOrDefault(it.disease(), Set.of()).contains(kind(it)))
                .map(it ->
                    new Proposal(
                        it.person(),
                        it.unit(),
                        it.disease(),
                        kind(it),
                        it.caseId(),
                        it.via(),
                        it.lastExposure().atZone(WorldClock.ZONE).toLocalDate(),
                        it.document()))
                .toList(),
            now);
    for (OrderRow order : orders) {
      if (order.state() == State.ORDERED) {
        planAnew(order, LocalDate.MIN, classed.who(), classed.act());
      }
    }
    duties.toOrder(
        orders.stream().filter(it -> it.state() == State.PROPOSED).toList(),
        classed.who(),
        classed.act());
  }

  private Set<ContactClass> managed(String disease, Instant now) {
    Set<ContactClass> managed = EnumSet.allOf(ContactClass.class);
    managed.removeIf(it -> !releases.terms(disease, it, now).managed());
    return managed;
  }

  private static ContactClass kind(ContactsClassed.Classed classed) {
    return classed.close() ? ContactClass.CLOSE : ContactClass.SECONDARY;
  }

  private void planAnew(OrderRow order, LocalDate since, Actor who, UUID act) {
    IsolationPlan plan = releases.plan(order);
    store.until(order.id(), plan.lastDay());
    duties.tests(order, plan, since, who, act);
  }

  // ── when the park goes over to other rules ─────────────────────────────────────────────────────

  /**
   * Takes orders in force over to the rules of the last switch of their disease: their term and
   * tests are planned anew; those of which nothing is asked any more end.
   *
   * @return how many; 0: all have gone over
   */
  @Transactional
  int goOver(int limit) {
    Instant now = now();
    Map<String, Instant> changes = releases.lastSwitches(now);
    if (changes.isEmpty()) {
      return 0;
    }
    List<OrderRow> some = store.behind(changes, limit);
    if (some.isEmpty()) {
      return 0;
    }
    UUID act =
        audit.record(
            Actor.SYSTEM,
            "isolation.went_over",
            null,
            Map.of("switches", changes.toString(), "orders", some.size()));
    List<OrderRow> over = new ArrayList<>();
    for (OrderRow order : some) {
      Instant change = Objects.requireNonNull(changes.get(order.disease()));
      if (!releases.terms(order.disease(), order.kind(), change).managed()) {
        over.add(order);
      } else if (order.state() == State.ORDERED) {
        planAnew(order, world.today(), Actor.SYSTEM, act);
      }
    }
    store.wentOver(some, changes);
    endAll(over, now, act);
    return some.size();
  }

  private void endAll(List<OrderRow> orders, Instant now, UUID act) {
    status.hold(OrderRow.persons(orders));
    for (OrderRow order : orders) {
      boolean ordered = order.state() == State.ORDERED;
      store.end(
          order.id(),
          new End(
              ordered ? State.ENDED : State.WITHDRAWN, null, SWITCHED, Actor.SYSTEM.name(), now));
      if (ordered) {
        give(
            order,
            // no release: whatever else restricts them stays; no rule says anything of it
            List.of(evidence(order, EvidenceKind.ISOLATION, "over", now, null, act)),
            Actor.SYSTEM);
      }
    }
    duties.over(orders, SWITCHED, back(orders), Actor.SYSTEM, act);
    carers.over(OrderRow.inForce(orders), Actor.SYSTEM, act);
    followUp.over(orders.stream().map(OrderRow::id).toList(), SWITCHED, Actor.SYSTEM, act);
  }

  /** There is no reason any more. */
  @EventListener
  @Transactional(propagation = Propagation.MANDATORY)
  void on(ContactsFreed freed) {
    withdraw(
        store.openOf(
            freed.persons().stream().map(it -> new OrderStore.Of(it, freed.disease())).toList()),
        freed.why(),
        freed.who(),
        freed.act());
  }

  /** A contact whose own swab is positive is a case and no contact any more. */
  @EventListener
  @Transactional(propagation = Propagation.MANDATORY)
  void on(PositivesFound found) {
    Map<OrderStore.Of, UUID> results = new HashMap<>();
    found
        .positives()
        .forEach(it -> results.put(new OrderStore.Of(it.person(), it.disease()), it.result()));
    for (OrderRow order : store.openOf(results.keySet())) {
      UUID act =
          audit.record(
              found.who(),
              "isolation.became_case",
              "order:" + order.id(),
              results.get(new OrderStore.Of(order.person(), order.disease())),
              Map.of("person", order.person()));
      store.end(order.id(), new End(State.ENDED, null, BECAME_CASE, found.who().name(), now()));
      duties.over(List.of(order), BECAME_CASE, Set.of(), found.who(), act);
      followUp.becameCase(order.id(), BECAME_CASE, found.who(), act);
    }
    // a patient cares for nobody, also one who came along of their own will
    Map<UUID, UUID> causes = new HashMap<>();
    found.positives().forEach(it -> causes.put(it.person(), it.result()));
    carers.over(causes, found.who());
  }

  private void withdraw(List<OrderRow> orders, String why, Actor who, UUID act) {
    List<UUID> evidence = new ArrayList<>();
    for (OrderRow order : orders) {
      store.end(order.id(), new End(State.WITHDRAWN, null, why, who.name(), now()));
      evidence.addAll(order.evidence());
    }
    status.withdraw(evidence, why, who, act);
    duties.over(orders, why, back(orders), who, act);
    carers.over(OrderRow.inForce(orders), who, act);
    followUp.over(orders.stream().map(OrderRow::id).toList(), why, who, act);
  }

  // ── by hand ────────────────────────────────────────────────────────────────────────────────────

  /**
   * What the authority ordered.
   *
   * @param seen version that the caller saw
   */
  record Order(
      LocalDate lastExposure,
      LocalDate isolatedOn,
      Place place,
      @Nullable UUID room,
      Rooms.Wanted care,
      String document,
      int seen) {}

  /**
   * Files an order: the person is isolated, their tests become duties, what they held is passed on.
   */
  @Transactional
  OrderRow order(UUID id, Order given, Caller caller) {
    OrderRow row = held(id, State.PROPOSED, given.seen());
    Rooms.Care care =
        rooms.take(row, given.place(), given.room(), given.isolatedOn(), given.care());
    Instant now = now();
    IsolationPlan plan = releases.plan(row, given.lastExposure(), given.isolatedOn(), now);
    if (plan.lastDay() == null) {
      throw Refused.conflict("isolation.nothing_asked")
          .field("isolatedOn")
          .value(given.isolatedOn());
    }
    OrderRow filed =
        row.ordered(given, care, Objects.requireNonNull(plan.lastDay()), now, caller.name());
    store.order(filed);
    UUID act =
        audit.record(
            caller.actor(),
            "isolation.ordered",
            "order:" + id,
            row.caseId(),
            Map.of(
                "person", row.person(),
                "place", given.place().key(),
                "document", given.document(),
                "lastExposure", given.lastExposure().toString(),
                "isolatedOn", given.isolatedOn().toString(),
                "until", plan.lastDay().toString(),
                "dependent", care.dependent(),
                "carer", String.valueOf(care.carer())));
    give(
        filed,
        List.of(evidence(row, EvidenceKind.ISOLATION, given.place().key(), now, null, act)),
        caller.actor());
    duties.ordered(filed, plan, caller.actor(), act);
    carers.placed(row, filed, caller.actor(), act);
    followUp.assign(id, row.person());
    followUp.handOver(row.person(), caller.actor(), act);
    events.publishEvent(OrderFiled.of(filed, caller.actor(), act));
    return row(id);
  }

  /** The person arrived, or was moved elsewhere, with the carer they have. */
  @Transactional
  OrderRow move(UUID id, Place place, @Nullable UUID room, Instant at, int seen, Caller caller) {
    return move(id, new Move(place, room, Rooms.Wanted.AS_IS, at, seen), caller);
  }

  /**
   * Where the person is from now on.
   *
   * @param seen version that the caller saw
   */
  record Move(Place place, @Nullable UUID room, Rooms.Wanted care, Instant at, int seen) {}

  /** The person arrived, or was moved elsewhere. */
  @Transactional
  OrderRow move(UUID id, Move to, Caller caller) {
    OrderRow row = held(id, State.ORDERED, to.seen());
    Place place = to.place();
    LocalDate first = Objects.requireNonNull(row.isolatedOn());
    Rooms.Care care = rooms.take(row, place, to.room(), first, to.care());
    store.move(id, place, to.room(), care, arrived(row, to, care));
    UUID act =
        audit.record(
            caller.actor(),
            "isolation.moved",
            "order:" + id,
            id,
            Map.of(
                "place", place.key(),
                "room", String.valueOf(to.room()),
                "at", to.at().toString(),
                "dependent", care.dependent(),
                "carer", String.valueOf(care.carer())));
    if (place != row.place()) {
      give(
          row,
          List.of(evidence(row, EvidenceKind.ISOLATION, place.key(), now(), null, act)),
          caller.actor());
    }
    carers.placed(row, row(id), caller.actor(), act);
    boolean central = place == Place.CENTRAL;
    events.publishEvent(new OrderMoved(id, central, to.room(), to.at(), caller.actor(), act));
    return row(id);
  }

  /** Another carer in the same room is no arrival. */
  private static Instant arrived(OrderRow row, Move to, Rooms.Care care) {
    boolean stays = to.place() == row.place() && Objects.equals(to.room(), row.room());
    boolean other = row.carerGoneAt() != null || !Objects.equals(care.carer(), row.carer());
    return stays && other && row.arrivedAt() != null ? row.arrivedAt() : to.at();
  }

  /**
   * Files the authority's release. What the edition asks for after it is kept by evidence of its
   * own.
   *
   * @param despite why the authority releases although something is missing; null: nothing is
   * @throws Refused 409 with what is missing
   */
  @Transactional
  OrderRow release(UUID id, String document, @Nullable String despite, int seen, Caller caller) {
    OrderRow row = held(id, State.ORDERED, seen);
    Releases.Standing standing = Objects.requireNonNull(releases.of(List.of(row)).get(id));
    if (!standing.release().reasons().isEmpty() && despite == null) {
      throw Refused.conflict("isolation.not_yet")
          .value(
              standing.release().reasons().stream()
                  .map(it -> it.cause().name().toLowerCase(java.util.Locale.ROOT))
                  .distinct()
                  .collect(Collectors.joining(", ")));
    }
    Instant now = now();
    store.end(id, new End(State.RELEASED, document, despite, caller.name(), now));
    UUID act =
        audit.record(
            caller.actor(),
            "isolation.released",
            "order:" + id,
            id,
            Map.of(
                "person", row.person(),
                "document", document,
                "despite", Objects.requireNonNullElse(despite, ""),
                "missing", standing.release().reasons().toString()));
    List<NewEvidence> given = new ArrayList<>();
    given.add(evidence(row, EvidenceKind.RELEASE, null, now, null, act));
    standing.plan().stays().stream()
        .filter(stay -> stay.kind() == Kind.MONITORING)
        .filter(stay -> !stay.last().isBefore(world.today()))
        .findFirst()
        .ifPresent(stay ->
            given.add(
                evidence(
                    row,
                    EvidenceKind.ISOLATION,
                    "monitoring",
                    now.plus(1, ChronoUnit.MICROS),
                    stay.last().plusDays(1).atStartOfDay(WorldClock.ZONE).toInstant(),
                    act)));
    give(row, given, caller.actor());
    duties.released(row, back(List.of(row)), caller.actor(), act);
    carers.over(Set.of(row.person()), caller.actor(), act);
    followUp.over(List.of(id), OrderDuties.RELEASED, caller.actor(), act);
    return row(id);
  }

  /** Takes an order back: there was no reason for it. */
  @Transactional
  OrderRow withdraw(UUID id, String why, Caller caller) {
    OrderRow row = held(id, null, null);
    UUID act =
        audit.record(caller.actor(), "isolation.withdrawn", "order:" + id, id, Map.of("why", why));
    withdraw(List.of(row), why, caller.actor(), act);
    return row(id);
  }

  private static NewEvidence evidence(
      OrderRow order,
      EvidenceKind kind,
      @Nullable String place,
      Instant at,
      @Nullable Instant until,
      UUID act) {
    Map<String, String> detail = new HashMap<>();
    detail.put(NewEvidence.DISEASE, order.disease());
    if (place != null) {
      detail.put("place", place);
    }
    return new NewEvidence(
        UuidCreator.getTimeOrderedEpoch(), order.person(), kind, detail, at, until, SOURCE, act);
  }

  private void give(OrderRow row, List<NewEvidence> evidence, Actor who) {
    status.hold(Set.of(row.person()));
    status.take(evidence, who);
    store.evidence(row.id(), evidence.stream().map(NewEvidence::id).toList());
  }

  /**
   * An open order, held until the commit.
   *
   * @param wanted where it must stand; null: open
   * @param seen version that the caller saw; null: any
   */
  OrderRow held(UUID id, @Nullable State wanted, @Nullable Integer seen) {
    OrderRow row =
        store
            .lock(id)
            .orElseThrow(() -> Refused.notFound("isolation.order_unknown").field("id").value(id));
    boolean open = row.state() == State.PROPOSED || row.state() == State.ORDERED;
    if (!open || (wanted != null && row.state() != wanted)) {
      throw Refused.conflict("isolation.state_moved").value(row.state().key());
    }
    if (seen != null && seen != row.version()) {
      throw Refused.conflict("isolation.moved").field("version").value(seen);
    }
    return row;
  }

  private OrderRow row(UUID id) {
    return store.lock(id).orElseThrow();
  }

  /** Who can do what they held again: nothing else isolates them. */
  private Set<UUID> back(List<OrderRow> orders) {
    Set<UUID> back = OrderRow.persons(orders);
    back.removeAll(store.orderedElsewhere(back, orders.stream().map(OrderRow::id).toList()));
    return back;
  }

  private Instant now() {
    return world.now().truncatedTo(ChronoUnit.MICROS);
  }
}
