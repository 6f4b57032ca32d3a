package org.shouwang.linelists;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.shouwang.cases.CaseIntake;
import org.shouwang.cases.CaseIntake.Course;
import org.shouwang.cases.CaseIntake.Known;
import org.shouwang.linelists.ListRowStore.State;
import org.shouwang.linelists.ListStore.LineList;
import org.shouwang.linelists.Persons.Meant;
import org.shouwang.linelists.Verdict.Plan;
import org.springframework.stereotype.Component;

/**
 * What rows of cases would do: open one, join an open one, say something new of it, or nothing.
 * What the file says against what we know counts only with the authority's document.
 */
@Component
class CaseJudging {

  private final Persons persons;
  private final CaseIntake intake;
  private final LinkStore links;
  private final Diseases diseases;

  CaseJudging(Persons persons, CaseIntake intake, LinkStore links, Diseases diseases) {
    this.diseases = diseases;
    this.persons = persons;
    this.intake = intake;
    this.links = links;
  }

  /** A person has one open case of each disease at most. */
  private record Of(UUID person, String disease) {}

  private record Around(Map<String, UUID> linked, Map<UUID, Known> byId, Map<Of, Known> open) {}

  List<Verdict> judge(LineList job, Mapping mapping, List<Draft> drafts) {
    List<Meant> meant = persons.meant(job, mapping, drafts, true);
    Map<String, UUID> linked =
        links.cases(
            job.format().system(), drafts.stream().flatMap(CaseJudging::externals).toList());
    Set<UUID> ids = new HashSet<>();
    meant.stream().map(Meant::id).filter(Objects::nonNull).forEach(ids::add);
    List<String> numbers =
        drafts.stream().map(Draft::externalNumber).filter(Objects::nonNull).toList();
    Map<UUID, Known> byId = new HashMap<>();
    Map<Of, Known> open = new HashMap<>();
    boolean own = job.format() == ListFormat.OWN_CASES;
    for (Known each :
        intake.known(linked.values(), own ? numbers : List.of(), ids, job.by().scope())) {
      byId.put(each.id(), each);
      if (each.open()) {
        open.put(new Of(each.person(), each.disease()), each);
      }
      if (own) {
        linked.putIfAbsent(each.number(), each.id());
      }
    }
    Around around = new Around(linked, byId, open);
    List<Verdict> verdicts = new ArrayList<>(drafts.size());
    for (int i = 0; i < drafts.size(); i++) {
      verdicts.add(verdict(job, mapping, drafts.get(i), meant.get(i), around));
    }
    return verdicts;
  }

  static Stream<String> externals(Draft draft) {
    return Stream.of(draft.externalId(), draft.externalNumber())
        .filter(Objects::nonNull)
        .map(Objects::requireNonNull)
        .distinct();
  }

  private Verdict verdict(LineList job, Mapping mapping, Draft draft, Meant meant, Around around) {
    UUID linkedId =
        externals(draft)
            .map(around.linked()::get)
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(null);
    Known linked = linkedId == null ? null : around.byId().get(linkedId);
    boolean none = CodeWords.NONE.equals(draft.classification());
    String disease = diseases.of(draft);
    if (!none && !diseases.isInForce(disease)) {
      return Verdict.bad(
          ofDisease("linelists.disease_not_in_force", mapping).with("value", disease));
    }
    if (meant.reason() != null) {
      // who is no case need not be known
      return none && linked == null
          ? Verdict.nothing(State.SKIPPED, List.of(notACase(mapping)), null, null)
          : Verdict.bad(meant.reason());
    }
    if (linked != null && !linked.person().equals(meant.id())) {
      return Verdict.bad(
          RowReason.of("linelists.line_of_other", mapping.header(Field.EXTERNAL_ID))
              .with("number", linked.number()));
    }
    if (linked != null && !linked.disease().equals(disease)) {
      return Verdict.bad(otherDisease(mapping, linked, disease));
    }
    Known target = meant.id() == null ? null : around.open().get(new Of(meant.id(), disease));
    if (none) {
      return target == null
          ? Verdict.nothing(State.SKIPPED, List.of(notACase(mapping)), meant.id(), null)
          : Verdict.bad(
              RowReason.of("linelists.no_case_open", mapping.header(Field.CLASSIFICATION))
                  .with("number", target.number()));
    }
    if (target != null) {
      boolean known = externals(draft).allMatch(it -> target.id().equals(around.linked().get(it)));
      return known(job, mapping, draft, target, known);
    }
    if (linked != null) {
      return Verdict.nothing(
          State.SKIPPED,
          List.of(RowReason.of("linelists.case_over", null).with("number", linked.number())),
          meant.id(),
          linked.id());
    }
    if (ends(draft)) {
      return Verdict.nothing(
          State.SKIPPED,
          List.of(RowReason.of("linelists.over_by_file", mapping.header(Field.OUTCOME))),
          meant.id(),
          null);
    }
    return fresh(job, mapping, draft, meant, disease);
  }

  /** Named by its field where the table has no column of it. */
  private static RowReason ofDisease(String code, Mapping mapping) {
    return RowReason.of(code, mapping.header(Field.DISEASE)).with("what", Field.DISEASE.key());
  }

  /** The row means a case that is one of another disease. */
  static RowReason otherDisease(Mapping mapping, Known file, String disease) {
    return ofDisease("linelists.case_of_other_disease", mapping)
        .with("number", file.number())
        .with("ours", file.disease())
        .with("value", disease);
  }

  private static RowReason notACase(Mapping mapping) {
    return RowReason.of("linelists.not_a_case", mapping.header(Field.CLASSIFICATION));
  }

  private static boolean ends(Draft draft) {
    return draft.outcome() != null && !draft.outcome().equals(CodeWords.GOES_ON);
  }

  private static Verdict fresh(
      LineList job, Mapping mapping, Draft draft, Meant meant, String disease) {
    List<RowReason> notices = new ArrayList<>();
    String classification = classed(job, draft, "suspected", null, mapping, notices);
    if (meant.noted() != null) {
      notices.add(RowReason.of("linelists.person_noted", null));
    }
    return new Verdict(
        State.NEW,
        notices,
        meant.id(),
        null,
        meant.noted(),
        new Plan.OfCase(
            null,
            disease,
            new Course(draft.onset(), draft.sampledAt(), draft.symptoms(), draft.controlledAt()),
            classification,
            null));
  }

  private static Verdict known(
      LineList job, Mapping mapping, Draft draft, Known target, boolean linked) {
    List<RowReason> notices = new ArrayList<>();
    Merging merging = new Merging(job.settings().document() != null, mapping, notices);
    Course ours = target.course();
    Course merged =
        new Course(
            merging.of(Field.ONSET, ours.onset(), draft.onset()),
            merging.of(Field.SAMPLED_AT, ours.sampledAt(), draft.sampledAt()),
            merging.of(Field.SYMPTOMS, ours.symptoms(), draft.symptoms()),
            merging.of(Field.CONTROLLED_AT, ours.controlledAt(), draft.controlledAt()));
    String classification =
        classed(job, draft, target.classification(), target.document(), mapping, notices);
    String outcome = outcome(job, draft, mapping, notices);
    boolean changes = !merged.equals(ours) || classification != null || outcome != null;
    State state = changes ? State.CHANGED : linked ? State.UNCHANGED : State.JOINED;
    return new Verdict(
        state,
        notices,
        target.person(),
        target.id(),
        null,
        state.acts()
            ? new Plan.OfCase(target, target.disease(), merged, classification, outcome)
            : null);
  }

  /** An outcome sets the person free: only the authority's document ends a case. */
  private static @Nullable String outcome(
      LineList job, Draft draft, Mapping mapping, List<RowReason> notices) {
    String outcome = draft.outcome();
    if (outcome == null || !ends(draft)) {
      return null;
    }
    if (job.settings().document() == null) {
      notices.add(
          RowReason.of("linelists.class_without_document", mapping.header(Field.OUTCOME))
              .with("value", outcome));
      return null;
    }
    notices.add(change(mapping, Field.OUTCOME, CodeWords.GOES_ON, outcome));
    return outcome;
  }

  /** What the case is called by the file; null: nothing new, or nothing that the file may say. */
  private static @Nullable String classed(
      LineList job,
      Draft draft,
      String ours,
      @Nullable String oursBy,
      Mapping mapping,
      List<RowReason> notices) {
    String theirs = draft.classification();
    if (theirs == null || theirs.equals("suspected") || theirs.equals(ours)) {
      return null;
    }
    String document = job.settings().document();
    if (document == null) {
      notices.add(
          RowReason.of("linelists.class_without_document", mapping.header(Field.CLASSIFICATION))
              .with("value", theirs));
      return null;
    }
    if (document.equals(oursBy)) {
      return null; // that very document was filed, and corrected since
    }
    notices.add(change(mapping, Field.CLASSIFICATION, ours, theirs));
    return theirs;
  }

  private static RowReason change(Mapping mapping, Field field, Object before, Object after) {
    return RowReason.of("linelists.change", mapping.header(field))
        .with("what", field.key())
        .with("before", Shown.of(before))
        .with("after", Shown.of(after));
  }

  /** Ours and theirs become one. */
  private record Merging(boolean authority, Mapping mapping, List<RowReason> notices) {

    <T> @Nullable T of(Field field, @Nullable T ours, @Nullable T theirs) {
      if (theirs == null || theirs.equals(ours)) {
        return ours;
      }
      if (ours != null && !authority) {
        notices.add(
            RowReason.of("linelists.kept_ours", mapping.header(field))
                .with("ours", Shown.of(ours))
                .with("theirs", Shown.of(theirs)));
        return ours;
      }
      notices.add(change(mapping, field, ours == null ? "—" : ours, theirs));
      return theirs;
    }
  }
}
