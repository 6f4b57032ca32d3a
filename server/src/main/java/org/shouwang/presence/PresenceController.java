package org.shouwang.presence;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.shouwang.clock.WorldClock;
import org.shouwang.security.Access;
import org.shouwang.security.Permission;
import org.shouwang.security.Within;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Figures of presence over HTTP; who is inside by name is on the gates' screens. */
@RestController
@RequestMapping("/api/v1/presence")
class PresenceController {

  private final Presence presence;
  private final WorldClock world;

  PresenceController(Presence presence, WorldClock world) {
    this.presence = presence;
    this.world = world;
  }

  /** How many are inside, by zone. */
  @GetMapping("/zones")
  @Access(value = Permission.GATES_WATCH, within = Within.PARK)
  Zones zones() {
    return new Zones(presence.total(), presence.zones());
  }

  /** How far the stays are behind the facts. */
  @GetMapping("/lag")
  @Access(
      value = {Permission.GATES_WATCH, Permission.AUDIT_READ},
      within = Within.PARK)
  Lag lag() {
    return presence.lag();
  }

  /**
   * Compares the stays of a day with the facts.
   *
   * @param day local day; today unless given
   */
  @GetMapping("/check")
  @Access(
      value = {Permission.AUDIT_READ, Permission.DEVICES_MANAGE},
      within = Within.PARK)
  Comparison check(@RequestParam(required = false) @Nullable LocalDate day) {
    return presence.compare(day == null ? world.today() : day);
  }

  /** Counts. */
  record Zones(long total, List<ZoneCount> zones) {}
}
