package org.shouwang.people;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The headers of a sheet and the columns they were understood as.
 *
 * @param kind what the sheet holds
 * @param headers from the first column on; blank where a column has none
 * @param columns the understood ones, by position
 */
record SheetColumns(ImportKind kind, List<String> headers, Map<Column, Integer> columns) {

  private static final List<ImportKind> KINDS =
      List.of(ImportKind.PEOPLE, ImportKind.UNITS, ImportKind.PLACES);

  /**
   * Reads a row as headers; empty when it is none, such as a merged title.
   *
   * @param wanted what the sheet should hold, or any
   * @param mapping headers mapped by hand to fields; an empty field leaves the column out
   */
  static Optional<SheetColumns> of(SheetRow row, ImportKind wanted, Map<String, String> mapping) {
    SheetColumns best = null;
    for (ImportKind kind : wanted == ImportKind.AUTO ? KINDS : List.of(wanted)) {
      SheetColumns tried = read(row, kind, mapping);
      if (tried.isUsable() && (best == null || tried.columns().size() > best.columns().size())) {
        best = tried;
      }
    }
    return Optional.ofNullable(best);
  }

  private static SheetColumns read(SheetRow row, ImportKind kind, Map<String, String> mapping) {
    List<String> headers = new ArrayList<>();
    Map<Column, Integer> columns = new EnumMap<>(Column.class);
    for (int i = 0; i < row.cells().size(); i++) {
      String header = Texts.plain(row.cell(i).text());
      headers.add(header);
      String chosen = mapping.get(header);
      Optional<Column> column =
          chosen == null ? Column.of(kind, header) : Column.ofField(kind, chosen);
      if (column.isPresent()) {
        columns.putIfAbsent(column.get(), i);
      }
    }
    return new SheetColumns(kind, headers, columns);
  }

  private boolean isUsable() {
    Column named =
        switch (kind) {
          case PEOPLE, AUTO -> Column.PERSON_NAME;
          case UNITS -> Column.UNIT_NAME;
          case PLACES -> Column.PLACE_NAME;
        };
    Column second =
        switch (kind) {
          case PEOPLE, AUTO -> Column.DOCUMENT;
          case UNITS -> Column.UNIT_KIND;
          case PLACES -> Column.PLACE_KIND;
        };
    return columns.containsKey(named) && columns.containsKey(second);
  }

  boolean has(Column column) {
    return columns.containsKey(column);
  }

  SheetRow.Cell cell(SheetRow row, Column column) {
    Integer at = columns.get(column);
    return at == null ? SheetRow.Cell.EMPTY : row.cell(at);
  }

  /** The plain text of a cell; null when the sheet has no such column or the cell is blank. */
  @Nullable String text(SheetRow row, Column column) {
    String text = Texts.plain(cell(row, column).text());
    return text.isEmpty() ? null : text;
  }

  /** The header of a column as the file has it. */
  String header(Column column) {
    Integer at = columns.get(column);
    return at == null ? column.field() : headers.get(at);
  }

  /** The field of the column at a position; null if it wasn't understood. */
  @Nullable String field(int position) {
    Column column = column(position);
    return column == null ? null : column.field();
  }

  @Nullable Column column(int position) {
    for (Map.Entry<Column, Integer> column : columns.entrySet()) {
      if (column.getValue() == position) {
        return column.getKey();
      }
    }
    return null;
  }

  /** The row's cells by header, as read. */
  Map<String, String> cells(SheetRow row) {
    Map<String, String> cells = new LinkedHashMap<>();
    for (int i = 0; i < headers.size(); i++) {
      String header = headers.get(i).isEmpty() ? "#" + (i + 1) : headers.get(i);
      cells.putIfAbsent(header, row.cell(i).text());
    }
    return cells;
  }
}
