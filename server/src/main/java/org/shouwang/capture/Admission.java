package org.shouwang.capture;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.shouwang.web.Problems;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import tools.jackson.databind.ObjectMapper;

/**
 * Caps what is under way at the door. It stands before everything else, so that a refusal costs
 * next to nothing and comes at once; devices come back after Retry-After with jitter.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class Admission extends OncePerRequestFilter {

  private static final long UNKNOWN_LENGTH = 65_536;

  private final DoorSettings settings;
  private final Problems problems;
  private final ObjectMapper json;
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicLong bytes = new AtomicLong();

  Admission(DoorSettings settings, Problems problems, ObjectMapper json) {
    this.settings = settings;
    this.problems = problems;
    this.json = json;
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return !"POST".equals(request.getMethod()) || !"/api/v1/facts".equals(request.getRequestURI());
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    long length = request.getContentLengthLong();
    if (length > settings.body()) {
      refuse(request, response, 413, "capture.body_too_large");
      return;
    }
    long weight = length < 0 ? UNKNOWN_LENGTH : length;
    int under = requests.incrementAndGet();
    long size = bytes.addAndGet(weight);
    try {
      if (under > settings.requests() || size > settings.bytes()) {
        response.setHeader("Retry-After", "1");
        refuse(request, response, 429, "capture.busy");
        return;
      }
      chain.doFilter(request, response);
    } finally {
      requests.decrementAndGet();
      bytes.addAndGet(-weight);
    }
  }

  private void refuse(
      HttpServletRequest request, HttpServletResponse response, int status, String code)
      throws IOException {
    byte[] body =
        json.writeValueAsString(
                problems.of(status, code, Map.of("limit", settings.body()), request.getLocale()))
            .getBytes(StandardCharsets.UTF_8);
    response.setStatus(status);
    response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }
}
