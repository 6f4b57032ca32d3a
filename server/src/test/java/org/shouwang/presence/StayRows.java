package org.shouwang.presence;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.shouwang.clock.WorldClock;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Stays as presence keeps them, for tests of what is read from them. */
public final class StayRows {

  private final JdbcClient jdbc;

  public StayRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** In a room. */
  public void room(UUID person, UUID zone, Instant from, Instant until) {
    pieces(person, "room", zone, zone, from, until);
  }

  /** In a plant. */
  public void plant(UUID person, UUID zone, Instant from, Instant until) {
    pieces(person, "plant", zone, zone, from, until);
  }

  /** In a park, entered aboard a vehicle. */
  public void aboard(UUID person, UUID park, UUID vehicle, Instant from, Instant until) {
    pieces(person, "park", park, vehicle, from, until);
  }

  /** A row a day. */
  private void pieces(UUID person, String level, UUID zone, UUID via, Instant from, Instant until) {
    for (LocalDate day = day(from); !day.isAfter(day(until)); day = day.plusDays(1)) {
      Instant start = day.atStartOfDay(WorldClock.ZONE).toInstant();
      Instant end = day.plusDays(1).atStartOfDay(WorldClock.ZONE).toInstant();
      jdbc.sql(
              """
              insert into presence.stay (person_id, level, day, during, zone_id, since, via_id,
                entered_by, ending, implied)
              values (:person, :level, :day, tstzrange(:from::timestamptz, :until::timestamptz),
                :zone, :since::timestamptz, :via, gen_random_uuid(), 'left', false)
              """)
          .param("person", person)
          .param("level", level)
          .param("day", day)
          .param("from", (from.isAfter(start) ? from : start).toString())
          .param("until", (until.isBefore(end) ? until : end).toString())
          .param("zone", zone)
          .param("since", from.toString())
          .param("via", via)
          .update();
    }
  }

  private static LocalDate day(Instant instant) {
    return instant.atZone(WorldClock.ZONE).toLocalDate();
  }
}
