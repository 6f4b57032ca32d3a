package org.shouwang.sampling;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.web.PlainValues;
import org.shouwang.web.Refused;
import tools.jackson.databind.JsonNode;

/** Reads the data of sampling facts; a field of a wrong kind is refused by name. */
final class FactFields {

  private static final int MAX_TUBES = 500;

  private FactFields() {}

  static @Nullable String text(JsonNode data, String field, int most) {
    JsonNode value = data.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (!value.isString() || value.stringValue().length() > most) {
      throw wrong(field, value.isString() ? "> " + most : value.getNodeType().name());
    }
    if (!PlainValues.isText(value.stringValue())) {
      throw wrong(field, "\\0");
    }
    return value.stringValue().isBlank() ? null : value.stringValue().strip();
  }

  static String required(JsonNode data, String field, int most) {
    String text = text(data, field, most);
    if (text == null) {
      throw Refused.invalid("sampling.field_missing").field("data." + field);
    }
    return text;
  }

  static String word(JsonNode data, String field, Set<String> words) {
    String word = required(data, field, 40);
    if (!words.contains(word)) {
      throw wrong(field, word);
    }
    return word;
  }

  static @Nullable UUID uuid(JsonNode data, String field) {
    String text = text(data, field, 60);
    if (text == null) {
      return null;
    }
    try {
      return PlainValues.uuid(text);
    } catch (IllegalArgumentException e) {
      throw wrong(field, text);
    }
  }

  static int count(JsonNode data, String field, int most) {
    JsonNode value = data.path(field);
    if (!value.isInt() || value.intValue() < 0 || value.intValue() > most) {
      throw value.isMissingNode() || value.isNull()
          ? Refused.invalid("sampling.field_missing").field("data." + field)
          : wrong(field, value.toString());
    }
    return value.intValue();
  }

  static boolean flag(JsonNode data, String field) {
    JsonNode value = data.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return false;
    }
    if (!value.isBoolean()) {
      throw wrong(field, value.getNodeType().name());
    }
    return value.booleanValue();
  }

  static @Nullable Double number(JsonNode data, String field, double from, double to) {
    JsonNode value = data.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (!value.isNumber() || !(value.doubleValue() >= from && value.doubleValue() <= to)) {
      throw wrong(field, value.toString());
    }
    return value.doubleValue();
  }

  static Instant instant(JsonNode data, String field) {
    String text = required(data, field, 60);
    try {
      return PlainValues.instant(text);
    } catch (DateTimeException e) {
      throw wrong(field, text);
    }
  }

  /**
   * A tube's code in its normal form. Too long to be kept is refused; a wrong one is only flagged.
   */
  static String tube(JsonNode data) {
    return TubeCode.normal(required(data, "tube", 64));
  }

  static List<String> tubes(JsonNode data) {
    JsonNode list = data.path("tubes");
    if (list.isMissingNode() || list.isNull()) {
      return List.of();
    }
    if (!list.isArray() || list.size() > MAX_TUBES) {
      throw wrong("tubes", list.isArray() ? "> " + MAX_TUBES : list.getNodeType().name());
    }
    List<String> tubes = new ArrayList<>(list.size());
    for (JsonNode each : list) {
      if (!each.isString()
          || each.stringValue().isBlank()
          || each.stringValue().length() > 64
          || !PlainValues.isText(each.stringValue())) {
        throw wrong("tubes", each.toString());
      }
      tubes.add(TubeCode.normal(each.stringValue()));
    }
    return tubes.stream().distinct().toList();
  }

  static Refused wrong(String field, String value) {
    return Refused.invalid("sampling.field_wrong")
        .field("data." + field)
        .value(PlainValues.shown(value, 40));
  }
}
