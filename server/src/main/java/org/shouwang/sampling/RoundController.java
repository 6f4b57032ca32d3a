package org.shouwang.sampling;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.shouwang.clock.WorldClock;
import org.shouwang.people.People;
import org.shouwang.people.PlaceSummary;
import org.shouwang.security.Access;
import org.shouwang.security.Caller;
import org.shouwang.security.Permission;
import org.shouwang.security.Within;
import org.shouwang.web.Page;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Rounds over HTTP: planned, opened, closed. */
@RestController
@RequestMapping("/api/v1/sampling/rounds")
class RoundController {

  private final RoundActs acts;
  private final RoundStore store;
  private final RoundBoard board;
  private final RoundReading reading;
  private final ExpectedStore expected;
  private final GroupBook groups;
  private final People people;
  private final WorldClock world;

  RoundController(
      RoundActs acts,
      RoundStore store,
      RoundBoard board,
      RoundReading reading,
      ExpectedStore expected,
      GroupBook groups,
      People people,
      WorldClock world) {
    this.acts = acts;
    this.store = store;
    this.board = board;
    this.reading = reading;
    this.expected = expected;
    this.groups = groups;
    this.people = people;
    this.world = world;
  }

  /** A unit or place with its name. */
  record Named(UUID id, String name) {}

  /** Who must be tested, for screens; of a list only its length. */
  record CriteriaView(
      boolean everyone,
      List<Named> units,
      List<Named> places,
      List<String> keyGroups,
      int persons) {}

  /**
   * A round with what it comes to within the caller's units.
   *
   * @param expected tested, exempt and missing together
   */
  record RoundView(
      UUID id,
      int no,
      String name,
      String state,
      Instant opensAt,
      Instant closesAt,
      CriteriaView criteria,
      Map<String, Integer> pools,
      List<Named> points,
      String madeBy,
      @Nullable String openedBy,
      @Nullable Instant openedAt,
      @Nullable String closedBy,
      @Nullable Instant closedAt,
      @Nullable Instant chasedAt,
      long expected,
      long tested,
      long exempt,
      long missing,
      int version) {}

  /** What the edition in force says of pools and key groups. */
  record Defaults(
      Map<String, Integer> pools, List<KeyGroup> keyGroups, List<Integer> sizes, Instant now) {}

  /** Which version is meant. */
  record Versioned(@Nullable Integer version) {}

  @GetMapping
  @Access(value = Permission.SAMPLING_READ, within = Within.UNITS)
  Page<RoundView> rounds(
      @RequestParam(required = false) @Nullable String state,
      @RequestParam(required = false) @Nullable String after,
      @RequestParam(required = false) @Nullable Integer limit,
      Caller caller) {
    Integer before = Page.decode(after, Integer::valueOf);
    int size = Page.limit(limit);
    List<Round> rows =
        store.newest(state(state), before == null ? Integer.MAX_VALUE : before, size + 1);
    Page<Round> page = Page.of(rows, size, round -> String.valueOf(round.no()));
    return new Page<>(views(page.items(), caller), page.next(), null);
  }

  private static @Nullable RoundState state(@Nullable String text) {
    return switch (text == null ? "" : text) {
      case "" -> null;
      case "draft" -> RoundState.DRAFT;
      case "opened" -> RoundState.OPENED;
      case "closed" -> RoundState.CLOSED;
      default -> throw RoundFields.wrong("state", text);
    };
  }

  @GetMapping("/defaults")
  @Access(value = Permission.SAMPLING_READ, within = Within.PARK)
  Defaults defaults() {
    Instant now = world.now();
    return new Defaults(
        groups.pools(now), groups.groups(now), RoundRules.SIZES.stream().sorted().toList(), now);
  }

  @GetMapping("/{id}")
  @Access(value = Permission.SAMPLING_READ, within = Within.UNITS)
  RoundView round(@PathVariable UUID id, Caller caller) {
    return view(acts.require(id), caller);
  }

  /** How many would be expected by such criteria now. */
  @PostMapping("/preview")
  @Access(value = Permission.SAMPLING_MANAGE, within = Within.PARK)
  ExpectedStore.Preview preview(@RequestBody RoundReading.Planning body) {
    Instant now = world.now();
    Instant at = body.opensAt() != null && body.opensAt().isAfter(now) ? body.opensAt() : now;
    return expected.preview(
        reading.criteria(body, now), groups.basis(reading.pools(body.pools(), now), at));
  }

  /** How many a draft would expect if it were opened now. */
  @GetMapping("/{id}/preview")
  @Access(value = Permission.SAMPLING_MANAGE, within = Within.PARK)
  ExpectedStore.Preview preview(@PathVariable UUID id) {
    Round round = acts.require(id);
    Instant now = world.now();
    Instant at = round.opensAt().isAfter(now) ? round.opensAt() : now;
    return expected.preview(round.criteria(), groups.basis(round.pools(), at));
  }

  @PostMapping
  @Access(value = Permission.SAMPLING_MANAGE, within = Within.PARK)
  RoundView make(@RequestBody RoundReading.Planning body, Caller caller) {
    return view(acts.make(reading.read(body, world.now()), caller), caller);
  }

  @PutMapping("/{id}")
  @Access(value = Permission.SAMPLING_MANAGE, within = Within.PARK)
  RoundView change(@PathVariable UUID id, @RequestBody RoundReading.Planning body, Caller caller) {
    int version = RoundFields.there("version", body.version());
    return view(acts.change(id, version, reading.read(body, world.now()), caller), caller);
  }

  @PostMapping("/{id}/open")
  @Access(value = Permission.SAMPLING_MANAGE, within = Within.PARK)
  RoundView open(@PathVariable UUID id, @RequestBody Versioned body, Caller caller) {
    return view(acts.open(id, RoundFields.there("version", body.version()), caller), caller);
  }

  @PostMapping("/{id}/close")
  @Access(value = Permission.SAMPLING_MANAGE, within = Within.PARK)
  RoundView close(@PathVariable UUID id, @RequestBody Versioned body, Caller caller) {
    return view(acts.close(id, RoundFields.there("version", body.version()), caller), caller);
  }

  private RoundView view(Round round, Caller caller) {
    return views(List.of(round), caller).getFirst();
  }

  private List<RoundView> views(List<Round> rounds, Caller caller) {
    RoundUnits units = store.units();
    Map<UUID, PlaceSummary> places = people.places();
    Map<UUID, RoundBoard.Total> totals =
        board.totals(
            rounds.stream().map(Round::id).toList(),
            caller.scope().everywhere() ? null : units.within(caller.scope(), null));
    return rounds.stream()
        .map(round -> {
          RoundBoard.Total total = totals.getOrDefault(round.id(), RoundBoard.Total.NOTHING);
          return new RoundView(
              round.id(),
              round.no(),
              round.name(),
              round.state().key(),
              round.opensAt(),
              round.closesAt(),
              criteria(round.criteria(), units, places),
              round.pools(),
              round.points().stream().map(point -> place(point, places)).toList(),
              round.madeName(),
              round.openedName(),
              round.openedAt(),
              round.closedName(),
              round.closedAt(),
              round.chasedAt(),
              total.expected(),
              total.tested(),
              total.exempt(),
              total.missing(),
              round.version());
        })
        .toList();
  }

  private static CriteriaView criteria(
      Criteria criteria, RoundUnits units, Map<UUID, PlaceSummary> places) {
    return new CriteriaView(
        criteria.everyone(),
        criteria.units().stream()
            .map(unit -> new Named(unit, units.name(unit)))
            .collect(Collectors.toList()),
        criteria.places().stream().map(place -> place(place, places)).toList(),
        criteria.keyGroups(),
        criteria.persons().size());
  }

  static Named place(UUID id, Map<UUID, PlaceSummary> places) {
    PlaceSummary place = places.get(id);
    return new Named(id, place == null ? "" : place.name());
  }
}
