package org.shouwang.sampling;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.audit.Audit;
import org.shouwang.clock.WorldClock;
import org.shouwang.people.People;
import org.shouwang.people.PersonSummary;
import org.shouwang.sampling.ExemptionStore.Exemption;
import org.shouwang.sampling.ExpectedStore.Pair;
import org.shouwang.security.Access;
import org.shouwang.security.Caller;
import org.shouwang.security.Permission;
import org.shouwang.security.Within;
import org.shouwang.web.Page;
import org.shouwang.web.PlainValues;
import org.shouwang.web.Refused;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Exemptions over HTTP: a lead asks, somebody else who manages sampling decides. */
@RestController
@RequestMapping("/api/v1/sampling")
class ExemptionController {

  private static final Set<String> REASONS =
      Set.of("medical", "away", "isolated", "tested_elsewhere", "recovered", "left_park");
  private static final Set<String> STATES = Set.of("asked", "approved", "refused", "withdrawn");

  private final ExemptionStore store;
  private final ExpectedStore expected;
  private final RoundStore rounds;
  private final RoundBoard board;
  private final Rounds counting;
  private final MissedRounds missed;
  private final People people;
  private final Audit audit;
  private final WorldClock world;

  ExemptionController(
      ExemptionStore store,
      ExpectedStore expected,
      RoundStore rounds,
      RoundBoard board,
      Rounds counting,
      MissedRounds missed,
      People people,
      Audit audit,
      WorldClock world) {
    this.store = store;
    this.expected = expected;
    this.rounds = rounds;
    this.board = board;
    this.counting = counting;
    this.missed = missed;
    this.people = people;
    this.audit = audit;
    this.world = world;
  }

  /** Who is to be exempted, and why. */
  record Asking(@Nullable UUID personId, @Nullable String reason, @Nullable String note) {}

  /** Whether it is granted. */
  record Deciding(@Nullable Boolean approved) {}

  /** An exemption in a list. */
  record ExemptionView(
      UUID id,
      UUID round,
      UUID person,
      @Nullable String name,
      String unitName,
      String reason,
      @Nullable String note,
      String state,
      String askedBy,
      Instant askedAt,
      @Nullable String decidedBy,
      @Nullable Instant decidedAt,
      boolean mine) {}

  @GetMapping("/rounds/{id}/exemptions")
  @Access(value = Permission.SAMPLING_READ, within = Within.UNITS)
  Page<ExemptionView> exemptions(
      @PathVariable UUID id,
      @RequestParam(required = false) @Nullable String state,
      @RequestParam(required = false) @Nullable String after,
      @RequestParam(required = false) @Nullable Integer limit,
      Caller caller) {
    if (state != null && !state.isEmpty() && !STATES.contains(state)) {
      throw RoundFields.wrong("state", state);
    }
    var _ = rounds.find(id).orElseThrow(() -> RoundActs.unknown(id));
    RoundUnits units = rounds.units();
    Key key = Page.decode(after, Key::read);
    int size = Page.limit(limit);
    List<Exemption> rows =
        store.list(
            id,
            state == null || state.isEmpty() ? null : state,
            caller.scope().everywhere() ? null : units.within(caller.scope(), null),
            key == null ? Instant.parse("9999-01-01T00:00:00Z") : key.at(),
            key == null ? new UUID(-1, -1) : key.id(),
            size + 1);
    Page<Exemption> page = Page.of(rows, size, row -> row.askedAt() + "|" + row.id());
    return new Page<>(views(page.items(), units, caller), page.next(), null);
  }

  private record Key(Instant at, UUID id) {
    static Key read(String text) {
      int bar = text.indexOf('|');
      return new Key(
          PlainValues.instant(text.substring(0, bar)), PlainValues.uuid(text.substring(bar + 1)));
    }
  }

  @PostMapping("/rounds/{id}/exemptions")
  @Access(
      value = {Permission.SAMPLING_READ, Permission.SAMPLING_MANAGE},
      within = Within.UNITS)
  @Transactional
  public ExemptionView ask(@PathVariable UUID id, @RequestBody Asking body, Caller caller) {
    Round round = rounds.find(id).orElseThrow(() -> RoundActs.unknown(id));
    UUID person = RoundFields.there("personId", body.personId());
    String reason = RoundFields.required("reason", body.reason(), 40);
    if (!REASONS.contains(reason)) {
      throw RoundFields.wrong("reason", reason);
    }
    String note = RoundFields.text("note", body.note(), 500);
    RoundUnits units = rounds.units();
    RoundBoard.Person row =
        board
            .person(id, person)
            .filter(it -> seen(caller, it.unit(), units))
            .orElseThrow(
                () -> Refused.notFound("sampling.not_expected").field("personId").value(person));
    if (round.state() != RoundState.OPENED || row.state().equals("tested")) {
      throw Refused.conflict("sampling.not_missing").value(row.state());
    }
    UUID made = UuidCreator.getTimeOrderedEpoch();
    if (!store.ask(made, id, person, reason, note, by(caller))) {
      throw Refused.conflict("sampling.exemption_there").value(person);
    }
    audit.record(
        caller.actor(),
        "sampling.exemption_asked",
        "person:" + person,
        Map.of("round", id, "exemption", made, "reason", reason));
    return view(made, units, caller);
  }

  private static boolean seen(Caller caller, UUID unit, RoundUnits units) {
    return caller.scope().everywhere() || units.covers(caller.scope(), unit);
  }

  private ExemptionStore.By by(Caller caller) {
    return new ExemptionStore.By(caller.id(), caller.name(), world.now());
  }

  /** Nobody decides what they asked for themselves. */
  @PostMapping("/exemptions/{id}/decision")
  @Access(value = Permission.SAMPLING_MANAGE, within = Within.UNITS)
  @Transactional
  public ExemptionView decide(@PathVariable UUID id, @RequestBody Deciding body, Caller caller) {
    boolean approved = RoundFields.there("approved", body.approved());
    RoundUnits units = rounds.units();
    Exemption exemption = require(id, caller, units);
    if (exemption.askedBy().equals(caller.id())) {
      throw Refused.forbidden("sampling.same_person");
    }
    expected.lock(List.of(new Pair(exemption.person(), exemption.round())));
    if (!store.decide(id, "asked", approved ? "approved" : "refused", by(caller))) {
      throw Refused.conflict("sampling.exemption_moved").value(exemption.state());
    }
    if (approved && expected.exempt(exemption.round(), exemption.person())) {
      missed.waive(
          exemption.round(),
          exemption.person(),
          exemption.turn(),
          exemption.reason(),
          caller.actor(),
          id);
      missed.withdraw(
          List.of(RoundRules.evidence(exemption.round(), exemption.person(), exemption.turn())));
    }
    audit.record(
        caller.actor(),
        approved ? "sampling.exemption_approved" : "sampling.exemption_refused",
        "person:" + exemption.person(),
        Map.of("round", exemption.round(), "exemption", id));
    return view(id, units, caller);
  }

  /** Takes an exemption back: who was exempted is missing again. */
  @PostMapping("/exemptions/{id}/withdraw")
  @Access(value = Permission.SAMPLING_MANAGE, within = Within.UNITS)
  @Transactional
  public ExemptionView withdraw(@PathVariable UUID id, Caller caller) {
    RoundUnits units = rounds.units();
    Exemption exemption = require(id, caller, units);
    Pair pair = new Pair(exemption.person(), exemption.round());
    expected.lock(List.of(pair));
    if (!store.decide(id, "asked", "withdrawn", by(caller))) {
      if (!store.decide(id, "approved", "withdrawn", by(caller))) {
        throw Refused.conflict("sampling.exemption_moved").value(exemption.state());
      }
      counting.reckon(List.of(pair));
    }
    audit.record(
        caller.actor(),
        "sampling.exemption_withdrawn",
        "person:" + exemption.person(),
        Map.of("round", exemption.round(), "exemption", id));
    return view(id, units, caller);
  }

  private Exemption require(UUID id, Caller caller, RoundUnits units) {
    return store
        .find(id)
        .filter(it -> seen(caller, it.unit(), units))
        .orElseThrow(() -> Refused.notFound("sampling.exemption_unknown").value(id));
  }

  private ExemptionView view(UUID id, RoundUnits units, Caller caller) {
    return views(store.find(id).stream().toList(), units, caller).getFirst();
  }

  private List<ExemptionView> views(List<Exemption> rows, RoundUnits units, Caller caller) {
    Map<UUID, PersonSummary> names = people.facts(rows.stream().map(Exemption::person).toList());
    return rows.stream()
        .map(row -> {
          PersonSummary person = names.get(row.person());
          return new ExemptionView(
              row.id(),
              row.round(),
              row.person(),
              person == null ? null : person.name(),
              units.name(row.unit()),
              row.reason(),
              row.note(),
              row.state(),
              row.askedName(),
              row.askedAt(),
              row.decidedName(),
              row.decidedAt(),
              row.askedBy().equals(caller.id()));
        })
        .toList();
  }
}
