package org.shouwang.status;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.audit.Actor;
import org.shouwang.audit.Audit;
import org.shouwang.clock.WorldClock;
import org.shouwang.duties.Duties;
import org.shouwang.duties.NewDuty;
import org.shouwang.duties.Party;
import org.shouwang.people.PersonSummary;
import org.shouwang.security.Caller;
import org.shouwang.web.Refused;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Appeals 申诉: made by the person, answered by somebody who had no part in what they are against,
 * within the hours of the edition. An appeal is a duty of the command, so that a late one climbs.
 */
@Component
class Appeals {

  static final String KIND = "status.appeal";
  private static final String HOURS = "status.appeal.hours";
  private static final String LADDER = "task";
  private static final int USUAL_HOURS = 24;
  private static final int A_DAY = 3;

  private final AppealStore store;
  private final StatusStore statuses;
  private final StatusBoard board;
  private final ByHandStore byHand;
  private final ParkStatus status;
  private final Evaluation evaluation;
  private final Duties duties;
  private final Audit audit;
  private final WorldClock world;

  Appeals(
      AppealStore store,
      StatusStore statuses,
      StatusBoard board,
      ByHandStore byHand,
      ParkStatus status,
      Evaluation evaluation,
      Duties duties,
      Audit audit,
      WorldClock world) {
    this.store = store;
    this.statuses = statuses;
    this.board = board;
    this.byHand = byHand;
    this.status = status;
    this.evaluation = evaluation;
    this.duties = duties;
    this.audit = audit;
    this.world = world;
  }

  /** The status of a person as it stands. */
  Standing standing(UUID person) {
    return Standing.at(
        world.now(),
        statuses.known(Set.of(person)).getOrDefault(person, List.of()).stream()
            .map(statuses::span)
            .toList());
  }

  /**
   * Makes an appeal against all that stands now.
   *
   * @throws Refused 409 when nothing stands, one is open, or there were too many
   */
  @Transactional
  AppealStore.Row make(UUID person, @Nullable PersonSummary card, String text) {
    Instant now = world.now().truncatedTo(ChronoUnit.MICROS);
    Standing standing = standing(person);
    if (standing.level() == Level.FREE) {
      throw Refused.conflict("status.nothing_to_appeal");
    }
    if (store.since(person, now.minus(Duration.ofDays(1))) >= A_DAY) {
      throw Refused.of(429, "status.appeals_many").with("limit", A_DAY).with("retryAfter", 3_600);
    }
    List<UUID> against =
        standing.reasons().stream().map(Reason::evidence).distinct().sorted().toList();
    Integer hours = evaluation.rulesAt(now).number(HOURS);
    AppealStore.Row row =
        new AppealStore.Row(
            UuidCreator.getTimeOrderedEpoch(),
            person,
            card == null ? null : card.unitId(),
            against,
            deciders(against),
            standing.level().key(),
            text,
            now,
            now.plus(Duration.ofHours(hours == null ? USUAL_HOURS : hours)),
            "open",
            null,
            null,
            null);
    if (!store.make(row)) {
      throw Refused.conflict("status.appeal_open");
    }
    UUID act =
        audit.record(
            new Actor("person", person, "本人"),
            "status.appeal_made",
            "person:" + person,
            Map.of("appeal", row.id(), "evidence", against, "due", row.dueAt().toString()));
    board
        .top(row.unit())
        .ifPresent(top -> duties.create(List.of(duty(row, top, act)), Actor.SYSTEM));
    return row;
  }

  /** Whoever gave the evidence by an account of theirs, proposed it or confirmed it. */
  private List<UUID> deciders(List<UUID> evidence) {
    Set<UUID> accounts = new TreeSet<>(byHand.deciders(evidence));
    board.evidence(evidence).stream()
        .filter(item -> item.actorKind().equals("account"))
        .forEach(item -> accounts.add(item.actorId()));
    return List.copyOf(accounts);
  }

  private static NewDuty duty(AppealStore.Row row, UUID command, UUID act) {
    return new NewDuty(
        row.id().toString(),
        KIND,
        Party.unit(command),
        command,
        Party.person(row.person()),
        "",
        row.madeAt().atZone(WorldClock.ZONE).toLocalDate(),
        row.madeAt(),
        row.dueAt(),
        null,
        LADDER,
        null,
        null,
        act);
  }

  /**
   * Answers an appeal. An accepted one withdraws what it is against and unwinds it.
   *
   * @throws Refused 404 for one of other units, 409 for one's own decision or an answered one
   */
  @Transactional
  AppealStore.Row decide(UUID id, boolean accepted, String answer, Caller caller) {
    AppealStore.Row row =
        store
            .one(id, caller.scope())
            .orElseThrow(() -> Refused.notFound("status.appeal_unknown").field("id").value(id));
    if (row.decidedBefore().contains(caller.id())) {
      throw Refused.conflict("status.appeal_own").value(caller.name());
    }
    String state = accepted ? "accepted" : "rejected";
    if (!store.decide(id, state, answer, caller, world.now())) {
      throw Refused.conflict("status.state_moved").value(row.state());
    }
    UUID act =
        audit.record(
            caller.actor(),
            "status.appeal_" + state,
            "person:" + row.person(),
            id,
            Map.of("appeal", id, "answer", answer));
    if (accepted) {
      status.withdraw(row.evidence(), answer, caller.actor(), id);
      byHand.ended(row.evidence());
    }
    duties.done(duties.pending(KIND, List.of(id.toString())), act, caller.actor());
    return store.one(id, caller.scope()).orElseThrow();
  }
}
