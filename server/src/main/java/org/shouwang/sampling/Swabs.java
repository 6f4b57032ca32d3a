package org.shouwang.sampling;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.shouwang.audit.Actor;
import org.shouwang.capture.Arrived;
import org.shouwang.capture.FactHandler;
import org.shouwang.people.People;
import org.shouwang.people.PersonSummary;
import org.shouwang.security.Permission;
import org.shouwang.web.Refused;
import org.springframework.stereotype.Component;

/**
 * Takes {@code sampling.swab} from the door. A swab that was really taken is always kept; what
 * contradicts the rules of tubes is told to the device and shown to a person.
 */
@Component
class Swabs implements FactHandler {

  static final String TYPE = "sampling.swab";

  private final People people;
  private final Rounds rounds;
  private final TubeStore tubes;
  private final Filling filling;
  private final Results results;

  Swabs(People people, Rounds rounds, TubeStore tubes, Filling filling, Results results) {
    this.results = results;
    this.people = people;
    this.rounds = rounds;
    this.tubes = tubes;
    this.filling = filling;
  }

  /** What the device is told. */
  record Verdict(String tube, int position, int size, boolean full, List<String> conflicts) {}

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public Set<Permission> needs() {
    return Set.of(Permission.SAMPLING_REGISTER);
  }

  @Override
  public List<Judgement> judge(List<Arrived> facts) {
    Map<UUID, PersonSummary> persons =
        people.facts(facts.stream().map(Arrived::person).filter(Objects::nonNull).toList());
    Set<UUID> places = people.places().keySet();
    List<@Nullable Refused> refused = new ArrayList<>(facts.size());
    Map<Integer, SwabReader.Read> read = new HashMap<>();
    for (int i = 0; i < facts.size(); i++) {
      try {
        PersonSummary person =
            facts.get(i).person() == null ? null : persons.get(facts.get(i).person());
        SwabReader.Read swab =
            SwabReader.read(facts.get(i), person == null ? null : person.unitId());
        if (!places.contains(swab.swab().place())) {
          throw Refused.invalid("sampling.place_unknown").field("place").value(swab.swab().place());
        }
        read.put(i, swab);
        refused.add(null);
      } catch (Refused no) {
        refused.add(no);
      }
    }
    Map<UUID, Set<UUID>> asked = asked(read.values().stream().map(SwabReader.Read::swab).toList());
    Map<UUID, Map<UUID, Integer>> own = new HashMap<>();
    Map<UUID, Map<UUID, UUID>> tested = new HashMap<>();
    asked.forEach((round, some) -> {
      own.put(round, rounds.pools(round, some));
      tested.put(round, rounds.testedBy(round, some));
    });
    read.replaceAll((i, swab) -> {
      UUID round = swab.swab().round();
      int most = of(own, round, swab.swab().person(), 0);
      return new SwabReader.Read(swab.tube(), swab.swab().withRound(round, most), swab.data());
    });
    Map<String, Seen> tubesSeen = seenWith(read);
    List<Judgement> judgements = new ArrayList<>(facts.size());
    for (int i = 0; i < facts.size(); i++) {
      Refused no = refused.get(i);
      SwabReader.Read swab = read.get(i);
      judgements.add(
          swab == null
              ? new Rejected(Objects.requireNonNull(no))
              : new Accepted(
                  facts.get(i),
                  verdict(
                      Objects.requireNonNull(tubesSeen.get(swab.tube())),
                      swab,
                      swabbedBefore(tested, swab.swab())),
                  swab));
    }
    return judgements;
  }

  /** A tube as it will be, with what contradicts in it. */
  private record Seen(TubeFold fold, List<TubeFold.Problem> problems) {}

  /** The tubes as they will be, as far as is known before anything is held. */
  private Map<String, Seen> seenWith(Map<Integer, SwabReader.Read> read) {
    Map<String, List<SwabRow>> byTube =
        read.values().stream()
            .collect(
                Collectors.groupingBy(
                    SwabReader.Read::tube,
                    Collectors.mapping(SwabReader.Read::swab, Collectors.toList())));
    Map<String, TubeRow> known = tubes.read(byTube.keySet());
    Map<String, Seen> seen = new HashMap<>();
    byTube.forEach((code, swabs) -> {
      TubeRow row = known.get(code);
      TubeFold before = row == null ? new TubeFold(code, List.of(), List.of()) : row.fold();
      TubeFold fold = before.with(swabs);
      seen.put(code, new Seen(fold, fold.problems()));
    });
    return seen;
  }

  /** Somebody else's device may have swabbed the person in this round; this one can't know. */
  private static boolean swabbedBefore(Map<UUID, Map<UUID, UUID>> tested, SwabRow swab) {
    UUID other = of(tested, swab.round(), swab.person(), swab.id());
    return TubeRules.once(swab.purpose()) && !other.equals(swab.id());
  }

  private static Verdict verdict(Seen seen, SwabReader.Read swab, boolean again) {
    TubeFold fold = seen.fold();
    UUID id = swab.swab().id();
    Stream<String> inTube =
        seen.problems().stream()
            .filter(problem -> problem.swabs().contains(id))
            .map(TubeFold.Problem::kind);
    Stream<String> inRound =
        again ? Stream.of(TubeRules.Refusal.SAME_PERSON_IN_ROUND.key()) : Stream.empty();
    return new Verdict(
        fold.code(),
        fold.position(id),
        fold.size(),
        fold.live().size() >= fold.size(),
        Stream.concat(inTube, inRound).distinct().toList());
  }

  /** Who is swabbed in which round. */
  private static Map<UUID, Set<UUID>> asked(List<SwabRow> swabs) {
    Map<UUID, Set<UUID>> byRound = new HashMap<>();
    for (SwabRow swab : swabs) {
      UUID round = swab.round();
      if (round != null) {
        byRound.computeIfAbsent(round, id -> new HashSet<>()).add(swab.person());
      }
    }
    return byRound;
  }

  private static <T> T of(
      Map<UUID, Map<UUID, T>> byRound, @Nullable UUID round, UUID person, T otherwise) {
    return round == null
        ? otherwise
        : byRound.getOrDefault(round, Map.of()).getOrDefault(person, otherwise);
  }

  @Override
  public void record(List<Accepted> facts) {
    List<SwabStore.New> swabs = new ArrayList<>(facts.size());
    for (Accepted accepted : facts) {
      SwabReader.Read read = (SwabReader.Read) accepted.row();
      Arrived fact = accepted.arrived();
      swabs.add(
          new SwabStore.New(
              read.tube(),
              read.swab(),
              fact.recordedAt(),
              fact.skewMs(),
              fact.caller().kind() == org.shouwang.security.Caller.Kind.DEVICE,
              read.data()));
    }
    Actor who = facts.getFirst().arrived().caller().actor();
    filling.fill(swabs, who);
    // swabs may come hours after seal, receipt and result of their tube
    results.retry(swabs.stream().map(SwabStore.New::tube).distinct().sorted().toList(), who);
  }
}
