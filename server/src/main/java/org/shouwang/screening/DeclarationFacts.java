package org.shouwang.screening;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.shouwang.capture.Arrived;
import org.shouwang.capture.FactHandler;
import org.shouwang.clock.WorldClock;
import org.shouwang.people.People;
import org.shouwang.people.PersonSummary;
import org.shouwang.security.Caller;
import org.shouwang.security.Permission;
import org.shouwang.security.Scope;
import org.shouwang.web.Refused;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * Takes {@code screening.declaration} from the door: where somebody was, and whether they were near
 * somebody infected. To have been nowhere is declared, too.
 */
@Component
class DeclarationFacts implements FactHandler {

  static final String TYPE = "screening.declaration";

  private static final int MOST_STAYS = 20;

  /** Nothing farther back matters to any rule. */
  private static final int LONGEST = 60;

  private final DeclarationStore store;
  private final Matching matching;
  private final People people;

  DeclarationFacts(DeclarationStore store, Matching matching, People people) {
    this.store = store;
    this.matching = matching;
    this.people = people;
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public Set<Permission> needs() {
    return Set.of(Permission.SCREENING_ACT, Permission.FACTS_SUBMIT);
  }

  @Override
  public List<Judgement> judge(List<Arrived> facts) {
    Map<Scope, Set<UUID>> asked = new HashMap<>();
    Set<UUID> persons = new HashSet<>();
    for (Arrived fact : facts) {
      if (fact.person() != null) {
        asked.computeIfAbsent(fact.caller().scope(), s -> new HashSet<>()).add(fact.person());
        persons.add(fact.person());
      }
    }
    Map<Scope, Set<UUID>> seen = new HashMap<>();
    asked.forEach((scope, some) -> seen.put(scope, people.visible(scope, some)));
    Map<UUID, PersonSummary> cards = people.facts(persons);
    List<Judgement> judgements = new ArrayList<>(facts.size());
    for (Arrived fact : facts) {
      try {
        Set<UUID> visible = seen.getOrDefault(fact.caller().scope(), Set.of());
        judgements.add(new Accepted(fact, null, read(fact, visible, cards)));
      } catch (Refused refused) {
        judgements.add(new Rejected(refused));
      }
    }
    return judgements;
  }

  private static Declared read(Arrived fact, Set<UUID> visible, Map<UUID, PersonSummary> cards) {
    UUID person = fact.person();
    if (person == null) {
      throw Texts.missing("person");
    }
    // a device speaks of whomever it meets; an account of the people of its units
    if (fact.caller().kind() == Caller.Kind.ACCOUNT && !visible.contains(person)) {
      throw Refused.notFound("screening.person_unknown").field("person").value(person);
    }
    JsonNode data = fact.fact().data();
    JsonNode contact = data.path("contact");
    if (!contact.isMissingNode() && !contact.isNull() && !contact.isBoolean()) {
      throw Texts.wrong("data.contact", contact.toString());
    }
    PersonSummary card = cards.get(person);
    return new Declared(
        fact.fact().id(),
        person,
        card == null ? null : card.unitId(),
        fact.at(),
        fact.recordedAt(),
        contact.isBoolean() && contact.booleanValue(),
        Texts.text(data, "data.", "note", Texts.MOST),
        fact.caller().name(),
        stays(fact, person, data.path("stays")));
  }

  private static List<Declared.Stay> stays(Arrived fact, UUID person, JsonNode list) {
    if (list.isMissingNode() || list.isNull()) {
      throw Texts.missing("data.stays");
    }
    if (!list.isArray() || list.size() > MOST_STAYS) {
      throw Texts.wrong("data.stays", list.toString());
    }
    LocalDate today = fact.at().atZone(WorldClock.ZONE).toLocalDate();
    List<Declared.Stay> stays = new ArrayList<>();
    for (JsonNode each : list) {
      String at = "data.stays[" + stays.size() + "].";
      String place = Texts.text(each, at, "place", 200);
      if (place == null) {
        throw Texts.missing(at + "place");
      }
      LocalDate from = Texts.day(each, at, "from");
      LocalDate until = Texts.day(each, at, "until");
      if (from.isBefore(today.minusDays(LONGEST)) || from.isAfter(today)) {
        throw daysWrong(at + "from", from);
      }
      if (until.isBefore(from) || until.isAfter(today)) {
        throw daysWrong(at + "until", until);
      }
      stays.add(
          new Declared.Stay(
              fact.fact().id(),
              stays.size(),
              person,
              place,
              Region.of(place).parts(),
              from,
              until,
              Texts.text(each, at, "transport", 100)));
    }
    return List.copyOf(stays);
  }

  private static Refused daysWrong(String field, LocalDate value) {
    return Refused.invalid("screening.days_wrong").field(field).value(value).with("limit", LONGEST);
  }

  @Override
  public void record(List<Accepted> facts) {
    List<Declared> declared = facts.stream().map(it -> (Declared) it.row()).toList();
    store.keep(declared);
    matching.declared(
        declared, Objects.requireNonNull(facts.getFirst()).arrived().caller().actor());
  }
}
