package org.shouwang.sampling;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.shouwang.clock.WorldClock;
import org.shouwang.web.PlainValues;

/** Understands the rows of a laboratory's file. Pure. */
final class ResultRows {

  private static final Map<String, List<String>> HEADERS =
      Map.of(
          "tube",
          List.of(
              "管码",
              "采样管编号",
              "采样管编码",
              "采样管码",
              "采样管条码",
              "采样管号",
              "管号",
              "试管编号",
              "试管码",
              "条码",
              "条码号",
              "样本编号",
              "样本条码",
              "tube",
              "tubecode",
              "code",
              "barcode"),
          "result",
          List.of("结果", "检测结果", "核酸结果", "核酸检测结果", "result"),
          "step",
          List.of("步骤", "检测步骤", "检测阶段", "检测类型", "初筛/复核", "step"),
          "reportedAt",
          List.of("报告时间", "结果时间", "出结果时间", "检测时间", "检测完成时间", "reportedat", "reported", "time"),
          "laboratory",
          List.of("实验室", "检测机构", "检测单位", "检测实验室", "laboratory", "lab"));

  private static final Map<String, ResultValue> VALUES =
      Map.ofEntries(
          Map.entry("阴性", ResultValue.NEGATIVE),
          Map.entry("阴性(-)", ResultValue.NEGATIVE),
          Map.entry("阴", ResultValue.NEGATIVE),
          Map.entry("negative", ResultValue.NEGATIVE),
          Map.entry("阳性", ResultValue.POSITIVE),
          Map.entry("阳性(+)", ResultValue.POSITIVE),
          Map.entry("阳", ResultValue.POSITIVE),
          Map.entry("positive", ResultValue.POSITIVE),
          Map.entry("灰区", ResultValue.GREY),
          Map.entry("可疑", ResultValue.GREY),
          Map.entry("grey", ResultValue.GREY),
          Map.entry("gray", ResultValue.GREY),
          Map.entry("无效", ResultValue.INVALID),
          Map.entry("invalid", ResultValue.INVALID));

  private static final List<DateTimeFormatter> TIMES =
      List.of(
          DateTimeFormatter.ofPattern("uuuu-M-d H:mm[:ss]"),
          DateTimeFormatter.ofPattern("uuuu/M/d H:mm[:ss]"),
          DateTimeFormatter.ofPattern("uuuu.M.d H:mm[:ss]"),
          DateTimeFormatter.ofPattern("uuuu年M月d日 H:mm[:ss]"));

  /** A day number of Excel with its part of the day. */
  private static final Pattern SERIAL = Pattern.compile("\\d{5}(\\.\\d{1,12})?");

  private final Map<String, Integer> columns;
  private final int width;

  private ResultRows(Map<String, Integer> columns, int width) {
    this.columns = columns;
    this.width = width;
  }

  /** A row that can't be read: which field, and why. */
  static final class Unreadable extends Exception {
    private final String field;
    private final String value;
    private final String code;

    Unreadable(String field, String value, String code) {
      super(code, null, false, false);
      this.field = field;
      this.value = PlainValues.shown(value, 40);
      this.code = code;
    }

    String field() {
      return field;
    }

    String value() {
      return value;
    }

    String code() {
      return code;
    }
  }

  /** What a row says. */
  record Read(
      String tube,
      ResultStep step,
      ResultValue value,
      Instant reportedAt,
      @Nullable String laboratory) {}

  /** Reads a row as headers; null: it is none, such as a title. */
  static @Nullable ResultRows headers(List<String> cells) {
    Map<String, Integer> columns = new HashMap<>();
    for (int i = 0; i < cells.size(); i++) {
      String header = plain(cells.get(i)).replace(" ", "").toLowerCase(Locale.ROOT);
      int at = i;
      HEADERS.forEach((field, names) -> {
        if (names.contains(header)) {
          columns.putIfAbsent(field, at);
        }
      });
    }
    return columns.containsKey("tube")
            && columns.containsKey("result")
            && columns.containsKey("reportedAt")
        ? new ResultRows(columns, cells.size())
        : null;
  }

  Read read(List<String> cells) throws Unreadable {
    String tube = TubeCode.normal(cell(cells, "tube"));
    if (tube.isEmpty()) {
      throw new Unreadable("tube", "", "sampling.row_tube_missing");
    }
    if (cells.size() < width && cells.size() <= last()) {
      throw new Unreadable("row", tube, "sampling.row_cut");
    }
    if (!TubeCode.valid(tube)) {
      throw new Unreadable("tube", tube, "sampling.row_tube_wrong");
    }
    String laboratory = cell(cells, "laboratory");
    return new Read(
        tube,
        step(cell(cells, "step")),
        value(cell(cells, "result")),
        time(cell(cells, "reportedAt")),
        laboratory.isEmpty() ? null : laboratory.substring(0, Math.min(100, laboratory.length())));
  }

  /** The last column that must be there. */
  private int last() {
    return columns.entrySet().stream()
        .filter(column -> !column.getKey().equals("laboratory"))
        .mapToInt(Map.Entry::getValue)
        .max()
        .orElse(0);
  }

  private String cell(List<String> cells, String field) {
    Integer at = columns.get(field);
    return at == null || at >= cells.size() ? "" : plain(cells.get(at));
  }

  /** Without what sticks to cells: an apostrophe, blanks of full width, a tab. */
  private static String plain(String cell) {
    String text = cell.replace('\u3000', ' ').replace('\u00a0', ' ').replace('\ufeff', ' ').strip();
    return text.startsWith("'") ? text.substring(1).strip() : text;
  }

  private static ResultStep step(String text) throws Unreadable {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "", "初筛", "筛查", "初检", "screening" -> ResultStep.SCREENING;
      case "复核", "复检", "确认", "confirmation" -> ResultStep.CONFIRMATION;
      default -> throw new Unreadable("step", text, "sampling.row_step_unknown");
    };
  }

  private static ResultValue value(String text) throws Unreadable {
    ResultValue value =
        VALUES.get(text.replace('(', '(').replace(')', ')').toLowerCase(Locale.ROOT));
    if (value == null) {
      throw new Unreadable("result", text, "sampling.row_result_unknown");
    }
    return value;
  }

  static Instant time(String text) throws Unreadable {
    String one = text.replaceAll("\\s+", " ");
    try {
      if (SERIAL.matcher(one).matches()) {
        long seconds =
            new BigDecimal(one)
                .multiply(BigDecimal.valueOf(86_400))
                .setScale(0, java.math.RoundingMode.HALF_UP)
                .longValueExact();
        return LocalDateTime.of(1899, 12, 30, 0, 0)
            .plusSeconds(seconds)
            .atZone(WorldClock.ZONE)
            .toInstant();
      }
      if (one.contains("T")) {
        return PlainValues.instant(one);
      }
    } catch (DateTimeException | ArithmeticException e) {
      throw new Unreadable("reportedAt", text, "sampling.row_time_wrong");
    }
    for (DateTimeFormatter format : TIMES) {
      try {
        LocalDateTime time = LocalDateTime.parse(one, format);
        if (time.getYear() >= 1 && time.getYear() <= 9998) {
          return time.atZone(WorldClock.ZONE).toInstant();
        }
      } catch (DateTimeException e) {
        continue; // the next form
      }
    }
    throw new Unreadable("reportedAt", text, "sampling.row_time_wrong");
  }
}
