package org.shouwang.isolation;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.clock.WorldClock;
import org.shouwang.isolation.MedicalCheck.Outcome;
import org.shouwang.security.Access;
import org.shouwang.security.Caller;
import org.shouwang.security.Permission;
import org.shouwang.security.Within;
import org.shouwang.web.PlainValues;
import org.shouwang.web.Refused;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Doctors' looks over HTTP, within the caller's units. */
@RestController
@RequestMapping("/api/v1/isolation/orders/{id}/checks")
class MedicalCheckController {

  private static final int MOST = 500;
  private static final int NAME = 100;
  private static final int SHOWN = 100;

  /** What a doctor wrote on paper is typed within the week. */
  private static final int DAYS = 7;

  private final MedicalChecks checks;
  private final OrderStore orders;
  private final WorldClock world;

  MedicalCheckController(MedicalChecks checks, OrderStore orders, WorldClock world) {
    this.checks = checks;
    this.orders = orders;
    this.world = world;
  }

  /** The newest first. */
  @GetMapping
  @Access(value = Permission.ISOLATION_READ, within = Within.UNITS)
  List<MedicalCheck> list(@PathVariable UUID id, Caller caller) {
    return checks.of(seen(id, caller).id(), SHOWN);
  }

  /**
   * A doctor's look; the client makes the id, so that a retry is kept once.
   *
   * @param at when the person was seen; left out: now
   * @param doctor who saw them
   * @param outcome stays, to_hospital, tested
   */
  record Checking(
      @Nullable UUID id,
      @Nullable Instant at,
      @Nullable String doctor,
      @Nullable String outcome,
      @Nullable String note) {}

  @PostMapping
  @Access(
      value = {Permission.ISOLATION_ACT, Permission.FOLLOW_UP},
      within = Within.UNITS)
  @Transactional
  List<MedicalCheck> add(@PathVariable UUID id, @RequestBody Checking body, Caller caller) {
    OrderRow order = seen(id, caller);
    checks.record(order, check(order, body, caller), caller);
    return checks.of(id, SHOWN);
  }

  private MedicalCheck check(OrderRow order, Checking body, Caller caller) {
    Instant now = world.now().truncatedTo(ChronoUnit.MICROS);
    Instant at = body.at() == null ? now : body.at();
    if (at.isAfter(now) || at.isBefore(now.minus(DAYS, ChronoUnit.DAYS))) {
      throw Refused.invalid("isolation.day_wrong")
          .field("at")
          .value(at)
          .with("from", now.minus(DAYS, ChronoUnit.DAYS))
          .with("until", now);
    }
    if (body.id() == null) {
      throw missing("id");
    }
    String doctor = text("doctor", body.doctor(), NAME);
    if (doctor == null) {
      throw missing("doctor");
    }
    return new MedicalCheck(
        order.id(),
        body.id(),
        at,
        doctor,
        outcome(body.outcome()),
        text("note", body.note(), MOST),
        caller.name(),
        now);
  }

  private static Outcome outcome(@Nullable String word) {
    if (word == null || word.isBlank()) {
      throw missing("outcome");
    }
    for (Outcome each : Outcome.values()) {
      if (each.key().equals(word)) {
        return each;
      }
    }
    throw Refused.invalid("isolation.not_a_choice")
        .field("outcome")
        .value(PlainValues.shown(word, 40))
        .with(
            "choices",
            String.join(", ", Arrays.stream(Outcome.values()).map(Outcome::key).toList()));
  }

  private static @Nullable String text(String field, @Nullable String text, int most) {
    if (text == null || text.isBlank()) {
      return null;
    }
    if (text.length() > most || !PlainValues.isText(text)) {
      throw Refused.invalid("isolation.field_too_long").field(field).with("limit", most);
    }
    return text.strip();
  }

  private static Refused missing(String field) {
    return Refused.invalid("isolation.field_missing").field(field);
  }

  private OrderRow seen(UUID id, Caller caller) {
    return orders
        .one(id, caller.scope())
        .orElseThrow(() -> Refused.notFound("isolation.order_unknown").field("id").value(id));
  }
}
