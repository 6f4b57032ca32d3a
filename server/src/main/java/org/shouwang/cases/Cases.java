package org.shouwang.cases;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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
import org.shouwang.audit.Actor;
import org.shouwang.audit.Audit;
import org.shouwang.cases.ContactStore.Contact;
import org.shouwang.clock.WorldClock;
import org.shouwang.people.People;
import org.shouwang.people.PersonSummary;
import org.shouwang.policy.Policy;
import org.shouwang.policy.Snapshot;
import org.shouwang.sampling.FindingsWithdrawn;
import org.shouwang.sampling.PositivesFound;
import org.shouwang.security.Caller;
import org.shouwang.status.EvidenceKind;
import org.shouwang.status.NewEvidence;
import org.shouwang.status.ParkStatus;
import org.shouwang.web.Refused;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Opens, changes and ends cases. */
@Component
class Cases {

  /** The outcome that sets the person free. */
  static final String RECOVERED = "recovered";

  private static final String SOURCE = "cases.case";
  private static final String MONITORING = "case.after_discharge_monitoring_days";

  private final CaseStore store;
  private final ContactStore contacts;
  private final CaseDuties duties;
  private final Returns returns;
  private final ParkStatus status;
  private final People people;
  private final Policy policy;
  private final Audit audit;
  private final WorldClock world;
  private final ApplicationEventPublisher events;

  Cases(
      CaseStore store,
      ContactStore contacts,
      CaseDuties duties,
      Returns returns,
      ParkStatus status,
      People people,
      Policy policy,
      Audit audit,
      WorldClock world,
      ApplicationEventPublisher events) {
    this.store = store;
    this.contacts = contacts;
    this.duties = duties;
    this.returns = returns;
    this.status = status;
    this.people = people;
    this.policy = policy;
    this.audit = audit;
    this.world = world;
    this.events = events;
  }

  // ── by a swab ──────────────────────────────────────────────────────────────────────────────────

  /** An own positive swab opens a case in the commit that takes its result. */
  @EventListener
  @Transactional(propagation = Propagation.MANDATORY)
  void on(PositivesFound found) {
    // cases first, then what hangs on them: opening one comes to its incident
    found
        .positives()
        .forEach(each -> store.sampledEarlier(each.person(), each.disease(), each.sampledAt()));
    for (PositivesFound.Positive each : found.positives()) {
      if (store.openOf(each.person(), each.disease()).isPresent()) {
        store.sampledEarlier(each.person(), each.disease(), each.sampledAt());
        store.positive(each.person(), each.disease(), each.evidence());
      } else {
        PersonSummary card = people.facts(Set.of(each.person())).get(each.person());
        UUID id = UUID.nameUUIDFromBytes(("case|" + each.evidence()).getBytes(UTF_8));
        open(
            CaseFile.opened(
                id,
                each.person(),
                card == null ? null : card.unitId(),
                each.disease(),
                CaseFile.Known.sampled(each.sampledAt()),
                each.evidence(),
                now(),
                found.who().name()),
            found.who(),
            each.result());
      }
    }
  }

  /** The swab no longer counts: unless the authority has classified, there was no case. */
  @EventListener
  @Transactional(propagation = Propagation.MANDATORY)
  void on(FindingsWithdrawn withdrawn) {
    store.notPositive(withdrawn.evidence());
    for (CaseFile file : store.byEvidence(withdrawn.evidence())) {
      if (file.classification() == CaseFile.Classification.SUSPECTED) {
        withdraw(file, withdrawn.reason(), withdrawn.who(), withdrawn.by());
      }
    }
  }

  // ── by hand ────────────────────────────────────────────────────────────────────────────────────

  /**
   * Opens a case by hand. The same id again is the same case.
   *
   * @throws Refused 409 when the person has an open one
   */
  @Transactional
  CaseFile open(UUID id, PersonSummary card, String disease, CaseFile.Known known, Caller caller) {
    CaseFile again = store.one(id, caller.scope()).orElse(null);
    if (again != null) {
      return again;
    }
    if (store.openOf(card.id(), disease).isPresent()) {
      throw Refused.conflict("cases.open_already").field("personId").value(card.id());
    }
    CaseFile file =
        CaseFile.opened(id, card.id(), card.unitId(), disease, known, null, now(), caller.name());
    if (!open(file, caller.actor(), id)) {
      throw Refused.conflict("cases.open_already").field("personId").value(card.id());
    }
    // no swab speaks against the person: the case itself keeps them out until the release
    give(file, EvidenceKind.ISOLATION, Map.of(), now(), null, caller.actor());
    return store.one(id, caller.scope()).orElseThrow();
  }

  private boolean open(CaseFile draft, Actor who, UUID cause) {
    int year = draft.openedAt().atZone(WorldClock.ZONE).getYear();
    CaseFile file = draft.numbered("%d-%03d".formatted(year, store.number(year)));
    if (!store.insert(file)) {
      return false;
    }
    UUID act =
        audit.record(
            who,
            "cases.opened",
            "case:" + file.id(),
            cause,
            Map.of(
                "number", file.number(),
                "person", file.person(),
                "disease", file.disease()));
    duties.opened(file, who, act);
    events.publishEvent(new CaseOpened(file.id(), cause, who, act));
    return true;
  }

  /**
   * Changes what is known of a case; it is traced anew.
   *
   * @param file with the version that the caller saw
   * @throws Refused 409 when it moved meanwhile
   */
  @Transactional
  CaseFile change(CaseFile file, Caller caller) {
    held(file.id());
    if (!store.change(file)) {
      throw moved(file);
    }
    UUID act =
        audit.record(
            caller.actor(),
            "cases.changed",
            "case:" + file.id(),
            file.id(),
            Map.of(
                "classification", file.classification().key(),
                "document", Objects.requireNonNullElse(file.document(), ""),
                "onset", String.valueOf(file.onset()),
                "sampledAt", String.valueOf(file.sampledAt()),
                "controlledAt", String.valueOf(file.controlledAt())));
    duties.investigated(file, caller.actor(), act);
    return store.one(file.id(), caller.scope()).orElseThrow();
  }

  /** Files that the case was reported to the authority. */
  @Transactional
  CaseFile report(UUID id, String to, Caller caller) {
    CaseFile file = held(id);
    store.reported(id, to, now());
    UUID act = audit.record(caller.actor(), "cases.reported", "case:" + id, id, Map.of("to", to));
    duties.reported(file, caller.actor(), act);
    return store.one(id, caller.scope()).orElseThrow();
  }

  /**
   * Ends a case with its outcome. What was decided of its contacts stands.
   *
   * @param despite why the authority lets the person go before the edition would; null: it doesn't
   * @throws Refused 409 while candidates wait for a decision, before the edition lets the person
   *     go, or without the negatives that their work asks for
   */
  @Transactional
  CaseFile close(UUID id, String outcome, String why, @Nullable String despite, Caller caller) {
    CaseFile file = held(id);
    long candidates = contacts.candidates(id);
    if (candidates > 0) {
      throw Refused.conflict("cases.undecided").value(candidates);
    }
    if (outcome.equals(RECOVERED) && despite == null) {
      notBefore(file);
      returns.check(file);
    }
    store.end(id, CaseFile.State.CLOSED, outcome, why, now());
    UUID act =
        audit.record(
            caller.actor(),
            "cases.closed",
            "case:" + id,
            id,
            Map.of(
                "outcome", outcome,
                "why", why,
                "despite", Objects.requireNonNullElse(despite, "")));
    boolean recovered = outcome.equals(RECOVERED);
    if (recovered) {
      discharge(file, caller.actor());
    }
    duties.ended(file, why, recovered && !store.openElsewhere(file), caller.actor(), act);
    events.publishEvent(new CaseEnded(id, false, why, caller.actor(), act));
    return store.one(id, caller.scope()).orElseThrow();
  }

  private void notBefore(CaseFile file) {
    Snapshot rules = policy.of(file.disease()).inForce(now());
    if (!DischargeRules.speak(file, rules)) {
      return;
    }
    Instant free = DischargeRules.freeAt(file, rules);
    if (free == null) {
      throw Refused.conflict("cases.recovery_unknown").field("symptomsEndedAt");
    }
    if (now().isBefore(free)) {
      throw Refused.conflict("cases.too_early")
          .value(free.atZone(WorldClock.ZONE).toLocalDateTime().truncatedTo(ChronoUnit.MINUTES));
    }
  }

  /** Nothing keeps the person out any more; the treatment plan wants them monitored for a while. */
  private void discharge(CaseFile file, Actor who) {
    Instant now = now();
    give(file, EvidenceKind.RELEASE, Map.of(), now, null, who);
    if (policy.of(file.disease()).inForce(now).value(MONITORING) instanceof Number days
        && days.intValue() > 0) {
      Instant until =
          now.atZone(WorldClock.ZONE)
              .toLocalDate()
              .plusDays(days.intValue() + 1L)
              .atStartOfDay(WorldClock.ZONE)
              .toInstant();
      give(
          file,
          EvidenceKind.ISOLATION,
          Map.of("place", "monitoring"),
          now.plus(1, ChronoUnit.MICROS),
          until,
          who);
    }
  }

  private void give(
      CaseFile file,
      EvidenceKind kind,
      Map<String, String> detail,
      Instant at,
      @Nullable Instant until,
      Actor who) {
    UUID id = UuidCreator.getTimeOrderedEpoch();
    status.hold(Set.of(file.person()));
    Map<String, String> words = new HashMap<>(detail);
    words.put(NewEvidence.DISEASE, file.disease());
    status.take(
        List.of(new NewEvidence(id, file.person(), kind, words, at, until, SOURCE, file.id())),
        who);
    store.given(file.id(), id);
  }

  /** It was none: everything that followed from it is unwound, and each person is told. */
  @Transactional
  CaseFile withdraw(UUID id, String why, Caller caller) {
    withdraw(held(id), why, caller.actor(), id);
    return store.one(id, caller.scope()).orElseThrow();
  }

  private void withdraw(CaseFile file, String why, Actor who, UUID cause) {
    store.end(file.id(), CaseFile.State.WITHDRAWN, null, why, now());
    List<UUID> evidence = new ArrayList<>(store.givenBy(file.id()));
    Set<UUID> classed = new HashSet<>();
    try (Stream<Contact> all = contacts.all(file.id())) {
      all.forEach(contact -> {
        evidence.addAll(contact.evidence());
        if (contact.state().needsDocument()) {
          classed.add(contact.person());
        }
      });
    }
    contacts.withdraw(file.id());
    UUID act =
        audit.record(
            who,
            "cases.withdrawn",
            "case:" + file.id(),
            cause,
            Map.of("why", why, "contacts", evidence.size()));
    status.withdraw(evidence, why, who, act);
    classed.removeAll(contacts.classedElsewhere(file.id(), classed));
    if (!classed.isEmpty()) {
      events.publishEvent(new ContactsFreed(file.id(), file.disease(), classed, why, who, act));
    }
    duties.withdrawn(file, why, !store.openElsewhere(file), who, act);
    events.publishEvent(new CaseEnded(file.id(), true, why, who, act));
  }

  /**
   * An open case, held until the commit.
   *
   * @throws Refused 404, or 409 when it has ended
   */
  @Transactional(propagation = Propagation.MANDATORY)
  CaseFile held(UUID id) {
    CaseFile file =
        store.lock(id).orElseThrow(() -> Refused.notFound("cases.unknown").field("id").value(id));
    if (!file.isOpen()) {
      throw Refused.conflict("cases.ended").value(file.number());
    }
    return file;
  }

  /** Holds a case until the commit, whether it is open or not. */
  void hold(UUID id) {
    store.lock(id);
  }

  static Refused moved(CaseFile file) {
    return Refused.conflict("cases.moved").field("version").value(file.version());
  }

  private Instant now() {
    return world.now().truncatedTo(ChronoUnit.MICROS);
  }
}
