package org.shouwang.scenario;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import org.shouwang.clock.WorldClock;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The replay of the demo.
 *
 * @param until the day on which the replay ends, at 17:30; up to 2022-03-08 only the morning of
 *     that day is played
 * @param play whether it plays by itself at the demo's start
 * @param people most people of the roster who take part; 0 for all
 * @param park how many people the park has, about: the rest of the scenario's are left out of the
 *     roster, too; 0 for all
 * @param reports whether units account for people and report each day and the command signs
 *     documents; where few people take part, half of the time goes there
 * @param livePasses passes sent one by one after the morning; 0 for none
 * @param liveEvery time between them
 */
@ConfigurationProperties("shouwang.scenario")
record ReplaySettings(
    @DefaultValue("2022-03-20") LocalDate until,
    @DefaultValue("true") boolean play,
    @DefaultValue("0") int people,
    @DefaultValue("0") int park,
    @DefaultValue("true") boolean reports,
    @DefaultValue("600") int livePasses,
    @DefaultValue("4s") Duration liveEvery) {

  /** Whether whole days are played. */
  boolean days() {
    return until.isAfter(DaysPlan.TOLD);
  }

  /** The last day of which passes and rounds are played, and the day of the bulletin. */
  LocalDate lastBusy() {
    return until.isBefore(DaysPlan.BUSY_UNTIL) ? until : DaysPlan.BUSY_UNTIL;
  }

  /** World time at which the replay begins. */
  Instant begin() {
    return days()
        ? DaysPlan.FIRST.atTime(6, 0).atZone(WorldClock.ZONE).toInstant()
        : MorningPlan.BEGIN;
  }

  /** World time at which it ends, and the system is left live. */
  Instant end() {
    return days() ? until.atTime(17, 30).atZone(WorldClock.ZONE).toInstant() : MorningPlan.END;
  }
}
