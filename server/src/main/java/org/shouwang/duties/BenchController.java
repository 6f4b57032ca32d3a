package org.shouwang.duties;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.shouwang.audit.Actor;
import org.shouwang.clock.WorldClock;
import org.shouwang.security.Access;
import org.shouwang.security.Permission;
import org.shouwang.security.Within;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Lets {@code ./bench duties} put many duties through the engine as its modules do, 5,000 in a
 * transaction. Only there with {@code shouwang.bench=true}.
 */
@RestController
@RequestMapping("/api/v1/duties/bench")
@ConditionalOnProperty("shouwang.bench")
class BenchController {

  private static final int AT_ONCE = 5_000;
  private static final String KIND = "bench.duty";
  private static final String SHOWN = "bench.shown";

  private final Duties duties;
  private final DutyClock clock;
  private final UnitsBoard units;

  BenchController(Duties duties, DutyClock clock, UnitsBoard units) {
    this.duties = duties;
    this.clock = clock;
    this.units = units;
  }

  /** Makes duties of numbered persons, spread over all units. */
  @PostMapping("/create")
  @Access(value = Permission.CLOCK_SET, within = Within.PARK)
  Map<String, Double> create(
      @RequestParam int first, @RequestParam int rows, @RequestParam LocalDate day) {
    List<UUID> all = units.names().keySet().stream().sorted().toList();
    Instant opens = day.atStartOfDay(WorldClock.ZONE).toInstant();
    Instant due = day.atTime(18, 0).atZone(WorldClock.ZONE).toInstant();
    EvidenceWanted wanted =
        new EvidenceWanted(Set.of(SHOWN), Map.of("accounts", "yes"), opens, due);
    long from = System.nanoTime();
    for (int i = first; i < first + rows; i += AT_ONCE) {
      List<NewDuty> some = new ArrayList<>(AT_ONCE);
      for (int n = i; n < Math.min(i + AT_ONCE, first + rows); n++) {
        UUID unit = all.get(n % all.size());
        Party person = Party.person(new UUID(0x7000L, 0x8000_0000_0000_0000L + n));
        some.add(
            new NewDuty(
                String.valueOf(n),
                KIND,
                Party.unit(unit),
                unit,
                person,
                "",
                day,
                opens,
                due,
                wanted,
                "daily",
                null,
                null,
                null));
      }
      duties.create(some, Actor.SYSTEM);
    }
    return seconds(from);
  }

  /** Discharges duties of numbered persons by facts. */
  @PostMapping("/discharge")
  @Access(value = Permission.CLOCK_SET, within = Within.PARK)
  Map<String, Double> discharge(
      @RequestParam int first, @RequestParam int rows, @RequestParam LocalDate day) {
    Instant at = day.atTime(7, 0).atZone(WorldClock.ZONE).toInstant();
    long from = System.nanoTime();
    for (int i = first; i < first + rows; i += AT_ONCE) {
      List<Evidence> some = new ArrayList<>(AT_ONCE);
      for (int n = i; n < Math.min(i + AT_ONCE, first + rows); n++) {
        UUID person = new UUID(0x7000L, 0x8000_0000_0000_0000L + n);
        some.add(
            new Evidence(
                person, SHOWN, person, at, at, Map.of("accounts", "yes", "direction", "in")));
      }
      duties.discharge(some);
    }
    return seconds(from);
  }

  /** Moves all that the clock has made due. */
  @PostMapping("/move")
  @Access(value = Permission.CLOCK_SET, within = Within.PARK)
  Map<String, Double> move() {
    long from = System.nanoTime();
    double rows = 0;
    int some;
    do {
      some = clock.moveSome();
      rows += some;
    } while (some > 0);
    return Map.of("seconds", (System.nanoTime() - from) / 1e9, "rows", rows);
  }

  private static Map<String, Double> seconds(long from) {
    return Map.of("seconds", (System.nanoTime() - from) / 1e9);
  }
}
