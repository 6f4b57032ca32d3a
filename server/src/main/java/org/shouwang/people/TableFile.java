package org.shouwang.people;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ExcelReaderException;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.ReadingOptions;
import org.dhatim.fastexcel.reader.Row;
import org.dhatim.fastexcel.reader.Sheet;
import org.dhatim.fastexcel.reader.SheetVisibility;
import org.shouwang.people.SheetRow.Cell;
import org.shouwang.web.Refused;

/** Reads the rows of an Excel or CSV file one after another, within bounds. */
final class TableFile {

  /** Most rows of a file. */
  static final int MAX_ROWS = 300_000;

  /** A case of other systems has some 400, of which few are asked for. */
  private static final int MAX_COLUMNS = 1_000;

  private static final int MAX_CELL = 4_000;
  private static final Charset GBK = Charset.forName("GB18030");
  private static final String DELIMITERS = ",\t;";
  private static final byte[] BOM = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private TableFile() {}

  /** The bound that a refusal of a file speaks of. */
  static int most(String code) {
    return code.equals("people.file_too_many_columns") ? MAX_COLUMNS : MAX_ROWS;
  }

  /**
   * Hands every row that isn't blank to the sink.
   *
   * @throws Refused when the file is none of ours, damaged or a bomb
   */
  static void read(Path file, String name, Consumer<SheetRow> sink) {
    read(file, name, MAX_ROWS, sink);
  }

  /** The same within a bound of rows of one's own. */
  static void read(Path file, String name, int most, Consumer<SheetRow> sink) {
    try {
      byte[] start = start(file);
      if (start.length < 8) {
        throw Refused.invalid("people.file_unknown");
      }
      if (ReadableWorkbook.isOOXMLZipHeader(start)) {
        ZipBounds.check(file);
        readWorkbook(file, most, sink);
      } else if (ReadableWorkbook.isOLE2Header(start)) {
        throw Refused.invalid("people.file_old_excel");
      } else if (isText(start)) {
        readCsv(file, name, most, sink);
      } else {
        throw Refused.invalid("people.file_unknown");
      }
    } catch (IOException | ExcelReaderException e) {
      throw Refused.invalid("people.file_damaged");
    }
  }

  private static byte[] start(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(8_192);
    }
  }

  private static boolean isText(byte[] start) {
    for (byte b : start) {
      if (b == 0) {
        return false;
      }
    }
    return start.length > 0;
  }

  private static void readWorkbook(Path file, int most, Consumer<SheetRow> sink)
      throws IOException {
    Bounds bounds = new Bounds(most);
    try (ReadableWorkbook workbook =
        new ReadableWorkbook(file.toFile(), new ReadingOptions(false, true))) {
      List<Sheet> sheets = workbook.getSheets().toList();
      for (Sheet sheet : sheets) {
        if (sheet.getVisibility() != SheetVisibility.VISIBLE) {
          continue;
        }
        try (Stream<Row> rows = sheet.openStream()) {
          for (Iterator<Row> each = rows.iterator(); each.hasNext(); ) {
            Row row = each.next();
            bounds.row(row.getCellCount());
            SheetRow read = new SheetRow(sheet.getName(), row.getRowNum(), cells(row));
            if (!read.isBlank()) {
              sink.accept(read);
            }
          }
        }
      }
    }
  }

  private static List<Cell> cells(Row row) {
    List<Cell> cells = new ArrayList<>(row.getCellCount());
    for (int i = 0; i < row.getCellCount(); i++) {
      org.dhatim.fastexcel.reader.Cell cell = row.getCell(i);
      cells.add(cell == null ? Cell.EMPTY : cell(cell));
    }
    return cells;
  }

  private static Cell cell(org.dhatim.fastexcel.reader.Cell cell) {
    CellType type = cell.getType();
    return switch (type) {
      case NUMBER -> new Cell(number(cell.getRawValue()), true, false);
      case STRING -> Cell.text(bounded(cell.getText()));
      case FORMULA -> formula(cell);
      case BOOLEAN, ERROR -> Cell.text(bounded(orEmpty(cell.getRawValue())));
      case EMPTY -> Cell.EMPTY;
    };
  }

  private static Cell formula(org.dhatim.fastexcel.reader.Cell cell) {
    Object value = cell.getValue();
    String text =
        value instanceof BigDecimal number
            ? number.toPlainString()
            : value != null ? value.toString() : orEmpty(cell.getRawValue());
    return new Cell(bounded(text), value instanceof BigDecimal, true);
  }

  private static String number(@org.jspecify.annotations.Nullable String raw) {
    if (raw == null || raw.isEmpty()) {
      return "";
    }
    try {
      BigDecimal number = new BigDecimal(raw);
      return number.scale() > 30 || number.precision() - number.scale() > 30
          ? raw
          : number.stripTrailingZeros().toPlainString();
    } catch (NumberFormatException notANumber) {
      return raw;
    }
  }

  private static String orEmpty(@org.jspecify.annotations.Nullable String text) {
    return text == null ? "" : text;
  }

  private static String bounded(String text) {
    // beyond what isText looks at a CSV may still hold NUL, which neither PostgreSQL nor Excel
    // takes
    String plain = text.indexOf('\0') < 0 ? text : text.replace('\0', '\ufffd');
    return plain.length() > MAX_CELL ? plain.substring(0, MAX_CELL) : plain;
  }

  private static void readCsv(Path file, String name, int most, Consumer<SheetRow> sink)
      throws IOException {
    Bounds bounds = new Bounds(most);
    Charset charset = isUtf8(file) ? UTF_8 : GBK;
    CSVFormat format = CSVFormat.EXCEL.builder().setDelimiter(delimiter(file, charset)).get();
    try (Reader reader = open(file, charset);
        CSVParser parser = CSVParser.parse(reader, format)) {
      for (CSVRecord row : parser) {
        bounds.row(row.size());
        List<Cell> cells = new ArrayList<>(row.size());
        for (String value : row) {
          cells.add(Cell.text(bounded(value)));
        }
        SheetRow read = new SheetRow(name, (int) row.getRecordNumber(), cells);
        if (!read.isBlank()) {
          sink.accept(read);
        }
      }
    } catch (IllegalStateException | java.io.UncheckedIOException malformed) {
      throw Refused.invalid("people.file_damaged");
    }
  }

  /** What separates most in the first line that has any, outside of quotes. */
  private static char delimiter(Path file, Charset charset) throws IOException {
    try (BufferedReader reader = new BufferedReader(open(file, charset))) {
      char[] head = new char[16_384];
      int read = reader.read(head);
      int[] counts = new int[DELIMITERS.length()];
      boolean quoted = false;
      for (int i = 0; i < read; i++) {
        int which = DELIMITERS.indexOf(head[i]);
        if (head[i] == '"') {
          quoted = !quoted;
        } else if (which >= 0 && !quoted) {
          counts[which]++;
        } else if (head[i] == '\n' && !quoted && most(counts) >= 0) {
          break;
        }
      }
      return most(counts) < 0 ? ',' : DELIMITERS.charAt(most(counts));
    }
  }

  private static int most(int[] counts) {
    int most = -1;
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] > (most < 0 ? 0 : counts[most])) {
        most = i;
      }
    }
    return most;
  }

  private static Reader open(Path file, Charset charset) throws IOException {
    BufferedInputStream in = new BufferedInputStream(Files.newInputStream(file));
    in.mark(3);
    if (!java.util.Arrays.equals(in.readNBytes(3), BOM)) {
      in.reset();
    }
    return new InputStreamReader(in, charset);
  }

  private static boolean isUtf8(Path file) throws IOException {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer bytes = ByteBuffer.allocate(65_536);
    CharBuffer chars = CharBuffer.allocate(65_536);
    try (InputStream in = Files.newInputStream(file)) {
      while (true) {
        int read = in.read(bytes.array(), bytes.position(), bytes.remaining());
        bytes.limit(bytes.position() + Math.max(0, read)).position(0);
        CoderResult result = decoder.decode(bytes, chars, read < 0);
        if (result.isError()) {
          return false;
        }
        if (read < 0) {
          return true;
        }
        bytes.compact();
        chars.clear();
      }
    }
  }

  /** Counts rows and columns, and stops at too many. */
  private static final class Bounds {
    private final int most;
    private int rows;

    Bounds(int most) {
      this.most = most;
    }

    void row(int columns) {
      if (++rows > most) {
        throw Refused.invalid("people.file_too_many_rows").with("most", most);
      }
      if (columns > MAX_COLUMNS) {
        throw Refused.invalid("people.file_too_many_columns").with("most", MAX_COLUMNS);
      }
    }
  }
}
