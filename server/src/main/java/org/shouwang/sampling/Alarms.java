package org.shouwang.sampling;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.shouwang.audit.Actor;
import org.shouwang.audit.Audit;
import org.shouwang.channels.Addressee;
import org.shouwang.channels.Channels;
import org.shouwang.channels.Message;
import org.shouwang.clock.WorldClock;
import org.shouwang.duties.Duties;
import org.shouwang.duties.NewDuty;
import org.shouwang.duties.Party;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/** Tells the command of a positive or grey tube, and makes its report a duty with a clock. */
@Component
class Alarms {

  static final String KIND = "sampling.report";

  private final Channels channels;
  private final Duties duties;
  private final TubeBook book;
  private final Audit audit;
  private final WorldClock world;
  private final ApplicationEventPublisher events;

  Alarms(
      Channels channels,
      Duties duties,
      TubeBook book,
      Audit audit,
      WorldClock world,
      ApplicationEventPublisher events) {
    this.channels = channels;
    this.duties = duties;
    this.book = book;
    this.audit = audit;
    this.world = world;
    this.events = events;
  }

  void raise(Findings.Found found, Actor who) {
    NewResult result = found.result();
    int members = found.tube().fold().live().size();
    audit.record(
        who,
        "sampling.tube_" + result.value().key(),
        "tube:" + result.tube(),
        result.id(),
        Map.of("step", result.step().key(), "members", members));
    events.publishEvent(
        new TubeAlarmed(
            result.tube(), result.id(), result.value().key(), members, found.tube().single(), who));
    UUID root = book.root();
    if (root == null) {
      return;
    }
    Instant now = world.now();
    Instant due = now.plus(book.hours(now, found.tube().disease(), "sampling.report_hours", 2));
    duties.create(
        List.of(
            new NewDuty(
                result.id().toString(),
                KIND,
                Party.unit(root),
                root,
                Party.thing(result.id()),
                result.tube(),
                due.atZone(WorldClock.ZONE).toLocalDate(),
                now,
                due,
                null,
                "urgent",
                null,
                null,
                result.id())),
        who);
    channels.send(
        List.of(
            new Message(
                "sampling.tube:" + result.id(),
                Addressee.unit(root),
                "sampling.tube_" + result.step().key() + "_" + result.value().key(),
                Map.of("tube", result.tube(), "members", String.valueOf(members)),
                "/tubes/" + result.tube(),
                result.id())));
  }

  /** The result was corrected: nothing is to be reported of it. */
  void cancel(UUID result, String reason, Actor who, UUID act) {
    List<UUID> pending = pending(List.of(result));
    if (!pending.isEmpty()) {
      duties.waive(pending, reason, who, act);
    }
  }

  /** Results were reported to the authority. */
  void reported(List<UUID> results, Actor who, UUID act) {
    List<UUID> pending = pending(results);
    if (!pending.isEmpty()) {
      duties.done(pending, act, who);
    }
  }

  private List<UUID> pending(List<UUID> results) {
    return duties.pending(KIND, results.stream().map(UUID::toString).toList());
  }
}
