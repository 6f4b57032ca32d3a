package org.shouwang.reports;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.shouwang.clock.WorldClock;
import org.shouwang.gates.Gates;
import org.shouwang.people.People;
import org.shouwang.people.PersonSummary;
import org.shouwang.web.Messages;
import org.shouwang.web.Page;
import org.springframework.stereotype.Component;

/** 出入登记: every pass at gates and checkpoints. */
@Component
class PassLedger implements Ledger {

  private static final List<String> COLUMNS =
      List.of(
          "place",
          "direction",
          "time",
          "name",
          "document",
          "unit",
          "plate",
          "temperature",
          "colour",
          "trip",
          "test",
          "reason",
          "host",
          "verdict",
          "guard");

  private static final int BATCH = 1_000;
  private static final ZoneId ZONE = WorldClock.ZONE;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZONE);

  private final Gates gates;
  private final People people;
  private final Messages messages;

  PassLedger(Gates gates, People people, Messages messages) {
    this.gates = gates;
    this.people = people;
    this.messages = messages;
  }

  @Override
  public String key() {
    return "passes";
  }

  @Override
  public List<String> columns() {
    return COLUMNS;
  }

  @Override
  public boolean byPlace() {
    return true;
  }

  @Override
  public Page<Row> page(Wanted wanted, @Nullable String after, int limit) {
    Page<Gates.Line> page = gates.passes(passes(wanted), wanted.scope(), after, limit);
    return new Page<>(rows(page.items(), wanted), page.next(), page.total());
  }

  @Override
  public void everyRow(Wanted wanted, Consumer<List<Row>> taker) {
    gates.everyPass(
        passes(wanted), wanted.scope(), BATCH, lines -> taker.accept(rows(lines, wanted)));
  }

  private static Gates.Wanted passes(Wanted wanted) {
    return new Gates.Wanted(wanted.day(), null, wanted.place());
  }

  /** Names and documents are looked up for a batch at once. */
  private List<Row> rows(List<Gates.Line> lines, Wanted wanted) {
    Set<UUID> ids = new HashSet<>();
    lines.forEach(line -> ids.add(line.person()));
    Map<UUID, String> documents = people.maskedDocuments(ids);
    lines.stream().map(Gates.Line::guard).filter(Objects::nonNull).forEach(ids::add);
    Map<UUID, PersonSummary> known = people.facts(ids);
    return lines.stream().map(line -> row(line, known, documents, wanted)).toList();
  }

  private Row row(
      Gates.Line line, Map<UUID, PersonSummary> known, Map<UUID, String> documents, Wanted wanted) {
    Locale locale = wanted.locale();
    PersonSummary person = known.get(line.person());
    PersonSummary guard = line.guard() == null ? null : known.get(line.guard());
    List<String> cells = new ArrayList<>(COLUMNS.size());
    cells.add(line.placeName());
    cells.add(text(locale, "reports.direction." + (line.outward() ? "out" : "in")));
    cells.add(TIME.format(line.at()));
    cells.add(person == null ? "" : plain(PersonNames.shown(person.name(), wanted.caller())));
    cells.add(documents.getOrDefault(line.person(), ""));
    cells.add(person == null ? "" : plain(person.unitName()));
    cells.add(plain(line.plate()));
    cells.add(
        line.temperatures().stream()
            .map(each -> String.format(Locale.ROOT, "%.1f", each))
            .collect(Collectors.joining(" → ")));
    cells.add(word(locale, "reports.colour.", line.colour()));
    cells.add(plain(line.tripCard()));
    cells.add(test(line, locale));
    cells.add(plain(line.reason()));
    cells.add(plain(line.host()));
    cells.add(verdict(line, locale));
    cells.add(guard == null ? "" : plain(PersonNames.shown(guard.name(), wanted.caller())));
    return new Row(line.id(), line.at(), line.person(), cells);
  }

  private String test(Gates.Line line, Locale locale) {
    if (line.testResult() == null && line.testedAt() == null) {
      return "";
    }
    String result = word(locale, "reports.test.", line.testResult());
    return line.testedAt() == null ? result : result + " " + time(line.testedAt());
  }

  private static String time(String instant) {
    try {
      return TIME.format(Instant.parse(instant));
    } catch (java.time.DateTimeException e) {
      return instant;
    }
  }

  private String verdict(Gates.Line line, Locale locale) {
    String action = text(locale, "gates.word." + line.action());
    if (line.categories().isEmpty()) {
      return action;
    }
    return action
        + line.categories().stream()
            .map(category -> text(locale, "gates.category." + category))
            .collect(
                Collectors.joining(
                    text(locale, "reports.and"),
                    text(locale, "reports.open"),
                    text(locale, "reports.close")));
  }

  /** A word in the reader's language; one that we don't know is shown as it came. */
  private String word(Locale locale, String prefix, @Nullable String word) {
    if (word == null) {
      return "";
    }
    String text = text(locale, prefix + word);
    return text.equals(prefix + word) ? word : text;
  }

  private static String plain(@Nullable String text) {
    return text == null ? "" : text;
  }

  private String text(Locale locale, String key) {
    return messages.text(locale, key, Map.of());
  }
}
