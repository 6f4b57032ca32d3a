package org.shouwang.gates;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.shouwang.audit.Audit;
import org.shouwang.clock.WorldClock;
import org.shouwang.security.Access;
import org.shouwang.security.Caller;
import org.shouwang.security.Permission;
import org.shouwang.security.Within;
import org.shouwang.web.Page;
import org.shouwang.web.Refused;
import org.shouwang.web.TimeKeys;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Overrides and evacuations over HTTP: who may open a gate, why, and until when. */
@RestController
@RequestMapping("/api/v1/gates")
class OrderController {

  private static final Set<String> KINDS = Set.of("fire", "leak", "drill", "other");
  private static final Duration LONGEST = Duration.ofDays(7);

  private final OrderStore store;
  private final PlaceBook places;
  private final GateViews views;
  private final InsideList inside;
  private final Persons persons;
  private final Audit audit;
  private final WorldClock world;

  OrderController(
      OrderStore store,
      PlaceBook places,
      GateViews views,
      InsideList inside,
      Persons persons,
      Audit audit,
      WorldClock world) {
    this.store = store;
    this.places = places;
    this.views = views;
    this.inside = inside;
    this.persons = persons;
    this.audit = audit;
    this.world = world;
  }

  /** What is to be lifted. */
  record Giving(
      @Nullable UUID personId,
      @Nullable UUID placeId,
      @Nullable List<String> reasons,
      @Nullable String reason,
      @Nullable Instant until) {}

  /** An override in a list. */
  record OverrideView(
      UUID id,
      GateViews.Person person,
      GateViews.@Nullable Named place,
      List<String> reasons,
      String reason,
      Instant from,
      Instant until,
      String approver,
      @Nullable Instant endedAt,
      @Nullable String endedBy,
      boolean inForce) {}

  @PostMapping("/overrides")
  @Access(value = Permission.GATES_APPROVE, within = Within.UNITS)
  @Transactional
  OverrideView give(@RequestBody Giving body, Caller caller) {
    Instant now = world.now();
    UUID person = body.personId();
    if (person == null) {
      throw Refused.invalid("gates.field_missing").field("personId");
    }
    if (body.placeId() != null && places.find(body.placeId()) == null) {
      throw Refused.invalid("gates.place_unknown").field("placeId").value(body.placeId());
    }
    Instant until = body.until();
    if (until == null || !until.isAfter(now) || until.isAfter(now.plus(LONGEST))) {
      throw Refused.invalid("gates.until_wrong")
          .field("until")
          .value(until)
          .with("days", LONGEST.toDays());
    }
    OrderStore.Given given =
        new OrderStore.Given(
            UuidCreator.getTimeOrderedEpoch(),
            person,
            body.placeId(),
            liftable(body.reasons()),
            Texts.required("reason", body.reason(), 500),
            now,
            until,
            caller.name(),
            null,
            null);
    requireSeen(person, caller);
    store.give(given, caller.id());
    audit.record(
        caller.actor(),
        "gates.override_given",
        "person:" + person,
        Map.of(
            "override", given.id(),
            "reasons", given.reasons(),
            "reason", given.reason(),
            "until", until.toString()));
    return views(List.of(given), now).getFirst();
  }

  private static List<String> liftable(@Nullable List<String> words) {
    if (words == null || words.isEmpty()) {
      throw Refused.invalid("gates.field_missing").field("reasons");
    }
    for (String word : words) {
      boolean canBe = ReasonCode.ofWord(word).map(ReasonCode::canBeLifted).orElse(false);
      if (!canBe) {
        throw Refused.invalid("gates.reason_not_liftable").field("reasons").value(Texts.cut(word));
      }
    }
    return words.stream().distinct().toList();
  }

  /** Somebody of other units looks the same as nobody. */
  private void requireSeen(UUID person, Caller caller) {
    boolean seen =
        views.cards(List.of(person)).containsKey(person)
            && persons.visible(caller.scope(), List.of(person)).contains(person);
    if (!seen) {
      throw Refused.notFound("gates.person_unknown").field("personId").value(person);
    }
  }

  @GetMapping("/overrides")
  @Access(value = Permission.GATES_WATCH, within = Within.UNITS)
  Page<OverrideView> overrides(
      @RequestParam(required = false) @Nullable String after,
      @RequestParam(required = false) @Nullable Integer limit,
      Caller caller) {
    int size = Page.limit(limit);
    List<OrderStore.Given> rows = store.overrides(TimeKeys.of(after), size + 1);
    Page<OrderStore.Given> page =
        Page.of(rows, size, given -> TimeKeys.text(given.from(), given.id()));
    Set<UUID> visible =
        persons.visible(
            caller.scope(), page.items().stream().map(OrderStore.Given::person).toList());
    List<OrderStore.Given> seen =
        page.items().stream().filter(given -> visible.contains(given.person())).toList();
    return new Page<>(views(seen, world.now()), page.next(), null);
  }

  @PostMapping("/overrides/{id}/end")
  @Access(value = Permission.GATES_APPROVE, within = Within.UNITS)
  @Transactional
  OverrideView end(@PathVariable UUID id, Caller caller) {
    OrderStore.Given given =
        store.override(id).orElseThrow(() -> Refused.notFound("gates.override_unknown").value(id));
    requireSeen(given.person(), caller);
    if (!store.endOverride(id, caller.name(), world.now())) {
      throw Refused.conflict("gates.state_moved").value("ended");
    }
    audit.record(caller.actor(), "gates.override_ended", "override:" + id, Map.of());
    return views(store.override(id).stream().toList(), world.now()).getFirst();
  }

  private Map<UUID, PersonCard> cards(List<OrderStore.Given> rows) {
    return views.cards(rows.stream().map(OrderStore.Given::person).collect(Collectors.toSet()));
  }

  private List<OverrideView> views(List<OrderStore.Given> rows, Instant now) {
    Map<UUID, PersonCard> cards = cards(rows);
    return rows.stream()
        .map(row ->
            new OverrideView(
                row.id(),
                views.person(row.person(), cards),
                views.place(row.place()),
                row.reasons(),
                row.reason(),
                row.from(),
                row.until(),
                row.approver(),
                row.endedAt(),
                row.endedBy(),
                row.endedAt() == null && now.isBefore(row.until())))
        .toList();
  }

  /** Which zone and why. */
  record Evacuating(@Nullable UUID zoneId, @Nullable String kind, @Nullable String reason) {}

  /** An evacuation in a list. */
  record EvacuationView(
      UUID id,
      GateViews.@Nullable Named zone,
      String kind,
      String reason,
      Instant startedAt,
      String startedBy,
      @Nullable Instant endedAt,
      @Nullable String endedBy) {}

  @PostMapping("/evacuations")
  @Access(value = Permission.GATES_APPROVE, within = Within.PARK)
  @Transactional
  EvacuationView evacuate(@RequestBody Evacuating body, Caller caller) {
    Place zone = places.find(body.zoneId());
    if (zone == null) {
      throw Refused.invalid("gates.place_unknown").field("zoneId").value(body.zoneId());
    }
    String kind = body.kind() == null ? "" : body.kind();
    if (!KINDS.contains(kind)) {
      throw Refused.invalid("gates.kind_unknown").field("kind").value(Texts.cut(kind));
    }
    OrderStore.Evacuation evacuation =
        new OrderStore.Evacuation(
            UuidCreator.getTimeOrderedEpoch(),
            zone.id(),
            kind,
            Texts.required("reason", body.reason(), 500),
            world.now(),
            caller.name(),
            null,
            null);
    if (!store.evacuate(evacuation)) {
      throw Refused.conflict("gates.evacuation_open").field("zoneId").value(zone.name());
    }
    audit.record(
        caller.actor(),
        "gates.evacuation_started",
        "place:" + zone.id(),
        Map.of("evacuation", evacuation.id(), "kind", kind, "reason", evacuation.reason()));
    return view(evacuation);
  }

  @GetMapping("/evacuations")
  @Access(value = Permission.GATES_WATCH, within = Within.PARK)
  List<EvacuationView> evacuations(@RequestParam(defaultValue = "false") boolean open) {
    return store.evacuations(open).stream().map(this::view).toList();
  }

  @PostMapping("/evacuations/{id}/end")
  @Access(value = Permission.GATES_APPROVE, within = Within.PARK)
  @Transactional
  EvacuationView endEvacuation(@PathVariable UUID id, Caller caller) {
    evacuation(id);
    if (!store.endEvacuation(id, caller.name(), world.now())) {
      throw Refused.conflict("gates.state_moved").value("ended");
    }
    audit.record(caller.actor(), "gates.evacuation_ended", "evacuation:" + id, Map.of());
    return view(evacuation(id));
  }

  /** Who is inside by zone, for printing. */
  record InsideByZone(EvacuationView evacuation, Instant at, List<InsideList.Zone> zones) {}

  @GetMapping("/evacuations/{id}/list")
  @Access(
      value = {Permission.GATES_ACT, Permission.GATES_APPROVE},
      within = Within.PARK)
  InsideByZone list(@PathVariable UUID id) {
    OrderStore.Evacuation evacuation = evacuation(id);
    return new InsideByZone(
        view(evacuation), world.now(), inside.byZone(places.within(evacuation.zone())));
  }

  private OrderStore.Evacuation evacuation(UUID id) {
    return store
        .evacuation(id)
        .orElseThrow(() -> Refused.notFound("gates.evacuation_unknown").value(id));
  }

  private EvacuationView view(OrderStore.Evacuation evacuation) {
    return new EvacuationView(
        evacuation.id(),
        views.place(evacuation.zone()),
        evacuation.kind(),
        evacuation.reason(),
        evacuation.startedAt(),
        evacuation.startedBy(),
        evacuation.endedAt(),
        evacuation.endedBy());
  }
}
