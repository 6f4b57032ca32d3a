package org.shouwang.own;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.audit.Actor;
import org.shouwang.audit.Audit;
import org.shouwang.clock.WorldClock;
import org.shouwang.duties.Duties;
import org.shouwang.duties.DutiesChanged;
import org.shouwang.duties.DutyState;
import org.shouwang.duties.NewDuty;
import org.shouwang.duties.Party;
import org.shouwang.isolation.FollowedByAnother;
import org.shouwang.isolation.OrdersOver;
import org.shouwang.isolation.OwnFollowUp;
import org.shouwang.isolation.OwnOrder;
import org.shouwang.people.People;
import org.shouwang.policy.Policy;
import org.shouwang.policy.Snapshot;
import org.shouwang.security.Caller;
import org.shouwang.web.PlainValues;
import org.shouwang.web.Refused;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Needs of people in isolation: each is a duty of the worker who looks after them, and goes with
 * them when another one does.
 */
@Component
class Needs {

  /** See to what somebody in isolation needs. */
  static final String DUTY = "own.need";

  private static final String LADDER = "urgent";
  private static final int MOST = 300;
  private static final int MOST_OPEN = 20;
  private static final int TITLE = 80;

  private final NeedStore store;
  private final OwnFollowUp isolation;
  private final People people;
  private final Duties duties;
  private final Policy policy;
  private final Audit audit;
  private final WorldClock world;

  Needs(
      NeedStore store,
      OwnFollowUp isolation,
      People people,
      Duties duties,
      Policy policy,
      Audit audit,
      WorldClock world) {
    this.store = store;
    this.isolation = isolation;
    this.people = people;
    this.duties = duties;
    this.policy = policy;
    this.audit = audit;
    this.world = world;
  }

  /** What a person asks for, as it was typed. */
  record Asked(@Nullable UUID id, @Nullable String kind, @Nullable String text) {}

  /**
   * Keeps a need and makes it a duty. An id that is known changes nothing.
   *
   * @throws Refused 422 for what can't be taken, 409 for an id of somebody else's or too many, 404
   *     when the order has ended
   */
  @Transactional
  void ask(UUID order, Asked asked, Actor who) {
    UUID id = Typed.id(asked.id());
    Need.Kind kind = kind(asked.kind());
    String text = Typed.text("text", asked.text(), MOST);
    if (kind == Need.Kind.OTHER && text == null) {
      throw Refused.invalid("own.field_missing").field("text");
    }
    OwnOrder held = isolation.held(order).orElseThrow(Links::unknown);
    Optional<UUID> known = store.orderOf(id);
    if (known.isPresent()) {
      if (!known.get().equals(order)) {
        throw Refused.conflict("own.id_taken").field("id").value(id);
      }
      return;
    }
    int open = store.openOf(List.of(order)).size();
    if (open >= MOST_OPEN) {
      throw Refused.conflict("own.needs_many").value(open).with("limit", MOST_OPEN);
    }
    Instant now = world.now().truncatedTo(ChronoUnit.MICROS);
    Need need =
        new Need(
            id,
            held.person(),
            order,
            held.unit(),
            kind,
            text,
            now,
            due(kind, now),
            Need.State.OPEN,
            null,
            null,
            null);
    if (!store.insert(need)) {
      throw Refused.conflict("own.id_taken").field("id").value(id);
    }
    UUID act =
        audit.record(
            who, "own.need_asked", "order:" + order, order, Map.of("need", id, "kind", kind.key()));
    people.top().ifPresent(root -> duties.create(List.of(duty(need, held, root, act)), who));
  }

  private static NewDuty duty(Need need, OwnOrder order, UUID root, UUID act) {
    String text = need.text() == null ? "" : need.text();
    return new NewDuty(
        need.id().toString(),
        DUTY,
        holder(order.worker(), root),
        root,
        Party.person(need.person()),
        PlainValues.shown(text, TITLE),
        need.dueAt().atZone(WorldClock.ZONE).toLocalDate(),
        need.askedAt(),
        need.dueAt(),
        null,
        LADDER,
        null,
        null,
        act);
  }

  private static Party holder(@Nullable UUID worker, UUID root) {
    return worker == null ? Party.unit(root) : Party.person(worker);
  }

  /** Medicine within its hours, all else by the end of the half of the day. */
  private Instant due(Need.Kind kind, Instant now) {
    Snapshot rules = policy.inForce(now);
    if (kind == Need.Kind.MEDICINE) {
      return now.plus(Duration.ofMinutes(Math.round(number(rules, "medicine_hours", 2) * 60)));
    }
    ZonedDateTime local = now.atZone(WorldClock.ZONE);
    LocalDate day = local.toLocalDate();
    Instant noon = at(day, number(rules, "morning_until", 12));
    if (local.toLocalTime().isBefore(LocalTime.NOON) && noon.isAfter(now)) {
      return noon;
    }
    Instant night = at(day, number(rules, "evening_until", 24));
    return night.isAfter(now) ? night : at(day.plusDays(1), number(rules, "morning_until", 12));
  }

  private static Instant at(LocalDate day, double hour) {
    return day.atStartOfDay(WorldClock.ZONE)
        .toInstant()
        .plus(Duration.ofMinutes(Math.round(hour * 60)));
  }

  private static double number(Snapshot rules, String name, double usual) {
    return rules.value(DUTY + "." + name) instanceof Number number ? number.doubleValue() : usual;
  }

  private static Need.Kind kind(@Nullable String word) {
    if (word == null || word.isBlank()) {
      throw Refused.invalid("own.field_missing").field("kind");
    }
    return Need.Kind.of(word)
        .orElseThrow(() ->
            Refused.invalid("own.not_a_choice")
                .field("kind")
                .value(PlainValues.shown(word, 40))
                .with(
                    "choices",
                    String.join(
                        ", ", Arrays.stream(Need.Kind.values()).map(Need.Kind::key).toList())));
  }

  /**
   * Sees to a need: the person reads the answer.
   *
   * @throws Refused 404 for one that is unknown or not within the caller's units, 409 for one that
   *     is no longer open
   */
  @Transactional
  void answer(UUID id, String answer, Caller caller) {
    Need need =
        store
            .held(id, caller.scope())
            .orElseThrow(() -> Refused.notFound("own.need_unknown").field("id").value(id));
    if (need.state() != Need.State.OPEN) {
      throw Refused.conflict("own.need_ended").value(need.state().key());
    }
    store.end(List.of(id), Need.State.DONE, answer, caller.name(), world.now());
    UUID act =
        audit.record(
            caller.actor(),
            "own.need_answered",
            "order:" + need.order(),
            need.order(),
            Map.of("need", id, "kind", need.kind().key()));
    duties.done(pending(List.of(need)), act, caller.actor());
  }

  private List<UUID> pending(Collection<Need> needs) {
    return duties.pending(DUTY, needs.stream().map(it -> it.id().toString()).toList());
  }

  /** Whoever looks after the person from now on has what they need to see to, too. */
  @EventListener
  void on(FollowedByAnother named) {
    List<UUID> pending = pending(store.openOf(List.of(named.order())));
    people
        .top()
        .ifPresent(root ->
            duties.passOn(
                pending, holder(named.worker(), root), named.why(), named.who(), named.act()));
  }

  /** Nobody is in isolation any more: what is open is over. */
  @EventListener
  void on(OrdersOver over) {
    List<Need> open = store.openOf(over.orders());
    if (!open.isEmpty()) {
      List<UUID> pending = pending(open);
      end(open.stream().map(Need::id).toList(), over.who().name());
      duties.waive(pending, over.why(), over.who(), over.act());
    }
  }

  /** Whoever waives the duty ends the need. */
  @EventListener
  void on(DutiesChanged changed) {
    List<UUID> waived =
        changed.changes().stream()
            .filter(it -> it.kind().equals(DUTY) && it.to() == DutyState.WAIVED)
            .map(it -> UUID.fromString(it.key()))
            .toList();
    if (!waived.isEmpty()) {
      end(waived, Actor.SYSTEM.name());
    }
  }

  private void end(List<UUID> ids, String by) {
    store.end(ids, Need.State.OVER, null, by, world.now());
  }
}
