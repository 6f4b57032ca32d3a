package org.shouwang.cases;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.audit.Audit;
import org.shouwang.cases.CaseViews.CaseView;
import org.shouwang.clock.WorldClock;
import org.shouwang.policy.Policy;
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
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Cases over HTTP, within the caller's units; whoever opens a file is written down. */
@RestController
@RequestMapping("/api/v1/cases")
class CaseController {

  private final Cases cases;
  private final CaseStore store;
  private final Policy policy;
  private final Tracing tracing;
  private final CaseViews views;
  private final Audit audit;
  private final WorldClock world;

  CaseController(
      Cases cases,
      CaseStore store,
      Policy policy,
      Tracing tracing,
      CaseViews views,
      Audit audit,
      WorldClock world) {
    this.cases = cases;
    this.store = store;
    this.policy = policy;
    this.tracing = tracing;
    this.views = views;
    this.audit = audit;
    this.world = world;
  }

  @GetMapping
  @Access(value = Permission.CASES_READ, within = Within.UNITS)
  Page<CaseView> list(
      @RequestParam(required = false) @Nullable String state,
      @RequestParam(required = false) @Nullable String disease,
      @RequestParam(required = false) @Nullable String after,
      @RequestParam(required = false) @Nullable Integer limit,
      Caller caller) {
    int size = Page.limit(limit);
    CaseStore.Wanted wanted =
        new CaseStore.Wanted(plain(state), plain(disease), TimeKeys.of(after));
    Page<CaseFile> page =
        Page.of(
            store.list(wanted, caller.scope(), size + 1),
            size,
            file -> TimeKeys.text(file.openedAt(), file.id()));
    return new Page<>(views.cases(page.items()), page.next(), null);
  }

  private static @Nullable String plain(@Nullable String text) {
    return text == null || text.isBlank() || !PlainValues.isText(text) ? null : text;
  }

  /**
   * What the rules in force call a case of a disease, and so what must be asked.
   *
   * @param signs to be asked for
   * @param counted those of which the number in 24 hours counts
   * @param defined classifications that are defined, the weakest first
   */
  record Definition(
      String disease, List<String> signs, List<String> counted, List<String> defined) {}

  @GetMapping("/definition")
  @Access(value = Permission.CASES_READ, within = Within.PARK)
  Definition definition(@RequestParam(required = false) @Nullable String disease) {
    String of = policy.disease(disease);
    CaseDefinition definition = CaseDefinition.of(policy.of(of).inForce(world.now()));
    return new Definition(
        of,
        List.copyOf(definition.asked()),
        List.copyOf(definition.counted()),
        definition.conditions().keySet().stream().map(CaseFile.Classification::key).toList());
  }

  @GetMapping("/{id}")
  @Access(value = Permission.CASES_READ, within = Within.UNITS)
  @Transactional
  CaseView get(@PathVariable UUID id, Caller caller) {
    CaseFile file = seen(id, caller);
    audit.record(caller.actor(), "cases.file_read", "case:" + id, Map.of("number", file.number()));
    return view(file);
  }

  /**
   * A case to be opened; the client makes the id, so that a retry opens it once.
   *
   * @param disease null: the principal one
   * @param signs what the case definition asks for: times in 24 hours, or 1 for there and 0 for not
   */
  record Opening(
      @Nullable UUID id,
      @Nullable UUID personId,
      @Nullable String disease,
      @Nullable LocalDate onset,
      @Nullable Instant sampledAt,
      @Nullable String symptoms,
      @Nullable Map<String, Integer> signs,
      @Nullable Instant symptomsEndedAt,
      @Nullable Instant controlledAt) {}

  @PostMapping
  @Access(value = Permission.CASES_ACT, within = Within.UNITS)
  @Transactional
  CaseView open(@RequestBody Opening body, Caller caller) {
    if (body.id() == null) {
      throw Refused.invalid("cases.field_missing").field("id");
    }
    if (body.personId() == null) {
      throw Refused.invalid("cases.field_missing").field("personId");
    }
    CaseFile.Known known =
        known(
            new CaseFile.Known(
                body.onset(),
                body.sampledAt(),
                body.symptoms(),
                body.signs() == null ? Map.of() : body.signs(),
                body.symptomsEndedAt(),
                body.controlledAt()));
    String disease = policy.disease(Texts.optional("disease", body.disease()));
    return view(
        cases.open(body.id(), views.known(body.personId(), true, caller), disease, known, caller));
  }

  /** What was typed, checked. */
  private CaseFile.Known known(CaseFile.Known typed) {
    Instant now = world.now();
    CaseFile.Known known =
        new CaseFile.Known(
            Texts.past("onset", typed.onset(), now),
            Texts.past("sampledAt", typed.sampledAt(), now),
            Texts.optional("symptoms", typed.symptoms()),
            Texts.signs("signs", typed.signs()),
            Texts.past("symptomsEndedAt", typed.symptomsEndedAt(), now),
            Texts.past("controlledAt", typed.controlledAt(), now));
    LocalDate onset = known.onset();
    Instant ended = known.symptomsEndedAt();
    if (onset != null
        && ended != null
        && ended.isBefore(onset.atStartOfDay(WorldClock.ZONE).toInstant())) {
      throw Refused.invalid("cases.until_before").field("symptomsEndedAt").value(ended);
    }
    return known;
  }

  /** What is known of a case, as a whole. */
  record Changing(
      @Nullable String classification,
      @Nullable String document,
      @Nullable LocalDate onset,
      @Nullable Instant sampledAt,
      @Nullable String symptoms,
      @Nullable Map<String, Integer> signs,
      @Nullable Instant symptomsEndedAt,
      @Nullable Instant controlledAt,
      @Nullable Integer version) {}

  @PutMapping("/{id}")
  @Access(value = Permission.CASES_ACT, within = Within.UNITS)
  @Transactional
  CaseView change(@PathVariable UUID id, @RequestBody Changing body, Caller caller) {
    CaseFile file = seen(id, caller);
    CaseFile.Classification as =
        Texts.choice("classification", body.classification(), CaseFile.Classification.values());
    String document = Texts.optional("document", body.document());
    if (as != CaseFile.Classification.SUSPECTED && document == null) {
      throw Refused.invalid("cases.document_missing").field("document");
    }
    if (body.version() == null) {
      throw Refused.invalid("cases.field_missing").field("version");
    }
    CaseFile.Known known =
        known(
            new CaseFile.Known(
                body.onset(),
                body.sampledAt(),
                body.symptoms(),
                body.signs() == null ? file.signs() : body.signs(),
                body.symptomsEndedAt(),
                body.controlledAt()));
    return view(cases.change(file.changed(as, document, known, body.version()), caller));
  }

  /** To whom it was reported. */
  record Reporting(@Nullable String to) {}

  @PostMapping("/{id}/report")
  @Access(value = Permission.CASES_ACT, within = Within.UNITS)
  @Transactional
  CaseView report(@PathVariable UUID id, @RequestBody Reporting body, Caller caller) {
    seen(id, caller);
    return view(cases.report(id, Texts.required("to", body.to()), caller));
  }

  /** How a case ended. */
  enum Outcome {
    RECOVERED,
    TRANSFERRED,
    DIED
  }

  /**
   * The end of a case.
   *
   * @param despite why the authority lets the person go before the edition would
   */
  record Closing(@Nullable String outcome, @Nullable String reason, @Nullable String despite) {}

  @PostMapping("/{id}/close")
  @Access(value = Permission.CASES_ACT, within = Within.UNITS)
  @Transactional
  CaseView close(@PathVariable UUID id, @RequestBody Closing body, Caller caller) {
    seen(id, caller);
    Outcome outcome = Texts.choice("outcome", body.outcome(), Outcome.values());
    return view(
        cases.close(
            id,
            outcome.name().toLowerCase(java.util.Locale.ROOT),
            Texts.required("reason", body.reason()),
            Texts.optional("despite", body.despite()),
            caller));
  }

  /** Why it was none. */
  record Withdrawing(@Nullable String reason) {}

  @PostMapping("/{id}/withdraw")
  @Access(value = Permission.CASES_ACT, within = Within.UNITS)
  @Transactional
  CaseView withdraw(@PathVariable UUID id, @RequestBody Withdrawing body, Caller caller) {
    seen(id, caller);
    return view(cases.withdraw(id, Texts.required("reason", body.reason()), caller));
  }

  /** Traces a case now, also one that is no longer traced by itself. */
  @PostMapping("/{id}/trace")
  @Access(value = Permission.CASES_ACT, within = Within.UNITS)
  @Transactional
  CaseView trace(@PathVariable UUID id, Caller caller) {
    seen(id, caller);
    tracing.trace(cases.held(id));
    return view(seen(id, caller));
  }

  private CaseFile seen(UUID id, Caller caller) {
    return store
        .one(id, caller.scope())
        .orElseThrow(() -> Refused.notFound("cases.unknown").field("id").value(id));
  }

  private CaseView view(CaseFile file) {
    return views.cases(List.of(file)).getFirst();
  }
}
