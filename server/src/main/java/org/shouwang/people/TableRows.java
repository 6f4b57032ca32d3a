package org.shouwang.people;

import java.nio.file.Path;
import java.util.List;

/**
 * Reads the rows of an Excel or CSV file one after another: UTF-8 or GBK, comma, tab or semicolon;
 * bombs, old Excel and damaged files are refused. For modules that take files of their own.
 */
public final class TableRows {

  private TableRows() {}

  /** Takes a row. */
  @FunctionalInterface
  public interface Sink {

    /**
     * Takes a row that isn't blank.
     *
     * @param number its row as the user sees it, from 1
     * @param cells as text, from the first column on
     */
    void row(int number, List<String> cells);
  }

  /**
   * Hands every row that isn't blank to the sink, holding one at a time.
   *
   * @param most rows at most
   * @throws org.shouwang.web.Refused when the file is none of these, damaged, too long or a bomb;
   *     rows before the damage have been handed over
   */
  public static void read(Path file, String name, int most, Sink sink) {
    TableFile.read(
        file,
        name,
        most,
        row -> sink.row(row.line(), row.cells().stream().map(SheetRow.Cell::text).toList()));
  }
}
