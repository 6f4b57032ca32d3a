package org.shouwang.cases;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.clock.WorldClock;
import org.shouwang.people.People;
import org.shouwang.people.PersonSummary;
import org.shouwang.policy.Policy;
import org.shouwang.policy.Snapshot;
import org.shouwang.security.Caller;
import org.shouwang.web.Refused;
import org.springframework.stereotype.Component;

/** Cases and contacts as screens show them. */
@Component
class CaseViews {

  private final CaseBoard board;
  private final Returns returns;
  private final People people;
  private final Policy policy;
  private final WorldClock world;

  CaseViews(CaseBoard board, Returns returns, People people, Policy policy, WorldClock world) {
    this.board = board;
    this.returns = returns;
    this.people = people;
    this.policy = policy;
    this.world = world;
  }

  /** A person in a list. */
  record Named(UUID id, @Nullable String name, @Nullable String unitName) {}

  /**
   * A case.
   *
   * @param proposed what the edition calls it by what is known; null: nothing it defines
   * @param freeAt from when the edition lets the person go; null: not known yet, or it says nothing
   * @param back the negatives that are wanted before the person goes back to their work; null: none
   * @param since from when on company counts
   * @param until until when; null: until now
   * @param contacts how many are in which state
   */
  record CaseView(
      UUID id,
      String number,
      Named person,
      String disease,
      String classification,
      @Nullable String proposed,
      @Nullable String document,
      @Nullable LocalDate onset,
      @Nullable Instant sampledAt,
      @Nullable String symptoms,
      Map<String, Integer> signs,
      @Nullable Instant symptomsEndedAt,
      @Nullable Instant freeAt,
      Returns.@Nullable Return back,
      @Nullable Instant controlledAt,
      String state,
      @Nullable String outcome,
      @Nullable String why,
      Instant openedAt,
      String openedBy,
      boolean bySwab,
      @Nullable Instant endedAt,
      @Nullable Instant reportedAt,
      @Nullable String reportedTo,
      Instant since,
      @Nullable Instant until,
      @Nullable Instant tracedAt,
      Map<String, Long> contacts,
      int version) {}

  List<CaseView> cases(List<CaseFile> files) {
    Map<UUID, PersonSummary> cards = cards(files.stream().map(CaseFile::person).toList());
    Map<UUID, Map<String, Long>> counts = board.counts(files.stream().map(CaseFile::id).toList());
    Instant now = world.now();
    Map<String, Snapshot> rules = new HashMap<>();
    files.forEach(it -> rules.computeIfAbsent(it.disease(), key -> policy.of(key).inForce(now)));
    Map<UUID, Returns.Return> back = returns.of(files);
    Set<UUID> linked = board.linked(files.stream().map(CaseFile::id).toList());
    return files.stream()
        .map(it ->
            new CaseView(
                it.id(),
                it.number(),
                named(it.person(), cards),
                it.disease(),
                it.classification().key(),
                proposed(it, rule(rules, it), linked.contains(it.id())),
                it.document(),
                it.onset(),
                it.sampledAt(),
                it.symptoms(),
                it.signs(),
                it.symptomsEndedAt(),
                DischargeRules.freeAt(it, rule(rules, it)),
                back.get(it.id()),
                it.controlledAt(),
                it.state().key(),
                it.outcome(),
                it.why(),
                it.openedAt(),
                it.openedBy(),
                it.evidence() != null,
                it.endedAt(),
                it.reportedAt(),
                it.reportedTo(),
                it.since(ExposureCriteria.of(rule(rules, it)).lookbackDays()),
                it.controlledAt(),
                it.tracedAt(),
                counts.getOrDefault(it.id(), Map.of()),
                it.version()))
        .toList();
  }

  private static Snapshot rule(Map<String, Snapshot> rules, CaseFile file) {
    return Objects.requireNonNull(rules.get(file.disease()));
  }

  private static @Nullable String proposed(CaseFile file, Snapshot rules, boolean linked) {
    CaseFile.Classification called =
        CaseDefinition.of(rules)
            .called(
                file.signs(),
                new CaseDefinition.Else(
                    file.onset() != null || file.symptoms() != null, file.isPositive(), linked));
    return called == null ? null : called.key();
  }

  /** A contact in a list. */
  record ContactView(
      Named person,
      int degree,
      @Nullable Named via,
      String proposed,
      ContactState state,
      String source,
      Instant firstExposure,
      Instant lastExposure,
      int exposures,
      long minutes,
      Instant foundAt,
      @Nullable Instant decidedAt,
      @Nullable String decider,
      @Nullable String document,
      @Nullable String reason,
      @Nullable String ownCase,
      boolean newer,
      int version) {}

  List<ContactView> contacts(List<CaseBoard.Row> rows) {
    Set<UUID> persons = new java.util.HashSet<>();
    rows.forEach(row -> {
      persons.add(row.contact().person());
      if (row.contact().via() != null) {
        persons.add(row.contact().via());
      }
    });
    Map<UUID, PersonSummary> cards = cards(persons);
    return rows.stream()
        .map(row -> {
          ContactStore.Contact it = row.contact();
          return new ContactView(
              named(it.person(), cards),
              it.degree(),
              it.via() == null ? null : named(it.via(), cards),
              it.proposed().key(),
              it.state(),
              it.source(),
              it.firstExposure(),
              it.lastExposure(),
              it.exposures(),
              it.minutes(),
              it.foundAt(),
              it.decidedAt(),
              it.decider(),
              it.document(),
              it.reason(),
              row.ownCase(),
              row.newer(),
              it.version());
        })
        .toList();
  }

  /** An exposure with names. */
  record ExposureView(
      Named of,
      Exposure.Kind kind,
      @Nullable String placeName,
      @Nullable String tube,
      Instant from,
      Instant until,
      long minutes,
      @Nullable String note,
      @Nullable String by) {}

  List<ExposureView> exposures(List<CaseBoard.ExposureRow> rows) {
    Map<UUID, PersonSummary> cards = cards(rows.stream().map(CaseBoard.ExposureRow::of).toList());
    var places = people.places();
    return rows.stream()
        .map(it -> {
          var place = it.place() == null ? null : places.get(it.place());
          return new ExposureView(
              named(it.of(), cards),
              it.kind(),
              place == null ? null : place.name(),
              it.tube(),
              it.from(),
              it.until(),
              it.minutes(),
              it.note(),
              it.by());
        })
        .toList();
  }

  private Map<UUID, PersonSummary> cards(Collection<UUID> ids) {
    return people.facts(Set.copyOf(ids));
  }

  static Named named(UUID id, Map<UUID, PersonSummary> cards) {
    PersonSummary card = cards.get(id);
    return card == null ? new Named(id, null, null) : new Named(id, card.name(), card.unitName());
  }

  /**
   * A person that is to be named.
   *
   * @param within only of the caller's units; a contact may be of any
   * @throws Refused 404
   */
  PersonSummary known(UUID id, boolean within, Caller caller) {
    PersonSummary card = people.facts(Set.of(id)).get(id);
    if (card == null || (within && people.visible(caller.scope(), Set.of(id)).isEmpty())) {
      throw Refused.notFound("cases.person_unknown").field("personId").value(id);
    }
    return card;
  }
}
