package org.shouwang.gates;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.shouwang.clock.WorldClock;
import org.shouwang.security.Scope;
import org.shouwang.web.Page;
import org.shouwang.web.TimeKeys;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What other modules may ask of passes, holds and alerts. Set-based, bounded by a scope. */
@Service
public class Gates {

  private final AccountBoard board;
  private final Overviews overviews;
  private final PlaceBook places;

  Gates(AccountBoard board, Overviews overviews, PlaceBook places) {
    this.board = board;
    this.overviews = overviews;
    this.places = places;
  }

  /** What is counted. */
  public enum Count {
    /** Passes inward that were let through. */
    IN,
    /** Passes outward that were let through. */
    OUT,
    /** Passes that ended in a hold. */
    HELD,
    /** Passes that were denied. */
    DENIED,
    /** Passes sent to be measured again. */
    RE_MEASURED,
    /** Passes left to a manual check. */
    MANUAL,
    /** Passes sent to be tested first. */
    TEST_FIRST,
    /** Passes with a temperature at or above the limit of the edition. */
    FEVER,
    /** Persons kept apart who were not received or released by the end of the day. */
    HOLDS_OPEN,
    /** Alerts that nobody had closed by the end of the day. */
    ALERTS_OPEN;

    /** Whether its rows are passes. */
    public boolean isOfPasses() {
      return this != HOLDS_OPEN && this != ALERTS_OPEN;
    }
  }

  /**
   * Which passes.
   *
   * @param count only those that it counts; null: all
   * @param place only at this place; null: everywhere
   */
  public record Wanted(LocalDate day, @Nullable Count count, @Nullable UUID place) {

    /** Start of the local day. */
    Instant from() {
      return day.atStartOfDay(WorldClock.ZONE).toInstant();
    }

    /** End of the local day. */
    Instant to() {
      return day.plusDays(1).atStartOfDay(WorldClock.ZONE).toInstant();
    }
  }

  /** A pass as a ledger has it; no names, no numbers. */
  public record Line(
      UUID id,
      Instant at,
      UUID place,
      String placeName,
      boolean outward,
      UUID person,
      String action,
      List<String> categories,
      List<Double> temperatures,
      @Nullable String colour,
      @Nullable String tripCard,
      @Nullable String plate,
      @Nullable String testResult,
      @Nullable String testedAt,
      @Nullable String reason,
      @Nullable String host,
      @Nullable UUID guard) {}

  /** A hold or an alert that is open. */
  public record Open(
      UUID id,
      Instant at,
      @Nullable UUID place,
      String placeName,
      @Nullable UUID person,
      String what) {}

  /** Passes let through in an hour of a local day. */
  public record Hour(int hour, long in, long out) {}

  /** A gate on the plan, as it stands. */
  public record Post(
      UUID id,
      String name,
      String kind,
      @Nullable Double x,
      @Nullable Double y,
      @Nullable Instant lastPass,
      double ratePerMinute,
      long passesToday,
      boolean evacuation) {}

  /** All counts of a local day. */
  public Map<Count, Long> counts(LocalDate day, Scope scope) {
    return board.counts(new Wanted(day, null, null), scope);
  }

  /** One count by unit, those below a unit not included; passes of nobody's unit are left out. */
  public Map<UUID, Long> byUnit(LocalDate day, Count count, Scope scope) {
    return board.byUnit(new Wanted(day, count, null), scope);
  }

  /** Passes of a local day, newest first. */
  public Page<Line> passes(Wanted wanted, Scope scope, @Nullable String after, int limit) {
    TimeKeys keys = TimeKeys.of(after);
    return Page.of(
        board.passes(wanted, scope, keys, limit + 1).stream().map(this::line).toList(),
        limit,
        line -> TimeKeys.text(line.at(), line.id()));
  }

  /**
   * Every pass of a local day, oldest first, read as a stream: memory holds one batch at a time.
   *
   * @param batch passes handed over at once
   */
  @Transactional(readOnly = true)
  public void everyPass(Wanted wanted, Scope scope, int batch, Consumer<List<Line>> taker) {
    board.everyPass(
        wanted, scope, batch, rows -> taker.accept(rows.stream().map(this::line).toList()));
  }

  /** Holds that were open at the end of a day (now, for today), newest first. */
  public Page<Open> holds(LocalDate day, Scope scope, @Nullable String after, int limit) {
    return open(
        board.holds(new Wanted(day, null, null), scope, TimeKeys.of(after), limit + 1), limit);
  }

  /** Alerts that were open at the end of a day (now, for today), newest first. */
  public Page<Open> alerts(LocalDate day, Scope scope, @Nullable String after, int limit) {
    return open(
        board.alerts(new Wanted(day, null, null), scope, TimeKeys.of(after), limit + 1), limit);
  }

  /** Passes by hour of a local day; hours without any are left out. */
  public List<Hour> hours(LocalDate day, Scope scope) {
    return board.hours(new Wanted(day, null, null), scope);
  }

  /** All gates as they stand; a second old at most. */
  public List<Post> posts() {
    return overviews.now().gates().stream()
        .map(gate ->
            new Post(
                gate.placeId(),
                gate.name(),
                gate.kind(),
                gate.x(),
                gate.y(),
                gate.lastPass(),
                gate.ratePerMinute(),
                gate.passesToday(),
                gate.evacuation()))
        .toList();
  }

  private Page<Open> open(List<AccountBoard.OpenRow> rows, int limit) {
    return Page.of(
        rows.stream()
            .map(row ->
                new Open(
                    row.id(),
                    row.at(),
                    row.place(),
                    places.name(row.place()),
                    row.person(),
                    row.what()))
            .toList(),
        limit,
        row -> TimeKeys.text(row.at(), row.id()));
  }

  private Line line(AccountBoard.PassRow row) {
    return board.line(row, places.name(row.place()));
  }
}
