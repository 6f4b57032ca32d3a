package org.shouwang.sampling;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.shouwang.audit.Actor;
import org.shouwang.capture.Arrival;
import org.shouwang.clock.WorldClock;
import org.shouwang.duties.Duties;
import org.shouwang.duties.EvidenceWanted;
import org.shouwang.duties.NewDuty;
import org.shouwang.duties.Party;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Keeps the test calendar: made anew each day, moved on by swabs, its dues held as duties. */
@Component
class TestCalendar {

  /** Kind of the duty of who is due. */
  static final String DUTY = "sampling.calendar";

  private static final String UNDO = "sampling.undo";
  private static final String LADDER = "daily";

  /** Rosters change during a day. */
  private static final Duration FRESH = Duration.ofHours(6);

  private static final int AT_ONCE = 5_000;

  /** Days that the clock may have jumped over, and how long a late swab still discharges. */
  private static final int BACK = 14;

  private final CalendarStore store;
  private final GroupBook groups;
  private final Duties duties;

  TestCalendar(CalendarStore store, GroupBook groups, Duties duties) {
    this.store = store;
    this.groups = groups;
    this.duties = duties;
  }

  /** Whether a day's calendar is there and knows who came lately. */
  boolean isMade(LocalDate day, Instant now) {
    return store.made(day, now.minus(FRESH));
  }

  /** Makes the calendar of a day and the duties of who is due on it. */
  @Transactional
  public void make(LocalDate day, Instant now) {
    store.refresh(
        groups.basis(groups.pools(now), day.atStartOfDay(WorldClock.ZONE).toInstant(), Set.of()));
    UUID after = RoundUnits.NONE;
    List<CalendarStore.Row> some;
    do {
      some = store.due(day.minusDays(BACK), day, after, AT_ONCE);
      duties.create(some.stream().map(TestCalendar::duty).toList(), Actor.SYSTEM);
      after = some.isEmpty() ? after : some.getLast().person();
    } while (some.size() == AT_ONCE);
    store.day(day, now);
  }

  private static NewDuty duty(CalendarStore.Row row) {
    LocalDate due = row.dueOn();
    Instant last = row.lastAt();
    LocalDate from =
        last == null ? row.since() : last.atZone(WorldClock.ZONE).toLocalDate().plusDays(1);
    Instant end = due.plusDays(1).atStartOfDay(WorldClock.ZONE).toInstant();
    return new NewDuty(
        row.person() + ":" + due,
        DUTY,
        Party.person(row.person()),
        row.unit(),
        Party.person(row.person()),
        "",
        due,
        due.atStartOfDay(WorldClock.ZONE).toInstant(),
        end,
        new EvidenceWanted(
            Set.of(SwabEvidence.TYPE),
            Map.of(),
            from.atStartOfDay(WorldClock.ZONE).toInstant(),
            due.plusDays(BACK).atStartOfDay(WorldClock.ZONE).toInstant()),
        LADDER,
        null,
        null,
        null);
  }

  /** Moves on whoever was swabbed, or whose swab was undone. */
  void take(List<Arrival> some) {
    Set<UUID> persons = new HashSet<>();
    for (Arrival arrival : some) {
      if (arrival.type().equals(SwabEvidence.TYPE) || arrival.type().equals(UNDO)) {
        arrival.persons().stream().filter(Objects::nonNull).forEach(persons::add);
      }
    }
    if (!persons.isEmpty()) {
      store.follow(persons);
    }
  }
}
