package org.shouwang.transfers;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.shouwang.clock.WorldClock;
import org.shouwang.people.People;
import org.shouwang.people.PersonLines;
import org.shouwang.people.PersonLines.PersonLine;
import org.shouwang.people.PlaceSummary;
import org.shouwang.security.Access;
import org.shouwang.security.Caller;
import org.shouwang.security.Permission;
import org.shouwang.security.Within;
import org.shouwang.transfers.Transfer.State;
import org.shouwang.web.Page;
import org.shouwang.web.PlainValues;
import org.shouwang.web.Refused;
import org.shouwang.web.TimeKeys;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Transfers over HTTP, within the caller's units; nothing of why somebody is brought. */
@RestController
@RequestMapping("/api/v1/transfers")
class TransferController {

  private static final int PLACE = 200;
  private static final int NOTE = 300;
  private static final int NAME = 100;
  private static final int VEHICLE = 50;
  private static final String ROOM = "room";
  private static final String SITE = "isolation_site";

  private static final Duration LONGEST = Duration.ofDays(7);

  /** Before the first of those that are open. */
  private static final TimeKeys FIRST = new TimeKeys(Instant.EPOCH, new UUID(0, 0));

  private final Transfers transfers;
  private final TransferStore store;
  private final People people;
  private final PersonLines lines;
  private final WorldClock world;

  TransferController(
      Transfers transfers,
      TransferStore store,
      People people,
      PersonLines lines,
      WorldClock world) {
    this.transfers = transfers;
    this.store = store;
    this.people = people;
    this.lines = lines;
    this.world = world;
  }

  /**
   * A transfer as whoever drives needs it.
   *
   * @param phone masked; null once it has ended
   * @param to where to; null: to a site, the room isn't given yet
   * @param ordered whether an order of isolation is told of the arrival
   * @param adrift whether somebody must say where to: the order has ended
   */
  record TransferView(
      UUID id,
      UUID personId,
      @Nullable String name,
      @Nullable String unitName,
      @Nullable String phone,
      @Nullable String from,
      @Nullable String to,
      boolean ordered,
      boolean adrift,
      Instant askedAt,
      String askedBy,
      @Nullable Instant dueAt,
      @Nullable String note,
      State state,
      @Nullable String vehicle,
      @Nullable String officer,
      @Nullable Instant pickedUpAt,
      @Nullable Instant endedAt,
      @Nullable String endedBy,
      @Nullable String why,
      int version) {}

  /**
   * Transfers: open ones by their deadline, the others the newest first.
   *
   * @param state absent: all that are open
   * @param today of those that have ended only today's
   */
  @GetMapping
  @Access(value = Permission.TRANSFER_READ, within = Within.UNITS)
  Page<TransferView> list(
      @RequestParam(required = false) @Nullable String state,
      @RequestParam(required = false) @Nullable Boolean today,
      @RequestParam(required = false) @Nullable String after,
      @RequestParam(required = false) @Nullable Integer limit,
      Caller caller) {
    State wanted = state == null || state.isBlank() ? null : state(state);
    boolean first = after == null || after.isEmpty();
    int size = Page.limit(limit);
    Page<Transfer> page =
        wanted == null || wanted.isOpen()
            ? Page.of(
                store.open(wanted, first ? FIRST : TimeKeys.of(after), caller.scope(), size + 1),
                size,
                it ->
                    TimeKeys.text(
                        Objects.requireNonNullElse(it.dueAt(), TransferStore.NEVER), it.id()))
            : Page.of(
                store.ended(
                    wanted,
                    Boolean.TRUE.equals(today) ? startOfToday() : null,
                    TimeKeys.of(after),
                    caller.scope(),
                    size + 1),
                size,
                it -> TimeKeys.text(Objects.requireNonNull(it.endedAt()), it.id()));
    return new Page<>(views(page.items()), page.next(), null);
  }

  /** How many are in which state; of those that arrived only today's. */
  @GetMapping("/counts")
  @Access(value = Permission.TRANSFER_READ, within = Within.UNITS)
  Map<String, Long> counts(Caller caller) {
    return store.counts(startOfToday(), caller.scope());
  }

  /** Somebody to be brought; the client makes the id, so that a retry is kept once. */
  record Asking(
      @Nullable UUID id,
      @Nullable UUID personId,
      @Nullable String from,
      @Nullable String to,
      @Nullable UUID roomId,
      @Nullable Instant dueAt,
      @Nullable String note) {}

  @PostMapping
  @Access(value = Permission.TRANSFER_ASK, within = Within.UNITS)
  TransferView ask(@RequestBody Asking body, Caller caller) {
    UUID id = required("id", body.id());
    UUID person = required("personId", body.personId());
    String to = optional("to", body.to(), PLACE);
    if (body.roomId() == null && to == null) {
      throw missing("to");
    }
    if (body.roomId() != null && !isRoom(body.roomId())) {
      throw Refused.notFound("transfers.room_unknown").field("roomId").value(body.roomId());
    }
    Instant now = world.now();
    Instant due = body.dueAt() == null ? null : body.dueAt().truncatedTo(ChronoUnit.MICROS);
    if (due != null && (!due.isAfter(now) || due.isAfter(now.plus(LONGEST)))) {
      throw Transfers.time("dueAt", due, now, now.plus(LONGEST));
    }
    return view(
        transfers.ask(
            id,
            new Transfers.Asked(
                person,
                optional("from", body.from(), PLACE),
                body.roomId() == null ? to : null,
                body.roomId(),
                due,
                optional("note", body.note(), NOTE)),
            caller));
  }

  private boolean isRoom(UUID id) {
    Map<UUID, PlaceSummary> places = people.places();
    PlaceSummary room = places.get(id);
    PlaceSummary site =
        room == null || room.parentId() == null ? null : places.get(room.parentId());
    return room != null && room.kind().equals(ROOM) && site != null && site.kind().equals(SITE);
  }

  /**
   * The person was picked up.
   *
   * @param at null: now
   * @param officer who brings them; null: the caller
   */
  record PickingUp(
      @Nullable Instant at,
      @Nullable String officer,
      @Nullable String vehicle,
      @Nullable Integer version) {}

  @PostMapping("/{id}/pick-up")
  @Access(value = Permission.TRANSFER_ACT, within = Within.UNITS)
  TransferView pickUp(@PathVariable UUID id, @RequestBody PickingUp body, Caller caller) {
    String officer = optional("officer", body.officer(), NAME);
    return view(
        transfers.pickUp(
            id,
            new Transfers.PickUp(
                body.at(),
                officer == null ? caller.name() : officer,
                optional("vehicle", body.vehicle(), VEHICLE)),
            required("version", body.version()),
            caller));
  }

  /**
   * The person is there.
   *
   * @param at null: now
   * @param roomId another room than was planned; null: as planned
   * @param to where there is no order: another place than was planned; null: as planned
   */
  record Arriving(
      @Nullable Instant at,
      @Nullable UUID roomId,
      @Nullable String to,
      @Nullable Integer version) {}

  @PostMapping("/{id}/arrive")
  @Access(value = Permission.TRANSFER_ACT, within = Within.UNITS)
  TransferView arrive(@PathVariable UUID id, @RequestBody Arriving body, Caller caller) {
    return view(
        transfers.arrive(
            id,
            new Transfers.Arrival(body.at(), body.roomId(), optional("to", body.to(), PLACE)),
            required("version", body.version()),
            caller));
  }

  /** Why the person isn't brought. */
  record Cancelling(@Nullable String reason, @Nullable Integer version) {}

  @PostMapping("/{id}/cancel")
  @Access(
      value = {Permission.TRANSFER_ACT, Permission.TRANSFER_ASK},
      within = Within.UNITS)
  TransferView cancel(@PathVariable UUID id, @RequestBody Cancelling body, Caller caller) {
    String why = optional("reason", body.reason(), NOTE);
    return view(
        transfers.cancel(id, required("reason", why), required("version", body.version()), caller));
  }

  /** Why somebody wants to see a number. */
  record Purpose(@Nullable String purpose) {}

  /** The number to call, as it is. */
  record Phone(@Nullable String phone) {}

  /** Whoever brings somebody calls them; each look at the number is logged with its purpose. */
  @PostMapping("/{id}/phone")
  @Access(value = Permission.TRANSFER_ACT, within = Within.UNITS)
  @Transactional
  public ResponseEntity<Phone> phone(
      @PathVariable UUID id, @RequestBody Purpose body, Caller caller) {
    UUID person = transfers.called(id, caller);
    return ResponseEntity.ok()
        .cacheControl(CacheControl.noStore())
        .body(new Phone(people.wholePhone(person, body.purpose(), caller.actor()).orElse(null)));
  }

  private TransferView view(Transfer one) {
    return views(List.of(one)).getFirst();
  }

  private List<TransferView> views(List<Transfer> some) {
    Set<UUID> persons = new HashSet<>();
    some.forEach(it -> persons.add(it.person()));
    Map<UUID, PersonLine> known = persons.isEmpty() ? Map.of() : lines.masked(persons);
    Map<UUID, PlaceSummary> places =
        some.stream().anyMatch(it -> it.room() != null) ? people.places() : Map.of();
    return some.stream().map(it -> view(it, known.get(it.person()), places)).toList();
  }

  private static TransferView view(
      Transfer it, @Nullable PersonLine person, Map<UUID, PlaceSummary> places) {
    return new TransferView(
        it.id(),
        it.person(),
        person == null ? null : person.name(),
        person == null ? null : person.unitName(),
        person == null || !it.state().isOpen() ? null : person.phone(),
        it.from(),
        it.to() == null ? site(it.room(), places) : it.to(),
        it.order() != null,
        it.isAdrift(),
        it.askedAt(),
        it.askedBy(),
        it.dueAt(),
        it.note(),
        it.state(),
        it.vehicle(),
        it.officer(),
        it.pickedUpAt(),
        it.endedAt(),
        it.endedBy(),
        it.why(),
        it.version());
  }

  private static @Nullable String site(@Nullable UUID id, Map<UUID, PlaceSummary> places) {
    PlaceSummary room = id == null ? null : places.get(id);
    if (room == null) {
      return null;
    }
    PlaceSummary site = room.parentId() == null ? null : places.get(room.parentId());
    return site == null || room.name().startsWith(site.name())
        ? room.name()
        : site.name() + " " + room.name();
  }

  private Instant startOfToday() {
    return world.today().atStartOfDay(WorldClock.ZONE).toInstant();
  }

  private static State state(String word) {
    for (State each : State.values()) {
      if (each.key().equals(word.toLowerCase(Locale.ROOT))) {
        return each;
      }
    }
    throw Refused.invalid("transfers.not_a_choice")
        .field("state")
        .value(PlainValues.shown(word, 40))
        .with(
            "choices",
            Arrays.stream(State.values()).map(State::key).collect(Collectors.joining(", ")));
  }

  private static Refused missing(String field) {
    return Refused.invalid("transfers.field_missing").field(field);
  }

  private static <T> T required(String field, @Nullable T value) {
    if (value == null) {
      throw missing(field);
    }
    return value;
  }

  private static @Nullable String optional(String field, @Nullable String text, int most) {
    if (text == null || text.isBlank()) {
      return null;
    }
    if (text.length() > most || !PlainValues.isText(text)) {
      throw Refused.invalid("transfers.field_too_long").field(field).with("limit", most);
    }
    return text.strip();
  }
}
