package org.shouwang.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One figure, one JSON line. */
final class Figure {

  private static final List<String> ALWAYS = List.of("value", "floor", "ratio", "p50_ms", "p99_ms");

  private final String name;
  private final String unit;
  private final Map<String, Double> values = new LinkedHashMap<>();

  private Figure(String name, double value, String unit) {
    this.name = name;
    this.unit = unit;
    with("value", value);
  }

  static Figure of(String name, double value, String unit) {
    return new Figure(name, value, unit);
  }

  /** The floor measured in the same run, and the value as its share. */
  Figure floor(double value, double floor) {
    return with("floor", floor).with("ratio", value / floor);
  }

  Figure latency(Load.Seen seen) {
    return with("p50_ms", seen.p50()).with("p99_ms", seen.p99());
  }

  Figure with(String key, double value) {
    values.put(key, value);
    return this;
  }

  @SuppressWarnings("SystemOut") // a figure's place is the standard output
  void print() {
    StringBuilder line = new StringBuilder(200);
    line.append("{\"figure\":\"").append(name).append('"');
    append(line, "value");
    line.append(",\"unit\":\"").append(unit).append('"');
    ALWAYS.stream().skip(1).forEach(key -> append(line, key));
    values.keySet().stream().filter(key -> !ALWAYS.contains(key)).forEach(key -> append(line, key));
    System.out.println(line.append('}'));
  }

  /** What was not measured is null, so that every line has the same keys. */
  private void append(StringBuilder line, String key) {
    Double value = values.get(key);
    line.append(",\"").append(key).append("\":");
    line.append(value == null ? "null" : String.format(Locale.ROOT, "%.3f", value));
  }
}
