package org.shouwang.presence;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.web.Page;
import org.shouwang.web.PlainValues;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Who is inside, since when, and where a person was. */
@Service
public class Presence {

  private final StayBoard board;
  private final StayStore store;
  private final StayCheck check;
  private final SharedStaysBoard shared;

  Presence(StayBoard board, StayStore store, StayCheck check, SharedStaysBoard shared) {
    this.board = board;
    this.store = store;
    this.check = check;
    this.shared = shared;
  }

  /**
   * Asks for the stays of persons to be folded again, because what a source says of them has
   * changed without a new fact. Takes effect within two seconds of the caller's commit.
   *
   * @param persons whose stays
   * @param from from when on
   */
  public void refold(Collection<UUID> persons, Instant from) {
    if (!persons.isEmpty()) {
      store.request(persons, from);
    }
  }

  /** How many are inside, by zone, outermost first; zones that nobody is in are left out. */
  public List<ZoneCount> zones() {
    return board.zones();
  }

  /** How many are inside in all: in the zones of the outermost level. */
  public long total() {
    return board.total();
  }

  /**
   * Who is inside, latest first. Not bounded by units: the caller is.
   *
   * @param zone of this zone; null: of all zones of the outermost level
   * @param after key of the last row of the page before; null for the first page
   */
  public Page<Inside> inside(@Nullable UUID zone, @Nullable String after, int limit) {
    Key key = Key.of(after);
    return Page.of(
        board.inside(zone, key.at(), key.id(), limit + 1),
        limit,
        row -> row.since() + " " + row.person());
  }

  /** How many were inside at the end of a past local day, in the zones of the outermost level. */
  public long totalAtEndOf(LocalDate day) {
    return board.totalAtEndOf(day);
  }

  /**
   * Who was inside at the end of a past local day, in the zones of the outermost level; latest
   * first. Not bounded by units: the caller is.
   *
   * @param after key of the last row of the page before; null for the first page
   */
  public Page<Stay> atEndOf(LocalDate day, @Nullable String after, int limit) {
    Key key = Key.of(after);
    return Page.of(
        board.atEndOf(day, key.at(), key.id(), limit + 1),
        limit,
        row -> row.since() + " " + row.person());
  }

  /** On which levels these persons are inside; those outside are left out. */
  public List<Inside> insideOf(Collection<UUID> persons) {
    return persons.isEmpty() ? List.of() : board.insideOf(persons);
  }

  /**
   * Where and when somebody was seen last.
   *
   * @param at when they were seen, or left
   * @param inside they are still inside
   */
  public record Seen(UUID person, UUID zone, String zoneName, Instant at, boolean inside) {}

  /** Where each of these was seen last; whoever never was is left out. */
  public List<Seen> lastSeen(Collection<UUID> persons) {
    return persons.isEmpty() ? List.of() : board.lastSeen(persons);
  }

  /**
   * Stays of a person that touch some local days, latest first.
   *
   * @param first first day
   * @param last last day
   */
  public List<Stay> stays(UUID person, LocalDate first, LocalDate last, int limit) {
    return board.stays(person, first, last, limit);
  }

  /**
   * Who was with somebody: in the same zone for long enough, or aboard the same vehicle. Up to the
   * stays known now; not bounded by units.
   *
   * @param wanted whose company over which time, a few thousand at most
   * @param zones which kinds of places count, with the least minutes together that do; a stay of
   *     the one with a stay of the other is taken whole, also over midnight
   * @param vehicles which kinds of vehicles count, with the minutes between two boardings that make
   *     one ride
   * @return one row for each stay of the one with each of the other, in no order
   */
  @Transactional
  public List<SharedStay> together(
      Collection<SharedStay.Wanted> wanted,
      Map<String, Integer> zones,
      Map<String, Integer> vehicles) {
    return shared.together(wanted, zones, vehicles);
  }

  /**
   * Disputed stays, latest first.
   *
   * @param person of this person; null: of all
   */
  public Page<DisputedStay> disputed(@Nullable UUID person, @Nullable String after, int limit) {
    Key key = Key.of(after);
    return Page.of(
        board.disputed(person, key.at(), key.id(), limit + 1),
        limit,
        row -> row.at() + " " + row.raisedBy());
  }

  /** How far behind the facts. */
  public Lag lag() {
    return board.lag();
  }

  /**
   * Compares the stored stays of a day, and who is inside now, with a fold of all facts. Reads
   * every fact: for checks and tests.
   */
  public Comparison compare(LocalDate day) {
    return check.compare(day);
  }

  private record Key(@Nullable Instant at, @Nullable UUID id) {

    static Key of(@Nullable String after) {
      Key key = Page.decode(after, Key::read);
      return key == null ? new Key(null, null) : key;
    }

    private static Key read(String text) {
      int space = text.indexOf(' ');
      return new Key(
          PlainValues.instant(text.substring(0, space)),
          PlainValues.uuid(text.substring(space + 1)));
    }
  }
}
