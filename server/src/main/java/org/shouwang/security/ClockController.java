package org.shouwang.security;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.shouwang.audit.Audit;
import org.shouwang.clock.WorldClock;
import org.shouwang.web.Refused;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The two clocks over HTTP; it stands here, for {@code clock} lies below who may call what. */
@RestController
@RequestMapping("/api/v1/clock")
class ClockController {

  private static final double FASTEST = 3_600;

  /** The door takes facts of these years. */
  private static final Instant FIRST = Instant.parse("1970-01-02T00:00:00Z");

  private static final Instant LAST = Instant.parse("2199-12-31T00:00:00Z");

  private final WorldClock world;
  private final Clock wall;
  private final Demo demo;
  private final Audit audit;
  private final TransactionTemplate transaction;

  ClockController(
      WorldClock world, Clock wall, Demo demo, Audit audit, TransactionTemplate transaction) {
    this.transaction = transaction;
    this.world = world;
    this.wall = wall;
    this.demo = demo;
    this.audit = audit;
  }

  /**
   * Both clocks.
   *
   * @param offsetMs world minus wall, now
   * @param rate world seconds in a wall second
   */
  record Reading(Instant wall, Instant world, long offsetMs, double rate) {}

  /** What the world's clock is to be set to. */
  record Setting(@Nullable Instant world, @Nullable Double rate) {}

  @GetMapping
  @Access(within = Within.PUBLIC)
  Reading read() {
    return new Reading(wall.instant(), world.now(), world.offset().toMillis(), world.rate());
  }

  /** Only a demo's world is anybody's to set. */
  @PutMapping
  @Access(value = Permission.CLOCK_SET, within = Within.PARK)
  public Reading set(@RequestBody Setting setting, Caller caller) {
    if (!demo.on()) {
      throw Refused.forbidden("security.forbidden");
    }
    Instant to = setting.world() == null ? world.now() : setting.world();
    double rate = setting.rate() == null ? 1 : setting.rate();
    if (!(rate >= 0 && rate <= FASTEST)) {
      throw Refused.invalid("security.rate_wrong").field("rate").value(rate).with("limit", FASTEST);
    }
    if (to.isBefore(FIRST) || to.isAfter(LAST)) {
      throw Refused.invalid("security.world_wrong").field("world").value(to);
    }
    transaction.executeWithoutResult(status ->
        audit.record(
            caller.actor(),
            "clock.set",
            "clock:world",
            Map.of("world", to.toString(), "rate", rate)));
    world.set(to, rate);
    return read();
  }
}
