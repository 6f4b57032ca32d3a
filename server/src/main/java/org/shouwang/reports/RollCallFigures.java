package org.shouwang.reports;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.rollcall.RollCall;
import org.shouwang.security.Scope;
import org.shouwang.web.Page;
import org.springframework.stereotype.Component;

/** Expected = accounted + missing, of a day. */
@Component
class RollCallFigures implements FigureGroup {

  private static final String EXPECTED = "rollcall.expected";
  private static final String ACCOUNTED = "rollcall.accounted";
  private static final String MISSING = "rollcall.missing";

  private final RollCall rollCall;
  private final Units units;

  RollCallFigures(RollCall rollCall, Units units) {
    this.rollCall = rollCall;
    this.units = units;
  }

  @Override
  public List<Figure> figures() {
    return List.of(
        new Figure(EXPECTED, Figure.Measure.PERSONS, "/rollcall"),
        new Figure(ACCOUNTED, Figure.Measure.PERSONS, "/rollcall"),
        new Figure(MISSING, Figure.Measure.PERSONS, "/rollcall"));
  }

  @Override
  public Map<String, Long> values(LocalDate day, Scope scope) {
    long expected = 0;
    long accounted = 0;
    for (RollCall.UnitCount count : rollCall.counts(day)) {
      if (units.sees(scope, count.unit())) {
        expected += count.expected();
        accounted += count.accounted();
      }
    }
    return Map.of(EXPECTED, expected, ACCOUNTED, accounted, MISSING, expected - accounted);
  }

  @Override
  public Page<FigureRow> rows(
      String key, LocalDate day, Scope scope, @Nullable String after, int limit) {
    RollCall.Standing standing =
        switch (key) {
          case ACCOUNTED -> RollCall.Standing.ACCOUNTED;
          case MISSING -> RollCall.Standing.MISSING;
          default -> RollCall.Standing.EXPECTED;
        };
    Page<RollCall.Listed> page = rollCall.listed(day, standing, scope, after, limit);
    return new Page<>(
        page.items().stream()
            .map(row ->
                new FigureRow(
                    row.id(),
                    row.at(),
                    row.missing() ? "reports.rollcall.missing" : "reports.rollcall.accounted",
                    row.person(),
                    row.unit(),
                    null,
                    "/people/" + row.person()))
            .toList(),
        page.next(),
        null);
  }

  @Override
  public Map<UUID, Long> byUnit(String key, LocalDate day, Scope scope) {
    Map<UUID, Long> counts = new HashMap<>();
    for (RollCall.UnitCount count : rollCall.counts(day)) {
      if (units.sees(scope, count.unit())) {
        counts.put(
            count.unit(),
            switch (key) {
              case ACCOUNTED -> count.accounted();
              case MISSING -> count.missing();
              default -> count.expected();
            });
      }
    }
    return counts;
  }
}
