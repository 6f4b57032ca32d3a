package org.shouwang.sampling;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.shouwang.audit.Actor;
import org.shouwang.audit.Audit;
import org.shouwang.clock.WorldClock;
import org.shouwang.sampling.ExpectedStore.Row;
import org.shouwang.sampling.MemberStore.Somebody;
import org.shouwang.security.Caller;
import org.shouwang.web.Refused;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The life of a round: planned, opened with its list frozen, closed. */
@Component
class RoundActs {

  /** Who asks where the control status does. */
  private static final String BY_STATUS = "管控状态 control status";

  private final RoundStore store;
  private final ExpectedStore expected;
  private final GroupBook groups;
  private final MissedRounds missed;
  private final ExemptionStore exemptions;
  private final Slots slots;
  private final Audit audit;
  private final WorldClock world;

  RoundActs(
      RoundStore store,
      ExpectedStore expected,
      GroupBook groups,
      MissedRounds missed,
      ExemptionStore exemptions,
      Slots slots,
      Audit audit,
      WorldClock world) {
    this.store = store;
    this.expected = expected;
    this.groups = groups;
    this.missed = missed;
    this.exemptions = exemptions;
    this.slots = slots;
    this.audit = audit;
    this.world = world;
  }

  @Transactional
  public Round make(RoundStore.Plan plan, Caller caller) {
    UUID id = UuidCreator.getTimeOrderedEpoch();
    store.make(id, plan, caller.id(), caller.name(), world.now());
    audit.record(caller.actor(), "sampling.round_made", "round:" + id, Map.of("name", plan.name()));
    return require(id);
  }

  @Transactional
  public Round change(UUID id, int version, RoundStore.Plan plan, Caller caller) {
    require(id);
    if (!store.change(id, version, plan)) {
      throw moved(id);
    }
    audit.record(
        caller.actor(), "sampling.round_changed", "round:" + id, Map.of("name", plan.name()));
    return require(id);
  }

  /** Freezes the list of who is expected. */
  @Transactional
  public Round open(UUID id, int version, Caller caller) {
    Round round = require(id);
    Instant now = world.now();
    if (!store.open(id, version, caller.name(), now)) {
      throw moved(id);
    }
    if (!round.closesAt().isAfter(now)) {
      throw Refused.invalid("sampling.window_wrong")
          .field("closesAt")
          .value(round.closesAt())
          .with("days", 14);
    }
    Instant day = round.opensAt().isAfter(now) ? round.opensAt() : now;
    int people = expected.freeze(id, round.criteria(), groups.basis(round.pools(), day));
    if (people == 0) {
      throw Refused.invalid("sampling.nobody_expected").value(round.name());
    }
    slots.tell(id);
    int away = proposeAway(id, now);
    audit.record(
        caller.actor(),
        "sampling.round_opened",
        "round:" + id,
        Map.of("expected", people, "exemptionsAsked", away));
    return require(id);
  }

  /** Who is in hospital or isolated can't come: an exemption is asked for, a person decides. */
  private int proposeAway(UUID round, Instant now) {
    return exemptions.propose(
        round, groups.away(now), new ExemptionStore.By(Actor.SYSTEM.id(), BY_STATUS, now));
  }

  /** Ends a round; who is missing then has missed it. */
  @Transactional
  public Round close(UUID id, int version, Caller caller) {
    require(id);
    if (!store.close(id, version, caller.name(), world.now())) {
      throw moved(id);
    }
    Round closed = require(id);
    int evidence = missed.evidence(closed, caller.actor());
    audit.record(
        caller.actor(), "sampling.round_closed", "round:" + id, Map.of("evidence", evidence));
    return closed;
  }

  /** Adds persons to a round that runs. Returns how many were new. */
  @Transactional
  public int add(UUID id, List<Somebody> persons, String note, Caller caller) {
    Round round = store.locked(id).orElseThrow(() -> unknown(id));
    if (round.state() != RoundState.OPENED) {
      throw moved(id);
    }
    Instant now = world.now();
    List<Row> added =
        expected.add(
            id,
            groups.basis(round.pools(), now, persons.stream().map(Somebody::person).toList()),
            persons,
            "added",
            note,
            caller.name(),
            now);
    if (round.chasedAt() != null) {
      missed.duty(round, added);
    }
    audit.record(
        caller.actor(),
        "sampling.round_added",
        "round:" + id,
        Map.of("persons", added.stream().map(Row::person).toList(), "note", note));
    return added.size();
  }

  /** Gives duties to who is missing in a round that is about to end. */
  @Transactional
  public void chase(Round round, Instant now) {
    if (store.chased(round.id(), now)) {
      missed.chase(round);
    }
  }

  Round require(UUID id) {
    return store.find(id).orElseThrow(() -> unknown(id));
  }

  static Refused unknown(UUID id) {
    return Refused.notFound("sampling.round_unknown").value(id);
  }

  private Refused moved(UUID id) {
    return Refused.conflict("sampling.round_moved").value(require(id).state().key());
  }
}
