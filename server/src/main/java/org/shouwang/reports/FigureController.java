package org.shouwang.reports;

import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.people.PersonSummary;
import org.shouwang.security.Access;
import org.shouwang.security.Caller;
import org.shouwang.security.Permission;
import org.shouwang.security.Scope;
import org.shouwang.security.Within;
import org.shouwang.web.Messages;
import org.shouwang.web.Page;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Figures over HTTP: value, definition and rows. */
@RestController
@RequestMapping("/api/v1/reports/figures")
class FigureController {

  private final Figures figures;
  private final Units units;
  private final PersonNames persons;
  private final Messages messages;

  FigureController(Figures figures, Units units, PersonNames persons, Messages messages) {
    this.figures = figures;
    this.units = units;
    this.persons = persons;
    this.messages = messages;
  }

  /** A figure and what it means; with a value where a day was asked for. */
  record FigureView(
      String key,
      String title,
      String definition,
      String measure,
      String measureText,
      String source,
      @Nullable LocalDate day,
      @Nullable UUID unit,
      @Nullable String unitName,
      @Nullable Long value) {}

  /** A record that a figure counts. */
  record RowView(
      UUID id,
      @Nullable Instant at,
      String what,
      PersonNames.@Nullable Named person,
      @Nullable UUID unit,
      @Nullable String unitName,
      @Nullable String place,
      @Nullable String path) {}

  /** A figure of a unit. */
  record UnitValue(UUID unit, String name, long value) {}

  @GetMapping
  @Access(value = Permission.REPORTS_READ, within = Within.UNITS)
  List<FigureView> list(Locale locale) {
    return figures.all().stream().map(it -> view(it, null, null, null, locale)).toList();
  }

  @GetMapping("/{key}")
  @Access(value = Permission.REPORTS_READ, within = Within.UNITS)
  FigureView get(
      @PathVariable String key,
      @RequestParam(required = false) @Nullable LocalDate day,
      @RequestParam(required = false) @Nullable UUID unit,
      Caller caller,
      Locale locale) {
    Figure figure = figures.get(key);
    LocalDate of = figures.day(day);
    Scope scope = units.within(caller.scope(), unit);
    return view(figure, of, unit, figures.value(key, of, scope), locale);
  }

  @GetMapping("/{key}/rows")
  @Access(value = Permission.REPORTS_READ, within = Within.UNITS)
  Page<RowView> rows(
      @PathVariable String key,
      @RequestParam(required = false) @Nullable LocalDate day,
      @RequestParam(required = false) @Nullable UUID unit,
      @RequestParam(required = false) @Nullable String after,
      @RequestParam(required = false) @Nullable Integer limit,
      Caller caller,
      Locale locale) {
    figures.get(key);
    Scope scope = units.within(caller.scope(), unit);
    Page<FigureRow> page = figures.rows(key, figures.day(day), scope, after, Page.limit(limit));
    Set<UUID> ids = new HashSet<>();
    page.items().stream().map(FigureRow::person).filter(Objects::nonNull).forEach(ids::add);
    Map<UUID, PersonSummary> known = persons.of(ids);
    return new Page<>(
        page.items().stream().map(row -> view(row, known, caller, locale)).toList(),
        page.next(),
        page.total());
  }

  /** The figure for each unit right below the one asked for. */
  @GetMapping("/{key}/units")
  @Access(value = Permission.REPORTS_READ, within = Within.UNITS)
  List<UnitValue> byUnit(
      @PathVariable String key,
      @RequestParam(required = false) @Nullable LocalDate day,
      @RequestParam(required = false) @Nullable UUID unit,
      Caller caller) {
    figures.get(key);
    Scope scope = units.within(caller.scope(), unit);
    List<UnitBoard.Unit> below = units.below(scope);
    Map<UUID, Long> sums = units.rolledUp(figures.byUnit(key, figures.day(day), scope), below);
    return below.stream()
        .filter(it -> sums.containsKey(it.id()))
        .map(it -> new UnitValue(it.id(), it.name(), sums.getOrDefault(it.id(), 0L)))
        .toList();
  }

  private FigureView view(
      Figure figure,
      @Nullable LocalDate day,
      @Nullable UUID unit,
      @Nullable Long value,
      Locale locale) {
    return new FigureView(
        figure.key(),
        text(locale, "reports.figure." + figure.key() + ".title"),
        text(locale, "reports.figure." + figure.key() + ".definition"),
        figure.measure().key(),
        text(locale, "reports.measure." + figure.measure().key()),
        figure.source(),
        day,
        unit,
        unit == null ? null : units.name(unit),
        value);
  }

  private RowView view(
      FigureRow row, Map<UUID, PersonSummary> known, Caller caller, Locale locale) {
    return new RowView(
        row.id(),
        row.at(),
        text(locale, row.what()),
        persons.named(row.person(), known, caller),
        row.unit(),
        row.unit() == null ? null : units.name(row.unit()),
        row.place(),
        row.path());
  }

  private String text(Locale locale, String key) {
    return messages.text(locale, key, Map.of());
  }
}
