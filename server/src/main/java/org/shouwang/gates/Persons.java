package org.shouwang.gates;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.audit.Actor;
import org.shouwang.people.People;
import org.shouwang.people.RosterEntry;
import org.shouwang.security.Scope;
import org.springframework.stereotype.Component;

/** What the gates ask of people, in the gates' own shape. */
@Component
class Persons {

  private static final int MATCHES = 2_000;

  private final People people;

  Persons(People people) {
    this.people = people;
  }

  /** A person on a device's roster, with the hashes they are found by. */
  record Listed(PersonCard person, List<String> keys, @Nullable String masked) {}

  Map<UUID, PersonCard> cards(Collection<UUID> ids) {
    Map<UUID, PersonCard> cards = HashMap.newHashMap(ids.size());
    people
        .facts(ids)
        .forEach((id, person) ->
            cards.put(
                id,
                new PersonCard(
                    id,
                    person.name(),
                    person.classOfPerson(),
                    person.unitId(),
                    person.unitName(),
                    person.provisional())));
    return cards;
  }

  /** Those of the persons that lie within a scope. */
  Set<UUID> visible(Scope scope, Collection<UUID> ids) {
    return people.visible(scope, ids);
  }

  /** Persons of a scope by the beginning of their name or its initials. */
  List<UUID> matching(Scope scope, String text) {
    return people.matching(scope, text, MATCHES);
  }

  /** The roster of a place; people logs that it was given out. */
  List<Listed> roster(UUID place, byte[] hashKey, Actor device) {
    return people.roster(place, hashKey, device).stream().map(Persons::listed).toList();
  }

  private static Listed listed(RosterEntry entry) {
    PersonCard card =
        new PersonCard(
            entry.id(), entry.name(), entry.classOfPerson(), null, entry.unitName(), false);
    return new Listed(card, entry.keys(), entry.masked());
  }
}
