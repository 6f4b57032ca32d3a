package org.shouwang.sampling;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.shouwang.audit.Actor;
import org.shouwang.clock.WorldClock;
import org.shouwang.sampling.GivenStore.Given;
import org.shouwang.status.EvidenceKind;
import org.shouwang.status.NewEvidence;
import org.shouwang.status.ParkStatus;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/**
 * What results mean for people, in the commit that takes them: every member of a positive or grey
 * tube is held and swabbed again alone; a negative swab alone ends what the tube had led to.
 */
@Component
class Findings {

  private static final String SOURCE = "sampling.result";

  /** Why members of a voided tube are swabbed again. */
  static final String VOIDED = "voided";

  private static final String ENDED = "swab_ended";

  private final GivenStore given;
  private final ResultStore results;
  private final ParkStatus status;
  private final Reswabs reswabs;
  private final Alarms alarms;
  private final TubeBook book;
  private final WorldClock world;
  private final ApplicationEventPublisher events;

  Findings(
      GivenStore given,
      ResultStore results,
      ParkStatus status,
      Reswabs reswabs,
      Alarms alarms,
      TubeBook book,
      WorldClock world,
      ApplicationEventPublisher events) {
    this.given = given;
    this.results = results;
    this.status = status;
    this.reswabs = reswabs;
    this.alarms = alarms;
    this.book = book;
    this.world = world;
    this.events = events;
  }

  /** A result that was taken, and its tube with it. */
  record Found(TubeRow tube, NewResult result) {}

  /** Deterministic, so that the same evidence is given once. */
  static UUID id(String tube, UUID person, UUID result) {
    return UUID.nameUUIDFromBytes((tube + "|" + person + "|" + result).getBytes(UTF_8));
  }

  void found(List<Found> found, Actor who) {
    List<Given> evidence = new ArrayList<>();
    for (Found each : found) {
      if (each.result().value().alarming()) {
        evidence.addAll(of(each, each.tube().fold().live()));
      }
    }
    Set<UUID> concerned = new HashSet<>();
    evidence.forEach(it -> concerned.add(it.person()));
    concerned.addAll(restricted(found));
    // all at once and in their order: what follows comes to them in several steps
    status.hold(concerned);
    give(evidence, Map.of(), who);
    List<Given> negatives = negatives(found, concerned);
    Map<String, Integer> sizes = new HashMap<>();
    found.forEach(each ->
        sizes.put(each.tube().code(), each.tube().single() ? 1 : each.tube().fold().size()));
    give(negatives, sizes, who);
    for (Found each : found) {
      alarm(each, who);
    }
    clear(found, who);
  }

  private static List<Given> of(Found found, Collection<SwabRow> members) {
    NewResult result = found.result();
    return members.stream()
        .map(member ->
            new Given(
                id(result.tube(), member.person(), result.id()),
                member.person(),
                result.tube(),
                result.id(),
                !found.tube().single(),
                result.value(),
                result.step(),
                member.at(),
                result.reportedAt(),
                member.disease()))
        .toList();
  }

  private static List<Found> negative(List<Found> found) {
    return found.stream()
        .filter(it -> it.result().value() == ResultValue.NEGATIVE)
        .filter(it -> it.tube().single() || it.result().step() == ResultStep.SCREENING)
        .toList();
  }

  /** Whom a negative test may free: most people stand under nothing. */
  private Set<UUID> restricted(List<Found> found) {
    Set<UUID> persons = new HashSet<>();
    negative(found)
        .forEach(it -> it.tube().fold().live().forEach(swab -> persons.add(swab.person())));
    return persons.isEmpty() ? Set.of() : status.restricted(persons, world.now()).keySet();
  }

  private static List<Given> negatives(List<Found> found, Set<UUID> restricted) {
    List<Given> evidence = new ArrayList<>();
    for (Found each : negative(found)) {
      of(each, each.tube().fold().live()).stream()
          .filter(it -> restricted.contains(it.person()))
          .map(it ->
              new Given(
                  it.id(),
                  it.person(),
                  it.tube(),
                  it.result(),
                  false,
                  it.value(),
                  it.step(),
                  it.sampledAt(),
                  it.reportedAt(),
                  it.disease()))
          .forEach(evidence::add);
    }
    return evidence;
  }

  /**
   * Gives evidence to the status.
   *
   * @param sizes of the tubes, where the evidence is a person's own: a negative out of a pool ends
   *     less than one of a tube alone
   */
  private void give(List<Given> evidence, Map<String, Integer> sizes, Actor who) {
    if (evidence.isEmpty()) {
      return;
    }
    given.insert(evidence);
    status.take(evidence.stream().map(it -> evidence(it, sizes.get(it.tube()))).toList(), who);
    List<PositivesFound.Positive> positives =
        evidence.stream()
            .filter(it -> !it.pool() && it.value() == ResultValue.POSITIVE)
            .map(it ->
                new PositivesFound.Positive(
                    it.id(),
                    it.person(),
                    it.tube(),
                    it.result(),
                    it.sampledAt(),
                    it.reportedAt(),
                    book.disease(it.disease(), it.sampledAt())))
            .toList();
    if (!positives.isEmpty()) {
      events.publishEvent(new PositivesFound(positives, who));
    }
  }

  private static NewEvidence evidence(Given given, @Nullable Integer size) {
    Map<String, String> detail = new HashMap<>();
    if (size != null) {
      detail.put("size", String.valueOf(size));
    }
    detail.put("result", given.value().key());
    detail.put("step", given.step().key());
    detail.put("sampled", given.sampledAt().toString());
    if (given.disease() != null) {
      detail.put(NewEvidence.DISEASE, given.disease());
    }
    if (given.pool()) {
      detail.put("tube", given.tube());
    }
    return new NewEvidence(
        given.id(),
        given.person(),
        given.pool() ? EvidenceKind.POOL_RESULT : EvidenceKind.TEST_RESULT,
        detail,
        given.reportedAt(),
        null,
        SOURCE,
        given.result());
  }

  private void alarm(Found found, Actor who) {
    NewResult result = found.result();
    List<SwabRow> members = found.tube().fold().live();
    if (result.value().alarming()) {
      alarms.raise(found, who);
      if (!found.tube().single() && result.step() == ResultStep.SCREENING) {
        reswabs.open(why(result, true), members, who);
      }
    } else if (result.value() == ResultValue.INVALID) {
      reswabs.open(why(result, false), members, who);
    }
  }

  private static Reswabs.Why why(NewResult result, boolean alone) {
    return new Reswabs.Why(
        result.tube(), result.id(), result.value().key(), alone, result.reportedAt());
  }

  /**
   * A negative swab alone answers for its person: tubes they were in before no longer count against
   * them. A negative confirmation of a swab alone also ends its own screening.
   */
  private void clear(List<Found> found, Actor who) {
    // in one batch a person may have a swab of the principal disease and specimens of others
    Map<UUID, List<Found>> alone = new HashMap<>();
    for (Found each : found) {
      if (each.result().value() == ResultValue.NEGATIVE && each.tube().single()) {
        UUID person = each.tube().fold().live().getFirst().person();
        alone.computeIfAbsent(person, id -> new ArrayList<>()).add(each);
      }
    }
    Map<UUID, List<UUID>> byResult = new HashMap<>();
    for (Given each : given.ofPersons(alone.keySet())) {
      alone.getOrDefault(each.person(), List.of()).stream()
          .filter(by -> clears(by, each))
          .findFirst()
          .ifPresent(by ->
              byResult.computeIfAbsent(by.result().id(), id -> new ArrayList<>()).add(each.id()));
    }
    byResult.forEach((result, ids) -> withdraw(ids, "negative", who, result));
  }

  private static boolean clears(Found by, Given given) {
    boolean earlierTube =
        given.pool()
            && by.tube().disease() == null
            && given.sampledAt().isBefore(by.tube().fold().live().getFirst().at());
    boolean ownScreening =
        !given.pool() && given.tube().equals(by.result().tube()) && given.value().alarming();
    return earlierTube || (ownScreening && by.result().step() == ResultStep.CONFIRMATION);
  }

  private void withdraw(Collection<UUID> ids, String reason, Actor who, UUID by) {
    if (!ids.isEmpty()) {
      status.withdraw(ids, reason, who, by);
      given.withdraw(ids, by, world.now());
      events.publishEvent(new FindingsWithdrawn(List.copyOf(ids), reason, who, by));
    }
  }

  /** Takes back everything that rested on a result which a correction left behind. */
  void unwind(UUID result, String reason, Actor who, UUID act) {
    List<Given> rested = given.ofResult(result);
    List<GivenStore.Taken> taken = given.takenBy(List.of(result));
    Set<UUID> persons = new HashSet<>();
    rested.forEach(it -> persons.add(it.person()));
    taken.forEach(it -> persons.add(it.given().person()));
    status.hold(persons);
    withdraw(rested.stream().map(Given::id).toList(), reason, who, act);
    reswabs.cancel(result, reason, who, act);
    alarms.cancel(result, reason, who, act);
    revive(taken, who, act);
  }

  /** What a result had ended stands again, unless another one ends it as well. */
  private void revive(List<GivenStore.Taken> taken, Actor who, UUID act) {
    given.takenInstead(taken.stream().filter(it -> it.other() != null).toList());
    List<Given> again =
        taken.stream().filter(it -> it.other() == null).map(GivenStore.Taken::given).toList();
    given.revived(again.stream().map(Given::id).toList(), act);
    give(again.stream().map(it -> it.again(act)).toList(), Map.of(), who);
  }

  /**
   * Swabs have ended after their tube had a result: they were never taken, or were somebody else's.
   * Nothing stands any longer about their people that rested on it, and what it had ended stands
   * again. An undo at the desk after the result lifts no hold: that takes a person's judgement.
   *
   * @param tubes as they are now
   */
  void ended(
      Map<String, TubeRow> tubes,
      List<SwabStore.Found> ended,
      Map<UUID, SwabStore.End> ends,
      Actor who) {
    Map<String, Set<UUID>> out = new HashMap<>();
    Map<String, Set<UUID>> lifted = new HashMap<>();
    List<NewResult> known = results.current(tubes.keySet());
    for (SwabStore.Found each : ended) {
      TubeRow tube = Objects.requireNonNull(tubes.get(each.tube()));
      SwabStore.End end = Objects.requireNonNull(ends.get(each.swab().swab()));
      UUID person = each.swab().person();
      List<NewResult> its = known.stream().filter(it -> it.tube().equals(each.tube())).toList();
      if (its.isEmpty() || tube.fold().live().stream().anyMatch(it -> it.person().equals(person))) {
        continue;
      }
      out.computeIfAbsent(each.tube(), code -> new HashSet<>()).add(person);
      if (end.act() || its.stream().allMatch(it -> end.at().isBefore(it.reportedAt()))) {
        lifted.computeIfAbsent(each.tube(), code -> new HashSet<>()).add(person);
      }
    }
    if (out.isEmpty()) {
      return;
    }
    Set<UUID> persons = new HashSet<>();
    out.values().forEach(persons::addAll);
    status.hold(persons);
    UUID act = ends.values().iterator().next().id();
    withdraw(
        given.ofPersons(persons).stream()
            .filter(it ->
                (it.value().alarming() ? lifted : out)
                    .getOrDefault(it.tube(), Set.of())
                    .contains(it.person()))
            .map(Given::id)
            .toList(),
        ENDED,
        who,
        act);
    if (!lifted.isEmpty()) {
      reswabs.cancel(lifted, ENDED, who, act);
    }
    revive(
        given.takenBy(known.stream().map(NewResult::id).toList()).stream()
            .filter(it -> persons.contains(it.given().person()))
            .toList(),
        who,
        act);
  }

  /** Swabs that came after the result of their tube: the same holds for their people. */
  void late(List<TubeRow> tubes, Set<UUID> swabs, Actor who) {
    Map<String, TubeRow> after =
        tubes.stream()
            .filter(tube -> tube.screening() != null || tube.confirmation() != null)
            .collect(Collectors.toMap(TubeRow::code, tube -> tube));
    List<Given> evidence = new ArrayList<>();
    for (NewResult result : results.current(after.keySet())) {
      TubeRow tube = Objects.requireNonNull(after.get(result.tube()));
      List<SwabRow> members =
          tube.fold().live().stream().filter(swab -> swabs.contains(swab.id())).toList();
      if (result.value().alarming() && !members.isEmpty()) {
        evidence.addAll(of(new Found(tube, result), members));
        if (tube.disease() == null) {
          reswabs.open(why(result, true), members, who);
        }
      } else if (result.value() == ResultValue.INVALID) {
        reswabs.open(why(result, false), members, who);
      }
    }
    give(evidence, Map.of(), who);
    for (TubeRow tube : tubes) {
      String lost = tube.voided() ? VOIDED : tube.custody().problem();
      if (lost != null && tube.screening() == null && tube.confirmation() == null) {
        reswabs.open(
            new Reswabs.Why(
                tube.code(), reswabs.cause(tube.code(), lost), lost, false, world.now()),
            tube.fold().live().stream().filter(swab -> swabs.contains(swab.id())).toList(),
            who);
      }
    }
  }
}
