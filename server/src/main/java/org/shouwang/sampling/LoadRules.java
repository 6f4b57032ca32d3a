package org.shouwang.sampling;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How long queues are, how long they will be, and which slot to shift before it hurts. */
final class LoadRules {

  /** How far ahead is looked. */
  static final Duration AHEAD = Duration.ofMinutes(30);

  /** How long what a device said of its queue counts. */
  static final Duration FRESH = Duration.ofMinutes(10);

  private LoadRules() {}

  /**
   * People of a slot.
   *
   * @param people those who are not tested and not exempt, and those who are
   */
  record Coming(UUID slot, UUID unit, UUID place, Instant from, Instant until, long people) {

    /** How many have come by a moment, if they come evenly. */
    double arrivedBy(Instant at) {
      if (!at.isAfter(from)) {
        return 0;
      }
      if (!at.isBefore(until)) {
        return people;
      }
      double share =
          (double) Duration.between(from, at).toSeconds()
              / Duration.between(from, until).toSeconds();
      return people * share;
    }
  }

  /**
   * A point as it stands.
   *
   * @param perHour what it can do
   * @param lately swabs there in the last ten minutes
   * @param done swabs there since its first slot of the day began
   * @param told queue as its device said last, while that counts
   */
  record Standing(
      UUID place, boolean active, int perHour, long lately, long done, @Nullable Integer told) {}

  /**
   * What a point's queue comes to.
   *
   * @param queue people waiting now
   * @param ahead people waiting in {@link #AHEAD} if nothing is done
   * @param waitMinutes how long the last of them waits now
   * @param waitAhead how long the last of those waits
   * @param told the device said so; else it is reckoned from slots and swabs
   */
  record Load(UUID place, long queue, long ahead, long waitMinutes, long waitAhead, boolean told) {}

  /** A slot to be shifted, and what waits are expected at both points then. */
  record Shift(
      UUID slot, UUID unit, UUID from, UUID to, long people, long waitBefore, long waitAfter) {}

  static Load load(Standing point, List<Coming> slots, Instant now) {
    List<Coming> own = slots.stream().filter(it -> it.place().equals(point.place())).toList();
    double arrived = own.stream().mapToDouble(it -> it.arrivedBy(now)).sum();
    Integer told = point.told();
    double queue = told == null ? Math.max(0, arrived - point.done()) : told;
    double coming = own.stream().mapToDouble(it -> it.arrivedBy(now.plus(AHEAD))).sum() - arrived;
    double rate = Math.max(1, Math.max(point.perHour(), point.lately() * 6.0));
    double ahead = Math.max(0, queue + coming - rate * AHEAD.toMinutes() / 60);
    return new Load(
        point.place(),
        Math.round(queue),
        Math.round(ahead),
        Math.round(queue * 60 / rate),
        Math.round(ahead * 60 / rate),
        told != null);
  }

  /**
   * The one shift that helps most: from the point with the longest wait, its slot that has begun
   * least, to the point with the shortest, as long as that one is better off afterwards.
   *
   * @param limit minutes of waiting that are too long
   */
  static Optional<Shift> shift(List<Standing> points, List<Coming> slots, Instant now, int limit) {
    List<Load> loads =
        points.stream().filter(Standing::active).map(it -> load(it, slots, now)).toList();
    Comparator<Load> byWait = Comparator.comparingLong(LoadRules::wait);
    Load worst = loads.stream().max(byWait).orElse(null);
    Load best = loads.stream().min(byWait).orElse(null);
    if (worst == null || best == null || worst == best || wait(worst) < limit) {
      return Optional.empty();
    }
    int rate =
        points.stream()
            .filter(it -> it.place().equals(best.place()))
            .mapToInt(Standing::perHour)
            .findFirst()
            .orElse(1);
    List<Coming> movable = new ArrayList<>(slots);
    movable.removeIf(it -> !it.place().equals(worst.place()) || !it.until().isAfter(now));
    movable.sort(
        Comparator.comparing((Coming it) -> it.arrivedBy(now) / Math.max(1, it.people()))
            .thenComparing(Coming::from)
            .thenComparing(Coming::slot));
    for (Coming slot : movable) {
      double rest = slot.people() - slot.arrivedBy(now);
      long after = Math.round(wait(best) + rest * 60 / Math.max(1, rate) - slowness(slot, now));
      if (rest >= 1 && after < wait(worst)) {
        return Optional.of(
            new Shift(
                slot.slot(),
                slot.unit(),
                worst.place(),
                best.place(),
                Math.round(rest),
                wait(worst),
                Math.max(wait(best), after)));
      }
    }
    return Optional.empty();
  }

  /** While people of a slot still come one after another, they don't wait for each other. */
  private static double slowness(Coming slot, Instant now) {
    Instant start = slot.from().isAfter(now) ? slot.from() : now;
    return Math.max(0, Duration.between(start, slot.until()).toMinutes());
  }

  private static long wait(Load load) {
    return Math.max(load.waitMinutes(), load.waitAhead());
  }
}
