package org.shouwang.incidents;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.clock.WorldClock;
import org.shouwang.incidents.IncidentViews.SignalView;
import org.shouwang.security.Access;
import org.shouwang.security.Caller;
import org.shouwang.security.Permission;
import org.shouwang.security.Within;
import org.shouwang.web.Page;
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

/** Signals over HTTP. */
@RestController
@RequestMapping("/api/v1/incidents/signals")
class SignalController {

  private static final int CALLER = 200;
  private static final int WHAT = 1_000;

  private final Signals signals;
  private final SignalStore store;
  private final IncidentViews views;
  private final WholePark park;
  private final WorldClock world;

  SignalController(
      Signals signals, SignalStore store, IncidentViews views, WholePark park, WorldClock world) {
    this.signals = signals;
    this.store = store;
    this.views = views;
    this.park = park;
    this.world = world;
  }

  /** Signals, the newest first. */
  @GetMapping
  @Access(value = Permission.INCIDENT_READ, within = Within.PARK)
  Page<SignalView> list(
      @RequestParam(required = false) @Nullable String state,
      @RequestParam(required = false) @Nullable String after,
      @RequestParam(required = false) @Nullable Integer limit,
      Caller caller) {
    park.check(caller);
    int size = Page.limit(limit);
    Signal.State wanted =
        state == null || state.isBlank()
            ? null
            : Texts.choice("state", state, Signal.State.values());
    Page<Signal> page =
        Page.of(
            store.list(wanted, TimeKeys.of(after), size + 1),
            size,
            it -> TimeKeys.text(it.receivedAt(), it.id()));
    return new Page<>(views.signals(page.items()), page.next(), null);
  }

  /** How many wait to be judged. */
  record Open(long open) {}

  @GetMapping("/open")
  @Access(value = Permission.INCIDENT_READ, within = Within.PARK)
  Open open(Caller caller) {
    park.check(caller);
    return new Open(store.open());
  }

  /** A signal to be taken in; the client makes the id, so that a retry takes it once. */
  record Taking(
      @Nullable UUID id,
      @Nullable String kind,
      @Nullable Instant at,
      @Nullable String caller,
      @Nullable String what) {}

  @PostMapping
  @Access(value = Permission.INCIDENT_ACT, within = Within.PARK)
  @Transactional
  SignalView take(@RequestBody Taking body, Caller caller) {
    park.check(caller);
    Signal.Kind kind = Texts.choice("kind", body.kind(), Signal.Kind.values());
    if (!kind.byHand()) {
      throw Refused.invalid("incidents.not_a_choice")
          .field("kind")
          .value(kind.key())
          .with("choices", "call, enquiry_letter, other");
    }
    String what = Texts.optional("what", body.what(), WHAT);
    return view(
        signals.take(
            new Signals.Taken(
                Texts.required("id", body.id()),
                kind,
                Texts.past("at", body.at(), world.now()),
                Texts.optional("caller", body.caller(), CALLER),
                Texts.required("what", what)),
            caller));
  }

  /** What is made of a signal. */
  record Judging(
      @Nullable String as,
      @Nullable UUID incidentId,
      @Nullable String title,
      @Nullable String why) {}

  @PostMapping("/{id}/judge")
  @Access(value = Permission.INCIDENT_ACT, within = Within.PARK)
  @Transactional
  SignalView judge(@PathVariable UUID id, @RequestBody Judging body, Caller caller) {
    park.check(caller);
    Signals.Judgement as = Texts.choice("as", body.as(), Signals.Judgement.values());
    return view(
        signals.judge(
            id,
            as,
            body.incidentId(),
            Texts.optional("title", body.title(), CALLER),
            Texts.text("why", body.why()),
            caller));
  }

  private SignalView view(Signal signal) {
    return views.signals(List.of(signal)).getFirst();
  }
}
