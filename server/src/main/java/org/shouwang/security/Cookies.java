package org.shouwang.security;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import org.shouwang.web.Refused;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.ResponseCookie;

/**
 * The session's cookie, and the double-submit cookie against forged requests. The latter's value is
 * derived from the session's token: one that an attacker plants from a neighbouring name is no good
 * for a session.
 */
final class Cookies {

  static final String SESSION = "SHOUWANG";
  static final String XSRF = "XSRF-TOKEN";
  static final String XSRF_HEADER = "X-XSRF-TOKEN";

  private Cookies() {}

  static Optional<String> session(HttpServletRequest request) {
    return value(request, SESSION);
  }

  static void begin(
      HttpServletRequest request, HttpServletResponse response, String token, Duration life) {
    add(response, cookie(request, SESSION, token).httpOnly(true).maxAge(life).build());
    add(response, cookie(request, XSRF, derived(token)).build());
  }

  static void end(HttpServletRequest request, HttpServletResponse response) {
    add(response, cookie(request, SESSION, "").httpOnly(true).maxAge(0).build());
    add(response, cookie(request, XSRF, Secrets.newToken()).build());
  }

  /** Gives the page the value it has to send back with every unsafe request. */
  static void offerXsrf(
      HttpServletRequest request, HttpServletResponse response, boolean signedIn) {
    if (signedIn) {
      add(response, cookie(request, XSRF, derived(session(request).orElseThrow())).build());
    } else if (value(request, XSRF).isEmpty()) {
      add(response, cookie(request, XSRF, Secrets.newToken()).build());
    }
  }

  /**
   * Refuses a request that changes something but doesn't prove that one of our pages made it.
   *
   * @param signedIn whether the session's cookie counts
   * @throws Refused 403 {@code security.csrf}
   */
  static void checkXsrf(HttpServletRequest request, boolean signedIn) {
    if (isSafe(request.getMethod())) {
      return;
    }
    String header = request.getHeader(XSRF_HEADER);
    String cookie = value(request, XSRF).orElse("");
    boolean same = header != null && !cookie.isEmpty() && Secrets.same(header, cookie);
    boolean ours =
        same && (!signedIn || Secrets.same(header, derived(session(request).orElseThrow())));
    if (!ours) {
      throw Refused.forbidden("security.csrf");
    }
  }

  private static boolean isSafe(String method) {
    return method.equals(HttpMethod.GET.name())
        || method.equals(HttpMethod.HEAD.name())
        || method.equals(HttpMethod.OPTIONS.name());
  }

  private static String derived(String token) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(Secrets.sha256("xsrf:" + token));
  }

  private static Optional<String> value(HttpServletRequest request, String name) {
    Cookie[] cookies = request.getCookies();
    if (cookies != null) {
      for (Cookie cookie : cookies) {
        if (cookie.getName().equals(name) && !cookie.getValue().isEmpty()) {
          return Optional.of(cookie.getValue());
        }
      }
    }
    return Optional.empty();
  }

  private static ResponseCookie.ResponseCookieBuilder cookie(
      HttpServletRequest request, String name, String value) {
    return ResponseCookie.from(name, value)
        .path("/")
        .sameSite("Strict")
        .secure(request.isSecure() && !isLoopback(request));
  }

  /** On loopback http and https share cookies, and http can't replace secure ones. */
  static boolean isLoopback(HttpServletRequest request) {
    String host = request.getServerName();
    return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
  }

  private static void add(HttpServletResponse response, ResponseCookie cookie) {
    response.addHeader(HttpHeaders.SET_COOKIE, cookie.toString());
  }
}
