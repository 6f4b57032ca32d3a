package org.shouwang.policy;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.clock.WorldClock;
import org.shouwang.security.Access;
import org.shouwang.security.Caller;
import org.shouwang.security.Permission;
import org.shouwang.security.Within;
import org.shouwang.web.PlainValues;
import org.shouwang.web.Refused;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Going over to other rules, over HTTP. */
@RestController
@RequestMapping("/api/v1/policy/switches")
class SwitchController {

  private static final int MOST = 500;
  private static final int MOST_SHOWN = 200;

  private final Policy policy;
  private final WorldClock world;

  SwitchController(Policy policy, WorldClock world) {
    this.policy = policy;
    this.world = world;
  }

  /**
   * A decision.
   *
   * @param disease whose rules alone go over; null: those of all
   * @param ahead whether it is still to come, so that it can be called off
   */
  record Decided(
      UUID id,
      Instant at,
      LocalDate rulesOf,
      @Nullable String disease,
      String document,
      @Nullable String note,
      String from,
      String to,
      Instant decidedAt,
      String decider,
      @Nullable Instant cancelledAt,
      @Nullable String canceller,
      boolean ahead) {}

  private Decided view(Switch row) {
    return new Decided(
        row.id(),
        row.at(),
        row.rulesOf(),
        row.disease(),
        row.document(),
        row.note(),
        row.from(),
        row.to(),
        row.decidedAt(),
        row.decider(),
        row.cancelledAt(),
        row.canceller(),
        !row.isCancelled() && row.at().isAfter(world.now()));
  }

  @GetMapping
  @Access(value = Permission.POLICY_READ, within = Within.PARK)
  List<Decided> list() {
    return policy.switches().stream().limit(MOST_SHOWN).map(this::view).toList();
  }

  /**
   * To which rules, and when.
   *
   * @param at from when; absent: now
   * @param rulesOf whose rules hold then; absent: those of that day
   * @param disease whose rules alone go over; absent: those of all
   * @param document of the authority that ordered it
   */
  record Switching(
      @Nullable Instant at,
      @Nullable LocalDate rulesOf,
      @Nullable String disease,
      @Nullable String document,
      @Nullable String note) {}

  @PostMapping
  @Access(value = Permission.POLICY_SWITCH, within = Within.PARK)
  ResponseEntity<Decided> decide(@RequestBody Switching body, Caller caller) {
    String document = text("document", body.document());
    if (document == null) {
      throw Refused.invalid("policy.field_missing").field("document").value("");
    }
    Instant at = body.at() == null ? world.now() : body.at();
    at = at.truncatedTo(ChronoUnit.MICROS);
    // now goes on while the request is on its way
    at = body.at() == null ? at.plusSeconds(1) : at;
    LocalDate rulesOf =
        body.rulesOf() == null ? at.atZone(WorldClock.ZONE).toLocalDate() : body.rulesOf();
    Switch decided =
        policy.decide(at, rulesOf, body.disease(), document, text("note", body.note()), caller);
    return ResponseEntity.status(201).body(view(decided));
  }

  private static @Nullable String text(String field, @Nullable String text) {
    if (text == null || text.isBlank()) {
      return null;
    }
    if (text.length() > MOST || !PlainValues.isText(text)) {
      throw Refused.invalid("policy.text_too_long").field(field).with("limit", MOST);
    }
    return text.strip();
  }

  /** Calls a switch off before it comes. */
  @DeleteMapping("/{id}")
  @Access(value = Permission.POLICY_SWITCH, within = Within.PARK)
  ResponseEntity<Void> cancel(@PathVariable UUID id, Caller caller) {
    policy.cancel(id, caller);
    return ResponseEntity.noContent().build();
  }
}
