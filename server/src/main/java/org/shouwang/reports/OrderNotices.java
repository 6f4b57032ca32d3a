package org.shouwang.reports;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.isolation.OrderPaper;
import org.shouwang.people.People;
import org.shouwang.people.PersonSummary;
import org.shouwang.people.PlaceSummary;
import org.shouwang.reports.NoticeTemplate.Kind;
import org.shouwang.web.Messages;
import org.springframework.stereotype.Component;

/** Fills the papers about orders; what isn't known is left to be written by hand. */
@Component
class OrderNotices {

  /** Room for a pen. */
  private static final String BLANK = "＿＿＿＿＿＿＿＿";

  private final NoticeTemplate template;
  private final TemplateFill fill;
  private final PdfPages pdfs;
  private final HomeAddressBoard homes;
  private final People people;
  private final Messages messages;

  OrderNotices(
      NoticeTemplate template,
      TemplateFill fill,
      PdfPages pdfs,
      HomeAddressBoard homes,
      People people,
      Messages messages) {
    this.template = template;
    this.fill = fill;
    this.pdfs = pdfs;
    this.homes = homes;
    this.people = people;
    this.messages = messages;
  }

  /**
   * Papers as one PDF, each on a sheet of its own.
   *
   * @param documents ID numbers by person, masked or whole
   */
  byte[] pdf(Kind kind, List<OrderPaper> papers, Map<UUID, String> documents, Locale locale) {
    byte[] blank = template.docx(kind, locale);
    Set<UUID> persons = new HashSet<>();
    papers.forEach(it -> {
      persons.add(it.person());
      if (it.worker() != null) {
        persons.add(it.worker());
      }
    });
    Map<UUID, PersonSummary> cards = people.facts(persons);
    Map<UUID, PlaceSummary> places = people.places();
    Map<UUID, String> addresses = homes.of(persons);
    List<byte[]> filled =
        papers.stream()
            .map(it -> {
              Map<String, String> texts = texts(it, cards, places, locale);
              put(texts, "idNumber", documents.get(it.person()));
              put(texts, "address", addresses.get(it.person()));
              return fill.texts(blank, texts);
            })
            .toList();
    return pdfs.pdf(DocxHtml.pages(filled, template.title(kind, locale), locale));
  }

  private Map<String, String> texts(
      OrderPaper paper,
      Map<UUID, PersonSummary> cards,
      Map<UUID, PlaceSummary> places,
      Locale locale) {
    PersonSummary card = cards.get(paper.person());
    PersonSummary worker = paper.worker() == null ? null : cards.get(paper.worker());
    OrderPaper.Basis basis = paper.basis();
    boolean english = Messages.supported(locale) == Locale.ENGLISH;
    Map<String, String> texts = new HashMap<>();
    put(texts, "name", card == null ? null : card.name());
    put(texts, "unit", card == null ? null : card.unitName());
    put(texts, "worker", worker == null ? null : worker.name());
    put(texts, "document", paper.document());
    put(texts, "releaseDocument", paper.releaseDocument());
    put(texts, "classedBy", paper.classedBy());
    texts.put("contact", template.text(locale, "contact." + paper.contact()));
    put(
        texts,
        "edition",
        basis == null ? null : english ? basis.edition().en() : basis.edition().zh());
    put(texts, "article", basis == null ? null : basis.article());
    put(texts, "lastExposure", day(paper.lastExposure(), locale));
    put(texts, "from", day(paper.isolatedOn(), locale));
    put(texts, "until", day(paper.untilOn(), locale));
    put(texts, "releasedOn", day(paper.releasedOn(), locale));
    put(texts, "place", place(paper, places, locale));
    put(
        texts,
        "tests",
        String.join(
            template.text(locale, "and"),
            paper.tests().stream().map(it -> day(it, locale)).toList()));
    texts.put(
        "after",
        paper.monitoredUntil() == null
            ? template.text(locale, "no_monitoring")
            : messages.text(
                locale,
                "reports.notice.monitoring",
                Map.of("until", String.valueOf(day(paper.monitoredUntil(), locale)))));
    return texts;
  }

  private @Nullable String place(OrderPaper paper, Map<UUID, PlaceSummary> places, Locale locale) {
    if (paper.place() == null) {
      return null;
    }
    PlaceSummary room = paper.room() == null ? null : places.get(paper.room());
    String where = template.text(locale, "place." + paper.place());
    return room == null ? where : where + " " + room.name();
  }

  private static void put(Map<String, String> texts, String field, @Nullable String text) {
    texts.put(field, text == null || text.isBlank() ? BLANK : text);
  }

  private static @Nullable String day(@Nullable LocalDate day, Locale locale) {
    return day == null
        ? null
        : DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG)
            .withLocale(Messages.supported(locale))
            .format(day);
  }
}
