package org.shouwang.sampling;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.shouwang.people.People;
import org.shouwang.people.PersonSummary;
import org.shouwang.people.PlaceSummary;
import org.shouwang.presence.Presence;
import org.shouwang.sampling.MemberStore.Somebody;
import org.shouwang.security.Access;
import org.shouwang.security.Caller;
import org.shouwang.security.Permission;
import org.shouwang.security.Scope;
import org.shouwang.security.Within;
import org.shouwang.web.Page;
import org.shouwang.web.PlainValues;
import org.shouwang.web.Refused;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Coverage of a round over HTTP: by unit, point and group, and by name. */
@RestController
@RequestMapping("/api/v1/sampling/rounds/{id}")
class CoverageController {

  private final RoundActs acts;
  private final RoundStore store;
  private final RoundBoard board;
  private final People people;
  private final Presence presence;

  CoverageController(
      RoundActs acts, RoundStore store, RoundBoard board, People people, Presence presence) {
    this.acts = acts;
    this.store = store;
    this.board = board;
    this.people = people;
    this.presence = presence;
  }

  /** Figures; expected is tested, exempt and missing together. */
  record Figures(long expected, long tested, long exempt, long missing) {
    static final Figures NONE = new Figures(0, 0, 0, 0);

    Figures plus(RoundBoard.Count count) {
      return new Figures(
          expected + count.tested() + count.exempt() + count.missing(),
          tested + count.tested(),
          exempt + count.exempt(),
          missing + count.missing());
    }
  }

  /**
   * A unit with all below it.
   *
   * @param parent null for the topmost of the answer
   */
  record UnitRow(UUID unit, String name, String kind, @Nullable UUID parent, Figures figures) {}

  /** A point that people have been given by their slots; without an id who has none. */
  record PlaceRow(@Nullable UUID place, String name, Figures figures) {}

  /** A group of pools. */
  record GroupRow(String group, Figures figures) {}

  /** What a round comes to at this moment within the caller's units. */
  record Coverage(
      Figures total, List<UnitRow> units, List<PlaceRow> places, List<GroupRow> groups) {}

  /** Somebody on the list. */
  record PersonRow(
      UUID person,
      @Nullable String name,
      @Nullable UUID unit,
      String unitName,
      String state,
      String reason,
      @Nullable String reasonName,
      @Nullable String note,
      @Nullable Instant addedAt,
      @Nullable String addedBy,
      String group,
      int pool,
      boolean child,
      @Nullable String slotPlace,
      @Nullable Instant testedAt,
      @Nullable String testedPlace,
      @Nullable UUID swab,
      @Nullable Instant lastSeenAt,
      @Nullable String lastSeenPlace,
      boolean inside) {}

  /** Later arrivals. */
  record Adding(@Nullable List<@Nullable UUID> persons, @Nullable String reason) {}

  /** How many were new. */
  record Added(int added) {}

  @GetMapping("/coverage")
  @Access(value = Permission.SAMPLING_READ, within = Within.UNITS)
  Coverage coverage(@PathVariable UUID id, Caller caller) {
    acts.require(id);
    RoundUnits units = store.units();
    Scope scope = caller.scope();
    Figures total = Figures.NONE;
    Map<UUID, Figures> byUnit = new HashMap<>();
    Map<UUID, Figures> byPlace = new LinkedHashMap<>();
    Map<String, Figures> byGroup = new TreeMap<>();
    for (RoundBoard.Count count : board.counts(id)) {
      boolean none = count.unit().equals(RoundUnits.NONE);
      if (none ? !scope.everywhere() : !units.covers(scope, count.unit())) {
        continue;
      }
      total = total.plus(count);
      add(byPlace, count.place(), count);
      add(byGroup, count.group(), count);
      units.upwards(count.unit()).forEach(above -> add(byUnit, above.id(), count));
      if (units.get(count.unit()) == null) {
        add(byUnit, RoundUnits.NONE, count);
      }
    }
    return new Coverage(
        total, unitRows(units, scope, byUnit), placeRows(byPlace), groupRows(byGroup));
  }

  private static <K> void add(Map<K, Figures> sums, K key, RoundBoard.Count count) {
    sums.put(key, sums.getOrDefault(key, Figures.NONE).plus(count));
  }

  private static List<UnitRow> unitRows(RoundUnits units, Scope scope, Map<UUID, Figures> figures) {
    List<UnitRow> rows = new ArrayList<>();
    for (RoundUnits.Unit unit : units.all()) {
      Figures own = figures.get(unit.id());
      if (own != null && units.covers(scope, unit.id())) {
        UUID parent = unit.parent();
        boolean shown = parent != null && units.covers(scope, parent);
        rows.add(new UnitRow(unit.id(), unit.name(), unit.kind(), shown ? parent : null, own));
      }
    }
    Figures none = figures.get(RoundUnits.NONE);
    if (none != null) {
      rows.add(new UnitRow(RoundUnits.NONE, "", "none", null, none));
    }
    return rows;
  }

  private List<PlaceRow> placeRows(Map<UUID, Figures> figures) {
    Map<UUID, PlaceSummary> places = people.places();
    return figures.entrySet().stream()
        .map(each ->
            new PlaceRow(
                each.getKey().equals(RoundUnits.NONE) ? null : each.getKey(),
                RoundController.place(each.getKey(), places).name(),
                each.getValue()))
        .sorted(java.util.Comparator.comparing(PlaceRow::name))
        .toList();
  }

  private static List<GroupRow> groupRows(Map<String, Figures> figures) {
    return figures.entrySet().stream()
        .map(each -> new GroupRow(each.getKey(), each.getValue()))
        .toList();
  }

  @GetMapping("/people")
  @Access(value = Permission.SAMPLING_READ, within = Within.UNITS)
  Page<PersonRow> people(
      @PathVariable UUID id,
      @RequestParam(required = false) @Nullable UUID unit,
      @RequestParam(required = false) @Nullable String state,
      @RequestParam(required = false) @Nullable String group,
      @RequestParam(required = false) @Nullable UUID place,
      @RequestParam(required = false) @Nullable String after,
      @RequestParam(required = false) @Nullable Integer limit,
      Caller caller) {
    acts.require(id);
    RoundUnits units = store.units();
    List<UUID> within = units(units, caller, unit);
    Key key = Page.decode(after, Key::read);
    if (key != null) {
      int from = within.indexOf(key.unit());
      within = from < 0 ? List.of() : within.subList(from, within.size());
    }
    int size = Page.limit(limit);
    List<RoundBoard.Person> rows =
        board.people(
            new RoundBoard.Wanted(
                id,
                state(state),
                within,
                key == null ? RoundUnits.NONE : key.person(),
                group(group),
                place,
                size + 1));
    Page<RoundBoard.Person> page = Page.of(rows, size, row -> row.person() + " " + row.unit());
    return new Page<>(views(page.items(), units), page.next(), null);
  }

  /** A unit of other scopes looks the same as none. */
  private static List<UUID> units(RoundUnits units, Caller caller, @Nullable UUID unit) {
    if (RoundUnits.NONE.equals(unit) && caller.scope().everywhere()) {
      return List.of(RoundUnits.NONE);
    }
    if (unit != null && (units.get(unit) == null || !units.covers(caller.scope(), unit))) {
      throw Refused.notFound("sampling.unit_unknown").field("unit").value(unit);
    }
    return units.within(caller.scope(), unit);
  }

  private static String state(@Nullable String text) {
    String state = text == null ? "missing" : text;
    if (!Set.of("missing", "tested", "exempt").contains(state)) {
      throw RoundFields.wrong("state", text);
    }
    return state;
  }

  private static @Nullable String group(@Nullable String text) {
    if (text != null && !RoundRules.GROUPS.contains(text)) {
      throw RoundFields.wrong("group", text);
    }
    return text;
  }

  /** The last row of a page. */
  private record Key(UUID unit, UUID person) {
    static Key read(String text) {
      int space = text.indexOf(' ');
      return new Key(
          PlainValues.uuid(text.substring(space + 1)), PlainValues.uuid(text.substring(0, space)));
    }
  }

  private List<PersonRow> views(List<RoundBoard.Person> rows, RoundUnits units) {
    List<UUID> ids = rows.stream().map(RoundBoard.Person::person).toList();
    Map<UUID, PersonSummary> names = people.facts(ids);
    Map<UUID, PlaceSummary> places = people.places();
    Map<UUID, Presence.Seen> seen =
        presence.lastSeen(ids).stream()
            .collect(Collectors.toMap(Presence.Seen::person, each -> each));
    return rows.stream()
        .map(row -> view(row, units, names.get(row.person()), places, seen.get(row.person())))
        .toList();
  }

  private static PersonRow view(
      RoundBoard.Person row,
      RoundUnits units,
      @Nullable PersonSummary person,
      Map<UUID, PlaceSummary> places,
      Presence.@Nullable Seen seen) {
    UUID ref = row.reasonRef();
    UUID testedPlace = row.testedPlace();
    String refName = ref == null ? null : units.name(ref);
    if (ref != null && refName != null && refName.isEmpty()) {
      refName = RoundController.place(ref, places).name();
    }
    return new PersonRow(
        row.person(),
        person == null ? null : person.name(),
        row.unit().equals(RoundUnits.NONE) ? null : row.unit(),
        units.name(row.unit()),
        row.state(),
        row.reason(),
        refName,
        row.note(),
        row.addedAt(),
        row.addedName(),
        row.group(),
        row.pool(),
        row.child(),
        row.place().equals(RoundUnits.NONE)
            ? null
            : RoundController.place(row.place(), places).name(),
        row.testedAt(),
        testedPlace == null ? null : RoundController.place(testedPlace, places).name(),
        row.swab(),
        seen == null ? null : seen.at(),
        seen == null ? null : seen.zoneName(),
        seen != null && seen.inside());
  }

  /** Adds later arrivals with a reason. */
  @PostMapping("/people")
  @Access(value = Permission.SAMPLING_MANAGE, within = Within.UNITS)
  Added add(@PathVariable UUID id, @RequestBody Adding body, Caller caller) {
    acts.require(id);
    List<UUID> persons = RoundFields.list("persons", body.persons(), 5_000);
    if (persons.isEmpty()) {
      throw RoundFields.missing("persons");
    }
    String reason = RoundFields.required("reason", body.reason(), 500);
    Map<UUID, PersonSummary> known = people.facts(persons);
    Set<UUID> visible = people.visible(caller.scope(), persons);
    List<Somebody> some = new ArrayList<>();
    for (UUID person : persons) {
      PersonSummary summary = known.get(person);
      if (summary == null || !visible.contains(person)) {
        throw Refused.notFound("sampling.person_unknown").field("persons").value(person);
      }
      UUID unit = summary.unitId();
      some.add(new Somebody(person, unit == null ? RoundUnits.NONE : unit));
    }
    return new Added(acts.add(id, some, reason, caller));
  }
}
