package org.shouwang.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.context.request.async.AsyncRequestTimeoutException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.multipart.MaxUploadSizeExceededException;

/** The one handler of every error that leaves over HTTP. */
@RestControllerAdvice
class ProblemHandler {

  private static final Logger log = LoggerFactory.getLogger(ProblemHandler.class);

  private final Problems problems;

  ProblemHandler(Problems problems) {
    this.problems = problems;
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> on(Refused refused, Locale locale) {
    ResponseEntity.BodyBuilder answer = answer(refused.status());
    Object retry = refused.values().get("retryAfter");
    if (retry != null) {
      answer.header(HttpHeaders.RETRY_AFTER, String.valueOf(retry));
    }
    return answer.body(problems.of(refused, locale));
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> on(HttpMessageNotReadableException unreadable, Locale locale) {
    return problem(400, "web.body_unreadable", Map.of(), locale);
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> on(MethodArgumentTypeMismatchException mismatch, Locale locale) {
    return problem(
        400,
        "web.parameter_invalid",
        Map.of("field", mismatch.getName(), "value", String.valueOf(mismatch.getValue())),
        locale);
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> on(MaxUploadSizeExceededException tooLarge, Locale locale) {
    return problem(413, "web.upload_too_large", Map.of(), locale);
  }

  /** The reader of a live stream went away: nobody is left to answer. */
  @ExceptionHandler({AsyncRequestNotUsableException.class, AsyncRequestTimeoutException.class})
  void onGone() {}

  @ExceptionHandler
  ResponseEntity<ProblemDetail> on(Exception unexpected, HttpServletRequest request, Locale locale)
      throws Exception {
    if (unexpected.getClass().getName().startsWith("org.springframework.security.")) {
      throw unexpected;
    }
    if (unexpected instanceof ErrorResponse known) {
      int status = known.getStatusCode().value();
      return problem(
          status,
          switch (status) {
            case 404 -> "web.not_found";
            case 405 -> "web.method_not_allowed";
            case 406 -> "web.not_acceptable";
            case 415 -> "web.media_type";
            default -> "web.bad_request";
          },
          Map.of(),
          locale);
    }
    String reference = UUID.randomUUID().toString();
    log.error(
        "{} {} failed, reference {}",
        request.getMethod(),
        request.getRequestURI(),
        reference,
        unexpected);
    return problem(500, "web.unexpected", Map.of("reference", reference), locale);
  }

  private ResponseEntity<ProblemDetail> problem(
      int status, String code, Map<String, ?> values, Locale locale) {
    return answer(status).body(problems.of(status, code, values, locale));
  }

  private static ResponseEntity.BodyBuilder answer(int status) {
    return ResponseEntity.status(status).contentType(MediaType.APPLICATION_PROBLEM_JSON);
  }
}
