package org.shouwang.incidents;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.shouwang.cases.CaseBook;
import org.shouwang.clock.WorldClock;
import org.shouwang.duties.Duties;
import org.shouwang.duties.Duty;
import org.shouwang.duties.DutyState;
import org.shouwang.incidents.ClosingRules.Lacking;
import org.shouwang.isolation.Isolation;
import org.shouwang.people.People;
import org.springframework.stereotype.Component;

/** Incidents as screens show them. */
@Component
class IncidentViews {

  private static final String CASE_REPORT = "cases.report";

  private final IncidentStore store;
  private final SignalStore signals;
  private final ReportStore reports;
  private final Incidents incidents;
  private final Reports forms;
  private final KeptOut keptOut;
  private final CaseBook cases;
  private final Isolation isolation;
  private final Duties duties;
  private final People people;
  private final WorldClock world;

  IncidentViews(
      IncidentStore store,
      SignalStore signals,
      ReportStore reports,
      Incidents incidents,
      Reports forms,
      KeptOut keptOut,
      CaseBook cases,
      Isolation isolation,
      Duties duties,
      People people,
      WorldClock world) {
    this.store = store;
    this.signals = signals;
    this.reports = reports;
    this.incidents = incidents;
    this.forms = forms;
    this.keptOut = keptOut;
    this.cases = cases;
    this.isolation = isolation;
    this.duties = duties;
    this.people = people;
    this.world = world;
  }

  /** A case that an incident carries. */
  record CarriedCase(UUID id, String number, String state, @Nullable Instant reportedAt) {}

  /**
   * Something with a clock.
   *
   * @param kind step, report, or the kind of another module's duty
   * @param what a step's words in both languages; null: the kind says it
   * @param of the step's key, or number of the case
   */
  record Clocked(
      String kind,
      org.shouwang.policy.@Nullable BothLanguages what,
      @Nullable String of,
      Instant dueAt) {}

  /**
   * An incident in a list.
   *
   * @param contacts how many are in which state, over all its cases
   * @param next what is due first
   * @param late how much is overdue
   */
  record IncidentView(
      UUID id,
      String number,
      @Nullable String title,
      String disease,
      String level,
      Incident.State state,
      Instant openedAt,
      String openedBy,
      @Nullable Instant endedAt,
      int version,
      List<CarriedCase> cases,
      Map<String, Long> contacts,
      int steps,
      int stepsOpen,
      @Nullable Clocked next,
      long late,
      @Nullable Instant reportedAt) {}

  /** What all incidents of a page need, read with a statement each. */
  private record Gathered(
      Map<UUID, List<UUID>> carried,
      Map<UUID, CaseBook.Summary> cases,
      Map<UUID, Map<String, Long>> contacts,
      Map<UUID, List<StepRow>> steps,
      Map<UUID, List<Report>> reports,
      Map<String, List<Duty>> duties) {}

  List<IncidentView> incidents(List<Incident> rows) {
    if (rows.isEmpty()) {
      return List.of();
    }
    Gathered all = gathered(rows.stream().map(Incident::id).toList());
    return rows.stream().map(it -> view(it, all)).toList();
  }

  private Gathered gathered(List<UUID> ids) {
    Map<UUID, List<UUID>> carried = store.carried(ids);
    List<UUID> caseIds = carried.values().stream().flatMap(List::stream).toList();
    Map<UUID, CaseBook.Summary> files = new HashMap<>();
    cases.of(caseIds).forEach(it -> files.put(it.id(), it));
    Map<String, List<Duty>> byCase = new HashMap<>();
    List<String> keys = caseIds.stream().map(UUID::toString).toList();
    List<String> waves =
        files.values().stream()
            .flatMap(it -> IntStream.rangeClosed(1, it.waves()).mapToObj(n -> it.id() + "#" + n))
            .toList();
    Stream.of(
            duties.byKeys(CASE_REPORT, keys),
            duties.byKeys("cases.investigate", keys),
            duties.byKeys("cases.decide", waves))
        .flatMap(List::stream)
        .forEach(it ->
            byCase.computeIfAbsent(it.key().split("#", 2)[0], key -> new ArrayList<>()).add(it));
    return new Gathered(
        carried, files, cases.contacts(caseIds), store.stepsOf(ids), reports.of(ids), byCase);
  }

  private IncidentView view(Incident it, Gathered all) {
    List<CaseBook.Summary> files = files(it.id(), all);
    List<StepRow> steps = all.steps().getOrDefault(it.id(), List.of());
    List<Report> drafts = all.reports().getOrDefault(it.id(), List.of());
    List<Clocked> clocks = it.isOpen() ? clocks(files, steps, drafts, all) : List.of();
    Instant now = world.now();
    return new IncidentView(
        it.id(),
        it.number(),
        it.title(),
        it.disease(),
        it.level(),
        it.state(),
        it.openedAt(),
        it.openedBy(),
        it.endedAt(),
        it.version(),
        files.stream()
            .map(file -> new CarriedCase(file.id(), file.number(), file.state(), file.reportedAt()))
            .toList(),
        contacts(files, all),
        steps.size(),
        (int) steps.stream().filter(StepRow::isOpen).count(),
        clocks.stream().min(Comparator.comparing(Clocked::dueAt)).orElse(null),
        clocks.stream().filter(each -> each.dueAt().isBefore(now)).count(),
        drafts.stream()
            .filter(each -> each.kind() == Report.Kind.INITIAL)
            .map(Report::sentAt)
            .filter(Objects::nonNull)
            .map(Objects::requireNonNull)
            .min(Comparator.naturalOrder())
            .orElse(null));
  }

  private static List<CaseBook.Summary> files(UUID incident, Gathered all) {
    List<CaseBook.Summary> files = new ArrayList<>();
    for (UUID id : all.carried().getOrDefault(incident, List.of())) {
      CaseBook.Summary file = all.cases().get(id);
      if (file != null) {
        files.add(file);
      }
    }
    return files;
  }

  private static Map<String, Long> contacts(List<CaseBook.Summary> files, Gathered all) {
    Map<String, Long> sum = new HashMap<>();
    files.forEach(file ->
        all.contacts()
            .getOrDefault(file.id(), Map.of())
            .forEach((state, n) -> sum.merge(state, n, Long::sum)));
    return sum;
  }

  private static List<Clocked> clocks(
      List<CaseBook.Summary> files, List<StepRow> steps, List<Report> drafts, Gathered all) {
    List<Clocked> clocks = new ArrayList<>();
    for (StepRow step : steps) {
      if (step.isOpen()) {
        clocks.add(
            new Clocked(
                "step",
                new org.shouwang.policy.BothLanguages(step.zh(), step.en()),
                step.key(),
                step.dueAt()));
      }
    }
    for (Report draft : drafts) {
      if (draft.isDraft() && draft.dueAt() != null) {
        clocks.add(new Clocked("report", null, draft.kind().key(), draft.dueAt()));
      }
    }
    for (CaseBook.Summary file : files) {
      for (Duty duty : all.duties().getOrDefault(file.id().toString(), List.of())) {
        if (duty.state().isPending()) {
          clocks.add(new Clocked(duty.kind(), null, file.number(), duty.dueAt()));
        }
      }
    }
    return clocks;
  }

  // ── one of them ────────────────────────────────────────────────────────────────────────────────

  /**
   * Duties of another module that belong to the incident: shown, not doubled.
   *
   * @param of number of the case; null: of several
   * @param dueAt of the first that is pending; of the only one otherwise
   * @param doneAt of the last that was done, when none is pending
   */
  record Covered(
      String kind,
      @Nullable String of,
      long done,
      long pending,
      long late,
      @Nullable Instant dueAt,
      @Nullable Instant doneAt) {}

  /** What is counted of an incident; each opens its list. */
  record Counters(
      int cases,
      Map<String, Long> contacts,
      long held,
      long barred,
      Map<String, Long> orders,
      long swabsDue,
      long dutiesLate) {}

  /** An incident with all of it. */
  record IncidentFile(
      IncidentView incident,
      List<Signal> signals,
      List<IncidentStore.Transition> transitions,
      List<StepRow> steps,
      List<Covered> covered,
      List<ReportLine> reports,
      Counters counters,
      List<Lacking> lacking) {}

  /**
   * A report in a list.
   *
   * @param missing how many required fields are empty
   */
  record ReportLine(
      UUID id,
      Report.Kind kind,
      int no,
      @Nullable String caseNumber,
      @Nullable UUID corrects,
      @Nullable String why,
      Report.State state,
      Instant createdAt,
      @Nullable Instant dueAt,
      @Nullable Instant sentAt,
      @Nullable String sentBy,
      @Nullable String sentTo,
      @Nullable String receipt,
      int missing) {}

  IncidentFile file(UUID id) {
    Incident incident = incidents.one(id);
    Gathered all = gathered(List.of(id));
    List<CaseBook.Summary> files = files(id, all);
    List<UUID> carried = all.carried().getOrDefault(id, List.of());
    List<StepRow> steps = all.steps().getOrDefault(id, List.of());
    List<String> orders = isolation.open(carried).stream().map(UUID::toString).toList();
    List<Duty> toOrder = duties.byKeys("isolation.order", orders);
    List<Duty> tests = duties.byKeys("isolation.test", orders);
    List<Covered> covered = new ArrayList<>();
    for (CaseBook.Summary file : files) {
      byKind(all.duties().getOrDefault(file.id().toString(), List.of()))
          .forEach((kind, of) -> covered.add(covered(kind, file.number(), of)));
    }
    for (List<Duty> of : List.of(toOrder, tests)) {
      byKind(of).forEach((kind, each) -> covered.add(covered(kind, null, each)));
    }
    KeptOut.Count out = keptOut.of(carried);
    IncidentView view = view(incident, all);
    Counters counters =
        new Counters(
            files.size(),
            view.contacts(),
            out.held(),
            out.barred(),
            isolation.counts(carried),
            tests.stream().filter(it -> due(it.state())).count(),
            Stream.of(
                    all.duties().values().stream().flatMap(List::stream),
                    toOrder.stream(),
                    tests.stream(),
                    duties(steps).stream())
                .flatMap(it -> it)
                .filter(it -> it.state() == DutyState.LATE)
                .count());
    return new IncidentFile(
        view,
        signals.of(List.of(id)),
        store.transitions(id),
        steps,
        covered,
        lines(incident, all),
        counters,
        incident.isOpen() ? incidents.lacking(id) : List.of());
  }

  private List<Duty> duties(List<StepRow> steps) {
    return duties.byKeys(
        IncidentDuties.STEP,
        steps.stream().map(it -> IncidentDuties.key(it.incident(), it.key())).toList());
  }

  /** A test that lies in the future isn't due. */
  private static boolean due(DutyState state) {
    return state == DutyState.OPEN || state == DutyState.LATE;
  }

  private static Map<String, List<Duty>> byKind(List<Duty> all) {
    Map<String, List<Duty>> kinds = new java.util.TreeMap<>();
    all.forEach(it -> kinds.computeIfAbsent(it.kind(), kind -> new ArrayList<>()).add(it));
    return kinds;
  }

  private static Covered covered(String kind, @Nullable String of, List<Duty> all) {
    List<Duty> pending = all.stream().filter(it -> it.state().isPending()).toList();
    List<Duty> done = all.stream().filter(it -> it.state() == DutyState.DONE).toList();
    return new Covered(
        kind,
        of,
        done.size(),
        pending.size(),
        all.stream().filter(it -> it.state() == DutyState.LATE).count(),
        (pending.isEmpty() ? all : pending)
            .stream().map(Duty::dueAt).min(Comparator.naturalOrder()).orElse(null),
        pending.isEmpty()
            ? done.stream().map(Duty::stateAt).max(Comparator.naturalOrder()).orElse(null)
            : null);
  }

  private List<ReportLine> lines(Incident incident, Gathered gathered) {
    List<Report> all = gathered.reports().getOrDefault(incident.id(), List.of());
    Map<UUID, ReportForm> drafts =
        forms.forms(incident, all.stream().filter(Report::isDraft).toList());
    return all.stream()
        .map(it -> {
          ReportForm draft = drafts.get(it.id());
          int missing = draft == null ? 0 : draft.missing().size();
          return line(it, missing, gathered.cases(), gathered.duties());
        })
        .toList();
  }

  /**
   * A report as a line; the clock of a case's report is the case's duty.
   *
   * @param missing how many required fields are empty
   */
  ReportLine line(Report report, int missing) {
    Map<UUID, CaseBook.Summary> files = new HashMap<>();
    Map<String, List<Duty>> byCase = new HashMap<>();
    if (report.caseId() != null) {
      Set<UUID> one = Set.of(report.caseId());
      cases.of(one).forEach(it -> files.put(it.id(), it));
      String key = report.caseId().toString();
      byCase.put(key, duties.byKeys(CASE_REPORT, List.of(key)));
    }
    return line(report, missing, files, byCase);
  }

  private static ReportLine line(
      Report it, int missing, Map<UUID, CaseBook.Summary> files, Map<String, List<Duty>> byCase) {
    CaseBook.Summary file = it.caseId() == null ? null : files.get(it.caseId());
    Instant due = it.dueAt();
    if (due == null && file != null && it.corrects() == null) {
      due =
          byCase.getOrDefault(file.id().toString(), List.of()).stream()
              .filter(duty -> duty.kind().equals(CASE_REPORT))
              .map(Duty::dueAt)
              .findFirst()
              .orElse(null);
    }
    return new ReportLine(
        it.id(),
        it.kind(),
        it.no(),
        file == null ? null : file.number(),
        it.corrects(),
        it.why(),
        it.state(),
        it.createdAt(),
        due,
        it.sentAt(),
        it.sentBy(),
        it.sentTo(),
        it.receipt(),
        missing);
  }

  // ── signals ────────────────────────────────────────────────────────────────────────────────────

  /** A signal with the names on it. */
  record SignalView(Signal signal, @Nullable String placeName, @Nullable String incidentNumber) {}

  List<SignalView> signals(List<Signal> rows) {
    Map<UUID, String> numbers = store.numbers(rows.stream().map(Signal::incident).toList());
    var places = people.places();
    return rows.stream()
        .map(it -> {
          var place = it.place() == null ? null : places.get(it.place());
          return new SignalView(
              it,
              place == null ? null : place.name(),
              it.incident() == null ? null : numbers.get(it.incident()));
        })
        .toList();
  }
}
