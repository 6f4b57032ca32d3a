package org.shouwang.capture;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.shouwang.web.Problems;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import tools.jackson.databind.ObjectMapper;

/**
 * Caps what is under way at the door. It stands in front of the servlet filters with its answers
 * made beforehand: when four times too much comes, refusals must not eat what the accepted need.
 * Devices come back after Retry-After with jitter.
 */
@Component
class Turnstile implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

  private static final String DOOR = "/api/v1/facts";
  private static final long UNKNOWN_LENGTH = 65_536;

  private final DoorSettings settings;
  private final byte[] chinese;
  private final byte[] english;
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicLong bytes = new AtomicLong();

  Turnstile(DoorSettings settings, Problems problems, ObjectMapper json) {
    this.settings = settings;
    this.chinese = busy(problems, json, Locale.SIMPLIFIED_CHINESE);
    this.english = busy(problems, json, Locale.ENGLISH);
  }

  private static byte[] busy(Problems problems, ObjectMapper json, Locale locale) {
    return json.writeValueAsString(problems.of(429, "capture.busy", Map.of(), locale))
        .getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void customize(TomcatServletWebServerFactory factory) {
    factory.addEngineValves(new Gate());
  }

  private final class Gate extends ValveBase {

    Gate() {
      super(true);
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
      if (!DOOR.equals(request.getRequestURI()) || !"POST".equals(request.getMethod())) {
        getNext().invoke(request, response);
        return;
      }
      long length = request.getContentLengthLong();
      long weight = length < 0 ? UNKNOWN_LENGTH : Math.min(length, settings.body());
      int under = requests.incrementAndGet();
      long size = bytes.addAndGet(weight);
      try {
        if (under > settings.requests() || size > settings.bytes()) {
          refuse(request, response);
        } else {
          getNext().invoke(request, response);
        }
      } finally {
        requests.decrementAndGet();
        bytes.addAndGet(-weight);
      }
    }

    private void refuse(Request request, Response response) throws IOException {
      byte[] body = request.getLocale().getLanguage().equals("en") ? english : chinese;
      response.setStatus(429);
      response.setHeader("Retry-After", "1");
      response.setHeader("Cache-Control", "no-store");
      response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
      response.setContentLength(body.length);
      response.getOutputStream().write(body);
      response.finishResponse();
    }
  }
}
