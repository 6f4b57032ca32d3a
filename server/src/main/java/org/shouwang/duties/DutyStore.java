package org.shouwang.duties;

import static org.shouwang.storage.Columns.texts;
import static org.shouwang.storage.Columns.time;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.audit.Actor;
import org.shouwang.duties.DutiesChanged.Change;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.ObjectMapper;

/** All writing of duties; each method is one statement over many rows. */
@Repository
class DutyStore {

  /**
   * Each statement that makes duties notes those that evidence discharges: it may have come at the
   * same moment, in a transaction that neither sees nor is seen.
   */
  private static final String NOTED =
      """
      , noted as (
        insert into duties.again (duties)
        select array_agg(id) from made where evidence_types <> '{}' having count(*) > 0)
      """;

  /** A duty that is made late starts late; steps before its window are none of its. */
  private static final String CREATE =
      """
      with made as (
      insert into duties.duty (holder_id, id, day, key, kind, holder_kind, unit_id, subject_kind,
          subject_id, title, opens_at, due_at, state, state_at, step, next_at, ladder,
          evidence_types, facets, evidence_from, evidence_until, group_id, parent_id, cause)
      select n.holder, uuidv7(), n.day, n.key, n.kind, n.holder_kind, n.unit, n.subject_kind,
          n.subject, n.title, n.opens, n.due,
          case when n.due <= :now then 'late' when n.opens <= :now then 'open' else 'waiting' end,
          :now,
          coalesce((select max(s.step) from duties.ladder_step s
                    where s.ladder = n.ladder
                      and duties.step_at(s.at_time, s.after, n.due) < n.opens), 0),
          least(case when n.opens > :now then n.opens end, case when n.due > :now then n.due end,
                (select min(duties.step_at(s.at_time, s.after, n.due)) from duties.ladder_step s
                 where s.ladder = n.ladder
                   and duties.step_at(s.at_time, s.after, n.due) >= n.opens)),
          n.ladder, string_to_array(n.types, ','), n.facets::jsonb, n.evidence_from,
          n.evidence_until, n.group_id, n.parent, n.cause
      from unnest(:holders::uuid[], :days::date[], :keys::text[], :kinds::text[],
                  :holderKinds::text[], :units::uuid[], :subjectKinds::text[], :subjects::uuid[],
                  :titles::text[], :opens::timestamptz[], :dues::timestamptz[], :ladders::text[],
                  :types::text[], :facets::text[], :froms::timestamptz[], :untils::timestamptz[],
                  :groups::uuid[], :parents::uuid[], :causes::uuid[])
        as n (holder, day, key, kind, holder_kind, unit, subject_kind, subject, title, opens, due,
              ladder, types, facets, evidence_from, evidence_until, group_id, parent, cause)
      order by n.kind, n.key
      on conflict do nothing
      returning id, key, evidence_types)
      """
          + NOTED
          + "select key from made";

  /**
   * What changed, old and new, goes into the log of changes; every statement that moves duties ends
   * with it.
   */
  private static final String LOGGED =
      """
      , logged as (
        insert into duties.change (duty_id, at, was, state, actor_kind, actor_id, actor_name, why, cause)
        select id, :now, was, state, :actorKind, :actor, :actorName, why, cause from moved
        where was <> state)
      """;

  private static final String CHANGES = "select id, key, kind, state from moved where was <> state";

  /** Evidence in force within a duty's window discharges it, also when it is late. */
  private static final String DISCHARGE =
      """
      with given as (
        select * from unnest(:subjects::uuid[], :types::text[], :facts::uuid[],
                             :froms::timestamptz[], :untils::timestamptz[], :facets::jsonb[])
          as g (subject, type, fact, from_at, until_at, facets)),
      hit as (
        select distinct on (d.id) d.holder_id, d.id, d.day, g.fact
        from given g join duties.duty d on d.subject_id = g.subject
        where d.state in ('waiting', 'open', 'late') and g.type = any(d.evidence_types)
          and g.facets @> d.facets and g.from_at < d.evidence_until and g.until_at >= d.evidence_from
        order by d.id, g.from_at, g.fact),
      locked as (
        select d.holder_id, d.id, d.day, hit.fact
        from hit join duties.duty d using (holder_id, id, day)
        where d.state in ('waiting', 'open', 'late')
        order by d.id for update of d),
      moved as (
        update duties.duty d
        set state = 'done', state_at = :now, next_at = null, evidence = locked.fact,
            version = d.version + 1
        from locked
        where d.holder_id = locked.holder_id and d.id = locked.id and d.day = locked.day
        returning new.id, new.key, new.kind, old.state as was, new.state, new.evidence as cause,
                  null::text as why)
      """
          + LOGGED
          + CHANGES;

  private static final String END =
      """
      with locked as (
        select holder_id, id, day from duties.duty
        where id = any (:ids::uuid[]) and state in ('waiting', 'open', 'late')
        order by id for update),
      moved as (
        update duties.duty d
        set state = :state, state_at = :now, next_at = null, version = d.version + 1,
            evidence = case when :state = 'done' then :cause::uuid end, reason = :reason
        from locked
        where d.holder_id = locked.holder_id and d.id = locked.id and d.day = locked.day
        returning new.id, new.key, new.kind, old.state as was, new.state, :cause::uuid as cause,
                  new.reason as why)
      """
          + LOGGED
          + CHANGES;

  /**
   * The row ends and a new one stands in its place, with what is left of its window and ladder. The
   * unique key holds both apart, for the old one is out of it in the same statement's snapshot only
   * after it: therefore two statements.
   */
  private static final String HEIRS =
      """
      with made as (
      insert into duties.duty (holder_id, id, day, key, kind, holder_kind, unit_id, subject_kind,
          subject_id, title, opens_at, due_at, state, state_at, step, next_at, ladder,
          evidence_types, facets, evidence_from, evidence_until, group_id, parent_id, cause)
      select coalesce(:holder::uuid, d.unit_id), uuidv7(), d.day, d.key, d.kind,
          case when :holder::uuid is null then 'unit' else :holderKind end, d.unit_id,
          d.subject_kind, d.subject_id, d.title, d.opens_at, d.due_at,
          case when d.due_at <= :now then 'late' when d.opens_at <= :now then 'open' else 'waiting' end,
          :now, d.step,
          least(case when d.opens_at > :now then d.opens_at end,
                case when d.due_at > :now then d.due_at end,
                (select min(duties.step_at(s.at_time, s.after, d.due_at)) from duties.ladder_step s
                 where s.ladder = d.ladder and s.step > d.step)),
          d.ladder, d.evidence_types, d.facets, d.evidence_from, d.evidence_until, d.group_id,
          d.parent_id, d.id
      from duties.duty d where d.id = any (:ids::uuid[]) and d.state = 'passed_on'
      order by d.kind, d.key
      on conflict do nothing
      returning id, evidence_types)
      """
          + NOTED
          + "select count(*) from made";

  private static final String HEIRS_OF =
      """
      select heir.id from duties.duty d
      join duties.duty heir on heir.cause = d.id and heir.kind = d.kind and heir.key = d.key
      where d.id = any (:ids::uuid[]) and d.state = 'passed_on'
      """;

  private static final String AGAIN =
      """
      with taken as (
        delete from duties.again
        where id in (select id from duties.again order by id limit :limit for update skip locked)
        returning duties)
      select duties from taken
      """;

  private static final String WANTED =
      """
      select subject_id, evidence_types, facets, evidence_from, evidence_until from duties.duty
      where id = any (:ids::uuid[]) and state in ('waiting', 'open', 'late')
      """;

  private static final String ABSENT =
      """
      insert into duties.absence (person_id, during, reason, id, made_at)
      select a.person, tstzrange(a.since, a.until), a.reason, uuidv7(), :now
      from unnest(:persons::uuid[], :froms::timestamptz[], :untils::timestamptz[], :reasons::text[])
        as a (person, since, until, reason)
      """;

  private static final String BACK =
      """
      update duties.absence set during = tstzrange(lower(during), :now)
      where person_id = any (:persons::uuid[]) and reason = :reason
        and during @> :now::timestamptz and lower(during) < :now
      """;

  private static final TypeReference<Map<String, String>> FACETS = new TypeReference<>() {};

  private final JdbcClient jdbc;
  private final ObjectMapper json;

  DutyStore(JdbcClient jdbc, ObjectMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /** Makes duties. Returns the keys of those that are new. */
  List<String> create(List<NewDuty> duties, Instant now) {
    return jdbc.sql(CREATE)
        .param("now", time(now))
        .param("holders", texts(duties, it -> it.holder().id()))
        .param("days", texts(duties, NewDuty::day))
        .param("keys", texts(duties, NewDuty::key))
        .param("kinds", texts(duties, NewDuty::kind))
        .param("holderKinds", texts(duties, it -> it.holder().kind().key()))
        .param("units", texts(duties, NewDuty::unit))
        .param("subjectKinds", texts(duties, it -> it.subject().kind().key()))
        .param("subjects", texts(duties, it -> it.subject().id()))
        .param("titles", texts(duties, NewDuty::title))
        .param("opens", texts(duties, NewDuty::opensAt))
        .param("dues", texts(duties, NewDuty::dueAt))
        .param("ladders", texts(duties, NewDuty::ladder))
        .param("types", texts(duties, it -> types(it.evidence())))
        .param("facets", texts(duties, it -> facets(it.evidence())))
        .param("froms", texts(duties, it -> it.evidence() == null ? null : it.evidence().from()))
        .param("untils", texts(duties, it -> it.evidence() == null ? null : it.evidence().until()))
        .param("groups", texts(duties, NewDuty::group))
        .param("parents", texts(duties, NewDuty::parent))
        .param("causes", texts(duties, NewDuty::cause))
        .query(String.class)
        .list();
  }

  private static String types(@Nullable EvidenceWanted wanted) {
    return wanted == null ? "" : String.join(",", wanted.types());
  }

  private String facets(@Nullable EvidenceWanted wanted) {
    return wanted == null ? "{}" : json.writeValueAsString(wanted.facets());
  }

  /** Discharges what evidence shows. */
  List<Change> discharge(List<Evidence> given, Instant now) {
    return acted(DISCHARGE, now, Actor.SYSTEM)
        .param("subjects", texts(given, Evidence::subject))
        .param("types", texts(given, Evidence::type))
        .param("facts", texts(given, Evidence::factId))
        .param("froms", texts(given, Evidence::from))
        .param("untils", texts(given, Evidence::until))
        .param("facets", texts(given, it -> json.writeValueAsString(it.facets())))
        .query((row, n) -> change(row))
        .list();
  }

  /** Ends pending duties. */
  List<Change> end(
      Collection<UUID> ids,
      DutyState state,
      @Nullable String reason,
      @Nullable UUID cause,
      Actor who,
      Instant now) {
    return acted(END, now, who)
        .param("ids", texts(ids, id -> id))
        .param("state", state.key())
        .param("reason", reason)
        .param("cause", cause)
        .query((row, n) -> change(row))
        .list();
  }

  /**
   * Makes the duties that stand in the place of those just passed on.
   *
   * @param holder null: each one's unit
   */
  void heirs(Collection<UUID> passedOn, @Nullable Party holder, Instant now) {
    jdbc.sql(HEIRS)
        .param("now", time(now))
        .param("holder", holder == null ? null : holder.id())
        .param("holderKind", holder == null ? "unit" : holder.kind().key())
        .param("ids", texts(passedOn, id -> id))
        .query(Long.class)
        .single();
  }

  /** What stands in the place of those of the duties that were passed on. */
  List<UUID> heirsOf(Collection<UUID> ids) {
    return jdbc.sql(HEIRS_OF).param("ids", texts(ids, id -> id)).query(UUID.class).list();
  }

  /**
   * Takes groups of duties that are to be looked at once more.
   *
   * @param limit how many groups at most
   */
  List<List<UUID>> again(int limit) {
    return jdbc.sql(AGAIN)
        .param("limit", limit)
        .query((row, n) -> List.of((UUID[]) row.getArray("duties").getArray()))
        .list();
  }

  /** Whom evidence is wanted of, for those of the duties that are pending. */
  Map<EvidenceWanted, Set<UUID>> wanted(Collection<UUID> ids) {
    Map<EvidenceWanted, Set<UUID>> wanted = new HashMap<>();
    jdbc.sql(WANTED)
        .param("ids", texts(ids, id -> id))
        .query((ResultSet row) -> {
          wanted
              .computeIfAbsent(wanted(row), it -> new HashSet<>())
              .add(row.getObject("subject_id", UUID.class));
        });
    return wanted;
  }

  private EvidenceWanted wanted(ResultSet row) throws SQLException {
    return new EvidenceWanted(
        Set.of((String[]) row.getArray("evidence_types").getArray()),
        json.readValue(row.getString("facets"), FACETS),
        row.getTimestamp("evidence_from").toInstant(),
        row.getTimestamp("evidence_until").toInstant());
  }

  void absent(Collection<Duties.Absence> absences, Instant now) {
    jdbc.sql(ABSENT)
        .param("persons", texts(absences, Duties.Absence::person))
        .param("froms", texts(absences, Duties.Absence::from))
        .param("untils", texts(absences, Duties.Absence::until))
        .param("reasons", texts(absences, Duties.Absence::reason))
        .param("now", time(now))
        .update();
  }

  void back(Collection<UUID> persons, String reason, Instant now) {
    jdbc.sql(BACK)
        .param("persons", texts(persons, it -> it))
        .param("reason", reason)
        .param("now", time(now))
        .update();
  }

  private JdbcClient.StatementSpec acted(String sql, Instant now, Actor who) {
    return jdbc.sql(sql)
        .param("now", time(now))
        .param("actorKind", who.kind())
        .param("actor", who.id())
        .param("actorName", who.name());
  }

  static Change change(ResultSet row) throws SQLException {
    return new Change(
        row.getObject("id", UUID.class),
        row.getString("key"),
        row.getString("kind"),
        DutyState.of(row.getString("state")));
  }
}
