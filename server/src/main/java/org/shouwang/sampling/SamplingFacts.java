package org.shouwang.sampling;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.shouwang.audit.Audit;
import org.shouwang.capture.Arrived;
import org.shouwang.capture.FactHandler;
import org.shouwang.people.People;
import org.shouwang.people.PersonSummary;
import org.shouwang.security.Permission;
import org.shouwang.web.Refused;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The smaller facts of a sampling point: undo, seal, refusal. */
@Configuration(proxyBeanMethods = false)
class SamplingFacts {

  @Bean
  FactHandler samplingUndo(Filling filling, Audit audit) {
    return new Undo(filling, audit);
  }

  @Bean
  FactHandler samplingSeal(Filling filling, Results results) {
    return new Sealing(filling, results);
  }

  @Bean
  FactHandler samplingRefusal(SwabStore store, People people) {
    return new Refusing(store, people);
  }

  /** Reads each fact by itself; what can't be read is refused. */
  static List<FactHandler.Judgement> each(
      List<Arrived> facts, Function<Arrived, FactHandler.Accepted> read) {
    List<FactHandler.Judgement> judgements = new ArrayList<>(facts.size());
    for (Arrived fact : facts) {
      try {
        judgements.add(read.apply(fact));
      } catch (Refused refused) {
        judgements.add(new FactHandler.Rejected(refused));
      }
    }
    return judgements;
  }

  private record Undo(Filling filling, Audit audit) implements FactHandler {
    @Override
    public String type() {
      return "sampling.undo";
    }

    @Override
    public Set<Permission> needs() {
      return Set.of(Permission.SAMPLING_REGISTER);
    }

    @Override
    public List<Judgement> judge(List<Arrived> facts) {
      return each(
          facts,
          fact -> {
            UUID swab = FactFields.uuid(fact.fact().data(), "swab");
            if (swab == null) {
              throw Refused.invalid("sampling.field_missing").field("data.swab");
            }
            return new Accepted(
                fact,
                null,
                new SwabStore.End(
                    swab,
                    fact.fact().id(),
                    fact.at(),
                    fact.caller().name(),
                    FactFields.text(fact.fact().data(), "reason", 200),
                    false));
          });
    }

    @Override
    public void record(List<Accepted> facts) {
      filling.end(
          facts.stream().map(it -> (SwabStore.End) it.row()).toList(),
          facts.getFirst().arrived().recordedAt(),
          facts.getFirst().arrived().caller().actor());
    }
  }

  private record Sealing(Filling filling, Results results) implements FactHandler {

    private record Row(String tube, TubeFold.Seal seal) {}

    @Override
    public String type() {
      return "sampling.seal";
    }

    @Override
    public Set<Permission> needs() {
      return Set.of(Permission.SAMPLING_REGISTER);
    }

    @Override
    public List<Judgement> judge(List<Arrived> facts) {
      return each(
          facts,
          fact -> {
            UUID place = fact.fact().place();
            if (place == null) {
              throw Refused.invalid("sampling.field_missing").field("place");
            }
            return new Accepted(
                fact,
                null,
                new Row(
                    FactFields.tube(fact.fact().data()),
                    new TubeFold.Seal(
                        fact.fact().id(),
                        fact.at(),
                        FactFields.count(fact.fact().data(), "swabs", 100),
                        place,
                        fact.caller().name())));
          });
    }

    @Override
    public void record(List<Accepted> facts) {
      Map<String, Instant> firsts = new HashMap<>();
      List<Row> rows = facts.stream().map(it -> (Row) it.row()).toList();
      rows.forEach(
          row -> firsts.merge(row.tube(), row.seal().at(), (a, b) -> a.isBefore(b) ? a : b));
      Instant at = facts.getFirst().arrived().recordedAt();
      filling.changeOrBegin(firsts, tube -> sealed(tube, rows), at);
      results.retry(firsts.keySet(), facts.getFirst().arrived().caller().actor());
    }

    private static TubeRow sealed(TubeRow tube, List<Row> rows) {
      TubeFold fold = tube.fold();
      for (Row row : rows) {
        if (row.tube().equals(tube.code())) {
          fold = fold.with(row.seal());
        }
      }
      return tube.with(fold);
    }
  }

  private record Refusing(SwabStore store, People people) implements FactHandler {
    @Override
    public String type() {
      return "sampling.refusal";
    }

    @Override
    public Set<Permission> needs() {
      return Set.of(Permission.SAMPLING_REGISTER);
    }

    @Override
    public List<Judgement> judge(List<Arrived> facts) {
      Map<UUID, PersonSummary> persons =
          people.facts(facts.stream().map(Arrived::person).filter(Objects::nonNull).toList());
      return each(
          facts,
          fact -> {
            UUID person = fact.person();
            if (person == null) {
              throw Refused.invalid("sampling.field_missing").field("person");
            }
            return new Accepted(fact, null, refusal(fact, person, persons.get(person)));
          });
    }

    private static SwabStore.Refusal refusal(
        Arrived fact, UUID person, @Nullable PersonSummary known) {
      return new SwabStore.Refusal(
          person,
          fact.at(),
          fact.fact().id(),
          fact.fact().place(),
          known == null ? null : known.unitId(),
          FactFields.uuid(fact.fact().data(), "round"),
          FactFields.required(fact.fact().data(), "reason", 200),
          fact.caller().name());
    }

    @Override
    public void record(List<Accepted> facts) {
      store.refused(facts.stream().map(it -> (SwabStore.Refusal) it.row()).toList());
    }
  }
}
