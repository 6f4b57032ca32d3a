package org.shouwang.rollcall;

import java.time.LocalDate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.audit.Audit;
import org.shouwang.clock.WorldClock;
import org.shouwang.security.Access;
import org.shouwang.security.Caller;
import org.shouwang.security.Permission;
import org.shouwang.security.Within;
import org.shouwang.web.Refused;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** When the people of units are expected, and the lists of enterprises, over HTTP. */
@RestController
@RequestMapping("/api/v1/rollcall")
class PatternController {

  /** Most persons on a list. */
  private static final int LONGEST_LIST = 5_000;

  private final PatternStore store;
  private final Reach reach;
  private final Audit audit;
  private final WorldClock world;
  private final ObjectMapper json;

  PatternController(
      PatternStore store, Reach reach, Audit audit, WorldClock world, ObjectMapper json) {
    this.store = store;
    this.reach = reach;
    this.audit = audit;
    this.world = world;
    this.json = json;
  }

  /**
   * A pattern of a unit over time.
   *
   * @param end first day on which it no longer holds; null: open
   */
  record PatternView(
      UUID unit,
      String unitName,
      LocalDate from,
      @Nullable LocalDate end,
      String kind,
      Map<String, Object> data,
      String setBy) {}

  /**
   * A pattern to be set.
   *
   * @param from first day, today or later; null: today
   * @param kind every_day, week, cycle, frequency; inherit: that of the unit above again
   */
  record Setting(
      @Nullable UUID unit,
      @Nullable LocalDate from,
      @Nullable String kind,
      @Nullable Map<String, Object> data) {}

  /** An enterprise's list for a day. */
  record Listing(@Nullable UUID unit, @Nullable LocalDate day, @Nullable List<UUID> persons) {}

  /** How many stand on a list now. */
  record Listed(UUID unit, LocalDate day, int persons) {}

  @GetMapping("/patterns")
  @Access(value = Permission.ROLLCALL_READ, within = Within.UNITS)
  List<PatternView> patterns(Caller caller) {
    Units units = reach.units();
    return store.since(world.today()).stream()
        .filter(kept -> reach.covers(caller.scope(), kept.unit(), units))
        .map(kept -> {
          Units.Unit unit = units.get(kept.unit());
          return new PatternView(
              kept.unit(),
              unit == null ? "" : unit.name(),
              kept.from(),
              kept.end(),
              kept.pattern().kind(),
              PatternReader.write(kept.pattern()),
              kept.setBy());
        })
        .toList();
  }

  @PutMapping("/patterns")
  @Access(
      value = {Permission.COMMAND_DIRECT, Permission.PEOPLE_MANAGE},
      within = Within.UNITS)
  @Transactional
  List<PatternView> set(@RequestBody Setting body, Caller caller) {
    Units.Unit unit = reach.require(caller, body.unit(), reach.units());
    LocalDate from = notPast("from", body.from() == null ? world.today() : body.from());
    JsonNode data = json.valueToTree(body.data() == null ? Map.of() : body.data());
    Pattern pattern = "inherit".equals(body.kind()) ? null : PatternReader.read(body.kind(), data);
    store.set(unit.id(), from, pattern, caller.name());
    audit.record(
        caller.actor(),
        "rollcall.pattern_set",
        "unit:" + unit.id(),
        Map.of(
            "from",
            from.toString(),
            "kind",
            pattern == null ? "inherit" : pattern.kind(),
            "data",
            pattern == null ? Map.of() : PatternReader.write(pattern)));
    return patterns(caller).stream().filter(each -> each.unit().equals(unit.id())).toList();
  }

  @PutMapping("/lists")
  @Access(value = Permission.ROLLCALL_FILE, within = Within.UNITS)
  @Transactional
  Listed list(@RequestBody Listing body, Caller caller) {
    Units units = reach.units();
    Units.Unit unit = reach.require(caller, body.unit(), units);
    if (units.family(unit.id()) != Family.ENTERPRISE) {
      throw Refused.invalid("rollcall.no_enterprise").field("unit").value(unit.name());
    }
    if (body.day() == null) {
      throw Fields.missing("day");
    }
    LocalDate day = notPast("day", body.day());
    Set<UUID> persons = persons(body.persons());
    Map<UUID, UUID> members = store.unitsOf(persons, day);
    for (UUID person : persons) {
      UUID of = members.get(person);
      if (of == null || !units.within(of, Set.of(unit.id()))) {
        throw Refused.invalid("rollcall.not_of_unit").field("persons").value(person);
      }
    }
    store.file(unit.id(), day, persons, caller.name(), world.now());
    audit.record(
        caller.actor(),
        "rollcall.list_filed",
        "unit:" + unit.id(),
        Map.of("day", day.toString(), "persons", persons.size()));
    return new Listed(unit.id(), day, persons.size());
  }

  private static Set<UUID> persons(@Nullable List<UUID> persons) {
    if (persons == null) {
      throw Fields.missing("persons");
    }
    if (persons.size() > LONGEST_LIST) {
      throw Refused.invalid("rollcall.list_too_long")
          .field("persons")
          .value(persons.size())
          .with("limit", LONGEST_LIST);
    }
    return new LinkedHashSet<>(persons);
  }

  /** What is gone stays as it was. */
  private LocalDate notPast(String field, LocalDate day) {
    LocalDate today = world.today();
    if (day.isBefore(today) || day.isAfter(today.plusYears(1))) {
      throw Refused.invalid("rollcall.day_past").field(field).value(day);
    }
    return day;
  }
}
