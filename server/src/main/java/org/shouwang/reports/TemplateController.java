package org.shouwang.reports;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.security.Access;
import org.shouwang.security.Caller;
import org.shouwang.security.Permission;
import org.shouwang.security.Within;
import org.shouwang.web.Page;
import org.shouwang.web.PlainValues;
import org.shouwang.web.Refused;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** Templates over HTTP. */
@RestController
@RequestMapping("/api/v1/reports/templates")
class TemplateController {

  private static final int MOST_BYTES = 4 << 20;

  private final Templates templates;

  TemplateController(Templates templates) {
    this.templates = templates;
  }

  /** A template as it is shown. */
  record TemplateView(
      UUID id, String kind, String name, String digest, Instant broughtAt, String broughtBy) {

    static TemplateView of(TemplateStore.Template template) {
      return new TemplateView(
          template.id(),
          template.kind().key(),
          template.name(),
          template.digest(),
          template.broughtAt(),
          template.broughtBy());
    }
  }

  @GetMapping
  @Access(value = Permission.REPORTS_READ, within = Within.PARK)
  Page<TemplateView> list(
      @RequestParam(required = false) @Nullable String after,
      @RequestParam(required = false) @Nullable Integer limit) {
    int size = Page.limit(limit);
    List<TemplateView> rows =
        templates.list(Page.decode(after, PlainValues::uuid), size + 1).stream()
            .map(TemplateView::of)
            .toList();
    return Page.of(rows, size, row -> row.id().toString());
  }

  /** A template's docx: the standard one unless another is named. */
  @GetMapping("/file.docx")
  @Access(value = Permission.REPORTS_READ, within = Within.PARK)
  ResponseEntity<byte[]> file(
      @RequestParam String kind,
      @RequestParam(required = false) @Nullable UUID template,
      Locale locale) {
    return DocumentFiles.docx(
        templates.content(DocumentKind.of(kind), template, locale), "template");
  }

  /** Takes a template in after it was checked: one with an unknown figure is refused by name. */
  @PostMapping
  @Access(value = Permission.REPORTS_SIGN, within = Within.PARK)
  TemplateView bring(@RequestParam MultipartFile file, @RequestParam String kind, Caller caller)
      throws IOException {
    DocumentKind of = DocumentKind.of(kind);
    if (file.getSize() > MOST_BYTES) {
      throw Refused.of(413, "reports.template_too_large").field("file").with("limit", MOST_BYTES);
    }
    String name =
        PlainValues.shown(Objects.requireNonNullElse(file.getOriginalFilename(), ""), 120);
    try (InputStream content = file.getInputStream()) {
      return TemplateView.of(templates.bring(of, name, content.readAllBytes(), caller));
    }
  }
}
