package org.shouwang.sampling;

import com.github.f4b6a3.uuid.UuidCreator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.audit.Audit;
import org.shouwang.clock.WorldClock;
import org.shouwang.sampling.ResultBoard.EntryLine;
import org.shouwang.sampling.ResultBoard.ProblemLine;
import org.shouwang.security.Access;
import org.shouwang.security.Caller;
import org.shouwang.security.Permission;
import org.shouwang.security.Within;
import org.shouwang.web.Messages;
import org.shouwang.web.Page;
import org.shouwang.web.PlainValues;
import org.shouwang.web.Refused;
import org.shouwang.web.TimeKeys;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Results by hand, entered by one and confirmed by another; and results that contradict, for a
 * person to judge.
 */
@RestController
@RequestMapping("/api/v1/sampling/results")
class ResultController {

  private static final Set<String> STEPS = Set.of("screening", "confirmation");
  private static final Set<String> VALUES = Set.of("negative", "positive", "grey", "invalid");
  private static final Set<String> ENTRY_STATES = Set.of("waiting", "confirmed", "rejected");
  private static final Set<String> PROBLEM_STATES =
      Set.of("open", "taken", "corrected", "dismissed");

  private final ResultBoard board;
  private final ResultStore store;
  private final Results results;
  private final Audit audit;
  private final WorldClock world;
  private final Messages messages;

  ResultController(
      ResultBoard board,
      ResultStore store,
      Results results,
      Audit audit,
      WorldClock world,
      Messages messages) {
    this.board = board;
    this.store = store;
    this.results = results;
    this.audit = audit;
    this.world = world;
    this.messages = messages;
  }

  /** A result as typed. */
  record Entry(
      @Nullable String tube,
      @Nullable String step,
      @Nullable String result,
      @Nullable String reportedAt,
      @Nullable String laboratory) {}

  /** Why. */
  record Reason(@Nullable String reason) {}

  /**
   * What became of a confirmed entry.
   *
   * @param problem why it waits for a judgement; null: it counts
   */
  record Confirmed(EntryLine entry, String taken, @Nullable String problem) {}

  /** A problem with its words. */
  record ProblemView(ProblemLine problem, String message, String cure) {}

  @PostMapping
  @Access(value = Permission.LABORATORY_REPORT, within = Within.PARK)
  @Transactional
  EntryLine enter(@RequestBody Entry body, Caller caller) {
    String tube = TubeCode.normal(TubeInputs.required("tube", body.tube(), 64));
    if (!TubeCode.valid(tube)) {
      throw Refused.invalid("sampling.row_tube_wrong")
          .field("tube")
          .value(PlainValues.shown(tube, 40));
    }
    UUID id = UuidCreator.getTimeOrderedEpoch();
    board.enter(
        new NewResult(
            id,
            tube,
            ResultStep.of(TubeInputs.word("step", body.step(), STEPS)).orElseThrow(),
            ResultValue.of(TubeInputs.word("result", body.result(), VALUES)).orElseThrow(),
            TubeInputs.instant("reportedAt", body.reportedAt()),
            TubeInputs.optional("laboratory", body.laboratory(), 100),
            "hand",
            null,
            null,
            caller.name()),
        caller,
        world.now());
    audit.record(caller.actor(), "sampling.result_entered", "tube:" + tube, Map.of("entry", id));
    return entry(id);
  }

  @GetMapping("/entries")
  @Access(
      value = {Permission.LABORATORY_REPORT, Permission.RESULTS_READ},
      within = Within.PARK)
  Page<EntryLine> entries(
      @RequestParam(required = false) @Nullable String state,
      @RequestParam(required = false) @Nullable String after,
      @RequestParam(required = false) @Nullable Integer limit) {
    int size = Page.limit(limit);
    List<EntryLine> lines =
        board.entries(
            TubeInputs.filter("state", state, ENTRY_STATES), TimeKeys.of(after), size + 1);
    return Page.of(lines, size, line -> TimeKeys.text(line.enteredAt(), line.id()));
  }

  /** The second pair of eyes: never the account that entered it. */
  @PostMapping("/entries/{id}/confirm")
  @Access(
      value = {Permission.LABORATORY_REPORT, Permission.RESULTS_READ},
      within = Within.PARK)
  @Transactional
  Confirmed confirm(@PathVariable UUID id, Caller caller) {
    EntryLine entry = entry(id);
    if (entry.enteredById().equals(caller.id())) {
      throw Refused.forbidden("sampling.second_person");
    }
    close(entry, "confirmed", null, caller);
    UUID act =
        audit.record(
            caller.actor(),
            "sampling.result_confirmed",
            "tube:" + entry.tube(),
            id,
            Map.of("step", entry.step(), "value", entry.value(), "enteredBy", entry.enteredBy()));
    NewResult result =
        new NewResult(
            UuidCreator.getTimeOrderedEpoch(),
            entry.tube(),
            ResultStep.of(entry.step()).orElseThrow(),
            ResultValue.of(entry.value()).orElseThrow(),
            entry.reportedAt(),
            entry.laboratory(),
            "hand",
            id,
            null,
            entry.enteredBy());
    Results.Answer answer = results.look(List.of(result)).getFirst();
    if (ResultRules.DIFFERS.equals(answer.code())) {
      // two people say so: a correction
      results.correct(result, "two_people", caller.actor(), act);
      return new Confirmed(entry(id), "accepted", null);
    }
    Results.Answer taken = results.take(List.of(result), caller.actor()).getFirst();
    return new Confirmed(entry(id), taken.taken().name().toLowerCase(Locale.ROOT), taken.code());
  }

  @PostMapping("/entries/{id}/reject")
  @Access(
      value = {Permission.LABORATORY_REPORT, Permission.RESULTS_READ},
      within = Within.PARK)
  @Transactional
  EntryLine reject(@PathVariable UUID id, @RequestBody Reason body, Caller caller) {
    EntryLine entry = entry(id);
    String reason = TubeInputs.required("reason", body.reason(), 500);
    close(entry, "rejected", reason, caller);
    audit.record(
        caller.actor(),
        "sampling.result_rejected",
        "tube:" + entry.tube(),
        id,
        Map.of("reason", reason));
    return entry(id);
  }

  private void close(EntryLine entry, String state, @Nullable String reason, Caller caller) {
    if (!board.close(entry.id(), state, reason, caller, world.now())) {
      throw Refused.conflict("sampling.state_moved").value(entry.state());
    }
  }

  private EntryLine entry(UUID id) {
    return board.entry(id).orElseThrow(() -> Refused.notFound("sampling.entry_unknown").value(id));
  }

  @GetMapping("/problems")
  @Access(
      value = {Permission.LABORATORY_REPORT, Permission.RESULTS_READ},
      within = Within.PARK)
  Page<ProblemView> problems(
      @RequestParam(required = false) @Nullable String state,
      @RequestParam(required = false) @Nullable String after,
      @RequestParam(required = false) @Nullable Integer limit,
      Locale locale) {
    int size = Page.limit(limit);
    List<ProblemLine> lines =
        board.problems(
            TubeInputs.filter("state", state, PROBLEM_STATES), TimeKeys.of(after), size + 1);
    return Page.of(lines, size, line -> TimeKeys.text(line.openedAt(), line.id()))
        .map(line -> {
          Map<String, String> values = Map.of("value", line.tube(), "field", "tube");
          return new ProblemView(
              line,
              messages.text(locale, line.code() + ".detail", values),
              messages.text(locale, line.code() + ".cure", values));
        });
  }

  /** The result counts all the same; another value that was known is corrected by it. */
  @PostMapping("/problems/{id}/take")
  @Access(value = Permission.SAMPLING_MANAGE, within = Within.PARK)
  @Transactional
  void take(@PathVariable UUID id, @RequestBody Reason body, Caller caller) {
    String reason = TubeInputs.required("reason", body.reason(), 500);
    ResultStore.Problem problem = close(id, "corrected", reason, caller);
    UUID act = judged(problem, "taken", reason, caller);
    results.correct(problem.result(), reason, caller.actor(), act);
  }

  @PostMapping("/problems/{id}/dismiss")
  @Access(value = Permission.SAMPLING_MANAGE, within = Within.PARK)
  @Transactional
  void dismiss(@PathVariable UUID id, @RequestBody Reason body, Caller caller) {
    String reason = TubeInputs.required("reason", body.reason(), 500);
    judged(close(id, "dismissed", reason, caller), "dismissed", reason, caller);
  }

  private UUID judged(ResultStore.Problem problem, String outcome, String reason, Caller caller) {
    return audit.record(
        caller.actor(),
        "sampling.result_judged",
        "tube:" + problem.result().tube(),
        problem.id(),
        Map.of(
            "outcome",
            outcome,
            "reason",
            reason,
            "code",
            problem.code(),
            "value",
            problem.result().value().key()));
  }

  private ResultStore.Problem close(UUID id, String state, String reason, Caller caller) {
    ResultStore.Problem problem =
        store.problem(id).orElseThrow(() -> Refused.notFound("sampling.problem_unknown").value(id));
    if (!store.close(id, state, reason, caller, world.now())) {
      throw Refused.conflict("sampling.state_moved").value(problem.state());
    }
    return problem;
  }
}
