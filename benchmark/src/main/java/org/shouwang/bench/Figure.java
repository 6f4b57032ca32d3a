package org.shouwang.bench;

import java.util.Locale;

/** One figure, one JSON line. */
final class Figure {

  private final StringBuilder line = new StringBuilder(160);

  private Figure(String name, double value, String unit) {
    line.append("{\"figure\":\"").append(name).append('"');
    with("value", value);
    line.append(",\"unit\":\"").append(unit).append('"');
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

  Figure with(String name, double value) {
    line.append(",\"").append(name).append("\":").append(String.format(Locale.ROOT, "%.3f", value));
    return this;
  }

  @SuppressWarnings("SystemOut") // a figure's place is the standard output
  void print() {
    System.out.println(line.append('}'));
  }
}
