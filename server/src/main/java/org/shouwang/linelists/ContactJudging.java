package org.shouwang.linelists;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.shouwang.cases.CaseIntake;
import org.shouwang.cases.CaseIntake.Contact;
import org.shouwang.cases.CaseIntake.Known;
import org.shouwang.linelists.LinkStore.Told;
import org.shouwang.linelists.ListRowStore.State;
import org.shouwang.linelists.ListStore.LineList;
import org.shouwang.linelists.Persons.Meant;
import org.shouwang.linelists.Verdict.Plan;
import org.springframework.stereotype.Component;

/**
 * What rows of contacts would do: name one, join one that we know, say something new, or nothing. A
 * class becomes a decision only with the authority's document; else it is what is proposed.
 */
@Component
class ContactJudging {

  private static final Pattern UUID_FORM =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  private final Persons persons;
  private final CaseIntake intake;
  private final LinkStore links;

  ContactJudging(Persons persons, CaseIntake intake, LinkStore links) {
    this.persons = persons;
    this.intake = intake;
    this.links = links;
  }

  private record Key(UUID caseId, UUID person) {}

  private record Around(Map<String, Known> cases, Map<Key, Contact> contacts, Set<Told> told) {}

  List<Verdict> judge(LineList job, Mapping mapping, List<Draft> drafts) {
    List<Meant> meant = persons.meant(job, mapping, drafts, false);
    Map<String, Known> cases = cases(job, drafts);
    Map<UUID, Set<UUID>> asked = new HashMap<>();
    for (int i = 0; i < drafts.size(); i++) {
      Known file = caseOf(job, drafts.get(i), cases);
      UUID person = meant.get(i).id();
      if (file != null && person != null) {
        asked.computeIfAbsent(file.id(), id -> new HashSet<>()).add(person);
      }
    }
    Map<Key, Contact> contacts = new HashMap<>();
    Set<UUID> all = new HashSet<>();
    // one question for each case that the batch names, not for each row
    asked.forEach((caseId, people) -> {
      all.addAll(people);
      intake
          .contacts(caseId, people)
          .forEach((person, contact) -> contacts.put(new Key(caseId, person), contact));
    });
    Set<Told> told =
        asked.isEmpty() ? Set.of() : links.told(job.format().system(), asked.keySet(), all);
    Around around = new Around(cases, contacts, told);
    List<Verdict> verdicts = new ArrayList<>(drafts.size());
    for (int i = 0; i < drafts.size(); i++) {
      verdicts.add(verdict(job, mapping, drafts.get(i), meant.get(i), around));
    }
    return verdicts;
  }

  /** Cases by whatever rows call them: an id of the system, our number, our id. */
  private Map<String, Known> cases(LineList job, List<Draft> drafts) {
    Set<String> references = new HashSet<>();
    drafts.stream().map(Draft::caseReference).filter(Objects::nonNull).forEach(references::add);
    Map<String, UUID> linked = links.cases(job.format().system(), references);
    Set<UUID> ids = new HashSet<>(linked.values());
    UUID usual = job.settings().caseId();
    if (usual != null) {
      ids.add(usual);
    }
    references.stream()
        .filter(it -> UUID_FORM.matcher(it).matches())
        .map(UUID::fromString)
        .forEach(ids::add);
    Map<UUID, Known> byId = new HashMap<>();
    Map<String, Known> known = new HashMap<>();
    for (Known each : intake.known(ids, references, Set.of(), job.by().scope())) {
      byId.put(each.id(), each);
      known.put(each.number(), each);
      known.put(each.id().toString(), each);
    }
    linked.forEach((reference, id) -> {
      Known file = byId.get(id);
      if (file != null) {
        known.put(reference, file);
      }
    });
    return known;
  }

  private static @Nullable Known caseOf(LineList job, Draft draft, Map<String, Known> cases) {
    String reference = draft.caseReference();
    if (reference != null) {
      Known named = cases.get(reference);
      return named != null ? named : cases.get(reference.toLowerCase(java.util.Locale.ROOT));
    }
    UUID usual = job.settings().caseId();
    return usual == null ? null : cases.get(usual.toString());
  }

  private static Verdict verdict(
      LineList job, Mapping mapping, Draft draft, Meant meant, Around around) {
    Known file = caseOf(job, draft, around.cases());
    String header = mapping.header(Field.CASE_REFERENCE);
    if (file == null) {
      return Verdict.bad(
          draft.caseReference() == null
              ? RowReason.of("linelists.case_missing", header)
              : RowReason.of("linelists.case_unknown", header)
                  .with("value", draft.caseReference()));
    }
    String disease = draft.disease();
    if (disease != null && !disease.equals(file.disease())) {
      return Verdict.bad(CaseJudging.otherDisease(mapping, file, disease));
    }
    if (!file.open()) {
      return Verdict.bad(
          RowReason.of("linelists.case_ended", header).with("number", file.number()));
    }
    String word = draft.contactClass();
    boolean none = CodeWords.NONE.equals(word);
    if (meant.reason() != null) {
      return none
          ? Verdict.nothing(State.SKIPPED, List.of(notAContact(mapping)), null, file.id())
          : Verdict.bad(meant.reason());
    }
    if (file.person().equals(meant.id())) {
      return Verdict.bad(
          RowReason.of("linelists.contact_is_case", null).with("number", file.number()));
    }
    Contact known =
        meant.id() == null ? null : around.contacts().get(new Key(file.id(), meant.id()));
    if (none) {
      return dropped(job, mapping, meant, file, known);
    }
    return named(job, mapping, draft, meant, file, known, around);
  }

  private static RowReason notAContact(Mapping mapping) {
    return RowReason.of("linelists.not_a_contact", mapping.header(Field.CONTACT_CLASS));
  }

  /** Only the authority takes somebody off the list whom we have on it. */
  private static Verdict dropped(
      LineList job, Mapping mapping, Meant meant, Known file, @Nullable Contact known) {
    boolean ours =
        known != null && !Set.of("dropped", "lapsed", "withdrawn").contains(known.state());
    if (known == null || !ours || job.settings().document() == null) {
      return Verdict.nothing(
          State.SKIPPED,
          List.of(
              ours
                  ? RowReason.of("linelists.class_without_document", header(mapping))
                      .with("value", CodeWords.NONE)
                  : notAContact(mapping)),
          meant.id(),
          file.id());
    }
    return new Verdict(
        State.CHANGED,
        List.of(change(mapping, known.state(), "dropped")),
        meant.id(),
        file.id(),
        null,
        new Plan.OfContact(false, "close", "dropped"));
  }

  private static Verdict named(
      LineList job,
      Mapping mapping,
      Draft draft,
      Meant meant,
      Known file,
      @Nullable Contact known,
      Around around) {
    List<RowReason> notices = new ArrayList<>();
    String word = draft.contactClass();
    boolean classed = word != null && !word.equals("candidate");
    String became = null;
    if (classed && job.settings().document() == null) {
      notices.add(
          RowReason.of("linelists.class_without_document", header(mapping))
              .with("value", String.valueOf(word)));
    } else if (classed && (known == null || !String.valueOf(word).equals(known.state()))) {
      became = word;
      notices.add(change(mapping, known == null ? "—" : known.state(), String.valueOf(word)));
    }
    boolean told =
        meant.id() != null
            && around
                .told()
                .contains(
                    new Told(
                        file.id(),
                        meant.id(),
                        Objects.requireNonNull(draft.firstContact()),
                        Objects.requireNonNull(draft.lastContact())));
    boolean gone = known != null && known.state().equals("lapsed");
    boolean names = !told || known == null || gone;
    if (meant.noted() != null) {
      notices.add(RowReason.of("linelists.person_noted", null));
    }
    State state =
        known == null
            ? State.NEW
            : became != null || gone || longer(draft, known)
                ? State.CHANGED
                : names ? State.JOINED : State.UNCHANGED;
    return new Verdict(
        state,
        notices,
        meant.id(),
        file.id(),
        meant.noted(),
        state.acts()
            ? new Plan.OfContact(names, classed ? String.valueOf(word) : "close", became)
            : null);
  }

  /** The list knows of company before or after all that we know. */
  private static boolean longer(Draft draft, Contact known) {
    return Objects.requireNonNull(draft.firstContact()).isBefore(known.firstExposure())
        || Objects.requireNonNull(draft.lastContact()).isAfter(known.lastExposure());
  }

  private static RowReason change(Mapping mapping, String before, String after) {
    return RowReason.of("linelists.change", header(mapping))
        .with("what", Field.CONTACT_CLASS.key())
        .with("before", before)
        .with("after", after);
  }

  private static @Nullable String header(Mapping mapping) {
    return mapping.header(Field.CONTACT_CLASS);
  }
}
