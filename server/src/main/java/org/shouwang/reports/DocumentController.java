package org.shouwang.reports;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.capture.Arrivals;
import org.shouwang.security.Access;
import org.shouwang.security.Caller;
import org.shouwang.security.Permission;
import org.shouwang.security.Within;
import org.shouwang.web.Messages;
import org.shouwang.web.Page;
import org.shouwang.web.PlainValues;
import org.shouwang.web.Refused;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Daily reports and bulletins over HTTP. */
@RestController
@RequestMapping("/api/v1/reports/documents")
class DocumentController {

  private static final UUID LAST = new UUID(-1, -1);
  private static final LocalDate FAR = LocalDate.of(9999, 12, 31);

  private final DocumentLife documents;
  private final DocumentStore store;
  private final DocumentPages pages;
  private final Appendix appendix;
  private final Messages messages;
  private final Arrivals arrivals;

  DocumentController(
      DocumentLife documents,
      DocumentStore store,
      DocumentPages pages,
      Appendix appendix,
      Messages messages,
      Arrivals arrivals) {
    this.arrivals = arrivals;
    this.documents = documents;
    this.store = store;
    this.pages = pages;
    this.appendix = appendix;
    this.messages = messages;
  }

  /** What a new document is for. */
  record Drafting(
      @Nullable String kind,
      @Nullable LocalDate day,
      @Nullable UUID unit,
      @Nullable String language,
      @Nullable UUID template) {}

  /** What a change gives; what is left out stays. */
  record Changing(
      @Nullable Integer version,
      @Nullable String title,
      @Nullable Map<String, @Nullable String> texts) {}

  /** Which version is signed. */
  record Signing(@Nullable Integer version) {}

  /** Why it is corrected. */
  record Correcting(@Nullable String reason) {}

  /** A figure in a document. */
  record FigureView(
      String key, String title, String definition, long value, String digest, String path) {}

  /** What a correction changes. */
  record ChangeView(String name, String before, String after) {}

  /** A document as it is shown; figures and changes only when one is asked for. */
  record DocumentView(
      UUID id,
      String kind,
      @Nullable UUID unit,
      String unitName,
      LocalDate day,
      int number,
      String language,
      @Nullable UUID template,
      String title,
      Map<String, String> texts,
      List<String> fields,
      String state,
      Instant madeAt,
      String madeBy,
      @Nullable UUID corrects,
      @Nullable String reason,
      @Nullable UUID correctedBy,
      @Nullable Instant signedAt,
      @Nullable String signedBy,
      @Nullable String digest,
      int version,
      @Nullable List<FigureView> figures,
      @Nullable List<ChangeView> changes) {}

  @GetMapping
  @Access(value = Permission.REPORTS_READ, within = Within.UNITS)
  Page<DocumentView> list(
      @RequestParam(required = false) @Nullable String kind,
      @RequestParam(required = false) @Nullable String state,
      @RequestParam(required = false) @Nullable String after,
      @RequestParam(required = false) @Nullable Integer limit,
      Caller caller,
      Locale locale) {
    int size = Page.limit(limit);
    Key key = Page.decode(after, Key::read);
    if (state != null && !List.of("draft", "signed").contains(state)) {
      throw Refused.invalid("reports.state_unknown")
          .field("state")
          .value(PlainValues.shown(state, 40));
    }
    List<DocumentStore.Document> rows =
        store.list(
            new DocumentStore.Wanted(
                kind == null ? null : DocumentKind.of(kind),
                state,
                key == null ? FAR : key.day(),
                key == null ? LAST : key.id(),
                size + 1),
            caller.scope());
    Page<DocumentStore.Document> page = Page.of(rows, size, Key::text);
    return new Page<>(
        page.items().stream().map(row -> view(row, null, null, locale)).toList(),
        page.next(),
        null);
  }

  private record Key(LocalDate day, UUID id) {

    static String text(DocumentStore.Document document) {
      return document.day() + "|" + document.id();
    }

    static Key read(String text) {
      int bar = text.indexOf('|');
      return new Key(
          PlainValues.day(text.substring(0, bar)), PlainValues.uuid(text.substring(bar + 1)));
    }
  }

  @PostMapping
  @Access(value = Permission.REPORTS_SIGN, within = Within.UNITS)
  DocumentView draft(@RequestBody Drafting body, Caller caller, Locale locale) {
    String language = body.language() == null ? "zh" : body.language();
    if (!List.of("zh", "en").contains(language)) {
      throw Refused.invalid("reports.language_unknown")
          .field("language")
          .value(PlainValues.shown(language, 40));
    }
    return one(
        documents.draft(
            new DocumentLife.Wish(
                DocumentKind.of(body.kind()), body.day(), body.unit(), language, body.template()),
            caller),
        locale);
  }

  @GetMapping("/{id}")
  @Access(value = Permission.REPORTS_READ, within = Within.UNITS)
  DocumentView get(@PathVariable UUID id, Caller caller, Locale locale) {
    return one(documents.find(id, caller.scope()), locale);
  }

  @PatchMapping("/{id}")
  @Access(value = Permission.REPORTS_SIGN, within = Within.UNITS)
  DocumentView change(
      @PathVariable UUID id, @RequestBody Changing body, Caller caller, Locale locale) {
    return one(
        documents.change(id, version(body.version()), body.title(), body.texts(), caller), locale);
  }

  @PostMapping("/{id}/sign")
  @Access(value = Permission.REPORTS_SIGN, within = Within.UNITS)
  DocumentView sign(
      @PathVariable UUID id, @RequestBody Signing body, Caller caller, Locale locale) {
    int version = version(body.version());
    documents.find(id, caller.scope());
    arrivals.settle(); // what is signed stays: nothing that came before may be missing in it
    return one(documents.sign(id, version, caller), locale);
  }

  /** A correction: a draft of its own that names what it corrects. */
  @PostMapping("/{id}/correction")
  @Access(value = Permission.REPORTS_SIGN, within = Within.UNITS)
  DocumentView correct(
      @PathVariable UUID id, @RequestBody Correcting body, Caller caller, Locale locale) {
    return one(documents.correct(id, Texts.required("reason", body.reason(), 500), caller), locale);
  }

  /** As a page; each figure is a link to its records. */
  @GetMapping(path = "/{id}/page.html")
  @Access(value = Permission.REPORTS_READ, within = Within.UNITS)
  ResponseEntity<byte[]> html(@PathVariable UUID id, Caller caller) {
    String html = files(documents.find(id, caller.scope()), false).html();
    return ResponseEntity.ok()
        .contentType(new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8))
        .body(html.getBytes(StandardCharsets.UTF_8));
  }

  @GetMapping("/{id}/file.docx")
  @Access(value = Permission.REPORTS_READ, within = Within.UNITS)
  ResponseEntity<byte[]> docx(@PathVariable UUID id, Caller caller) {
    DocumentStore.Document document = documents.find(id, caller.scope());
    return DocumentFiles.docx(files(document, false).docx(), name(document));
  }

  @GetMapping("/{id}/file.pdf")
  @Access(value = Permission.REPORTS_READ, within = Within.UNITS)
  ResponseEntity<byte[]> pdf(@PathVariable UUID id, Caller caller) {
    DocumentStore.Document document = documents.find(id, caller.scope());
    return DocumentFiles.pdf(files(document, true).pdf(), name(document));
  }

  /** What is signed is given out as it was signed; a draft is made anew. */
  private DocumentStore.Files files(DocumentStore.Document document, boolean withPdf) {
    return store
        .files(document.id())
        .orElseGet(() -> {
          DocumentPages.Made made = pages.make(document, null);
          return new DocumentStore.Files(
              made.html(), made.docx(), withPdf ? pages.pdf(made.html()) : new byte[0]);
        });
  }

  private static String name(DocumentStore.Document document) {
    return document.kind().key() + "-" + document.day() + "-" + document.number();
  }

  private static int version(@Nullable Integer version) {
    if (version == null) {
      throw Refused.invalid("reports.field_missing").field("version");
    }
    return version;
  }

  private DocumentView one(DocumentStore.Document document, Locale locale) {
    List<SignedFigure> values =
        document.signed() ? pages.signedFigures(document) : pages.make(document, null).figures();
    Appendix.Correction correction = pages.correction(document, values);
    return view(
        document,
        values.stream().map(figure -> figure(figure, document.signed(), locale)).toList(),
        correction == null
            ? null
            : correction.changes().stream()
                .map(change ->
                    new ChangeView(appendix.name(change, locale), change.before(), change.after()))
                .toList(),
        locale);
  }

  private FigureView figure(SignedFigure figure, boolean signed, Locale locale) {
    String prefix = "reports.figure." + figure.key();
    return new FigureView(
        figure.key(),
        messages.text(locale, prefix + ".title", Map.of()),
        messages.text(locale, prefix + ".definition", Map.of()),
        figure.value(),
        figure.digest(),
        figure.path(signed));
  }

  private DocumentView view(
      DocumentStore.Document document,
      @Nullable List<FigureView> figures,
      @Nullable List<ChangeView> changes,
      Locale locale) {
    return new DocumentView(
        document.id(),
        document.kind().key(),
        document.unit(),
        pages.unitName(document.unit(), locale),
        document.day(),
        document.number(),
        document.language(),
        document.template(),
        document.title(),
        pages.texts(document),
        document.kind().fields(),
        document.signed() ? "signed" : "draft",
        document.madeAt(),
        document.madeBy(),
        document.corrects(),
        document.reason(),
        document.correctedBy(),
        document.signedAt(),
        document.signedBy(),
        document.digest(),
        document.version(),
        figures,
        changes);
  }
}
