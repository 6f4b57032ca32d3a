package org.shouwang.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.stereotype.Component;
import tools.jackson.databind.ObjectMapper;

/** Makes problem details (RFC 9457) in the reader's language. */
@Component
public class Problems {

  private static final int LONGEST_VALUE = 200;

  private final Messages messages;
  private final ObjectMapper json;

  Problems(Messages messages, ObjectMapper json) {
    this.messages = messages;
    this.json = json;
  }

  /** The problem of a refusal. */
  public ProblemDetail of(Refused refused, Locale locale) {
    return of(refused.status(), refused.code(), refused.values(), locale);
  }

  /**
   * A problem by its code.
   *
   * @param values named values of its texts; {@code field} and {@code value} are shown apart
   */
  public ProblemDetail of(int status, String code, Map<String, ?> given, Locale locale) {
    Map<String, Object> values = new LinkedHashMap<>(given);
    values.replaceAll((name, value) -> shown(value));
    ProblemDetail problem = ProblemDetail.forStatus(HttpStatusCode.valueOf(status));
    problem.setType(URI.create("urn:shouwang:problem:" + code));
    problem.setTitle(messages.text(locale, code + ".title", values));
    problem.setDetail(messages.text(locale, code + ".detail", values));
    Map<String, Object> more = new LinkedHashMap<>();
    more.put("code", code);
    more.put("cure", messages.text(locale, code + ".cure", values));
    if (values.containsKey("field")) {
      more.put("field", String.valueOf(values.get("field")));
    }
    if (values.containsKey("value")) {
      more.put("value", String.valueOf(values.get("value")));
    }
    problem.setProperties(more);
    return problem;
  }

  /** The code of what is refused before one of our handlers sees it. */
  public static String codeOf(int status) {
    return switch (status) {
      case 404 -> "web.not_found";
      case 405 -> "web.method_not_allowed";
      case 406 -> "web.not_acceptable";
      case 413 -> "web.upload_too_large";
      case 415 -> "web.media_type";
      default -> "web.bad_request";
    };
  }

  /** Answers from a filter, where no handler of errors stands above. */
  public void send(
      int status,
      String code,
      Map<String, ?> values,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    byte[] body =
        json.writeValueAsString(of(status, code, values, request.getLocale()))
            .getBytes(StandardCharsets.UTF_8);
    response.setStatus(status);
    response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }

  /**
   * What a person sent may be an ID number in the wrong field, or a text that can't be written as
   * UTF-8; errors travel to logs and screens, so it is made harmless in this one place.
   */
  private static Object shown(Object value) {
    return value instanceof CharSequence text ? PlainValues.shown(text, LONGEST_VALUE) : value;
  }
}
