package org.shouwang.reports;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.shouwang.people.People;
import org.shouwang.people.PlaceSummary;
import org.shouwang.sampling.Sampling;
import org.shouwang.sampling.Sampling.Count;
import org.shouwang.security.Scope;
import org.shouwang.web.Page;
import org.springframework.stereotype.Component;

/** Sampling: person-times, who is missing in the round, tubes that alarm. */
@Component
class SamplingFigures implements FigureGroup {

  private static final String PREFIX = "sampling.";

  /** The count of all swabs may be as old on a board that asks every second. */
  private static final long FRESH_NANOS = 10_000_000_000L;

  private static final int MOST_KEPT = 500;

  private final Sampling sampling;
  private final People people;
  private final Map<Asked, Total> totals = new ConcurrentHashMap<>();

  SamplingFigures(Sampling sampling, People people) {
    this.sampling = sampling;
    this.people = people;
  }

  private record Asked(LocalDate day, Scope scope) {}

  private record Total(long count, long nanos) {}

  @Override
  public List<Figure> figures() {
    return List.of(
        new Figure(key(Count.PERSON_TIMES), Figure.Measure.PERSON_TIMES, "/sampling/tubes"),
        new Figure(key(Count.PERSON_TIMES_TO_DATE), Figure.Measure.PERSON_TIMES, "/sampling/tubes"),
        new Figure(key(Count.MISSING), Figure.Measure.PERSONS, "/sampling/rounds"),
        new Figure(key(Count.ALARMING_TUBES), Figure.Measure.ITEMS, "/sampling/tubes"));
  }

  @Override
  public Map<String, Long> values(LocalDate day, Scope scope) {
    Map<String, Long> values = new HashMap<>();
    sampling.counts(day, scope).forEach((count, value) -> values.put(key(count), value));
    values.put(key(Count.PERSON_TIMES_TO_DATE), toDate(new Asked(day, scope)));
    return values;
  }

  private long toDate(Asked asked) {
    if (totals.size() > MOST_KEPT) {
      totals.clear();
    }
    return totals
        .compute(
            asked,
            (key, known) ->
                known != null && System.nanoTime() - known.nanos() < FRESH_NANOS
                    ? known
                    : new Total(sampling.toDate(key.day(), key.scope()), System.nanoTime()))
        .count();
  }

  @Override
  public Page<FigureRow> rows(
      String key, LocalDate day, Scope scope, @Nullable String after, int limit) {
    Count count = Count.valueOf(key.substring(PREFIX.length()).toUpperCase(Locale.ROOT));
    Map<UUID, PlaceSummary> places = people.places();
    Page<Sampling.Line> page = sampling.lines(count, day, scope, after, limit);
    return new Page<>(
        page.items().stream().map(line -> row(count, line, places, scope.everywhere())).toList(),
        page.next(),
        null);
  }

  /** Which tube it is shows who is in it: that a unit's lead isn't to know. */
  private static FigureRow row(
      Count count, Sampling.Line line, Map<UUID, PlaceSummary> places, boolean whole) {
    @Nullable PlaceSummary place = line.place() == null ? null : places.get(line.place());
    return new FigureRow(
        line.id(),
        line.at(),
        switch (count) {
          case PERSON_TIMES, PERSON_TIMES_TO_DATE -> "reports.sampling.swab";
          case MISSING -> "reports.sampling.missing";
          case ALARMING_TUBES -> "reports.sampling.alarming";
        },
        line.person(),
        null,
        place == null ? null : place.name(),
        line.person() != null
            ? "/people/" + line.person()
            : whole ? "/tubes/" + line.tube() : null);
  }

  @Override
  public Map<UUID, Long> byUnit(String key, LocalDate day, Scope scope) {
    return key.equals(key(Count.MISSING)) ? sampling.missingByUnit(day, scope) : Map.of();
  }

  private static String key(Count count) {
    return PREFIX + count.name().toLowerCase(Locale.ROOT);
  }
}
