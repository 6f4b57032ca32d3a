package org.shouwang.linelists;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A first look at a table: where its headers are, what its columns hold. Pure. */
final class Survey {

  /** Titles that may stand before the headers. */
  private static final int TITLES = 15;

  /** Values of a column that a person is shown to map them. */
  static final int VALUES = 20;

  /** What we add to rows that we give back, so that they come in again as they are. */
  static final String ADDED = "※";

  private final List<List<String>> first = new ArrayList<>();
  private List<String> headers = List.of();
  private int headerRow = -1;
  private final List<Set<String>> values = new ArrayList<>();
  private final List<Set<DayOrder>> orders = new ArrayList<>();
  private int rows;

  /**
   * A column.
   *
   * @param values some of what stands in it, each once
   */
  record Seen(String header, List<String> values) {}

  void row(List<String> cells) {
    if (headerRow < 0) {
      first.add(cells);
      if (Headers.format(cells) != ListFormat.OTHER) {
        begin(first.size() - 1);
      } else if (first.size() == TITLES) {
        begin(best());
      }
      return;
    }
    take(cells);
  }

  /** The file is at its end. */
  void end() {
    if (headerRow < 0 && !first.isEmpty()) {
      begin(best());
    }
  }

  /** The row in which we know most headers; else the first with several cells. */
  private int best() {
    int best = 0;
    int most = 0;
    for (int i = 0; i < first.size(); i++) {
      int known = Headers.columns(ListFormat.OTHER, null, first.get(i)).size();
      if (known > most) {
        most = known;
        best = i;
      }
    }
    for (int i = 0; most == 0 && i < first.size(); i++) {
      if (first.get(i).stream().filter(it -> !it.isBlank()).count() >= 2) {
        return i;
      }
    }
    return best;
  }

  private void begin(int at) {
    headerRow = at;
    headers = Headers.unique(first.get(at));
    for (int i = 0; i < headers.size(); i++) {
      values.add(new LinkedHashSet<>());
      orders.add(new LinkedHashSet<>());
    }
    first.subList(at + 1, first.size()).forEach(this::take);
  }

  private void take(List<String> cells) {
    if (isRemark(cells)) {
      return;
    }
    rows++;
    for (int i = 0; i < Math.min(cells.size(), headers.size()); i++) {
      String cell = cells.get(i).strip();
      if (cell.isEmpty()) {
        continue;
      }
      if (values.get(i).size() < VALUES) {
        values.get(i).add(cell);
      }
      orders.get(i).add(FileDays.told(cell));
    }
  }

  /** A line of captions, as SORMAS writes after its headers. */
  static boolean isRemark(List<String> cells) {
    return !cells.isEmpty() && cells.getFirst().strip().startsWith("##");
  }

  /** Which of the rows that aren't blank holds the headers, from 0. */
  int headerRow() {
    return headerRow;
  }

  List<String> headers() {
    return headers;
  }

  int rows() {
    return rows;
  }

  List<Seen> columns() {
    List<Seen> columns = new ArrayList<>();
    for (int i = 0; i < headers.size(); i++) {
      if (!headers.get(i).startsWith(ADDED)) {
        columns.add(new Seen(headers.get(i), List.copyOf(values.get(i))));
      }
    }
    return columns;
  }

  /** In what order the columns of days are written; AUTO: they don't tell, or contradict. */
  DayOrder order(Mapping mapping) {
    Set<DayOrder> told = new LinkedHashSet<>();
    for (int i = 0; i < headers.size(); i++) {
      Field field = mapping.columns().get(headers.get(i));
      if (field != null && (field.type() == Field.Type.DAY || field.type() == Field.Type.TIME)) {
        told.addAll(orders.get(i));
      }
    }
    told.remove(DayOrder.AUTO);
    return told.size() == 1 ? told.iterator().next() : DayOrder.AUTO;
  }

  /** A row's cells that aren't empty, by header. */
  static Map<String, String> cells(List<String> headers, List<String> row) {
    Map<String, String> cells = new LinkedHashMap<>();
    for (int i = 0; i < Math.min(headers.size(), row.size()); i++) {
      String cell = row.get(i).strip();
      if (!cell.isEmpty() && !headers.get(i).startsWith(ADDED)) {
        cells.put(headers.get(i), cell);
      }
    }
    return cells;
  }
}
