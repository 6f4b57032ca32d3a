package org.shouwang.reports;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.duties.Duties;
import org.shouwang.duties.Duty;
import org.shouwang.duties.DutyCount;
import org.shouwang.duties.DutyState;
import org.shouwang.duties.Party;
import org.shouwang.security.Scope;
import org.shouwang.web.Page;
import org.springframework.stereotype.Component;

/** Duties of a day by their state, from the counters that duties keep. */
@Component
class DutyFigures implements FigureGroup {

  private static final String PREFIX = "duties.";
  private static final List<DutyState> STATES =
      List.of(DutyState.OPEN, DutyState.LATE, DutyState.DONE);

  private final Duties duties;
  private final Units units;

  DutyFigures(Duties duties, Units units) {
    this.duties = duties;
    this.units = units;
  }

  @Override
  public List<Figure> figures() {
    return STATES.stream()
        .map(state -> new Figure(PREFIX + state.key(), Figure.Measure.ITEMS, "/duties"))
        .toList();
  }

  @Override
  public Map<String, Long> values(LocalDate day, Scope scope) {
    Map<String, Long> values = new HashMap<>();
    for (DutyCount count : duties.counts(day)) {
      if (STATES.contains(count.state()) && units.sees(scope, count.unit())) {
        values.merge(PREFIX + count.state().key(), count.count(), Long::sum);
      }
    }
    return values;
  }

  @Override
  public Page<FigureRow> rows(
      String key, LocalDate day, Scope scope, @Nullable String after, int limit) {
    Page<Duty> page = duties.ofDay(day, state(key), scope, after, limit);
    return new Page<>(
        page.items().stream().map(DutyFigures::row).toList(), page.next(), page.total());
  }

  private static FigureRow row(Duty duty) {
    Party subject = duty.subject();
    Party holder = duty.holder();
    UUID person =
        subject.kind() == Party.Kind.PERSON
            ? subject.id()
            : holder.kind() == Party.Kind.PERSON ? holder.id() : null;
    return new FigureRow(
        duty.id(),
        duty.dueAt(),
        "reports.duty." + duty.state().key(),
        person,
        duty.unit(),
        duty.title(),
        "/duties?unit=" + duty.unit());
  }

  @Override
  public Map<UUID, Long> byUnit(String key, LocalDate day, Scope scope) {
    Map<UUID, Long> counts = new HashMap<>();
    for (DutyCount count : duties.counts(day)) {
      if (count.state() == state(key) && units.sees(scope, count.unit())) {
        counts.merge(count.unit(), count.count(), Long::sum);
      }
    }
    return counts;
  }

  private static DutyState state(String key) {
    return DutyState.valueOf(key.substring(PREFIX.length()).toUpperCase(Locale.ROOT));
  }
}
