package org.shouwang.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.shouwang.IntegrationTest;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.transaction.interceptor.BeanFactoryTransactionAttributeSourceAdvisor;
import org.springframework.web.bind.annotation.RestController;

class ActsOnceMoreIntegrationTests extends IntegrationTest {

  @Autowired ApplicationContext context;

  @Test
  void standsAroundTheTransactionsOfControllers() {
    Map<String, Object> controllers = context.getBeansWithAnnotation(RestController.class);
    assertThat(controllers.values())
        .filteredOn(Advised.class::isInstance)
        .isNotEmpty()
        .filteredOn(bean -> has(bean, BeanFactoryTransactionAttributeSourceAdvisor.class) >= 0)
        .hasSizeGreaterThan(10)
        .allSatisfy(bean ->
            assertThat(has(bean, DefaultPointcutAdvisor.class))
                .isNotNegative()
                .isLessThan(has(bean, BeanFactoryTransactionAttributeSourceAdvisor.class)));
  }

  private static int has(Object bean, Class<?> advisor) {
    return Arrays.stream(((Advised) bean).getAdvisors())
        .<Class<?>>map(Object::getClass)
        .toList()
        .indexOf(advisor);
  }
}
