package org.shouwang.security;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;

/**
 * Headers and the request firewall of Spring Security, and nothing else of it: who calls and what
 * they may is held by {@link AccessInterceptor}, without HTTP sessions or thread-bound contexts, so
 * that a device's request costs microseconds.
 */
@Configuration(proxyBeanMethods = false)
class HeadersConfiguration {

  /**
   * Element Plus and ECharts set styles in place; zxing is WebAssembly; nothing comes from afar.
   */
  private static final String CONTENT =
      String.join(
          "; ",
          "default-src 'self'",
          "script-src 'self' 'wasm-unsafe-eval'",
          "style-src 'self' 'unsafe-inline'",
          "img-src 'self' data: blob:",
          "font-src 'self' data:",
          "connect-src 'self'",
          "media-src 'self' blob:",
          "worker-src 'self'",
          "manifest-src 'self'",
          "object-src 'none'",
          "base-uri 'none'",
          "form-action 'self'",
          "frame-ancestors 'none'");

  private static final String PERMISSIONS =
      "camera=(self), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()";

  private static final long HSTS_SECONDS = 30L * 24 * 3600;

  @Bean
  SecurityFilterChain headersOnly(HttpSecurity http) throws Exception {
    return http.csrf(AbstractHttpConfigurer::disable)
        .securityContext(AbstractHttpConfigurer::disable)
        .sessionManagement(AbstractHttpConfigurer::disable)
        .requestCache(AbstractHttpConfigurer::disable)
        .anonymous(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .servletApi(AbstractHttpConfigurer::disable)
        .exceptionHandling(AbstractHttpConfigurer::disable)
        .headers(HeadersConfiguration::headers)
        .build();
  }

  /** Without one, Spring Boot makes an account of its own and logs its password. */
  @Bean
  UserDetailsService noAccountsOfSpring() {
    return username -> {
      throw new UsernameNotFoundException("accounts are not kept here");
    };
  }

  private static void headers(HeadersConfigurer<HttpSecurity> headers) {
    headers
        .contentSecurityPolicy(policy -> policy.policyDirectives(CONTENT))
        .referrerPolicy(policy -> policy.policy(ReferrerPolicy.SAME_ORIGIN))
        .permissionsPolicyHeader(policy -> policy.policy(PERMISSIONS))
        .frameOptions(HeadersConfigurer.FrameOptionsConfig::deny)
        // answers of the API are never kept; static files say themselves how long they last
        .cacheControl(Customizer.withDefaults())
        .httpStrictTransportSecurity(hsts ->
            hsts.maxAgeInSeconds(HSTS_SECONDS)
                .includeSubDomains(false)
                .requestMatcher(request -> request.isSecure() && !Cookies.isLoopback(request)));
  }
}
