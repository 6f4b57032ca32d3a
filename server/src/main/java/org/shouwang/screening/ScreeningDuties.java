package org.shouwang.screening;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.shouwang.audit.Actor;
import org.shouwang.clock.WorldClock;
import org.shouwang.duties.Duties;
import org.shouwang.duties.NewDuty;
import org.shouwang.duties.Party;
import org.shouwang.people.People;
import org.shouwang.policy.Policy;
import org.springframework.stereotype.Component;

/** What a hit obliges a unit to: to ask and look into it, to replace whoever holds a key post. */
@Component
class ScreeningDuties {

  /** Ask the person and say how it is. */
  static final String FOLLOW_UP = "screening.follow_up";

  /** Somebody with a key post lives where nobody comes out: find a replacement. */
  static final String REPLACE = "screening.replace";

  private static final String HOURS = "screening.follow_up_hours";
  private static final int USUAL_HOURS = 24;
  private static final String LADDER = "urgent";

  private final Duties duties;
  private final People people;
  private final Policy policy;
  private final WorldClock world;

  ScreeningDuties(Duties duties, People people, Policy policy, WorldClock world) {
    this.duties = duties;
    this.people = people;
    this.policy = policy;
    this.world = world;
  }

  /**
   * Somebody found.
   *
   * @param title area or post
   */
  record Asked(Hit hit, String title) {}

  void found(List<Asked> asked, Actor who, UUID act) {
    if (asked.isEmpty()) {
      return;
    }
    Instant now = world.now();
    Instant due = now.plus(hours(now));
    UUID top = people.top().orElse(null);
    List<NewDuty> wanted = new ArrayList<>();
    for (Asked each : asked) {
      UUID unit = each.hit().unit() == null ? top : each.hit().unit();
      if (unit != null) {
        wanted.add(
            new NewDuty(
                each.hit().id().toString(),
                each.hit().kind() == Hit.Kind.HOME ? REPLACE : FOLLOW_UP,
                Party.unit(unit),
                unit,
                Party.person(each.hit().person()),
                each.title(),
                due.atZone(WorldClock.ZONE).toLocalDate(),
                now,
                due,
                null,
                LADDER,
                null,
                null,
                act));
      }
    }
    duties.create(wanted, who);
  }

  private Duration hours(Instant at) {
    return policy.inForce(at).value(HOURS) instanceof Number hours && hours.doubleValue() > 0
        ? Duration.ofMinutes(Math.round(hours.doubleValue() * 60))
        : Duration.ofHours(USUAL_HOURS);
  }

  /** Somebody has judged. */
  void judged(Hit hit, Actor who, UUID act) {
    duties.done(pending(List.of(hit)), act, who);
  }

  /** The area was lifted or has changed: there is nothing to do any more. */
  void over(Collection<Hit> hits, String why, UUID act, Actor who) {
    duties.waive(pending(hits), why, who, act);
  }

  private List<UUID> pending(Collection<Hit> hits) {
    List<String> keys = hits.stream().map(it -> it.id().toString()).toList();
    return Stream.of(FOLLOW_UP, REPLACE)
        .flatMap(kind -> duties.pending(kind, keys).stream())
        .toList();
  }
}
