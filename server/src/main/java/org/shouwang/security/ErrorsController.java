package org.shouwang.security;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import java.util.Map;
import org.shouwang.web.Problems;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Answers what was refused before a handler of ours was reached, such as an address that the
 * firewall of requests doesn't like, as every other error is answered.
 */
@RestController
class ErrorsController implements ErrorController {

  private final Problems problems;

  ErrorsController(Problems problems) {
    this.problems = problems;
  }

  @RequestMapping("${server.error.path:${error.path:/error}}")
  @Access(within = Within.PUBLIC, withoutXsrf = true)
  ResponseEntity<ProblemDetail> problem(HttpServletRequest request, Locale locale) {
    Object given = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
    // who asks for this address itself finds nothing here
    int status = given instanceof Integer code ? code : 404;
    String code = status < 500 ? Problems.codeOf(status) : "web.failed";
    return ResponseEntity.status(status)
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(problems.of(status, code, Map.of(), locale));
  }
}
