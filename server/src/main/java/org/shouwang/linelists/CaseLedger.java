package org.shouwang.linelists;

import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.shouwang.cases.CaseLines;
import org.shouwang.cases.CaseLines.CaseLine;
import org.shouwang.people.PersonLines;
import org.shouwang.people.PersonLines.PersonLine;
import org.shouwang.reports.Ledger;
import org.shouwang.security.Permission;
import org.shouwang.web.Messages;
import org.shouwang.web.Page;
import org.springframework.stereotype.Component;

/** 病例台账: every case that was opened until the end of the day, as it stands. */
@Component
class CaseLedger implements Ledger {

  private static final List<String> COLUMNS =
      List.of(
          "number",
          "disease",
          "name",
          "sex",
          "document",
          "phone",
          "unit",
          "classification",
          "basis",
          "onset",
          "sampled",
          "symptoms",
          "controlled",
          "opened",
          "reported",
          "state",
          "outcome");

  private static final int BATCH = 1_000;

  private final CaseLines cases;
  private final PersonLines people;
  private final Messages messages;
  private final Diseases diseases;

  CaseLedger(CaseLines cases, PersonLines people, Messages messages, Diseases diseases) {
    this.cases = cases;
    this.people = people;
    this.messages = messages;
    this.diseases = diseases;
  }

  @Override
  public String key() {
    return "cases";
  }

  @Override
  public List<String> columns() {
    return COLUMNS;
  }

  @Override
  public boolean byPlace() {
    return false;
  }

  @Override
  public Permission permission() {
    return Permission.CASES_READ;
  }

  @Override
  public Page<Row> page(Wanted wanted, @Nullable String after, int limit) {
    Page<CaseLine> page = cases.cases(wanted.day(), wanted.scope(), after, limit);
    return new Page<>(rows(page.items(), wanted.locale()), page.next(), null);
  }

  @Override
  public void everyRow(Wanted wanted, Consumer<List<Row>> taker) {
    cases.everyCase(
        wanted.day(), wanted.scope(), BATCH, lines -> taker.accept(rows(lines, wanted.locale())));
  }

  private List<Row> rows(Collection<CaseLine> lines, Locale locale) {
    Map<UUID, PersonLine> known =
        people.masked(lines.stream().map(CaseLine::person).collect(Collectors.toSet()));
    return lines.stream().map(line -> row(line, known.get(line.person()), locale)).toList();
  }

  private Row row(CaseLine line, @Nullable PersonLine person, Locale locale) {
    LedgerTexts texts = new LedgerTexts(messages, locale);
    LocalDate onset = line.onset();
    return new Row(
        line.id(),
        line.openedAt(),
        line.person(),
        List.of(
            line.number(),
            diseases.name(line.disease(), locale),
            LedgerTexts.plain(person == null ? null : person.name()),
            texts.word(person == null ? null : person.sex()),
            LedgerTexts.plain(person == null ? null : person.document()),
            LedgerTexts.plain(person == null ? null : person.phone()),
            LedgerTexts.plain(person == null ? null : person.unitName()),
            texts.word(line.classification()),
            LedgerTexts.plain(line.document()),
            onset == null ? "" : onset.toString(),
            LedgerTexts.time(line.sampledAt()),
            LedgerTexts.plain(line.symptoms()),
            LedgerTexts.time(line.controlledAt()),
            LedgerTexts.time(line.openedAt()),
            LedgerTexts.time(line.reportedAt()),
            texts.word(line.state()),
            texts.word(line.outcome())));
  }
}
