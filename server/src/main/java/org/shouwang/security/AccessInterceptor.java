package org.shouwang.security;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.shouwang.security.Callers.Identified;
import org.shouwang.web.Refused;
import org.springframework.core.MethodParameter;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Holds every endpoint of ours to its {@link Access}, and gives handlers their {@link Caller}. It
 * stands before anything of the body is read: identity, rate, forged requests, permission.
 *
 * <p>{@code /api/v1/facts} is spared the general rate limit: the door has its own admission.
 */
@Component
class AccessInterceptor
    implements HandlerInterceptor, HandlerMethodArgumentResolver, WebMvcConfigurer {

  private static final String CALLER = AccessInterceptor.class.getName() + ".caller";
  private static final String FACTS = "/api/v1/facts";

  private final Callers callers;
  private final RateLimit requests;

  AccessInterceptor(Callers callers, SecuritySettings settings) {
    this.callers = callers;
    this.requests = new RateLimit(settings.requestsBurst(), settings.requestsPerSecond());
  }

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    if (!(handler instanceof HandlerMethod method)
        || !method.getBeanType().getPackageName().startsWith("org.shouwang.")) {
      return true;
    }
    if (request.getDispatcherType() == DispatcherType.ASYNC) {
      return true; // let in when it came
    }
    Access access = method.getMethodAnnotation(Access.class);
    if (access == null) {
      throw Refused.forbidden("security.forbidden");
    }
    Identified identified = callers.identify(request);
    limit(request, identified);
    @Nullable Caller caller = identified.caller();
    // somebody else's page can't send a bearer token
    if (!identified.bearer() && !access.withoutXsrf()) {
      Cookies.checkXsrf(request, caller != null);
    }
    if (caller != null) {
      request.setAttribute(CALLER, caller);
    }
    if (access.within() != Within.PUBLIC) {
      require(access, identified);
    }
    return true;
  }

  private static void require(Access access, Identified identified) {
    if (identified.refusal() != null) {
      throw identified.refusal();
    }
    @Nullable Caller caller = identified.caller();
    if (caller == null) {
      throw Refused.of(401, "security.not_signed_in");
    }
    if (identified.mustChangePassword() && access.within() != Within.SELF) {
      throw Refused.forbidden("security.password_change_required");
    }
    if (access.value().length > 0 && Arrays.stream(access.value()).noneMatch(caller::may)) {
      throw Refused.forbidden("security.forbidden");
    }
  }

  private void limit(HttpServletRequest request, Identified identified) {
    // with what is below it: the floor that the door is measured by must be spared the same
    if (request.getRequestURI().startsWith(FACTS) && identified.caller() != null) {
      return;
    }
    Object key = identified.caller() == null ? request.getRemoteAddr() : identified.caller().id();
    long wait = requests.take(key);
    if (wait > 0) {
      throw Refused.of(429, "security.too_many_requests").with("retryAfter", wait);
    }
  }

  @Override
  public boolean supportsParameter(MethodParameter parameter) {
    return parameter.getParameterType() == Caller.class;
  }

  @Override
  public @Nullable Object resolveArgument(
      MethodParameter parameter,
      @Nullable ModelAndViewContainer container,
      NativeWebRequest request,
      @Nullable WebDataBinderFactory factory) {
    return request.getAttribute(CALLER, RequestAttributes.SCOPE_REQUEST);
  }

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry.addInterceptor(this);
  }

  @Override
  public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
    resolvers.add(this);
  }
}
