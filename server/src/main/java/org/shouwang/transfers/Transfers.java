package org.shouwang.transfers;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.audit.Actor;
import org.shouwang.audit.Audit;
import org.shouwang.clock.WorldClock;
import org.shouwang.duties.Duties;
import org.shouwang.duties.NewDuty;
import org.shouwang.duties.Party;
import org.shouwang.isolation.Isolation;
import org.shouwang.isolation.OrderFiled;
import org.shouwang.isolation.OrderMoved;
import org.shouwang.isolation.OrdersOver;
import org.shouwang.people.People;
import org.shouwang.people.PersonSummary;
import org.shouwang.policy.Policy;
import org.shouwang.security.Caller;
import org.shouwang.transfers.Transfer.State;
import org.shouwang.transfers.TransferStore.End;
import org.shouwang.web.Refused;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Transfers, asked for by orders at a central site and by hand. An order is always held before its
 * transfer, as whoever moves or ends it does.
 */
@Component
class Transfers {

  /** Bring somebody to where they are to be. */
  static final String DUTY = "transfers.carry_out";

  /**
   * Why a transfer was cancelled: there is no order any more. Never why: that may be a diagnosis.
   */
  static final String ORDER_OVER = "order_over";

  /** Why a transfer was cancelled: the person stays at home. */
  static final String STAYS_HOME = "stays_home";

  /** Hours within which somebody is to be brought, by the edition of the disease. */
  private static final String HOURS = "report.contact_transfer_hours";

  /** How long after it somebody may still write down that a person was picked up. */
  private static final Duration LATE_ENTRY = Duration.ofHours(24);

  private static final String LADDER = "urgent";
  private static final int ADDRESS = 200;

  private final TransferStore store;
  private final Isolation isolation;
  private final People people;
  private final Policy policy;
  private final Duties duties;
  private final Audit audit;
  private final WorldClock world;

  Transfers(
      TransferStore store,
      Isolation isolation,
      People people,
      Policy policy,
      Duties duties,
      Audit audit,
      WorldClock world) {
    this.store = store;
    this.isolation = isolation;
    this.people = people;
    this.policy = policy;
    this.duties = duties;
    this.audit = audit;
    this.world = world;
  }

  // ── by what others decided ─────────────────────────────────────────────────────────────────────

  /**
   * Whoever is ordered to a central site is to be brought there. Told again, or while somebody is
   * to bring the person elsewhere, it changes nothing.
   */
  @EventListener
  @Transactional(propagation = Propagation.MANDATORY)
  void on(OrderFiled filed) {
    if (!filed.central()) {
      return;
    }
    Instant now = now();
    Transfer asked =
        asked(
            UuidCreator.getTimeOrderedEpoch(),
            new Asked(filed.person(), null, null, filed.room(), due(filed.disease(), now), null),
            filed.unit(),
            filed.order(),
            filed.who().name(),
            now);
    if (store.add(asked, filed.act())) {
      tell(asked, filed.who(), filed.act());
    }
  }

  private @Nullable Instant due(String disease, Instant now) {
    return policy.of(disease).inForce(now).value(HOURS) instanceof Number hours
            && hours.doubleValue() > 0
        ? now.plus(Duration.ofMinutes(Math.round(hours.doubleValue() * 60)))
        : null;
  }

  /** Whoever was moved by hand is there already, or stays at home. */
  @EventListener
  @Transactional(propagation = Propagation.MANDATORY)
  void on(OrderMoved moved) {
    List<Transfer> open = store.openOf(List.of(moved.order()));
    if (!moved.central()) {
      cancelled(open, STAYS_HOME, STAYS_HOME, moved.who(), moved.act());
    } else if (!open.isEmpty()) {
      store.end(
          ids(open),
          new End(State.ARRIVED, null, moved.room(), moved.at(), moved.who().name(), null));
      tellOf(
          open, "transfers.arrived", Map.of("at", moved.at().toString()), moved.who(), moved.act());
      duties.done(pending(ids(open)), moved.act(), moved.who());
    }
  }

  /**
   * Nobody is to be brought to the site any more. Whoever is in the vehicle is still to be brought
   * somewhere: that stays open, without the order.
   */
  @EventListener
  @Transactional(propagation = Propagation.MANDATORY)
  void on(OrdersOver over) {
    List<Transfer> open = store.openOf(over.orders());
    List<Transfer> waiting = open.stream().filter(it -> it.state() == State.WAITING).toList();
    cancelled(waiting, ORDER_OVER, over.why(), over.who(), over.act());
    store.withoutOrder(ids(open.stream().filter(it -> it.state() == State.UNDER_WAY).toList()));
  }

  // ── by hand ────────────────────────────────────────────────────────────────────────────────────

  /**
   * Who is to be brought where.
   *
   * @param from null: where the person lives, if that is known
   * @param to null where a room is given
   * @param room of an isolation site; the person's order is told of the arrival
   */
  record Asked(
      UUID person,
      @Nullable String from,
      @Nullable String to,
      @Nullable UUID room,
      @Nullable Instant dueAt,
      @Nullable String note) {}

  /**
   * Asks for a transfer. The same id again is the same one.
   *
   * @throws Refused 404 for a person or room that isn't there, 409 when somebody is to bring the
   *     person already, or for a room without an order in force
   */
  @Transactional
  Transfer ask(UUID id, Asked given, Caller caller) {
    PersonSummary person =
        people.visible(caller.scope(), Set.of(given.person())).isEmpty()
            ? null
            : people.facts(Set.of(given.person())).get(given.person());
    if (person == null) {
      throw Refused.notFound("transfers.person_unknown").field("personId").value(given.person());
    }
    Optional<Transfer> known = store.one(id, caller.scope());
    if (known.isPresent()) {
      if (!known.get().person().equals(given.person())) {
        throw Refused.conflict("transfers.id_taken").field("id").value(id);
      }
      return known.get();
    }
    UUID order = given.room() == null ? null : order(given, caller);
    Transfer asked = asked(id, given, person.unitId(), order, caller.name(), now());
    if (!store.add(asked, null)) {
      throw Refused.conflict("transfers.open_already").field("personId").value(given.person());
    }
    tell(asked, caller.actor(), null);
    return asked;
  }

  private UUID order(Asked given, Caller caller) {
    UUID order =
        isolation
            .inForce(given.person(), caller.scope())
            .orElseThrow(() ->
                Refused.conflict("transfers.not_isolated").field("roomId").value(given.room()));
    isolation.hold(order);
    return order;
  }

  private Transfer asked(
      UUID id, Asked given, @Nullable UUID unit, @Nullable UUID order, String by, Instant now) {
    return new Transfer(
        id,
        given.person(),
        unit,
        order,
        given.from() == null ? home(given.person()) : given.from(),
        given.to(),
        given.room(),
        now,
        by,
        given.dueAt(),
        given.note(),
        State.WAITING,
        null,
        null,
        null,
        null,
        null,
        null,
        1);
  }

  private @Nullable String home(UUID person) {
    People.Vital vital = people.vitals(Set.of(person)).get(person);
    String home = vital == null || vital.home() == null ? "" : vital.home().strip();
    if (home.length() > ADDRESS) {
      // half of a surrogate pair could not be kept
      home =
          home.substring(
              0, Character.isHighSurrogate(home.charAt(ADDRESS - 1)) ? ADDRESS - 1 : ADDRESS);
    }
    return home.isEmpty() ? null : home;
  }

  private void tell(Transfer asked, Actor who, @Nullable UUID cause) {
    Map<String, Object> body = new HashMap<>();
    body.put("person", asked.person());
    if (asked.order() != null) {
      body.put("order", asked.order());
    }
    UUID act = audit.record(who, "transfers.asked", subject(asked.id()), cause, body);
    people.top().ifPresent(root -> duties.create(List.of(duty(asked, root, act)), who));
  }

  /** Without a deadline it is to be done by the end of the day. */
  private static NewDuty duty(Transfer asked, UUID root, UUID act) {
    Instant due =
        asked.dueAt() == null
            ? asked
                .askedAt()
                .atZone(WorldClock.ZONE)
                .toLocalDate()
                .plusDays(1)
                .atStartOfDay(WorldClock.ZONE)
                .toInstant()
            : asked.dueAt();
    return new NewDuty(
        asked.id().toString(),
        DUTY,
        Party.unit(root),
        root,
        Party.person(asked.person()),
        "",
        asked.askedAt().atZone(WorldClock.ZONE).toLocalDate(),
        asked.askedAt(),
        due,
        null,
        LADDER,
        null,
        null,
        act);
  }

  /**
   * Who was picked up when, by whom, with which vehicle.
   *
   * @param at null: now
   */
  record PickUp(@Nullable Instant at, String officer, @Nullable String vehicle) {}

  /**
   * The person is in the vehicle.
   *
   * @param seen version that the caller saw
   * @throws Refused 404; 409 when it has ended, is under way already or was changed since; 422 for
   *     a time before it was asked for, more than a day ago, or to come
   */
  @Transactional
  Transfer pickUp(UUID id, PickUp given, int seen, Caller caller) {
    Transfer held = held(id, seen, caller);
    if (held.state() != State.WAITING) {
      throw Refused.conflict("transfers.under_way").value(held.officer());
    }
    Instant earliest = now().minus(LATE_ENTRY);
    Instant at = moment(given.at(), held.askedAt().isAfter(earliest) ? held.askedAt() : earliest);
    store.pickUp(id, at, given.officer(), given.vehicle());
    Map<String, Object> body = new HashMap<>();
    body.put("at", at.toString());
    body.put("officer", given.officer());
    if (given.vehicle() != null) {
      body.put("vehicle", given.vehicle());
    }
    audit.record(caller.actor(), "transfers.picked_up", subject(id), held.order(), body);
    return again(id, caller);
  }

  /**
   * Where the person is since when.
   *
   * @param at null: now
   * @param room of the order's site, another than was planned; null: as planned
   * @param to in words, where there is no order; null: as planned
   */
  record Arrival(@Nullable Instant at, @Nullable UUID room, @Nullable String to) {}

  /**
   * The person is there; their order is told, if there is one.
   *
   * @throws Refused as above; 422 for a time before the person was picked up, or to come; what
   *     isolation says of the room, and then nothing is kept
   */
  @Transactional
  Transfer arrive(UUID id, Arrival given, int seen, Caller caller) {
    UUID order = open(id, caller).order();
    if (order != null) {
      isolation.hold(order);
    }
    Transfer held = held(id, seen, caller);
    if (held.state() != State.UNDER_WAY) {
      throw Refused.conflict("transfers.not_picked_up");
    }
    Instant at = moment(given.at(), Objects.requireNonNull(held.pickedUpAt()));
    fits(given, held);
    UUID act =
        audit.record(
            caller.actor(),
            "transfers.arrived",
            subject(id),
            held.order(),
            Map.of("at", at.toString()));
    store.end(
        List.of(id), new End(State.ARRIVED, given.to(), given.room(), at, caller.name(), null));
    duties.done(pending(List.of(id)), act, caller.actor());
    if (held.order() != null) {
      UUID room = given.room() == null ? held.room() : given.room();
      isolation.arrived(held.order(), room, at, caller);
    }
    return again(id, caller);
  }

  /** A room belongs to an order, words where there is none. */
  private static void fits(Arrival given, Transfer held) {
    if (held.order() == null && given.room() != null) {
      throw Refused.invalid("transfers.not_wanted").field("roomId").value(given.room());
    }
    if (held.order() != null && given.to() != null) {
      throw Refused.invalid("transfers.not_wanted").field("to");
    }
    if (held.isAdrift() && given.to() == null) {
      throw Refused.invalid("transfers.field_missing").field("to");
    }
  }

  /** The person isn't to be brought, for a reason. */
  @Transactional
  Transfer cancel(UUID id, String why, int seen, Caller caller) {
    Transfer held = held(id, seen, caller);
    UUID act =
        audit.record(
            caller.actor(), "transfers.cancelled", subject(id), held.order(), Map.of("why", why));
    store.end(List.of(id), new End(State.CANCELLED, null, null, now(), caller.name(), why));
    duties.waive(pending(List.of(id)), "transfer_cancelled", caller.actor(), act);
    return again(id, caller);
  }

  /**
   * Whose phone may be seen: of somebody who is still to be brought.
   *
   * @throws Refused 404; 409 when it has ended
   */
  UUID called(UUID id, Caller caller) {
    return open(id, caller).person();
  }

  private Transfer open(UUID id, Caller caller) {
    return open(store.one(id, caller.scope()), id);
  }

  private static Transfer open(Optional<Transfer> found, UUID id) {
    Transfer one = found.orElseThrow(() -> unknown(id));
    if (!one.state().isOpen()) {
      throw Refused.conflict("transfers.ended").value(one.state().key());
    }
    return one;
  }

  private void cancelled(List<Transfer> some, String why, String waived, Actor who, UUID act) {
    if (!some.isEmpty()) {
      store.end(ids(some), new End(State.CANCELLED, null, null, now(), who.name(), why));
      tellOf(some, "transfers.cancelled", Map.of("why", why), who, act);
      duties.waive(pending(ids(some)), waived, who, act);
    }
  }

  private void tellOf(
      List<Transfer> some, String action, Map<String, String> body, Actor who, UUID act) {
    some.forEach(it -> audit.record(who, action, subject(it.id()), act, body));
  }

  private static List<UUID> ids(List<Transfer> some) {
    return some.stream().map(Transfer::id).toList();
  }

  private List<UUID> pending(Collection<UUID> ids) {
    return duties.pending(DUTY, ids.stream().map(UUID::toString).toList());
  }

  /** One that is open, as the caller saw it, held until the commit. */
  private Transfer held(UUID id, int seen, Caller caller) {
    Transfer held = open(store.lock(id, caller.scope()), id);
    if (held.version() != seen) {
      throw Refused.conflict("transfers.moved").field("version").value(seen);
    }
    return held;
  }

  private Instant moment(@Nullable Instant given, Instant earliest) {
    Instant now = now();
    Instant at = given == null ? now : given.truncatedTo(ChronoUnit.MICROS);
    if (at.isAfter(now) || at.isBefore(earliest)) {
      throw time("at", at, earliest, now);
    }
    return at;
  }

  static Refused time(String field, Instant at, Instant from, Instant until) {
    return Refused.invalid("transfers.time_wrong")
        .field(field)
        .value(at)
        .with("from", from)
        .with("until", until);
  }

  private Transfer again(UUID id, Caller caller) {
    return store.one(id, caller.scope()).orElseThrow(() -> unknown(id));
  }

  private static Refused unknown(UUID id) {
    return Refused.notFound("transfers.unknown").field("id").value(id);
  }

  private static String subject(UUID transfer) {
    return "transfer:" + transfer;
  }

  private Instant now() {
    return world.now().truncatedTo(ChronoUnit.MICROS);
  }
}
