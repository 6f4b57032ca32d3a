package org.shouwang.sampling;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.aopalliance.intercept.MethodInvocation;
import org.shouwang.status.Level;
import org.shouwang.status.NewEvidence;
import org.shouwang.status.ParkStatus;
import org.shouwang.status.StatusView;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

/**
 * Stand-ins for the status and the rounds that write down what they are told, whatever those need
 * to be made.
 */
@TestConfiguration(proxyBeanMethods = false)
class StandIns {

  /** What the status was told. */
  static final class Told {
    final Map<UUID, NewEvidence> taken = new ConcurrentHashMap<>();
    final Map<UUID, String> withdrawn = new ConcurrentHashMap<>();
    final Set<UUID> restricted = ConcurrentHashMap.newKeySet();

    /** Evidence that stands about a person. */
    List<NewEvidence> standing(UUID person) {
      return taken.values().stream()
          .filter(it -> it.person().equals(person) && !withdrawn.containsKey(it.id()))
          .toList();
    }
  }

  /** What the rounds were told. */
  static final class Counted {
    final Set<UUID> live = ConcurrentHashMap.newKeySet();
    final List<Tested> undone = new CopyOnWriteArrayList<>();
    final Map<UUID, Integer> pools = new ConcurrentHashMap<>();
  }

  @Bean
  Told told() {
    return new Told();
  }

  @Bean
  Counted counted() {
    return new Counted();
  }

  @Bean
  @Primary
  ParkStatus standInStatus(Told told) {
    ProxyFactory proxy = new ProxyFactory();
    proxy.setTargetClass(ParkStatus.class);
    proxy.setProxyTargetClass(true);
    proxy.addAdvice((org.aopalliance.intercept.MethodInterceptor) call -> status(told, call));
    return (ParkStatus) proxy.getProxy();
  }

  @SuppressWarnings("unchecked")
  private static Object status(Told told, MethodInvocation call) {
    Object first = call.getArguments().length == 0 ? "" : call.getArguments()[0];
    switch (call.getMethod().getName()) {
      case "take" -> {
        ((List<NewEvidence>) first).forEach(it -> told.taken.putIfAbsent(it.id(), it));
        return 0;
      }
      case "hold" -> {
        return null;
      }
      case "withdraw" -> {
        ((Collection<UUID>) first)
            .forEach(it -> told.withdrawn.put(it, (String) call.getArguments()[1]));
        return 0;
      }
      case "restricted" -> {
        Map<UUID, StatusView> views = new HashMap<>();
        if (first instanceof Collection<?> persons) {
          for (UUID person : (Collection<UUID>) persons) {
            if (told.restricted.contains(person) || !told.standing(person).isEmpty()) {
              views.put(
                  person,
                  new StatusView(person, Level.HELD, List.of(), Instant.EPOCH, null, false));
            }
          }
        }
        return views;
      }
      default -> throw new UnsupportedOperationException(call.getMethod().getName());
    }
  }

  @Bean
  @Primary
  Rounds standInRounds(Counted counted) {
    ProxyFactory proxy = new ProxyFactory();
    proxy.setTargetClass(Rounds.class);
    proxy.setProxyTargetClass(true);
    proxy.addAdvice((org.aopalliance.intercept.MethodInterceptor) call -> rounds(counted, call));
    return (Rounds) proxy.getProxy();
  }

  @SuppressWarnings("unchecked")
  private static Object rounds(Counted counted, MethodInvocation call) {
    switch (call.getMethod().getName()) {
      case "tested" -> {
        Map<UUID, UUID> rounds = new HashMap<>();
        for (Tested each : (List<Tested>) call.getArguments()[0]) {
          counted.live.add(each.swab());
          if (each.round() != null) {
            rounds.put(each.swab(), each.round());
          }
        }
        return rounds;
      }
      case "undone" -> {
        for (Tested each : (List<Tested>) call.getArguments()[0]) {
          counted.live.remove(each.swab());
          counted.undone.add(each);
        }
        return 0;
      }
      case "pools" -> {
        Map<UUID, Integer> pools = new HashMap<>();
        for (UUID person : (Collection<UUID>) call.getArguments()[1]) {
          Integer pool = counted.pools.get(person);
          if (pool != null) {
            pools.put(person, pool);
          }
        }
        return pools;
      }
      case "testedBy" -> {
        return Map.of();
      }
      default -> throw new UnsupportedOperationException(call.getMethod().getName());
    }
  }
}
