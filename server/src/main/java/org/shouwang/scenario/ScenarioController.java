package org.shouwang.scenario;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.shouwang.scenario.ReplayStore.Progress;
import org.shouwang.security.Access;
import org.shouwang.security.Permission;
import org.shouwang.security.Within;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** How the replay goes. */
@RestController
@RequestMapping("/api/v1/scenario")
class ScenarioController {

  private final ReplayStore store;
  private final Replay replay;
  private final Clock wall;

  ScenarioController(ReplayStore store, Replay replay, Clock wall) {
    this.store = store;
    this.replay = replay;
    this.wall = wall;
  }

  /**
   * The replay's state.
   *
   * @param rate facts a second of the morning
   * @param percent of the morning
   * @param live passes sent one by one since
   */
  record View(
      String state,
      @Nullable Instant playedTo,
      int facts,
      int total,
      int percent,
      double rate,
      int live,
      @Nullable String failure) {}

  @GetMapping
  @Access(
      value = {Permission.GATES_WATCH, Permission.CLOCK_SET},
      within = Within.PARK)
  View state() {
    Progress now = store.read();
    Instant end = now.endedAt() == null ? wall.instant() : now.endedAt();
    double seconds =
        now.startedAt() == null ? 0 : Duration.between(now.startedAt(), end).toMillis() / 1e3;
    return new View(
        now.state(),
        now.playedTo(),
        now.sent(),
        now.total(),
        now.total() == 0 ? 0 : (int) (100L * now.sent() / now.total()),
        seconds <= 0 ? 0 : Math.round(10 * now.sent() / seconds) / 10.0,
        now.live(),
        now.failure());
  }

  /** Ends it. */
  @PostMapping("/cancel")
  @Access(value = Permission.CLOCK_SET, within = Within.PARK)
  View cancel() {
    replay.cancel();
    return state();
  }
}
