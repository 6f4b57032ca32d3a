package org.shouwang.incidents;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.shouwang.audit.Actor;
import org.shouwang.channels.Addressee;
import org.shouwang.channels.Channels;
import org.shouwang.channels.Message;
import org.shouwang.clock.WorldClock;
import org.shouwang.duties.Duties;
import org.shouwang.duties.Duty;
import org.shouwang.duties.NewDuty;
import org.shouwang.duties.Party;
import org.shouwang.people.People;
import org.springframework.stereotype.Component;

/** What signals, steps, reports and readiness oblige to, and whom the command is told. */
@Component
class IncidentDuties {

  /** Judge a signal. */
  static final String JUDGE = "incidents.judge";

  /** Carry a step out. */
  static final String STEP = "incidents.step";

  /** Send a report that no case's duty asks for. */
  static final String REPORT = "incidents.report";

  /** Look at something that must be ready. */
  static final String READINESS = "incidents.readiness";

  private static final String URGENT = "urgent";
  private static final String DAILY = "daily";
  private static final int TITLE = 200;

  private final Duties duties;
  private final People people;
  private final Channels channels;
  private final IncidentStore store;

  IncidentDuties(Duties duties, People people, Channels channels, IncidentStore store) {
    this.duties = duties;
    this.people = people;
    this.channels = channels;
    this.store = store;
  }

  void judge(Signal signal, Instant due, Actor who, UUID act) {
    root()
        .ifPresent(root ->
            create(
                List.of(
                    duty(
                        signal.id().toString(),
                        JUDGE,
                        root,
                        signal.id(),
                        "",
                        signal.receivedAt(),
                        due,
                        URGENT,
                        act)),
                who));
  }

  void judged(Signal signal, Actor who, UUID act) {
    duties.done(duties.pending(JUDGE, List.of(signal.id().toString())), act, who);
  }

  void steps(Incident incident, List<StepRow> steps, Actor who, UUID act) {
    Map<String, UUID> teams =
        store.unitsNamed(
            steps.stream()
                .map(StepRow::team)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .collect(Collectors.toSet()));
    root()
        .ifPresent(root ->
            create(
                steps.stream()
                    .map(it ->
                        duty(
                            key(it.incident(), it.key()),
                            STEP,
                            it.team() == null ? root : teams.getOrDefault(it.team(), root),
                            incident.id(),
                            title(incident, it),
                            incident.openedAt(),
                            it.dueAt(),
                            URGENT,
                            act))
                    .toList(),
                who));
  }

  private static String title(Incident incident, StepRow step) {
    return Texts.cut(incident.number() + " " + step.zh() + " / " + step.en(), TITLE);
  }

  void stepEnded(UUID incident, String step, boolean done, String why, Actor who, UUID act) {
    List<UUID> pending = duties.pending(STEP, List.of(key(incident, step)));
    if (done) {
      duties.done(pending, act, who);
    } else {
      duties.waive(pending, why, who, act);
    }
  }

  void report(Incident incident, Report report, Actor who, UUID act) {
    Instant due = report.dueAt();
    if (due != null) {
      root()
          .ifPresent(root ->
              create(
                  List.of(
                      duty(
                          report.id().toString(),
                          REPORT,
                          root,
                          incident.id(),
                          incident.number(),
                          report.createdAt(),
                          due,
                          URGENT,
                          act)),
                  who));
    }
  }

  void reportSent(UUID report, Actor who, UUID act) {
    duties.done(duties.pending(REPORT, List.of(report.toString())), act, who);
  }

  void reportsDropped(Collection<UUID> reports, String why, Actor who, UUID act) {
    duties.waive(
        duties.pending(REPORT, reports.stream().map(UUID::toString).toList()), why, who, act);
  }

  /** What a report is about has changed: its duty stands again if a clock runs again today. */
  void replanned(Collection<UUID> reports, Actor who, UUID act) {
    reportsDropped(reports, "planned_anew", who, act);
  }

  /** The incident ended: nothing of it is to be done any more. */
  void ended(List<StepRow> steps, List<Report> reports, String why, Actor who, UUID act) {
    List<UUID> pending =
        new ArrayList<>(
            duties.pending(STEP, steps.stream().map(it -> key(it.incident(), it.key())).toList()));
    pending.addAll(duties.pending(REPORT, reports.stream().map(it -> it.id().toString()).toList()));
    duties.waive(pending, why, who, act);
  }

  /**
   * Looks to be taken.
   *
   * @param key item and the look before
   */
  record Look(String key, String words, @Nullable UUID unit, Instant opens, Instant due) {}

  /** Makes the duties of looks that have none yet. */
  void looks(Collection<Look> looks, Actor who, @Nullable UUID act) {
    Set<String> known =
        duties.byKeys(READINESS, looks.stream().map(Look::key).toList()).stream()
            .map(Duty::key)
            .collect(Collectors.toSet());
    root()
        .ifPresent(root ->
            create(
                looks.stream()
                    .filter(it -> !known.contains(it.key()))
                    .map(it ->
                        duty(
                            it.key(),
                            READINESS,
                            it.unit() == null ? root : it.unit(),
                            root,
                            Texts.cut(it.words(), TITLE),
                            it.opens(),
                            it.due(),
                            DAILY,
                            act))
                    .toList(),
                who));
  }

  void looked(Collection<String> keys, Actor who, UUID act) {
    duties.done(duties.pending(READINESS, keys), act, who);
  }

  /** The command is told once. */
  void tell(Incident incident, String text, UUID act) {
    root()
        .ifPresent(root ->
            channels.send(
                List.of(
                    new Message(
                        text + ":" + incident.id(),
                        Addressee.unit(root),
                        text,
                        Map.of("number", incident.number()),
                        "/incidents/" + incident.id(),
                        act))));
  }

  Optional<UUID> root() {
    return people.top();
  }

  List<Duty> stepDuties(List<StepRow> steps) {
    return duties.byKeys(STEP, steps.stream().map(it -> key(it.incident(), it.key())).toList());
  }

  static String key(UUID incident, String step) {
    return incident + ":" + step;
  }

  private void create(List<NewDuty> made, Actor who) {
    if (!made.isEmpty()) {
      duties.create(made, who);
    }
  }

  private static NewDuty duty(
      String key,
      String kind,
      UUID unit,
      UUID subject,
      String title,
      Instant opens,
      Instant due,
      String ladder,
      @Nullable UUID act) {
    return new NewDuty(
        key,
        kind,
        Party.unit(unit),
        unit,
        Party.thing(subject),
        title,
        due.atZone(WorldClock.ZONE).toLocalDate(),
        opens,
        due,
        null,
        ladder,
        null,
        null,
        act);
  }
}
