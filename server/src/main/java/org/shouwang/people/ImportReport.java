package org.shouwang.people;

import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.shouwang.people.ImportBoard.Shown;
import org.shouwang.people.ImportRows.ReasonView;
import org.shouwang.people.ImportRows.RowView;
import org.shouwang.people.ImportStore.Import;
import org.shouwang.web.Messages;
import org.springframework.stereotype.Component;

/** The rows that need an eye as a workbook: where, why, what to do, and the row itself. */
@Component
class ImportReport {

  private static final int PAGE = 2_000;

  private final ImportBoard board;
  private final ImportRows rows;
  private final Messages messages;

  ImportReport(ImportBoard board, ImportRows rows, Messages messages) {
    this.board = board;
    this.rows = rows;
    this.messages = messages;
  }

  void write(Import job, boolean whole, Locale locale, OutputStream out) throws IOException {
    Set<String> headers = new LinkedHashSet<>();
    try (Workbook workbook = new Workbook(out, "Shouwang", "1.0")) {
      Worksheet sheet = workbook.newWorksheet(text("sheet", locale));
      int line = 1;
      int after = 0;
      List<Shown> page = board.shown(job.id(), "all", after, PAGE);
      while (!page.isEmpty()) {
        for (Shown shown : page) {
          line(sheet, line++, rows.view(job, shown, whole, locale), headers, locale);
        }
        after = page.getLast().number();
        page = board.shown(job.id(), "all", after, PAGE);
      }
      int column = 0;
      for (String title : List.of("sheet", "row", "state", "reasons", "cures")) {
        sheet.value(0, column++, text(title, locale));
      }
      for (String header : headers) {
        sheet.value(0, column++, Texts.inert(header));
      }
      sheet.range(0, 0, 0, Math.max(0, column - 1)).style().bold().set();
      sheet.freezePane(0, 1);
    }
  }

  private void line(Worksheet sheet, int line, RowView row, Set<String> headers, Locale locale) {
    sheet.value(line, 0, Texts.inert(row.sheet()));
    sheet.value(line, 1, row.row());
    sheet.value(line, 2, text("state." + row.state(), locale));
    sheet.value(line, 3, joined(row.reasons().stream().map(ReasonView::message).toList()));
    sheet.value(line, 4, joined(row.reasons().stream().map(ReasonView::cure).toList()));
    headers.addAll(row.cells().keySet());
    int column = 5;
    for (String header : headers) {
      Map<String, String> cells = row.cells();
      String cell = cells.get(header);
      if (cell != null && !cell.isEmpty()) {
        sheet.value(line, column, Texts.inert(cell));
      }
      column++;
    }
  }

  private static String joined(List<String> texts) {
    return Texts.inert(String.join("\n", texts));
  }

  private String text(String key, Locale locale) {
    return messages.text(locale, "people.report." + key, Map.of());
  }
}
