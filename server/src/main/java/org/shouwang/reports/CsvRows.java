package org.shouwang.reports;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.shouwang.web.PlainValues;

/** Writes rows as UTF-8 text with commas while they are read. */
final class CsvRows implements AutoCloseable {

  private static final Pattern NUMBER = Pattern.compile("[+-]?\\d+(\\.\\d+)?");

  private final CSVPrinter printer;
  private long count;

  /**
   * @param mark whether it begins with the mark by which Excel knows UTF-8; other systems take it
   *     for a part of the first header
   */
  CsvRows(OutputStream out, boolean mark) throws IOException {
    OutputStreamWriter writer = new OutputStreamWriter(out, UTF_8);
    if (mark) {
      writer.write('\ufeff');
    }
    printer = new CSVPrinter(writer, CSVFormat.EXCEL);
  }

  /** A line that isn't counted. */
  void line(List<String> cells) {
    try {
      printer.printRecord(cells.stream().map(CsvRows::inert).toList());
    } catch (IOException e) {
      throw new UncheckedIOException("the reader of an export is gone", e);
    }
  }

  void rows(List<List<String>> rows) {
    rows.forEach(this::line);
    count += rows.size();
  }

  long count() {
    return count;
  }

  private static String inert(String cell) {
    return NUMBER.matcher(cell).matches() ? cell : PlainValues.inert(cell);
  }

  @Override
  public void close() throws IOException {
    printer.close(true);
  }
}
