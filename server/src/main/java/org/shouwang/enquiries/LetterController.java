package org.shouwang.enquiries;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.shouwang.clock.WorldClock;
import org.shouwang.enquiries.Letter.Match;
import org.shouwang.enquiries.Letter.Outcome;
import org.shouwang.enquiries.Letter.State;
import org.shouwang.enquiries.Letters.Wanted;
import org.shouwang.people.People;
import org.shouwang.people.PersonSummary;
import org.shouwang.presence.Presence;
import org.shouwang.security.Access;
import org.shouwang.security.Caller;
import org.shouwang.security.Permission;
import org.shouwang.security.Within;
import org.shouwang.web.Page;
import org.shouwang.web.PlainValues;
import org.shouwang.web.Refused;
import org.shouwang.web.TimeKeys;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Enquiry letters over HTTP, for whoever answers for the whole park. */
@RestController
@RequestMapping("/api/v1/enquiries")
class LetterController {

  private static final int AT_ONCE = 500;
  private static final int NAME = 100;
  private static final int TITLE = 200;
  private static final int NOTE = 500;
  private static final int TEXT = 4_000;
  private static final Duration LONGEST = Duration.ofDays(90);

  private final Letters letters;
  private final LetterStore store;
  private final People people;
  private final Presence presence;
  private final WorldClock world;

  LetterController(
      Letters letters, LetterStore store, People people, Presence presence, WorldClock world) {
    this.letters = letters;
    this.store = store;
    this.people = people;
    this.presence = presence;
    this.world = world;
  }

  @GetMapping
  @Access(value = Permission.INCIDENT_READ, within = Within.PARK)
  Page<Letter> list(
      @RequestParam(required = false) @Nullable String state,
      @RequestParam(required = false) @Nullable String after,
      @RequestParam(required = false) @Nullable Integer limit,
      Caller caller) {
    whole(caller);
    State wanted = state == null || state.isBlank() ? null : choice("state", state, State.values());
    int size = Page.limit(limit);
    return Page.of(
        store.list(wanted, TimeKeys.of(after), size + 1),
        size,
        it -> TimeKeys.text(it.receivedAt(), it.id()));
  }

  /**
   * Somebody whom a letter asks after, with what helps to answer.
   *
   * @param personName of who is meant
   * @param seenAt when the park recorded the person last
   * @param inside whether the person is inside now; null: never recorded
   */
  record AskedView(
      int line,
      @Nullable String name,
      @Nullable String document,
      @Nullable String phone,
      @Nullable String hint,
      Match match,
      @Nullable UUID personId,
      @Nullable String personName,
      @Nullable String unitName,
      @Nullable Instant seenAt,
      @Nullable String seenIn,
      @Nullable Boolean inside,
      Outcome outcome,
      @Nullable String note,
      @Nullable String by,
      @Nullable Instant at) {}

  /** A letter with all it asks after. */
  record LetterView(Letter letter, List<AskedView> asked) {}

  @GetMapping("/{id}")
  @Access(value = Permission.INCIDENT_READ, within = Within.PARK)
  LetterView one(@PathVariable UUID id, Caller caller) {
    whole(caller);
    return view(store.one(id).orElseThrow(() -> Letters.unknown(id)));
  }

  private LetterView view(Letter letter) {
    List<Asked> asked = store.asked(letter.id());
    Set<UUID> ids =
        asked.stream()
            .map(Asked::person)
            .filter(Objects::nonNull)
            .map(Objects::requireNonNull)
            .collect(Collectors.toSet());
    Map<UUID, PersonSummary> cards = people.facts(ids);
    Map<UUID, Presence.Seen> seen = new HashMap<>();
    presence.lastSeen(ids).forEach(it -> seen.put(it.person(), it));
    return new LetterView(
        letter,
        asked.stream()
            .map(it -> {
              PersonSummary card = it.person() == null ? null : cards.get(it.person());
              Presence.Seen last = it.person() == null ? null : seen.get(it.person());
              return new AskedView(
                  it.line(),
                  it.name(),
                  it.document(),
                  it.phone(),
                  it.hint(),
                  it.match(),
                  it.person(),
                  card == null ? null : card.name(),
                  card == null ? null : card.unitName(),
                  last == null ? null : last.at(),
                  last == null ? null : last.zoneName(),
                  last == null ? null : last.inside(),
                  it.outcome(),
                  it.note(),
                  it.by(),
                  it.at());
            })
            .toList());
  }

  /** A letter to be taken in; the client makes the id, so that a retry is kept once. */
  record Taking(
      @Nullable UUID id,
      @Nullable String number,
      @Nullable String sender,
      @Nullable Instant receivedAt,
      @Nullable Instant dueAt,
      @Nullable String question,
      @Nullable List<@Nullable Wanted> asked) {}

  @PostMapping
  @Access(value = Permission.INCIDENT_ACT, within = Within.PARK)
  LetterView take(@RequestBody Taking body, Caller caller) {
    whole(caller);
    Instant now = world.now().truncatedTo(ChronoUnit.MICROS);
    if (body.id() == null) {
      throw missing("id");
    }
    Instant received = body.receivedAt() == null ? now : body.receivedAt();
    if (received.isAfter(now) || received.isBefore(now.minus(LONGEST))) {
      throw time("receivedAt", received);
    }
    if (body.dueAt() == null) {
      throw missing("dueAt");
    }
    if (!body.dueAt().isAfter(received) || body.dueAt().isAfter(received.plus(LONGEST))) {
      throw time("dueAt", body.dueAt());
    }
    Letter letter =
        new Letter(
            body.id(),
            required("number", body.number(), TITLE),
            required("sender", body.sender(), TITLE),
            received,
            body.dueAt().truncatedTo(ChronoUnit.MICROS),
            required("question", body.question(), TEXT),
            caller.name(),
            State.OPEN,
            null,
            null,
            null,
            null,
            null);
    return view(letters.take(letter, wanted(body.asked()), caller));
  }

  private static List<Wanted> wanted(@Nullable List<@Nullable Wanted> asked) {
    if (asked == null) {
      return List.of();
    }
    if (asked.size() > AT_ONCE) {
      throw Refused.invalid("enquiries.too_many")
          .field("asked")
          .value(asked.size())
          .with("limit", AT_ONCE);
    }
    List<Wanted> wanted = new ArrayList<>();
    for (int i = 0; i < asked.size(); i++) {
      Wanted each = asked.get(i);
      String field = "asked[" + i + "]";
      if (each == null) {
        throw missing(field);
      }
      Wanted one =
          new Wanted(
              optional(field + ".name", each.name(), NAME),
              optional(field + ".document", each.document(), NAME),
              optional(field + ".phone", each.phone(), NAME),
              optional(field + ".hint", each.hint(), NOTE));
      if (one.name() == null
          && one.document() == null
          && one.phone() == null
          && one.hint() == null) {
        throw missing(field + ".name");
      }
      wanted.add(one);
    }
    return wanted;
  }

  /** What was found of somebody. */
  record Finding(@Nullable String outcome, @Nullable UUID personId, @Nullable String note) {}

  @PostMapping("/{id}/asked/{line}")
  @Access(value = Permission.INCIDENT_ACT, within = Within.PARK)
  LetterView found(
      @PathVariable UUID id, @PathVariable int line, @RequestBody Finding body, Caller caller) {
    whole(caller);
    Outcome outcome = choice("outcome", body.outcome(), Outcome.values());
    if (outcome == Outcome.PENDING) {
      throw Refused.invalid("enquiries.not_a_choice")
          .field("outcome")
          .value(outcome.key())
          .with("choices", "here, left, not_known, handed_on");
    }
    String note = optional("note", body.note(), NOTE);
    if (outcome == Outcome.HANDED_ON && note == null) {
      throw missing("note");
    }
    letters.found(id, new Letters.Finding(line, outcome, body.personId(), note), caller);
    return view(store.one(id).orElseThrow(() -> Letters.unknown(id)));
  }

  /** The answer as it left. */
  record Answering(@Nullable String answer, @Nullable String document) {}

  @PostMapping("/{id}/answer")
  @Access(value = Permission.INCIDENT_ACT, within = Within.PARK)
  LetterView answer(@PathVariable UUID id, @RequestBody Answering body, Caller caller) {
    whole(caller);
    return view(
        letters.answer(
            id,
            required("answer", body.answer(), TEXT),
            required("document", body.document(), TITLE),
            caller));
  }

  /** Why a letter asks no more. */
  record Withdrawing(@Nullable String reason) {}

  @PostMapping("/{id}/withdraw")
  @Access(value = Permission.INCIDENT_ACT, within = Within.PARK)
  LetterView withdraw(@PathVariable UUID id, @RequestBody Withdrawing body, Caller caller) {
    whole(caller);
    return view(letters.withdraw(id, required("reason", body.reason(), NOTE), caller));
  }

  private void whole(Caller caller) {
    if (!people.isWhole(caller.scope())) {
      throw Refused.forbidden("enquiries.whole_park");
    }
  }

  private static Refused missing(String field) {
    return Refused.invalid("enquiries.field_missing").field(field);
  }

  private static Refused time(String field, Instant at) {
    return Refused.invalid("enquiries.time_wrong")
        .field(field)
        .value(at)
        .with("days", LONGEST.toDays());
  }

  private static String required(String field, @Nullable String text, int most) {
    String given = optional(field, text, most);
    if (given == null) {
      throw missing(field);
    }
    return given;
  }

  private static @Nullable String optional(String field, @Nullable String text, int most) {
    if (text == null || text.isBlank()) {
      return null;
    }
    if (text.length() > most || !PlainValues.isText(text)) {
      throw Refused.invalid("enquiries.field_too_long").field(field).with("limit", most);
    }
    return text.strip();
  }

  private static <E extends Enum<E>> E choice(String field, @Nullable String word, E[] choices) {
    String given = required(field, word, NAME);
    for (E each : choices) {
      if (each.name().toLowerCase(Locale.ROOT).equals(given)) {
        return each;
      }
    }
    throw Refused.invalid("enquiries.not_a_choice")
        .field(field)
        .value(PlainValues.shown(given, 40))
        .with(
            "choices",
            Arrays.stream(choices)
                .map(it -> it.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", ")));
  }
}
