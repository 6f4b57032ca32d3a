package org.shouwang.sampling;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.shouwang.audit.Actor;
import org.shouwang.capture.Arrived;
import org.shouwang.capture.FactHandler;
import org.shouwang.sampling.CustodySteps.Step;
import org.shouwang.security.Caller;
import org.shouwang.security.Permission;
import org.shouwang.web.Refused;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * Takes {@code sampling.custody}: tubes into boxes, boxes from hand to hand, receipt. Members of a
 * tube that was lost or spoilt must be swabbed again.
 */
@Component
class Custody implements FactHandler {

  private static final int OLDEST_HOURS = 24;

  private final CustodyStore store;
  private final TubeStore tubes;
  private final Filling filling;
  private final Reswabs reswabs;
  private final Results results;
  private final TubeBook book;

  Custody(
      CustodyStore store,
      TubeStore tubes,
      Filling filling,
      Reswabs reswabs,
      Results results,
      TubeBook book) {
    this.store = store;
    this.tubes = tubes;
    this.filling = filling;
    this.reswabs = reswabs;
    this.results = results;
    this.book = book;
  }

  @Override
  public String type() {
    return "sampling.custody";
  }

  @Override
  public Set<Permission> needs() {
    return Set.of(Permission.SAMPLING_REGISTER, Permission.LABORATORY_REPORT);
  }

  @Override
  public List<Judgement> judge(List<Arrived> facts) {
    return SamplingFacts.each(facts, fact -> new Accepted(fact, null, steps(fact)));
  }

  private static List<Step> steps(Arrived fact) {
    JsonNode data = fact.fact().data();
    String step = FactFields.word(data, "step", CustodySteps.STEPS);
    List<String> tubes = FactFields.tubes(data);
    String box = FactFields.text(data, "box", 40);
    if (tubes.isEmpty() && box == null) {
      throw Refused.invalid("sampling.field_missing").field("data.tubes");
    }
    if (step.equals("boxed") && (box == null || tubes.isEmpty())) {
      throw Refused.invalid("sampling.field_missing")
          .field(box == null ? "data.box" : "data.tubes");
    }
    String normal = box == null ? null : TubeCode.normal(box);
    return (tubes.isEmpty() ? List.of("") : tubes)
        .stream()
            .map(tube ->
                new Step(
                    tube,
                    fact.at(),
                    fact.fact().id(),
                    step,
                    normal,
                    fact.fact().place(),
                    FactFields.text(data, "from", 100),
                    FactFields.text(data, "to", 100),
                    FactFields.number(data, "temperature", -100, 60),
                    fact.caller().kind() == Caller.Kind.DEVICE ? fact.caller().id() : null,
                    fact.caller().name()))
            .toList();
  }

  @Override
  @SuppressWarnings("unchecked")
  public void record(List<Accepted> facts) {
    List<Step> steps = new ArrayList<>();
    facts.forEach(it -> steps.addAll((List<Step>) it.row()));
    Instant at = facts.getFirst().arrived().recordedAt();
    store.insert(steps, at);
    Map<String, Instant> firsts = new HashMap<>();
    Set<String> boxes = new TreeSet<>();
    for (Step step : steps) {
      if (step.tube().isEmpty()) {
        boxes.add(Objects.requireNonNull(step.box()));
      } else {
        firsts.merge(step.tube(), step.at(), (one, other) -> one.isBefore(other) ? one : other);
      }
    }
    store.inBoxes(boxes).forEach(tube -> firsts.putIfAbsent(tube, at));
    if (!firsts.isEmpty()) {
      follow(firsts, at, facts.getFirst().arrived().caller().actor());
    }
  }

  private void follow(Map<String, Instant> firsts, Instant at, Actor who) {
    tubes.lockOrBegin(firsts); // held before the steps are read, or a step beside this is missed
    Map<String, List<Step>> own =
        store.ofTubes(firsts.keySet()).stream().collect(Collectors.groupingBy(Step::tube));
    Map<String, List<Step>> ofBoxes = ofBoxes(own);
    Duration oldest = book.hours(at, "sampling.tube_max_age_hours", OLDEST_HOURS);
    Map<TubeRow, UUID> spoilt = new HashMap<>();
    filling.changeOrBegin(
        firsts,
        tube -> {
          List<Step> its = own.getOrDefault(tube.code(), List.of());
          Step boxed = CustodySteps.boxed(its);
          List<Step> chain =
              CustodySteps.chain(
                  its, boxed == null ? List.of() : ofBoxes.getOrDefault(boxed.box(), List.of()));
          List<SwabRow> live = tube.fold().live();
          TubeRow.Custody custody =
              CustodySteps.custody(chain, live.isEmpty() ? null : live.getFirst().at(), oldest);
          TubeRow now = tube.with(boxed == null ? null : boxed.box(), custody);
          if (tube.custody().problem() == null && custody.problem() != null) {
            spoilt.put(now, chain.getLast().id());
          }
          return now;
        },
        at);
    spoilt.forEach((tube, cause) -> spoil(tube, cause, at, who));
    results.retry(firsts.keySet(), who);
  }

  private Map<@Nullable String, List<Step>> ofBoxes(Map<String, List<Step>> own) {
    Set<String> boxes = new TreeSet<>();
    own.values()
        .forEach(its -> {
          Step boxed = CustodySteps.boxed(its);
          if (boxed != null && boxed.box() != null) {
            boxes.add(boxed.box());
          }
        });
    return store.ofBoxes(boxes).stream()
        .collect(Collectors.groupingBy(step -> Objects.requireNonNull(step.box())));
  }

  /** Whoever is in a tube without a result to come is swabbed again. */
  private void spoil(TubeRow tube, UUID cause, Instant at, Actor who) {
    if (tube.screening() == null && tube.confirmation() == null) {
      reswabs.open(
          new Reswabs.Why(
              tube.code(), cause, Objects.requireNonNull(tube.custody().problem()), false, at),
          tube.fold().live(),
          who);
    }
  }
}
