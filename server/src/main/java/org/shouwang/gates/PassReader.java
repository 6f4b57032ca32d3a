package org.shouwang.gates;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.web.PlainValues;
import org.shouwang.web.Refused;
import tools.jackson.databind.JsonNode;

/** Reads the data of a {@code gates.pass}; a field of a wrong kind is refused by name. */
final class PassReader {

  private static final int MAX_TEMPERATURES = 10;
  private static final int MAX_TEXT = 500;

  /** What is known of the device's own verdict. */
  record DeviceVerdict(
      String action, @Nullable String reasons, @Nullable String edition, boolean staleRoster) {}

  private PassReader() {}

  static PassData read(JsonNode data) {
    String direction = text(data, "direction");
    if (direction == null || !Set.of("in", "out").contains(direction)) {
      throw wrong("direction", direction);
    }
    text(data, "method");
    flag(data, "letIn");
    return new PassData(
        direction.equals("out"),
        text(data, "colour"),
        temperatures(data.path("temperatures")),
        text(data, "tripCard"),
        test(data.path("test")),
        text(data, "reason"),
        text(data, "host"),
        text(data, "escort"),
        text(data, "classOfPerson"),
        text(data, "emergency"));
  }

  static @Nullable DeviceVerdict device(JsonNode node) {
    if (!given(node, "device")) {
      return null;
    }
    String word = text(node, "action");
    if (word == null || GateAction.ofWord(word).isEmpty()) {
      throw wrong("device.action", word);
    }
    StringBuilder reasons = new StringBuilder();
    boolean stale = false;
    JsonNode list = node.path("reasons");
    if (!list.isArray() && !list.isMissingNode() && !list.isNull()) {
      throw wrong("device.reasons", list.getNodeType().name());
    }
    for (JsonNode each : list) {
      String code = each.isString() ? each.stringValue() : each.path("code").asString("");
      if (ReasonCode.ofWord(code).isEmpty()) {
        throw wrong("device.reasons", code);
      }
      stale |= code.equals(ReasonCode.ROSTER_STALE.word());
      reasons.append(reasons.isEmpty() ? "" : ",").append(code);
    }
    return new DeviceVerdict(
        word, reasons.isEmpty() ? null : reasons.toString(), text(node, "edition"), stale);
  }

  static @Nullable UUID uuid(JsonNode data, String field) {
    String text = text(data, field);
    if (text == null) {
      return null;
    }
    try {
      return PlainValues.uuid(text);
    } catch (IllegalArgumentException e) {
      throw wrong(field, text);
    }
  }

  static @Nullable String text(JsonNode data, String field) {
    JsonNode value = data.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (!value.isString()) {
      throw wrong(field, value.getNodeType().name());
    }
    String text = value.stringValue();
    if (text.length() > MAX_TEXT || text.indexOf('\0') >= 0) {
      throw wrong(field, "> " + MAX_TEXT);
    }
    return text;
  }

  /** Yes, no, or nothing: what isn't understood is not read as the one or the other. */
  static @Nullable Boolean flag(JsonNode data, String field) {
    JsonNode value = data.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (!value.isBoolean()) {
      throw wrong(field, value.getNodeType().name());
    }
    return value.booleanValue();
  }

  private static boolean given(JsonNode node, String field) {
    if (node.isMissingNode() || node.isNull()) {
      return false;
    }
    if (!node.isObject()) {
      throw wrong(field, node.getNodeType().name());
    }
    return true;
  }

  private static double[] temperatures(JsonNode list) {
    if (list.isMissingNode() || list.isNull()) {
      return new double[0];
    }
    if (!list.isArray() || list.size() > MAX_TEMPERATURES) {
      throw wrong("temperatures", list.getNodeType().name());
    }
    double[] readings = new double[list.size()];
    for (int i = 0; i < readings.length; i++) {
      if (!list.get(i).isNumber()) {
        throw wrong("temperatures", list.get(i).getNodeType().name());
      }
      readings[i] = list.get(i).doubleValue();
      if (!Double.isFinite(readings[i])) {
        throw wrong("temperatures", String.valueOf(readings[i]));
      }
    }
    return readings;
  }

  private static PassData.@Nullable Test test(JsonNode node) {
    if (!given(node, "test")) {
      return null;
    }
    return new PassData.Test(
        instant(node, "sampledAt"), instant(node, "reportedAt"), text(node, "result"));
  }

  private static @Nullable Instant instant(JsonNode node, String field) {
    String text = text(node, field);
    if (text == null) {
      return null;
    }
    try {
      return PlainValues.instant(text);
    } catch (DateTimeException e) {
      throw wrong("test." + field, text);
    }
  }

  static Refused wrong(String field, @Nullable String value) {
    String shown = value == null ? "" : value.length() > 40 ? value.substring(0, 40) + "…" : value;
    return Refused.invalid("gates.field_wrong").field("data." + field).value(shown);
  }
}
