package org.shouwang.web;

import java.io.IOException;
import java.util.Map;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/**
 * Answers what Tomcat refuses before the application sees it, such as a malformed request line,
 * with a problem instead of its page.
 */
@Component
class ProblemPages implements WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> {

  private static final Logger log = LoggerFactory.getLogger(ProblemPages.class);

  private final Problems problems;

  ProblemPages(Problems problems) {
    this.problems = problems;
  }

  @Override
  public void customize(ConfigurableTomcatWebServerFactory factory) {
    // the innermost of the pages answers first
    factory.addContextCustomizers(
        context -> context.getParent().getPipeline().addValve(new Page(problems)));
  }

  private static final class Page extends ErrorReportValve {
    private final Problems problems;

    Page(Problems problems) {
      this.problems = problems;
    }

    @Override
    protected void report(Request request, Response response, @Nullable Throwable cause) {
      int status = response.getStatus();
      if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
        return;
      }
      String code = status < 500 ? Problems.codeOf(status) : "web.failed";
      try {
        problems.send(status, code, Map.of(), request, response);
        response.finishResponse();
      } catch (IOException gone) {
        log.debug("nobody is left to answer", gone);
      }
    }
  }
}
