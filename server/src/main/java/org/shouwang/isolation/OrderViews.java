package org.shouwang.isolation;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.shouwang.clock.WorldClock;
import org.shouwang.isolation.ReleaseRules.Release;
import org.shouwang.people.People;
import org.shouwang.people.PersonSummary;
import org.shouwang.people.PlaceSummary;
import org.springframework.stereotype.Component;

/** Orders as screens show them, with their plan and what the release lacks. */
@Component
class OrderViews {

  private static final Release NONE = new Release(null, List.of());

  private final OrderStore store;
  private final Releases releases;
  private final ReadingStore readings;
  private final FollowUp followUp;
  private final People people;
  private final WorldClock world;

  OrderViews(
      OrderStore store,
      Releases releases,
      ReadingStore readings,
      FollowUp followUp,
      People people,
      WorldClock world) {
    this.store = store;
    this.releases = releases;
    this.readings = readings;
    this.followUp = followUp;
    this.people = people;
    this.world = world;
  }

  /** A person in a list. */
  record Named(UUID id, @Nullable String name, @Nullable String unitName) {}

  /**
   * A test of the plan.
   *
   * @param state negative, positive, open (no result yet), missing (its day is over), to_come
   */
  record TestView(LocalDate on, int day, boolean twice, boolean beforeRelease, String state) {}

  /**
   * Who stays with somebody.
   *
   * @param state ordered (has an order for the room too), own (came along of their own will), gone;
   *     null: the order isn't in force
   */
  record CarerView(
      UUID id, @Nullable String name, @Nullable String unitName, @Nullable String state) {}

  /** Why there is no release yet. */
  record ReasonView(ReleaseRules.Cause cause, @Nullable LocalDate on) {}

  /**
   * An order.
   *
   * @param releasable the day since which nothing is missing; null: something is
   * @param missing what is missing
   * @param worker who looks after the person; null: the command
   * @param dependent whether they need help, as was said at the order
   * @param carer who stays with them; null: nobody needs to
   * @param today what became of today's follow-ups, by half of the day
   * @param latest the newest reading of the last two days
   */
  record OrderView(
      UUID id,
      Named person,
      String disease,
      String kind,
      @Nullable UUID caseId,
      @Nullable Named via,
      LocalDate lastExposure,
      @Nullable String basis,
      @Nullable LocalDate isolatedOn,
      @Nullable String place,
      @Nullable UUID roomId,
      @Nullable String roomName,
      @Nullable String document,
      @Nullable LocalDate untilOn,
      String state,
      Instant proposedAt,
      @Nullable Instant orderedAt,
      @Nullable String orderedBy,
      @Nullable Instant arrivedAt,
      @Nullable Instant endedAt,
      @Nullable String endedBy,
      @Nullable String endDocument,
      @Nullable String why,
      List<IsolationPlan.Stay> stays,
      List<TestView> tests,
      @Nullable LocalDate releasable,
      List<ReasonView> missing,
      @Nullable Named worker,
      boolean dependent,
      @Nullable CarerView carer,
      Map<String, String> today,
      @Nullable Reading latest,
      int version) {}

  /** Persons as lists name them. */
  Map<UUID, Named> names(Collection<UUID> persons) {
    Map<UUID, PersonSummary> cards = people.facts(Set.copyOf(persons));
    return Set.copyOf(persons).stream().collect(Collectors.toMap(id -> id, id -> named(id, cards)));
  }

  List<OrderView> orders(List<OrderRow> rows) {
    Set<UUID> persons = new HashSet<>(OrderRow.persons(rows));
    rows.forEach(row -> {
      if (row.via() != null) {
        persons.add(row.via());
      }
      if (row.worker() != null) {
        persons.add(row.worker());
      }
    });
    Set<UUID> carers =
        rows.stream().map(OrderRow::carer).filter(Objects::nonNull).collect(Collectors.toSet());
    persons.addAll(carers);
    Set<UUID> ordered = carers.isEmpty() ? Set.of() : store.orderedElsewhere(carers, List.of());
    Map<UUID, List<Reading>> lately = lately(rows);
    Map<UUID, PersonSummary> cards = people.facts(persons);
    Map<UUID, PlaceSummary> places =
        rows.stream().anyMatch(row -> row.room() != null) ? people.places() : Map.of();
    Map<UUID, Releases.Standing> standing = releases.of(rows);
    return rows.stream()
        .map(row ->
            view(
                row,
                cards,
                places,
                standing.get(row.id()),
                ordered,
                lately.getOrDefault(row.id(), List.of())))
        .toList();
  }

  private OrderView view(
      OrderRow row,
      Map<UUID, PersonSummary> cards,
      Map<UUID, PlaceSummary> places,
      Releases.@Nullable Standing standing,
      Set<UUID> ordered,
      List<Reading> lately) {
    Release release =
        row.state() == OrderRow.State.ORDERED && standing != null ? standing.release() : NONE;
    PlaceSummary room = row.room() == null ? null : places.get(row.room());
    return new OrderView(
        row.id(),
        named(row.person(), cards),
        row.disease(),
        row.kind().key(),
        row.caseId(),
        row.via() == null ? null : named(row.via(), cards),
        row.lastExposure(),
        row.basis(),
        row.isolatedOn(),
        row.place() == null ? null : row.place().key(),
        row.room(),
        room == null ? null : room.name(),
        row.document(),
        row.untilOn(),
        row.state().key(),
        row.proposedAt(),
        row.orderedAt(),
        row.orderedBy(),
        row.arrivedAt(),
        row.endedAt(),
        row.endedBy(),
        row.endDocument(),
        row.why(),
        standing == null ? List.of() : standing.plan().stays(),
        standing == null ? List.of() : tests(standing),
        release.on(),
        release.reasons().stream().map(it -> new ReasonView(it.cause(), it.on())).toList(),
        row.worker() == null ? null : named(row.worker(), cards),
        row.dependent(),
        carer(row, cards, ordered),
        row.state() == OrderRow.State.ORDERED ? followUp.today(row, lately) : Map.of(),
        lately.isEmpty() ? null : lately.getFirst(),
        row.version());
  }

  private static @Nullable CarerView carer(
      OrderRow row, Map<UUID, PersonSummary> cards, Set<UUID> ordered) {
    if (row.carer() == null) {
      return null;
    }
    Named named = named(row.carer(), cards);
    String state =
        row.carerGoneAt() != null ? "gone" : ordered.contains(row.carer()) ? "ordered" : "own";
    return new CarerView(
        named.id(),
        named.name(),
        named.unitName(),
        row.state() == OrderRow.State.ORDERED ? state : null);
  }

  private Map<UUID, List<Reading>> lately(List<OrderRow> rows) {
    Instant since = world.today().minusDays(1).atStartOfDay(WorldClock.ZONE).toInstant();
    return readings.since(rows.stream().map(OrderRow::id).toList(), since).stream()
        .collect(Collectors.groupingBy(Reading::order));
  }

  private List<TestView> tests(Releases.Standing standing) {
    LocalDate today = world.today();
    return standing.plan().tests().stream()
        .map(test -> {
          String state =
              standing.swabs().stream()
                  .filter(swab -> swab.on().equals(test.on()))
                  .findFirst()
                  .map(swab -> swab.result().name().toLowerCase(java.util.Locale.ROOT))
                  .orElse(test.on().isBefore(today) ? "missing" : "to_come");
          return new TestView(test.on(), test.day(), test.twice(), test.beforeRelease(), state);
        })
        .toList();
  }

  private static Named named(UUID id, Map<UUID, PersonSummary> cards) {
    PersonSummary card = cards.get(id);
    return card == null ? new Named(id, null, null) : new Named(id, card.name(), card.unitName());
  }
}
