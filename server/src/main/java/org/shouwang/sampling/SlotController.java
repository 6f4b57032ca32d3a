package org.shouwang.sampling;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.shouwang.audit.Audit;
import org.shouwang.clock.WorldClock;
import org.shouwang.people.People;
import org.shouwang.people.PlaceSummary;
import org.shouwang.sampling.SlotStore.Slot;
import org.shouwang.security.Access;
import org.shouwang.security.Caller;
import org.shouwang.security.Permission;
import org.shouwang.security.Within;
import org.shouwang.web.Refused;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Slots of a round over HTTP: which unit comes when and where. */
@RestController
@RequestMapping("/api/v1/sampling/rounds/{id}/slots")
class SlotController {

  private static final Duration LONGEST = Duration.ofDays(2);

  /** A unit larger than what a point does in so many hours comes in parts. */
  private static final int HOURS = 3;

  private final SlotStore store;
  private final Slots slots;
  private final Points points;
  private final RoundStore rounds;
  private final RoundBoard board;
  private final People people;
  private final Audit audit;
  private final WorldClock world;

  SlotController(
      SlotStore store,
      Slots slots,
      Points points,
      RoundStore rounds,
      RoundBoard board,
      People people,
      Audit audit,
      WorldClock world) {
    this.store = store;
    this.slots = slots;
    this.points = points;
    this.rounds = rounds;
    this.board = board;
    this.people = people;
    this.audit = audit;
    this.world = world;
  }

  /** A slot to be set; null times and place take it away. */
  record Setting(
      @Nullable UUID unit,
      @Nullable String building,
      @Nullable UUID place,
      @Nullable Instant from,
      @Nullable Instant until) {}

  /** A slot in a list. */
  record SlotView(
      UUID id,
      UUID unit,
      String unitName,
      @Nullable String building,
      UUID place,
      String placeName,
      Instant from,
      Instant until,
      long people,
      @Nullable Instant toldAt,
      int version) {}

  @GetMapping
  @Access(value = Permission.SAMPLING_READ, within = Within.UNITS)
  List<SlotView> slots(@PathVariable UUID id, Caller caller) {
    Round round = require(id);
    RoundUnits units = rounds.units();
    Map<UUID, PlaceSummary> places = people.places();
    Map<UUID, Long> counts =
        points.coming(List.of(round)).stream()
            .collect(Collectors.toMap(LoadRules.Coming::slot, LoadRules.Coming::people));
    return store.of(List.of(id)).stream()
        .filter(slot -> units.covers(caller.scope(), slot.unit()))
        .map(slot -> view(slot, units, places, counts))
        .toList();
  }

  private static SlotView view(
      Slot slot, RoundUnits units, Map<UUID, PlaceSummary> places, Map<UUID, Long> counts) {
    return new SlotView(
        slot.id(),
        slot.unit(),
        units.name(slot.unit()),
        slot.building(),
        slot.place(),
        RoundController.place(slot.place(), places).name(),
        slot.from(),
        slot.until(),
        counts.getOrDefault(slot.id(), 0L),
        slot.toldAt(),
        slot.version());
  }

  private Round require(UUID id) {
    return rounds.find(id).orElseThrow(() -> RoundActs.unknown(id));
  }

  private Round running(UUID id) {
    Round round = rounds.locked(id).orElseThrow(() -> RoundActs.unknown(id));
    if (round.state() == RoundState.CLOSED) {
      throw Refused.conflict("sampling.round_moved").value(round.state().key());
    }
    return round;
  }

  @PutMapping
  @Access(value = Permission.SAMPLING_MANAGE, within = Within.PARK)
  @Transactional
  public List<SlotView> set(@PathVariable UUID id, @RequestBody Setting body, Caller caller) {
    Round round = running(id);
    UUID unit = RoundFields.there("unit", body.unit());
    if (rounds.units().get(unit) == null) {
      throw Refused.notFound("sampling.unit_unknown").field("unit").value(unit);
    }
    UUID place = RoundReading.requirePoint("place", body.place(), people.places()).id();
    Instant from = RoundFields.there("from", body.from());
    Instant until = RoundFields.there("until", body.until());
    if (!until.isAfter(from) || until.isAfter(from.plus(LONGEST))) {
      throw RoundFields.wrong("until", until);
    }
    String building = RoundFields.text("building", body.building(), 60);
    store.put(id, List.of(new SlotStore.Wanted(unit, building, place, from, until)), caller.name());
    slots.changed(round);
    audit.record(
        caller.actor(), "sampling.slot_set", "unit:" + unit, Map.of("round", id, "place", place));
    return slots(id, caller);
  }

  @DeleteMapping("/{unit}")
  @Access(value = Permission.SAMPLING_MANAGE, within = Within.PARK)
  @Transactional
  public List<SlotView> remove(@PathVariable UUID id, @PathVariable UUID unit, Caller caller) {
    Round round = running(id);
    if (!store.remove(id, unit)) {
      throw Refused.notFound("sampling.slot_unknown").field("unit").value(unit);
    }
    slots.changed(round);
    audit.record(caller.actor(), "sampling.slot_removed", "unit:" + unit, Map.of("round", id));
    return slots(id, caller);
  }

  /** Plans slots for all of a round that runs, by what its points can do. */
  @PostMapping("/plan")
  @Access(value = Permission.SAMPLING_MANAGE, within = Within.PARK)
  @Transactional
  public List<SlotView> plan(@PathVariable UUID id, Caller caller) {
    Round round = running(id);
    if (round.state() != RoundState.OPENED) {
      throw Refused.conflict("sampling.round_moved").value(round.state().key());
    }
    Instant now = world.now();
    List<SlotRules.Desk> desks = new ArrayList<>();
    for (PointStore.Point point : points.all()) {
      PointStore.Working working = points.working(point, now);
      if (working.active() && (round.points().isEmpty() || round.points().contains(point.id()))) {
        desks.add(
            new SlotRules.Desk(point.id(), working.opens(), working.closes(), working.perHour()));
      }
    }
    if (desks.isEmpty()) {
      throw Refused.conflict("sampling.no_points").value(round.name());
    }
    int smallest = desks.stream().mapToInt(SlotRules.Desk::perHour).min().orElse(1);
    Instant opens = round.opensAt().isAfter(now) ? round.opensAt() : now;
    List<SlotRules.Given> given =
        SlotRules.plan(
            parties(id, (long) smallest * HOURS), desks, opens, round.closesAt(), WorldClock.ZONE);
    store.clear(id);
    store.put(
        id,
        given.stream()
            .map(it -> new SlotStore.Wanted(it.unit(), null, it.place(), it.from(), it.until()))
            .toList(),
        caller.name());
    slots.changed(round);
    audit.record(
        caller.actor(), "sampling.slots_planned", "round:" + id, Map.of("slots", given.size()));
    return slots(id, caller);
  }

  /** Units from the top, each that is too large in its parts. */
  private List<SlotRules.Party> parties(UUID round, long most) {
    RoundUnits units = rounds.units();
    Map<UUID, Long> own = new HashMap<>();
    Map<UUID, Long> whole = new HashMap<>();
    for (RoundBoard.Count count : board.counts(round)) {
      long missing = count.missing();
      own.merge(count.unit(), missing, Long::sum);
      units.upwards(count.unit()).forEach(unit -> whole.merge(unit.id(), missing, Long::sum));
    }
    List<SlotRules.Party> parties = new ArrayList<>();
    for (RoundUnits.Unit unit : units.all()) {
      UUID parent = unit.parent();
      boolean fits = whole.getOrDefault(unit.id(), 0L) <= most;
      boolean parentFits =
          parent != null && units.get(parent) != null && whole.getOrDefault(parent, 0L) <= most;
      if (parentFits) {
        continue;
      }
      long counted = fits ? whole.getOrDefault(unit.id(), 0L) : own.getOrDefault(unit.id(), 0L);
      if (counted > 0) {
        parties.add(new SlotRules.Party(unit.id(), counted));
      }
    }
    return parties;
  }
}
