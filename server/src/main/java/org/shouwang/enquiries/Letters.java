package org.shouwang.enquiries;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.audit.Audit;
import org.shouwang.clock.WorldClock;
import org.shouwang.duties.Duties;
import org.shouwang.duties.NewDuty;
import org.shouwang.duties.Party;
import org.shouwang.enquiries.Letter.Match;
import org.shouwang.enquiries.Letter.Outcome;
import org.shouwang.enquiries.Letter.State;
import org.shouwang.enquiries.LetterStore.Line;
import org.shouwang.people.People;
import org.shouwang.people.PersonFinder;
import org.shouwang.people.PersonFinder.Answer;
import org.shouwang.people.PersonFinder.Clue;
import org.shouwang.security.Caller;
import org.shouwang.web.Refused;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Takes letters in, keeps what was found of those they ask after, and answers. */
@Service
class Letters {

  /** Answer a letter. */
  static final String ANSWER = "enquiries.answer";

  private final LetterStore store;
  private final PersonFinder finder;
  private final People people;
  private final Duties duties;
  private final Audit audit;
  private final WorldClock world;

  Letters(
      LetterStore store,
      PersonFinder finder,
      People people,
      Duties duties,
      Audit audit,
      WorldClock world) {
    this.store = store;
    this.finder = finder;
    this.people = people;
    this.duties = duties;
    this.audit = audit;
    this.world = world;
  }

  /** Whom a letter asks after, as it stands there. */
  record Wanted(
      @Nullable String name,
      @Nullable String document,
      @Nullable String phone,
      @Nullable String hint) {

    @Override
    public String toString() {
      return "Wanted"; // never into a log
    }
  }

  /**
   * Takes a letter in. The same id again is the same letter.
   *
   * @throws Refused 409 when the sender's number is there already
   */
  @Transactional
  Letter take(Letter letter, List<Wanted> wanted, Caller caller) {
    if (!store.add(letter, now())) {
      return store
          .one(letter.id())
          .orElseThrow(
              () -> Refused.conflict("enquiries.known").field("number").value(letter.number()));
    }
    store.ask(letter.id(), lines(wanted));
    UUID act =
        audit.record(
            caller.actor(),
            "enquiries.taken",
            subject(letter.id()),
            Map.of("number", letter.number(), "sender", letter.sender(), "asked", wanted.size()));
    people.top().ifPresent(top -> duties.create(List.of(duty(letter, top, act)), caller.actor()));
    return letter;
  }

  private List<Line> lines(List<Wanted> wanted) {
    List<Answer> answers =
        finder.find(
            wanted.stream()
                .map(it ->
                    new Clue(null, it.document(), it.phone(), it.name() == null ? "" : it.name()))
                .toList());
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < wanted.size(); i++) {
      Wanted each = wanted.get(i);
      Answer answer = answers.get(i);
      lines.add(
          new Line(
              i + 1,
              each.name(),
              each.document(),
              each.phone(),
              each.hint(),
              match(answer),
              answer instanceof Answer.Found found ? found.person() : null));
    }
    return lines;
  }

  private static Match match(Answer answer) {
    return switch (answer) {
      case Answer.Found found -> Match.FOUND;
      case Answer.OtherName other -> Match.OTHER_NAME;
      case Answer.Several several -> Match.SEVERAL;
      case Answer.Nobody nobody -> Match.NOBODY;
      case Answer.Unusable unusable -> Match.UNUSABLE;
    };
  }

  private static NewDuty duty(Letter letter, UUID top, UUID act) {
    return new NewDuty(
        letter.id().toString(),
        ANSWER,
        Party.unit(top),
        top,
        Party.thing(letter.id()),
        letter.number(),
        letter.dueAt().atZone(WorldClock.ZONE).toLocalDate(),
        letter.receivedAt(),
        letter.dueAt(),
        null,
        "urgent",
        null,
        null,
        act);
  }

  /** What was found of somebody on a line of a letter. */
  record Finding(int line, Outcome outcome, @Nullable UUID person, @Nullable String note) {}

  /**
   * Writes down what was found of somebody; the last word counts.
   *
   * @throws Refused 404 for a line that isn't there; 422 for somebody here of whom nobody knows who
   *     it is
   */
  @Transactional
  void found(UUID id, Finding finding, Caller caller) {
    held(id);
    Asked asked =
        store.asked(id).stream()
            .filter(it -> it.line() == finding.line())
            .findFirst()
            .orElseThrow(() ->
                Refused.notFound("enquiries.line_unknown").field("line").value(finding.line()));
    UUID person =
        switch (finding.outcome()) {
          case HERE, LEFT -> finding.person() == null ? asked.person() : finding.person();
          case NOT_KNOWN, HANDED_ON, PENDING -> null;
        };
    if (finding.outcome() == Outcome.HERE || finding.outcome() == Outcome.LEFT) {
      if (person == null) {
        throw Refused.invalid("enquiries.field_missing").field("personId");
      }
      if (!people.facts(Set.of(person)).containsKey(person)) {
        throw Refused.notFound("enquiries.person_unknown").field("personId").value(person);
      }
    }
    store.found(
        id, finding.line(), finding.outcome(), person, finding.note(), caller.name(), now());
    Map<String, Object> detail = new HashMap<>();
    detail.put("line", finding.line());
    detail.put("outcome", finding.outcome().key());
    audit.record(caller.actor(), "enquiries.found", subject(id), detail);
  }

  /**
   * Answers a letter.
   *
   * @throws Refused 409 while somebody whom it asks after hasn't been looked for
   */
  @Transactional
  Letter answer(UUID id, String answer, String document, Caller caller) {
    Letter letter = held(id);
    long left = store.asked(id).stream().filter(it -> it.outcome() == Outcome.PENDING).count();
    if (left > 0) {
      throw Refused.conflict("enquiries.not_all_found").field("asked").value(left);
    }
    Letter answered = ended(letter, State.ANSWERED, caller, answer, document, null);
    UUID act =
        audit.record(
            caller.actor(), "enquiries.answered", subject(id), Map.of("document", document));
    duties.done(pending(id), act, caller.actor());
    return answered;
  }

  /** The sender asks no more, or the letter was taken in by mistake. */
  @Transactional
  Letter withdraw(UUID id, String why, Caller caller) {
    Letter letter = held(id);
    Letter withdrawn = ended(letter, State.WITHDRAWN, caller, null, null, why);
    UUID act = audit.record(caller.actor(), "enquiries.withdrawn", subject(id), Map.of("why", why));
    duties.waive(pending(id), "letter_withdrawn", caller.actor(), act);
    return withdrawn;
  }

  private Letter ended(
      Letter letter,
      State state,
      Caller caller,
      @Nullable String answer,
      @Nullable String document,
      @Nullable String why) {
    Letter ended =
        new Letter(
            letter.id(),
            letter.number(),
            letter.sender(),
            letter.receivedAt(),
            letter.dueAt(),
            letter.question(),
            letter.by(),
            state,
            now(),
            caller.name(),
            answer,
            document,
            why);
    store.end(ended);
    return ended;
  }

  private List<UUID> pending(UUID letter) {
    return duties.pending(ANSWER, List.of(letter.toString()));
  }

  private Letter held(UUID id) {
    Letter letter = store.lock(id).orElseThrow(() -> unknown(id));
    if (letter.state() != State.OPEN) {
      throw Refused.conflict("enquiries.ended").value(letter.number());
    }
    return letter;
  }

  static Refused unknown(UUID id) {
    return Refused.notFound("enquiries.unknown").field("id").value(id);
  }

  private static String subject(UUID letter) {
    return "enquiry:" + letter;
  }

  private Instant now() {
    return world.now().truncatedTo(ChronoUnit.MICROS);
  }
}
