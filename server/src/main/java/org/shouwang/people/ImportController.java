package org.shouwang.people;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.audit.Audit;
import org.shouwang.people.ImportBoard.Shown;
import org.shouwang.people.ImportRows.RowView;
import org.shouwang.people.ImportStore.Import;
import org.shouwang.security.Access;
import org.shouwang.security.Caller;
import org.shouwang.security.Permission;
import org.shouwang.security.Within;
import org.shouwang.web.Messages;
import org.shouwang.web.Page;
import org.shouwang.web.PlainValues;
import org.shouwang.web.Refused;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Imports over HTTP: upload, look, map, commit or cancel, take the report home. */
@RestController
@RequestMapping("/api/v1/imports")
class ImportController {

  private static final Set<String> STATES = Set.of("all", "bad", "duplicate", "notice");

  private final Imports imports;
  private final ImportStore store;
  private final ImportBoard board;
  private final ImportRows rows;
  private final ImportReport report;
  private final Audit audit;
  private final ObjectMapper json;
  private final Messages messages;

  ImportController(
      Imports imports,
      ImportStore store,
      ImportBoard board,
      ImportRows rows,
      ImportReport report,
      Audit audit,
      ObjectMapper json,
      Messages messages) {
    this.imports = imports;
    this.store = store;
    this.board = board;
    this.rows = rows;
    this.report = report;
    this.audit = audit;
    this.json = json;
    this.messages = messages;
  }

  /** An import as it is shown. */
  record ImportView(
      UUID id,
      String fileName,
      String kind,
      String state,
      int rows,
      int good,
      int bad,
      int duplicates,
      int unchanged,
      double progress,
      String startedBy,
      Instant startedAt,
      JsonNode columns,
      @Nullable List<RowView> sample,
      @Nullable String failure,
      @Nullable Failed failed) {}

  /** Why an import failed, in the reader's language. */
  record Failed(String message, String cure) {}

  @PostMapping
  @Access(value = Permission.PEOPLE_MANAGE, within = Within.UNITS)
  ImportView start(
      @RequestParam MultipartFile file,
      @RequestParam(defaultValue = "auto") String kind,
      Caller caller,
      Locale locale)
      throws IOException {
    if (file.isEmpty()) {
      throw Refused.invalid("people.file_unknown").field("file");
    }
    String name = Objects.requireNonNullElse(file.getOriginalFilename(), "");
    try (InputStream content = file.getInputStream()) {
      UUID id = imports.start(Texts.plain(name), content, ImportKind.of(kind), caller);
      return view(find(id, caller), null, locale);
    }
  }

  @GetMapping
  @Access(value = Permission.PEOPLE_MANAGE, within = Within.UNITS)
  Page<ImportView> list(
      @RequestParam(required = false) @Nullable String after,
      @RequestParam(required = false) @Nullable Integer limit,
      Caller caller,
      Locale locale) {
    int most = Page.limit(limit);
    List<Import> found = store.list(caller, Page.decode(after, PlainValues::uuid), most + 1);
    Page<Import> page = Page.of(found, most, job -> job.id().toString());
    return new Page<>(
        page.items().stream().map(job -> view(job, null, locale)).toList(), page.next(), null);
  }

  @GetMapping("/{id}")
  @Access(value = Permission.PEOPLE_MANAGE, within = Within.UNITS)
  ImportView get(@PathVariable UUID id, Caller caller, Locale locale) {
    Import job = find(id, caller);
    List<RowView> sample =
        board.sample(id).stream().map(row -> rows.view(job, row, false, locale)).toList();
    return view(job, sample, locale);
  }

  @GetMapping("/{id}/rows")
  @Access(value = Permission.PEOPLE_MANAGE, within = Within.UNITS)
  Page<RowView> rows(
      @PathVariable UUID id,
      @RequestParam(defaultValue = "bad") String state,
      @RequestParam(required = false) @Nullable String after,
      @RequestParam(required = false) @Nullable Integer limit,
      Caller caller,
      Locale locale) {
    Import job = find(id, caller);
    int most = Page.limit(limit);
    Integer key = Page.decode(after, Integer::valueOf);
    List<Shown> found = board.shown(id, known(state), key == null ? 0 : key, most + 1);
    Page<Shown> page = Page.of(found, most, row -> String.valueOf(row.number()));
    return new Page<>(
        page.items().stream().map(row -> rows.view(job, row, caller, locale)).toList(),
        page.next(),
        null);
  }

  private static String known(String state) {
    if (!STATES.contains(state)) {
      throw Refused.invalid("people.word_unknown").field("state").value(state);
    }
    return state;
  }

  /** Reads the file again with headers mapped by hand to fields; an empty field leaves one out. */
  @PutMapping("/{id}/columns")
  @Access(value = Permission.PEOPLE_MANAGE, within = Within.UNITS)
  ImportView remap(
      @PathVariable UUID id,
      @RequestBody Map<String, String> mapping,
      Caller caller,
      Locale locale) {
    imports.remap(find(id, caller), mapping);
    return view(find(id, caller), null, locale);
  }

  @PostMapping("/{id}/commit")
  @Access(value = Permission.PEOPLE_MANAGE, within = Within.UNITS)
  ImportView commit(@PathVariable UUID id, Caller caller, Locale locale) {
    imports.commit(find(id, caller), caller);
    return view(find(id, caller), null, locale);
  }

  @PostMapping("/{id}/cancel")
  @Access(value = Permission.PEOPLE_MANAGE, within = Within.UNITS)
  ImportView cancel(@PathVariable UUID id, Caller caller, Locale locale) {
    imports.cancel(find(id, caller), caller);
    return view(find(id, caller), null, locale);
  }

  /** The report; whole numbers only for the one who brought the file. Each download is logged. */
  @GetMapping("/{id}/report.xlsx")
  @Access(value = Permission.PEOPLE_MANAGE, within = Within.UNITS)
  @Transactional
  public void report(
      @PathVariable UUID id, Caller caller, Locale locale, HttpServletResponse response)
      throws IOException {
    Import job = find(id, caller);
    audit.record(caller.actor(), "people.import_report_taken", "import:" + id, Map.of());
    response.setContentType("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
    response.setHeader("Content-Disposition", "attachment; filename=\"import-report.xlsx\"");
    report.write(job, job.startedBy().equals(caller.id()), locale, response.getOutputStream());
  }

  /** Imports of others are seen by those who work everywhere. */
  private Import find(UUID id, Caller caller) {
    return store
        .find(id)
        .filter(job -> caller.scope().everywhere() || job.startedBy().equals(caller.id()))
        .orElseThrow(() -> Refused.notFound("people.import_unknown").value(id));
  }

  private ImportView view(Import job, @Nullable List<RowView> sample, Locale locale) {
    return new ImportView(
        job.id(),
        job.fileName(),
        job.kind().key(),
        job.state(),
        job.rows(),
        job.good(),
        job.bad(),
        job.duplicates(),
        job.unchanged(),
        job.progress(),
        job.startedName(),
        job.startedAt(),
        json.readTree(job.columns()),
        sample,
        job.failure(),
        job.failure() == null ? null : failed(job.failure(), locale));
  }

  private Failed failed(String code, Locale locale) {
    Map<String, Integer> values = Map.of("most", TableFile.most(code));
    return new Failed(
        messages.text(locale, code + ".detail", values),
        messages.text(locale, code + ".cure", values));
  }
}
