package org.shouwang.reports;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.dhatim.fastexcel.PaperSize;
import org.dhatim.fastexcel.Position;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.jspecify.annotations.Nullable;
import org.shouwang.web.PlainValues;

/**
 * Writes rows as a workbook while they are read: a batch is flushed to the stream and forgotten.
 * Texts stand in their cells, not in the workbook's common table, which would hold them all.
 */
final class LedgerWorkbook implements AutoCloseable {

  /** A sheet of Excel ends at 1,048,576 rows. */
  private static final int MOST_ROWS = 1_000_000;

  private final Workbook workbook;
  private final String title;
  private final String mark;
  private final List<String> headers;
  private @Nullable Worksheet sheet;
  private int line;
  private int sheets;
  private long rows;

  /**
   * Starts a workbook.
   *
   * @param mark who took it, when and by which approval: on every sheet and printed page
   */
  LedgerWorkbook(OutputStream out, String title, String mark, List<String> headers) {
    this.workbook = new Workbook(out, "Shouwang", "1.0");
    this.title = title;
    this.mark = mark;
    this.headers = headers;
  }

  void write(List<Ledger.Row> batch) {
    try {
      Worksheet at = sheet == null ? next() : sheet;
      for (Ledger.Row row : batch) {
        if (line >= MOST_ROWS) {
          at.finish();
          at = next();
        }
        at.value(line, 0, ++rows);
        int column = 1;
        for (String cell : row.cells()) {
          if (!cell.isEmpty()) {
            at.inlineString(line, column, PlainValues.inert(cell));
          }
          column++;
        }
        line++;
      }
      at.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("the reader of an export is gone", e);
    }
  }

  long rows() {
    return rows;
  }

  private Worksheet next() {
    sheets++;
    Worksheet made = workbook.newWorksheet(sheets == 1 ? title : title + " " + sheets);
    made.paperSize(PaperSize.A4_PAPER);
    made.pageOrientation("landscape");
    made.header(escaped(title), Position.CENTER);
    made.footer(escaped(mark), Position.LEFT);
    made.inlineString(0, 0, PlainValues.inert(title));
    made.inlineString(1, 0, PlainValues.inert(mark));
    made.inlineString(2, 0, "№");
    int column = 1;
    for (String header : headers) {
      made.width(column, 18);
      made.inlineString(2, column++, PlainValues.inert(header));
    }
    made.range(0, 0, 2, headers.size()).style().bold().set();
    made.freezePane(0, 3);
    line = 3;
    sheet = made;
    return made;
  }

  /** An ampersand begins a code in Excel's headers. */
  private static String escaped(String text) {
    return text.replace("&", "&&");
  }

  @Override
  public void close() throws IOException {
    if (sheet == null) {
      next();
    }
    workbook.close();
  }
}
