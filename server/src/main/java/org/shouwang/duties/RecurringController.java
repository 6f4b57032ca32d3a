package org.shouwang.duties;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.audit.Audit;
import org.shouwang.clock.WorldClock;
import org.shouwang.duties.RecurringStore.Plan;
import org.shouwang.people.People;
import org.shouwang.people.PersonSummary;
import org.shouwang.security.Access;
import org.shouwang.security.Caller;
import org.shouwang.security.Permission;
import org.shouwang.security.Within;
import org.shouwang.web.Page;
import org.shouwang.web.PlainValues;
import org.shouwang.web.Refused;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Duties that come again over HTTP: planned, listed, stopped. The clock makes them day by day. */
@RestController
@RequestMapping("/api/v1/duties/recurring")
class RecurringController {

  private static final int TITLE = 200;
  private static final int DAYS_OF_WEEK = 7;

  private final RecurringStore store;
  private final UnitsBoard units;
  private final People people;
  private final Audit audit;
  private final WorldClock world;

  RecurringController(
      RecurringStore store, UnitsBoard units, People people, Audit audit, WorldClock world) {
    this.store = store;
    this.units = units;
    this.people = people;
    this.audit = audit;
    this.world = world;
  }

  /**
   * A plan as it is asked for.
   *
   * @param unit answers for it, and holds it unless a person does
   * @param person who holds it; null: the unit
   * @param opens as in {@code 06:00}
   * @param firstDay null: today
   */
  record Planned(
      @Nullable String title,
      @Nullable UUID unit,
      @Nullable UUID person,
      @Nullable List<Integer> weekdays,
      @Nullable String opens,
      @Nullable String due,
      @Nullable String ladder,
      @Nullable LocalDate firstDay,
      @Nullable LocalDate lastDay) {}

  /** Its last day; null: today. */
  record Stopping(@Nullable LocalDate lastDay) {}

  /** A plan with the names on it. */
  record PlanView(
      UUID id,
      String title,
      UUID unit,
      @Nullable String unitName,
      @Nullable UUID person,
      @Nullable String personName,
      List<Integer> weekdays,
      LocalTime opens,
      LocalTime due,
      @Nullable String ladder,
      LocalDate firstDay,
      @Nullable LocalDate lastDay,
      boolean over) {}

  /** Newest first; those that are over only when asked for. */
  @GetMapping
  @Access(value = Permission.DUTIES_READ, within = Within.UNITS)
  Page<PlanView> list(
      @RequestParam(defaultValue = "false") boolean over,
      @RequestParam(required = false) @Nullable String after,
      @RequestParam(required = false) @Nullable Integer limit,
      Caller caller) {
    int size = Page.limit(limit);
    List<Plan> rows =
        store.list(
            caller.scope(), over, world.today(), Page.decode(after, PlainValues::uuid), size + 1);
    Page<Plan> page = Page.of(rows, size, plan -> plan.id().toString());
    return new Page<>(named(page.items()), page.next(), page.total());
  }

  /** Ladders that a plan may climb. */
  @GetMapping("/ladders")
  @Access(value = Permission.DUTIES_READ, within = Within.UNITS)
  List<String> ladders() {
    return store.ladders();
  }

  @PostMapping
  @Access(value = Permission.DUTIES_ACT, within = Within.UNITS)
  @Transactional
  PlanView plan(@RequestBody Planned body, Caller caller) {
    Plan plan = read(body, caller);
    UUID act =
        audit.record(
            caller.actor(),
            "duties.planned",
            "recurring:" + plan.id(),
            Map.of("title", plan.title(), "unit", plan.unit(), "weekdays", plan.weekdays()));
    store.insert(plan, act);
    return named(List.of(plan)).getFirst();
  }

  /** What was made up to its last day stays to be done. */
  @PostMapping("/{id}/stop")
  @Access(value = Permission.DUTIES_ACT, within = Within.UNITS)
  @Transactional
  PlanView stop(@PathVariable UUID id, @RequestBody Stopping body, Caller caller) {
    Plan plan = find(id, caller);
    LocalDate asked = body.lastDay();
    LocalDate last = asked == null ? world.today() : asked;
    if (!store.stop(plan.id(), last)) {
      throw Refused.conflict("duties.plan_over").value(String.valueOf(plan.lastDay()));
    }
    audit.record(
        caller.actor(),
        "duties.plan_stopped",
        "recurring:" + id,
        Map.of("title", plan.title(), "last", last.toString()));
    return named(List.of(find(id, caller))).getFirst();
  }

  private Plan find(UUID id, Caller caller) {
    return store
        .find(id, caller.scope())
        .orElseThrow(() -> Refused.notFound("duties.plan_unknown").field("id").value(id));
  }

  private Plan read(Planned body, Caller caller) {
    UUID unit = body.unit();
    if (unit == null || !units.within(caller.scope(), unit)) {
      throw Refused.invalid("duties.holder_unknown")
          .field("unit")
          .value(unit == null ? "" : unit.toString());
    }
    LocalDate today = world.today();
    LocalDate first = body.firstDay() == null ? today : body.firstDay();
    LocalDate last = body.lastDay();
    // not into the past: nobody can still do what was due then
    if (first.isBefore(today) && (last == null || !last.isBefore(today))) {
      first = today;
    }
    if (last != null && last.isBefore(first)) {
      throw Refused.invalid("duties.plan_days").field("lastDay").value(last);
    }
    LocalTime opens = time("opens", body.opens());
    LocalTime due = time("due", body.due());
    if (!opens.isBefore(due)) {
      throw Refused.invalid("duties.plan_window").field("due").value(opens + " – " + due);
    }
    return new Plan(
        UuidCreator.getTimeOrderedEpoch(),
        title(body.title()),
        unit,
        holder(body.person(), unit, caller),
        weekdays(body.weekdays()),
        opens,
        due,
        ladder(body.ladder()),
        first,
        last,
        null);
  }

  private Party holder(@Nullable UUID person, UUID unit, Caller caller) {
    if (person == null) {
      return Party.unit(unit);
    }
    if (people.visible(caller.scope(), Set.of(person)).isEmpty()
        || !people.facts(Set.of(person)).containsKey(person)) {
      throw Refused.invalid("duties.holder_unknown").field("person").value(person);
    }
    return Party.person(person);
  }

  private static String title(@Nullable String title) {
    String plain = title == null ? "" : title.strip();
    if (plain.isEmpty() || plain.length() > TITLE || !PlainValues.isText(plain)) {
      throw Refused.invalid("duties.plan_title")
          .field("title")
          .value(plain.length())
          .with("limit", TITLE);
    }
    return plain;
  }

  private static List<Integer> weekdays(@Nullable List<Integer> days) {
    List<Integer> given = days == null || days.contains(null) ? List.of() : days;
    List<Integer> known = given.stream().distinct().sorted().toList();
    if (known.isEmpty() || known.getFirst() < 1 || known.getLast() > DAYS_OF_WEEK) {
      throw Refused.invalid("duties.plan_weekdays").field("weekdays").value(known.size());
    }
    return known;
  }

  private static LocalTime time(String field, @Nullable String text) {
    String given = text == null ? "" : text;
    if (!given.matches("([01][0-9]|2[0-3]):[0-5][0-9]")) {
      throw Refused.invalid("duties.plan_time").field(field).value(PlainValues.shown(given, 20));
    }
    return LocalTime.parse(given);
  }

  private @Nullable String ladder(@Nullable String ladder) {
    if (ladder == null || store.ladders().contains(ladder)) {
      return ladder;
    }
    throw Refused.invalid("duties.plan_ladder")
        .field("ladder")
        .value(PlainValues.shown(ladder, 40));
  }

  private List<PlanView> named(List<Plan> plans) {
    Map<UUID, String> names = units.names();
    Set<UUID> persons = new HashSet<>();
    plans.stream()
        .map(Plan::holder)
        .filter(holder -> holder.kind() == Party.Kind.PERSON)
        .forEach(holder -> persons.add(holder.id()));
    Map<UUID, PersonSummary> known = people.facts(persons);
    LocalDate today = world.today();
    return plans.stream().map(plan -> view(plan, names, known, today)).toList();
  }

  private static PlanView view(
      Plan plan, Map<UUID, String> names, Map<UUID, PersonSummary> known, LocalDate today) {
    UUID person = plan.holder().kind() == Party.Kind.PERSON ? plan.holder().id() : null;
    PersonSummary summary = person == null ? null : known.get(person);
    return new PlanView(
        plan.id(),
        plan.title(),
        plan.unit(),
        names.get(plan.unit()),
        person,
        summary == null ? null : summary.name(),
        plan.weekdays(),
        plan.opens(),
        plan.due(),
        plan.ladder(),
        plan.firstDay(),
        plan.lastDay(),
        plan.lastDay() != null && plan.lastDay().isBefore(today));
  }
}
