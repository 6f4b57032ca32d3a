package org.shouwang.status;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.audit.Audit;
import org.shouwang.clock.WorldClock;
import org.shouwang.people.PersonSummary;
import org.shouwang.security.Access;
import org.shouwang.security.Caller;
import org.shouwang.security.Permission;
import org.shouwang.security.Within;
import org.shouwang.web.Page;
import org.shouwang.web.PlainValues;
import org.shouwang.web.Refused;
import org.shouwang.web.TimeKeys;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * A status by hand: proposed by one, confirmed by another, for a reason of a closed list, with an
 * end. It never sets an official colour.
 */
@RestController
@RequestMapping("/api/v1/status/by-hand")
class ByHandController {

  private static final String REASONS = "status.by_hand.reasons";
  private static final String MOST_DAYS = "status.by_hand.max_days";

  private final ByHandStore store;
  private final ParkStatus status;
  private final Evaluation evaluation;
  private final Persons persons;
  private final Audit audit;
  private final WorldClock world;

  ByHandController(
      ByHandStore store,
      ParkStatus status,
      Evaluation evaluation,
      Persons persons,
      Audit audit,
      WorldClock world) {
    this.store = store;
    this.status = status;
    this.evaluation = evaluation;
    this.persons = persons;
    this.audit = audit;
    this.world = world;
  }

  /** What may be proposed now, by the edition in force. */
  record Choices(List<String> levels, List<String> reasons, int mostDays) {}

  @GetMapping("/choices")
  @Access(value = Permission.STATUS_PROPOSE, within = Within.PARK)
  Choices choices() {
    EditionRules rules = evaluation.rulesAt(world.now());
    Integer days = rules.number(MOST_DAYS);
    return new Choices(
        List.of("watched", "test_first", "held", "barred"),
        rules.list(REASONS),
        days == null ? 0 : days);
  }

  /** What is proposed. */
  record Proposing(
      @Nullable UUID personId,
      @Nullable String level,
      @Nullable String reason,
      @Nullable String note,
      @Nullable Instant until) {}

  /** A status by hand in a list. */
  record ByHandView(
      UUID id,
      Persons.Named person,
      String level,
      String reason,
      String note,
      Instant until,
      Instant proposedAt,
      String proposer,
      boolean mine,
      String state,
      @Nullable Instant decidedAt,
      @Nullable String decider,
      @Nullable String decision) {}

  @PostMapping
  @Access(value = Permission.STATUS_PROPOSE, within = Within.UNITS)
  @Transactional
  ByHandView propose(@RequestBody Proposing body, Caller caller) {
    if (body.personId() == null) {
      throw Refused.invalid("status.field_missing").field("personId");
    }
    PersonSummary card = persons.seen(body.personId(), caller);
    Instant now = world.now().truncatedTo(ChronoUnit.MICROS);
    Choices choices = choices();
    ByHandStore.Row row =
        new ByHandStore.Row(
            UuidCreator.getTimeOrderedEpoch(),
            body.personId(),
            chosen("level", body.level(), choices.levels()),
            chosen("reason", body.reason(), choices.reasons()),
            Texts.required("note", body.note()),
            until(body.until(), now, choices.mostDays()),
            now,
            caller.id(),
            caller.name(),
            "proposed",
            null,
            null,
            null);
    if (!store.propose(row, card.unitId())) {
      throw Refused.conflict("status.by_hand_open").field("personId").value(row.person());
    }
    audit.record(
        caller.actor(),
        "status.by_hand_proposed",
        "person:" + row.person(),
        Map.of(
            "proposal", row.id(),
            "level", row.level(),
            "reason", row.reason(),
            "until", row.until().toString()));
    return views(List.of(row), caller).getFirst();
  }

  private static String chosen(String field, @Nullable String word, List<String> choices) {
    if (word == null || !choices.contains(word)) {
      throw Refused.invalid("status.not_a_choice")
          .field(field)
          .value(Texts.shown(word))
          .with("choices", String.join(", ", choices));
    }
    return word;
  }

  private static Instant until(@Nullable Instant until, Instant now, int days) {
    if (until == null || !until.isAfter(now) || until.isAfter(now.plus(Duration.ofDays(days)))) {
      throw Refused.invalid("status.until_wrong")
          .field("until")
          .value(until == null ? "" : until.toString())
          .with("days", days);
    }
    return until.truncatedTo(ChronoUnit.MICROS);
  }

  @GetMapping
  @Access(
      value = {Permission.STATUS_PROPOSE, Permission.STATUS_DECIDE},
      within = Within.UNITS)
  Page<ByHandView> list(
      @RequestParam(required = false) @Nullable String state,
      @RequestParam(required = false) @Nullable String after,
      @RequestParam(required = false) @Nullable Integer limit,
      Caller caller) {
    int size = Page.limit(limit);
    String wanted = state == null || state.isBlank() || !PlainValues.isText(state) ? null : state;
    Page<ByHandStore.Row> page =
        Page.of(
            store.list(wanted, caller.scope(), TimeKeys.of(after), size + 1),
            size,
            row -> TimeKeys.text(row.proposedAt(), row.id()));
    return new Page<>(views(page.items(), caller), page.next(), null);
  }

  /** Why it is decided so. */
  record Deciding(@Nullable String reason) {}

  @PostMapping("/{id}/confirm")
  @Access(value = Permission.STATUS_DECIDE, within = Within.UNITS)
  @Transactional
  ByHandView confirm(@PathVariable UUID id, @RequestBody Deciding body, Caller caller) {
    ByHandStore.Row row = decide(id, "confirmed", body, caller);
    Instant now = world.now().truncatedTo(ChronoUnit.MICROS);
    if (!row.until().isAfter(now)) {
      throw Refused.conflict("status.by_hand_over").value(row.until().toString());
    }
    NewEvidence evidence =
        new NewEvidence(
            row.id(),
            row.person(),
            EvidenceKind.BY_HAND,
            Map.of("level", row.level(), "reason", row.reason()),
            now,
            row.until(),
            "status.by_hand",
            row.id());
    status.take(List.of(evidence), caller.actor());
    return again(id, caller);
  }

  @PostMapping("/{id}/refuse")
  @Access(value = Permission.STATUS_DECIDE, within = Within.UNITS)
  @Transactional
  ByHandView refuse(@PathVariable UUID id, @RequestBody Deciding body, Caller caller) {
    decide(id, "refused", body, caller);
    return again(id, caller);
  }

  private ByHandStore.Row decide(UUID id, String state, Deciding body, Caller caller) {
    ByHandStore.Row row =
        store
            .one(id, caller.scope())
            .orElseThrow(() -> Refused.notFound("status.by_hand_unknown").field("id").value(id));
    String reason = Texts.required("reason", body.reason());
    if (row.proposedBy().equals(caller.id())) {
      throw Refused.conflict("status.by_hand_own").value(row.proposer());
    }
    if (!store.decide(id, state, reason, caller, world.now())) {
      throw Refused.conflict("status.state_moved").value(row.state());
    }
    audit.record(
        caller.actor(),
        "status.by_hand_" + state,
        "person:" + row.person(),
        id,
        Map.of("proposal", id, "level", row.level(), "reason", reason));
    return row;
  }

  private ByHandView again(UUID id, Caller caller) {
    return views(store.one(id, caller.scope()).stream().toList(), caller).getFirst();
  }

  private List<ByHandView> views(List<ByHandStore.Row> rows, Caller caller) {
    Map<UUID, PersonSummary> cards =
        persons.cards(rows.stream().map(ByHandStore.Row::person).toList());
    return rows.stream()
        .map(row ->
            new ByHandView(
                row.id(),
                Persons.named(row.person(), cards),
                row.level(),
                row.reason(),
                row.note(),
                row.until(),
                row.proposedAt(),
                row.proposer(),
                row.proposedBy().equals(caller.id()),
                row.state(),
                row.decidedAt(),
                row.decider(),
                row.decision()))
        .toList();
  }
}
