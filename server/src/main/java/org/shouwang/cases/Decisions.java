package org.shouwang.cases;

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
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.shouwang.audit.Audit;
import org.shouwang.cases.ContactStore.Contact;
import org.shouwang.cases.ContactStore.Decision;
import org.shouwang.cases.ContactStore.Found;
import org.shouwang.cases.ContactStore.Seen;
import org.shouwang.clock.WorldClock;
import org.shouwang.people.PersonSummary;
import org.shouwang.security.Caller;
import org.shouwang.status.ParkStatus;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What people say of contacts: who was near, too, and what the authority decided. */
@Component
class Decisions {

  private final Cases cases;
  private final CaseStore store;
  private final ContactStore contacts;
  private final CaseDuties duties;
  private final Tracing tracing;
  private final ParkStatus status;
  private final Audit audit;
  private final WorldClock world;
  private final ApplicationEventPublisher events;

  Decisions(
      Cases cases,
      CaseStore store,
      ContactStore contacts,
      CaseDuties duties,
      Tracing tracing,
      ParkStatus status,
      Audit audit,
      WorldClock world,
      ApplicationEventPublisher events) {
    this.cases = cases;
    this.store = store;
    this.contacts = contacts;
    this.duties = duties;
    this.tracing = tracing;
    this.status = status;
    this.audit = audit;
    this.world = world;
    this.events = events;
  }

  /**
   * What becomes of contacts.
   *
   * @param document of the authority; there when the class restricts
   */
  record Ruling(ContactState became, @Nullable String document, String reason) {}

  /** Why a contact was left as it is. */
  record Left(UUID person, String code) {}

  /** What came of a ruling. */
  record Outcome(int decided, List<Left> left) {}

  /**
   * Files a decision about contacts. Who was changed since the caller saw them is left as they are
   * and comes back; the others are decided.
   */
  @Transactional
  Outcome decide(UUID id, List<Seen> seen, Ruling ruling, Caller caller) {
    CaseFile file = cases.held(id);
    Instant now = world.now().truncatedTo(ChronoUnit.MICROS);
    Map<UUID, Contact> before =
        contacts.of(id, seen.stream().map(Seen::person).toList()).stream()
            .collect(Collectors.toMap(Contact::person, it -> it));
    Decision decision =
        new Decision(ruling.became(), ruling.document(), ruling.reason(), caller.name());
    List<Contact> decided = contacts.decide(id, seen, decision, now);
    Set<UUID> persons = decided.stream().map(Contact::person).collect(Collectors.toSet());
    List<Left> left = left(seen, before, persons);
    if (decided.isEmpty()) {
      return new Outcome(0, left);
    }
    UUID act =
        audit.record(
            caller.actor(),
            "cases.contacts_decided",
            "case:" + id,
            id,
            Map.of(
                "became", ruling.became().key(),
                "document", Objects.requireNonNullElse(ruling.document(), ""),
                "reason", ruling.reason(),
                "persons", persons.size() <= 20 ? persons : persons.size()));
    contacts.decided(id, persons.stream().map(before::get).toList(), decision, act, now);
    status.hold(persons);
    if (ruling.became() == ContactState.DROPPED) {
      status.withdraw(
          decided.stream().flatMap(it -> it.evidence().stream()).toList(),
          ruling.reason(),
          caller.actor(),
          act);
    } else {
      Map<UUID, Instant> last = new HashMap<>();
      decided.forEach(it -> last.put(it.person(), it.lastExposure()));
      tracing.give(file, persons, ruling.became().key(), last, caller.actor(), act);
    }
    tell(file, decided, before, ruling, caller, act);
    if (contacts.candidates(id) == 0) {
      duties.decided(file, caller.actor(), act);
    }
    return new Outcome(decided.size(), left);
  }

  /** Who is isolated for it, or no longer, is told in the same commit. */
  private void tell(
      CaseFile file,
      List<Contact> decided,
      Map<UUID, Contact> before,
      Ruling ruling,
      Caller caller,
      UUID act) {
    if (ruling.became().needsDocument()) {
      events.publishEvent(
          new ContactsClassed(
              decided.stream()
                  .map(it ->
                      new ContactsClassed.Classed(
                          file.id(),
                          file.disease(),
                          it.person(),
                          it.unit(),
                          it.state() == ContactState.CLOSE,
                          it.via(),
                          it.lastExposure(),
                          it.document()))
                  .toList(),
              caller.actor(),
              act));
      return;
    }
    Set<UUID> freed =
        decided.stream()
            .map(Contact::person)
            .filter(it -> Objects.requireNonNull(before.get(it)).state().needsDocument())
            .collect(Collectors.toCollection(HashSet::new));
    freed.removeAll(contacts.classedElsewhere(file.id(), freed));
    if (!freed.isEmpty()) {
      events.publishEvent(
          new ContactsFreed(
              file.id(), file.disease(), freed, ruling.reason(), caller.actor(), act));
    }
  }

  private static List<Left> left(List<Seen> seen, Map<UUID, Contact> before, Set<UUID> decided) {
    List<Left> left = new ArrayList<>();
    Set<UUID> told = new HashSet<>(decided);
    for (Seen each : seen) {
      if (told.add(each.person())) {
        left.add(
            new Left(
                each.person(),
                before.containsKey(each.person())
                    ? "cases.contact_moved"
                    : "cases.contact_unknown"));
      }
    }
    return left;
  }

  /**
   * Somebody says who was near, when and where.
   *
   * @return the contact as it is now
   */
  @Transactional
  Contact add(UUID id, PersonSummary card, Exposure exposure, String note, Caller caller) {
    addAll(id, List.of(new Named(card, exposure)), note, caller);
    return contacts.of(id, List.of(card.id())).getFirst();
  }

  /** Who is said to have been near. */
  record Named(PersonSummary card, Exposure exposure) {}

  /** Somebody says of many who was near, when and where. */
  @Transactional
  void addAll(UUID id, List<Named> named, String note, Caller caller) {
    CaseFile file = cases.held(id);
    Instant now = world.now().truncatedTo(ChronoUnit.MICROS);
    long before = contacts.candidates(id);
    contacts.keep(id, named.stream().map(Named::exposure).toList(), note, caller.name(), now);
    Map<UUID, Found> found = new HashMap<>();
    for (Named each : named) {
      PersonSummary card = each.card();
      found.putIfAbsent(
          card.id(), new Found(card.id(), card.unitId(), 1, null, each.exposure().proposed()));
    }
    Set<UUID> fresh = contacts.find(id, found.values(), "interview", now);
    contacts.reckon(id, found.values());
    UUID act =
        named.size() == 1
            ? told(id, named.getFirst(), caller)
            : audit.record(
                caller.actor(),
                "cases.contacts_named",
                "case:" + id,
                id,
                Map.of("persons", found.size(), "new", fresh.size()));
    int waves = tracing.propose(file, fresh, before, caller.actor(), act);
    if (waves != file.waves()) {
      store.wave(id, waves);
    }
  }

  private UUID told(UUID id, Named named, Caller caller) {
    return audit.record(
        caller.actor(),
        "cases.contact_named",
        "case:" + id,
        id,
        Map.of("person", named.card().id(), "exposure", named.exposure().id()));
  }
}
