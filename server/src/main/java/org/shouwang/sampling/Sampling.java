package org.shouwang.sampling;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.clock.WorldClock;
import org.shouwang.security.Scope;
import org.shouwang.web.Page;
import org.shouwang.web.TimeKeys;
import org.springframework.stereotype.Service;

/** What other modules may ask of sampling. Set-based, bounded by a scope. */
@Service
public class Sampling {

  /** Before it nobody was swabbed. */
  private static final Instant EVER = Instant.parse("2020-01-01T00:00:00Z");

  private final AccountBoard board;
  private final SharedTubesBoard shared;
  private final TubeBook book;

  Sampling(AccountBoard board, SharedTubesBoard shared, TubeBook book) {
    this.board = board;
    this.shared = shared;
    this.book = book;
  }

  /** What is counted. */
  public enum Count {
    /** Swabs taken on the day that count 人次. */
    PERSON_TIMES,
    /** Swabs taken up to the end of the day. */
    PERSON_TIMES_TO_DATE,
    /** Persons missing in the newest round that had opened by the end of the day. */
    MISSING,
    /** Tubes begun on the day whose result is positive or grey. */
    ALARMING_TUBES
  }

  /**
   * A record that is counted.
   *
   * @param tube code of the tube; empty for a missing person
   */
  public record Line(
      UUID id, Instant at, @Nullable UUID person, @Nullable UUID place, String tube) {}

  /** All counts of a local day but that to date. */
  public Map<Count, Long> counts(LocalDate day, Scope scope) {
    return board.counts(start(day), start(day.plusDays(1)), scope);
  }

  /** Swabs taken up to the end of a local day; it reads them all, so ask seldom. */
  public long toDate(LocalDate day, Scope scope) {
    return board.total(EVER, start(day.plusDays(1)), scope);
  }

  /** What a count counts, newest first. */
  public Page<Line> lines(
      Count count, LocalDate day, Scope scope, @Nullable String after, int limit) {
    Instant from = count == Count.PERSON_TIMES_TO_DATE ? EVER : start(day);
    return Page.of(
        board.lines(count, from, start(day.plusDays(1)), scope, TimeKeys.of(after), limit + 1),
        limit,
        line -> TimeKeys.text(line.at(), line.id()));
  }

  /** Who is missing in the round of a day, by unit; those below a unit not included. */
  public Map<UUID, Long> missingByUnit(LocalDate day, Scope scope) {
    return board.missingByUnit(start(day), start(day.plusDays(1)), scope);
  }

  /**
   * Whose company over which time is asked for.
   *
   * @param until first moment that no longer counts
   */
  public record Wanted(UUID person, Instant from, Instant until) {}

  /**
   * Whose swabs are in the tubes of somebody's swabs; those that count no longer are left out. Not
   * bounded by units.
   *
   * @param wanted a few thousand at most
   */
  public List<SharedTube> together(Collection<Wanted> wanted) {
    return wanted.isEmpty() ? List.of() : shared.mates(wanted);
  }

  /**
   * A person's own swab and what it says of them.
   *
   * @param result negative, positive or open; a positive tube of several people says nothing yet of
   *     any one of them
   * @param disease that it was tested for
   */
  public record OwnSwab(UUID person, Instant at, String tube, Outcome result, String disease) {}

  /** What a swab says of its person. */
  public enum Outcome {
    /** 阴性. */
    NEGATIVE,
    /** 阳性, in a tube of one's own. */
    POSITIVE,
    /** No result yet, or none that counts. */
    OPEN
  }

  /** Swabs and specimens of persons that count, with their results, in time. */
  public List<OwnSwab> swabs(Collection<UUID> persons, Instant since) {
    return persons.isEmpty()
        ? List.of()
        : shared.swabs(persons, since).stream()
            .map(it ->
                new OwnSwab(
                    it.person(),
                    it.at(),
                    it.tube(),
                    it.result(),
                    book.disease(it.disease(), it.at())))
            .toList();
  }

  private static Instant start(LocalDate day) {
    return day.atStartOfDay(WorldClock.ZONE).toInstant();
  }
}
