package org.shouwang.isolation;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.clock.WorldClock;
import org.shouwang.people.People;
import org.shouwang.security.Access;
import org.shouwang.security.Caller;
import org.shouwang.security.Permission;
import org.shouwang.security.Within;
import org.shouwang.web.Refused;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Daily follow-up over HTTP, within the caller's units. */
@RestController
@RequestMapping("/api/v1/isolation/orders/{id}")
class FollowUpController {

  private static final int SHOWN = 100;

  private final FollowUp followUp;
  private final ReadingStore readings;
  private final OrderStore orders;
  private final People people;
  private final WorldClock world;

  FollowUpController(
      FollowUp followUp,
      ReadingStore readings,
      OrderStore orders,
      People people,
      WorldClock world) {
    this.followUp = followUp;
    this.readings = readings;
    this.orders = orders;
    this.people = people;
    this.world = world;
  }

  /** Readings, the newest first. */
  @GetMapping("/readings")
  @Access(value = Permission.ISOLATION_READ, within = Within.UNITS)
  List<Reading> list(@PathVariable UUID id, Caller caller) {
    return readings.latest(seen(id, caller).id(), SHOWN);
  }

  /** What a follow-up found; the client makes the id, so that a retry is kept once. */
  record Finding(
      @Nullable UUID id,
      @Nullable Instant at,
      @Nullable String state,
      @Nullable Double temperature,
      @Nullable List<String> symptoms,
      @Nullable String how,
      @Nullable String note) {}

  @PostMapping("/readings")
  @Access(
      value = {Permission.ISOLATION_ACT, Permission.FOLLOW_UP},
      within = Within.UNITS)
  Reading add(@PathVariable UUID id, @RequestBody Finding body, Caller caller) {
    OrderRow order = seen(id, caller);
    return followUp.record(order, reading(order, body, caller), caller.actor());
  }

  /** Why somebody wants to see a number. */
  record Purpose(@Nullable String purpose) {}

  /** The number to call, as it is. */
  record Phone(@Nullable String phone) {}

  /**
   * Whoever looks after somebody calls them; each look at the number is logged with its purpose.
   */
  @PostMapping("/phone")
  @Access(
      value = {Permission.ISOLATION_ACT, Permission.FOLLOW_UP},
      within = Within.UNITS)
  @Transactional
  public ResponseEntity<Phone> phone(
      @PathVariable UUID id, @RequestBody Purpose body, Caller caller) {
    OrderRow order = seen(id, caller);
    return ResponseEntity.ok()
        .cacheControl(CacheControl.noStore())
        .body(
            new Phone(
                people.wholePhone(order.person(), body.purpose(), caller.actor()).orElse(null)));
  }

  private Reading reading(OrderRow order, Finding body, Caller caller) {
    Instant now = world.now().truncatedTo(ChronoUnit.MICROS);
    Instant at = body.at() == null ? now : body.at();
    if (at.isAfter(now) || at.isBefore(now.minus(2, ChronoUnit.DAYS))) {
      throw Refused.invalid("isolation.day_wrong")
          .field("at")
          .value(at)
          .with("from", now.minus(2, ChronoUnit.DAYS))
          .with("until", now);
    }
    if (body.id() == null) {
      throw Refused.invalid("isolation.field_missing").field("id");
    }
    return new Reading(
        order.id(),
        body.id(),
        at,
        ReadingWords.choice("state", body.state(), Reading.State.values()),
        ReadingWords.temperature(body.temperature()),
        ReadingWords.symptoms(body.symptoms()),
        ReadingWords.choice("how", body.how(), Reading.How.values()),
        ReadingWords.note(body.note()),
        caller.name(),
        now,
        null);
  }

  /** Who looks after the person from now on. */
  record Worker(@Nullable UUID personId) {}

  @PostMapping("/worker")
  @Access(value = Permission.ISOLATION_ACT, within = Within.UNITS)
  List<Reading> name(@PathVariable UUID id, @RequestBody Worker body, Caller caller) {
    OrderRow order = seen(id, caller);
    UUID worker = body.personId();
    if (worker == null) {
      throw Refused.invalid("isolation.field_missing").field("personId");
    }
    if (worker.equals(order.person()) || !people.facts(Set.of(worker)).containsKey(worker)) {
      throw Refused.notFound("isolation.worker_unknown").field("personId").value(worker);
    }
    followUp.name(order, worker, caller);
    return readings.latest(id, SHOWN);
  }

  private OrderRow seen(UUID id, Caller caller) {
    return orders
        .one(id, caller.scope())
        .orElseThrow(() -> Refused.notFound("isolation.order_unknown").field("id").value(id));
  }
}
