package org.shouwang.people;

import java.util.List;

/**
 * A row as it stands in a file.
 *
 * @param sheet name of the sheet; the file's name for CSV
 * @param line its row number as the user sees it, from 1
 * @param cells from the first column on
 */
record SheetRow(String sheet, int line, List<Cell> cells) {

  /**
   * A cell.
   *
   * @param text what it holds, as text
   * @param number it is a number in the file, so Excel keeps 15 digits of it
   * @param formula its text is the value a formula had when the file was saved
   */
  record Cell(String text, boolean number, boolean formula) {
    static final Cell EMPTY = new Cell("", false, false);

    static Cell text(String text) {
      return text.isEmpty() ? EMPTY : new Cell(text, false, false);
    }
  }

  Cell cell(int column) {
    return column < cells.size() ? cells.get(column) : Cell.EMPTY;
  }

  boolean isBlank() {
    return cells.stream().allMatch(cell -> cell.text().isBlank());
  }
}
