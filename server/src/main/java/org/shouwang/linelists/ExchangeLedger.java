package org.shouwang.linelists;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.shouwang.cases.CaseLines;
import org.shouwang.cases.CaseLines.CaseLine;
import org.shouwang.cases.CaseLines.ContactLine;
import org.shouwang.linelists.ExchangeShape.Line;
import org.shouwang.people.PersonLines;
import org.shouwang.people.PersonLines.PersonLine;
import org.shouwang.reports.Ledger;
import org.shouwang.security.Permission;
import org.shouwang.vault.Opening;
import org.shouwang.web.Page;

/**
 * Cases or contacts in the shape of another system: on screen with masked numbers, and once
 * somebody else has approved it as a file with whole ones. What a system calls a case is what it
 * called it when it brought it; else our number.
 */
final class ExchangeLedger implements Ledger {

  private static final int BATCH = 500;

  private final ListFormat format;
  private final CaseLines cases;
  private final PersonLines people;
  private final LinkStore links;

  /** */
  ExchangeLedger(ListFormat format, CaseLines cases, PersonLines people, LinkStore links) {
    this.format = format;
    this.cases = cases;
    this.people = people;
    this.links = links;
  }

  @Override
  public String key() {
    return "list_" + format.key();
  }

  @Override
  public List<String> columns() {
    return IntStream.range(0, ExchangeShape.columns(format).size())
        .mapToObj(it -> "c" + it)
        .toList();
  }

  /** As the other system calls them. */
  @Override
  public List<String> headers() {
    return ExchangeShape.columns(format).stream().map(ExchangeShape.Column::header).toList();
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
    if (format.kind() == ListKind.CASES) {
      Page<CaseLine> page = cases.cases(wanted.day(), wanted.scope(), after, limit);
      return new Page<>(
          rows(page.items(), ofCases(page.items(), people::masked), CaseLine::openedAt),
          page.next(),
          null);
    }
    Page<ContactLine> page = cases.contacts(wanted.day(), wanted.scope(), after, limit);
    return new Page<>(
        rows(page.items(), ofContacts(page.items(), people::masked), ContactLine::foundAt),
        page.next(),
        null);
  }

  @Override
  public void everyRow(Wanted wanted, Consumer<List<Row>> taker) {
    if (format.kind() == ListKind.CASES) {
      cases.everyCase(
          wanted.day(),
          wanted.scope(),
          BATCH,
          it -> taker.accept(rows(it, ofCases(it, people::masked), CaseLine::openedAt)));
    } else {
      cases.everyContact(
          wanted.day(),
          wanted.scope(),
          BATCH,
          it -> taker.accept(rows(it, ofContacts(it, people::masked), ContactLine::foundAt)));
    }
  }

  @Override
  public Exchange exchange() {
    return new Exchange() {
      @Override
      public List<List<String>> head() {
        return ExchangeShape.head(format);
      }

      @Override
      public void everyRow(Wanted wanted, String purpose, Consumer<List<List<String>>> taker) {
        Opening opening = new Opening(wanted.caller().actor(), purpose, "ledger:" + key());
        if (format.kind() == ListKind.CASES) {
          cases.everyCase(
              wanted.day(),
              wanted.scope(),
              BATCH,
              it -> taker.accept(cells(ofCases(it, ids -> people.whole(ids, opening)))));
        } else {
          cases.everyContact(
              wanted.day(),
              wanted.scope(),
              BATCH,
              it -> taker.accept(cells(ofContacts(it, ids -> people.whole(ids, opening)))));
        }
      }
    };
  }

  private List<Line> ofCases(
      List<CaseLine> files, Function<Set<UUID>, Map<UUID, PersonLine>> known) {
    Map<UUID, PersonLine> persons =
        known.apply(files.stream().map(CaseLine::person).collect(Collectors.toSet()));
    Map<UUID, String> names =
        links.externals(format.system(), files.stream().map(CaseLine::id).toList());
    return files.stream()
        .map(it ->
            new Line(
                person(it.person(), persons),
                it,
                null,
                names.getOrDefault(it.id(), it.number()),
                it.disease()))
        .toList();
  }

  private List<Line> ofContacts(
      List<ContactLine> contacts, Function<Set<UUID>, Map<UUID, PersonLine>> known) {
    Map<UUID, PersonLine> persons =
        known.apply(contacts.stream().map(ContactLine::person).collect(Collectors.toSet()));
    Set<UUID> ids = new HashSet<>();
    contacts.forEach(it -> ids.add(it.caseId()));
    Map<UUID, String> names = links.externals(format.system(), ids);
    return contacts.stream()
        .map(it ->
            new Line(
                person(it.person(), persons),
                null,
                it,
                names.getOrDefault(it.caseId(), it.caseNumber()),
                it.disease()))
        .toList();
  }

  private static PersonLine person(UUID id, Map<UUID, PersonLine> persons) {
    PersonLine known = persons.get(id);
    return known != null
        ? known
        : new PersonLine(id, null, null, null, null, null, null, null, null);
  }

  private List<List<String>> cells(List<Line> lines) {
    List<ExchangeShape.Column> columns = ExchangeShape.columns(format);
    return lines.stream()
        .map(line -> columns.stream().map(it -> it.cell().apply(line)).toList())
        .toList();
  }

  private <T> List<Row> rows(List<T> all, List<Line> lines, Function<T, Instant> at) {
    List<List<String>> cells = cells(lines);
    List<Row> rows = new ArrayList<>(lines.size());
    for (int i = 0; i < lines.size(); i++) {
      Line line = lines.get(i);
      UUID id = line.file() != null ? line.file().id() : line.ofContact().key();
      rows.add(new Row(id, at.apply(all.get(i)), line.person().id(), cells.get(i)));
    }
    return rows;
  }
}
