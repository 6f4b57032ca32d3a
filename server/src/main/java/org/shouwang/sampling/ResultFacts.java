package org.shouwang.sampling;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.shouwang.capture.Arrived;
import org.shouwang.capture.FactHandler;
import org.shouwang.security.Permission;
import org.shouwang.web.Refused;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Takes {@code sampling.result} from the door: a laboratory's own system reports by it. */
@Component
class ResultFacts implements FactHandler {

  private static final Set<String> STEPS = Set.of("screening", "confirmation");
  private static final Set<String> VALUES = Set.of("negative", "positive", "grey", "invalid");

  private final Results results;

  ResultFacts(Results results) {
    this.results = results;
  }

  /** What the laboratory is told. */
  record Verdict(String tube, String taken, @Nullable String problem) {}

  @Override
  public String type() {
    return "sampling.result";
  }

  @Override
  public Set<Permission> needs() {
    return Set.of(Permission.LABORATORY_REPORT);
  }

  @Override
  public List<Judgement> judge(List<Arrived> facts) {
    List<@Nullable NewResult> read = new ArrayList<>();
    List<@Nullable Refused> refused = new ArrayList<>();
    for (Arrived fact : facts) {
      try {
        read.add(read(fact));
        refused.add(null);
      } catch (Refused no) {
        read.add(null);
        refused.add(no);
      }
    }
    List<NewResult> good = read.stream().filter(Objects::nonNull).toList();
    List<Results.Answer> answers = results.look(good);
    List<Judgement> judgements = new ArrayList<>();
    int next = 0;
    for (int i = 0; i < facts.size(); i++) {
      NewResult result = read.get(i);
      if (result == null) {
        judgements.add(new Rejected(Objects.requireNonNull(refused.get(i))));
      } else {
        Results.Answer answer = answers.get(next++);
        judgements.add(
            new Accepted(
                facts.get(i),
                new Verdict(
                    result.tube(),
                    answer.taken().name().toLowerCase(java.util.Locale.ROOT),
                    answer.code()),
                result));
      }
    }
    return judgements;
  }

  private static NewResult read(Arrived fact) {
    JsonNode data = fact.fact().data();
    return new NewResult(
        fact.fact().id(),
        FactFields.tube(data),
        ResultStep.of(FactFields.word(data, "step", STEPS)).orElseThrow(),
        ResultValue.of(FactFields.word(data, "result", VALUES)).orElseThrow(),
        FactFields.instant(data, "reportedAt"),
        FactFields.text(data, "laboratory", 100),
        "fact",
        null,
        null,
        fact.caller().name());
  }

  @Override
  public void record(List<Accepted> facts) {
    results.take(
        facts.stream().map(it -> (NewResult) it.row()).toList(),
        facts.getFirst().arrived().caller().actor());
  }
}
