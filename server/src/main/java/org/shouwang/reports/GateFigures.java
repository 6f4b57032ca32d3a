package org.shouwang.reports;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.gates.Gates;
import org.shouwang.gates.Gates.Count;
import org.shouwang.security.Scope;
import org.shouwang.web.Page;
import org.springframework.stereotype.Component;

/** Passes, holds and alerts of a day. */
@Component
class GateFigures implements FigureGroup {

  private static final String PREFIX = "gates.";

  private final Gates gates;

  GateFigures(Gates gates) {
    this.gates = gates;
  }

  @Override
  public List<Figure> figures() {
    List<Figure> figures = new ArrayList<>();
    for (Count count : Count.values()) {
      figures.add(
          switch (count) {
            case HOLDS_OPEN -> new Figure(key(count), Figure.Measure.PERSONS, "/gates/holds");
            case ALERTS_OPEN -> new Figure(key(count), Figure.Measure.ITEMS, "/gates/alerts");
            case IN, OUT, HELD, DENIED, RE_MEASURED, MANUAL, TEST_FIRST, FEVER ->
                new Figure(key(count), Figure.Measure.PERSON_TIMES, "/gates/passes");
          });
    }
    return figures;
  }

  @Override
  public Map<String, Long> values(LocalDate day, Scope scope) {
    Map<String, Long> values = new HashMap<>();
    gates.counts(day, scope).forEach((count, value) -> values.put(key(count), value));
    return values;
  }

  @Override
  public Page<FigureRow> rows(
      String key, LocalDate day, Scope scope, @Nullable String after, int limit) {
    Count count = count(key);
    if (count.isOfPasses()) {
      Page<Gates.Line> page = gates.passes(new Gates.Wanted(day, count, null), scope, after, limit);
      return new Page<>(
          page.items().stream().map(GateFigures::row).toList(), page.next(), page.total());
    }
    Page<Gates.Open> page =
        count == Count.HOLDS_OPEN
            ? gates.holds(day, scope, after, limit)
            : gates.alerts(day, scope, after, limit);
    String words = count == Count.HOLDS_OPEN ? "reports.hold." : "reports.alert.";
    return new Page<>(
        page.items().stream()
            .map(open ->
                new FigureRow(
                    open.id(),
                    open.at(),
                    words + open.what(),
                    open.person(),
                    null,
                    open.placeName(),
                    count == Count.HOLDS_OPEN ? "/holds" : "/live"))
            .toList(),
        page.next(),
        page.total());
  }

  @Override
  public Map<UUID, Long> byUnit(String key, LocalDate day, Scope scope) {
    return gates.byUnit(day, count(key), scope);
  }

  private static FigureRow row(Gates.Line line) {
    return new FigureRow(
        line.id(),
        line.at(),
        "reports.pass." + (line.outward() ? "out." : "in.") + line.action(),
        line.person(),
        null,
        line.placeName(),
        "/passes?person=" + line.person());
  }

  private static String key(Count count) {
    return PREFIX + count.name().toLowerCase(Locale.ROOT);
  }

  private static Count count(String key) {
    return Count.valueOf(key.substring(PREFIX.length()).toUpperCase(Locale.ROOT));
  }
}
