package org.shouwang.linelists;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.shouwang.linelists.ListRowStore.Kept;
import org.shouwang.linelists.ListRows.ReasonView;
import org.shouwang.linelists.ListRows.RowView;
import org.shouwang.linelists.ListStore.LineList;
import org.shouwang.web.Messages;
import org.shouwang.web.PlainValues;
import org.springframework.stereotype.Component;

/**
 * Rows that could not be taken, as a workbook: where, why, what to do, and the row itself under its
 * own headers. Corrected, it comes in again as it is.
 */
@Component
class RejectedRows {

  private static final int PAGE = 1_000;
  private static final List<String> ADDED = List.of("row", "column", "reason", "cure");

  private final ListRowStore store;
  private final ListRows rows;
  private final ListWork work;
  private final Messages messages;

  RejectedRows(ListRowStore store, ListRows rows, ListWork work, Messages messages) {
    this.store = store;
    this.rows = rows;
    this.work = work;
    this.messages = messages;
  }

  void write(LineList job, boolean whole, Locale locale, OutputStream out) throws IOException {
    List<String> headers = work.headers(job).stream().map(Survey.Seen::header).toList();
    try (Workbook workbook = new Workbook(out, "Shouwang", "1.0")) {
      Worksheet sheet =
          workbook.newWorksheet(messages.text(locale, "linelists.rejected.sheet", Map.of()));
      int column = 0;
      for (String each : ADDED) {
        sheet.value(
            0,
            column++,
            Survey.ADDED + messages.text(locale, "linelists.rejected." + each, Map.of()));
      }
      for (String header : headers) {
        sheet.value(0, column++, PlainValues.inert(header));
      }
      sheet.range(0, 0, 0, Math.max(0, column - 1)).style().bold().set();
      sheet.freezePane(0, 1);
      int line = 1;
      List<Kept> page = store.shown(job.id(), "bad", 0, PAGE);
      while (!page.isEmpty()) {
        for (RowView row : rows.views(job, page, whole, locale)) {
          line(sheet, line++, row, headers);
        }
        sheet.flush();
        page = store.shown(job.id(), "bad", page.getLast().number(), PAGE);
      }
    }
  }

  private static void line(Worksheet sheet, int line, RowView row, List<String> headers) {
    sheet.value(line, 0, row.row());
    text(
        sheet,
        line,
        1,
        row.reasons().stream()
            .map(ReasonView::header)
            .filter(it -> it != null && !it.isEmpty())
            .distinct()
            .collect(Collectors.joining("\n")));
    text(sheet, line, 2, joined(row.reasons().stream().map(ReasonView::message).toList()));
    text(sheet, line, 3, joined(row.reasons().stream().map(ReasonView::cure).toList()));
    int column = ADDED.size();
    for (String header : headers) {
      text(sheet, line, column++, row.cells().getOrDefault(header, ""));
    }
  }

  private static String joined(List<String> texts) {
    return String.join("\n", texts);
  }

  private static void text(Worksheet sheet, int line, int column, String text) {
    if (!text.isEmpty()) {
      sheet.inlineString(line, column, PlainValues.inert(text));
    }
  }
}
