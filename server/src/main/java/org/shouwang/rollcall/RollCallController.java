package org.shouwang.rollcall;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.shouwang.clock.WorldClock;
import org.shouwang.duties.Duties;
import org.shouwang.duties.DutyCount;
import org.shouwang.people.People;
import org.shouwang.people.PersonSummary;
import org.shouwang.presence.Inside;
import org.shouwang.presence.Presence;
import org.shouwang.rollcall.DayPlan.State;
import org.shouwang.security.Access;
import org.shouwang.security.Caller;
import org.shouwang.security.Permission;
import org.shouwang.security.Within;
import org.shouwang.web.Page;
import org.shouwang.web.PlainValues;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Who is accounted for, over HTTP: by unit and by name. */
@RestController
@RequestMapping("/api/v1/rollcall")
class RollCallController {

  private final RollCallBoard board;
  private final ExpectedStore store;
  private final ReportStore reports;
  private final Reach reach;
  private final Showing showing;
  private final Duties duties;
  private final People people;
  private final Presence presence;
  private final WorldClock world;

  RollCallController(
      RollCallBoard board,
      ExpectedStore store,
      ReportStore reports,
      Reach reach,
      Showing showing,
      Duties duties,
      People people,
      Presence presence,
      WorldClock world) {
    this.board = board;
    this.store = store;
    this.reports = reports;
    this.reach = reach;
    this.showing = showing;
    this.duties = duties;
    this.people = people;
    this.presence = presence;
    this.world = world;
  }

  /**
   * A unit with all below it.
   *
   * @param parent null for the topmost of the answer
   * @param report the unit's own daily report: none, filed, signed, corrected; null: none is due
   * @param silent units of it and below it whose report is due and not filed
   */
  record UnitRow(
      UUID unit,
      String name,
      String kind,
      @Nullable UUID parent,
      long expected,
      long accounted,
      long missing,
      long exempt,
      @Nullable String report,
      int silent) {}

  /**
   * A day.
   *
   * @param openedAt when its list was made; null: not yet
   */
  record DayView(LocalDate day, @Nullable Instant openedAt, List<UnitRow> units) {}

  /** Somebody on the list. */
  record PersonRow(
      UUID person,
      @Nullable String name,
      UUID unit,
      String unitName,
      String rule,
      @Nullable String shift,
      Instant from,
      Instant until,
      String state,
      Instant since,
      @Nullable UUID duty,
      @Nullable String how,
      @Nullable UUID fact,
      @Nullable String note,
      @Nullable String by,
      @Nullable String insideOf,
      @Nullable Instant insideSince) {}

  @GetMapping
  @Access(value = Permission.ROLLCALL_READ, within = Within.UNITS)
  DayView day(
      @RequestParam(required = false) @Nullable LocalDate day,
      @RequestParam(required = false) @Nullable UUID unit,
      Caller caller) {
    LocalDate of = day == null ? world.today() : day;
    Units units = reach.units();
    Set<UUID> tops = unit == null ? null : Set.of(reach.require(caller, unit, units).id());
    Tree tree = new Tree(units, of);
    List<UnitRow> rows = new ArrayList<>();
    for (Units.Unit each : units.all()) {
      boolean asked = tops == null || units.within(each.id(), tops);
      if (asked && reach.covers(caller.scope(), each.id(), units) && tree.has(each.id())) {
        rows.add(tree.row(each));
      }
    }
    return new DayView(
        of, store.opened(of).map(ExpectedStore.Opened::openedAt).orElse(null), topped(rows));
  }

  /** Parents that the caller doesn't see are left away. */
  private static List<UnitRow> topped(List<UnitRow> rows) {
    Set<UUID> shown = rows.stream().map(UnitRow::unit).collect(Collectors.toSet());
    return rows.stream()
        .map(row ->
            row.parent() == null || shown.contains(row.parent())
                ? row
                : new UnitRow(
                    row.unit(),
                    row.name(),
                    row.kind(),
                    null,
                    row.expected(),
                    row.accounted(),
                    row.missing(),
                    row.exempt(),
                    row.report(),
                    row.silent()))
        .toList();
  }

  /** Counts rolled up the tree. */
  private final class Tree {
    private final Map<UUID, long[]> sums = new HashMap<>();
    private final Map<UUID, String> states;
    private final Set<UUID> due;

    Tree(Units units, LocalDate day) {
      states = reports.states(day);
      due =
          duties.counts(Set.of(RollCall.REPORT_DUTY), day, day).stream()
              .filter(count -> count.count() > 0)
              .map(DutyCount::unit)
              .collect(Collectors.toCollection(LinkedHashSet::new));
      for (RollCall.UnitCount count : board.counts(day)) {
        add(units, count.unit(), count.expected(), count.accounted(), count.exempt(), 0);
      }
      due.forEach(unit -> add(units, unit, 0, 0, 0, states.containsKey(unit) ? 0 : 1));
    }

    private void add(Units units, UUID unit, long... figures) {
      for (Units.Unit above : units.upwards(unit)) {
        long[] sum = sums.computeIfAbsent(above.id(), id -> new long[figures.length]);
        for (int i = 0; i < figures.length; i++) {
          sum[i] += figures[i];
        }
      }
    }

    boolean has(UUID unit) {
      return sums.containsKey(unit);
    }

    UnitRow row(Units.Unit unit) {
      long[] sum = Objects.requireNonNull(sums.get(unit.id()));
      String report = states.get(unit.id());
      return new UnitRow(
          unit.id(),
          unit.name(),
          unit.kind(),
          unit.parent(),
          sum[0],
          sum[1],
          sum[0] - sum[1],
          sum[2],
          report == null && due.contains(unit.id()) ? "none" : report,
          (int) sum[3]);
    }
  }

  @GetMapping("/people")
  @Access(value = Permission.ROLLCALL_READ, within = Within.UNITS)
  Page<PersonRow> people(
      @RequestParam(required = false) @Nullable LocalDate day,
      @RequestParam(required = false) @Nullable UUID unit,
      @RequestParam(required = false) @Nullable String state,
      @RequestParam(required = false) @Nullable String after,
      @RequestParam(required = false) @Nullable Integer limit,
      Caller caller) {
    LocalDate of = day == null ? world.today() : day;
    if (unit != null) {
      reach.require(caller, unit, reach.units());
    }
    Key key = Page.decode(after, Key::read);
    int size = Page.limit(limit);
    List<RollCallBoard.Row> rows =
        board.people(
            new RollCallBoard.Wanted(
                of,
                unit,
                state(state),
                key == null ? null : key.path(),
                key == null ? null : key.person(),
                size + 1),
            caller.scope());
    Page<RollCallBoard.Row> page = Page.of(rows, size, row -> row.person() + " " + row.unitPath());
    return new Page<>(views(of, page.items()), page.next(), null);
  }

  private static State state(@Nullable String text) {
    return switch (text == null ? "missing" : text) {
      case "missing" -> State.MISSING;
      case "accounted" -> State.ACCOUNTED;
      case "exempt" -> State.EXEMPT;
      default -> throw Fields.wrong("state", text);
    };
  }

  /** The last row of a page. */
  private record Key(String path, UUID person) {
    static Key read(String text) {
      int space = text.indexOf(' ');
      return new Key(text.substring(space + 1), PlainValues.uuid(text.substring(0, space)));
    }
  }

  private List<PersonRow> views(LocalDate day, List<RollCallBoard.Row> rows) {
    List<UUID> ids = rows.stream().map(RollCallBoard.Row::person).toList();
    Map<UUID, PersonSummary> names = people.facts(ids);
    Map<UUID, Showing.Shown> shown = showing.of(day, rows);
    Map<UUID, Inside> inside = inside(ids);
    return rows.stream()
        .map(row ->
            view(row, names.get(row.person()), shown.get(row.person()), inside.get(row.person())))
        .toList();
  }

  /** The innermost zone that each is in now. */
  private Map<UUID, Inside> inside(Collection<UUID> persons) {
    Map<UUID, Inside> inside = new HashMap<>();
    presence
        .insideOf(persons)
        .forEach(each ->
            inside.merge(
                each.person(), each, (a, b) -> a.level().compareTo(b.level()) > 0 ? a : b));
    return inside;
  }

  private static PersonRow view(
      RollCallBoard.Row row,
      @Nullable PersonSummary person,
      Showing.@Nullable Shown shown,
      @Nullable Inside inside) {
    return new PersonRow(
        row.person(),
        person == null ? null : person.name(),
        row.unit(),
        row.unitName(),
        row.rule(),
        row.shift(),
        row.from(),
        row.until(),
        row.state().key(),
        row.stateAt(),
        shown == null ? null : shown.duty(),
        shown == null || shown.how() == null ? null : shown.how().key(),
        shown == null ? null : shown.fact(),
        shown == null ? null : shown.note(),
        shown == null ? null : shown.by(),
        inside == null ? null : inside.zoneName(),
        inside == null ? null : inside.since());
  }
}
