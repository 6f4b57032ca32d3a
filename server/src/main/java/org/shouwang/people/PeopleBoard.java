package org.shouwang.people;

import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.security.Scope;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Lists and files of people, always within the caller's units. */
@Repository
class PeopleBoard {

  private static final String PERSON =
      """
      select p.id, p.name, p.sex, p.birth_date, p.kind, p.class_of_person, p.unit_id, u.name, u.path,
        d.type, d.key, d.sealed, f.key, f.sealed, p.provisional, p.home, p.post, p.party, p.skills,
        p.badge, p.household_id
      from people.person p
      left join people.unit u on u.id = p.unit_id
      left join lateral (select type, key, sealed from people.document
        where person_id = p.id order by recorded_at limit 1) d on true
      left join lateral (select key, sealed from people.phone
        where person_id = p.id and until is null order by recorded_at desc limit 1) f on true
      """;

  private static final String WITHIN =
      """
       (:everywhere or p.unit_id in (select descendant_id from people.unit_closure
                                     where ancestor_id = any(:units)))
      """;

  private static final String SEARCH =
      PERSON
          + " where p.alias_of is null and "
          + WITHIN
          + """
           and (:unit::uuid is null or p.unit_id in (
                  select descendant_id from people.unit_closure where ancestor_id = :unit::uuid))
           and (:kind::text is null or p.kind = :kind)
           and (:text::text is null
                or p.name like :inside or p.initials like :start or p.initials_other like :start
                or u.name like :inside
                or p.id in (select person_id from people.document where last4 = :document)
                or p.id in (select person_id from people.phone where last4 = :phone and until is null))
           and (:afterId::uuid is null
                or (coalesce(p.name, '') collate "C", p.id) > (:afterName::text collate "C", :afterId::uuid))
          order by coalesce(p.name, '') collate "C", p.id
          limit :limit
          """;

  private static final String ONE = PERSON + " where p.id = :id and " + WITHIN;

  private static final String HOUSEHOLD =
      PERSON
          + " where p.household_id = :household and p.id <> :id and "
          + WITHIN
          + " order by p.name";

  private static final String COUNTERPARTS =
      PERSON
          + " where p.id in (select counterpart_id from people.counterpart_ref where person_id = :id)"
          + " and "
          + WITHIN
          + " order by p.name, p.id";

  private static final String MEMBERSHIPS =
      """
      select m.unit_id, u.path, m.post, m.class_of_person, lower(m.during), upper(m.during)
      from people.membership m join people.unit u on u.id = m.unit_id
      where m.person_id = :id order by m.during desc
      """;

  private static final String ROLES =
      "select role, since, until from people.person_role where person_id = :id order by since";

  private static final String COUNTS =
      """
      select c.ancestor_id, count(*)
      from people.person p join people.unit_closure c on c.descendant_id = p.unit_id
      where p.alias_of is null
      group by c.ancestor_id
      """;

  private final JdbcClient jdbc;

  PeopleBoard(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** A person's row with the numbers still sealed. */
  record Row(
      UUID id,
      @Nullable String name,
      @Nullable String sex,
      @Nullable LocalDate birthDate,
      String kind,
      String classOfPerson,
      @Nullable UUID unitId,
      @Nullable String unitName,
      @Nullable String unitPath,
      @Nullable String documentType,
      byte @Nullable [] documentKey,
      byte @Nullable [] documentSealed,
      byte @Nullable [] phoneKey,
      byte @Nullable [] phoneSealed,
      boolean provisional,
      @Nullable String home,
      @Nullable String post,
      String party,
      @Nullable String skills,
      @Nullable String badge,
      @Nullable UUID householdId) {}

  /**
   * What is looked for.
   *
   * @param text name, initials or unit; null for all
   * @param document blind index of the last four, if the text may be such
   * @param phone the same of a phone
   */
  record Search(
      @Nullable String text,
      byte @Nullable [] document,
      byte @Nullable [] phone,
      @Nullable UUID unit,
      @Nullable String kind,
      @Nullable String afterName,
      @Nullable UUID afterId) {}

  /** A membership over time. */
  record Membership(
      UUID unitId,
      String unitPath,
      @Nullable String post,
      String classOfPerson,
      @Nullable LocalDate from,
      @Nullable LocalDate until) {}

  /** A role over time. */
  record PersonRole(String role, LocalDate since, @Nullable LocalDate until) {}

  List<Row> search(Scope scope, Search search, int limit) {
    String text = search.text();
    return jdbc.sql(SEARCH)
        .param("everywhere", scope.everywhere())
        .param("units", SqlArrays.uuids(scope.units()))
        .param("unit", search.unit() == null ? null : search.unit().toString())
        .param("kind", search.kind())
        .param("text", text)
        .param("inside", text == null ? null : "%" + Likes.starting(text))
        .param(
            "start", text == null ? null : Likes.starting(text.toLowerCase(java.util.Locale.ROOT)))
        .param("document", search.document() == null ? new byte[0] : search.document())
        .param("phone", search.phone() == null ? new byte[0] : search.phone())
        .param("afterName", search.afterName())
        .param("afterId", search.afterId() == null ? null : search.afterId().toString())
        .param("limit", limit)
        .query(PeopleBoard::read)
        .list();
  }

  Optional<Row> find(Scope scope, UUID id) {
    return jdbc.sql(ONE)
        .param("id", id)
        .param("everywhere", scope.everywhere())
        .param("units", SqlArrays.uuids(scope.units()))
        .query(PeopleBoard::read)
        .optional();
  }

  List<Row> household(Scope scope, UUID household, UUID person) {
    return jdbc.sql(HOUSEHOLD)
        .param("household", household)
        .param("id", person)
        .param("everywhere", scope.everywhere())
        .param("units", SqlArrays.uuids(scope.units()))
        .query(PeopleBoard::read)
        .list();
  }

  /** The other of each A/B pair that a person belongs to. */
  List<Row> counterparts(Scope scope, UUID person) {
    return jdbc.sql(COUNTERPARTS)
        .param("id", person)
        .param("everywhere", scope.everywhere())
        .param("units", SqlArrays.uuids(scope.units()))
        .query(PeopleBoard::read)
        .list();
  }

  List<Membership> memberships(UUID person) {
    return jdbc.sql(MEMBERSHIPS)
        .param("id", person)
        .query((row, number) ->
            new Membership(
                row.getObject(1, UUID.class),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                date(row, 5),
                date(row, 6)))
        .list();
  }

  List<PersonRole> roles(UUID person) {
    return jdbc.sql(ROLES)
        .param("id", person)
        .query((row, number) ->
            new PersonRole(row.getString(1), row.getDate(2).toLocalDate(), date(row, 3)))
        .list();
  }

  /** Persons of each unit and all below it. */
  Map<UUID, Long> countsByUnit() {
    Map<UUID, Long> counts = new HashMap<>();
    jdbc.sql(COUNTS)
        .query(row -> {
          counts.put(row.getObject(1, UUID.class), row.getLong(2));
        });
    return counts;
  }

  private static @Nullable LocalDate date(ResultSet row, int column) throws SQLException {
    Date date = row.getDate(column);
    return date == null ? null : date.toLocalDate();
  }

  private static Row read(ResultSet row, int number) throws SQLException {
    return new Row(
        row.getObject(1, UUID.class),
        row.getString(2),
        row.getString(3),
        date(row, 4),
        row.getString(5),
        row.getString(6),
        row.getObject(7, UUID.class),
        row.getString(8),
        row.getString(9),
        row.getString(10),
        row.getBytes(11),
        row.getBytes(12),
        row.getBytes(13),
        row.getBytes(14),
        row.getBoolean(15),
        row.getString(16),
        row.getString(17),
        row.getString(18),
        row.getString(19),
        row.getString(20),
        row.getObject(21, UUID.class));
  }
}
