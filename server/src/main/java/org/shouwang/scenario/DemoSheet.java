package org.shouwang.scenario;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;

/** A sheet as the field makes them: a merged title, a line of notes, then headers and rows. */
final class DemoSheet implements AutoCloseable {

  private final Path file;
  private final OutputStream out;
  private final Workbook workbook;
  private final Worksheet sheet;
  private int next;

  DemoSheet(Path file, String name, String title, String... headers) throws IOException {
    this.file = file;
    out = Files.newOutputStream(file);
    workbook = new Workbook(out, "Demo", "1.0");
    sheet = workbook.newWorksheet(name);
    sheet.value(0, 0, title);
    sheet.range(0, 0, 0, headers.length - 1).merge();
    sheet.value(1, 0, "填报单位:新区  填报日期:2022年3月5日");
    next = 2;
    row(headers);
  }

  String file() {
    return String.valueOf(file.getFileName());
  }

  /** The row written last, as a user counts. */
  int line() {
    return next;
  }

  void row(String... cells) {
    for (int i = 0; i < cells.length; i++) {
      if (!cells[i].isEmpty()) {
        sheet.value(next, i, cells[i]);
      }
    }
    next++;
  }

  /** A row in which one cell was typed as a number, so that Excel rounds it. */
  void rowWithNumber(int column, double number, String... cells) {
    sheet.value(next, column, number);
    row(cells);
  }

  @Override
  public void close() throws IOException {
    workbook.finish();
    out.close();
  }
}
