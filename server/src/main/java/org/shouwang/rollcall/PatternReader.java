package org.shouwang.rollcall;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.shouwang.web.PlainValues;
import tools.jackson.databind.JsonNode;

/** Reads patterns from JSON and writes them; what can't be meant is refused by its field. */
final class PatternReader {

  private static final int MOST_TURNS = 60;
  private static final int LONGEST_NAME = 20;

  private PatternReader() {}

  static Pattern read(@Nullable String kind, JsonNode data) {
    return switch (kind == null ? "" : kind) {
      case "every_day" -> new Pattern.EveryDay();
      case "week" -> new Pattern.Week(days(data.path("days")));
      case "cycle" -> cycle(data);
      case "frequency" -> new Pattern.Frequency(optionalDay(data.path("anchor")));
      default -> throw Fields.wrong("kind", kind);
    };
  }

  /** The data of a pattern, as it is kept and shown. */
  static Map<String, Object> write(Pattern pattern) {
    Map<String, Object> data = new LinkedHashMap<>();
    switch (pattern) {
      case Pattern.EveryDay every -> {}
      case Pattern.Week week ->
          data.put("days", week.days().stream().map(DayOfWeek::getValue).sorted().toList());
      case Pattern.Cycle cycle -> {
        data.put("anchor", cycle.anchor().toString());
        data.put("turns", cycle.turns());
        Map<String, Object> shifts = new LinkedHashMap<>();
        cycle
            .shifts()
            .forEach((name, shift) ->
                shifts.put(
                    name,
                    Map.of("from", shift.from().toString(), "until", shift.until().toString())));
        data.put("shifts", shifts);
      }
      case Pattern.Frequency frequency -> {
        if (frequency.anchor() != null) {
          data.put("anchor", frequency.anchor().toString());
        }
      }
    }
    return data;
  }

  private static Set<DayOfWeek> days(JsonNode list) {
    Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
    for (JsonNode each : list) {
      int day = each.isInt() ? each.intValue() : 0;
      if (day < 1 || day > 7) {
        throw Fields.wrong("data.days", each.toString());
      }
      days.add(DayOfWeek.of(day));
    }
    if (days.isEmpty()) {
      throw Fields.wrong("data.days", "");
    }
    return days;
  }

  private static Pattern cycle(JsonNode data) {
    LocalDate anchor = optionalDay(data.path("anchor"));
    if (anchor == null) {
      throw Fields.wrong("data.anchor", "");
    }
    Map<String, Pattern.Shift> shifts = new LinkedHashMap<>();
    JsonNode named = data.path("shifts");
    if (!named.isObject() || named.size() > MOST_TURNS) {
      throw Fields.wrong("data.shifts", named.toString());
    }
    named
        .properties()
        .forEach(each ->
            shifts.put(
                name(each.getKey(), "data.shifts"),
                new Pattern.Shift(
                    time(each.getValue().path("from"), "data.shifts.from"),
                    time(each.getValue().path("until"), "data.shifts.until"))));
    List<String> turns = new ArrayList<>();
    for (JsonNode each : data.path("turns")) {
      turns.add(name(each.asString(""), "data.turns"));
    }
    if (turns.size() > MOST_TURNS || turns.stream().noneMatch(shifts::containsKey)) {
      throw Fields.wrong("data.turns", String.join(",", turns));
    }
    return new Pattern.Cycle(anchor, List.copyOf(turns), shifts);
  }

  private static String name(String name, String field) {
    if (name.isBlank() || name.length() > LONGEST_NAME || !PlainValues.isText(name)) {
      throw Fields.wrong(field, name);
    }
    return name;
  }

  private static LocalTime time(JsonNode node, String field) {
    try {
      return LocalTime.parse(node.asString(""));
    } catch (DateTimeException e) {
      throw Fields.wrong(field, node.asString(""));
    }
  }

  private static @Nullable LocalDate optionalDay(JsonNode node) {
    if (node.isMissingNode() || node.isNull()) {
      return null;
    }
    return Fields.day("data.anchor", node.isString() ? node.stringValue() : node.toString());
  }
}
