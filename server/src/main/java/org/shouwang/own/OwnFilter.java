package org.shouwang.own;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.shouwang.web.Problems;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * A person's page is told to no other page and kept by no cache. What a person types is short;
 * longer bodies are turned away unread.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 2)
class OwnFilter extends OncePerRequestFilter {

  private static final String PAGE = "/own";
  private static final String API = "/api/v1/own/page";

  /** Twenty stays with all their texts are less than half of it. */
  private static final int MOST = 64 << 10;

  private final Problems problems;

  OwnFilter(Problems problems) {
    this.problems = problems;
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    String path = request.getServletPath();
    return !path.equals(PAGE) && !path.startsWith(PAGE + "/") && !path.startsWith(API);
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    response.setHeader("Referrer-Policy", "no-referrer");
    response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    boolean unsaid =
        request.getContentLengthLong() < 0 && HttpMethod.POST.matches(request.getMethod());
    if (unsaid || request.getContentLengthLong() > MOST) {
      problems.send(413, "web.body_too_large", Map.of("limit", MOST), request, response);
    } else {
      chain.doFilter(request, response);
    }
  }
}
