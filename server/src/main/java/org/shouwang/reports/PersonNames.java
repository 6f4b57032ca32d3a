package org.shouwang.reports;

import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.people.People;
import org.shouwang.people.PersonSummary;
import org.shouwang.security.Caller;
import org.shouwang.security.Permission;
import org.shouwang.vault.Masks;
import org.springframework.stereotype.Component;

/** Names of persons as a caller may see them: whole only to who may open a person's file. */
@Component
class PersonNames {

  private final People people;

  PersonNames(People people) {
    this.people = people;
  }

  /** A person in a list. */
  record Named(UUID id, @Nullable String name, @Nullable String unitName) {}

  Map<UUID, PersonSummary> of(Collection<UUID> ids) {
    return people.facts(ids);
  }

  @Nullable Named named(@Nullable UUID id, Map<UUID, PersonSummary> known, Caller caller) {
    if (id == null) {
      return null;
    }
    PersonSummary person = known.get(id);
    return person == null
        ? new Named(id, null, null)
        : new Named(id, shown(person.name(), caller), person.unitName());
  }

  static @Nullable String shown(@Nullable String name, Caller caller) {
    return name == null || caller.may(Permission.PEOPLE_READ) ? name : Masks.name(name);
  }
}
