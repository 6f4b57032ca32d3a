package org.shouwang.cases;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.shouwang.cases.ExposureSource.Window;
import org.shouwang.clock.WorldClock;
import org.shouwang.policy.Policy;
import org.shouwang.security.Access;
import org.shouwang.security.Permission;
import org.shouwang.security.Within;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Lets {@code ./bench trace} look for contacts as tracing does, without a case. Only there with
 * {@code shouwang.bench=true}.
 */
@RestController
@RequestMapping("/api/v1/cases/bench")
@ConditionalOnProperty("shouwang.bench")
class BenchController {

  private final Tracing tracing;
  private final Policy policy;
  private final WorldClock world;

  BenchController(Tracing tracing, Policy policy, WorldClock world) {
    this.tracing = tracing;
    this.policy = policy;
    this.world = world;
  }

  /**
   * Looks for the contacts of a person from an instant until now.
   *
   * @param second also for the contacts of each of them since they were exposed
   */
  @PostMapping("/trace")
  @Access(value = Permission.CLOCK_SET, within = Within.PARK)
  Map<String, Double> trace(
      @RequestParam UUID person, @RequestParam Instant from, @RequestParam boolean second) {
    ExposureCriteria rules = ExposureCriteria.of(policy.inForce(world.now()));
    Instant now = world.now();
    long began = System.nanoTime();
    List<Exposure> near = tracing.ask(List.of(new Window(person, from, now)), rules);
    Map<UUID, Instant> first = new LinkedHashMap<>();
    near.forEach(it ->
        first.merge(it.person(), it.from(), (one, other) -> one.isBefore(other) ? one : other));
    long found = first.size();
    if (second) {
      List<Window> windows = new ArrayList<>();
      first.forEach((contact, since) -> windows.add(new Window(contact, since, now)));
      found = tracing.ask(windows, rules).stream().map(Exposure::person).distinct().count();
    }
    double ms = (System.nanoTime() - began) / 1e6;
    return Map.of("ms", ms, "first", (double) first.size(), "found", (double) found);
  }
}
