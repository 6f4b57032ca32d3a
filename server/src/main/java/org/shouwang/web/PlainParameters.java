package org.shouwang.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;
import java.util.UUID;
import org.springframework.context.annotation.Configuration;
import org.springframework.format.FormatterRegistry;
import org.springframework.format.Parser;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Reads the parameters and parts of addresses as {@link PlainValues}. */
@Configuration(proxyBeanMethods = false)
class PlainParameters implements WebMvcConfigurer, HandlerInterceptor {

  private static final String NUL = "%00";

  @Override
  public void addFormatters(FormatterRegistry registry) {
    registry.addParser(new Instants());
    registry.addParser(new Days());
    registry.addParser(new Ids());
  }

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry.addInterceptor(this);
  }

  /** Texts are not converted, so NUL in them is looked for in the query as it came. */
  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    String query = request.getQueryString();
    if (query != null && query.contains(NUL)) {
      for (String pair : query.split("&")) {
        if (pair.contains(NUL)) {
          String name = pair.substring(0, Math.max(0, pair.indexOf('=')));
          throw Refused.of(400, "web.parameter_invalid").field(name).value(NUL);
        }
      }
    }
    return true;
  }

  /**
   * Named classes: Spring reads the types from them. An empty text is no value before they see it.
   */
  private static final class Instants implements Parser<Instant> {
    @Override
    public Instant parse(String text, Locale locale) {
      return PlainValues.instant(text);
    }
  }

  private static final class Days implements Parser<LocalDate> {
    @Override
    public LocalDate parse(String text, Locale locale) {
      return PlainValues.day(text);
    }
  }

  private static final class Ids implements Parser<UUID> {
    @Override
    public UUID parse(String text, Locale locale) {
      return PlainValues.uuid(text);
    }
  }
}
