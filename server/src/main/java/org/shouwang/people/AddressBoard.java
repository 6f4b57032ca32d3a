package org.shouwang.people;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.shouwang.audit.Actor;
import org.shouwang.channels.AddressBook;
import org.shouwang.vault.Opening;
import org.shouwang.vault.Vault;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** Tells channels where a person is reached: one phone at a time, each opening logged. */
@Repository
class AddressBoard implements AddressBook {

  private static final String PHONE =
      """
      select f.key, f.sealed
      from people.person p
      join people.phone f on f.person_id in (p.id, p.alias_of)
      where p.id = :person and f.until is null
      order by f.recorded_at desc limit 1
      """;

  private static final String TOPMOST = "select id from people.unit where parent_id is null";

  private final JdbcClient jdbc;
  private final PersonNumbers numbers;
  private final Vault vault;

  AddressBoard(JdbcClient jdbc, PersonNumbers numbers, Vault vault) {
    this.jdbc = jdbc;
    this.numbers = numbers;
    this.vault = vault;
  }

  @Override
  @Transactional
  public Optional<String> phone(UUID person, String purpose) {
    return phone(person, new Opening(Actor.SYSTEM, purpose, "person:" + person));
  }

  Optional<String> phone(UUID person, Opening opening) {
    List<Vault.Sealed> phones =
        jdbc.sql(PHONE)
            .param("person", person)
            .query((row, number) -> numbers.sealedPhone(row.getBytes(1), row.getBytes(2)))
            .list();
    if (phones.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(vault.open(phones, opening).getFirst());
  }

  @Override
  public Set<UUID> topmost() {
    return new HashSet<>(jdbc.sql(TOPMOST).query(UUID.class).list());
  }
}
