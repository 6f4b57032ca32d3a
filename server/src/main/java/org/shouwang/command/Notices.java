package org.shouwang.command;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.channels.Addressee;
import org.shouwang.channels.Channels;
import org.shouwang.channels.Message;
import org.shouwang.clock.WorldClock;
import org.shouwang.command.NoticeStore.Held;
import org.shouwang.command.NoticeStore.Wording;
import org.shouwang.duties.Duties;
import org.shouwang.duties.Duty;
import org.shouwang.duties.NewDuty;
import org.shouwang.duties.Party;
import org.shouwang.security.Scope;
import org.shouwang.web.PlainValues;
import org.shouwang.web.Refused;
import org.springframework.stereotype.Component;

/** The life of a notice: sent, read, answered, chased, changed. */
@Component
class Notices {

  static final String KIND = "command.notice";

  /** A unit is chased no more often than this, by the wall clock. */
  private static final Duration PAUSE = Duration.ofMinutes(1);

  private static final Set<String> ASKS = Set.of("read", "reply");

  private final NoticeStore store;
  private final NoticeBoard board;
  private final UnitBoard units;
  private final Duties duties;
  private final Channels channels;
  private final Acts acts;
  private final WorldClock world;
  private final Clock wall;

  Notices(
      NoticeStore store,
      NoticeBoard board,
      UnitBoard units,
      Duties duties,
      Channels channels,
      Acts acts,
      WorldClock world,
      Clock wall) {
    this.store = store;
    this.board = board;
    this.units = units;
    this.duties = duties;
    this.channels = channels;
    this.acts = acts;
    this.world = world;
    this.wall = wall;
  }

  /** A notice as somebody writes it. */
  record Draft(
      @Nullable String title,
      @Nullable String text,
      @Nullable String asks,
      @Nullable List<UUID> units,
      @Nullable Instant dueAt) {}

  UUID send(Draft draft, Signature by) {
    Instant now = world.now();
    Wording wording = wording(draft);
    String asks = draft.asks() == null ? "read" : draft.asks();
    if (!ASKS.contains(asks)) {
      throw Refused.invalid("command.word_unknown")
          .field("asks")
          .value(PlainValues.shown(asks, 40));
    }
    Set<UUID> chosen = Tasks.chosen(draft.units());
    requireKnown(chosen, by);
    Instant due = Texts.due("dueAt", draft.dueAt(), now);
    UUID id = UuidCreator.getTimeOrderedEpoch();
    store.send(id, wording, asks, chosen, by.shown(), now);
    UUID act =
        acts.record(
            by,
            act(id, "notice_sent"),
            Map.of("asks", asks, "units", chosen.size(), "dueAt", due.toString()));
    Held held = new Held(id, 1, wording.title(), asks, wording.digest());
    duties.create(duties(held, chosen, due, act), by.actor());
    tell(held, chosen, "command.notice_sent", act);
    return id;
  }

  private static Wording wording(Draft draft) {
    return new Wording(
        Texts.required("title", draft.title(), Texts.TITLE),
        Texts.required("text", draft.text(), Texts.BODY));
  }

  private void requireKnown(Set<UUID> chosen, Signature by) {
    Set<UUID> known = units.named(chosen).keySet();
    Set<UUID> within = units.within(Sight.of(by.scope()), chosen);
    for (UUID unit : chosen) {
      if (!known.contains(unit)) {
        throw Refused.invalid("command.unit_unknown").field("units").value(unit);
      }
      if (!within.contains(unit)) {
        throw Refused.forbidden("command.unit_outside").field("units").value(unit);
      }
    }
  }

  /**
   * Changes a notice. Only if it then says something else is anybody told, and asked to read anew.
   *
   * @return whether it says something else
   */
  boolean change(UUID id, Draft draft, Signature by) {
    Wording wording = wording(draft);
    Held held = store.lock(id).orElseThrow(() -> unknown(id));
    List<NoticeBoard.UnitRow> addressed = board.units(id, new Sight(true, Set.of()));
    if (Arrays.equals(held.digest(), wording.digest())) {
      store.reword(held, wording);
      acts.record(by, act(id, "notice_reworded"));
      return false;
    }
    Set<UUID> all = new LinkedHashSet<>();
    addressed.forEach(row -> all.add(row.unit().id()));
    requireKnown(all, by);
    Instant now = world.now();
    List<Duty> before = duties.byKeys(KIND, keys(held, all));
    Instant due = due(draft.dueAt(), before, now);
    int edition = store.revise(held, wording, by.shown(), now);
    UUID act = acts.record(by, act(id, "notice_changed"), Map.of("edition", edition));
    Held revised = new Held(id, edition, wording.title(), held.asks(), wording.digest());
    duties.waive(before.stream().map(Duty::id).toList(), "notice_changed", by.actor(), act);
    duties.create(duties(revised, all, due, act), by.actor());
    tell(revised, all, "command.notice_changed", act);
    return true;
  }

  /** The deadline stands unless another is given, or it has passed. */
  private static Instant due(@Nullable Instant given, List<Duty> before, Instant now) {
    Instant standing = before.isEmpty() ? null : before.getFirst().dueAt();
    if (given == null && standing != null && standing.isAfter(now)) {
      return standing;
    }
    return Texts.due("dueAt", given, now);
  }

  /** Reads a notice for units: the signer's own, unless units below are named. */
  void read(UUID id, @Nullable List<UUID> named, Signature by) {
    Held held = store.hold(id).orElseThrow(() -> unknown(id));
    List<UUID> addressed = addressed(held, named, by);
    if (store.read(held, addressed, by, world.now()) > 0) {
      UUID act = acts.record(by, act(id, "notice_read"), Map.of("units", addressed));
      if (held.asks().equals("read")) {
        discharge(held, addressed, by, act);
      }
    }
  }

  /** Answers a notice for one unit, which has read it then. */
  UUID reply(UUID id, @Nullable UUID unit, @Nullable String text, Signature by) {
    Held held = store.hold(id).orElseThrow(() -> unknown(id));
    List<UUID> addressed = addressed(held, unit == null ? null : List.of(unit), by);
    if (addressed.size() != 1) {
      throw Refused.invalid("command.unit_unsaid").field("unitId");
    }
    String said = Texts.required("text", text, Texts.BODY);
    UUID feedback = UuidCreator.getTimeOrderedEpoch();
    Instant now = world.now();
    store.read(held, addressed, by, now);
    store.reply(feedback, held, addressed.getFirst(), said, by.shown(), now);
    UUID act = acts.record(by, act(id, "notice_replied").at(addressed.getFirst()).because(said));
    discharge(held, addressed, by, act);
    return feedback;
  }

  private List<UUID> addressed(Held held, @Nullable List<UUID> named, Signature by) {
    Scope scope = by.scope();
    List<UUID> wanted = named == null || named.isEmpty() ? List.copyOf(scope.units()) : named;
    List<UUID> addressed = store.addressed(held.id(), Set.copyOf(wanted));
    Set<UUID> within = units.within(Sight.of(scope), addressed);
    List<UUID> own = addressed.stream().filter(within::contains).toList();
    if (own.isEmpty() || (named != null && own.size() < Set.copyOf(wanted).size())) {
      throw Refused.invalid("command.not_addressed").field("unitIds").value(held.id());
    }
    return own;
  }

  private void discharge(Held held, Collection<UUID> which, Signature by, UUID act) {
    duties.done(duties.pending(KIND, keys(held, which)), act, by.actor());
  }

  /**
   * Who was chased.
   *
   * @param tooSoon silent, but chased within the last minute
   */
  record Chase(int chased, long tooSoon) {}

  /** Chases the units that have not done what the notice asks. */
  Chase chase(UUID id, @Nullable List<UUID> only, Signature by) {
    Held held = store.hold(id).orElseThrow(() -> unknown(id));
    Set<UUID> named = only == null ? Set.of() : Set.copyOf(only);
    List<UUID> every =
        board.units(id, new Sight(true, Set.of())).stream().map(row -> row.unit().id()).toList();
    List<UUID> mine =
        units.within(Sight.of(by.scope()), every).stream()
            .filter(unit -> named.isEmpty() || named.contains(unit))
            .toList();
    if (mine.isEmpty()) {
      throw Refused.invalid("command.not_addressed").field("units").value(id);
    }
    long silent = store.silent(held, mine);
    List<NoticeStore.Chased> chased = store.chase(held, mine, wall.instant(), PAUSE);
    if (!chased.isEmpty()) {
      UUID act =
          acts.record(
              by,
              act(id, "notice_chased"),
              Map.of("units", chased.stream().map(NoticeStore.Chased::unit).toList()));
      List<Message> messages = new ArrayList<>();
      for (NoticeStore.Chased each : chased) {
        String key = key(held, each.unit()) + "/chase/" + each.times();
        messages.add(message(key, held, each.unit(), "command.notice_chased", act));
      }
      channels.send(messages);
    }
    return new Chase(chased.size(), silent - chased.size());
  }

  private void tell(Held held, Set<UUID> chosen, String text, UUID cause) {
    channels.send(
        chosen.stream().map(unit -> message(key(held, unit), held, unit, text, cause)).toList());
  }

  private static Message message(String key, Held held, UUID unit, String text, UUID cause) {
    return new Message(
        "command.notice:" + key,
        Addressee.unit(unit),
        text,
        Map.of("title", PlainValues.shown(held.title(), Texts.TITLE)),
        "/notices/" + held.id(),
        cause);
  }

  static String key(UUID notice, UUID unit, int edition) {
    return notice + "/" + unit + "/" + edition;
  }

  private static String key(Held held, UUID unit) {
    return key(held.id(), unit, held.edition());
  }

  private static List<String> keys(Held held, Collection<UUID> which) {
    return which.stream().map(unit -> key(held, unit)).toList();
  }

  private List<NewDuty> duties(Held held, Set<UUID> chosen, Instant due, UUID cause) {
    Instant now = world.now();
    return chosen.stream()
        .map(unit ->
            new NewDuty(
                key(held, unit),
                KIND,
                Party.unit(unit),
                unit,
                Party.thing(held.id()),
                held.title(),
                due.atZone(WorldClock.ZONE).toLocalDate(),
                now,
                due,
                null,
                TaskDuties.LADDER,
                held.id(),
                null,
                cause))
        .toList();
  }

  private static Act act(UUID id, String what) {
    return Act.of("notice", id, id, what);
  }

  private static Refused unknown(UUID id) {
    return Refused.notFound("command.notice_unknown").field("id").value(id);
  }
}
