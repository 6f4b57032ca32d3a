package org.shouwang.cases;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.shouwang.audit.Actor;
import org.shouwang.channels.Addressee;
import org.shouwang.channels.Channels;
import org.shouwang.channels.Message;
import org.shouwang.clock.WorldClock;
import org.shouwang.duties.Duties;
import org.shouwang.duties.NewDuty;
import org.shouwang.duties.Party;
import org.shouwang.people.People;
import org.shouwang.policy.Policy;
import org.springframework.stereotype.Component;

/** What a case obliges the command to, by the hours of the edition, and whom it is told. */
@Component
class CaseDuties {

  /** Report to the health authority. */
  static final String REPORT = "cases.report";

  /** First investigation 流调. */
  static final String INVESTIGATE = "cases.investigate";

  /** Put candidates before the authority and file its decision. */
  static final String DECIDE = "cases.decide";

  private static final Map<String, Integer> USUAL_HOURS =
      Map.of(REPORT, 2, INVESTIGATE, 24, DECIDE, 8);

  /** Why the person can't do what they hold. */
  private static final String AWAY = "medical_management";

  private static final String LADDER = "urgent";

  private final Duties duties;
  private final People people;
  private final Channels channels;
  private final Policy policy;
  private final WorldClock world;

  CaseDuties(Duties duties, People people, Channels channels, Policy policy, WorldClock world) {
    this.duties = duties;
    this.people = people;
    this.channels = channels;
    this.policy = policy;
    this.world = world;
  }

  /** A case was opened: it is reported and investigated, and its person can do nothing else. */
  void opened(CaseFile file, Actor who, UUID act) {
    people
        .top()
        .ifPresent(root -> {
          duties.create(
              List.of(
                  duty(file, root, REPORT, file.id().toString(), act),
                  duty(file, root, INVESTIGATE, file.id().toString(), act)),
              who);
          tell(root, "cases.opened", file, Map.of(), "opened", act);
        });
    duties.unavailable(List.of(new Duties.Absence(file.person(), file.openedAt(), null, AWAY)));
  }

  /** Candidates have come up. */
  void toDecide(CaseFile file, int wave, int candidates, Actor who, UUID act) {
    people
        .top()
        .ifPresent(root -> {
          duties.create(List.of(duty(file, root, DECIDE, key(file, wave), act)), who);
          tell(
              root,
              "cases.candidates",
              file,
              Map.of("count", String.valueOf(candidates)),
              "wave-" + wave,
              act);
        });
  }

  private static String key(CaseFile file, int wave) {
    return file.id() + "#" + wave;
  }

  private NewDuty duty(CaseFile file, UUID root, String kind, String key, UUID act) {
    Instant now = world.now();
    Instant due = now.plus(hours(file, now, kind));
    return new NewDuty(
        key,
        kind,
        Party.unit(root),
        root,
        Party.thing(file.id()),
        file.number(),
        due.atZone(WorldClock.ZONE).toLocalDate(),
        now,
        due,
        null,
        LADDER,
        null,
        null,
        act);
  }

  private Duration hours(CaseFile file, Instant at, String kind) {
    return policy.of(file.disease()).inForce(at).value(kind + "_hours") instanceof Number hours
            && hours.doubleValue() > 0
        ? Duration.ofMinutes(Math.round(hours.doubleValue() * 60))
        : Duration.ofHours(Objects.requireNonNull(USUAL_HOURS.get(kind)));
  }

  private void tell(
      UUID root, String text, CaseFile file, Map<String, String> more, String once, UUID act) {
    Map<String, String> values = new java.util.HashMap<>(more);
    values.put("number", file.number());
    channels.send(
        List.of(
            new Message(
                "cases:" + file.id() + ":" + once,
                Addressee.unit(root),
                text,
                values,
                "/cases/" + file.id(),
                act)));
  }

  void reported(CaseFile file, Actor who, UUID act) {
    duties.done(duties.pending(REPORT, List.of(file.id().toString())), act, who);
  }

  void investigated(CaseFile file, Actor who, UUID act) {
    duties.done(duties.pending(INVESTIGATE, List.of(file.id().toString())), act, who);
  }

  /** No candidate is left. */
  void decided(CaseFile file, Actor who, UUID act) {
    duties.done(duties.pending(DECIDE, keys(file)), act, who);
  }

  /** The case ended: nothing of it is to be done any more. */
  void ended(CaseFile file, String reason, boolean personIsBack, Actor who, UUID act) {
    List<UUID> all = new ArrayList<>(duties.pending(DECIDE, keys(file)));
    all.addAll(duties.pending(REPORT, List.of(file.id().toString())));
    all.addAll(duties.pending(INVESTIGATE, List.of(file.id().toString())));
    duties.waive(all, reason, who, act);
    if (personIsBack) {
      duties.available(List.of(file.person()), AWAY);
    }
  }

  /** It was none after all. */
  void withdrawn(CaseFile file, String reason, boolean personIsBack, Actor who, UUID act) {
    ended(file, reason, personIsBack, who, act);
    people.top().ifPresent(root -> tell(root, "cases.withdrawn", file, Map.of(), "withdrawn", act));
  }

  private static List<String> keys(CaseFile file) {
    return java.util.stream.IntStream.rangeClosed(1, file.waves())
        .mapToObj(wave -> key(file, wave))
        .toList();
  }
}
