package org.shouwang.people;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.security.Scope;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What other modules ask of people and places, always for many at once. */
@Repository
class FactsBoard {

  private static final String FACTS =
      """
      select p.id, p.name, p.kind, p.class_of_person, p.unit_id, u.name, u.path, not p.provisional
      from people.person p left join people.unit u on u.id = p.unit_id
      where p.id = any(:ids)
      """;

  private static final String PLACES =
      """
      select id, code, name, kind, parent_id, level, enters_id, enters_level, x, y, lanes
      from people.place_ref order by kind, code
      """;

  private static final String ROSTER =
      """
      select p.id, p.name, u.name, p.class_of_person, p.badge, d.key, d.sealed, d.type
      from people.person p
      join people.unit u on u.id = p.unit_id
      left join people.document d on d.person_id = p.id
      where not p.provisional and p.alias_of is null
        and p.unit_id in (select c.descendant_id from people.place_unit l
                          join people.unit_closure c on c.ancestor_id = l.unit_id
                          where l.place_id = :place)
      order by p.id, d.recorded_at
      """;

  private static final String DOCUMENTS =
      """
      select distinct on (person_id) person_id, key, sealed from people.document
      where person_id = any(:ids)
      order by person_id, recorded_at, key
      """;

  private static final String VITALS =
      """
      select p.id, p.sex, p.birth_date, coalesce(h.address, p.home), p.post
      from people.person p left join people.household h on h.id = p.household_id
      where p.id = any(:ids)
      """;

  private static final String VISIBLE =
      """
      select id from people.person
      where id = any(:ids)
        and unit_id in (select descendant_id from people.unit_closure
                        where ancestor_id = any(:units))
      """;

  private static final String TOP =
      """
      select id from people.unit where parent_id is null
      order by case kind when 'group' then 0 when 'district' then 1 else 2 end, code limit 1
      """;

  private static final String HOUSEHOLDS =
      """
      select own.id, other.id from people.person own
      join people.person other on other.household_id = own.household_id and other.id <> own.id
      where own.id = any(:ids) and other.alias_of is null
      """;

  private static final String MATCHING =
      """
      select id from people.person
      where (name like :start or initials like :start or initials_other like :start)
        and (:everywhere or unit_id in (select descendant_id from people.unit_closure
                                        where ancestor_id = any(:units)))
      order by name, id limit :limit
      """;

  private final JdbcClient jdbc;

  FactsBoard(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  List<PersonSummary> facts(Collection<UUID> ids) {
    return jdbc.sql(FACTS)
        .param("ids", SqlArrays.uuids(ids))
        .query((row, number) ->
            new PersonSummary(
                row.getObject(1, UUID.class),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getObject(5, UUID.class),
                row.getString(6),
                row.getString(7),
                row.getBoolean(8)))
        .list();
  }

  List<People.Vital> vitals(Collection<UUID> ids) {
    return jdbc.sql(VITALS)
        .param("ids", SqlArrays.uuids(ids))
        .query((row, number) ->
            new People.Vital(
                row.getObject(1, UUID.class),
                row.getString(2),
                row.getObject(3, java.time.LocalDate.class),
                row.getString(4),
                row.getString(5)))
        .list();
  }

  List<PlaceSummary> places() {
    return jdbc.sql(PLACES).query((row, number) -> place(row)).list();
  }

  static PlaceSummary place(ResultSet row) throws SQLException {
    Array lanes = row.getArray(11);
    return new PlaceSummary(
        row.getObject(1, UUID.class),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        row.getObject(5, UUID.class),
        row.getString(6),
        row.getObject(7, UUID.class),
        row.getString(8),
        row.getObject(9, Double.class),
        row.getObject(10, Double.class),
        List.of((String[]) lanes.getArray()));
  }

  /** A person on a roster with one of their documents, sealed. */
  record RosterRow(
      UUID id,
      String name,
      @Nullable String unitName,
      String classOfPerson,
      @Nullable String badge,
      byte @Nullable [] key,
      byte @Nullable [] sealed,
      @Nullable String type) {}

  List<RosterRow> roster(UUID place) {
    return jdbc.sql(ROSTER)
        .param("place", place)
        .query((row, number) ->
            new RosterRow(
                row.getObject(1, UUID.class),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getBytes(6),
                row.getBytes(7),
                row.getString(8)))
        .list();
  }

  /** A person's first document, sealed. */
  record DocumentRow(UUID person, byte[] key, byte[] sealed) {}

  List<DocumentRow> documents(Collection<UUID> ids) {
    return jdbc.sql(DOCUMENTS)
        .param("ids", SqlArrays.uuids(ids))
        .query((row, number) ->
            new DocumentRow(row.getObject(1, UUID.class), row.getBytes(2), row.getBytes(3)))
        .list();
  }

  List<UUID> visible(Scope scope, Collection<UUID> ids) {
    return jdbc.sql(VISIBLE)
        .param("ids", SqlArrays.uuids(ids))
        .param("units", SqlArrays.uuids(scope.units()))
        .query(UUID.class)
        .list();
  }

  Optional<UUID> top() {
    return jdbc.sql(TOP).query(UUID.class).optional();
  }

  /** Two people of one household. */
  record Housemates(UUID person, UUID other) {}

  List<Housemates> households(Collection<UUID> ids) {
    return jdbc.sql(HOUSEHOLDS)
        .param("ids", SqlArrays.uuids(ids))
        .query((row, number) ->
            new Housemates(row.getObject(1, UUID.class), row.getObject(2, UUID.class)))
        .list();
  }

  List<UUID> matching(Scope scope, String text, int limit) {
    return jdbc.sql(MATCHING)
        .param("start", Likes.starting(text))
        .param("everywhere", scope.everywhere())
        .param("units", SqlArrays.uuids(scope.units()))
        .param("limit", limit)
        .query(UUID.class)
        .list();
  }
}
