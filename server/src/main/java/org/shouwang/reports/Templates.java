package org.shouwang.reports;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.audit.Audit;
import org.shouwang.security.Caller;
import org.shouwang.web.Refused;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Templates: the standard ones, and those that somebody brought and that were checked. */
@Component
class Templates {

  /** Texts that every template may have besides what people write. */
  private static final Set<String> GIVEN =
      Set.of("title", "number", "year", "unit", "day", "signer", "signedAt", "state");

  private final TemplateStore store;
  private final StandardTemplate standard;
  private final TemplateFill fill;
  private final Audit audit;
  private final Clock wall;

  Templates(
      TemplateStore store, StandardTemplate standard, TemplateFill fill, Audit audit, Clock wall) {
    this.store = store;
    this.standard = standard;
    this.fill = fill;
    this.audit = audit;
    this.wall = wall;
  }

  /** All names of texts that a template of a kind may have. */
  static Set<String> fields(DocumentKind kind) {
    Set<String> fields = new HashSet<>(GIVEN);
    fields.addAll(kind.fields());
    return fields;
  }

  List<TemplateStore.Template> list(@Nullable UUID before, int limit) {
    return store.list(before, limit);
  }

  /**
   * A template's docx.
   *
   * @param id null for the standard one
   */
  byte[] content(DocumentKind kind, @Nullable UUID id, Locale locale) {
    if (id == null) {
      return standard.docx(kind, locale);
    }
    return store
        .content(id, kind)
        .orElseThrow(
            () -> Refused.notFound("reports.template_unknown").field("template").value(id));
  }

  /** Keeps a template that has been checked. */
  @Transactional
  public TemplateStore.Template bring(
      DocumentKind kind, String name, byte[] content, Caller caller) {
    Set<String> keys = fill.check(content, fields(kind));
    TemplateStore.Template template =
        new TemplateStore.Template(
            UuidCreator.getTimeOrderedEpoch(),
            kind,
            name,
            SignedFigure.sha256(content),
            wall.instant().truncatedTo(ChronoUnit.MICROS),
            caller.name());
    store.insert(template, content);
    audit.record(
        caller.actor(),
        "reports.template_brought",
        "template:" + template.id(),
        Map.of("kind", kind.key(), "figures", keys.size(), "digest", template.digest()));
    return template;
  }
}
