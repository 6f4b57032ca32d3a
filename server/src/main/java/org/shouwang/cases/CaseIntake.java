package org.shouwang.cases;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.clock.WorldClock;
import org.shouwang.people.People;
import org.shouwang.people.PersonSummary;
import org.shouwang.policy.Policy;
import org.shouwang.security.Caller;
import org.shouwang.security.Scope;
import org.shouwang.web.Refused;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The way in for lists of cases and contacts: the same acts as by hand, with the same duties,
 * evidence and orders. Whoever calls has checked that the caller may.
 */
@Service
public class CaseIntake {

  /** How far back anything may lie that is said of a case. */
  public static final Duration LOOK_BACK = Texts.LONGEST;

  private final Cases cases;
  private final CaseStore store;
  private final ContactStore contacts;
  private final Decisions decisions;
  private final People people;
  private final Policy policy;
  private final WorldClock world;

  CaseIntake(
      Cases cases,
      CaseStore store,
      ContactStore contacts,
      Decisions decisions,
      People people,
      Policy policy,
      WorldClock world) {
    this.cases = cases;
    this.store = store;
    this.contacts = contacts;
    this.decisions = decisions;
    this.people = people;
    this.policy = policy;
    this.world = world;
  }

  /**
   * What can be known of a case when it is opened or changed.
   *
   * @param onset local day
   */
  public record Course(
      @Nullable LocalDate onset,
      @Nullable Instant sampledAt,
      @Nullable String symptoms,
      @Nullable Instant controlledAt) {}

  /**
   * A case as it stands.
   *
   * @param disease its key
   * @param classification suspected, clinical, confirmed, asymptomatic
   * @param document of the authority that classified
   */
  public record Known(
      UUID id,
      String number,
      UUID person,
      String disease,
      boolean open,
      String classification,
      @Nullable String document,
      Course course) {}

  /** Cases of any disease by ids or numbers, and the open ones of persons, in a scope. */
  public List<Known> known(
      Collection<UUID> ids, Collection<String> numbers, Collection<UUID> persons, Scope scope) {
    return store.several(ids, numbers, persons, scope).stream()
        .map(it ->
            new Known(
                it.id(),
                it.number(),
                it.person(),
                it.disease(),
                it.isOpen(),
                it.classification().key(),
                it.document(),
                new Course(it.onset(), it.sampledAt(), it.symptoms(), it.controlledAt())))
        .toList();
  }

  /**
   * Opens a case of a disease as by hand. The same id again is the same case.
   *
   * @throws Refused 409 when the person has an open one of it, 422 when a time is out of bounds
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public void open(UUID id, UUID person, String disease, Course course, Caller caller) {
    PersonSummary card = people.facts(List.of(person)).get(person);
    if (card == null) {
      throw Refused.notFound("cases.person_unknown").field("personId").value(person);
    }
    cases.open(id, card, policy.disease(disease), checked(course, null), caller);
  }

  /**
   * Changes what is known of an open case, and its class when a document is given.
   *
   * @param classification clinical, confirmed, asymptomatic; null leaves it as it is
   * @throws Refused 409 when it has ended, 422 when a time is out of bounds
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public void change(
      UUID id,
      @Nullable String classification,
      @Nullable String document,
      Course course,
      Caller caller) {
    CaseFile file = cases.held(id);
    boolean classed = classification != null && document != null;
    cases.change(
        file.changed(
            classed
                ? CaseFile.Classification.valueOf(
                    Objects.requireNonNull(classification).toUpperCase(Locale.ROOT))
                : file.classification(),
            classed ? document : file.document(),
            checked(course, file),
            file.version()),
        caller);
  }

  /** What a list doesn't say stays as it is. */
  private CaseFile.Known checked(Course course, @Nullable CaseFile file) {
    Instant now = world.now();
    return new CaseFile.Known(
        Texts.past("onset", course.onset(), now),
        Texts.past("sampledAt", course.sampledAt(), now),
        Texts.optional("symptoms", course.symptoms()),
        file == null ? Map.of() : file.signs(),
        file == null ? null : file.symptomsEndedAt(),
        Texts.past("controlledAt", course.controlledAt(), now));
  }

  /**
   * Ends a case with its outcome.
   *
   * @param outcome recovered, transferred, died
   * @return false when candidates still wait for a decision, so that it stays open
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public boolean close(UUID id, String outcome, String why, Caller caller) {
    if (contacts.candidates(id) > 0) {
      return false;
    }
    // the list is the authority's: when the person was let go is its decision
    cases.close(id, outcome, why, why, caller);
    return true;
  }

  /**
   * A contact as it stands.
   *
   * @param state candidate, close, secondary, general, dropped, lapsed, withdrawn
   * @param document of the authority that decided
   */
  public record Contact(
      UUID caseId,
      UUID person,
      String state,
      @Nullable String document,
      Instant firstExposure,
      Instant lastExposure) {}

  /** Those of the persons who are contacts of a case. */
  public Map<UUID, Contact> contacts(UUID caseId, Collection<UUID> persons) {
    Map<UUID, Contact> known = new HashMap<>();
    for (ContactStore.Contact it : contacts.of(caseId, persons)) {
      known.put(
          it.person(),
          new Contact(
              caseId,
              it.person(),
              it.state().key(),
              it.document(),
              it.firstExposure(),
              it.lastExposure()));
    }
    return known;
  }

  /**
   * Somebody who was near.
   *
   * @param until the last time; the same as from: nobody knows how long
   * @param proposed close, secondary, general
   */
  public record Naming(UUID person, Instant from, Instant until, String proposed) {}

  /** Names contacts of an open case as an interview would. The same exposure again is one. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void name(UUID caseId, Collection<Naming> namings, String note, Caller caller) {
    CaseFile file = cases.held(caseId);
    Map<UUID, PersonSummary> cards =
        people.facts(
            namings.stream().map(Naming::person).collect(java.util.stream.Collectors.toSet()));
    List<Decisions.Named> named = new ArrayList<>();
    for (Naming each : namings) {
      PersonSummary card = cards.get(each.person());
      if (card == null || each.person().equals(file.person())) {
        throw Refused.invalid("cases.contact_is_case").field("personId").value(each.person());
      }
      named.add(
          new Decisions.Named(
              card,
              new Exposure(
                  file.person(),
                  card.id(),
                  Exposure.Kind.INTERVIEW,
                  null,
                  null,
                  each.from(),
                  each.until(),
                  // days are no stay: how long they were together nobody knows
                  0,
                  Exposure.Proposal.valueOf(each.proposed().toUpperCase(Locale.ROOT)))));
    }
    decisions.addAll(caseId, named, note, caller);
  }

  /**
   * Files what the authority decided of contacts of an open case.
   *
   * @param became close, secondary, general, dropped
   * @return of how many
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public int file(
      UUID caseId,
      Collection<UUID> persons,
      String became,
      String document,
      String reason,
      Caller caller) {
    List<ContactStore.Seen> seen =
        contacts.of(caseId, persons).stream()
            .map(it -> new ContactStore.Seen(it.person(), it.version()))
            .toList();
    return decisions
        .decide(
            caseId,
            seen,
            new Decisions.Ruling(ContactState.of(became).orElseThrow(), document, reason),
            caller)
        .decided();
  }
}
