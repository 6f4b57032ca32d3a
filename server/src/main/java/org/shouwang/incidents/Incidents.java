package org.shouwang.incidents;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.audit.Actor;
import org.shouwang.audit.Audit;
import org.shouwang.cases.CaseBook;
import org.shouwang.cases.CaseEnded;
import org.shouwang.clock.WorldClock;
import org.shouwang.incidents.ClosingRules.Lacking;
import org.shouwang.incidents.Incident.State;
import org.shouwang.isolation.Isolation;
import org.shouwang.policy.Policy;
import org.shouwang.security.Caller;
import org.shouwang.web.Refused;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Opens incidents, lets cases join, moves them on and ends them. */
@Component
class Incidents {

  private static final String RESPOND = "respond";

  private final IncidentStore store;
  private final SignalStore signals;
  private final Reports reports;
  private final IncidentDuties duties;
  private final CaseBook cases;
  private final Isolation isolation;
  private final Policy policy;
  private final Audit audit;
  private final WorldClock world;

  Incidents(
      IncidentStore store,
      SignalStore signals,
      Reports reports,
      IncidentDuties duties,
      CaseBook cases,
      Isolation isolation,
      Policy policy,
      Audit audit,
      WorldClock world) {
    this.store = store;
    this.signals = signals;
    this.reports = reports;
    this.duties = duties;
    this.cases = cases;
    this.isolation = isolation;
    this.policy = policy;
    this.audit = audit;
    this.world = world;
  }

  // ── opening and joining ────────────────────────────────────────────────────────────────────────

  /**
   * A case opens an incident, or joins the open one of its disease whose newest case isn't older
   * than the edition says.
   */
  void carry(UUID caseId, Signal signal, Actor who) {
    String disease = disease(caseId);
    store.turn(disease);
    if (store.ofCase(caseId).isPresent()) {
      return;
    }
    Instant now = now();
    int days = plan(disease, now).linkDays();
    Incident incident =
        store.toJoin(disease, now.minus(Duration.ofDays(days))).flatMap(store::lock).orElse(null);
    boolean fresh = incident == null || !incident.isOpen();
    if (incident == null || fresh) {
      incident = open(null, signal, caseId, who);
    }
    store.carry(incident.id(), caseId, now);
    signals.judge(
        signal.id(),
        fresh ? Signal.State.OPENED : Signal.State.JOINED,
        incident.id(),
        null,
        who.name(),
        now);
    if (!fresh) {
      UUID act =
          audit.record(
              who,
              "incidents.case_joined",
              "incident:" + incident.id(),
              signal.id(),
              Map.of("case", caseId));
      reports.caseJoined(incident, caseId, who, act);
    }
  }

  /** Opens an incident with its steps, their duties and the draft of its initial report. */
  Incident open(@Nullable String title, Signal signal, @Nullable UUID caseId, Actor who) {
    Instant now = now();
    String disease = disease(caseId);
    Plan plan = plan(disease, now);
    int year = now.atZone(WorldClock.ZONE).getYear();
    Incident incident =
        new Incident(
            UuidCreator.getTimeOrderedEpoch(),
            "E%d-%03d".formatted(year, store.number(year)),
            title,
            disease,
            plan.level(),
            State.SIGNALLED,
            now,
            who.name(),
            null,
            null,
            1);
    store.insert(incident);
    UUID act =
        audit.record(
            who,
            "incidents.opened",
            "incident:" + incident.id(),
            signal.id(),
            Map.of("number", incident.number(), "signal", signal.kind().key()));
    store.transition(
        incident.id(),
        new IncidentStore.Transition(
            act, now, null, State.SIGNALLED.key(), signal.kind().key(), who.name()));
    List<StepRow> steps =
        plan.steps().stream()
            .map(it ->
                new StepRow(
                    incident.id(),
                    it.key(),
                    it.words().zh(),
                    it.words().en(),
                    it.hours(),
                    it.asks(),
                    it.team(),
                    now.plus(Plan.hours(it.hours())),
                    StepRow.OPEN,
                    null,
                    null,
                    null,
                    null))
            .toList();
    store.steps(steps);
    duties.steps(incident, steps, who, act);
    reports.opened(incident, caseId, who, act);
    duties.tell(incident, "incidents.opened", act);
    return incident;
  }

  // ── when a case ends ───────────────────────────────────────────────────────────────────────────

  /** A case that was none takes its incident with it, unless something else carries it. */
  @EventListener
  @Transactional(propagation = Propagation.MANDATORY)
  void on(CaseEnded ended) {
    UUID of = store.ofCase(ended.id()).orElse(null);
    if (of == null) {
      return;
    }
    if (ended.withdrawn()) {
      store.lock(of).filter(Incident::isOpen).ifPresent(it -> withdrawn(it, ended));
    } else if (one(of).isOpen()) {
      // changes nothing of the incident, so nobody waits for it
      audit.record(
          ended.who(),
          "incidents.case_closed",
          "incident:" + of,
          ended.act(),
          Map.of("case", ended.id()));
    }
  }

  private void withdrawn(Incident incident, CaseEnded ended) {
    CaseBook.Summary other =
        cases.of(carried(incident.id())).stream()
            .filter(it -> !it.id().equals(ended.id()) && !it.state().equals("withdrawn"))
            .findFirst()
            .orElse(null);
    boolean stands =
        other != null
            || signals.of(List.of(incident.id())).stream()
                .anyMatch(it -> it.kind() != Signal.Kind.CASE);
    reports.caseWithdrawn(incident, ended, other, stands);
    if (!stands) {
      withdraw(incident, ended.why(), ended.who(), ended.act());
    }
  }

  private void withdraw(Incident incident, String why, Actor who, @Nullable UUID cause) {
    Instant now = now();
    UUID act =
        audit.record(
            who, "incidents.withdrawn", "incident:" + incident.id(), cause, Map.of("why", why));
    step(incident, State.WITHDRAWN, incident.level(), why, now, act, who);
    duties.ended(steps(incident.id()), List.of(), why, who, act);
    reports.drop(incident, why, who, act);
    duties.tell(incident, "incidents.withdrawn", act);
  }

  private void step(
      Incident incident, State became, String level, String why, Instant now, UUID act, Actor who) {
    store.move(incident.id(), became, level, became.isOpen() ? null : now);
    store.transition(
        incident.id(),
        new IncidentStore.Transition(
            act, now, incident.state().key(), became.key(), why, who.name()));
  }

  // ── by hand ────────────────────────────────────────────────────────────────────────────────────

  /** A step on the way, as the caller wants it. */
  record Move(State became, @Nullable String level, String why, int version) {}

  /**
   * Moves an incident on.
   *
   * @throws Refused 409 {@code incidents.moved}, {@code incidents.no_way} from where it stands, or
   *     {@code incidents.not_yet} with all that is lacking
   */
  @Transactional
  Incident move(UUID id, Move move, Caller caller) {
    Incident incident = held(id, move.version());
    if (!incident.state().mayBecome(move.became())) {
      throw Refused.conflict("incidents.no_way")
          .field("became")
          .value(move.became().key())
          .with("state", incident.state().key());
    }
    String level = Objects.requireNonNullElse(move.level(), incident.level());
    switch (move.became()) {
      case CLOSED -> complete(incident);
      case WITHDRAWN -> {
        long open = cases.of(carried(id)).stream().filter(CaseBook.Summary::isOpen).count();
        if (open > 0) {
          throw Refused.conflict("incidents.cases_open").value(open);
        }
        withdraw(incident, move.why(), caller.actor(), id);
        return one(id);
      }
      case SIGNALLED, RESPONDING, DISPOSAL -> {}
    }
    UUID act =
        audit.record(
            caller.actor(),
            "incidents." + move.became().key(),
            "incident:" + id,
            id,
            Map.of("was", incident.state().key(), "level", level, "why", move.why()));
    step(incident, move.became(), level, move.why(), now(), act, caller.actor());
    switch (move.became()) {
      case RESPONDING -> endStep(id, RESPOND, "done", move.why(), null, act, caller);
      case DISPOSAL -> reports.finalDue(incident, caller.actor(), act);
      case CLOSED -> reports.drop(incident, move.why(), caller.actor(), act);
      case SIGNALLED, WITHDRAWN -> {}
    }
    return one(id);
  }

  private void complete(Incident incident) {
    List<Lacking> lacking = lacking(incident.id());
    if (!lacking.isEmpty()) {
      throw Refused.conflict("incidents.not_yet")
          .value(
              String.join(
                  ", ", lacking.stream().map(it -> it.what().key() + " " + it.count()).toList()));
    }
  }

  /** All that keeps an incident from being closed. */
  List<Lacking> lacking(UUID id) {
    List<UUID> carried = carried(id);
    long candidates =
        cases.contacts(carried).values().stream()
            .mapToLong(it -> it.getOrDefault("candidate", 0L))
            .sum();
    Map<String, Long> orders = isolation.counts(carried);
    return ClosingRules.lacking(
        new ClosingRules.Standing(
            cases.of(carried),
            candidates,
            orders.getOrDefault("proposed", 0L) + orders.getOrDefault("ordered", 0L),
            steps(id),
            reports.of(id)));
  }

  /** Another level of response. */
  @Transactional
  Incident level(UUID id, String level, String why, int version, Caller caller) {
    Incident incident = held(id, version);
    UUID act =
        audit.record(
            caller.actor(),
            "incidents.level_set",
            "incident:" + id,
            id,
            Map.of("was", incident.level(), "level", level, "why", why));
    step(incident, incident.state(), level, level + ": " + why, now(), act, caller.actor());
    return one(id);
  }

  /** How a step ended. */
  record StepEnd(String state, @Nullable String note, @Nullable String document) {}

  /**
   * Ends a step: it is done, or needless for a reason.
   *
   * @throws Refused 404; 409 {@code incidents.step_over} with who was first; 422 when what the
   *     edition asks for is missing
   */
  @Transactional
  void endStep(UUID id, String key, StepEnd end, Caller caller) {
    Incident incident = held(id, null);
    StepRow step =
        steps(incident.id()).stream()
            .filter(it -> it.key().equals(key))
            .findFirst()
            .orElseThrow(() -> Refused.notFound("incidents.step_unknown").field("key").value(key));
    if (!step.isOpen()) {
      throw Refused.conflict("incidents.step_over")
          .value(Objects.requireNonNullElse(step.doneBy(), ""));
    }
    boolean done = end.state().equals("done");
    if (done && step.asks().equals("document") && end.document() == null) {
      throw Texts.missing("document");
    }
    if (!done && end.note() == null) {
      throw Texts.missing("note");
    }
    Map<String, Object> body = new HashMap<>(Map.of("step", key));
    body.put("note", Objects.requireNonNullElse(end.note(), ""));
    body.put("document", Objects.requireNonNullElse(end.document(), ""));
    UUID act =
        audit.record(
            caller.actor(),
            done ? "incidents.step_done" : "incidents.step_needless",
            "incident:" + id,
            id,
            body);
    endStep(id, key, end.state(), end.note(), end.document(), act, caller);
  }

  private void endStep(
      UUID id,
      String key,
      String state,
      @Nullable String note,
      @Nullable String document,
      UUID act,
      Caller caller) {
    if (store.endStep(
        id, key, new IncidentStore.Ending(state, now(), caller.name(), note, document))) {
      duties.stepEnded(
          id, key, state.equals("done"), Objects.requireNonNullElse(note, ""), caller.actor(), act);
    }
  }

  /**
   * An open incident, held until the commit.
   *
   * @param seen version that the caller saw; null: whichever
   * @throws Refused 404; 409 {@code incidents.ended}, {@code incidents.moved}
   */
  @Transactional(propagation = Propagation.MANDATORY)
  Incident held(UUID id, @Nullable Integer seen) {
    Incident incident = store.lock(id).orElseThrow(() -> Texts.unknown("id", id));
    if (!incident.isOpen()) {
      throw Refused.conflict("incidents.ended").value(incident.number());
    }
    if (seen != null && seen != incident.version()) {
      throw Texts.moved(seen);
    }
    return incident;
  }

  Incident one(UUID id) {
    return store.one(id).orElseThrow(() -> Texts.unknown("id", id));
  }

  List<UUID> carried(UUID id) {
    return store.carried(List.of(id)).getOrDefault(id, List.of());
  }

  private List<StepRow> steps(UUID id) {
    return store.stepsOf(List.of(id)).getOrDefault(id, List.of());
  }

  /** Of the case; without one the disease that the park's control is about. */
  private String disease(@Nullable UUID caseId) {
    return caseId == null
        ? policy.principal(now())
        : cases.of(List.of(caseId)).stream()
            .map(CaseBook.Summary::disease)
            .findFirst()
            .orElseGet(() -> policy.principal(now()));
  }

  private Plan plan(String disease, Instant at) {
    return Plan.of(policy.of(disease).inForce(at));
  }

  private Instant now() {
    return world.now().truncatedTo(ChronoUnit.MICROS);
  }
}
