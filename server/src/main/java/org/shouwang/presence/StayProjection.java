package org.shouwang.presence;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.capture.Arrival;
import org.shouwang.clock.WorldClock;
import org.shouwang.presence.Pieces.Piece;
import org.shouwang.presence.StayFold.Folded;
import org.shouwang.presence.StayStore.InsideRow;
import org.shouwang.presence.StayStore.Kept;
import org.shouwang.presence.StayStore.Mark;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/**
 * Keeps the stored stays equal to a fold of the facts. Facts in order are folded on from the open
 * stays; a late one makes its person's stays be folded again from the last restart before it. Each
 * method runs in its caller's transaction and holds the projection's lock until its end.
 */
@Component
class StayProjection {

  /** Facts older than this at their arrival are folded as late ones at once. */
  private static final Duration FRESH = Duration.ofMinutes(5);

  private final StayStore store;
  private final Sightings sightings;
  private final StayRules rules;
  private final WorldClock world;
  private final ApplicationEventPublisher events;

  StayProjection(
      StayStore store,
      Sightings sightings,
      StayRules rules,
      WorldClock world,
      ApplicationEventPublisher events) {
    this.store = store;
    this.sightings = sightings;
    this.rules = rules;
    this.world = world;
    this.events = events;
  }

  /** Folds what has arrived. */
  void fold(List<Arrival> arrivals) {
    store.lock();
    Map<UUID, Instant> late = new HashMap<>();
    Map<UUID, List<Sighting>> fresh = new HashMap<>();
    long facts = 0;
    for (Arrival arrival : arrivals) {
      if (sightings.comeFrom(arrival.type())) {
        facts += arrival.ids().size();
        sort(arrival, late, fresh);
      }
    }
    if (facts == 0) {
      return;
    }
    Map<UUID, Mark> marks = store.folded(fresh.keySet());
    fresh
        .entrySet()
        .removeIf(it -> {
          Mark mark = marks.get(it.getKey());
          Instant first = first(it.getValue());
          boolean inOrder =
              !late.containsKey(it.getKey())
                  && (mark == null || it.getValue().stream().allMatch(mark::isBefore));
          if (!inOrder) {
            late.merge(it.getKey(), first, StayProjection::earlier);
          }
          return !inOrder;
        });
    goOn(fresh, marks);
    again(late);
    Instant recordedAt = arrivals.getLast().recordedAt();
    store.progress(recordedAt, world.now(), facts);
  }

  private void sort(Arrival arrival, Map<UUID, Instant> late, Map<UUID, List<Sighting>> fresh) {
    Instant limit = arrival.recordedAt().minus(FRESH);
    Set<UUID> ids = new HashSet<>();
    Set<UUID> persons = new HashSet<>();
    Instant from = arrival.recordedAt().plus(FRESH);
    Instant to = limit;
    for (int i = 0; i < arrival.ids().size(); i++) {
      UUID person = arrival.persons().get(i);
      Instant at = arrival.ats().get(i);
      if (person == null) {
        continue;
      }
      if (at.isBefore(limit) || at.isAfter(arrival.recordedAt().plus(FRESH))) {
        late.merge(person, at, StayProjection::earlier);
      } else {
        ids.add(arrival.ids().get(i));
        persons.add(person);
        from = earlier(from, at);
        to = to.isAfter(at) ? to : at;
      }
    }
    if (!persons.isEmpty()) {
      for (Sighting sighting : sightings.of(arrival.type(), persons, from, to)) {
        if (ids.contains(sighting.factId())) {
          fresh.computeIfAbsent(sighting.person(), it -> new ArrayList<>(1)).add(sighting);
        }
      }
    }
  }

  /** Presumes exits that are due and cuts open stays at midnight. Returns how many persons. */
  int tend(int limit) {
    List<UUID> due = store.due(world.now(), world.today(), limit);
    if (!due.isEmpty()) {
      store.lock();
      Map<UUID, List<Sighting>> nothing = new HashMap<>();
      due.forEach(person -> nothing.put(person, List.of()));
      goOn(nothing, store.folded(due));
    }
    return due.size();
  }

  /** Folds anew what was asked for. Returns how many persons. */
  int refoldRequested(int limit) {
    Map<UUID, Instant> requested = store.requested(limit);
    if (!requested.isEmpty()) {
      store.lock();
      again(requested);
    }
    return requested.size();
  }

  /** Folds on from the open stays. */
  private void goOn(Map<UUID, List<Sighting>> fresh, Map<UUID, Mark> marks) {
    if (fresh.isEmpty()) {
      return;
    }
    Map<UUID, List<Kept>> kept = store.open(fresh.keySet());
    Writing writing = new Writing(world.now(), world.today(), store.zones());
    fresh.forEach((person, seen) -> {
      List<Kept> open = kept.getOrDefault(person, List.of());
      writing.fold(person, open, open, seen, marks.get(person));
    });
    writing.store(Set.of());
  }

  /** Folds anew from the last restart before a moment. */
  private void again(Map<UUID, Instant> moments) {
    if (moments.isEmpty()) {
      return;
    }
    Map<UUID, List<Kept>> kept = store.open(moments.keySet());
    Writing writing = new Writing(world.now(), world.today(), store.zones());
    Map<UUID, Restart> restarts = new HashMap<>();
    sightings
        .sinceRestart(moments, rules)
        .forEach((person, since) -> {
          restarts.put(person, since.restart());
          writing.fold(
              person, List.of(), kept.getOrDefault(person, List.of()), since.sightings(), null);
        });
    writing.store(new HashSet<>(store.removeAfter(restarts)));
  }

  private static Instant first(List<Sighting> seen) {
    return seen.stream().map(Sighting::at).min(Comparator.naturalOrder()).orElseThrow();
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  /** Gathers what the folds of a batch give and writes it at once. */
  private final class Writing {

    private final Instant now;
    private final LocalDate today;
    private final Zones zones;
    private final List<Piece> pieces = new ArrayList<>();
    private final List<InsideRow> gone = new ArrayList<>();
    private final List<InsideRow> moved = new ArrayList<>();
    private final List<InsideRow> come = new ArrayList<>();
    private final List<DisputedStay> disputed = new ArrayList<>();
    private final Map<UUID, Mark> marks = new HashMap<>();

    private Writing(Instant now, LocalDate today, Zones zones) {
      this.now = now;
      this.today = today;
      this.zones = zones;
    }

    /**
     * Folds one person.
     *
     * @param from open stays to go on from; their pieces of earlier days are written
     * @param kept what is kept as open until now
     */
    private void fold(
        UUID person, List<Kept> from, List<Kept> kept, List<Sighting> seen, @Nullable Mark before) {
      Folded folded =
          StayFold.fold(person, from.stream().map(Kept::stay).toList(), seen, now, rules, zones);
      for (Piece piece : Pieces.of(person, folded, today)) {
        if (piece.until() != null && !isWritten(piece, from)) {
          pieces.add(piece);
        }
      }
      disputed.addAll(folded.disputed());
      compare(person, kept, folded.open());
      @Nullable Mark mark = before;
      for (Sighting sighting : seen) {
        mark = later(mark, new Mark(sighting.at(), sighting.factId()));
      }
      for (Stay stay : folded.closed()) {
        if (stay.until() != null && stay.ending() == Ending.PRESUMED) {
          mark = later(mark, new Mark(stay.until(), new UUID(0, 0)));
        }
      }
      if (mark != null && !mark.equals(before)) {
        marks.put(person, mark);
      }
    }

    private static boolean isWritten(Piece piece, List<Kept> from) {
      return from.stream()
          .anyMatch(it ->
              it.stay().level() == piece.stay().level()
                  && it.stay().since().equals(piece.stay().since())
                  && piece.day().isBefore(it.day()));
    }

    /** Only what differs is written. */
    private void compare(UUID person, List<Kept> kept, List<OpenStay> open) {
      for (Kept was : kept) {
        if (open.stream().noneMatch(was::isOf)) {
          gone.add(new InsideRow(person, was.stay(), was.day()));
        }
      }
      for (OpenStay stay : open) {
        Kept is = Kept.on(stay, today);
        Kept was = kept.stream().filter(it -> it.isOf(stay)).findAny().orElse(null);
        if (was == null) {
          come.add(new InsideRow(person, stay, is.day()));
        } else if (!was.equals(is)) {
          moved.add(new InsideRow(person, stay, is.day()));
        }
      }
    }

    private static Mark later(@Nullable Mark one, Mark other) {
      return one == null || one.compareTo(other) < 0 ? other : one;
    }

    /** Writes all; tells of contradictions that were not known. */
    private void store(Set<UUID> knownContradictions) {
      store.addStays(pieces);
      store.removeInside(gone);
      store.moveInside(moved, rules);
      store.addInside(come, rules);
      store.addDisputed(disputed);
      store.mark(marks);
      List<DisputedStay> fresh =
          disputed.stream().filter(it -> !knownContradictions.contains(it.raisedBy())).toList();
      if (!fresh.isEmpty()) {
        events.publishEvent(new StaysDisputed(fresh));
      }
    }
  }
}
