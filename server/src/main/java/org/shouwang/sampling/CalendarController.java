package org.shouwang.sampling;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.clock.WorldClock;
import org.shouwang.people.People;
import org.shouwang.people.PersonSummary;
import org.shouwang.security.Access;
import org.shouwang.security.Caller;
import org.shouwang.security.Permission;
import org.shouwang.security.Within;
import org.shouwang.web.Page;
import org.shouwang.web.PlainValues;
import org.shouwang.web.Refused;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The test calendar over HTTP. */
@RestController
@RequestMapping("/api/v1/sampling/calendar")
class CalendarController {

  private final CalendarStore store;
  private final RoundStore rounds;
  private final GroupBook groups;
  private final People people;
  private final WorldClock world;

  CalendarController(
      CalendarStore store, RoundStore rounds, GroupBook groups, People people, WorldClock world) {
    this.store = store;
    this.rounds = rounds;
    this.groups = groups;
    this.people = people;
    this.world = world;
  }

  /** Figures of the key groups within some units. */
  record Overview(LocalDate today, int blockAfterDays, List<CalendarStore.Count> groups) {}

  /** Somebody on the calendar. */
  record Entry(
      UUID person,
      @Nullable String name,
      UUID unit,
      String unitName,
      String group,
      int everyDays,
      @Nullable Instant lastAt,
      LocalDate dueOn,
      String standing) {}

  @GetMapping
  @Access(value = Permission.SAMPLING_READ, within = Within.UNITS)
  Overview overview(@RequestParam(required = false) @Nullable UUID unit, Caller caller) {
    LocalDate today = world.today();
    int block = blockAfter();
    return new Overview(
        today, block, store.counts(units(rounds.units(), unit, caller), today, block));
  }

  private int blockAfter() {
    return Math.clamp(groups.number(world.now(), RoundRules.BLOCK, 1), 0, 31);
  }

  private static List<UUID> units(RoundUnits units, @Nullable UUID unit, Caller caller) {
    if (unit != null && (units.get(unit) == null || !units.covers(caller.scope(), unit))) {
      throw Refused.notFound("sampling.unit_unknown").field("unit").value(unit);
    }
    return units.within(caller.scope(), unit);
  }

  @GetMapping("/people")
  @Access(value = Permission.SAMPLING_READ, within = Within.UNITS)
  Page<Entry> people(
      @RequestParam(required = false) @Nullable UUID unit,
      @RequestParam(required = false) @Nullable String group,
      @RequestParam(required = false) @Nullable String standing,
      @RequestParam(required = false) @Nullable String after,
      @RequestParam(required = false) @Nullable Integer limit,
      Caller caller) {
    LocalDate today = world.today();
    int block = blockAfter();
    RoundUnits units = rounds.units();
    CalendarRules.Standing wanted = standing(standing);
    Key key = Page.decode(after, Key::read);
    int size = Page.limit(limit);
    String word = RoundFields.text("group", group, 60);
    List<CalendarStore.Row> rows =
        store.list(
            new CalendarStore.Wanted(
                units(units, unit, caller),
                word,
                wanted == null
                    ? new CalendarRules.Days(null, null)
                    : CalendarRules.Days.of(wanted, today, block),
                key == null ? null : key.day(),
                key == null ? null : key.person(),
                size + 1));
    Page<CalendarStore.Row> page = Page.of(rows, size, row -> row.dueOn() + " " + row.person());
    Map<UUID, PersonSummary> names =
        people.facts(page.items().stream().map(CalendarStore.Row::person).toList());
    return page.map(row -> view(row, units, names.get(row.person()), today, block));
  }

  private static Entry view(
      CalendarStore.Row row,
      RoundUnits units,
      @Nullable PersonSummary person,
      LocalDate today,
      int block) {
    return new Entry(
        row.person(),
        person == null ? null : person.name(),
        row.unit(),
        units.name(row.unit()),
        row.group(),
        row.everyDays(),
        row.lastAt(),
        row.dueOn(),
        CalendarRules.standing(row.dueOn(), today, block).key());
  }

  private static CalendarRules.@Nullable Standing standing(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      return null;
    }
    for (CalendarRules.Standing each : CalendarRules.Standing.values()) {
      if (each.key().equals(text.toLowerCase(Locale.ROOT))) {
        return each;
      }
    }
    throw RoundFields.wrong("standing", text);
  }

  private record Key(LocalDate day, UUID person) {
    static Key read(String text) {
      int space = text.indexOf(' ');
      return new Key(
          PlainValues.day(text.substring(0, space)), PlainValues.uuid(text.substring(space + 1)));
    }
  }
}
