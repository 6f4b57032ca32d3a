package org.shouwang.people;

import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Finds persons by id and document, and notes those that nobody knows. */
@Repository
class ResolverStore {

  private static final String BY_ID =
      """
      select id, coalesce(alias_of, id), provisional from people.person where id = any(:ids)
      """;

  private static final String BY_DOCUMENT =
      """
      select d.key, coalesce(p.alias_of, p.id), p.provisional
      from people.document d join people.person p on p.id = d.person_id
      where d.key = any(:keys)
      """;

  // Ids come sorted, so two batches never wait for each other in a circle.
  private static final String NOTE_IDS =
      """
      with noted as (
        insert into people.person (id, kind, class_of_person, provisional)
        select id, 'visitor', 'visitor', true from unnest(:ids) as t(id)
        on conflict do nothing returning id)
      insert into people.person_change (person_id, at, id, source, what)
      select id, now(), gen_random_uuid(), 'fact', 'provisional' from noted
      """;

  // The person's id follows from the document's key: whoever is first, the person is the same.
  private static final String NOTE_DOCUMENTS =
      """
      with given as (
        select * from unnest(:keys, :ids, :types, :sealed, :last4s, :names, :initials)
          as t(key, id, type, sealed, last4, name, initials)),
      won as (
        insert into people.document (key, person_id, type, sealed, last4)
        select key, id, type, sealed, last4 from given
        on conflict do nothing returning person_id),
      noted as (
        insert into people.person (id, name, initials, kind, class_of_person, provisional)
        select g.id, g.name, g.initials, 'visitor', 'visitor', true
        from given g join won w on w.person_id = g.id
        on conflict do nothing returning id)
      insert into people.person_change (person_id, at, id, source, what)
      select id, now(), gen_random_uuid(), 'fact', 'provisional' from noted
      """;

  private static final String NOTE_PHONES =
      """
      insert into people.phone (person_id, key, sealed, last4)
      select t.id, t.key, t.sealed, t.last4
      from unnest(:ids, :keys, :sealed, :last4s) as t(id, key, sealed, last4)
      join people.person p on p.id = t.id
      on conflict do nothing
      """;

  private final JdbcClient jdbc;

  ResolverStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Who an id or a document leads to.
   *
   * @param provisional nobody has confirmed who this is
   */
  record Known(UUID id, boolean provisional) {}

  /**
   * An unknown person as a fact tells of them.
   *
   * @param phone as told; null if not, or if it is none
   */
  record Unknown(
      UUID id,
      DocumentType type,
      PersonNumbers.Kept document,
      @Nullable String name,
      PersonNumbers.@Nullable Kept phone) {}

  Map<UUID, Known> byId(Collection<UUID> ids) {
    Map<UUID, Known> known = new HashMap<>();
    jdbc.sql(BY_ID)
        .param("ids", SqlArrays.uuids(ids))
        .query(row -> {
          known.put(
              row.getObject(1, UUID.class),
              new Known(row.getObject(2, UUID.class), row.getBoolean(3)));
        });
    return known;
  }

  /** By the hex of the document's key. */
  Map<String, Known> byDocument(Collection<byte[]> keys) {
    Map<String, Known> known = new HashMap<>();
    jdbc.sql(BY_DOCUMENT)
        .param("keys", SqlArrays.bytes(keys))
        .query(row -> {
          known.put(
              HexFormat.of().formatHex(row.getBytes(1)),
              new Known(row.getObject(2, UUID.class), row.getBoolean(3)));
        });
    return known;
  }

  void noteIds(Collection<UUID> sorted) {
    jdbc.sql(NOTE_IDS).param("ids", SqlArrays.uuids(sorted)).update();
  }

  void noteDocuments(List<Unknown> sorted) {
    jdbc.sql(NOTE_DOCUMENTS)
        .param("keys", SqlArrays.bytes(sorted.stream().map(it -> it.document().key()).toList()))
        .param("ids", SqlArrays.uuids(sorted.stream().map(Unknown::id).toList()))
        .param("types", SqlArrays.texts(sorted.stream().map(it -> it.type().key()).toList()))
        .param(
            "sealed", SqlArrays.bytes(sorted.stream().map(it -> it.document().sealed()).toList()))
        .param("last4s", SqlArrays.bytes(sorted.stream().map(it -> it.document().last4()).toList()))
        .param("names", texts(sorted.stream().map(Unknown::name)))
        .param(
            "initials",
            texts(
                sorted.stream()
                    .map(it -> it.name() == null ? null : PinyinInitials.of(it.name()).getFirst())))
        .update();
    List<Unknown> phoned = sorted.stream().filter(it -> it.phone() != null).toList();
    if (!phoned.isEmpty()) {
      notePhones(phoned);
    }
  }

  private void notePhones(List<Unknown> phoned) {
    List<PersonNumbers.Kept> phones =
        phoned.stream().map(it -> Objects.requireNonNull(it.phone())).toList();
    jdbc.sql(NOTE_PHONES)
        .param("ids", SqlArrays.uuids(phoned.stream().map(Unknown::id).toList()))
        .param("keys", SqlArrays.bytes(phones.stream().map(PersonNumbers.Kept::key).toList()))
        .param("sealed", SqlArrays.bytes(phones.stream().map(PersonNumbers.Kept::sealed).toList()))
        .param("last4s", SqlArrays.bytes(phones.stream().map(PersonNumbers.Kept::last4).toList()))
        .update();
  }

  private static org.springframework.jdbc.support.SqlArrayValue texts(
      java.util.stream.Stream<@Nullable String> texts) {
    return new org.springframework.jdbc.support.SqlArrayValue("text", texts.toArray());
  }
}
