package org.shouwang.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.RestController;

class ActsOnceMoreUnitTests {

  /** Loses a lock so many times. */
  @RestController
  static class Unlucky {
    int times;
    int calls;

    @Transactional
    public String act() {
      return look();
    }

    @OnceMore
    public String actThenShow() {
      return look();
    }

    public String look() {
      calls++;
      if (calls <= times) {
        throw new CannotAcquireLockException("a deadlock on purpose");
      }
      return "done";
    }
  }

  private static Unlucky proxied(Unlucky target) {
    ProxyFactory proxy = new ProxyFactory(target);
    proxy.setProxyTargetClass(true);
    proxy.addAdvisor(ActsOnceMore.actOnceMore());
    return (Unlucky) proxy.getProxy();
  }

  @Test
  void anActThatLostALockIsDoneOnceMoreAndNoOftener() {
    Unlucky once = new Unlucky();
    once.times = 1;
    assertThat(proxied(once).act()).isEqualTo("done");
    assertThat(once.calls).isEqualTo(2);
    Unlucky always = new Unlucky();
    always.times = 9;
    assertThatThrownBy(() -> proxied(always).act()).isInstanceOf(CannotAcquireLockException.class);
    assertThat(always.calls).isEqualTo(2);
  }

  @Test
  void anActWithinAMethodThatShowsItAfterwardsIsDoneOnceMoreAsWell() {
    Unlucky once = new Unlucky();
    once.times = 1;
    assertThat(proxied(once).actThenShow()).isEqualTo("done");
    assertThat(once.calls).isEqualTo(2);
  }

  @Test
  void whatIsNoTransactionIsNotRepeated() {
    Unlucky once = new Unlucky();
    once.times = 1;
    assertThatThrownBy(() -> proxied(once).look()).isInstanceOf(CannotAcquireLockException.class);
  }
}
