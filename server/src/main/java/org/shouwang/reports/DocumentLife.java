package org.shouwang.reports;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.audit.Audit;
import org.shouwang.clock.WorldClock;
import org.shouwang.security.Caller;
import org.shouwang.security.Scope;
import org.shouwang.web.Messages;
import org.shouwang.web.PlainValues;
import org.shouwang.web.Refused;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The life of a document: draft, signed, corrected by another. */
@Component
class DocumentLife {

  private static final int LONGEST_TITLE = 120;
  private static final int LONGEST_TEXT = 5_000;

  private final DocumentStore store;
  private final DocumentPages pages;
  private final Units units;
  private final Figures figures;
  private final Audit audit;
  private final Messages messages;
  private final WorldClock world;
  private final Clock wall;

  DocumentLife(
      DocumentStore store,
      DocumentPages pages,
      Units units,
      Figures figures,
      Audit audit,
      Messages messages,
      WorldClock world,
      Clock wall) {
    this.store = store;
    this.pages = pages;
    this.units = units;
    this.figures = figures;
    this.audit = audit;
    this.messages = messages;
    this.world = world;
    this.wall = wall;
  }

  /** What a new one is for. */
  record Wish(
      DocumentKind kind,
      @Nullable LocalDate day,
      @Nullable UUID unit,
      String language,
      @Nullable UUID template) {}

  /** One that the caller may see; a unit's for its leads, the park's for those of the park. */
  DocumentStore.Document find(UUID id, Scope scope) {
    return store
        .find(id)
        .filter(document -> scope.everywhere() || units.sees(scope, document.unit()))
        .orElseThrow(() -> Refused.notFound("reports.document_unknown").value(id));
  }

  @Transactional
  public DocumentStore.Document draft(Wish wish, Caller caller) {
    LocalDate day = figures.day(wish.day());
    if (wish.unit() == null && !caller.scope().everywhere()) {
      throw Refused.invalid("reports.field_missing").field("unit");
    }
    units.within(caller.scope(), wish.unit());
    String title =
        messages.text(
            wish.language().equals("en")
                ? java.util.Locale.ENGLISH
                : java.util.Locale.SIMPLIFIED_CHINESE,
            "reports.title." + wish.kind().key(),
            Map.of());
    DocumentStore.Document document =
        new DocumentStore.Document(
            UuidCreator.getTimeOrderedEpoch(),
            wish.kind(),
            wish.unit(),
            day,
            1,
            wish.language(),
            wish.template(),
            title,
            pages.json(Map.of("filer", caller.name())),
            false,
            now(),
            caller.name(),
            null,
            null,
            null,
            null,
            null,
            null,
            1,
            null);
    pages.check(document);
    if (!store.insert(document, null)) {
      throw Refused.conflict("reports.document_twice").field("day").value(day);
    }
    audit.record(
        caller.actor(),
        "reports.document_drafted",
        "document:" + document.id(),
        Map.of("kind", wish.kind().key(), "day", day.toString()));
    return find(document.id(), caller.scope());
  }

  /** Changes a draft's title and those texts that are given. */
  @Transactional
  public DocumentStore.Document change(
      UUID id,
      int version,
      @Nullable String title,
      @Nullable Map<String, @Nullable String> given,
      Caller caller) {
    DocumentStore.Document document = find(id, caller.scope());
    Map<String, String> texts = new HashMap<>(pages.texts(document));
    if (given != null) {
      given.forEach((field, value) -> {
        if (!document.kind().fields().contains(field)) {
          throw Refused.invalid("reports.text_unknown")
              .field("texts")
              .value(PlainValues.shown(field, 40));
        }
        texts.put(field, Texts.optional("texts." + field, value, LONGEST_TEXT));
      });
    }
    String kept = title == null ? document.title() : Texts.required("title", title, LONGEST_TITLE);
    String written = pages.json(texts);
    pages.check(changed(document, kept, written));
    if (!store.change(id, version, kept, written)) {
      throw moved(id, caller);
    }
    audit.record(caller.actor(), "reports.document_changed", "document:" + id, Map.of());
    return find(id, caller.scope());
  }

  /** Signs off: figures, pages and files are kept as they are at this moment. */
  @Transactional
  public DocumentStore.Document sign(UUID id, int version, Caller caller) {
    DocumentStore.Document document = find(id, caller.scope());
    if (document.signed() || document.version() != version) {
      throw moved(id, caller);
    }
    if (document.day().isAfter(world.today())) {
      throw Refused.conflict("reports.day_not_come").value(document.day());
    }
    Instant at = world.now().truncatedTo(ChronoUnit.MICROS);
    DocumentPages.Made made =
        pages.make(document, new DocumentPages.Signer(caller.name(), DocumentPages.moment(at)));
    byte[] pdf = pages.pdf(made.html());
    String signedFigures = pages.json(made.figures());
    String digest = DocumentPages.digest(signedFigures, made.html(), made.docx(), pdf);
    DocumentStore.Signature signature =
        new DocumentStore.Signature(
            id,
            version,
            at,
            caller.name(),
            signedFigures,
            new DocumentStore.Files(made.html(), made.docx(), pdf),
            digest);
    if (!store.sign(signature)) {
      throw moved(id, caller);
    }
    audit.record(
        caller.actor(),
        "reports.document_signed",
        "document:" + id,
        document.corrects(),
        Map.of("digest", digest, "figures", made.figures()));
    return find(id, caller.scope());
  }

  /** A draft that will stand beside what it corrects. */
  @Transactional
  public DocumentStore.Document correct(UUID id, String reason, Caller caller) {
    DocumentStore.Document before = find(id, caller.scope());
    if (!before.signed()) {
      throw Refused.conflict("reports.not_signed").value(id);
    }
    DocumentStore.Document document =
        new DocumentStore.Document(
            UuidCreator.getTimeOrderedEpoch(),
            before.kind(),
            before.unit(),
            before.day(),
            before.number(),
            before.language(),
            before.template(),
            before.title(),
            before.texts(),
            false,
            now(),
            caller.name(),
            id,
            reason,
            null,
            null,
            null,
            null,
            1,
            null);
    if (!store.insert(document, before.number())) {
      throw Refused.conflict("reports.corrected_already").value(id);
    }
    audit.record(
        caller.actor(),
        "reports.correction_drafted",
        "document:" + document.id(),
        id,
        Map.of("reason", reason));
    return find(document.id(), caller.scope());
  }

  private Refused moved(UUID id, Caller caller) {
    DocumentStore.Document now = find(id, caller.scope());
    return Refused.conflict("reports.document_moved").value(now.version());
  }

  private Instant now() {
    return wall.instant().truncatedTo(ChronoUnit.MICROS);
  }

  private static DocumentStore.Document changed(
      DocumentStore.Document of, String title, String texts) {
    return new DocumentStore.Document(
        of.id(),
        of.kind(),
        of.unit(),
        of.day(),
        of.number(),
        of.language(),
        of.template(),
        title,
        texts,
        of.signed(),
        of.madeAt(),
        of.madeBy(),
        of.corrects(),
        of.reason(),
        of.signedAt(),
        of.signedBy(),
        of.figures(),
        of.digest(),
        of.version(),
        of.correctedBy());
  }
}
