package org.shouwang.linelists;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.audit.Audit;
import org.shouwang.cases.CaseIntake;
import org.shouwang.linelists.ListRowStore.Kept;
import org.shouwang.linelists.ListRows.RowView;
import org.shouwang.linelists.ListStore.Counts;
import org.shouwang.linelists.ListStore.LineList;
import org.shouwang.linelists.ListStore.Settings;
import org.shouwang.security.Access;
import org.shouwang.security.Caller;
import org.shouwang.security.Permission;
import org.shouwang.security.Within;
import org.shouwang.web.Messages;
import org.shouwang.web.Page;
import org.shouwang.web.PlainValues;
import org.shouwang.web.Refused;
import org.shouwang.web.TimeKeys;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** Lists of cases and contacts over HTTP: bring, look, map, take in or call off. */
@RestController
@RequestMapping("/api/v1/line-lists")
class LineListController {

  private static final Set<String> STATES =
      Set.of("all", "bad", "notice", "new", "joined", "changed", "unchanged", "skipped");

  private final LineLists lists;
  private final ListStore store;
  private final ListRowStore rowStore;
  private final ListRows rows;
  private final ListWork work;
  private final RejectedRows rejected;
  private final Mappings mappings;
  private final MappingStore mappingStore;
  private final CaseIntake intake;
  private final Audit audit;
  private final Messages messages;

  LineListController(
      LineLists lists,
      ListStore store,
      ListRowStore rowStore,
      ListRows rows,
      ListWork work,
      RejectedRows rejected,
      Mappings mappings,
      MappingStore mappingStore,
      CaseIntake intake,
      Audit audit,
      Messages messages) {
    this.lists = lists;
    this.store = store;
    this.rowStore = rowStore;
    this.rows = rows;
    this.work = work;
    this.rejected = rejected;
    this.mappings = mappings;
    this.mappingStore = mappingStore;
    this.intake = intake;
    this.audit = audit;
    this.messages = messages;
  }

  /** A column with some of its values; only for whoever brought the list. */
  record ColumnView(String header, @Nullable String field, List<String> values) {}

  /** A field that may be chosen, and our words of it if it has a closed list. */
  record FieldView(String key, String type, List<String> words) {}

  /** Why a list failed, in the reader's language. */
  record Failed(String message, String cure) {}

  /** The case that rows without one belong to. */
  record CaseOf(UUID id, String number) {}

  /** A list as it is shown. */
  record ListView(
      UUID id,
      String fileName,
      ListFormat format,
      @Nullable ListKind kind,
      String state,
      Counts counts,
      double progress,
      String startedBy,
      boolean mine,
      Instant startedAt,
      @Nullable String document,
      @Nullable CaseOf caseOf,
      boolean noteUnknown,
      @Nullable String mappedBy,
      Mappings.@Nullable Plain mapping,
      @Nullable List<ColumnView> columns,
      @Nullable Map<String, List<FieldView>> fields,
      @Nullable Failed failed) {}

  @PostMapping
  @Access(value = Permission.CASES_ACT, within = Within.UNITS)
  ListView start(@RequestParam MultipartFile file, Caller caller, Locale locale)
      throws IOException {
    if (file.isEmpty()) {
      throw Refused.invalid("people.file_unknown").field("file");
    }
    String name = Objects.requireNonNullElse(file.getOriginalFilename(), "").strip();
    try (InputStream content = file.getInputStream()) {
      UUID id =
          lists.start(PlainValues.isText(name) && !name.isEmpty() ? name : "?", content, caller);
      return view(find(id, caller), caller, false, locale);
    }
  }

  @GetMapping
  @Access(value = Permission.CASES_ACT, within = Within.UNITS)
  Page<ListView> list(
      @RequestParam(required = false) @Nullable String after,
      @RequestParam(required = false) @Nullable Integer limit,
      Caller caller,
      Locale locale) {
    int size = Page.limit(limit);
    return Page.of(
            store.all(caller, TimeKeys.of(after), size + 1),
            size,
            it -> TimeKeys.text(it.startedAt(), it.id()))
        .map(it -> view(it, caller, false, locale));
  }

  @GetMapping("/{id}")
  @Access(value = Permission.CASES_ACT, within = Within.UNITS)
  ListView get(@PathVariable UUID id, Caller caller, Locale locale) {
    return view(find(id, caller), caller, true, locale);
  }

  /** Rows in their order. */
  @GetMapping("/{id}/rows")
  @Access(value = Permission.CASES_ACT, within = Within.UNITS)
  Page<RowView> rows(
      @PathVariable UUID id,
      @RequestParam(defaultValue = "all") String state,
      @RequestParam(required = false) @Nullable String after,
      @RequestParam(required = false) @Nullable Integer limit,
      Caller caller,
      Locale locale) {
    LineList job = find(id, caller);
    if (!STATES.contains(state)) {
      throw Refused.invalid("linelists.not_a_choice")
          .field("state")
          .value(PlainValues.shown(state, 40));
    }
    int size = Page.limit(limit);
    Integer from = Page.decode(after, Integer::valueOf);
    Page<Kept> page =
        Page.of(
            rowStore.shown(id, state, from == null ? 0 : from, size + 1),
            size,
            row -> String.valueOf(row.number()));
    return new Page<>(
        rows.views(job, page.items(), isMine(job, caller), locale), page.next(), null);
  }

  /**
   * How a list is to be read.
   *
   * @param columns field by header; an empty one leaves the column out
   * @param values by field: our word for the file's
   * @param order of days such as 03/08/2022
   * @param document of the authority that says what the list says
   * @param caseId of contacts whose rows name no case
   * @param noteUnknown people nobody knows are noted by their documents
   * @param saveAs name under which the mapping is kept
   */
  record Reading(
      @Nullable String kind,
      @Nullable Map<String, String> columns,
      @Nullable Map<String, Map<String, String>> values,
      @Nullable String order,
      @Nullable String document,
      @Nullable UUID caseId,
      @Nullable Boolean noteUnknown,
      @Nullable String saveAs) {}

  /** Reads the list again as a person says. */
  @PutMapping("/{id}/mapping")
  @Access(value = Permission.CASES_ACT, within = Within.UNITS)
  ListView map(@PathVariable UUID id, @RequestBody Reading body, Caller caller, Locale locale) {
    LineList job = find(id, caller);
    Mapping mapping =
        mappings.read(new Mappings.Plain(body.kind(), body.columns(), body.values(), body.order()));
    ListKind kind = mapping.kind();
    if (kind == null) {
      throw Refused.invalid("linelists.field_missing_here").field("kind");
    }
    List<Field> missing = Mappings.missing(mapping, kind);
    if (!missing.isEmpty()) {
      throw Refused.invalid("linelists.column_missing")
          .field("columns")
          .value(messages.text(locale, "linelists.field." + missing.getFirst().key(), Map.of()));
    }
    String document = text("document", body.document(), 120);
    mayFile(kind, document, caller);
    UUID caseId = kind == ListKind.CONTACTS ? body.caseId() : null;
    if (caseId != null
        && intake.known(List.of(caseId), List.of(), List.of(), caller.scope()).isEmpty()) {
      throw Refused.notFound("cases.unknown").field("caseId").value(caseId);
    }
    boolean note = Boolean.TRUE.equals(body.noteUnknown());
    if (note && !caller.scope().everywhere()) {
      throw Refused.forbidden("linelists.note_everywhere").field("noteUnknown");
    }
    String saveAs = text("saveAs", body.saveAs(), 80);
    lists.map(
        job,
        mapping,
        new Settings(
            kind,
            mappings.text(mapping),
            saveAs != null ? saveAs : job.settings().mappedBy(),
            document,
            caseId,
            note),
        saveAs,
        caller);
    return view(find(id, caller), caller, true, locale);
  }

  /** A class in the authority's name is filed by whoever may file its decisions. */
  private static void mayFile(ListKind kind, @Nullable String document, Caller caller) {
    if (kind == ListKind.CONTACTS && document != null && !caller.may(Permission.CASES_DECIDE)) {
      throw Refused.forbidden("linelists.may_not_decide").field("document");
    }
  }

  private static @Nullable String text(String field, @Nullable String text, int most) {
    if (text == null || text.isBlank()) {
      return null;
    }
    if (text.length() > most || !PlainValues.isText(text)) {
      throw Refused.invalid("linelists.text_too_long").field(field).with("limit", most);
    }
    return text.strip();
  }

  @PostMapping("/{id}/commit")
  @Access(value = Permission.CASES_ACT, within = Within.UNITS)
  ListView commit(@PathVariable UUID id, Caller caller, Locale locale) {
    LineList job = find(id, caller);
    mayFile(
        Objects.requireNonNullElse(job.settings().kind(), ListKind.CASES),
        job.settings().document(),
        caller);
    lists.commit(job, caller);
    return view(find(id, caller), caller, false, locale);
  }

  @PostMapping("/{id}/cancel")
  @Access(value = Permission.CASES_ACT, within = Within.UNITS)
  ListView cancel(@PathVariable UUID id, Caller caller, Locale locale) {
    lists.cancel(find(id, caller), caller);
    return view(find(id, caller), caller, false, locale);
  }

  /** Rows that could not be taken, with the reasons; each download is logged. */
  @GetMapping("/{id}/rejected.xlsx")
  @Access(value = Permission.CASES_ACT, within = Within.UNITS)
  @Transactional
  public void rejected(
      @PathVariable UUID id, Caller caller, Locale locale, HttpServletResponse response)
      throws IOException {
    LineList job = find(id, caller);
    audit.record(caller.actor(), "linelists.rejected_taken", "list:" + id, Map.of());
    response.setContentType("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
    response.setHeader("Content-Disposition", "attachment; filename=\"rejected-rows.xlsx\"");
    rejected.write(job, isMine(job, caller), locale, response.getOutputStream());
  }

  /** A saved mapping. */
  record SavedView(UUID id, String name, ListKind kind, String madeBy, Instant madeAt) {}

  @GetMapping("/mappings")
  @Access(value = Permission.CASES_ACT, within = Within.UNITS)
  List<SavedView> saved() {
    return mappingStore.all().stream()
        .map(it -> new SavedView(it.id(), it.name(), it.kind(), it.byName(), it.madeAt()))
        .toList();
  }

  @DeleteMapping("/mappings/{id}")
  @Access(value = Permission.CASES_ACT, within = Within.UNITS)
  @Transactional
  public void drop(@PathVariable UUID id, Caller caller) {
    if (!mappingStore.drop(id)) {
      throw Refused.notFound("linelists.mapping_unknown").value(id);
    }
    audit.record(caller.actor(), "linelists.mapping_dropped", "mapping:" + id, Map.of());
  }

  /** Lists of others are seen by those who work everywhere. */
  private LineList find(UUID id, Caller caller) {
    return store
        .find(id)
        .filter(job -> caller.scope().everywhere() || isMine(job, caller))
        .orElseThrow(() -> Refused.notFound("linelists.unknown").value(id));
  }

  private static boolean isMine(LineList job, Caller caller) {
    return job.by().id().equals(caller.id());
  }

  private ListView view(LineList job, Caller caller, boolean whole, Locale locale) {
    Settings settings = job.settings();
    Mapping mapping =
        settings.mapping() == null || !whole ? null : mappings.read(settings.mapping());
    return new ListView(
        job.id(),
        job.fileName(),
        job.format(),
        settings.kind(),
        job.state().key(),
        job.counts(),
        job.progress(),
        job.by().name(),
        isMine(job, caller),
        job.startedAt(),
        settings.document(),
        whole ? caseOf(settings.caseId(), caller) : null,
        settings.noteUnknown(),
        settings.mappedBy(),
        mapping == null ? null : mappings.plain(mapping),
        mapping == null ? null : columns(job, mapping, caller),
        whole ? fields() : null,
        job.failure() == null ? null : failed(job.failure(), locale));
  }

  private @Nullable CaseOf caseOf(@Nullable UUID id, Caller caller) {
    return id == null
        ? null
        : intake.known(List.of(id), List.of(), List.of(), caller.scope()).stream()
            .findFirst()
            .map(it -> new CaseOf(it.id(), it.number()))
            .orElse(null);
  }

  private List<ColumnView> columns(LineList job, Mapping mapping, Caller caller) {
    boolean mine = isMine(job, caller);
    return work.headers(job).stream()
        .map(it -> {
          Field field = mapping.columns().get(it.header());
          return new ColumnView(
              it.header(), field == null ? null : field.key(), mine ? it.values() : List.of());
        })
        .toList();
  }

  private Map<String, List<FieldView>> fields() {
    Map<ListKind, List<FieldView>> fields = new EnumMap<>(ListKind.class);
    for (ListKind kind : ListKind.values()) {
      fields.put(
          kind,
          Field.all(kind).stream()
              .map(it ->
                  new FieldView(
                      it.key(), it.type().name().toLowerCase(Locale.ROOT), mappings.choices(it)))
              .toList());
    }
    Map<String, List<FieldView>> named = new java.util.LinkedHashMap<>();
    fields.forEach((kind, all) -> named.put(kind.key(), all));
    return named;
  }

  private Failed failed(String code, Locale locale) {
    Map<String, Integer> values = Map.of("most", ListWork.MOST_ROWS, "limit", ListWork.MOST_ROWS);
    return new Failed(
        messages.text(locale, code + ".detail", values),
        messages.text(locale, code + ".cure", values));
  }
}
