package org.shouwang.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.shouwang.IntegrationTest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

class AccessOnEveryEndpointIntegrationTests extends IntegrationTest {

  @Autowired RequestMappingHandlerMapping requestMappingHandlerMapping;

  private List<HandlerMethod> ours() {
    return requestMappingHandlerMapping.getHandlerMethods().values().stream()
        .filter(method -> method.getBeanType().getPackageName().startsWith("org.shouwang."))
        .toList();
  }

  @Test
  void everyHandlerMethodSaysWhoMayCallIt() {
    assertThat(ours()).hasSizeGreaterThan(15);
    assertThat(ours()).allMatch(method -> method.hasMethodAnnotation(Access.class));
  }

  @Test
  void onlyPublicAndOwnEndpointsAskForNoPermission() {
    assertThat(ours())
        .allSatisfy(method -> {
          Access access = Objects.requireNonNull(method.getMethodAnnotation(Access.class));
          if (access.value().length == 0) {
            assertThat(access.within()).isIn(Within.PUBLIC, Within.SELF);
          }
        });
  }

  @Test
  void everyHandlerOfOursIsInAPackageThatTheInterceptorHolds() {
    assertThat(requestMappingHandlerMapping.getHandlerMethods().values())
        .allMatch(method ->
            method.getBeanType().getPackageName().startsWith("org.shouwang.")
                || method.getBeanType().getPackageName().startsWith("org.springframework."));
  }
}
