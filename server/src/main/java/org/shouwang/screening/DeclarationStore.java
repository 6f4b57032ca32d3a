package org.shouwang.screening;

import static org.shouwang.storage.Columns.texts;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.shouwang.presence.TripCardSource.Shown;
import org.shouwang.security.Scope;
import org.shouwang.storage.Columns;
import org.shouwang.web.TimeKeys;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Repository;

/** Declarations and the stays in them. */
@Repository
class DeclarationStore {

  private static final String KEEP =
      """
      insert into screening.declaration (id, person_id, unit_id, at, recorded_at, contact, note,
        by_name)
      select * from unnest(:ids::uuid[], :persons::uuid[], :units::uuid[], :ats::timestamptz[],
        :recorded::timestamptz[], :contacts::boolean[], :notes::text[], :names::text[])
      """;

  /** Parts travel as one text: an array of arrays must be as wide everywhere. */
  private static final String KEEP_STAYS =
      """
      insert into screening.stay (declaration_id, n, person_id, place, parts, from_day, until_day,
        transport)
      select id, n, person, place, string_to_array(parts, chr(31)), first, last, transport
      from unnest(:ids::uuid[], :ns::int[], :persons::uuid[], :places::text[], :parts::text[],
        :firsts::date[], :lasts::date[], :transports::text[])
        as t (id, n, person, place, parts, first, last, transport)
      """;

  /**
   * Stays that may lie in an area, or in which it may lie, of days that may matter: a part of the
   * one is one of the other, or is called like it.
   */
  private static final String NEAR =
      """
      select s.* from screening.stay s
      cross join lateral (select s.parts[cardinality(s.parts)] as last) own
      where (position(:last in s.place) > 0
             or exists (select from unnest(s.parts) q where length(q) > 2 and :last like '%' || q)
             or exists (select from unnest(:parts::text[]) p
                        where p = own.last
                           or (least(length(p), length(own.last)) > 2
                               and (p like '%' || own.last or own.last like '%' || p))))
        and s.until_day >= :since
      """;

  private static final String STAYS =
      "select * from screening.stay where declaration_id = any (:ids::uuid[]) order by 1, n";

  /**
   * Stays of a person against another declaration of theirs: made after the stay began, reaching
   * back over it, and silent about those days.
   */
  private static final String DENIED =
      """
      select s.* from screening.stay s
      where s.person_id = any (:persons::uuid[])
        and exists (
          select from screening.declaration d
          where d.person_id = s.person_id and d.id <> s.declaration_id
            and (d.at at time zone 'Asia/Shanghai')::date >= s.until_day
            and (d.at at time zone 'Asia/Shanghai')::date <= s.from_day + :days
            and not exists (select from screening.stay o
                            where o.declaration_id = d.id and o.from_day <= s.until_day
                              and o.until_day >= s.from_day))
      """;

  /** Of each person the last one that was made at a moment or before. */
  private static final String BEFORE =
      """
      select d.* from unnest(:persons::uuid[], :ats::timestamptz[]) as t (person, at)
      cross join lateral (
        select * from screening.declaration d
        where d.person_id = t.person and d.at <= t.at and d.at > t.at - make_interval(days => :days)
        order by d.at desc, d.id desc limit 1) d
      """;

  private static final String LIST =
      """
      select d.* from screening.declaration d
      where (d.at, d.id) < (:before::timestamptz, :beforeId::uuid)
        and (:person::uuid is null or d.person_id = :person::uuid)
        and (not :only or d.contact or exists (select from screening.stay s
                                               where s.declaration_id = d.id))
        and (:everywhere or d.unit_id in (select descendant_id from people.unit_closure_ref
                                          where ancestor_id = any (:units::uuid[])))
      order by d.at desc, d.id desc limit :limit
      """;

  private final JdbcClient jdbc;

  DeclarationStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void keep(Collection<Declared> declared) {
    jdbc.sql(KEEP)
        .param("ids", texts(declared, Declared::id))
        .param("persons", texts(declared, Declared::person))
        .param("units", texts(declared, Declared::unit))
        .param("ats", texts(declared, Declared::at))
        .param("recorded", texts(declared, Declared::recordedAt))
        .param("contacts", texts(declared, Declared::contact))
        .param("notes", texts(declared, Declared::note))
        .param("names", texts(declared, Declared::by))
        .update();
    List<Declared.Stay> stays = declared.stream().flatMap(it -> it.stays().stream()).toList();
    if (!stays.isEmpty()) {
      jdbc.sql(KEEP_STAYS)
          .param("ids", texts(stays, Declared.Stay::declaration))
          .param("ns", texts(stays, Declared.Stay::n))
          .param("persons", texts(stays, Declared.Stay::person))
          .param("places", texts(stays, Declared.Stay::place))
          .param("parts", texts(stays, it -> String.join("\u001f", it.parts())))
          .param("firsts", texts(stays, Declared.Stay::from))
          .param("lasts", texts(stays, Declared.Stay::until))
          .param("transports", texts(stays, Declared.Stay::transport))
          .update();
    }
  }

  List<Declared.Stay> near(Region area, LocalDate since) {
    return jdbc.sql(NEAR)
        .param("last", area.last())
        .param("parts", new SqlArrayValue("text", area.parts().toArray()))
        .param("since", since)
        .query((row, n) -> stay(row))
        .list();
  }

  /**
   * Stays that another declaration of the same person doesn't know of.
   *
   * @param days how far back a declaration speaks
   */
  List<Declared.Stay> denied(Collection<UUID> persons, int days) {
    return jdbc.sql(DENIED)
        .param("persons", texts(persons, it -> it))
        .param("days", days)
        .query((row, n) -> stay(row))
        .list();
  }

  /** The last declaration of each person before a card of theirs was shown. */
  List<Declared> before(Collection<Shown> shown, int days) {
    List<Declared> found =
        jdbc.sql(BEFORE)
            .param("persons", texts(shown, Shown::person))
            .param("ats", texts(shown, Shown::at))
            .param("days", days)
            .query((row, n) -> declared(row, List.of()))
            .list();
    return withStays(found);
  }

  private List<Declared> withStays(List<Declared> found) {
    Map<UUID, List<Declared.Stay>> stays = stays(found.stream().map(Declared::id).toList());
    return found.stream().map(it -> it.with(stays.getOrDefault(it.id(), List.of()))).toList();
  }

  /**
   * Which declarations, the newest first.
   *
   * @param person null: everybody's
   * @param only whether those that declare nothing are left out
   */
  record Wanted(@org.jspecify.annotations.Nullable UUID person, boolean only, TimeKeys before) {}

  List<Declared> list(Wanted wanted, Scope scope, int limit) {
    List<Declared> found =
        jdbc.sql(LIST)
            .param("before", Columns.time(wanted.before().at()))
            .param("beforeId", wanted.before().id())
            .param("person", wanted.person())
            .param("only", wanted.only())
            .param("everywhere", scope.everywhere())
            .param("units", texts(scope.units(), it -> it))
            .param("limit", limit)
            .query((row, n) -> declared(row, List.of()))
            .list();
    return withStays(found);
  }

  Map<UUID, List<Declared.Stay>> stays(Collection<UUID> declarations) {
    Map<UUID, List<Declared.Stay>> stays = new HashMap<>();
    if (!declarations.isEmpty()) {
      jdbc.sql(STAYS)
          .param("ids", texts(declarations, it -> it))
          .query((row, n) -> stay(row))
          .list()
          .forEach(it -> stays.computeIfAbsent(it.declaration(), id -> new ArrayList<>()).add(it));
    }
    return stays;
  }

  private static Declared declared(ResultSet row, List<Declared.Stay> stays) throws SQLException {
    return new Declared(
        row.getObject("id", UUID.class),
        row.getObject("person_id", UUID.class),
        row.getObject("unit_id", UUID.class),
        row.getObject("at", OffsetDateTime.class).toInstant(),
        row.getObject("recorded_at", OffsetDateTime.class).toInstant(),
        row.getBoolean("contact"),
        row.getString("note"),
        row.getString("by_name"),
        stays);
  }

  private static Declared.Stay stay(ResultSet row) throws SQLException {
    return new Declared.Stay(
        row.getObject("declaration_id", UUID.class),
        row.getInt("n"),
        row.getObject("person_id", UUID.class),
        row.getString("place"),
        List.of((String[]) row.getArray("parts").getArray()),
        row.getObject("from_day", LocalDate.class),
        row.getObject("until_day", LocalDate.class),
        row.getString("transport"));
  }
}
