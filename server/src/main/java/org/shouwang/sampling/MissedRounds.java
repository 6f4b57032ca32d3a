package org.shouwang.sampling;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.audit.Actor;
import org.shouwang.clock.WorldClock;
import org.shouwang.duties.Duties;
import org.shouwang.duties.EvidenceWanted;
import org.shouwang.duties.NewDuty;
import org.shouwang.duties.Party;
import org.shouwang.policy.Policy;
import org.shouwang.sampling.ExpectedStore.Row;
import org.shouwang.status.EvidenceKind;
import org.shouwang.status.NewEvidence;
import org.shouwang.status.ParkStatus;
import org.springframework.stereotype.Component;

/**
 * What follows from being missing: a duty while the round runs, evidence for the control status
 * after it, and neither any more once a swab shows up.
 */
@Component
class MissedRounds {

  /** Kind of the duty of who is missing in a round. */
  static final String DUTY = "sampling.missed";

  private static final String LADDER = "round";
  private static final int AT_ONCE = 5_000;

  /** How long after the end a swab that was taken in time may still arrive. */
  private static final Duration LATE = Duration.ofDays(30);

  private final ExpectedStore expected;
  private final Duties duties;
  private final ParkStatus status;
  private final Policy policy;
  private final WorldClock world;

  MissedRounds(
      ExpectedStore expected, Duties duties, ParkStatus status, Policy policy, WorldClock world) {
    this.expected = expected;
    this.duties = duties;
    this.status = status;
    this.policy = policy;
    this.world = world;
  }

  /** Gives everybody who is missing a duty. Returns how many were made. */
  int chase(Round round) {
    int made = 0;
    @Nullable Row last = null;
    List<Row> some;
    do {
      some = expected.missing(round.id(), last, AT_ONCE);
      made += duty(round, some);
      last = some.isEmpty() ? null : some.getLast();
    } while (some.size() == AT_ONCE);
    return made;
  }

  /** Makes the duty of these, where the round still runs. */
  int duty(Round round, Collection<Row> rows) {
    Instant now = world.now();
    if (round.state() != RoundState.OPENED || !round.closesAt().isAfter(now)) {
      return 0;
    }
    Instant opens = now.isBefore(round.opensAt()) ? round.opensAt() : now;
    EvidenceWanted wanted =
        new EvidenceWanted(
            Set.of(SwabEvidence.TYPE),
            Map.of(SwabEvidence.ROUND, round.id().toString()),
            round.opensAt().minus(LATE),
            round.closesAt().plus(LATE));
    List<NewDuty> made = new ArrayList<>();
    for (Row row : rows) {
      if (row.missing() && !row.unit().equals(RoundUnits.NONE)) {
        made.add(
            new NewDuty(
                key(row.round(), row.person(), row.turn()),
                DUTY,
                Party.person(row.person()),
                row.unit(),
                Party.person(row.person()),
                "",
                round.closesAt().minusNanos(1).atZone(WorldClock.ZONE).toLocalDate(),
                opens,
                round.closesAt(),
                wanted,
                LADDER,
                round.id(),
                null,
                round.id()));
      }
    }
    return duties.create(made, Actor.SYSTEM);
  }

  private static String key(UUID round, UUID person, int turn) {
    return round + ":" + person + ":" + turn;
  }

  /** Takes the duty of who was exempted back. */
  void waive(UUID round, UUID person, int turn, String reason, Actor who, UUID cause) {
    duties.waive(duties.pending(DUTY, List.of(key(round, person, turn))), reason, who, cause);
  }

  /** Hands in what having missed a closed round means, where the edition says so. */
  int evidence(Round round, Actor who) {
    int given = 0;
    @Nullable Row last = null;
    List<Row> some;
    do {
      some = expected.missing(round.id(), last, AT_ONCE);
      given += evidence(round, some, who);
      last = some.isEmpty() ? null : some.getLast();
    } while (some.size() == AT_ONCE);
    return given;
  }

  int evidence(Round round, Collection<Row> rows, Actor who) {
    Instant closed = round.closedAt();
    List<Row> missing = rows.stream().filter(Row::missing).toList();
    if (closed == null
        || missing.isEmpty()
        || !Boolean.TRUE.equals(policy.inForce(closed).value(RoundRules.EVIDENCE))) {
      return 0;
    }
    return status.take(
        missing.stream()
            .map(row ->
                new NewEvidence(
                    RoundRules.evidence(round.id(), row.person(), row.turn()),
                    row.person(),
                    EvidenceKind.MISSED_ROUND,
                    Map.of("round", String.valueOf(round.no())),
                    closed,
                    null,
                    "sampling.round",
                    round.id()))
            .toList(),
        who);
  }

  /** A swab that was taken in time arrived after the end: nobody missed anything. */
  void withdraw(Collection<UUID> evidence) {
    if (!evidence.isEmpty()) {
      status.withdraw(evidence, "swab_arrived", Actor.SYSTEM, null);
    }
  }
}
