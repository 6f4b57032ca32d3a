package org.shouwang.reports;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.clock.WorldClock;
import org.shouwang.security.Scope;
import org.shouwang.web.Messages;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.ObjectMapper;

/** Makes a document's pages from its template, its texts and the figures as they are now. */
@Component
class DocumentPages {

  private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};
  private static final TypeReference<List<SignedFigure>> FIGURES = new TypeReference<>() {};

  private final Templates templates;
  private final TemplateFill fill;
  private final Appendix appendix;
  private final PdfPages pdfs;
  private final Figures figures;
  private final Units units;
  private final DocumentStore store;
  private final Messages messages;
  private final ObjectMapper json;

  DocumentPages(
      Templates templates,
      TemplateFill fill,
      Appendix appendix,
      PdfPages pdfs,
      Figures figures,
      Units units,
      DocumentStore store,
      Messages messages,
      ObjectMapper json) {
    this.templates = templates;
    this.fill = fill;
    this.appendix = appendix;
    this.pdfs = pdfs;
    this.figures = figures;
    this.units = units;
    this.store = store;
    this.messages = messages;
    this.json = json;
  }

  /**
   * Whose signature stands on the pages.
   *
   * @param at text of the time
   */
  record Signer(String name, String at) {}

  /** The pages as they are now. */
  record Made(List<SignedFigure> figures, String html, byte[] docx) {}

  static Locale locale(DocumentStore.Document document) {
    return document.language().equals("en") ? Locale.ENGLISH : Locale.SIMPLIFIED_CHINESE;
  }

  Map<String, String> texts(DocumentStore.Document document) {
    return json.readValue(document.texts(), TEXTS);
  }

  String json(Object value) {
    return json.writeValueAsString(value);
  }

  List<SignedFigure> signedFigures(DocumentStore.Document document) {
    return document.figures() == null ? List.of() : json.readValue(document.figures(), FIGURES);
  }

  /**
   * Checks that the texts name known figures only.
   *
   * @throws org.shouwang.web.Refused that names the one which isn't
   */
  void check(DocumentStore.Document document) {
    named(filledTexts(document, null));
  }

  /** The pages; null for the signer of a draft. */
  Made make(DocumentStore.Document document, @Nullable Signer signer) {
    Locale locale = locale(document);
    byte[] withTexts = filledTexts(document, signer);
    List<SignedFigure> values = values(named(withTexts), document);
    Map<String, SignedFigure> byKey = new LinkedHashMap<>();
    values.forEach(figure -> byKey.put(figure.key(), figure));
    byte[] filled = fill.figures(withTexts, byKey, signer != null);
    byte[] docx = appendix.add(filled, values, correction(document, values), locale);
    return new Made(values, DocxHtml.page(docx, document.title(), locale), docx);
  }

  byte[] pdf(String html) {
    return pdfs.pdf(html);
  }

  static String digest(String figures, String html, byte[] docx, byte[] pdf) {
    return SignedFigure.sha256(
        figures.getBytes(StandardCharsets.UTF_8), html.getBytes(StandardCharsets.UTF_8), docx, pdf);
  }

  /** After the texts are in, a tag that is left must be a figure. */
  private Set<String> named(byte[] withTexts) {
    return fill.check(withTexts, Set.of());
  }

  private byte[] filledTexts(DocumentStore.Document document, @Nullable Signer signer) {
    Locale locale = locale(document);
    byte[] template = templates.content(document.kind(), document.template(), locale);
    fill.check(template, Templates.fields(document.kind()));
    Map<String, String> texts = new HashMap<>();
    String nothing = text(locale, "reports.template.nothing");
    texts(document).forEach((field, value) -> texts.put(field, value.isBlank() ? nothing : value));
    for (String field : document.kind().fields()) {
      texts.putIfAbsent(field, nothing);
    }
    texts.put("title", document.title());
    texts.put("number", String.valueOf(document.number()));
    texts.put("year", String.valueOf(document.day().getYear()));
    texts.put("unit", unitName(document.unit(), locale));
    texts.put("day", day(document.day(), locale));
    texts.put("signer", signer == null ? text(locale, "reports.template.unsigned") : signer.name());
    texts.put("signedAt", signer == null ? "" : signer.at());
    texts.put("state", text(locale, signer == null ? "reports.draft" : "reports.signed"));
    return fill.texts(template, texts);
  }

  String unitName(@Nullable UUID unit, Locale locale) {
    return unit == null ? text(locale, "reports.whole_park") : units.name(unit);
  }

  private List<SignedFigure> values(Set<String> keys, DocumentStore.Document document) {
    UUID unit = document.unit();
    Scope scope = unit == null ? Scope.EVERYWHERE : new Scope(false, Set.of(unit));
    List<SignedFigure> values = new ArrayList<>();
    figures
        .values(keys, document.day(), scope)
        .forEach((key, value) -> values.add(SignedFigure.of(key, document.day(), unit, value)));
    return values;
  }

  /** What a correction changes against what it corrects; null when it is none. */
  Appendix.@Nullable Correction correction(
      DocumentStore.Document document, List<SignedFigure> now) {
    UUID corrects = document.corrects();
    if (corrects == null) {
      return null;
    }
    DocumentStore.Document before = store.find(corrects).orElseThrow();
    List<Appendix.Change> changes = new ArrayList<>();
    Map<String, Long> signed = new HashMap<>();
    signedFigures(before).forEach(figure -> signed.put(figure.key(), figure.value()));
    for (SignedFigure figure : now) {
      Long was = signed.get(figure.key());
      if (was == null || was != figure.value()) {
        changes.add(
            new Appendix.Change(
                figure.key(),
                true,
                was == null ? "" : String.valueOf(was),
                String.valueOf(figure.value())));
      }
    }
    if (!before.title().equals(document.title())) {
      changes.add(new Appendix.Change("title", false, before.title(), document.title()));
    }
    Map<String, String> then = texts(before);
    Map<String, String> here = texts(document);
    for (String field : document.kind().fields()) {
      String was = then.getOrDefault(field, "");
      String is = here.getOrDefault(field, "");
      if (!Objects.equals(was, is)) {
        changes.add(new Appendix.Change(field, false, was, is));
      }
    }
    String reason = document.reason();
    return new Appendix.Correction(
        before.title() + " " + before.digest(), reason == null ? "" : reason, changes);
  }

  private static String day(LocalDate day, Locale locale) {
    return DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG).withLocale(locale).format(day);
  }

  static String moment(java.time.Instant at) {
    return DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT)
        .withZone(WorldClock.ZONE)
        .format(at);
  }

  private String text(Locale locale, String key) {
    return messages.text(locale, key, Map.of());
  }
}
