package org.shouwang.presence;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.shouwang.capture.Arrivals;
import org.shouwang.clock.WorldClock;
import org.shouwang.presence.Comparison.Difference;
import org.shouwang.presence.Pieces.Piece;
import org.springframework.stereotype.Component;

/** Compares what is stored with a fold of all facts from the first on. */
@Component
class StayCheck {

  private static final int DIFFERENCES = 200;
  private static final int PERSONS = 2_000;

  private final StayBoard board;
  private final StayStore store;
  private final Sightings sightings;
  private final Arrivals arrivals;
  private final StayRules rules;
  private final WorldClock world;

  StayCheck(
      StayBoard board,
      StayStore store,
      Sightings sightings,
      Arrivals arrivals,
      StayRules rules,
      WorldClock world) {
    this.board = board;
    this.store = store;
    this.sightings = sightings;
    this.arrivals = arrivals;
    this.rules = rules;
    this.world = world;
  }

  Comparison compare(LocalDate day) {
    Set<UUID> persons = everybody();
    persons.addAll(board.persons(day));
    List<UUID> rest = List.copyOf(persons);
    List<Difference> differences = new ArrayList<>();
    Zones zones = store.zones();
    int stays = 0;
    for (int i = 0; i < rest.size(); i += PERSONS) {
      stays +=
          compare(rest.subList(i, Math.min(i + PERSONS, rest.size())), day, zones, differences);
    }
    return new Comparison(day, rest.size(), stays, List.copyOf(differences));
  }

  private int compare(
      List<UUID> persons, LocalDate day, Zones zones, List<Difference> differences) {
    Instant now = world.now();
    Map<UUID, List<Sighting>> seen = sightings.of(persons, Instant.EPOCH);
    Set<Piece> wanted = new HashSet<>();
    Set<String> open = new HashSet<>();
    for (UUID person : persons) {
      StayFold.Folded folded =
          StayFold.fold(person, List.of(), seen.getOrDefault(person, List.of()), now, rules, zones);
      for (Piece piece : Pieces.of(person, folded, world.today())) {
        if (piece.day().equals(day)) {
          wanted.add(comparable(piece));
        }
      }
      folded.open().forEach(it -> open.add(openStay(person, it)));
    }
    Set<Piece> found = new HashSet<>();
    board.pieces(persons, day).forEach(piece -> found.add(comparable(piece)));
    Set<String> foundOpen = new HashSet<>();
    store
        .open(persons)
        .forEach(
            (person, stays) -> stays.forEach(it -> foundOpen.add(openStay(person, it.stay()))));
    tell("missing", wanted, found, differences);
    tell("superfluous", found, wanted, differences);
    tell("missing", open, foundOpen, differences);
    tell("superfluous", foundOpen, open, differences);
    return wanted.size();
  }

  private static <T> void tell(
      String problem, Set<T> these, Set<T> those, List<Difference> differences) {
    for (T one : these) {
      if (!those.contains(one) && differences.size() < DIFFERENCES) {
        differences.add(new Difference(problem, one.toString()));
      }
    }
  }

  /** The end is the piece's. */
  private static Piece comparable(Piece piece) {
    Stay stay = piece.stay();
    return new Piece(
        new Stay(
            stay.person(),
            stay.level(),
            stay.zone(),
            stay.since(),
            null,
            stay.via(),
            stay.enteredBy(),
            stay.leftBy(),
            stay.ending(),
            stay.implied()),
        piece.day(),
        piece.from(),
        piece.until());
  }

  private static String openStay(UUID person, OpenStay stay) {
    return person + " " + stay;
  }

  /** All persons any fact ever named, from the feed. */
  private Set<UUID> everybody() {
    Set<UUID> persons = new LinkedHashSet<>();
    Arrivals.Cursor cursor = new Arrivals.Cursor("0", 0);
    while (true) {
      Arrivals.Slice slice = arrivals.after(cursor, 1_000);
      if (slice.arrivals().isEmpty()) {
        return persons;
      }
      slice.arrivals().stream()
          .filter(arrival -> sightings.comeFrom(arrival.type()))
          .forEach(
              arrival -> arrival.persons().stream().filter(Objects::nonNull).forEach(persons::add));
      cursor = slice.next();
    }
  }
}
