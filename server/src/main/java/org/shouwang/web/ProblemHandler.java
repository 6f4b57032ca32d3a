package org.shouwang.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.apache.catalina.connector.ClientAbortException;
import org.apache.coyote.BadRequestException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.context.request.async.AsyncRequestTimeoutException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.multipart.MaxUploadSizeExceededException;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.multipart.support.MissingServletRequestPartException;
import tools.jackson.core.JacksonException;

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
    Refused refused =
        unreadable.getCause() instanceof JacksonException cause
            ? Unreadable.of(cause)
            : Refused.of(400, "web.body_unreadable");
    return on(refused, locale);
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> on(MissingServletRequestPartException missing, Locale locale) {
    return parameterMissing(missing.getRequestPartName(), locale);
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> on(MissingServletRequestParameterException missing, Locale locale) {
    return parameterMissing(missing.getParameterName(), locale);
  }

  private ResponseEntity<ProblemDetail> parameterMissing(String name, Locale locale) {
    return problem(400, "web.parameter_missing", Map.of("field", name), locale);
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> on(MultipartException broken, Locale locale) {
    return problem(400, "web.upload_unreadable", Map.of(), locale);
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

  /** A body that breaks the rules of HTTP itself. */
  @ExceptionHandler
  ResponseEntity<ProblemDetail> on(BadRequestException broken, Locale locale) {
    return problem(400, "web.body_unreadable", Map.of(), locale);
  }

  /** The reader of a live stream, or a device in the midst of sending, went away: as they do. */
  @ExceptionHandler({
    AsyncRequestNotUsableException.class,
    AsyncRequestTimeoutException.class,
    ClientAbortException.class
  })
  void onGone() {}

  @ExceptionHandler
  ResponseEntity<ProblemDetail> on(Exception unexpected, HttpServletRequest request, Locale locale)
      throws Exception {
    if (unexpected.getClass().getName().startsWith("org.springframework.security.")) {
      throw unexpected;
    }
    if (unexpected instanceof ErrorResponse known) {
      int status = known.getStatusCode().value();
      return answer(status)
          .headers(known.getHeaders()) // which methods and types are taken instead
          .body(problems.of(status, Problems.codeOf(status), Map.of(), locale));
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
