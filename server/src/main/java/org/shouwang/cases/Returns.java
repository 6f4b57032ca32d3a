package org.shouwang.cases;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.shouwang.clock.WorldClock;
import org.shouwang.people.People;
import org.shouwang.policy.Policy;
import org.shouwang.sampling.Sampling;
import org.shouwang.sampling.Sampling.OwnSwab;
import org.shouwang.web.Refused;
import org.springframework.stereotype.Component;

/** Which negatives are wanted before the person of a case goes back to their work. */
@Component
class Returns {

  private final People people;
  private final Sampling sampling;
  private final Policy policy;
  private final WorldClock world;

  Returns(People people, Sampling sampling, Policy policy, WorldClock world) {
    this.people = people;
    this.sampling = sampling;
    this.policy = policy;
    this.world = world;
  }

  /**
   * How it stands.
   *
   * @param group the work that asks for it
   * @param negatives how many in a row are asked for
   * @param have how many there are since the illness
   */
  record Return(String group, int negatives, int have) {
    boolean lacks() {
      return have < negatives;
    }
  }

  /** Of open cases, by case; of whose work nothing is asked, nothing. */
  Map<UUID, Return> of(List<CaseFile> files) {
    Instant now = world.now();
    Map<String, Map<String, Object>> rules = new HashMap<>();
    List<CaseFile> open = new ArrayList<>();
    for (CaseFile file : files) {
      Map<String, Object> its =
          rules.computeIfAbsent(
              file.disease(), key -> policy.of(key).inForce(now).values(ReturnRules.PREFIX));
      if (file.state() == CaseFile.State.OPEN && !its.isEmpty()) {
        open.add(file);
      }
    }
    if (open.isEmpty()) {
      return Map.of();
    }
    Map<UUID, People.Vital> vitals =
        people.vitals(open.stream().map(CaseFile::person).collect(Collectors.toSet()));
    Map<CaseFile, ReturnRules.Ask> asks = new HashMap<>();
    for (CaseFile file : open) {
      People.Vital vital = vitals.get(file.person());
      ReturnRules.Ask ask =
          ReturnRules.of(
              Objects.requireNonNull(rules.get(file.disease())),
              vital == null ? null : vital.post());
      if (ask != null) {
        asks.put(file, ask);
      }
    }
    Map<UUID, List<OwnSwab>> samples = samples(asks.keySet());
    Map<UUID, Return> returns = new HashMap<>();
    asks.forEach((file, ask) -> {
      List<OwnSwab> its =
          samples.getOrDefault(file.person(), List.of()).stream()
              .filter(it -> it.disease().equals(file.disease()) && it.at().isAfter(since(file)))
              .toList();
      int have = ReturnRules.inARow(its, ask.hoursApart());
      returns.put(file.id(), new Return(ask.group(), ask.negatives(), have));
    });
    return returns;
  }

  private Map<UUID, List<OwnSwab>> samples(Set<CaseFile> files) {
    return files.stream()
        .map(Returns::since)
        .min(Instant::compareTo)
        .map(first ->
            sampling
                .swabs(files.stream().map(CaseFile::person).collect(Collectors.toSet()), first)
                .stream()
                .collect(Collectors.groupingBy(OwnSwab::person)))
        .orElse(Map.of());
  }

  /** What was negative while the person was ill says nothing of the end. */
  private static Instant since(CaseFile file) {
    Instant ended = file.symptomsEndedAt();
    return ended != null ? ended : Objects.requireNonNullElse(file.sampledAt(), file.openedAt());
  }

  /**
   * Whether nothing is missing.
   *
   * @throws Refused 409 {@code cases.negatives_missing}
   */
  void check(CaseFile file) {
    Return its = of(List.of(file)).get(file.id());
    if (its != null && its.lacks()) {
      throw Refused.conflict("cases.negatives_missing")
          .value(its.have())
          .with("limit", its.negatives());
    }
  }
}
