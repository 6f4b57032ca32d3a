package org.shouwang.isolation;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.shouwang.audit.Actor;
import org.shouwang.audit.Audit;
import org.shouwang.channels.Addressee;
import org.shouwang.channels.Channels;
import org.shouwang.channels.Message;
import org.shouwang.clock.WorldClock;
import org.shouwang.duties.Duties;
import org.shouwang.duties.Duty;
import org.shouwang.duties.DutyState;
import org.shouwang.duties.NewDuty;
import org.shouwang.duties.Party;
import org.shouwang.isolation.Reading.Half;
import org.shouwang.isolation.ReadingStore.Looked;
import org.shouwang.people.People;
import org.shouwang.policy.Policy;
import org.shouwang.policy.Snapshot;
import org.shouwang.security.Caller;
import org.shouwang.status.EvidenceKind;
import org.shouwang.status.NewEvidence;
import org.shouwang.status.ParkStatus;
import org.shouwang.web.Refused;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Daily follow-up 专人每日对接 of people in isolation: each has one named worker and two visits a day,
 * which are duties; whoever is unwell is told of at once; a worker who can't is replaced at once.
 */
@Component
class FollowUp {

  /** See or call the person, morning and evening. */
  static final String VISIT = "isolation.visit";

  private static final String LADDER = "urgent";
  private static final String SOURCE = "isolation.reading";
  private static final double USUAL_LIMIT = 37.3;

  private final ReadingStore readings;
  private final MedicalChecks checks;
  private final People people;
  private final Duties duties;
  private final ParkStatus status;
  private final Channels channels;
  private final Policy policy;
  private final Audit audit;
  private final WorldClock world;
  private final ApplicationEventPublisher events;

  FollowUp(
      ReadingStore readings,
      MedicalChecks checks,
      People people,
      Duties duties,
      ParkStatus status,
      Channels channels,
      Policy policy,
      Audit audit,
      WorldClock world,
      ApplicationEventPublisher events) {
    this.readings = readings;
    this.checks = checks;
    this.people = people;
    this.duties = duties;
    this.status = status;
    this.channels = channels;
    this.policy = policy;
    this.audit = audit;
    this.world = world;
    this.events = events;
  }

  // ── visits ─────────────────────────────────────────────────────────────────────────────────────

  /** Makes today's visits of some orders that have none yet; returns how many. */
  @Transactional
  int makeVisits(int limit) {
    LocalDate today = world.today();
    List<Looked> wanting = readings.wanting(today, limit);
    Optional<UUID> root = people.top();
    if (wanting.isEmpty() || root.isEmpty()) {
      return 0;
    }
    Instant now = world.now();
    List<NewDuty> visits = new ArrayList<>();
    for (Looked each : wanting) {
      Snapshot rules = policy.of(each.disease()).inForce(now);
      for (Half half : Half.values()) {
        Instant due = due(today, half, rules);
        // somebody who came at noon isn't asked for the morning
        if (due.isAfter(now)) {
          visits.add(visit(each, half, today, due, root.get()));
        }
      }
    }
    duties.create(visits, Actor.SYSTEM);
    readings.made(wanting.stream().map(Looked::order).toList(), today);
    return wanting.size();
  }

  /**
   * What became of today's follow-ups of an order in force, by half of the day.
   *
   * @param lately readings, the newest first
   * @return a reading's state, or {@code to_come}, or {@code missed}; a half that was over when the
   *     person came isn't there
   */
  Map<String, String> today(OrderRow order, List<Reading> lately) {
    LocalDate today = world.today();
    Instant now = world.now();
    Snapshot rules = policy.of(order.disease()).inForce(now);
    Map<String, String> states = new HashMap<>();
    for (Half half : Half.values()) {
      Instant due = due(today, half, rules);
      Optional<Reading> newest =
          lately.stream().filter(it -> it.day().equals(today) && it.half() == half).findFirst();
      if (newest.isPresent()) {
        states.put(half.key(), newest.get().state().key());
      } else if (order.orderedAt() != null && order.orderedAt().isBefore(due)) {
        states.put(half.key(), due.isAfter(now) ? "to_come" : "missed");
      }
    }
    return states;
  }

  /** By when a half of a day is asked for. */
  Instant due(LocalDate day, Half half) {
    return due(day, half, policy.inForce(world.now()));
  }

  private static Instant due(LocalDate day, Half half, Snapshot rules) {
    String rule = "isolation.visit." + half.key() + "_until";
    int usual = half == Half.MORNING ? 10 : 20;
    int hour = rules.value(rule) instanceof Number number ? number.intValue() : usual;
    return start(day).plus(Duration.ofHours(hour));
  }

  private NewDuty visit(Looked order, Half half, LocalDate day, Instant due, UUID root) {
    Instant opens = start(day).plus(Duration.ofHours(half == Half.MORNING ? 6 : 12));
    return new NewDuty(
        key(order.order(), half),
        VISIT,
        holder(order.worker(), root),
        root,
        Party.person(order.person()),
        "",
        day,
        opens,
        due,
        null,
        LADDER,
        null,
        null,
        null);
  }

  private static Party holder(@Nullable UUID worker, UUID root) {
    return worker == null ? Party.unit(root) : Party.person(worker);
  }

  private static String key(UUID order, Half half) {
    return order + ":" + half.key();
  }

  private static Instant start(LocalDate day) {
    return day.atStartOfDay(WorldClock.ZONE).toInstant();
  }

  // ── workers ────────────────────────────────────────────────────────────────────────────────────

  /** Gives a new order its worker: of those who have the role, the one with the fewest. */
  void assign(UUID order, UUID person) {
    next(person).ifPresent(worker -> readings.worker(List.of(order), worker));
  }

  private Optional<UUID> next(UUID not) {
    Object words = policy.inForce(world.now()).value("isolation.follow_up_roles");
    List<String> roles =
        words instanceof List<?> list ? list.stream().map(String::valueOf).toList() : List.of();
    return readings.leastLoaded(roles, not, world.today());
  }

  /** A worker is isolated: whom they looked after have others from this moment. */
  void handOver(UUID worker, Actor who, UUID act) {
    for (Looked each : readings.ofWorker(worker)) {
      give(each, next(worker).orElse(null), "worker_isolated", who, act);
    }
  }

  /** Names the worker of an order. */
  @Transactional
  void name(OrderRow order, UUID worker, Caller caller) {
    UUID act =
        audit.record(
            caller.actor(),
            "isolation.worker_named",
            "order:" + order.id(),
            order.id(),
            Map.of("worker", worker));
    give(
        new Looked(order.id(), order.person(), null, order.disease()),
        worker,
        "worker_named",
        caller.actor(),
        act);
  }

  private void give(Looked order, @Nullable UUID worker, String why, Actor who, UUID act) {
    readings.worker(List.of(order.order()), worker);
    events.publishEvent(new FollowedByAnother(order.order(), worker, why, who, act));
    people
        .top()
        .ifPresent(root ->
            duties.passOn(pending(List.of(order.order())), holder(worker, root), why, who, act));
  }

  private List<UUID> pending(Collection<UUID> ids) {
    return visits(ids).stream().filter(it -> it.state().isPending()).map(Duty::id).toList();
  }

  private List<Duty> visits(Collection<UUID> ids) {
    List<String> keys = new ArrayList<>();
    for (UUID id : ids) {
      for (Half half : Half.values()) {
        keys.add(key(id, half));
      }
    }
    return duties.byKeys(VISIT, keys);
  }

  /**
   * Orders have ended: nobody is visited any more. What was late by then stays late: it was missed.
   */
  void over(Collection<UUID> ids, String why, Actor who, UUID act) {
    Instant now = world.now();
    duties.waive(
        Stream.concat(visits(ids).stream(), checks.duties(ids).stream())
            .filter(it -> it.state().isPending() && it.state() != DutyState.LATE)
            .filter(it -> it.dueAt().isAfter(now))
            .map(Duty::id)
            .toList(),
        why,
        who,
        act);
    events.publishEvent(new OrdersOver(List.copyOf(ids), why, who, act));
  }

  /** The person became a case. */
  void becameCase(UUID order, String why, Actor who, UUID act) {
    checks.becameCase(order, who, act);
    over(List.of(order), why, who, act);
  }

  // ── readings ───────────────────────────────────────────────────────────────────────────────────

  /**
   * Keeps a reading: it ends the duty of its half of the day when the person was seen. Symptoms or
   * a fever are told at once.
   *
   * @param given as measured; its state follows from fever and symptoms where the person was seen
   * @throws Refused 409 for an order that isn't in force
   */
  @Transactional
  Reading record(OrderRow order, Reading given, Actor who) {
    if (order.state() != OrderRow.State.ORDERED) {
      throw Refused.conflict("isolation.state_moved").value(order.state().key());
    }
    Reading reading = judged(given);
    if (!readings.insert(reading)) {
      return reading;
    }
    UUID act =
        audit.record(
            who,
            "isolation.reading",
            "order:" + order.id(),
            order.id(),
            Map.of(
                "reading", reading.id(),
                "state", reading.state().key(),
                "half", reading.half().key()));
    if (reading.state().seen()) {
      duties.done(
          duties.byKeys(VISIT, List.of(key(order.id(), reading.half()))).stream()
              .filter(it -> it.state().isPending())
              .filter(it -> it.day().equals(reading.day()))
              .map(Duty::id)
              .toList(),
          act,
          who);
    }
    if (reading.state() == Reading.State.SEEN_UNWELL) {
      unwell(order, reading, who, act);
      events.publishEvent(
          new IsolatedUnwell(order.id(), order.person(), order.caseId(), reading.at(), who, act));
    }
    return reading;
  }

  private Reading judged(Reading given) {
    if (!given.state().seen()) {
      return given;
    }
    Double measured = given.temperature();
    double limit =
        policy.inForce(given.at()).value("gate.temperature.limit") instanceof Number number
            ? number.doubleValue()
            : USUAL_LIMIT;
    boolean unwell =
        given.state() == Reading.State.SEEN_UNWELL
            || !given.symptoms().isEmpty()
            || (measured != null && measured >= limit);
    return new Reading(
        given.order(),
        given.id(),
        given.at(),
        unwell ? Reading.State.SEEN_UNWELL : Reading.State.SEEN_WELL,
        measured,
        given.symptoms(),
        given.how(),
        given.note(),
        given.by(),
        given.recordedAt(),
        given.corrects());
  }

  /** The command is told and must act within the hours of the edition. */
  private void unwell(OrderRow order, Reading reading, Actor who, UUID act) {
    Instant now = world.now().truncatedTo(ChronoUnit.MICROS);
    status.hold(Set.of(order.person()));
    status.take(
        List.of(
            new NewEvidence(
                reading.id(),
                order.person(),
                EvidenceKind.SYMPTOMS,
                Map.of(
                    "symptom",
                    reading.symptoms().isEmpty() ? "fever" : reading.symptoms().getFirst(),
                    NewEvidence.DISEASE,
                    order.disease()),
                now,
                null,
                SOURCE,
                act)),
        who);
    int hours =
        policy.of(order.disease()).inForce(now).value("isolation.unwell_hours")
                instanceof Number number
            ? number.intValue()
            : 2;
    people
        .top()
        .ifPresent(root -> {
          Instant due = now.plus(Duration.ofHours(hours));
          duties.create(
              List.of(
                  new NewDuty(
                      MedicalChecks.key(order.id(), reading.id()),
                      MedicalChecks.UNWELL,
                      Party.unit(root),
                      root,
                      Party.person(order.person()),
                      "",
                      reading.day(),
                      now,
                      due,
                      null,
                      LADDER,
                      null,
                      null,
                      act)),
              who);
          channels.send(
              List.of(
                  new Message(
                      "isolation.unwell:" + reading.id(),
                      Addressee.unit(root),
                      "isolation.unwell",
                      Map.of("hours", String.valueOf(hours)),
                      "/isolation/orders",
                      act)));
        });
  }
}
