package org.shouwang.web;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.stereotype.Component;

/** Makes problem details (RFC 9457) in the reader's language. */
@Component
public class Problems {

  private final Messages messages;

  Problems(Messages messages) {
    this.messages = messages;
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
  public ProblemDetail of(int status, String code, Map<String, ?> values, Locale locale) {
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
}
