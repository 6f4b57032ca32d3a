package org.shouwang.linelists;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.HashMap;
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
import org.shouwang.cases.CaseLines;
import org.shouwang.cases.CaseLines.ContactLine;
import org.shouwang.clock.WorldClock;
import org.shouwang.isolation.OrderLines;
import org.shouwang.isolation.OrderLines.OrderLine;
import org.shouwang.people.People;
import org.shouwang.people.PersonLines;
import org.shouwang.people.PersonLines.PersonLine;
import org.shouwang.people.PlaceSummary;
import org.shouwang.reports.Ledger;
import org.shouwang.sampling.Sampling;
import org.shouwang.sampling.Sampling.OwnSwab;
import org.shouwang.security.Permission;
import org.shouwang.web.Messages;
import org.shouwang.web.Page;
import org.springframework.stereotype.Component;

/**
 * 密接台账: every contact that was found until the end of the day, with the columns that the field
 * expects, as it stands.
 */
@Component
class ContactLedger implements Ledger {

  private static final List<String> COLUMNS =
      List.of(
          "case",
          "disease",
          "name",
          "document",
          "phone",
          "unit",
          "relation",
          "kinds",
          "first",
          "last",
          "class",
          "source",
          "moved",
          "place",
          "until",
          "tests",
          "fate",
          "worker",
          "reported");

  private static final int BATCH = 500;
  private static final ZoneId ZONE = WorldClock.ZONE;

  private final CaseLines cases;
  private final PersonLines lines;
  private final People people;
  private final OrderLines orders;
  private final Sampling sampling;
  private final LinkStore links;
  private final Messages messages;
  private final Diseases diseases;

  ContactLedger(
      CaseLines cases,
      PersonLines lines,
      People people,
      OrderLines orders,
      Sampling sampling,
      LinkStore links,
      Messages messages,
      Diseases diseases) {
    this.cases = cases;
    this.lines = lines;
    this.people = people;
    this.orders = orders;
    this.sampling = sampling;
    this.links = links;
    this.messages = messages;
    this.diseases = diseases;
  }

  @Override
  public String key() {
    return "contacts";
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
    Page<ContactLine> page = cases.contacts(wanted.day(), wanted.scope(), after, limit);
    return new Page<>(rows(page.items(), wanted.locale()), page.next(), null);
  }

  @Override
  public void everyRow(Wanted wanted, Consumer<List<Row>> taker) {
    cases.everyContact(
        wanted.day(), wanted.scope(), BATCH, batch -> taker.accept(rows(batch, wanted.locale())));
  }

  /** Orders and tests of one disease say nothing of another. */
  private record Of(UUID person, String disease) {}

  private record Around(
      Map<UUID, PersonLine> persons,
      Map<UUID, String> workers,
      Map<Of, OrderLine> orders,
      Map<UUID, List<OwnSwab>> swabs,
      Map<List<UUID>, LinkStore.Source> sources,
      Map<UUID, PlaceSummary> places) {}

  /** Everything beside the contacts is asked once for all of them. */
  private List<Row> rows(Collection<ContactLine> contacts, Locale locale) {
    if (contacts.isEmpty()) {
      return List.of();
    }
    Set<UUID> persons = contacts.stream().map(ContactLine::person).collect(Collectors.toSet());
    Set<UUID> caseIds = contacts.stream().map(ContactLine::caseId).collect(Collectors.toSet());
    Map<Of, OrderLine> ordered =
        orders.of(persons).stream()
            .collect(Collectors.toMap(it -> new Of(it.person(), it.disease()), it -> it));
    Set<UUID> workers = new HashSet<>();
    ordered.values().stream().map(OrderLine::worker).filter(Objects::nonNull).forEach(workers::add);
    Map<UUID, String> names = new HashMap<>();
    people.facts(workers).forEach((id, card) -> names.put(id, LedgerTexts.plain(card.name())));
    Instant since =
        contacts.stream().map(ContactLine::firstExposure).min(Instant::compareTo).orElseThrow();
    Around around =
        new Around(
            lines.masked(persons),
            names,
            ordered,
            sampling.swabs(persons, since).stream().collect(Collectors.groupingBy(OwnSwab::person)),
            links.sources(caseIds, persons).stream()
                .collect(Collectors.toMap(it -> List.of(it.caseId(), it.person()), it -> it)),
            people.places());
    LedgerTexts texts = new LedgerTexts(messages, locale);
    return contacts.stream().map(it -> row(it, around, texts)).toList();
  }

  private Row row(ContactLine contact, Around around, LedgerTexts texts) {
    PersonLine person = around.persons().get(contact.person());
    OrderLine order = around.orders().get(new Of(contact.person(), contact.disease()));
    return new Row(
        contact.key(),
        contact.foundAt(),
        contact.person(),
        List.of(
            contact.caseNumber(),
            diseases.name(contact.disease(), texts.locale()),
            LedgerTexts.plain(person == null ? null : person.name()),
            LedgerTexts.plain(person == null ? null : person.document()),
            LedgerTexts.plain(person == null ? null : person.phone()),
            LedgerTexts.plain(person == null ? null : person.unitName()),
            text(texts, "degree." + contact.degree()),
            contact.kinds().stream().map(it -> kind(texts, it)).collect(Collectors.joining(", ")),
            LedgerTexts.time(contact.firstExposure()),
            LedgerTexts.time(contact.lastExposure()),
            texts.word(contact.state()),
            source(contact, around, texts),
            LedgerTexts.time(order == null ? null : order.arrivedAt()),
            place(order, around, texts),
            order == null || order.untilOn() == null ? "" : order.untilOn().toString(),
            tests(around.swabs().getOrDefault(contact.person(), List.of()), contact, texts),
            order == null ? "" : text(texts, "order." + order.state()),
            order == null || order.worker() == null
                ? ""
                : around.workers().getOrDefault(order.worker(), ""),
            LedgerTexts.time(contact.caseReportedAt())));
  }

  /** The authority's document; else by which list, or that we found them ourselves. */
  private static String source(ContactLine contact, Around around, LedgerTexts texts) {
    if (contact.document() != null) {
      return contact.document();
    }
    LinkStore.Source list = around.sources().get(List.of(contact.caseId(), contact.person()));
    return list != null
        ? text(texts, "source.list") + " " + list.fileName()
        : text(texts, "source." + contact.source());
  }

  private static String place(@Nullable OrderLine order, Around around, LedgerTexts texts) {
    if (order == null || order.place() == null) {
      return "";
    }
    PlaceSummary room = order.room() == null ? null : around.places().get(order.room());
    String place = text(texts, "place." + order.place());
    return room == null ? place : place + " " + room.name();
  }

  private static String tests(List<OwnSwab> swabs, ContactLine contact, LedgerTexts texts) {
    return swabs.stream()
        .filter(it -> it.disease().equals(contact.disease()))
        .filter(it -> !it.at().isBefore(contact.firstExposure()))
        .map(it ->
            it.at().atZone(ZONE).toLocalDate()
                + " "
                + text(texts, "result." + it.result().name().toLowerCase(Locale.ROOT)))
        .collect(Collectors.joining("; "));
  }

  /** A record of a kind that came later is called by its own name. */
  private static String kind(LedgerTexts texts, String kind) {
    String text = text(texts, "kind." + kind);
    return text.endsWith("kind." + kind) ? kind : text;
  }

  private static String text(LedgerTexts texts, String key) {
    return texts.messages().text(texts.locale(), "linelists.ledger." + key, Map.of());
  }
}
