package org.shouwang.rollcall;

import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.capture.Arrived;
import org.shouwang.capture.FactHandler;
import org.shouwang.clock.WorldClock;
import org.shouwang.duties.Duties;
import org.shouwang.people.People;
import org.shouwang.security.Caller;
import org.shouwang.security.Permission;
import org.shouwang.security.Scope;
import org.shouwang.web.Refused;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Takes {@code rollcall.account} from the door: somebody says where a person is. */
@Component
class AccountFacts implements FactHandler {

  static final String TYPE = "rollcall.account";

  /** Most days that one account speaks of, and how far it reaches back or ahead. */
  static final int LONGEST = 31;

  private final AccountedStore store;
  private final People people;
  private final Duties duties;

  AccountFacts(AccountedStore store, People people, Duties duties) {
    this.store = store;
    this.people = people;
    this.duties = duties;
  }

  /** What is kept of an account. */
  record Row(
      How how,
      @Nullable LocalDate first,
      @Nullable LocalDate last,
      AccountRules.Span span,
      @Nullable String note) {}

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public Set<Permission> needs() {
    return Set.of(Permission.ROLLCALL_FILE, Permission.FACTS_SUBMIT);
  }

  @Override
  public List<Judgement> judge(List<Arrived> facts) {
    Map<Scope, Set<UUID>> asked = new HashMap<>();
    for (Arrived fact : facts) {
      if (fact.person() != null) {
        asked.computeIfAbsent(fact.caller().scope(), scope -> new HashSet<>()).add(fact.person());
      }
    }
    Map<Scope, Set<UUID>> seen = new HashMap<>();
    asked.forEach((scope, persons) -> seen.put(scope, people.visible(scope, persons)));
    List<Judgement> judgements = new ArrayList<>(facts.size());
    for (Arrived fact : facts) {
      try {
        judgements.add(
            new Accepted(
                fact, null, read(fact, seen.getOrDefault(fact.caller().scope(), Set.of()))));
      } catch (Refused refused) {
        judgements.add(new Rejected(refused));
      }
    }
    return judgements;
  }

  private static Row read(Arrived fact, Set<UUID> visible) {
    UUID person = fact.person();
    if (person == null) {
      throw Fields.missing("person");
    }
    // a device speaks of whomever it meets; an account of the people of its units
    if (fact.caller().kind() == Caller.Kind.ACCOUNT && !visible.contains(person)) {
      throw Refused.notFound("rollcall.person_unknown").field("person").value(person);
    }
    JsonNode data = fact.fact().data();
    String word = Fields.text(data, "how", 40);
    if (word == null) {
      throw Fields.missing("data.how");
    }
    How how = How.said(word).orElseThrow(() -> Fields.wrong("data.how", word));
    LocalDate first = Fields.day(data, "from");
    LocalDate last = Fields.day(data, "until");
    LocalDate day = fact.at().atZone(WorldClock.ZONE).toLocalDate();
    LocalDate from = first == null ? day : first;
    LocalDate until = last == null ? from : last;
    if (until.isBefore(from) || until.isAfter(from.plusDays(LONGEST - 1L))) {
      throw daysWrong("data.until", until);
    }
    if (from.isBefore(day.minusDays(LONGEST)) || from.isAfter(day.plusDays(LONGEST))) {
      throw daysWrong("data.from", from);
    }
    return new Row(
        how,
        first == null && last != null ? from : first,
        last == null && first != null ? until : last,
        AccountRules.span(how, fact.at(), first, last, WorldClock.ZONE),
        Fields.text(data, "note", 500));
  }

  private static Refused daysWrong(String field, LocalDate value) {
    return Refused.invalid("rollcall.days_wrong").field(field).value(value).with("limit", LONGEST);
  }

  /** Who is on leave or isolated can't do what they hold: duties hear of it at once. */
  @Override
  public void record(List<Accepted> facts) {
    store.keep(facts);
    duties.unavailable(
        facts.stream()
            .filter(fact -> ((Row) fact.row()).how().isAbsence())
            .map(AccountFacts::absence)
            .toList());
  }

  /** Whole days: an account's own span begins at noon for the sake of the night before. */
  private static Duties.Absence absence(Accepted fact) {
    Row row = (Row) fact.row();
    ZonedDateTime from = row.span().from().atZone(WorldClock.ZONE);
    return new Duties.Absence(
        Objects.requireNonNull(fact.arrived().person()),
        from.truncatedTo(ChronoUnit.DAYS).toInstant(),
        row.span().until(),
        "rollcall." + row.how().key());
  }
}
