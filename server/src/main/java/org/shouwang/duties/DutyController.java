package org.shouwang.duties;

import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.audit.Audit;
import org.shouwang.clock.WorldClock;
import org.shouwang.duties.DutyBoard.Logged;
import org.shouwang.duties.DutyBoard.Supervised;
import org.shouwang.duties.DutyBoard.Wanted;
import org.shouwang.people.People;
import org.shouwang.people.PersonSummary;
import org.shouwang.security.Access;
import org.shouwang.security.Caller;
import org.shouwang.security.Permission;
import org.shouwang.security.Within;
import org.shouwang.web.Page;
import org.shouwang.web.PlainValues;
import org.shouwang.web.Refused;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Duties over HTTP: the board of supervision 督办, the lists behind it, waiving and handing on. */
@RestController
@RequestMapping("/api/v1/duties")
class DutyController {

  private static final int MOST_DAYS = 92;
  private static final int MOST_AT_ONCE = 1_000;
  private static final int REASON = 500;

  private final DutyBoard board;
  private final UnitsBoard units;
  private final Duties duties;
  private final People people;
  private final Audit audit;
  private final WorldClock world;

  DutyController(
      DutyBoard board,
      UnitsBoard units,
      Duties duties,
      People people,
      Audit audit,
      WorldClock world) {
    this.board = board;
    this.units = units;
    this.duties = duties;
    this.people = people;
    this.audit = audit;
    this.world = world;
  }

  /** The board of supervision, units with most late duties first. */
  record Supervision(LocalDate from, LocalDate to, List<String> kinds, List<Supervised> units) {}

  /** A duty with the names on it. */
  record DutyView(
      UUID id,
      String kind,
      String title,
      String holderKind,
      UUID holder,
      @Nullable String holderName,
      UUID unit,
      @Nullable String unitName,
      String subjectKind,
      UUID subject,
      @Nullable String subjectName,
      LocalDate day,
      Instant opensAt,
      Instant dueAt,
      String state,
      Instant stateAt,
      int step,
      @Nullable UUID evidence,
      @Nullable String reason) {}

  /** Duties to be waived. */
  record Waiving(@Nullable List<UUID> ids, @Nullable String reason) {}

  /** Duties to be handed on. */
  record HandingOn(
      @Nullable List<UUID> ids,
      @Nullable String holderKind,
      @Nullable UUID holder,
      @Nullable String reason) {}

  /** How many were changed; the others were no longer pending. */
  record Done(int changed) {}

  @GetMapping("/board")
  @Access(value = Permission.DUTIES_READ, within = Within.UNITS)
  Supervision board(
      @RequestParam(required = false) @Nullable LocalDate from,
      @RequestParam(required = false) @Nullable LocalDate to,
      @RequestParam(required = false) @Nullable String kind,
      Caller caller) {
    LocalDate last = to == null ? world.today() : to;
    LocalDate first = from == null ? last : from;
    range(first, last);
    return new Supervision(
        first,
        last,
        board.kinds(first, last),
        board.supervision(first, last, kind, caller.scope()));
  }

  @GetMapping
  @Access(value = Permission.DUTIES_READ, within = Within.UNITS)
  Page<DutyView> list(
      @RequestParam UUID unit,
      @RequestParam(required = false) @Nullable LocalDate from,
      @RequestParam(required = false) @Nullable LocalDate to,
      @RequestParam(required = false) @Nullable String state,
      @RequestParam(required = false) @Nullable String kind,
      @RequestParam(required = false) @Nullable UUID group,
      @RequestParam(required = false) @Nullable String after,
      @RequestParam(required = false) @Nullable Integer limit,
      Caller caller) {
    LocalDate last = to == null ? world.today() : to;
    LocalDate first = from == null ? last : from;
    range(first, last);
    int size = Page.limit(limit);
    @Nullable Key key = Page.decode(after, Key::read);
    Wanted wanted =
        new Wanted(
            unit,
            first,
            last,
            state,
            kind,
            group,
            key == null ? null : key.at(),
            key == null ? null : key.id(),
            size + 1);
    List<Duty> rows = board.list(wanted, caller.scope());
    Page<Duty> page = Page.of(rows, size, duty -> duty.dueAt() + " " + duty.id());
    return new Page<>(named(page.items()), page.next(), null);
  }

  @GetMapping("/{id}/changes")
  @Access(value = Permission.DUTIES_READ, within = Within.UNITS)
  List<Logged> changes(@PathVariable UUID id, Caller caller) {
    if (board.visible(Set.of(id), caller.scope()).isEmpty()) {
      throw Refused.notFound("duties.unknown").field("id").value(id);
    }
    return board.changes(id);
  }

  @PostMapping("/waive")
  @Access(value = Permission.DUTIES_ACT, within = Within.UNITS)
  @Transactional
  Done waive(@RequestBody Waiving body, Caller caller) {
    Set<UUID> ids = ids(body.ids(), caller);
    String reason = reason(body.reason());
    UUID act =
        audit.record(
            caller.actor(),
            "duties.waived",
            null,
            Map.of("duties", ids.size(), "reason", reason, "first", ids.iterator().next()));
    return new Done(duties.waive(ids, reason, caller.actor(), act));
  }

  @PostMapping("/pass-on")
  @Access(value = Permission.DUTIES_ACT, within = Within.UNITS)
  @Transactional
  Done passOn(@RequestBody HandingOn body, Caller caller) {
    Set<UUID> ids = ids(body.ids(), caller);
    String reason = reason(body.reason());
    Party holder = holder(body, caller);
    UUID act =
        audit.record(
            caller.actor(),
            "duties.handed_on",
            holder.kind().key() + ":" + holder.id(),
            Map.of("duties", ids.size(), "reason", reason, "first", ids.iterator().next()));
    return new Done(duties.passOn(ids, holder, reason, caller.actor(), act));
  }

  private Party holder(HandingOn body, Caller caller) {
    UUID id = body.holder();
    if (id == null) {
      throw Refused.invalid("duties.holder_unknown").field("holder").value("");
    }
    boolean known =
        switch (String.valueOf(body.holderKind())) {
          case "person" ->
              !people.visible(caller.scope(), Set.of(id)).isEmpty()
                  && people.facts(Set.of(id)).containsKey(id);
          case "unit" -> units.within(caller.scope(), id);
          default ->
              throw Refused.invalid("duties.holder_kind")
                  .field("holderKind")
                  .value(PlainValues.shown(String.valueOf(body.holderKind()), 40));
        };
    if (!known) {
      throw Refused.invalid("duties.holder_unknown").field("holder").value(id);
    }
    return Party.of(String.valueOf(body.holderKind()), id);
  }

  private Set<UUID> ids(@Nullable List<UUID> ids, Caller caller) {
    if (ids == null || ids.isEmpty() || ids.size() > MOST_AT_ONCE || ids.contains(null)) {
      throw Refused.invalid("duties.ids")
          .field("ids")
          .value(ids == null ? 0 : ids.size())
          .with("limit", MOST_AT_ONCE);
    }
    Set<UUID> wanted = new java.util.LinkedHashSet<>(ids);
    Set<UUID> visible = board.visible(wanted, caller.scope());
    wanted.stream()
        .filter(id -> !visible.contains(id))
        .findFirst()
        .ifPresent(id -> {
          throw Refused.notFound("duties.unknown").field("ids").value(id);
        });
    return wanted;
  }

  private static String reason(@Nullable String reason) {
    String plain = reason == null ? "" : reason.strip();
    if (plain.isEmpty() || plain.length() > REASON) {
      throw Refused.invalid("duties.reason")
          .field("reason")
          .value(plain.length())
          .with("limit", REASON);
    }
    return plain;
  }

  private static void range(LocalDate first, LocalDate last) {
    if (last.isBefore(first) || first.plusDays(MOST_DAYS).isBefore(last)) {
      throw Refused.invalid("duties.range")
          .field("to")
          .value(first + " – " + last)
          .with("limit", MOST_DAYS);
    }
  }

  private record Key(Instant at, UUID id) {
    static Key read(String text) {
      int space = text.indexOf(' ');
      return new Key(
          PlainValues.instant(text.substring(0, space)),
          PlainValues.uuid(text.substring(space + 1)));
    }
  }

  private List<DutyView> named(List<Duty> rows) {
    Map<UUID, String> names = new HashMap<>(units.names());
    Set<UUID> persons = new java.util.HashSet<>();
    for (Duty duty : rows) {
      for (Party party : List.of(duty.holder(), duty.subject())) {
        if (party.kind() == Party.Kind.PERSON) {
          persons.add(party.id());
        }
      }
    }
    Map<UUID, PersonSummary> known = people.facts(persons);
    known.forEach((id, person) -> {
      @Nullable String name = person.name();
      if (name != null) {
        names.put(id, name);
      }
    });
    return rows.stream().map(duty -> view(duty, names)).toList();
  }

  private static DutyView view(Duty duty, Map<UUID, String> names) {
    return new DutyView(
        duty.id(),
        duty.kind(),
        duty.title(),
        duty.holder().kind().key(),
        duty.holder().id(),
        names.get(duty.holder().id()),
        duty.unit(),
        names.get(duty.unit()),
        duty.subject().kind().key(),
        duty.subject().id(),
        names.get(duty.subject().id()),
        duty.day(),
        duty.opensAt(),
        duty.dueAt(),
        duty.state().key(),
        duty.stateAt(),
        duty.step(),
        duty.evidence(),
        duty.reason());
  }
}
