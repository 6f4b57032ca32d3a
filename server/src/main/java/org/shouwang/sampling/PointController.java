package org.shouwang.sampling;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.audit.Audit;
import org.shouwang.clock.WorldClock;
import org.shouwang.people.People;
import org.shouwang.sampling.PointStore.Point;
import org.shouwang.sampling.PointStore.Working;
import org.shouwang.sampling.SlotStore.Slot;
import org.shouwang.security.Access;
import org.shouwang.security.Caller;
import org.shouwang.security.Permission;
import org.shouwang.security.Within;
import org.shouwang.web.Refused;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Sampling points over HTTP: hours, desks, queues, and load that is shifted by one touch. */
@RestController
@RequestMapping("/api/v1/sampling/points")
class PointController {

  private final Points points;
  private final PointStore store;
  private final SlotStore slots;
  private final Slots telling;
  private final RoundStore rounds;
  private final People people;
  private final Audit audit;
  private final WorldClock world;

  PointController(
      Points points,
      PointStore store,
      SlotStore slots,
      Slots telling,
      RoundStore rounds,
      People people,
      Audit audit,
      WorldClock world) {
    this.points = points;
    this.store = store;
    this.slots = slots;
    this.telling = telling;
    this.rounds = rounds;
    this.people = people;
    this.audit = audit;
    this.world = world;
  }

  /** How a point is to work. */
  record Setting(
      @Nullable String opens,
      @Nullable String closes,
      @Nullable List<@Nullable String> desks,
      @Nullable Integer staff,
      @Nullable Integer perHour,
      @Nullable Boolean active,
      @Nullable Integer version) {}

  /** Which slot is to be moved where; the version is the slot's. */
  record Shifting(@Nullable UUID slot, @Nullable UUID to, @Nullable Integer version) {}

  /**
   * A point as it stands.
   *
   * @param queue people waiting now
   * @param ahead people waiting in half an hour if nothing is done
   * @param told its device said how many wait; else it is reckoned
   */
  record PointView(
      UUID id,
      String code,
      String name,
      @Nullable Double x,
      @Nullable Double y,
      LocalTime opens,
      LocalTime closes,
      List<String> desks,
      int staff,
      int perHour,
      boolean active,
      int version,
      long queue,
      long ahead,
      long waitMinutes,
      long waitAhead,
      boolean told,
      long doneLately,
      long doneToday,
      long slotPeople) {}

  /** A shift of load that would help. */
  record ShiftView(
      UUID slot,
      int version,
      RoundController.Named unit,
      RoundController.Named from,
      RoundController.Named to,
      long people,
      long waitBefore,
      long waitAfter) {}

  /** All points and the shift that would help most, if there is one. */
  record PointsView(
      Instant asOf, int waitLimit, List<PointView> points, @Nullable ShiftView shift) {}

  @GetMapping
  @Access(value = Permission.SAMPLING_READ, within = Within.PARK)
  PointsView points() {
    Instant now = world.now();
    Points.Sight sight = points.sight(now);
    List<PointView> views = sight.points().stream().map(point -> view(point, sight, now)).toList();
    return new PointsView(now, sight.waitLimit(), views, shift(sight));
  }

  private PointView view(Point point, Points.Sight sight, Instant now) {
    Working working = points.working(point, now);
    LoadRules.Load load = Objects.requireNonNull(sight.loads().get(point.id()));
    PointStore.Done done = sight.done().getOrDefault(point.id(), PointStore.Done.NOTHING);
    long slotPeople =
        sight.slots().stream()
            .filter(slot -> slot.place().equals(point.id()))
            .mapToLong(LoadRules.Coming::people)
            .sum();
    return new PointView(
        point.id(),
        point.code(),
        point.name(),
        point.x(),
        point.y(),
        working.opens(),
        working.closes(),
        working.desks(),
        working.staff(),
        working.perHour(),
        working.active(),
        point.version(),
        load.queue(),
        load.ahead(),
        load.waitMinutes(),
        load.waitAhead(),
        load.told(),
        done.lately(),
        done.done(),
        slotPeople);
  }

  private @Nullable ShiftView shift(Points.Sight sight) {
    LoadRules.Shift shift = sight.shift().orElse(null);
    if (shift == null) {
      return null;
    }
    Slot slot = slots.find(shift.slot()).orElse(null);
    if (slot == null) {
      return null;
    }
    return new ShiftView(
        shift.slot(),
        slot.version(),
        new RoundController.Named(shift.unit(), rounds.units().name(shift.unit())),
        named(shift.from(), sight),
        named(shift.to(), sight),
        shift.people(),
        shift.waitBefore(),
        shift.waitAfter());
  }

  private static RoundController.Named named(UUID id, Points.Sight sight) {
    return sight.points().stream()
        .filter(point -> point.id().equals(id))
        .map(point -> new RoundController.Named(id, point.name()))
        .findFirst()
        .orElseThrow();
  }

  @PutMapping("/{id}")
  @Access(value = Permission.SAMPLING_MANAGE, within = Within.PARK)
  @Transactional
  public PointView set(@PathVariable UUID id, @RequestBody Setting body, Caller caller) {
    RoundReading.requirePoint("id", id, people.places());
    LocalTime opens = time("opens", body.opens());
    LocalTime closes = time("closes", body.closes());
    if (!closes.isAfter(opens)) {
      throw RoundFields.wrong("closes", body.closes());
    }
    List<String> desks =
        RoundFields.list("desks", body.desks(), 50).stream()
            .map(desk -> RoundFields.required("desks", desk, 20))
            .toList();
    if (desks.isEmpty()) {
      throw RoundFields.missing("desks");
    }
    Working working =
        new Working(
            opens,
            closes,
            desks,
            RoundFields.between("staff", body.staff(), 0, 500),
            RoundFields.between("perHour", body.perHour(), 1, 20_000),
            body.active() == null || body.active());
    int version = RoundFields.between("version", body.version(), 0, Integer.MAX_VALUE);
    Instant now = world.now();
    if (!store.put(id, version, working, caller.name(), now)) {
      throw Refused.conflict("sampling.point_moved").value(version);
    }
    audit.record(
        caller.actor(),
        "sampling.point_set",
        "place:" + id,
        Map.of("desks", desks.size(), "perHour", working.perHour(), "active", working.active()));
    Points.Sight sight = points.sight(now);
    return sight.points().stream()
        .filter(point -> point.id().equals(id))
        .map(point -> view(point, sight, now))
        .findFirst()
        .orElseThrow();
  }

  private static LocalTime time(String field, @Nullable String text) {
    try {
      return LocalTime.parse(RoundFields.there(field, text));
    } catch (DateTimeException e) {
      throw RoundFields.wrong(field, text);
    }
  }

  /** Moves a unit's slot to another point from now on and tells the unit. */
  @PostMapping("/shift")
  @Access(value = Permission.SAMPLING_MANAGE, within = Within.PARK)
  @Transactional
  public PointsView shift(@RequestBody Shifting body, Caller caller) {
    UUID id = RoundFields.there("slot", body.slot());
    int version = RoundFields.there("version", body.version());
    UUID to = RoundReading.requirePoint("to", body.to(), people.places()).id();
    Slot slot =
        slots
            .find(id)
            .orElseThrow(() -> Refused.notFound("sampling.slot_unknown").field("slot").value(id));
    Round round = rounds.find(slot.round()).orElseThrow();
    Instant now = world.now();
    Instant from = slot.from().isAfter(now) ? slot.from() : now;
    Instant until = slot.until().isAfter(from) ? slot.until() : from.plus(Duration.ofMinutes(30));
    if (slot.version() != version
        || round.state() != RoundState.OPENED
        || !slots.shift(slot, to, from, until, caller.name())) {
      throw Refused.conflict("sampling.slot_moved").field("slot").value(slot.version());
    }
    telling.changed(round);
    audit.record(
        caller.actor(),
        "sampling.slot_shifted",
        "unit:" + slot.unit(),
        Map.of("round", round.id(), "from", slot.place(), "to", to));
    return points();
  }
}
