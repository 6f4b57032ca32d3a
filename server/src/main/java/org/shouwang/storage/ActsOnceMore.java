package org.shouwang.storage;

import java.lang.annotation.Annotation;
import org.aopalliance.intercept.MethodInterceptor;
import org.springframework.aop.Pointcut;
import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.aop.support.ComposablePointcut;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.annotation.AnnotationMatchingPointcut;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Role;
import org.springframework.core.Ordered;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.web.bind.annotation.RestController;

/**
 * A person's act whose transaction lost a lock to another one has done nothing yet: it is done once
 * more, and nobody sees an error for it.
 */
@Configuration(proxyBeanMethods = false)
@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
class ActsOnceMore {

  @Bean
  @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
  static DefaultPointcutAdvisor actOnceMore() {
    DefaultPointcutAdvisor advisor =
        new DefaultPointcutAdvisor(
            new ComposablePointcut((Pointcut) acts(Transactional.class))
                .union((Pointcut) acts(OnceMore.class)),
            onceMore());
    advisor.setOrder(Ordered.HIGHEST_PRECEDENCE); // around the transaction
    return advisor;
  }

  private static AnnotationMatchingPointcut acts(Class<? extends Annotation> mark) {
    return new AnnotationMatchingPointcut(RestController.class, mark);
  }

  private static MethodInterceptor onceMore() {
    return call -> {
      if (TransactionSynchronizationManager.isActualTransactionActive()) {
        return call.proceed();
      }
      try {
        return ((ProxyMethodInvocation) call).invocableClone().proceed();
      } catch (PessimisticLockingFailureException lost) {
        return call.proceed();
      }
    };
  }
}
