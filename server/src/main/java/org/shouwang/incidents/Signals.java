package org.shouwang.incidents;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.audit.Actor;
import org.shouwang.audit.Audit;
import org.shouwang.cases.CaseOpened;
import org.shouwang.clock.WorldClock;
import org.shouwang.gates.FeversHeld;
import org.shouwang.incidents.Signal.Kind;
import org.shouwang.isolation.IsolatedUnwell;
import org.shouwang.policy.Policy;
import org.shouwang.sampling.TubeAlarmed;
import org.shouwang.screening.AreaListed;
import org.shouwang.security.Caller;
import org.shouwang.web.Refused;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Takes signals 预警信号 and has them judged. That of a case needs nobody: it opens an incident or
 * joins one in the commit that opens the case.
 */
@Component
class Signals {

  private static final int TITLE = 200;

  private final SignalStore store;
  private final Incidents incidents;
  private final IncidentDuties duties;
  private final Policy policy;
  private final Audit audit;
  private final WorldClock world;

  Signals(
      SignalStore store,
      Incidents incidents,
      IncidentDuties duties,
      Policy policy,
      Audit audit,
      WorldClock world) {
    this.store = store;
    this.incidents = incidents;
    this.duties = duties;
    this.policy = policy;
    this.audit = audit;
    this.world = world;
  }

  // ── by themselves ──────────────────────────────────────────────────────────────────────────────

  @EventListener
  @Transactional(propagation = Propagation.MANDATORY)
  void on(CaseOpened opened) {
    Signal signal =
        take(
            draft(Kind.CASE, "case|" + opened.id(), now(), "", opened.cause())
                .link("/cases/" + opened.id()),
            opened.who());
    incidents.carry(opened.id(), signal, opened.who());
  }

  /** A positive tube of one person is that person's case. */
  @EventListener
  @Transactional(propagation = Propagation.MANDATORY)
  void on(TubeAlarmed tube) {
    if (!tube.opensCase()) {
      take(
          draft(Kind.TUBE, "tube|" + tube.result(), now(), tube.tube(), tube.result())
              .link("/tubes/" + tube.tube()),
          tube.who());
    }
  }

  /** One signal a gate and day, whoever is held there with a fever. */
  @EventListener
  @Transactional(propagation = Propagation.MANDATORY)
  void on(FeversHeld fevers) {
    fevers.held().stream()
        .sorted(Comparator.comparing(FeversHeld.Held::place))
        .forEach(each ->
            take(
                draft(
                        Kind.GATE_FEVER,
                        "gate_fever|" + each.place() + "|" + day(each.at()),
                        earlier(each.at()),
                        "",
                        each.pass())
                    .place(each.place())
                    .link("/holds"),
                Actor.SYSTEM));
  }

  @EventListener
  @Transactional(propagation = Propagation.MANDATORY)
  void on(IsolatedUnwell unwell) {
    take(
        draft(
                Kind.ISOLATED_UNWELL,
                "unwell|" + unwell.order() + "|" + day(unwell.at()),
                earlier(unwell.at()),
                "",
                unwell.act())
            .link("/isolation/orders"),
        unwell.who());
  }

  @EventListener
  @Transactional(propagation = Propagation.MANDATORY)
  void on(AreaListed area) {
    if (!area.level().equals("low")) {
      take(
          draft(Kind.RISK_AREA, "area|" + area.id(), now(), area.name(), area.act())
              .link("/screening"),
          area.who());
    }
  }

  private static LocalDate day(Instant at) {
    return at.atZone(WorldClock.ZONE).toLocalDate();
  }

  /** What a device says of the future was now. */
  private Instant earlier(Instant at) {
    Instant now = now();
    return at.isAfter(now) ? now : at;
  }

  // ── by hand ────────────────────────────────────────────────────────────────────────────────────

  /** What somebody took in. */
  record Taken(UUID id, Kind kind, Instant at, @Nullable String from, String what) {}

  /** Takes a call, a letter or anything else in. The same id again is the same signal. */
  @Transactional
  Signal take(Taken taken, Caller caller) {
    Signal again = store.one(taken.id()).orElse(null);
    if (again != null) {
      return again;
    }
    Draft draft = draft(taken.kind(), "hand|" + taken.id(), taken.at(), taken.what(), null);
    return take(draft.id(taken.id()).from(taken.from()), caller.actor());
  }

  /** What was made of a signal. */
  enum Judgement {
    /** It opens an incident. */
    OPEN,
    /** It joins one that is open. */
    JOIN,
    /** It means nothing, for a reason. */
    DISMISS
  }

  /**
   * Judges a signal.
   *
   * @param incident to join
   * @param title of an incident that is opened; null: what the signal says
   * @throws Refused 404; 409 {@code incidents.signal_judged} with who was first
   */
  @Transactional
  Signal judge(
      UUID id,
      Judgement as,
      @Nullable UUID incident,
      @Nullable String title,
      String why,
      Caller caller) {
    Signal signal = store.one(id).orElseThrow(() -> Texts.unknown("id", id));
    if (signal.state() != Signal.State.OPEN) {
      throw judged(signal);
    }
    UUID opened =
        switch (as) {
          case OPEN ->
              incidents
                  .open(
                      title != null
                          ? title
                          : signal.what().isBlank() ? null : Texts.cut(signal.what(), TITLE),
                      signal,
                      null,
                      caller.actor())
                  .id();
          case JOIN -> incidents.held(Texts.required("incidentId", incident), null).id();
          case DISMISS -> null;
        };
    Signal.State state =
        switch (as) {
          case OPEN -> Signal.State.OPENED;
          case JOIN -> Signal.State.JOINED;
          case DISMISS -> Signal.State.DISMISSED;
        };
    if (!store.judge(id, state, opened, why, caller.name(), now())) {
      throw judged(store.one(id).orElseThrow());
    }
    Map<String, Object> body = new HashMap<>(Map.of("as", state.key(), "why", why));
    if (opened != null) {
      body.put("incident", opened);
    }
    UUID act = audit.record(caller.actor(), "incidents.signal_judged", "signal:" + id, id, body);
    duties.judged(signal, caller.actor(), act);
    return store.one(id).orElseThrow();
  }

  private static Refused judged(Signal signal) {
    return Refused.conflict("incidents.signal_judged")
        .value(Objects.requireNonNullElse(signal.judgedBy(), ""))
        .with("state", signal.state().key());
  }

  // ── taking ─────────────────────────────────────────────────────────────────────────────────────

  /** A signal that is being made. */
  private record Draft(
      UUID id,
      Kind kind,
      String key,
      Instant at,
      String what,
      @Nullable UUID cause,
      @Nullable String from,
      @Nullable UUID place,
      @Nullable String link) {

    Draft id(UUID given) {
      return new Draft(given, kind, key, at, what, cause, from, place, link);
    }

    Draft from(@Nullable String given) {
      return new Draft(id, kind, key, at, what, cause, given, place, link);
    }

    Draft place(UUID given) {
      return new Draft(id, kind, key, at, what, cause, from, given, link);
    }

    Draft link(String given) {
      return new Draft(id, kind, key, at, what, cause, from, place, given);
    }
  }

  private static Draft draft(Kind kind, String key, Instant at, String what, @Nullable UUID cause) {
    UUID id = UuidCreator.getTimeOrderedEpoch();
    return new Draft(id, kind, key, at, what, cause, null, null, null);
  }

  private Signal take(Draft draft, Actor who) {
    Instant now = now();
    Signal kept =
        store.take(
            new Signal(
                draft.id(),
                draft.kind(),
                draft.key(),
                draft.at(),
                now,
                draft.from(),
                draft.what(),
                draft.place(),
                draft.link(),
                draft.cause(),
                1,
                who.name(),
                Signal.State.OPEN,
                null,
                null,
                null,
                null));
    if (kept.times() == 1) {
      UUID act =
          audit.record(
              who,
              "incidents.signalled",
              "signal:" + kept.id(),
              draft.cause(),
              Map.of("kind", draft.kind().key()));
      if (draft.kind() != Kind.CASE) {
        duties.judge(kept, now.plus(Plan.of(policy.inForce(now)).judge()), who, act);
      }
    }
    return kept;
  }

  private Instant now() {
    return world.now().truncatedTo(ChronoUnit.MICROS);
  }
}
