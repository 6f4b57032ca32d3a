package org.shouwang.linelists;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.cases.CaseIntake;
import org.shouwang.cases.CaseIntake.Naming;
import org.shouwang.clock.WorldClock;
import org.shouwang.linelists.LinkStore.CaseLink;
import org.shouwang.linelists.LinkStore.ContactLink;
import org.shouwang.linelists.LinkStore.Told;
import org.shouwang.linelists.ListStore.LineList;
import org.shouwang.linelists.Verdict.Plan;
import org.shouwang.people.PersonFinder;
import org.shouwang.people.PersonFinder.Clue;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Does what rows say, in the caller's transaction: judges them anew as things stand now, so that
 * what was done in the meantime, by whomever, is not done twice.
 */
@Component
class Taking {

  private final CaseJudging cases;
  private final ContactJudging contacts;
  private final CaseIntake intake;
  private final PersonFinder finder;
  private final LinkStore links;
  private final Diseases diseases;
  private final WorldClock world;

  Taking(
      CaseJudging cases,
      ContactJudging contacts,
      CaseIntake intake,
      PersonFinder finder,
      LinkStore links,
      Diseases diseases,
      WorldClock world) {
    this.cases = cases;
    this.contacts = contacts;
    this.intake = intake;
    this.finder = finder;
    this.links = links;
    this.diseases = diseases;
    this.world = world;
  }

  /** Judges rows without doing anything. */
  List<Verdict> judge(LineList job, Mapping mapping, List<Draft> drafts) {
    return job.settings().kind() == ListKind.CASES
        ? cases.judge(job, mapping, drafts)
        : contacts.judge(job, mapping, drafts);
  }

  /** Does what the rows say, and tells of each what came of it. */
  @Transactional(propagation = Propagation.MANDATORY)
  List<Verdict> take(LineList job, Mapping mapping, List<Draft> drafts) {
    List<Verdict> verdicts = new ArrayList<>(judge(job, mapping, drafts));
    note(verdicts);
    if (job.settings().kind() == ListKind.CASES) {
      takeCases(job, drafts, verdicts);
    } else {
      takeContacts(job, drafts, verdicts);
    }
    return verdicts;
  }

  /** People whom nobody knows become provisional ones first. */
  private void note(List<Verdict> verdicts) {
    List<Clue> clues =
        verdicts.stream()
            .map(Verdict::noted)
            .filter(Objects::nonNull)
            .map(Objects::requireNonNull)
            .toList();
    if (clues.isEmpty()) {
      return;
    }
    Map<Clue, UUID> noted = finder.note(clues);
    verdicts.replaceAll(it ->
        it.noted() == null || it.plan() == null
            ? it
            : new Verdict(
                it.state(),
                it.reasons(),
                Objects.requireNonNull(noted.get(it.noted())),
                it.caseId(),
                null,
                it.plan()));
  }

  // ── cases ──────────────────────────────────────────────────────────────────────────────────────

  private void takeCases(LineList job, List<Draft> drafts, List<Verdict> verdicts) {
    Map<String, CaseLink> linked = new LinkedHashMap<>();
    for (int i = 0; i < verdicts.size(); i++) {
      Verdict verdict = verdicts.get(i);
      if (verdict.plan() instanceof Plan.OfCase plan) {
        Draft draft = drafts.get(i);
        Verdict done = takeCase(job, draft, verdict, plan);
        verdicts.set(i, done);
        CaseJudging.externals(draft)
            .forEach(it -> linked.put(it, new CaseLink(it, Objects.requireNonNull(done.caseId()))));
      }
    }
    if (!linked.isEmpty()) {
      links.linkCases(job.format().system(), linked.values(), job.id(), world.now());
    }
  }

  private Verdict takeCase(LineList job, Draft draft, Verdict verdict, Plan.OfCase plan) {
    CaseIntake.Known target = plan.target();
    UUID person = Objects.requireNonNull(verdict.person());
    UUID id = target == null ? idOf(job, draft, person, plan.disease()) : target.id();
    String document = job.settings().document();
    if (target == null) {
      intake.open(id, person, plan.disease(), plan.course(), job.by());
    }
    boolean moved = target != null && !target.course().equals(plan.course());
    if (moved || plan.classification() != null) {
      intake.change(id, plan.classification(), document, plan.course(), job.by());
    }
    List<RowReason> reasons = new ArrayList<>(verdict.reasons());
    if (plan.outcome() != null && !intake.close(id, plan.outcome(), note(job), job.by())) {
      reasons.add(RowReason.of("linelists.not_closed", null));
    }
    return new Verdict(verdict.state(), reasons, person, id, null, plan);
  }

  /** The same line of the same system is the same case, whoever brings it when. */
  private UUID idOf(LineList job, Draft draft, UUID person, String disease) {
    String line = CaseJudging.externals(draft).findFirst().orElseGet(() -> job.id().toString());
    // one person may be a case of several diseases in one list
    String of = disease.equals(diseases.principal()) ? "" : "|" + disease;
    return UUID.nameUUIDFromBytes(
        ("line|" + job.format().system() + "|" + line + "|" + person + of).getBytes(UTF_8));
  }

  // ── contacts ───────────────────────────────────────────────────────────────────────────────────

  private void takeContacts(LineList job, List<Draft> drafts, List<Verdict> verdicts) {
    Map<UUID, List<Naming>> named = new LinkedHashMap<>();
    Map<UUID, Map<UUID, String>> became = new LinkedHashMap<>();
    List<ContactLink> linked = new ArrayList<>();
    for (int i = 0; i < verdicts.size(); i++) {
      Verdict verdict = verdicts.get(i);
      if (!(verdict.plan() instanceof Plan.OfContact plan)) {
        continue;
      }
      Draft draft = drafts.get(i);
      UUID caseId = Objects.requireNonNull(verdict.caseId());
      UUID person = Objects.requireNonNull(verdict.person());
      if (plan.named()) {
        Naming naming = naming(person, draft, plan.proposed());
        named.computeIfAbsent(caseId, id -> new ArrayList<>()).add(naming);
        linked.add(
            new ContactLink(
                new Told(caseId, person, naming.from(), naming.until()), draft.externalId()));
      }
      if (plan.became() != null) {
        became.computeIfAbsent(caseId, id -> new LinkedHashMap<>()).put(person, plan.became());
      }
    }
    named.forEach((caseId, namings) -> intake.name(caseId, namings, note(job), job.by()));
    became.forEach((caseId, classes) -> file(job, caseId, classes));
    if (!linked.isEmpty()) {
      links.linkContacts(job.format().system(), linked, job.id(), world.now());
    }
  }

  private static Naming naming(UUID person, Draft draft, String proposed) {
    return new Naming(
        person,
        Objects.requireNonNull(draft.firstContact()),
        Objects.requireNonNull(draft.lastContact()),
        proposed);
  }

  private void file(LineList job, UUID caseId, Map<UUID, String> classes) {
    Map<String, List<UUID>> byClass = new HashMap<>();
    classes.forEach(
        (person, word) -> byClass.computeIfAbsent(word, it -> new ArrayList<>()).add(person));
    String document = Objects.requireNonNull(job.settings().document());
    byClass.forEach(
        (word, persons) -> intake.file(caseId, persons, word, document, note(job), job.by()));
  }

  /** What is written beside everything that a list does. */
  private static String note(LineList job) {
    @Nullable String document = job.settings().document();
    String text = "名单 " + job.fileName() + (document == null ? "" : "，" + document);
    return text.length() > 480 ? text.substring(0, 480) : text;
  }
}
