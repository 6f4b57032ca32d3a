package org.shouwang.status;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.people.People;
import org.shouwang.people.PersonSummary;
import org.shouwang.security.Caller;
import org.shouwang.web.Refused;
import org.springframework.stereotype.Component;

/** What the status asks of people. */
@Component
class Persons {

  private final People people;

  Persons(People people) {
    this.people = people;
  }

  /** A person in a list. */
  record Named(UUID id, @Nullable String name, @Nullable String unitName) {}

  Map<UUID, PersonSummary> cards(Collection<UUID> ids) {
    return people.facts(ids);
  }

  static Named named(UUID id, Map<UUID, PersonSummary> cards) {
    PersonSummary card = cards.get(id);
    return card == null ? new Named(id, null, null) : new Named(id, card.name(), card.unitName());
  }

  /**
   * A person within the caller's units. Somebody of other units looks the same as nobody.
   *
   * @throws Refused 404
   */
  PersonSummary seen(UUID id, Caller caller) {
    PersonSummary card = people.facts(Set.of(id)).get(id);
    if (card == null || people.visible(caller.scope(), Set.of(id)).isEmpty()) {
      throw Refused.notFound("status.person_unknown").field("personId").value(id);
    }
    return card;
  }

  boolean allVisible(Set<UUID> ids, Caller caller) {
    return people.visible(caller.scope(), ids).containsAll(ids);
  }
}
