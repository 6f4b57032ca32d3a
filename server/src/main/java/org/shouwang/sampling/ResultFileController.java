package org.shouwang.sampling;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.jspecify.annotations.Nullable;
import org.shouwang.security.Access;
import org.shouwang.security.Caller;
import org.shouwang.security.Permission;
import org.shouwang.security.Within;
import org.shouwang.web.Messages;
import org.shouwang.web.Page;
import org.shouwang.web.PlainValues;
import org.shouwang.web.Refused;
import org.shouwang.web.TimeKeys;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** Files of results over HTTP: brought in, read in the background, answered row by row. */
@RestController
@RequestMapping("/api/v1/sampling/results/files")
class ResultFileController {

  private static final int PAGE = 2_000;
  private static final int LAST = 1_048_575;

  private final ResultFiles files;
  private final ResultFileStore store;
  private final Messages messages;

  ResultFileController(ResultFiles files, ResultFileStore store, Messages messages) {
    this.files = files;
    this.store = store;
    this.messages = messages;
  }

  /** A file; why it failed or broke off, in the reader's language. */
  record FileView(ResultFileStore.File file, @Nullable String message, @Nullable String cure) {}

  /** A row that was not taken, and what to do. */
  record RowView(ResultFileStore.Row row, String message, String cure) {}

  @PostMapping
  @Access(value = Permission.LABORATORY_REPORT, within = Within.PARK)
  FileView start(@RequestParam MultipartFile file, Caller caller, Locale locale)
      throws IOException {
    if (file.isEmpty()) {
      throw Refused.invalid("people.file_unknown").field("file");
    }
    String name = Objects.requireNonNullElse(file.getOriginalFilename(), "");
    try (InputStream content = file.getInputStream()) {
      String plain = PlainValues.isText(name) ? name : "";
      return view(find(files.start(plain, content, caller)), locale);
    }
  }

  @GetMapping
  @Access(
      value = {Permission.LABORATORY_REPORT, Permission.RESULTS_READ},
      within = Within.PARK)
  Page<FileView> list(
      @RequestParam(required = false) @Nullable String after,
      @RequestParam(required = false) @Nullable Integer limit,
      Locale locale) {
    int size = Page.limit(limit);
    return Page.of(
            store.list(null, TimeKeys.of(after), size + 1),
            size,
            file -> TimeKeys.text(file.startedAt(), file.id()))
        .map(file -> view(file, locale));
  }

  @GetMapping("/{id}")
  @Access(
      value = {Permission.LABORATORY_REPORT, Permission.RESULTS_READ},
      within = Within.PARK)
  FileView get(@PathVariable UUID id, Locale locale) {
    return view(find(id), locale);
  }

  @GetMapping("/{id}/rows")
  @Access(
      value = {Permission.LABORATORY_REPORT, Permission.RESULTS_READ},
      within = Within.PARK)
  Page<RowView> rows(
      @PathVariable UUID id,
      @RequestParam(required = false) @Nullable String after,
      @RequestParam(required = false) @Nullable Integer limit,
      Locale locale) {
    find(id);
    int size = Page.limit(limit);
    Integer key = Page.decode(after, Integer::valueOf);
    return Page.of(
            store.shown(id, key == null ? 0 : key, size + 1),
            size,
            row -> String.valueOf(row.row()))
        .map(row ->
            new RowView(
                row,
                text(locale, row.code() + ".detail", row),
                text(locale, row.code() + ".cure", row)));
  }

  /** Every row that was not taken, in both languages, as a workbook. */
  @GetMapping("/{id}/report.xlsx")
  @Access(
      value = {Permission.LABORATORY_REPORT, Permission.RESULTS_READ},
      within = Within.PARK)
  void report(@PathVariable UUID id, HttpServletResponse response) throws IOException {
    find(id);
    response.setContentType("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
    response.setHeader("Content-Disposition", "attachment; filename=\"results-report.xlsx\"");
    Locale english = Locale.ENGLISH;
    Locale chinese = Locale.SIMPLIFIED_CHINESE;
    try (Workbook workbook = new Workbook(response.getOutputStream(), "Shouwang", "1.0")) {
      Worksheet sheet = workbook.newWorksheet("结果");
      List<String> titles =
          List.of("行 Row", "管码 Tube", "字段 Field", "值 Value", "问题", "处理办法", "Problem", "What to do");
      for (int i = 0; i < titles.size(); i++) {
        sheet.value(0, i, titles.get(i));
      }
      int line = 1;
      int after = 0;
      List<ResultFileStore.Row> page = store.shown(id, after, PAGE);
      while (!page.isEmpty() && line < LAST) {
        for (ResultFileStore.Row row : page) {
          sheet.value(line, 0, row.row());
          // inline: the workbook would keep every shared text of a million rows in memory
          sheet.inlineString(line, 1, PlainValues.inert(row.tube()));
          sheet.inlineString(line, 2, row.field());
          sheet.inlineString(line, 3, PlainValues.inert(row.value()));
          sheet.inlineString(
              line, 4, PlainValues.inert(text(chinese, row.code() + ".detail", row)));
          sheet.inlineString(line, 5, PlainValues.inert(text(chinese, row.code() + ".cure", row)));
          sheet.inlineString(
              line, 6, PlainValues.inert(text(english, row.code() + ".detail", row)));
          sheet.inlineString(line, 7, PlainValues.inert(text(english, row.code() + ".cure", row)));
          line++;
        }
        sheet.flush();
        after = page.getLast().row();
        page = store.shown(id, after, PAGE);
      }
    }
  }

  private String text(Locale locale, String key, ResultFileStore.Row row) {
    return messages.text(
        locale,
        key,
        Map.of("value", row.value(), "field", row.field(), "row", String.valueOf(row.row())));
  }

  private ResultFileStore.File find(UUID id) {
    return store.find(id).orElseThrow(() -> Refused.notFound("sampling.file_unknown").value(id));
  }

  private FileView view(ResultFileStore.File file, Locale locale) {
    Map<String, Integer> values = Map.of("most", LAST + 1);
    return file.failure() == null
        ? new FileView(file, null, null)
        : new FileView(
            file,
            messages.text(locale, file.failure() + ".detail", values),
            messages.text(locale, file.failure() + ".cure", values));
  }
}
