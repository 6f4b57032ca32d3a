package org.shouwang.cases;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.shouwang.audit.Actor;
import org.shouwang.audit.Audit;
import org.shouwang.cases.ContactStore.Contact;
import org.shouwang.cases.ContactStore.Found;
import org.shouwang.cases.ContactStore.Standing;
import org.shouwang.cases.ExposureSource.Window;
import org.shouwang.clock.WorldClock;
import org.shouwang.people.People;
import org.shouwang.policy.Policy;
import org.shouwang.status.EvidenceKind;
import org.shouwang.status.NewEvidence;
import org.shouwang.status.ParkStatus;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Finds the contacts of a case in everything that is recorded, again and again while it is open:
 * what comes late makes contacts late, and what was corrected lets candidates lapse. What somebody
 * decided stays decided.
 */
@Component
class Tracing {

  static final String SOURCE = "cases.contact";

  private final CaseStore cases;
  private final ContactStore contacts;
  private final List<ExposureSource> sources;
  private final CaseDuties duties;
  private final ParkStatus status;
  private final People people;
  private final Policy policy;
  private final Audit audit;
  private final WorldClock world;

  Tracing(
      CaseStore cases,
      ContactStore contacts,
      List<ExposureSource> sources,
      CaseDuties duties,
      ParkStatus status,
      People people,
      Policy policy,
      Audit audit,
      WorldClock world) {
    this.cases = cases;
    this.contacts = contacts;
    this.sources = sources;
    this.duties = duties;
    this.status = status;
    this.people = people;
    this.policy = policy;
    this.audit = audit;
    this.world = world;
  }

  /** Traces a case, unless it isn't open any more or somebody else is at it. */
  @Transactional
  void trace(UUID id) {
    cases.lockIfFree(id).filter(CaseFile::isOpen).ifPresent(this::trace);
  }

  /** Traces a case that the caller holds. */
  @Transactional(propagation = Propagation.MANDATORY)
  void trace(CaseFile file) {
    Instant now = now();
    ExposureCriteria rules = ExposureCriteria.of(policy.of(file.disease()).inForce(now));
    List<Exposure> near = near(file, rules, now);
    String digest = TraceRules.digest(rules.edition(), near);
    int waves = file.waves();
    if (!digest.equals(file.digest())) {
      waves = take(file, near, now);
    }
    cases.traced(file.id(), now, rules.edition(), digest, waves);
  }

  private List<Exposure> near(CaseFile file, ExposureCriteria rules, Instant now) {
    List<Exposure> first =
        ask(
            List.of(new Window(file.person(), file.since(rules.lookbackDays()), file.until(now))),
            rules);
    if (!rules.secondary()) {
      return TraceRules.telling(first, file.person(), Set.of());
    }
    Set<UUID> firstDegree = first.stream().map(Exposure::person).collect(Collectors.toSet());
    List<Window> windows = new ArrayList<>();
    try (Stream<Contact> all = contacts.all(file.id())) {
      all.forEach(contact -> {
        if (contact.degree() == 1) {
          firstDegree.add(contact.person());
        }
        if (contact.state() == ContactState.CLOSE) {
          Instant until = Objects.requireNonNullElse(contact.decidedAt(), now);
          if (until.isAfter(contact.firstExposure())) {
            windows.add(new Window(contact.person(), contact.firstExposure(), until));
          }
        }
      });
    }
    List<Exposure> near = new ArrayList<>(first);
    if (!windows.isEmpty()) {
      near.addAll(ask(windows, rules));
    }
    return TraceRules.telling(near, file.person(), firstDegree);
  }

  List<Exposure> ask(Collection<Window> windows, ExposureCriteria rules) {
    return sources.stream().flatMap(source -> source.near(windows, rules).stream()).toList();
  }

  /** Returns how often candidates have come up to be decided. */
  private int take(CaseFile file, List<Exposure> near, Instant now) {
    Map<UUID, UUID> units = new HashMap<>();
    people
        .facts(near.stream().map(Exposure::person).collect(Collectors.toSet()))
        .forEach((person, card) -> {
          if (card.unitId() != null) {
            units.put(person, card.unitId());
          }
        });
    List<Found> found = TraceRules.found(near, file.person(), units);
    long before = contacts.candidates(file.id());
    contacts.replace(file.id(), near, now);
    Set<UUID> fresh = contacts.find(file.id(), found, "traced", now);
    contacts.reckon(file.id(), found);
    List<Contact> lapsed = contacts.lapse(file.id());
    if (fresh.isEmpty() && lapsed.isEmpty()) {
      return file.waves();
    }
    UUID act =
        audit.record(
            Actor.SYSTEM,
            "cases.traced",
            "case:" + file.id(),
            file.id(),
            Map.of("found", fresh.size(), "lapsed", lapsed.size(), "exposures", near.size()));
    Set<UUID> persons = new HashSet<>(fresh);
    lapsed.forEach(it -> persons.add(it.person()));
    status.hold(persons);
    status.withdraw(
        lapsed.stream().flatMap(it -> it.evidence().stream()).toList(),
        "record_corrected",
        Actor.SYSTEM,
        act);
    return propose(file, fresh, before, Actor.SYSTEM, act);
  }

  /**
   * Candidates are watched until the authority has decided, and to be decided is a duty.
   *
   * @param before how many candidates there were before
   * @return how often candidates have come up to be decided
   */
  int propose(CaseFile file, Set<UUID> persons, long before, Actor who, UUID act) {
    if (persons.isEmpty()) {
      return file.waves();
    }
    give(file, persons, "candidate", null, who, act);
    if (before > 0) {
      return file.waves();
    }
    int wave = file.waves() + 1;
    duties.toDecide(file, wave, persons.size(), who, act);
    return wave;
  }

  /**
   * Gives evidence about contacts.
   *
   * @param word what the editions call the class
   * @param lastExposures from which terms count; null: from now
   */
  void give(
      CaseFile file,
      Set<UUID> persons,
      String word,
      @Nullable Map<UUID, Instant> lastExposures,
      Actor who,
      UUID act) {
    Instant now = now();
    List<NewEvidence> evidence = new ArrayList<>(persons.size());
    List<Standing> standing = new ArrayList<>(persons.size());
    for (UUID person : persons) {
      Map<String, String> detail =
          new HashMap<>(Map.of("class", word, NewEvidence.DISEASE, file.disease()));
      if (lastExposures != null) {
        detail.put("lastExposure", Objects.requireNonNull(lastExposures.get(person)).toString());
      }
      UUID item = UuidCreator.getTimeOrderedEpoch();
      evidence.add(
          new NewEvidence(
              item, person, EvidenceKind.CONTACT_CLASS, detail, now, null, SOURCE, act));
      standing.add(new Standing(person, item));
    }
    status.take(evidence, who);
    contacts.evidence(file.id(), standing);
  }

  private Instant now() {
    return world.now().truncatedTo(ChronoUnit.MICROS);
  }
}
