package org.shouwang.channels;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.shouwang.channels.Adapter.Answer;
import org.shouwang.web.PlainValues;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Understands the answers of both kinds of robots: HTTP 200 with errcode and errmsg.
 *
 * @param busy codes of too many messages, with how long they shut the robot
 * @param refused codes that no second attempt changes
 */
record RobotAnswer(Map<Integer, Duration> busy, Set<Integer> refused) {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int MOST = 160;

  Outcome read(Answer answer) {
    Outcome unusual = unusual(answer);
    if (unusual != null) {
      return unusual;
    }
    JsonNode json;
    try {
      json = JSON.readTree(answer.body());
    } catch (JacksonException e) {
      return Outcome.resting("answer_unknown", "no JSON", null);
    }
    if (!json.path("errcode").isIntegralNumber() || !json.path("errcode").canConvertToInt()) {
      return Outcome.resting("answer_unknown", "no errcode", null);
    }
    int code = json.path("errcode").intValue();
    if (code == 0) {
      return Outcome.DELIVERED;
    }
    String said =
        PlainValues.shown("errcode " + code + " " + json.path("errmsg").asString(""), MOST);
    Duration shut = busy.get(code);
    if (shut != null) {
      return Outcome.resting("too_many", said, shut);
    }
    return refused.contains(code)
        ? Outcome.refused("refused", said)
        : Outcome.later("remote_error", said);
  }

  /** Answers that HTTP itself explains; null for an ordinary one. */
  static @Nullable Outcome unusual(Answer answer) {
    int status = answer.status();
    if (status / 100 == 2) {
      return null;
    }
    String said = "HTTP " + status;
    if (status == 429) {
      return Outcome.resting("too_many", said, answer.retryAfter());
    }
    return Outcome.resting(
        status >= 500 ? "remote_error" : "address_wrong", said, answer.retryAfter());
  }

  /** A text cut to what a robot takes, at a whole character. */
  static String cut(String text, int bytes) {
    if (text.getBytes(StandardCharsets.UTF_8).length <= bytes) {
      return text;
    }
    StringBuilder kept = new StringBuilder();
    int room = bytes - "…".getBytes(StandardCharsets.UTF_8).length;
    for (int i = 0; i < text.length(); ) {
      int point = text.codePointAt(i);
      room -= Character.toString(point).getBytes(StandardCharsets.UTF_8).length;
      if (room < 0) {
        break;
      }
      kept.appendCodePoint(point);
      i += Character.charCount(point);
    }
    return kept.append('…').toString();
  }
}
