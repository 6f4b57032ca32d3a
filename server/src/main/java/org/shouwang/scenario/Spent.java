package org.shouwang.scenario;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Where a replay's time goes: seconds by part. */
final class Spent {

  private final Map<String, Long> nanos = new LinkedHashMap<>();

  void on(String part, Runnable work) {
    long from = System.nanoTime();
    work.run();
    nanos.merge(part, System.nanoTime() - from, Long::sum);
  }

  @Override
  public String toString() {
    return nanos.entrySet().stream()
        .map(part -> "%s %.1f s".formatted(part.getKey(), part.getValue() / 1e9))
        .collect(Collectors.joining(", "));
  }
}
