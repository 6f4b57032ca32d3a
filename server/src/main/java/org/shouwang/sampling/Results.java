package org.shouwang.sampling;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.audit.Actor;
import org.shouwang.audit.Audit;
import org.shouwang.clock.WorldClock;
import org.shouwang.web.Refused;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Takes results of tubes, from wherever they come. What they mean for people happens in the same
 * commit; what contradicts is kept for a person to judge, and nothing is lost.
 */
@Service
class Results {

  private final ResultStore store;
  private final TubeStore tubes;
  private final Findings findings;
  private final Audit audit;
  private final WorldClock world;

  Results(ResultStore store, TubeStore tubes, Findings findings, Audit audit, WorldClock world) {
    this.store = store;
    this.tubes = tubes;
    this.findings = findings;
    this.audit = audit;
    this.world = world;
  }

  /** What became of a result. */
  enum Taken {
    /** It counts. */
    ACCEPTED,
    /** The same was known; nothing changed. */
    KNOWN,
    /** It contradicts; a person will judge. */
    PROBLEM
  }

  /**
   * The answer for one result.
   *
   * @param code why it is a problem
   */
  record Answer(Taken taken, @Nullable String code) {}

  /**
   * What would become of results, without holding or writing anything.
   *
   * @return an answer for each, in the same order
   */
  List<Answer> look(List<NewResult> results) {
    return judge(results, new HashMap<>(tubes.read(codes(results))), new ArrayList<>());
  }

  /**
   * Takes results, in one transaction; a few thousand at most.
   *
   * @return an answer for each, in the same order
   */
  @Transactional
  List<Answer> take(List<NewResult> results, Actor who) {
    Map<String, TubeRow> rows = new HashMap<>(tubes.lock(codes(results)));
    List<NewResult> accepted = new ArrayList<>();
    List<Answer> answers = judge(results, rows, accepted);
    keep(accepted, rows, who);
    List<NewResult> against = new ArrayList<>();
    List<String> why = new ArrayList<>();
    for (int i = 0; i < results.size(); i++) {
      if (answers.get(i).code() != null) {
        against.add(results.get(i));
        why.add(Objects.requireNonNull(answers.get(i).code()));
      }
    }
    store.against(against, why, world.now());
    return answers;
  }

  private void keep(List<NewResult> accepted, Map<String, TubeRow> rows, Actor who) {
    if (accepted.isEmpty()) {
      return;
    }
    store.insert(accepted, world.now());
    Set<String> changed = new TreeSet<>(codes(accepted));
    tubes.write(changed.stream().map(rows::get).toList());
    findings.found(
        accepted.stream()
            .map(result -> new Findings.Found(row(rows, result.tube()), result))
            .toList(),
        who);
  }

  private static TubeRow row(Map<String, TubeRow> rows, String tube) {
    return Objects.requireNonNull(rows.get(tube));
  }

  private List<Answer> judge(
      List<NewResult> results, Map<String, TubeRow> rows, List<NewResult> accepted) {
    Instant now = world.now();
    List<Answer> answers = new ArrayList<>(results.size());
    for (NewResult result : results) {
      TubeRow row = rows.get(result.tube());
      if (ResultRules.known(row, result)) {
        answers.add(new Answer(Taken.KNOWN, null));
        continue;
      }
      String problem = ResultRules.problem(row, result, now);
      if (problem != null || row == null) {
        answers.add(new Answer(Taken.PROBLEM, problem));
        continue;
      }
      rows.put(result.tube(), row.with(result.step(), result.value()));
      accepted.add(result);
      answers.add(new Answer(Taken.ACCEPTED, null));
    }
    return answers;
  }

  private static Set<String> codes(List<NewResult> results) {
    Set<String> codes = new TreeSet<>();
    results.forEach(result -> codes.add(result.tube()));
    return codes;
  }

  /** Facts have come for tubes: results that waited for them are tried once more. */
  @Transactional
  void retry(Collection<String> codes, Actor who) {
    List<ResultStore.Problem> waiting = store.waiting(codes);
    if (waiting.isEmpty()) {
      return;
    }
    List<Answer> answers = take(waiting.stream().map(ResultStore.Problem::result).toList(), who);
    List<UUID> taken = new ArrayList<>();
    for (int i = 0; i < answers.size(); i++) {
      if (answers.get(i).code() == null) {
        taken.add(waiting.get(i).id());
      }
    }
    store.taken(taken, world.now());
  }

  /**
   * Takes a result that contradicts all the same: a correction when another value was known, which
   * is kept and whose consequences are unwound.
   *
   * @param act the decision
   */
  @Transactional
  void correct(NewResult result, String reason, Actor who, UUID act) {
    TubeRow row = tubes.lock(Set.of(result.tube())).get(result.tube());
    if (row == null || row.fold().swabs().isEmpty()) {
      throw Refused.conflict(ResultRules.UNKNOWN).field("tube").value(result.tube());
    }
    if (ResultRules.known(row, result)) {
      return;
    }
    store
        .supersede(result.tube(), result.step(), result.id(), world.now())
        .ifPresent(old -> findings.unwind(old, reason, who, act));
    Map<String, TubeRow> rows = new HashMap<>();
    rows.put(result.tube(), row.with(result.step(), result.value()));
    keep(List.of(result), rows, who);
    audit.record(
        who,
        "sampling.result_corrected",
        "tube:" + result.tube(),
        act,
        Map.of("step", result.step().key(), "value", result.value().key(), "reason", reason));
  }
}
