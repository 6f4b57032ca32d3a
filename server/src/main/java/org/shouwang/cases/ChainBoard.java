package org.shouwang.cases;

import static org.shouwang.storage.Columns.texts;
import static org.shouwang.storage.Columns.time;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.cases.Chains.Contact;
import org.shouwang.cases.Chains.Infected;
import org.shouwang.cases.Chains.Link;
import org.shouwang.security.Scope;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads cases, their contacts and who was near whom, for many cases at once. */
@Repository
class ChainBoard {

  /** Contacts that nothing speaks for any more, or that were decided to be none, link nobody. */
  private static final String STANDS = " c.state not in ('dropped', 'lapsed', 'withdrawn') ";

  private static final String WITHIN =
      """
       f.state <> 'withdrawn'
        and (:everywhere or f.unit_id in (select descendant_id from people.unit_closure_ref
                                          where ancestor_id = any (:units::uuid[])))
      """;

  private static final String CASES =
      """
      select f.*, count(*) over () as total from cases.case_file f
      where (:open::boolean is not true or f.state = 'open')
        and (:from::timestamptz is null or f.opened_at >= :from)
        and (:until::timestamptz is null or f.opened_at < :until)
        and f.disease = :disease
        and
      """
          + WITHIN
          + " order by f.opened_at desc, f.id desc limit :limit";

  /** From a case over everybody who is a contact in one file and a case in another, both ways. */
  private static final String LINKED =
      """
      with recursive chain (id, person_id, disease) as (
        select f.id, f.person_id, f.disease from cases.case_file f where f.id = :case and
      """
          + WITHIN
          + """
            union
            select next.id, next.person_id, next.disease
            from chain cross join lateral (
              select f.id, f.person_id, f.disease
              from cases.contact c join cases.case_file f on f.person_id = c.person_id
              where c.case_id = chain.id and f.disease = chain.disease and
          """
          + STANDS
          + " and "
          + WITHIN
          + """
              union
              select f.id, f.person_id, f.disease
              from cases.contact c join cases.case_file f on f.id = c.case_id
              where c.person_id = chain.person_id and f.disease = chain.disease and
          """
          + STANDS
          + " and "
          + WITHIN
          + """
            ) next
          )
          select f.*, count(*) over () as total from cases.case_file f join chain using (id)
          order by f.opened_at desc, f.id desc limit :limit
          """;

  private static final String CONTACTS =
      """
      select c.case_id, c.person_id, c.unit_id, c.degree, c.state, c.first_exposure, c.last_exposure,
             (select e.place_id from cases.exposure e
              where e.case_id = c.case_id and e.person_id = c.person_id and e.place_id is not null
              order by e.until_at desc limit 1) as place_id,
             (select f.number from cases.case_file f
              where f.person_id = c.person_id and f.state = 'open'
                and f.disease = (select of.disease from cases.case_file of
                                 where of.id = c.case_id)) as own_case
      from cases.contact c
      where c.case_id = any (:cases::uuid[]) and
      """
          + STANDS
          + " order by c.case_id, c.person_id limit :limit";

  /**
   * What two files say of the same two people is the same meeting, looked at from either side; a
   * household is one, however long each was looked at.
   */
  private static final String LINKS =
      """
      with meeting as (
        select least(e.of_id, e.person_id) as one, greatest(e.of_id, e.person_id) as other,
               bool_or(e.of_id < e.person_id) as of_one, bool_or(e.of_id > e.person_id) as of_other,
               e.kind, e.place_id, min(e.from_at) as from_at, max(e.until_at) as until_at,
               max(e.minutes) as minutes
        from cases.exposure e join cases.contact c using (case_id, person_id)
        where e.case_id = any (:cases::uuid[]) and
      """
          + STANDS
          + """
            group by 1, 2, e.kind, e.place_id, e.tube,
                     case when e.kind <> 'household' then e.from_at end
          )
          select one, other, bool_or(of_one) as of_one, bool_or(of_other) as of_other,
                 array_agg(distinct kind) as kinds,
                 array_agg(distinct place_id) filter (where place_id is not null) as places,
                 min(from_at) as first_at, max(until_at) as last_at, sum(minutes)::bigint as minutes,
                 count(*)::int as times
          from meeting group by one, other limit :limit
          """;

  private static final String BETWEEN =
      """
      select distinct on (e.from_at, e.id) e.* from cases.exposure e
      join cases.case_file f on f.id = e.case_id
      where least(e.of_id, e.person_id) = least(:one::uuid, :other::uuid)
        and greatest(e.of_id, e.person_id) = greatest(:one::uuid, :other::uuid)
        and (e.case_id, e.person_id) in (
          select c.case_id, c.person_id from cases.contact c
          where c.person_id in (:one::uuid, :other::uuid) and
      """
          + STANDS
          + ") and "
          + WITHIN
          + " order by e.from_at desc, e.id limit 500";

  private static final String UNITS =
      "select id, name from people.unit_ref where id = any (:ids::uuid[])";

  /** Places that a link names. */
  private static final int PLACES = 3;

  private final JdbcClient jdbc;

  ChainBoard(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Which cases.
   *
   * @param disease chains are of one disease
   * @param open only those that are still open
   * @param from opened from then on; null: at any time
   * @param until opened before; null: at any time
   */
  record Wanted(String disease, boolean open, @Nullable Instant from, @Nullable Instant until) {}

  /** The newest of some cases. */
  record Cases(List<Infected> newest, int total) {}

  Cases cases(Wanted wanted, Scope scope, int limit) {
    return cases(
        within(jdbc.sql(CASES), scope)
            .param("disease", wanted.disease())
            .param("open", wanted.open())
            .param("from", wanted.from() == null ? null : time(wanted.from()))
            .param("until", wanted.until() == null ? null : time(wanted.until()))
            .param("limit", limit));
  }

  /** The chain that a case belongs to; none: it isn't there, or not within the scope. */
  Cases linked(UUID id, Scope scope, int limit) {
    return cases(within(jdbc.sql(LINKED), scope).param("case", id).param("limit", limit));
  }

  private static Cases cases(JdbcClient.StatementSpec query) {
    int[] total = {0};
    List<Infected> newest =
        query
            .query((row, n) -> {
              total[0] = row.getInt("total");
              return infected(row);
            })
            .list();
    return new Cases(newest, total[0]);
  }

  private static JdbcClient.StatementSpec within(JdbcClient.StatementSpec query, Scope scope) {
    return query
        .param("everywhere", scope.everywhere())
        .param("units", texts(scope.units(), id -> id));
  }

  List<Contact> contacts(Collection<UUID> cases, int limit) {
    return jdbc.sql(CONTACTS)
        .param("cases", texts(cases, it -> it))
        .param("limit", limit)
        .query((row, n) ->
            new Contact(
                row.getObject("case_id", UUID.class),
                row.getObject("person_id", UUID.class),
                row.getObject("unit_id", UUID.class),
                row.getObject("place_id", UUID.class),
                row.getInt("degree"),
                ContactState.of(row.getString("state")).orElseThrow(),
                row.getTimestamp("first_exposure").toInstant(),
                row.getTimestamp("last_exposure").toInstant(),
                row.getString("own_case")))
        .list();
  }

  List<Link> links(Collection<UUID> cases, int limit) {
    return jdbc.sql(LINKS)
        .param("cases", texts(cases, it -> it))
        .param("limit", limit)
        .query((row, n) ->
            new Link(
                row.getObject("one", UUID.class),
                row.getObject("other", UUID.class),
                row.getBoolean("of_one"),
                row.getBoolean("of_other"),
                kinds((String[]) row.getArray("kinds").getArray()),
                places(row.getArray("places")),
                row.getTimestamp("first_at").toInstant(),
                row.getTimestamp("last_at").toInstant(),
                row.getLong("minutes"),
                row.getInt("times")))
        .list();
  }

  /** What cases of a scope say of two people. */
  List<CaseBoard.ExposureRow> between(UUID one, UUID other, Scope scope) {
    return within(jdbc.sql(BETWEEN), scope)
        .param("one", one)
        .param("other", other)
        .query((row, n) -> CaseBoard.exposure(row))
        .list();
  }

  /** Names of units. */
  Map<UUID, String> units(Collection<UUID> ids) {
    Map<UUID, String> names = new HashMap<>();
    if (!ids.isEmpty()) {
      jdbc.sql(UNITS)
          .param("ids", texts(ids, it -> it))
          .query(row -> {
            names.put(row.getObject(1, UUID.class), row.getString(2));
          });
    }
    return names;
  }

  private static List<UUID> places(@Nullable Array places) throws SQLException {
    return places == null
        ? List.of()
        : Arrays.stream((UUID[]) places.getArray()).limit(PLACES).toList();
  }

  private static Set<Exposure.Kind> kinds(String[] words) {
    Set<Exposure.Kind> kinds = EnumSet.noneOf(Exposure.Kind.class);
    Arrays.stream(words)
        .map(it -> Exposure.Kind.valueOf(it.toUpperCase(Locale.ROOT)))
        .forEach(kinds::add);
    return kinds;
  }

  private static Infected infected(ResultSet row) throws SQLException {
    return new Infected(
        row.getObject("id", UUID.class),
        row.getString("number"),
        row.getObject("person_id", UUID.class),
        row.getObject("unit_id", UUID.class),
        CaseFile.Classification.valueOf(row.getString("classification").toUpperCase(Locale.ROOT)),
        row.getObject("onset", LocalDate.class),
        CaseStore.instant(row, "sampled_at"),
        CaseStore.instant(row, "controlled_at"),
        row.getTimestamp("opened_at").toInstant());
  }
}
