package org.shouwang.status;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
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
 * Statuses over HTTP. Whoever leads a unit sees what is restricted and by which label; the evidence
 * behind it only who may.
 */
@RestController
@RequestMapping("/api/v1/status")
class StatusController {

  private static final int MOST_ROWS = 500;

  private final StatusBoard board;
  private final StatusStore store;
  private final ParkStatus status;
  private final ByHandStore byHand;
  private final Evaluation evaluation;
  private final ReasonTexts texts;
  private final Persons persons;
  private final WorldClock world;

  StatusController(
      StatusBoard board,
      StatusStore store,
      ParkStatus status,
      ByHandStore byHand,
      Evaluation evaluation,
      ReasonTexts texts,
      Persons persons,
      WorldClock world) {
    this.board = board;
    this.store = store;
    this.status = status;
    this.byHand = byHand;
    this.evaluation = evaluation;
    this.texts = texts;
    this.persons = persons;
    this.world = world;
  }

  /** A status in the list. */
  record Listed(
      Persons.Named person,
      String level,
      List<String> labels,
      Instant since,
      @Nullable Instant until) {}

  /** How many by level, and which labels there are. */
  record Counts(Map<String, Long> levels, List<String> labels) {}

  @GetMapping
  @Access(value = Permission.STATUS_READ, within = Within.UNITS)
  Page<Listed> list(
      @RequestParam(required = false) @Nullable String level,
      @RequestParam(required = false) @Nullable String label,
      @RequestParam(required = false) @Nullable UUID unit,
      @RequestParam(required = false) @Nullable String after,
      @RequestParam(required = false) @Nullable Integer limit,
      Caller caller) {
    int size = Page.limit(limit);
    StatusBoard.Wanted wanted =
        new StatusBoard.Wanted(word(level), word(label), unit, TimeKeys.of(after));
    Page<StatusView> page =
        Page.of(
            board.list(wanted, caller.scope(), size + 1),
            size,
            view -> TimeKeys.text(view.since(), view.person()));
    Map<UUID, PersonSummary> cards =
        persons.cards(page.items().stream().map(StatusView::person).toList());
    return page.map(view ->
        new Listed(
            Persons.named(view.person(), cards),
            view.level().key(),
            view.labels(),
            view.since(),
            view.until()));
  }

  private static @Nullable String word(@Nullable String word) {
    return word == null || word.isBlank() || !PlainValues.isText(word) ? null : word;
  }

  @GetMapping("/counts")
  @Access(value = Permission.STATUS_READ, within = Within.UNITS)
  Counts counts(Caller caller) {
    return new Counts(board.counts(caller.scope()), board.labels(caller.scope()));
  }

  /** What stands against a person now. */
  record Now(
      Persons.Named person,
      String level,
      List<String> labels,
      @Nullable Instant since,
      @Nullable Instant until,
      @Nullable Instant nextChange) {}

  @GetMapping("/persons/{id}")
  @Access(value = Permission.STATUS_READ, within = Within.UNITS)
  Now now(@PathVariable UUID id, Caller caller) {
    PersonSummary card = persons.seen(id, caller);
    Standing standing = standing(id);
    return new Now(
        Persons.named(id, Map.of(id, card)),
        standing.level().key(),
        standing.labels(),
        standing.level() == Level.FREE ? null : standing.since(),
        standing.until(),
        standing.nextChange());
  }

  private Standing standing(UUID person) {
    return Standing.at(
        world.now(),
        store.known(Set.of(person)).getOrDefault(person, List.of()).stream()
            .map(store::span)
            .toList());
  }

  /** A piece of evidence; {@code hasRule} false: nothing follows from it. */
  record EvidenceView(
      UUID id,
      EvidenceKind kind,
      Map<String, String> detail,
      Instant at,
      @Nullable Instant until,
      String source,
      Instant recordedAt,
      String by,
      boolean hasRule,
      @Nullable Instant withdrawnAt,
      @Nullable String withdrawnWhy,
      @Nullable String withdrawnBy) {}

  @GetMapping("/persons/{id}/evidence")
  @Access(value = Permission.STATUS_EVIDENCE, within = Within.UNITS)
  List<EvidenceView> evidence(@PathVariable UUID id, Caller caller) {
    persons.seen(id, caller);
    return board.evidence(id, MOST_ROWS).stream().map(this::view).toList();
  }

  private EvidenceView view(StatusBoard.Item item) {
    Evidence evidence = item.evidence();
    return new EvidenceView(
        evidence.id(),
        evidence.kind(),
        evidence.detail(),
        evidence.at(),
        evidence.until(),
        item.source(),
        item.recordedAt(),
        item.actor(),
        evaluation.rules().hasRule(evidence),
        item.withdrawnAt(),
        item.withdrawnWhy(),
        item.withdrawnBy());
  }

  /** A row of the history in both times; {@code recordedTo} null: it is what we think now. */
  record PastView(
      Instant validFrom,
      @Nullable Instant validTo,
      Instant recordedFrom,
      @Nullable Instant recordedTo,
      String level,
      List<String> labels,
      List<ReasonTexts.Shown> reasons) {}

  @GetMapping("/persons/{id}/history")
  @Access(value = Permission.STATUS_EVIDENCE, within = Within.UNITS)
  List<PastView> history(@PathVariable UUID id, Caller caller) {
    persons.seen(id, caller);
    Map<UUID, Instant> at = new HashMap<>();
    board
        .evidence(id, MOST_ROWS)
        .forEach(item -> at.put(item.evidence().id(), item.evidence().at()));
    return board.history(id, MOST_ROWS).stream()
        .map(past ->
            new PastView(
                past.row().from(),
                past.row().to(),
                past.recordedFrom(),
                past.recordedTo(),
                past.row().level().key(),
                past.row().labels(),
                texts.of(store.reasons(past.row().reasons()), at)))
        .toList();
  }

  /** Why evidence counts no longer. */
  record Withdrawing(@Nullable String reason) {}

  /** How many were withdrawn: none if somebody had done so already. */
  record Withdrawn(int changed) {}

  @PostMapping("/evidence/{id}/withdraw")
  @Access(value = Permission.STATUS_PROPOSE, within = Within.UNITS)
  @Transactional
  Withdrawn withdraw(@PathVariable UUID id, @RequestBody Withdrawing body, Caller caller) {
    String reason = Texts.required("reason", body.reason());
    Set<UUID> concerned =
        board.evidence(List.of(id)).stream()
            .map(StatusBoard.Item::person)
            .collect(Collectors.toSet());
    if (concerned.isEmpty() || !persons.allVisible(concerned, caller)) {
      throw Refused.notFound("status.evidence_unknown").field("id").value(id);
    }
    int changed = status.withdraw(List.of(id), reason, caller.actor(), null);
    byHand.ended(List.of(id));
    return new Withdrawn(changed);
  }
}
