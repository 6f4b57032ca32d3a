package org.shouwang.sampling;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.shouwang.clock.WorldClock;
import org.shouwang.sampling.LoadRules.Coming;
import org.shouwang.sampling.LoadRules.Standing;
import org.shouwang.sampling.PointStore.Point;
import org.shouwang.sampling.PointStore.Working;
import org.shouwang.sampling.SlotStore.Slot;
import org.springframework.stereotype.Component;

/** Sampling points with their queues, and the shift of load that would help. */
@Component
class Points {

  private static final Duration LATELY = Duration.ofMinutes(10);
  private static final List<String> DESKS = List.of("1", "2");
  private static final int PER_DESK = 90;
  private static final int WAIT = 30;

  private final PointStore store;
  private final SlotStore slots;
  private final RoundStore rounds;
  private final RoundBoard board;
  private final GroupBook rules;

  Points(PointStore store, SlotStore slots, RoundStore rounds, RoundBoard board, GroupBook rules) {
    this.store = store;
    this.slots = slots;
    this.rounds = rounds;
    this.board = board;
    this.rules = rules;
  }

  /** All points at a moment. */
  record Sight(
      List<Point> points,
      Map<UUID, LoadRules.Load> loads,
      Map<UUID, PointStore.Done> done,
      List<Coming> slots,
      Optional<LoadRules.Shift> shift,
      int waitLimit) {}

  List<Point> all() {
    return store.points();
  }

  /** How a point works, as set or as the edition has it. */
  Working working(Point point, Instant now) {
    Working set = point.working();
    return set != null
        ? set
        : new Working(
            LocalTime.of(8, 0),
            LocalTime.of(20, 0),
            DESKS,
            DESKS.size() * 2,
            DESKS.size() * rules.number(now, RoundRules.PER_DESK, PER_DESK),
            true);
  }

  Sight sight(Instant now) {
    List<Point> points = store.points();
    List<Round> opened =
        rounds.opened().stream().filter(round -> round.closesAt().isAfter(now)).toList();
    List<Coming> coming = coming(opened);
    Map<UUID, Instant> sinces = new HashMap<>();
    Instant today =
        now.atZone(WorldClock.ZONE).toLocalDate().atStartOfDay(WorldClock.ZONE).toInstant();
    points.forEach(point -> sinces.put(point.id(), today));
    coming.forEach(slot -> sinces.merge(slot.place(), slot.from(), Points::earlier));
    Map<UUID, PointStore.Done> done = store.done(sinces, now.minus(LATELY), now);
    Map<UUID, PointStore.Told> told = store.told(now.minus(LoadRules.FRESH), now);
    List<Standing> standings = new ArrayList<>();
    for (Point point : points) {
      Working working = working(point, now);
      PointStore.Done swabs = done.getOrDefault(point.id(), PointStore.Done.NOTHING);
      PointStore.Told said = told.get(point.id());
      standings.add(
          new Standing(
              point.id(),
              working.active(),
              working.perHour(),
              swabs.lately(),
              swabs.done(),
              said == null ? null : said.length()));
    }
    Map<UUID, LoadRules.Load> loads = new HashMap<>();
    standings.forEach(it -> loads.put(it.place(), LoadRules.load(it, coming, now)));
    int limit = rules.number(now, RoundRules.WAIT, WAIT);
    return new Sight(
        points, loads, done, coming, LoadRules.shift(standings, coming, now, limit), limit);
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  /** Slots of rounds with how many people have them: whoever has no nearer one. */
  List<Coming> coming(List<Round> of) {
    List<Coming> coming = new ArrayList<>();
    if (of.isEmpty()) {
      return coming;
    }
    RoundUnits units = rounds.units();
    List<Slot> all = slots.of(of.stream().map(Round::id).toList());
    for (Round round : of) {
      Map<UUID, Slot> own = new HashMap<>();
      all.stream()
          .filter(it -> it.round().equals(round.id()))
          .forEach(it -> own.put(it.unit(), it));
      if (own.isEmpty()) {
        continue;
      }
      Map<UUID, Long> people = new HashMap<>();
      for (RoundBoard.Count count : board.counts(round.id())) {
        Slot slot = units.nearest(count.unit(), own);
        if (slot != null) {
          people.merge(slot.id(), count.tested() + count.missing(), Long::sum);
        }
      }
      own.values()
          .forEach(slot ->
              coming.add(
                  new Coming(
                      slot.id(),
                      slot.unit(),
                      slot.place(),
                      slot.from(),
                      slot.until(),
                      people.getOrDefault(slot.id(), 0L))));
    }
    return coming;
  }
}
